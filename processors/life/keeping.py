"""Keeping: an item's change is kept, listed with its client and company, counted, and told to the world with the client in full (R8-R10)."""

import msgspec

from processors import public
from processors.case import Act
from processors.memory import raw_id
from processors.policy import policy
from processors.record import MOST_OPEN
from processors.record.items import next_item
from processors.remembered import Client, Company, Item, OpenItem
from schemas import crm

replace = msgspec.structs.replace

OPEN = "process"


def altered(act: Act, before: Item, after: Item, *changed: str) -> Item:
    """Keep and tell the item's next version; `changed` names the public fields that differ."""
    item = next_item(act, after, changed)
    act.memory.keep_item(item)
    if changed != ("client",):
        act.memory.note_word(item.id, act.now, act.capture.id)
    listed(act, before, item)
    tell(act, item)
    return item


def made(act: Act, item: Item) -> None:
    """Keep and tell an item that is new."""
    act.memory.keep_item(item)
    act.memory.note_word(item.id, act.now, act.capture.id)
    listed(act, None, item)
    tell(act, item)


def listed(act: Act, before: Item | None, item: Item) -> None:
    """Put the item on the lists of what is open, or take it off, and count it (R8, R9): with its client, the member whose it is, and the
    company."""
    opened = item.semantic == OPEN and (before is None or before.semantic != OPEN or before.pipeline != item.pipeline)
    closed = before is not None and before.semantic == OPEN and (item.semantic != OPEN or before.pipeline != item.pipeline)
    won = (item.semantic == "won") - (before is not None and before.semantic == "won")
    new = before is None and item.kind == "deal"
    member = act.memory.member(raw_id(item.client))
    if member is None or not (opened or closed or won or new):
        return
    for client in (member.own, member.client) if member.client.members else (member.client,):
        after = replace(client, open=_open(client.open, item, opened, closed), deals=client.deals + new, won=max(0, client.won + won))
        if item.kind == "lead" and before is not None and before.semantic != item.semantic:
            after = _finished(act, after, item)
        if client is member.client:
            act.memory.keep_client(after)
        else:
            act.memory.keep_own(after)
    for at in dict.fromkeys(filter(None, (member.own.company, member.client.company))):
        if (company := act.memory.company(at)) is not None:
            counted = at == (member.own.company or member.client.company)
            _with_company(act, company, item, opened=opened and counted, closed=closed, won=won * counted, new=new and counted)


def _with_company(act: Act, company: Company, item: Item, *, opened: bool, closed: bool, won: int, new: bool) -> None:
    """A company lists the deals and repeat leads of its people."""
    lists = item.kind == "deal" or item.repeat is not None
    after = replace(
        company,
        open=_open(company.open, item, opened and lists, closed),
        deals=company.deals + new,
        won=max(0, company.won + won),
    )
    if after != company:
        act.memory.keep_company(after)


def _open(items: tuple[OpenItem, ...], item: Item, opened: bool, closed: bool) -> tuple[OpenItem, ...]:
    rest = tuple([o for o in items if o.id != item.id]) if opened or closed else items
    return (*rest, OpenItem(item.kind, item.id, item.pipeline, item.repeat is not None))[-MOST_OPEN:] if opened else rest


def _finished(act: Act, client: Client, lead: Item) -> Client:
    """With who owned the last lead that was finished (R8); of one that is open again nobody did. Of a merged client: of all its members."""
    if client.members:
        last = max(
            (own for own in act.memory.members(client) if own.finished_owner is not None), key=lambda own: own.finished_at, default=None
        )
        return replace(client, finished_owner=last.finished_owner if last else None, finished_at=last.finished_at if last else 0)
    if lead.semantic != OPEN:
        return replace(client, finished_owner=lead.responsible, finished_at=act.now) if lead.responsible is not None else client
    return replace(client, finished_owner=None, finished_at=0) if client.finished_owner == lead.responsible else client


def tell(act: Act, item: Item) -> None:
    """Tell the item with its client in full; a deal also as the client's bundle, where that is known as one or the workspace is simple (R10)."""
    workspace, memory = act.capture.workspace, act.memory
    told = public.item_in_full(memory, workspace, item)
    act.tell(item.kind, item.id, item.version, told)
    client = memory.client(item.client)
    if not isinstance(told, crm.Deal) or client is None or not (client.bundle or policy(memory.config()).config.mode == "simple"):
        return
    client = replace(client, bundle=client.bundle + 1)
    memory.keep_client(client)
    bundle = crm.Bundle(
        id=client.id,
        workspace=workspace,
        version=client.bundle,
        cause=act.capture.id,
        changed=told.changed,
        contact=told.client.contact,
        company=told.client.company,
        deal=replace(told, origin=act.origin),
    )
    act.tell("bundle", bundle.id, bundle.version, bundle)


def tell_others(act: Act, client: Client, *but: str) -> None:
    """The client is another one in what its other open items carry: their next versions are told."""
    for listed_ in client.open:
        if listed_.id not in but and (item := act.memory.item(listed_.kind, listed_.id)) is not None:
            altered(act, item, item, "client")
