"""Idempotency: whether a touch was decided before, by its keys (R20), and what tells a repeat from a reused id (R21)."""

import msgspec

from processors.memory import Memory
from processors.remembered import Seen
from schemas.capture import Capture
from schemas.codec import derive_id
from schemas.touch import Touch

KEEP_MS = 30 * 86_400_000
"""How long keys are known, but those of mail and imports, which are known for ever (R20)."""


class Standing(msgspec.Struct, frozen=True, gc=False):
    """How a touch stands to what was decided before: its id, the key to remember it under, and what it repeats, if anything."""

    touch: str
    key: str
    repeats: Seen | None = None
    reused: bool = False


def standing(memory: Memory, capture: Capture, touch: Touch, n: int, now: int) -> Standing:
    """Same key and same fingerprint: a repeat. Same key, other fingerprint: another touch, whose id includes the fingerprint (R21)."""
    place = str(n)
    for other in touch.also:
        if (seen := memory.seen(other)) is not None and _fresh(seen, now) and seen.fingerprint == touch.fingerprint:
            return Standing(derive_id(capture.workspace, capture.id, "touch", place), touch.key, seen)
    seen = memory.seen(touch.key)
    if seen is None:
        return Standing(derive_id(capture.workspace, capture.id, "touch", place), touch.key)
    if not _fresh(seen, now):
        return Standing(derive_id(capture.workspace, capture.id, "touch", place, "after", seen.touch), touch.key)
    if seen.fingerprint == touch.fingerprint:
        return Standing(derive_id(capture.workspace, capture.id, "touch", place), touch.key, seen)
    print_ = touch.fingerprint.hex()
    key = f"{touch.key}\x1f{print_}"
    seen = memory.seen(key)
    if seen is not None and _fresh(seen, now):
        return Standing(derive_id(capture.workspace, capture.id, "touch", place, print_), key, seen, True)
    after = () if seen is None else ("after", seen.touch)
    return Standing(derive_id(capture.workspace, capture.id, "touch", place, print_, *after), key, None, True)


def unread_before(memory: Memory, capture: Capture, key: str, now: int) -> Seen | None:
    """What was known by the key of something that cannot be read; it is from now on, for ever (R20)."""
    before = memory.seen(key)
    if before is None:
        memory.keep_seen(key, Seen(touch=capture.id, capture=capture.id, fingerprint=b"", at=now, for_ever=True))
    return before


def _fresh(seen: Seen, now: int) -> bool:
    return seen.for_ever or now - seen.at <= KEEP_MS
