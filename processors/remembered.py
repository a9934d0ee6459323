"""What is remembered of clients, companies, items, touches and calls: one small value each; lists in them are bounded."""

import msgspec

from schemas import touch as touches
from schemas.crm import FieldValue, Messenger, Qualification, Source
from schemas.decision import Outcome


class Shown(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The fields of a client that are shown: computed from the contributions of its touches (R17). `by_hand`: those that a person entered."""

    name: str | None = None
    given: str | None = None
    family: str | None = None
    position: str | None = None
    language: str | None = None
    city: str | None = None
    company_name: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    messengers: tuple[tuple[str, str], ...] = ()
    by_hand: tuple[str, ...] = ()

    @property
    def reachable(self) -> bool:
        return bool(self.phones or self.emails or self.messengers)

    def accounts(self) -> tuple[Messenger, ...]:
        return tuple(Messenger(network=network, id=account) for network, account in self.messengers)


class Published(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a published entity has beside its fields; `changed` and `cause` are those of its newest version. `by_hand`: a person chose its
    responsible (R12)."""

    id: str
    version: int
    cause: str
    changed: tuple[str, ...]
    responsible: str | None
    created_at: int
    modified_at: int
    by_hand: bool = False


class OpenItem(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An open lead or deal, as its client and its company list it."""

    kind: str
    id: str
    pipeline: str = ""
    repeat: bool = False


class Client(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A client: who it is, what is open, and what it was. `deals`, `won`: how many it ever had (R9). `finished_owner`: of its last finished
    lead (R8). `bundle`: version of its bundle. `first`: its first source (R28). `members`: all that were merged into it, itself first, of each
    merge the winner's before the loser's; none for a lone one (R18). `own`: fields of its contact and company, by `entity.field` (R58).
    `finished_at`: when that lead was finished; `chosen_at`: when a person chose its company in place of another one, 0 where nobody did."""

    id: str
    created_at: int
    modified_at: int
    shown: Shown = Shown()
    contact: Published | None = None
    company: str | None = None
    open: tuple[OpenItem, ...] = ()
    deals: int = 0
    won: int = 0
    finished_owner: str | None = None
    bundle: int = 0
    touches: int = 0
    first: Source | None = None
    members: tuple[str, ...] = ()
    own: dict[str, FieldValue] = {}
    finished_at: int = 0
    chosen_at: int = 0


class Member(msgspec.Struct, frozen=True, gc=False):
    """What was one client when its first touch came: the unit that evidence speaks of, and that no merge changes.

    `own`: what its own touches made it; `client`: the client that it stands in, the same object for a lone one.
    """

    own: Client
    client: Client

    @property
    def id(self) -> str:
        return self.own.id


class Company(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A published company (R3). `open`: the open deals and repeat leads of its people."""

    meta: Published
    name: str | None = None
    kind: str | None = None
    tax_id: str | None = None
    website: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    open: tuple[OpenItem, ...] = ()
    deals: int = 0
    won: int = 0
    own: dict[str, FieldValue] = {}


class Item(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A lead or a deal. `stage` is a lead's status, too; `waits`: a ringing call made it, and who answers will own it (R25);
    `joined`: (client, contact) of the others in it (R3). `client`: the member whose touch made it. `merged_into`: the item that it was folded
    into (R18). `worked`: a person has worked on it; `by_hand`: a person chose its responsible (R12).
    `own`: fields by `entity.field` (R58). `planned`: the activities that are to be done (R51).
    `open_stage`: the stage that it was finished from. `converted_from`: the leads that became it (R42a). `qualification`, `market` and
    `readiness`: R50. `retold_at`: when it was told last though nobody had modified it, as its client became another one (R18, R19)."""

    kind: str
    id: str
    client: str
    title: str
    stage: str
    semantic: str
    created_at: int
    modified_at: int
    version: int
    cause: str
    changed: tuple[str, ...] = ()
    responsible: str | None = None
    assignments: int = 0
    waits: bool = False
    first: Source | None = None
    last: Source | None = None
    activities: int = 0
    pipeline: str = ""
    repeat: str | None = None
    joined: tuple[tuple[str, str], ...] = ()
    converted_to: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    merged_into: str | None = None
    worked: bool = False
    by_hand: bool = False
    own: dict[str, FieldValue] = {}
    planned: tuple[str, ...] = ()
    open_stage: str = ""
    converted_from: tuple[str, ...] = ()
    qualification: Qualification | None = None
    market: str | None = None
    readiness: str | None = None
    retold_at: int = 0


class Planned(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An activity that is to be done (R51): `kind` call or meeting, `plan` why it was planned (`call_back`, `asked`), `status` planned, done or
    cancelled, `reason` why it was cancelled. `client`: the member whose touch planned it, `under` the client that it was told of, where that is
    another one, `about` likewise kind and id of the item; times in ms since 1970 UTC; `done_by`: the activity that did it."""

    id: str
    kind: str
    plan: str
    client: str
    due_at: int
    remind_at: int
    created_at: int
    channel: str
    source: str
    cause: str
    item: str | None = None
    item_kind: str | None = None
    subject: str | None = None
    responsible: str | None = None
    status: str = "planned"
    version: int = 1
    changed: tuple[str, ...] = ()
    done_by: str | None = None
    reason: str | None = None
    under: str = ""
    about: tuple[str, str] | None = None


class Contribution(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one touch said of its client, raw, and where it came from (R17).

    `n` is its place among all touches of the workspace. `rivals`: other members whose keys it carries, too (R19). `by_hand`: a person entered it.
    `own`: fields of its contact and company (R58). `replaces`: its phones, e-mails and accounts took the place of those known (R6).
    `kind`: of the activity that it left, `told` its version, `call` of a call the digest that it is remembered under; `unmarked`: it is not, or no
    more, marked by this as its lead's (R42a). `under`: the client that it was told as the activity of, where that is not the member. `tags`: what
    it said of where it came from (R28), None where that is no source of the client's.
    """

    touch: str
    capture: str
    channel: str
    source: str
    at: int
    n: int
    person: touches.Person
    company: touches.Company | None
    regions: tuple[str, ...]
    item: str | None = None
    rivals: tuple[str, ...] = ()
    by_hand: bool = False
    own: dict[str, FieldValue] = {}
    replaces: bool = False
    kind: str = ""
    told: int = 1
    call: bytes | None = None
    tags: dict[str, str] | None = {}
    unmarked: bool = False
    under: str = ""


class Seen(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A touch that was decided, under its idempotency key (R20). `set_aside`: as what it was set aside, so that it
    may be promoted (R56)."""

    touch: str
    capture: str
    fingerprint: bytes
    at: int
    for_ever: bool
    client: str | None = None
    set_aside: Outcome | None = None


class Call(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A call as its events told it, in any order (R25). `queued`: a queue had to give its item an owner, as nobody was known to have answered."""

    activity: str
    version: int = 0
    events: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    client: str | None = None
    item: str | None = None
    item_kind: str | None = None
    at: int = 0
    answered_by: str | None = None
    duration_s: int | None = None
    recording_url: str | None = None
    queued: bool = False


class Turn(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Whose turn it was in a queue (R30), and the roster of that time, by which a later roster finds the next."""

    last: str
    roster: tuple[str, ...]
