"""Grouping: members become the clients that they now are, in state and for everybody who was told otherwise (R18, R19)."""

from collections.abc import Mapping, Sequence

import msgspec

from processors import public
from processors.case import Act
from processors.fields import differ
from processors.merge import ledger, redirects
from processors.merge.folding import Pair
from processors.merge.giving import news
from processors.merge.party import Party, united
from processors.merge.questions import ask
from processors.merge.remembered import Question, Why
from processors.record.items import next_item
from processors.record.publishing import CONTACT
from processors.record.versions import changes, next_version
from processors.remembered import Client, Item, Published
from schemas import crm

replace = msgspec.structs.replace


def regroup(act: Act, before: Sequence[Client], parties: Sequence[Party]) -> list[Client]:
    """The clients that the parties are from now on, kept and told; `before`: the clients that the same members were.

    New versions are told of what differs: contacts, redirects, open items with their client in full, items folded or reopened. None is modified
    by that: nobody did anything on it.
    """
    was = {client.contact.id: client for client in before if client.contact is not None}
    told = Told(act, before)
    made = []
    for party in parties:
        client = united(act.memory, party)
        client = _introduced(act, party, client) or _published(act, was, client)
        _keep(act, party, client)
        told.contact(client)
        made.append(client)
    for client in before:
        if all(client.id != now.id for now in made):
            act.memory.drop_client(client.id)
    redirects.lead(act, "client", [(party.id, party.members) for party in parties])
    redirects.lead(act, "contact", [_contacts(party, client) for party, client in zip(parties, made, strict=True) if client.contact])
    return [told.items(party, client) for party, client in zip(parties, made, strict=True)]


def _introduced(act: Act, party: Party, client: Client) -> Client | None:
    """The client with a contact, where it leaves with a deal one who was published for both (R10); None where it needs none."""
    if client.contact is not None or client.company is not None or not client.deals:
        return None
    owner = next((item.responsible for item in party.items if item.kind == "deal"), None)
    contact = Published(act.derive("contact", client.id), 1, act.capture.id, (), owner, act.now, act.now)
    act.memory.keep_contact(contact.id, client.id)
    party.put(replace(party.owns[0], contact=contact))
    return replace(client, contact=contact)


def _published(act: Act, was: Mapping[str, Client], client: Client) -> Client:
    """The client with its contact's next version, if that differs; one that was redirected until now differs in all that it shows."""
    if (contact := client.contact) is None:
        return client
    before = was.get(contact.id)
    changed = changes(before.shown if before is not None else _NOTHING, client.shown, CONTACT)
    changed += differ(before.own if before is not None else {}, client.own, "contact")
    if before is None or before.company != client.company:
        changed = (*changed, "company")
    if before is None or before.id != client.id:
        changed = (*changed, "client")
    return replace(client, contact=next_version(act, contact, changed, None))


_NOTHING = Client("", 0, 0).shown


def _keep(act: Act, party: Party, client: Client) -> None:
    """Only what differs is written: a decision stays small, however many members there are."""
    act.memory.keep_client(client)
    for own in party.owns:
        if not client.members:
            act.memory.drop_own(own.id)
        elif act.memory.own(own.id) != own:
            act.memory.keep_own(own)


def _contacts(party: Party, client: Client) -> redirects.Group:
    assert client.contact is not None
    return client.contact.id, tuple([own.contact.id for own in party.owns if own.contact is not None])


class Told:
    """What is told of clients: in full where they differ from `before`, and as bundles to those who know them as such (R10)."""

    def __init__(self, act: Act, before: Sequence[Client]) -> None:
        self._act, self._workspace = act, act.capture.workspace
        self._before = {member: full for client in before for full in [self._full(client)] for member in client.members or (client.id,)}
        self._bundles = any(client.bundle for client in before)
        self._versions = {client.contact.id: client.contact.version for client in before if client.contact is not None}

    def _full(self, client: Client) -> crm.Client:
        return public.client(self._workspace, client, self._act.memory.company(client.company) if client.company else None)

    def contact(self, client: Client) -> None:
        if (contact := public.contact(self._workspace, client)) is not None and self._versions.get(contact.id) != contact.version:
            self._act.tell("contact", contact.id, contact.version, contact)

    def items(self, party: Party, client: Client) -> Client:
        """The items of the party that differ; the client, with the version of its bundle."""
        full, memory = self._full(client), self._act.memory
        others = {item.id: item for item in party.retold}
        for item in {**others, **{item.id: item for item in party.items}, **party.altered}.values():
            before = memory.item(item.kind, item.id)
            names = news(before, item) if before is not None else ()
            if item.id in others or (item.semantic == "process" and self._before.get(item.client) != full):
                names = (*names, "client")
            if names:
                client = self._item(
                    client, replace(next_item(self._act, item, names), modified_at=item.modified_at, retold_at=self._act.now), full
                )
            elif item != before:
                memory.keep_item(item)
        return client

    def _item(self, client: Client, item: Item, full: crm.Client) -> Client:
        act = self._act
        act.memory.keep_item(item)
        told = public.item(self._workspace, item, full)
        act.tell(item.kind, item.id, item.version, told)
        if not self._bundles or not isinstance(told, crm.Deal):
            return client
        client = replace(client, bundle=client.bundle + 1)
        act.memory.keep_client(client)
        bundle = crm.Bundle(
            id=client.id,
            workspace=self._workspace,
            version=client.bundle,
            cause=act.capture.id,
            changed=told.changed,
            contact=full.contact,
            company=full.company,
            deal=told,
        )
        act.tell("bundle", bundle.id, bundle.version, bundle)
        return client


def ask_about(act: Act, deals: Sequence[Pair]) -> None:
    """Two deals that people have worked on both stay open, and a person says whether they are one (R18)."""
    for older, newer in deals:
        before = ledger.review_between(act.memory, older.id, newer.id)
        if before is None or before.status == "settled":
            why = Why("Both deals of this client are open in one pipeline, and a person has worked on the newer one (R18).")
            ask(act, Question("deals", older.client, newer.client, items=(older.id, newer.id)), why)
