"""Who owns what a touch became: the owner that is there stays; else the claims of R8, R25 and R26, then the queues."""

import msgspec

from processors.assign import Claim, Given, assign
from processors.case import Case, Known, Ringing
from processors.remembered import Item
from processors.route.calls import is_over
from processors.route.plans import NewDeal, NewLead, NoItem, OnClient, OnItem, Plan
from schemas.decision import OwnerStep

replace = msgspec.structs.replace


def owner_of(case: Case, known: Known | None, plan: Plan, ringing: Ringing | None) -> Given:
    """The owner by the plan, with the chain that led there (R29). `Given.owner` is None where nothing is owned."""
    match plan:
        case NewLead() | NewDeal() if known is not None:
            return _assigned(case, known, ringing)
        case OnItem(item=item) if known is not None:
            return _of_item(case, known, item, ringing)
        case NoItem() | OnClient() if known is not None and case.touch.activity == "chat" and case.touch.conversation:
            return _of_conversation(case, known)
        case _:
            return Given(known.client.contact.responsible if known is not None and known.client.contact else None, ())


def _of_item(case: Case, known: Known, item: Item, ringing: Ringing | None) -> Given:
    if item.responsible is not None:
        if ringing is not None and (late := _answered_late(case, item, ringing)):
            return late
        if (next_ := _after_who_left(case, known, item, ringing)) is not None:
            return next_
        return Given(item.responsible, (OwnerStep("R8 owner of the open item", item.responsible, "the item has an owner, who keeps it"),))
    if case.touch.direction == "out":
        return Given(None, ())
    return _assigned(case, known, ringing)


def _after_who_left(case: Case, known: Known, item: Item, ringing: Ringing | None) -> Given | None:
    """Who takes over an open item whose owner does not work here any more (R8); None where the owner keeps it.

    Where nobody can, it stays whose it was, with an alarm.
    """
    owner = case.policy.responsibles.get(item.responsible) if item.responsible else None
    if owner is None or owner.active or item.semantic != "process" or case.touch.direction == "out":
        return None
    if ringing is not None and not is_over(ringing.call):
        return None
    given = _assigned(case, known, ringing)
    return given if given.owner is not None else replace(given, owner=item.responsible)


def _answered_late(case: Case, item: Item, ringing: Ringing) -> Given | None:
    """The owner whom a queue gave an answered call, because `finished` or a missed leg was heard before `answered`: who answered owns it (R25)."""
    desk = _answerer(case, ringing)
    if desk is None or not ringing.before.queued or item.assignments != 1 or desk == item.responsible:
        return None
    return Given(desk, (OwnerStep("R25 answered the call", desk, "answered the call, as was heard after a queue had been asked"),))


def _assigned(case: Case, known: Known, ringing: Ringing | None) -> Given:
    claims = _claims(case, known)
    waits = False
    if ringing is not None:
        claims.append(Claim("R25 answered the call", _answerer(case, ringing), "answered the call"))
        waits = not is_over(ringing.call)
    return assign(case.policy, case.memory, case.properties, claims, waits)


def _answerer(case: Case, ringing: Ringing) -> str | None:
    desk = case.policy.desks.get(ringing.call.answered_by) if ringing.call.answered_by else None
    return desk.id if desk and desk.active else None


def _claims(case: Case, known: Known) -> list[Claim]:
    """The explicit owner (R29), then the known one: of an open item, the contact, the company, the finished lead (R8), the conversation (R26)."""
    client, company, touch = known.client, known.company, case.touch
    claims = []
    if touch.owner:
        claims.append(Claim("R29 explicit owner", touch.owner, "the touch names its owner"))
    for open_item in client.open:
        if (item := case.memory.item(open_item.kind, open_item.id)) and item.responsible:
            claims.append(Claim("R8 owner of an open item", item.responsible, "owns another open item of this client"))
    if client.contact and client.contact.responsible:
        claims.append(Claim("R8 owner of the contact", client.contact.responsible, "already responsible for this contact"))
    if company and company.meta.responsible:
        claims.append(Claim("R8 owner of the company", company.meta.responsible, "already responsible for this company"))
    if client.finished_owner:
        claims.append(Claim("R8 owner of the finished lead", client.finished_owner, "owned this client's last lead"))
    if touch.activity == "chat" and touch.conversation and (owner := case.memory.conversation_owner(conversation(case))):
        claims.append(Claim("R26 owner of the conversation", owner, "has the conversation since it began"))
    return claims


def _of_conversation(case: Case, known: Known) -> Given:
    """A conversation has an owner at once, also while there is nothing to reach the visitor by (R26)."""
    given = assign(case.policy, case.memory, case.properties, _claims(case, known))
    if given.owner is not None:
        case.memory.keep_conversation_owner(conversation(case), given.owner)
    return given


def conversation(case: Case) -> str:
    """The conversation's key, unlike those of other sources."""
    return f"{case.capture.channel}/{case.capture.source}/{case.touch.conversation}"
