"""What a switch of mode would do, before anybody does it: item by item, what meets what, and which rules will not fire any more (R11)."""

from collections.abc import Iterator

import msgspec

from processors.memory import Memory
from processors.remembered import Client, Item
from schemas.command import SetMode
from schemas.config import WorkspaceConfig


class Preview(msgspec.Struct, frozen=True):
    """What would become of one open lead. `deal`: the open deal that it would join, None: a new one. `conflict`: why a person should look
    first, None: nothing to see."""

    lead: str
    client: str
    title: str
    status: str
    responsible: str | None
    deal: str | None
    conflict: str | None


def preview(memory: Memory, said: SetMode, pipeline: str) -> Iterator[Preview]:
    """Every open lead that the switch concerns, in the order of their ids; with the policy drain they stay what they are."""
    for lead in memory.items_after("lead", b""):
        if lead.semantic != "process":
            continue
        if said.channel is not None and (lead.first is None or lead.first.channel != said.channel):
            continue
        client = memory.client(lead.client)
        deal = _open_deal(memory, client, pipeline) if client is not None else None
        yield Preview(
            lead=lead.id,
            client=client.id if client is not None else lead.client,
            title=lead.title,
            status=lead.stage,
            responsible=lead.responsible,
            deal=deal.id if deal is not None else None,
            conflict=_conflict(client, lead, deal),
        )


def _open_deal(memory: Memory, client: Client, pipeline: str) -> Item | None:
    found = (memory.item("deal", o.id) for o in client.open if o.kind == "deal" and o.pipeline == pipeline)
    return next((deal for deal in found if deal is not None and deal.semantic == "process"), None)


def _conflict(client: Client | None, lead: Item, deal: Item | None) -> str | None:
    if client is None or not client.shown.reachable:
        return "nobody can be reached back: it would stay a lead"
    if deal is not None and deal.responsible != lead.responsible:
        return f"it would join an open deal of {deal.responsible or 'nobody'}, and is {lead.responsible or 'nobody'}'s now"
    if len([o for o in client.open if o.kind == "lead"]) > 1:
        return "the client has more open leads: they would become one deal"
    return None


def silenced(config: WorkspaceConfig, said: SetMode) -> Iterator[str]:
    """The rules and settings that fire in the mode that ends, and not in the one that begins; a sentence each."""
    if said.mode == "classic":
        chosen = sorted({rule.pipeline for rule in config.rules if rule.pipeline})
        if chosen:
            yield f"Rules that choose a pipeline ({', '.join(chosen)}) choose only where an open deal is looked for: new enquiries become leads."
        return
    statuses = [status.id for status in config.lead_statuses]
    through = f" through {said.channel}" if said.channel else ""
    yield f"Lead statuses ({', '.join(statuses)}): no new leads come{through}; deals begin at the first stage of their pipeline."
    if not config.repeat_sales:
        yield "`repeat_sales = false`: a known client with nothing open gets a deal, where so far it was only noted."
    if config.spam_statuses:
        yield f"`spam_statuses` ({', '.join(config.spam_statuses)}): deals have none; conversion counts won deals of all deals (R42)."
