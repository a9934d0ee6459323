"""One touch on its way through the step: what every stage needs to know of it, and what it has to tell the world so far."""

from collections.abc import Mapping

import msgspec

from processors.memory import Memory
from processors.normalise import Sender
from processors.policy import Policy
from processors.remembered import Call, Client, Company, Seen, Shown
from processors.resolve import Use
from schemas.capture import Capture
from schemas.codec import derive_id, to_json
from schemas.config import Mode
from schemas.decision import Candidate, Emit
from schemas.touch import Touch


class Case(msgspec.Struct, gc=False):
    """One touch of a capture. `now`: R62, ms since 1970 UTC; `properties`: what routing rules ask for; `emit` grows as things are recorded."""

    capture: Capture
    touch: Touch
    touch_id: str
    now: int
    policy: Policy
    memory: Memory
    mode: Mode
    regions: tuple[str, ...]
    sender: Sender
    properties: Mapping[str, str]
    flags: tuple[str, ...] = ()
    emit: list[Emit] = []

    def derive(self, kind: str) -> str:
        """The id of something that this touch makes."""
        return derive_id(self.capture.workspace, self.touch_id, kind)

    def tell(self, topic: str, key: str, version: int, record: msgspec.Struct) -> None:
        """Emit a public record."""
        self.emit.append(Emit(topic, key, version, to_json(record)))

    def seen(self, client: str | None) -> Seen:
        """What is remembered under the touch's idempotency key (R20)."""
        touch = self.touch
        return Seen(self.touch_id, self.capture.id, touch.fingerprint, self.now, touch.keep_for_ever, client)


class Known(msgspec.Struct, frozen=True, gc=False):
    """Who the touch is from, once resolved. `client` is the record before this touch, fresh when `new`; `shown` its fields with this touch,
    `differs` whether that is news; `company` the published company that the person belongs to or is found to be of (R3); `learn` the keys to note."""

    client: Client
    new: bool
    shown: Shown
    differs: bool
    company: Company | None
    candidates: tuple[Candidate, ...] = ()
    learn: tuple[Use, ...] = ()


class Ringing(msgspec.Struct, frozen=True, gc=False):
    """A call event's call: under which key it is remembered, as it was, and with this event."""

    key: str
    before: Call
    call: Call
