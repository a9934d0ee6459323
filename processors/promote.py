"""Promote: what was set aside as no enquiry, or could not be answered, is one because a person says so (R56)."""

from collections.abc import Sequence

import msgspec

from processors.case import Act
from processors.remembered import Seen
from schemas import command
from schemas.capture import Capture
from schemas.decision import Entry, Outcome
from schemas.errors import Reject
from schemas.touch import Touch


class Aside(msgspec.Struct, frozen=True, gc=False):
    """A touch that was set aside: as it reads now, the key that it is known under, what is remembered of it, and who promotes it."""

    touch: Touch
    key: str
    seen: Seen
    by: str


def promotion(capture: Capture) -> command.Promote | None:
    """The promotion in a command, if it is one; what it is otherwise is not asked here."""
    if b'"promote"' not in capture.body:
        return None
    try:
        said = command.decode(capture.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return said if isinstance(said, command.Promote) else None


def original_of(capture: Capture, said: command.Promote) -> Capture:
    """The capture as it came, under the id of the command: what follows has the command as its cause."""
    original = said.capture
    return Capture(
        id=capture.id,
        workspace=capture.workspace,
        channel=original.channel,
        source=original.source,
        body=original.body,
        content_type=original.content_type,
        meta=original.meta,
    )


def set_aside(act: Act, said: command.Promote, touches: Sequence[Touch]) -> list[Aside] | Entry:
    """The touches that are to be decided anew; the entry of a promotion that changes nothing. Raises Reject for a capture without touches."""
    if not touches:
        raise Reject("Nothing can be promoted: the capture holds no touch.")
    found = [aside for touch in touches if (aside := _aside(act, said, touch)) is not None]
    if said.touch is not None:
        found = [aside for aside in found if aside.seen.touch == said.touch]
    if not found:
        return _entry(
            act, "refused", "This capture was never decided here, or reads otherwise today: promote it by the id that `touches` shows."
        )
    waiting = [aside for aside in found if aside.seen.set_aside is not None]
    if not waiting:
        return _entry(act, "applied", "It is no longer set aside: nothing changes.", found[0].seen.client)
    act.memory.keep_promoted_by(said.capture.id, act.capture.id)
    return waiting


def _aside(act: Act, said: command.Promote, touch: Touch) -> Aside | None:
    """What is remembered of a touch, under its key or that of a reused one (R21), if it said the same."""
    for key in (touch.key, f"{touch.key}\x1f{touch.fingerprint.hex()}"):
        seen = act.memory.seen(key)
        if seen is not None and seen.fingerprint == touch.fingerprint:
            # A machine's mail that a person promotes is somebody's after all (R23).
            return Aside(msgspec.structs.replace(touch, machine=False), key, seen, said.by)
    return None


def promoted(entry: Entry, aside: Aside) -> Entry:
    """The entry of a promoted touch: what it is now, what it was, and who said so."""
    return msgspec.structs.replace(
        entry,
        reason=f"{aside.by} says that it is an enquiry: {entry.reason}",
        flags=(*entry.flags, "promoted"),
        was=aside.seen.set_aside,
        was_at=aside.seen.at,
    )


def _entry(act: Act, outcome: Outcome, reason: str, client: str | None = None) -> Entry:
    capture = act.capture
    return Entry(touch=capture.id, outcome=outcome, channel=capture.channel, source=capture.source, reason=reason, client=client)
