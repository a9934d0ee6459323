"""Reading: what a capture says, before anybody asks what is known of its sender: its touches, as the workspace's rules read them.

It asks the state for nothing but the configuration. So a batch is read at once and then decided, one capture after the other: code that
runs again at once is faster than code that runs once a touch.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from processors.normalise import Sender, sender
from processors.normalise.text import line
from processors.policy import Policy
from processors.resolve.profile import Profile, profile_of
from schemas.capture import UNREADABLE, Capture
from schemas.crm import FieldValue
from schemas.errors import Reject
from schemas.touch import Attribution, Touch

Reader = Callable[[Capture], Sequence[Touch]]

replace = msgspec.structs.replace


class Envelope(Reject):
    """The capture itself is none that a release of ours makes, or this one can read."""


class Said(msgspec.Struct, frozen=True, gc=False):
    """A touch as the rules of `policy` read it. `touch`: without its typed fields, which are `own`, by `entity.field` (R58); `unread`: flags
    for those of them that could not be read. `regions`: by which its phones are read, best evidence first. `profile`: what its sender is
    compared by. `tags`: what it says of where it came from (R28)."""

    touch: Touch
    policy: Policy
    regions: tuple[str, ...]
    sender: Sender
    profile: Profile
    tags: dict[str, str]
    own: dict[str, FieldValue] = {}
    unread: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True, gc=False):
    """The touches in a capture, None where it was not read, and what each of them says; `failed`: what the reader raised. What is not there is
    read when it is decided."""

    touches: Sequence[Touch] | None = None
    said: Sequence[Said] = ()
    failed: Exception | None = None


Read = Callable[[Mapping[str, Reader], Capture, Policy, int], Reading]


def touches_in(readers: Mapping[str, Reader], capture: Capture) -> Sequence[Touch]:
    """The capture by its channel's reader. Raises what that raises: Reject, Ignore, or a bug."""
    if capture.channel == UNREADABLE:
        raise Envelope(capture.meta.get("reason", "The record cannot be read."))
    reader = readers.get(capture.channel)
    if reader is None:
        raise Envelope(f"Channel `{capture.channel}` is not known to this release: update leadloom, then redrive.")
    return reader(capture)


def said_in(capture: Capture, touch: Touch, rules: Policy, now: int) -> Said:
    """The touch by the rules; `now` in ms since 1970."""
    filled = rules.fields.read(touch.fields) if rules.fields is not None and touch.fields else None
    if filled is not None:
        touch = replace(touch, fields=filled.rest)
    regions = rules.regions(touch, capture.channel, capture.source)
    who = sender(touch, regions)
    profile = profile_of(who, touch.regions, now)
    if filled is None:
        return Said(touch, rules, regions, who, profile, _tags(touch.attribution))
    return Said(
        touch, rules, regions, who, profile, _tags(touch.attribution), filled.own, tuple([f"unread_field:{name}" for name in filled.unread])
    )


_TAGS = Attribution.__struct_fields__
_NO_TAGS = Attribution()


def _tags(said: Attribution) -> dict[str, str]:
    if said == _NO_TAGS:
        return {}
    return {name: line(value) for name, value in zip(_TAGS, msgspec.structs.astuple(said), strict=True) if value}


def read(readers: Mapping[str, Reader], capture: Capture, rules: Policy, now: int) -> Reading:
    """The capture, read by the rules that hold before it is decided."""
    try:
        touches = touches_in(readers, capture)
    except Exception as error:  # noqa: BLE001 - it is raised again where the capture is decided
        return Reading(failed=error)
    try:
        return Reading(touches, [said_in(capture, touch, rules, now) for touch in touches])
    except Exception:  # noqa: BLE001 - the same: which touch it was is found out there
        return Reading(touches)
