"""The public records: what a CRM reads from the topics (and, for feedback, writes). Within a major version only optional additions."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Version = Annotated[int, Meta(ge=1, description="Rises with every change of the entity; a subscriber is idempotent on (id, version).")]
Millis = Annotated[int, Meta(description="Milliseconds since 1970-01-01T00:00:00Z.")]
E164 = Annotated[str, Meta(description="E.164 (`+4930...`) where the number could be understood, else as given.")]


class Messenger(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An account that can be answered."""

    network: str
    id: str


class Amount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An amount of money."""

    amount: Annotated[str, Meta(description="A decimal number, exactly.", pattern=r"^-?\d+(\.\d+)?$")]
    currency: Annotated[str | None, Meta(description="ISO 4217, as `EUR`; null where nobody said.")] = None


FieldValue = str | bool | int | float | tuple[str, ...] | Amount
OwnFields = Annotated[dict[str, FieldValue], Meta(description="The workspace's own fields, by id (R58).")]


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Where a touch came from (R28)."""

    channel: str
    source: str
    at: Millis
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None
    gclid: str | None = None
    yclid: str | None = None
    fbclid: str | None = None
    page: str | None = None
    referrer: str | None = None
    line: str | None = None
    alias: str | None = None
    promo: str | None = None


class Versioned(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What every public record of an entity carries."""

    id: str
    workspace: str
    version: Version
    cause: Annotated[str, Meta(description="The capture that caused this version.")]
    origin: Annotated[str, Meta(description="Who made the change: `leadloom`, or the CRM whose feedback it follows.")] = "leadloom"
    changed: Annotated[tuple[str, ...], Meta(description="Names of the fields that differ from the version before.")] = ()


class Contact(Versioned, frozen=True, kw_only=True, omit_defaults=True):
    """A person who is a client."""

    client: str
    name: str | None = None
    given: str | None = None
    family: str | None = None
    position: str | None = None
    language: str | None = None
    city: str | None = None
    phones: tuple[E164, ...] = ()
    emails: tuple[str, ...] = ()
    messengers: tuple[Messenger, ...] = ()
    company: Annotated[str | None, Meta(description="Id of the company.")] = None
    responsible: str | None = None
    created_at: Millis = 0
    modified_at: Millis = 0
    decision_maker: bool | None = None
    address: str | None = None
    website: str | None = None
    own: OwnFields = {}


class Company(Versioned, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation that is a client."""

    name: str | None = None
    kind: str | None = None
    tax_id: str | None = None
    website: str | None = None
    phones: tuple[E164, ...] = ()
    emails: tuple[str, ...] = ()
    responsible: str | None = None
    created_at: Millis = 0
    modified_at: Millis = 0
    industry: str | None = None
    size: str | None = None
    address: str | None = None
    own: OwnFields = {}


class Client(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The client in full, as items carry it: contact and/or company once published, and who it is in any case."""

    id: str
    name: str | None = None
    company_name: str | None = None
    phones: tuple[E164, ...] = ()
    emails: tuple[str, ...] = ()
    messengers: tuple[Messenger, ...] = ()
    contact: Contact | None = None
    company: Company | None = None


class Item(Versioned, frozen=True, kw_only=True, omit_defaults=True):
    """What a manager works on: what leads and deals have in common."""

    title: str
    client: Client
    responsible: Annotated[
        str | None, Meta(description="Id of the responsible; null only with an alarm, or while a call still rings (R25).")
    ] = None
    first_source: Source | None = None
    last_source: Source | None = None
    activities: Annotated[int, Meta(description="How many activities it has.")] = 0
    created_at: Millis = 0
    modified_at: Millis = 0
    fields: dict[str, str] = {}
    merged_into: Annotated[str | None, Meta(description="Id of the item of the same kind that it was folded into (R18); it is closed.")] = (
        None
    )
    amount: Annotated[str | None, Meta(description="A decimal number; of a lead, what its deal may come to.")] = None
    currency: Annotated[str | None, Meta(description="Of the amount, ISO 4217.")] = None
    products: tuple[str, ...] = ()
    probability: Annotated[float | None, Meta(description="Of winning, in per cent.")] = None
    close_date: Annotated[str | None, Meta(description="When it is to be closed, as 2026-11-30.")] = None
    own: OwnFields = {}


CRITERIA = ("budget", "authority", "need", "timeframe", "money")
"""What a lead can be qualified by (R50)."""
SCHEMES = {"bant": CRITERIA[:4], "short": ("need", "timeframe", "money")}
"""Which of them each scheme asks for."""

Market = Annotated[str | None, Meta(description="Language, region or line of business that it belongs to (R50).")]
Readiness = Annotated[Literal["ready", "wants_information", "not_ready"] | None, Meta(description="How ready the client is to buy (R50).")]


class Qualified(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One criterion of a qualification, by whom it was judged and when (R50)."""

    name: Literal["budget", "authority", "need", "timeframe", "money"]
    state: Literal["met", "unmet", "unknown"]
    by: str
    at: Millis


class Qualification(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """How far a lead is qualified (R50): for which organisation and person, and by which criteria."""

    scheme: Literal["bant", "short"] = "bant"
    criteria: tuple[Qualified, ...] = ()
    ready: Annotated[bool, Meta(description="All criteria of the scheme are met.")] = False
    budget: Amount | None = None
    timeframe: str | None = None
    probability: Annotated[int | None, Meta(description="That they buy within the timeframe, in per cent.")] = None
    contact: Annotated[str | None, Meta(description="Id of the contact that the lead is linked to.")] = None
    company: Annotated[str | None, Meta(description="Id of the company that the lead is linked to.")] = None


class Lead(Item, frozen=True, kw_only=True, omit_defaults=True):
    """An enquiry in classic mode, not yet a client with a deal."""

    status: str
    semantic: Literal["process", "success", "failure"] = "process"
    repeat: Annotated[bool, Meta(description="A lead of a known client (R9: repeat_lead).")] = False
    converted_to: Annotated[tuple[str, ...], Meta(description="Ids of the contact, the company and the deal that it became (R42a).")] = ()
    qualification: Qualification | None = None
    market: Market = None
    readiness: Readiness = None


class Deal(Item, frozen=True, kw_only=True, omit_defaults=True):
    """A possible sale to a client; in simple mode every enquiry is one."""

    pipeline: str
    stage: str
    semantic: Literal["process", "won", "lost"] = "process"
    repeat: Annotated[Literal["repeat_inquiry", "repeat_deal"] | None, Meta(description="R9.")] = None
    contacts: Annotated[tuple[str, ...], Meta(description="Ids of the other contacts who joined it (R3), at most 50.")] = ()
    converted_from: Annotated[
        tuple[str, ...], Meta(description="Ids of the leads that became this deal (R42a); their activities are its own.")
    ] = ()
    market: Market = None
    readiness: Readiness = None


class Bundle(Versioned, frozen=True, kw_only=True, omit_defaults=True):
    """Simple mode's atomic unit: a client and its deal in one record; `id` is the client's."""

    contact: Contact | None = None
    company: Company | None = None
    deal: Deal


class Activity(Versioned, frozen=True, kw_only=True, omit_defaults=True):
    """What was said or done (R51); events of one call are versions of one activity."""

    kind: Literal["call", "email", "chat", "form", "import", "note", "meeting", "event", "task"]
    client: str | None
    item: str | None = None
    item_kind: Literal["lead", "deal"] | None = None
    direction: Literal["in", "out"] = "in"
    channel: str
    source: str
    subject: str | None = None
    text: str | None = None
    at: Millis = 0
    call_status: Literal["ringing", "answered", "missed", "finished"] | None = None
    duration_s: int | None = None
    recording_url: str | None = None
    answered_by: str | None = None
    conversation: str | None = None
    responsible: str | None = None
    status: Annotated[
        Literal["planned", "done", "cancelled"] | None,
        Meta(description="Of a planned activity: it is late while it is planned and due_at has passed. Null: it happened."),
    ] = None
    due_at: Annotated[int | None, Meta(description="When a planned activity is due, in ms since 1970-01-01T00:00:00Z.")] = None
    remind_at: Annotated[int | None, Meta(description="When somebody is to be reminded of it.")] = None
    plan: Annotated[
        Literal["call_back", "asked"] | None, Meta(description="Why it was planned: a call was missed, or the client asked for it.")
    ] = None
    done_by: Annotated[str | None, Meta(description="Id of the activity that did it.")] = None
    reason: Annotated[str | None, Meta(description="Why a planned activity was cancelled, where that is known.")] = None
    moved_from: Annotated[
        str | None,
        Meta(
            description="Id of the lead that it was told of until that became a deal (R42a), or of the client until those who were "
            "merged were two again (R19). Such a version tells its item, or its client, alone: "
            "what was said before (subject, text, times, direction and so on) stands, and is not told again."
        ),
    ] = None


class Assignment(Versioned, frozen=True, kw_only=True, omit_defaults=True):
    """An item was given to a responsible (R29); `id` is the item's, `version` counts its assignments."""

    item_kind: Literal["lead", "deal"]
    responsible: str | None
    previous: str | None = None
    queue: str | None = None
    reason: str = ""
    alarm: str | None = None
    at: Millis = 0


class Merge(Versioned, frozen=True, kw_only=True, omit_defaults=True):
    """A client, or its contact, was found to be another one: a redirect from the loser (`id`) to the winner.

    Redirects may follow each other. A later version takes the place of an earlier one; with `undone` the loser is itself again.
    """

    winner: Annotated[str, Meta(description="Id that the loser's stands for from now on; the loser's own once the merge is undone.")]
    at: Millis = 0
    kind: Annotated[Literal["client", "contact"], Meta(description="Whose ids these are.")] = "client"
    undone: Annotated[bool, Meta(description="The merge was undone: the loser is an entity of its own again.")] = False


class Metric(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One counter of a view; `id` joins workspace, view and dimensions. `offset` is the last decision in it."""

    id: str
    workspace: str
    view: str
    dimensions: dict[str, str]
    value: int
    offset: int
    values: Annotated[
        dict[str, int], Meta(description="What else is counted of the same things, by name; sums, so that rows can be added up.")
    ] = {}


class Feedback(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a CRM tells us: an event about one entity, in the CRM's own words in `data`; `id` makes repeats harmless.

    `at` is when it became so in the CRM: what is older than the last that was taken of the same entity and matter is ignored.
    """

    id: str
    kind: Literal[
        "stage", "owner", "converted", "reply_sent", "activity_done", "presence", "absence", "client", "deal", "responsible", "qualified"
    ]
    entity: Annotated[str, Meta(description="leadloom's id of the entity, or the CRM's own one, once leadloom knows it.")]
    at: Millis = 0
    data: dict[str, str] = {}
    external: Annotated[str | None, Meta(description="The CRM's own id of the entity, to be known by from now on.")] = None
    entity_kind: Annotated[
        Literal["lead", "deal", "contact", "company"] | None, Meta(description="What the entity is, where the kind leaves it open.")
    ] = None
    system: Annotated[str | None, Meta(description="Name of the CRM, where several tell; its ids are its own.")] = None
    workspace: Annotated[str | None, Meta(description="The workspace; the record's key, or the source, has to agree.")] = None


class Dead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The text headers (`dlq-*`) of a dead letter; the record's value are the original bytes."""

    reason: str
    fault: str
    capture: str
    channel: str
    source: str
    topic: str
    partition: int
    offset: int
    release: Annotated[str, Meta(description="The release of leadloom that published it.")] = ""


class Quarantine(Dead, frozen=True, kw_only=True, omit_defaults=True):
    """The text headers of a quarantined capture; release replays it (R53)."""


PUBLIC: dict[str, type[msgspec.Struct]] = {
    "lead": Lead,
    "contact": Contact,
    "company": Company,
    "deal": Deal,
    "bundle": Bundle,
    "activity": Activity,
    "assignment": Assignment,
    "merge": Merge,
    "metric": Metric,
    "feedback": Feedback,
    "dead": Dead,
    "quarantine": Quarantine,
}
"""The record of each public topic, by short name; its JSON Schema is generated to schemas/json/NAME.v1.json."""
