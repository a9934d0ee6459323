"""Planned activities (R51): a missed call plans a call-back (R25), a form may ask for a call or a meeting; talking to the client is doing it."""

import msgspec

from processors.case import Act, Case, Known, Ringing
from processors.memory import Memory
from processors.normalise.text import given as line_of
from processors.remembered import Item, Planned
from processors.route.calls import is_over, status
from processors.route.plans import NoItem, Plan
from schemas.codec import derive_id
from schemas.crm import Activity

replace = msgspec.structs.replace

MOST_PLANNED = 20
"""How many planned activities an item lists, the newest."""
AHEAD_MS = 366 * 86_400_000
"""How far ahead somebody may ask for something."""


def plan_and_settle(case: Case, known: Known, plan: Plan, item: Item | None, owner: str | None, ringing: Ringing | None) -> None:
    """What the touch plans, and what is done by it; `item` is what it is about, as kept. A call plans one call-back, whatever its events.

    No other is planned while the item waits for one.
    """
    if ringing is None:
        if case.touch.asked is not None and not isinstance(plan, NoItem):
            _asked(case, known, item, owner)
        return
    if case.policy.config.call_back_s and known.shown.reachable and not isinstance(plan, NoItem):
        _call_back(case, known, item, owner, ringing)
    if item is not None and item.planned and _talked(ringing):
        _done(case, item, ringing)


def _asked(case: Case, known: Known, item: Item | None, owner: str | None) -> None:
    asked = case.touch.asked
    assert asked is not None
    due = asked.at if asked.at is not None and asked.at <= case.now + AHEAD_MS else case.now + case.policy.config.call_back_s * 1000
    _plan(case, known, item, owner, case.derive("planned"), asked.kind, "asked", due)


def _call_back(case: Case, known: Known, item: Item | None, owner: str | None, ringing: Ringing) -> None:
    """A call that nobody took is to be called back; one that turns out to have been taken is not."""
    if case.touch.direction == "out":
        return
    call = ringing.call
    missed, was_missed = status(call) == "missed" and is_over(call), status(ringing.before) == "missed"
    if not missed and not was_missed:
        return
    name = derive_id(case.capture.workspace, call.activity, "call back")
    if missed:
        if case.memory.planned(name) is None and not _waits_for_call(case.memory, item):
            _plan(case, known, item, owner, name, "call", "call_back", case.now + case.policy.config.call_back_s * 1000)
    elif (before := case.memory.planned(name)) is not None and before.status == "planned":
        settle(case, before, "cancelled", reason="The call was answered after all.")


def _waits_for_call(memory: Memory, item: Item | None) -> bool:
    if item is None:
        return False
    return any((one := memory.planned(known)) is not None and one.plan == "call_back" and one.status == "planned" for known in item.planned)


def _plan(case: Case, known: Known, item: Item | None, owner: str | None, name: str, kind: str, why: str, due: int) -> None:
    due = max(due, case.now)
    made = Planned(
        id=name,
        kind=kind,
        plan=why,
        client=known.home.id,
        due_at=due,
        remind_at=max(due - case.policy.config.remind_s * 1000, case.now),
        created_at=case.now,
        channel=case.capture.channel,
        source=case.capture.source,
        cause=case.capture.id,
        item=item.id if item else None,
        item_kind=item.kind if item else None,
        subject=line_of(case.touch.subject),
        responsible=owner,
    )
    if item is not None:
        case.memory.keep_item(replace(item, planned=(*item.planned, name)[-MOST_PLANNED:]))
    _keep(case, made)


def _talked(ringing: Ringing) -> bool:
    """Whether this event is the first that tells of people talking."""
    spoken = status(ringing.call) in ("answered", "finished") and bool(
        "answered" in ringing.call.events or ringing.call.answered_by or ringing.call.duration_s
    )
    before = ringing.before
    return spoken and not ("answered" in before.events or before.answered_by or before.duration_s)


def _done(case: Case, item: Item, ringing: Ringing) -> None:
    """Talking on the phone does the calls that were planned for the item; meetings are said to be done by a person."""
    for name in item.planned:
        planned = case.memory.planned(name)
        if planned is not None and planned.kind == "call" and planned.status == "planned":
            settle(case, planned, "done", ringing.call.activity)


def settle(act: Act, planned: Planned, outcome: str, done_by: str | None = None, reason: str | None = None) -> Planned:
    """The planned activity is `done` or `cancelled`: its next version, kept and told, and no longer among what its item waits for."""
    after = _next(act, planned, status=outcome, done_by=done_by, reason=reason)
    item = item_of(act.memory, planned)
    if item is not None and planned.id in item.planned:
        act.memory.keep_item(replace(item, planned=tuple([name for name in item.planned if name != planned.id])))
    return after


def _next(act: Act, planned: Planned, **fields: str | None) -> Planned:
    """Its next version with these fields, kept and told."""
    changed = tuple([name for name, value in fields.items() if getattr(planned, name) != value])
    return _keep(act, replace(planned, version=planned.version + 1, changed=changed, cause=act.capture.id, **fields))


def closed(act: Act, item: Item) -> None:
    """Nothing comes of the item: what was planned for it is cancelled, and the item keeps it listed, should it be opened again."""
    for planned in _listed(act.memory, item, "planned"):
        _next(act, planned, status="cancelled", reason=f"Its {item.kind} was closed as {item.stage}.")


def reopened(act: Act, item: Item) -> None:
    """The item is open again: what was cancelled because it was closed is to be done after all, at the time at which it was."""
    for planned in _listed(act.memory, item, "cancelled"):
        _next(act, planned, status="planned", reason=None)


def _listed(memory: Memory, item: Item, status: str) -> list[Planned]:
    return [found for name in item.planned if (found := memory.planned(name)) is not None and found.status == status]


def moved(act: Act, planned: Planned) -> None:
    """It is about another item now, which its own was converted to: its next version, kept and told (R42a)."""
    _keep(act, replace(planned, version=planned.version + 1, changed=("item", "item_kind", "responsible"), cause=act.capture.id))


def is_anothers(memory: Memory, planned: Planned) -> bool:
    """Whether it was told as an activity of an item that does not lead to its own any more, as the two were one and are two again."""
    if planned.about is None:
        return False
    kind, entity = planned.about
    told, now = item_of(memory, replace(planned, item=entity, item_kind=kind)), item_of(memory, planned)
    return told is not None and now is not None and told.id != now.id


def rebound(act: Act, planned: Planned) -> None:
    """It was told as another client's: its next version, kept and told (R19)."""
    changed = ("client", "item", "item_kind", "responsible")
    _keep(act, replace(planned, version=planned.version + 1, changed=changed, cause=act.capture.id))


def item_of(memory: Memory, planned: Planned) -> Item | None:
    """What a planned activity is about now: its item, what that was folded into, or the deal that its lead became (R18, R42a)."""
    if planned.item is None or planned.item_kind is None:
        return None
    item = memory.standing_item(planned.item_kind, planned.item)
    if item is not None and item.kind == "lead":
        for entity in item.converted_to:
            if (deal := memory.standing_item("deal", entity)) is not None:
                return deal
    return item


def names_of(workspace: str, touch: str, call: str | None = None) -> tuple[str, ...]:
    """The ids of what a touch, and the call that it tells of, may have planned."""
    asked = derive_id(workspace, touch, "planned")
    return (asked,) if call is None else (asked, derive_id(workspace, call, "call back"))


def public(workspace: str, memory: Memory, planned: Planned) -> Activity:
    """The planned activity as a public record; who is to do it is who has its item now."""
    item = item_of(memory, planned)
    client = memory.client(planned.client)
    return Activity(
        id=planned.id,
        workspace=workspace,
        version=planned.version,
        cause=planned.cause,
        changed=planned.changed,
        kind=planned.kind,  # type: ignore[arg-type]
        client=client.id if client is not None else planned.client,
        item=item.id if item is not None else planned.item,
        item_kind=item.kind if item is not None else planned.item_kind,  # type: ignore[arg-type]
        direction="out",
        channel=planned.channel,
        source=planned.source,
        subject=planned.subject,
        at=planned.created_at,
        responsible=item.responsible if item is not None else planned.responsible,
        status=planned.status,  # type: ignore[arg-type]
        due_at=planned.due_at,
        remind_at=planned.remind_at,
        plan=planned.plan,  # type: ignore[arg-type]
        done_by=planned.done_by,
        reason=planned.reason,
    )


def _keep(act: Act, planned: Planned) -> Planned:
    """The planned activity as it is now, kept and told, with the client that it is told of."""
    told = public(act.capture.workspace, act.memory, planned)
    under = told.client if told.client is not None and told.client != planned.client else ""
    about = (told.item_kind, told.item) if told.item_kind and told.item and told.item != planned.item else None
    planned = replace(planned, under=under, about=about)
    act.memory.keep_planned(planned)
    act.tell("activity", planned.id, planned.version, told)
    return planned
