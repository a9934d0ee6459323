"""Activities: every touch leaves one, bound to its client and item; all events of a call are versions of one (R51, R25)."""

import msgspec

from processors.assign import Given
from processors.case import Case, Known, Ringing
from processors.normalise.text import given as line_of
from processors.normalise.text import storable
from processors.record.versions import changes
from processors.remembered import Call, Item
from processors.route.calls import status
from schemas.crm import Activity

_CALL = ("client", "item", "answered_by", "duration_s", "recording_url")


def note(case: Case, known: Known | None, item: Item | None, given: Given, ringing: Ringing | None) -> str:
    """Keep and emit the touch's activity; its id."""
    if ringing is not None:
        return _note_call(case, known, item, given, ringing)
    activity = _activity(case, case.derive("activity"), known, item, given)
    if case.promoted:  # it was told when the touch was set aside
        said = case.memory.contribution(known.home.id, case.touch_id) if known is not None else None
        version = said.told if said is not None else 2
        activity = msgspec.structs.replace(activity, version=version, changed=("client", "item", "item_kind", "responsible"))
    case.tell("activity", activity.id, activity.version, activity)
    return activity.id


def _note_call(case: Case, known: Known | None, item: Item | None, given: Given, ringing: Ringing) -> str:
    """The call's activity as its events so far tell it; an event that tells nothing new makes no version."""
    before = ringing.before
    call = msgspec.structs.replace(
        ringing.call,
        client=known.home.id if known else before.client,
        item=item.id if item else before.item,
        item_kind=item.kind if item else before.item_kind,
        at=before.at or case.touch.occurred_at or case.now,
        queued=before.queued or given.queue is not None or given.alarm is not None,
    )
    changed = changes(before, call, _CALL)
    if status(before) != status(call):
        changed = (*changed, "call_status")
    if before.version and not changed:
        _keep(case, ringing, call)
        return call.activity
    call = msgspec.structs.replace(call, version=before.version + 1)
    _keep(case, ringing, call)
    activity = msgspec.structs.replace(
        _activity(case, call.activity, known, item, given),
        version=call.version,
        changed=changed if before.version else (),
        at=call.at,
        item=call.item,
        item_kind=call.item_kind,
        call_status=status(call),
        duration_s=call.duration_s,
        recording_url=call.recording_url,
        answered_by=call.answered_by,
    )
    case.tell("activity", activity.id, activity.version, activity)
    return activity.id


def _keep(case: Case, ringing: Ringing, call: Call) -> None:
    """The call under its key, with the item that it was given: should what that was folded into part from it, it is about that one (R19)."""
    case.memory.keep_call(
        ringing.key, msgspec.structs.replace(call, item=ringing.made, item_kind=ringing.made_kind) if ringing.made else call
    )


def _activity(case: Case, activity: str, known: Known | None, item: Item | None, given: Given) -> Activity:
    touch, capture = case.touch, case.capture
    return Activity(
        id=activity,
        workspace=capture.workspace,
        version=1,
        cause=capture.id,
        kind=touch.activity,
        client=known.client.id if known else None,
        item=item.id if item else None,
        item_kind=item.kind if item else None,  # type: ignore[arg-type]
        direction=touch.direction,
        channel=capture.channel,
        source=capture.source,
        subject=line_of(touch.subject),
        text=storable(touch.text) if touch.text else None,
        at=touch.occurred_at or case.now,
        conversation=line_of(touch.conversation, 200),
        responsible=given.owner,
    )
