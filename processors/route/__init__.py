"""Route: what a touch becomes; the gates come first, then the table of the mode (R5, R10, R25, R51, R56, R59)."""

from collections.abc import Sequence

from processors.case import Case, Known, Ringing
from processors.remembered import Item, OpenItem
from processors.route.calls import too_short
from processors.route.plans import NoItem, OnClient, OnItem, Plan
from processors.route.tables import Found, classic, simple, written
from schemas.config import Pipeline


def route(case: Case, known: Known | None, ringing: Ringing | None) -> Plan:
    """What becomes of a touch that has passed R1, R20, R23 and R53."""
    if case.touch.direction == "out" and (known is None or case.capture.channel not in case.policy.config.outgoing_creates):
        return _outgoing(case, known)
    if known is None:
        return NoItem("no_contact", "nobody is in it who could be reached back (R56)")
    if not known.shown.reachable and not case.promoted:
        return NoItem("no_contact", "no phone, e-mail or account is known to reach this person by (R56)")
    if ringing is not None and ringing.item is not None:
        return OnItem(ringing.item, "one more event of the same call (R25)")
    if not case.promoted and (why := no_enquiry(case, ringing)):
        return NoItem("not_enquiry", why)
    config = case.policy.config
    found = find(case, known, case.policy.pipeline(case.properties))
    plan = simple(found) if case.mode == "simple" else classic(found, config.repeat_sales)
    write = case.write.items
    if write == "default" or case.promoted:
        return plan
    return written(write, plan, found, known=not known.new, mode=case.mode)


def no_enquiry(case: Case, ringing: Ringing | None) -> str | None:
    """Why a touch is none by the workspace's own criteria (R56), the first that it meets; None when it is an enquiry."""
    policy = case.policy
    if ringing is not None and (why := too_short(ringing.call, policy.config.min_call_s)):
        return why
    if not policy.criteria:
        return None
    for criterion in policy.not_enquiry(case.touch, case.sender, case.properties):
        least_s = criterion.rule.shorter_than_s
        if least_s is None:
            return criterion.why
        if ringing is not None and (why := too_short(ringing.call, least_s)):
            return why
    return None


def _outgoing(case: Case, known: Known | None) -> Plan:
    """What our own people do is an activity and creates nothing to work on (R51)."""
    if known is None:
        return OnClient("something that our own people did; nobody is known in it (R51)")
    for item in sorted(_items(case, known.client.open), key=lambda i: (i.kind != "deal", -i.modified_at, i.id)):
        return OnItem(item, "something that our own people did, on the open item of this client (R51)")
    return OnClient("something that our own people did: noted with the client, creates nothing (R51)")


def find(case: Case, known: Known, pipeline: Pipeline) -> Found:
    """What is open for the client or its company, in the pipeline chosen; a recurring one never absorbs touches (R59)."""
    client, company = known.client, known.company
    items = _items(case, client.open) if client.open else []
    if company is not None and company.open:
        own = {item.id for item in items}
        items += [item for item in _items(case, company.open) if item.id not in own]
    deals = [item for item in items if item.kind == "deal" and item.pipeline == pipeline.id] if pipeline.kind != "recurring" else ()
    leads = [item for item in items if item.kind == "lead"]
    return Found(
        published=client.contact is not None or client.company is not None or company is not None,
        deal=_newest(deals),
        repeat_lead=_newest([lead for lead in leads if lead.repeat]),
        plain_lead=_newest([lead for lead in leads if not lead.repeat]),
        deals=client.deals + (company.deals if company else 0),
        won=client.won + (company.won if company else 0),
    )


def _items(case: Case, open_items: Sequence[OpenItem]) -> list[Item]:
    memory = case.memory
    return [item for o in open_items if (item := memory.item(o.kind, o.id)) is not None and item.semantic == "process"]


def _newest(items: Sequence[Item]) -> Item | None:
    """Latest modified, then latest created, then by id (R4)."""
    if len(items) < 2:
        return items[0] if items else None
    return min(items, key=lambda item: (-item.modified_at, -item.created_at, item.id))
