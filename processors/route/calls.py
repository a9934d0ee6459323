"""The life of a call (R25): its events come in any order and make one activity; who answers owns, only missed calls go to a queue."""

from typing import Literal

import msgspec

from processors.normalise.text import given
from processors.remembered import Call
from schemas.touch import CallEvent

Status = Literal["ringing", "answered", "missed", "finished"]


def heard(call: Call, event: CallEvent) -> Call:
    """The call after one more event; the same whatever the order of events."""
    durations = [seconds for seconds in (call.duration_s, event.duration_s) if seconds is not None]
    return msgspec.structs.replace(
        call,
        events=tuple(sorted({*call.events, event.event})),
        answered_by=given(event.answered_by, 100) or call.answered_by,
        duration_s=max(durations, default=None),
        recording_url=given(event.recording_url, 2000) or call.recording_url,
    )


def status(call: Call) -> Status:
    """What the call has come to: an answer beats a missed leg, and a call that ended after no time at all was missed."""
    spoken = "answered" in call.events or bool(call.answered_by) or bool(call.duration_s)
    if spoken:
        return "finished" if "finished" in call.events else "answered"
    if "missed" in call.events or ("finished" in call.events and call.duration_s == 0):
        return "missed"
    return "finished" if "finished" in call.events else "ringing"


def is_over(call: Call) -> bool:
    """Whether nobody will answer it any more."""
    return "finished" in call.events or status(call) == "missed"


def too_short(call: Call, least_s: int) -> str | None:
    """Why the call is no enquiry (R56): it was shorter than the workspace asks, or how long it lasts is not known yet. Missed calls are."""
    if least_s <= 0 or status(call) == "missed":
        return None
    if call.duration_s is not None:
        return f"the call lasted less than {least_s} s (R56)" if call.duration_s < least_s else None
    return None if "finished" in call.events else "whether the call is an enquiry is decided by how long it lasts (R56)"
