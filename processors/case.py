"""One touch on its way through the step: what every stage needs to know of it, and what it has to tell the world so far."""

from collections.abc import Mapping

import msgspec

from processors.memory import Memory
from processors.normalise import Sender
from processors.policy import Policy
from processors.remembered import Call, Client, Company, Item, Seen, Shown
from processors.resolve import Lesson, Use
from processors.resolve.profile import Profile
from schemas.capture import Capture
from schemas.codec import derive_id, to_json
from schemas.config import Mode, Write
from schemas.crm import FieldValue, Versioned
from schemas.decision import Candidate, Emit, Outcome
from schemas.touch import Touch

OURS = "leadloom"


SET_ASIDE: frozenset[Outcome] = frozenset(("not_enquiry", "no_contact"))
"""The outcomes that a person may overrule (R56)."""


class Act(msgspec.Struct, kw_only=True, gc=False):
    """A capture at work on a workspace's state. `now`: R62, ms since 1970 UTC; `emit` grows as things are recorded.

    `merges`, `reviews`: the ids of what was merged, and of what a person is asked because of it. `item`: what a command is about.
    `origin`: whose word it is that is told on (the CRM's, of feedback).
    """

    capture: Capture
    memory: Memory
    now: int
    emit: list[Emit] = []
    merges: list[str] = []
    reviews: list[str] = []
    item: Item | None = None
    origin: str = OURS

    def derive(self, kind: str, *parts: str) -> str:
        """The id of something that this capture makes."""
        return derive_id(self.capture.workspace, self.capture.id, kind, *parts)

    def tell(self, topic: str, key: str, version: int, record: Versioned) -> None:
        """Emit a public record."""
        if self.origin != OURS:
            record = msgspec.structs.replace(record, origin=self.origin)
        self.emit.append(Emit(topic, key, version, to_json(record)))


class Case(Act, kw_only=True, gc=False):
    """One touch of a capture. `profile`: what its sender is compared by. `tags`: where it came from (R28). `properties`: what routing rules
    ask for. `write`: what it may write (R6). `own`: what it says of typed fields, by `entity.field` (R58).

    `promoted`: a person said that it is an enquiry, whatever the criteria and the write policy say (R56); `again`: the member whose it is
    since it was decided first, None where nobody could be told.
    """

    touch: Touch
    touch_id: str
    policy: Policy
    mode: Mode
    regions: tuple[str, ...]
    sender: Sender
    profile: Profile
    tags: dict[str, str]
    properties: Mapping[str, str]
    write: Write
    flags: tuple[str, ...] = ()
    promoted: bool = False
    of: str | None = None
    publishes: bool = False
    again: str | None = None
    own: dict[str, FieldValue] = {}

    def derive(self, kind: str, *parts: str) -> str:
        """The id of something that this touch makes."""
        return derive_id(self.capture.workspace, self.touch_id, kind, *parts)

    def seen(self, home: str | None, outcome: Outcome) -> Seen:
        """What is remembered under the touch's idempotency key (R20); `home`: the member whose touch it is."""
        touch, aside = self.touch, outcome if outcome in SET_ASIDE else None
        return Seen(self.touch_id, self.capture.id, touch.fingerprint, self.now, touch.keep_for_ever, home, aside)


class Known(msgspec.Struct, frozen=True, gc=False):
    """Who the touch is from, once resolved. `client` is the record before this touch, fresh when `new`; `shown` its fields with this touch,
    `differs` whether that is news; `company` the published company that the person belongs to or is found to be of (R3); `learn` the keys to note,
    `lesson` what else to remember of it.

    `home` is the member whose touch it is, by itself: `client` again, but in a merged client; `rivals` are others whose keys it carries (R19).
    `mute`: the touch says nothing of the client's fields (R6, R23); `own`: the fields of R58 with this touch.
    """

    client: Client
    home: Client
    new: bool
    shown: Shown
    differs: bool
    company: Company | None
    candidates: tuple[Candidate, ...] = ()
    learn: tuple[Use, ...] = ()
    lesson: Lesson | None = None
    rivals: tuple[str, ...] = ()
    mute: bool = False
    own: dict[str, FieldValue] = {}

    def owns(self, item: Item) -> bool:
        """Whether the item is the client's, whichever member's touch made it."""
        return item.client == self.client.id or item.client in self.client.members


class Ringing(msgspec.Struct, frozen=True, gc=False):
    """A call event's call: under which key it is remembered, as it was, and with this event. `item`: what it is about, or what that was
    folded into since (R18); `before` and `call` name this one, `made` the one that the call was given."""

    key: str
    before: Call
    call: Call
    item: Item | None = None
    made: str | None = None
    made_kind: str | None = None
