"""The public records: what a CRM reads from the topics (and, for feedback, writes). Within a major version only optional additions."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Version = Annotated[int, Meta(ge=1, description="Rises with every change of the entity; a subscriber is idempotent on (id, version).")]
Millis = Annotated[int, Meta(description="Milliseconds since 1970-01-01T00:00:00Z.")]
E164 = Annotated[str, Meta(description="E.164 (`+4930...`) where the number could be understood, else as given.")]


class Messenger(msgspec.Struct, frozen=True, kw_only=True):
    """An account that can be answered."""

    network: str
    id: str


class Amount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An amount of money."""

    amount: Annotated[str, Meta(description="A decimal number, exactly.", pattern=r"^-?\d+(\.\d+)?$")]
    currency: Annotated[str | None, Meta(description="ISO 4217, as `EUR`; null where nobody said.")] = None


FieldValue = str | bool | int | float | tuple[str, ...] | Amount
OwnFields = Annotated[dict[str, FieldValue], Meta(description="The workspace's own fields, by id (R58).")]


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class Versioned(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class Client(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class Lead(Item, frozen=True, kw_only=True, omit_defaults=True):
    """An enquiry in classic mode, not yet a client with a deal."""

    status: str
    semantic: Literal["process", "success", "failure"] = "process"
    repeat: Annotated[bool, Meta(description="A lead of a known client (R9: repeat_lead).")] = False
    converted_to: tuple[str, ...] = ()


class Deal(Item, frozen=True, kw_only=True, omit_defaults=True):
    """A possible sale to a client; in simple mode every enquiry is one."""

    pipeline: str
    stage: str
    semantic: Literal["process", "won", "lost"] = "process"
    repeat: Annotated[Literal["repeat_inquiry", "repeat_deal"] | None, Meta(description="R9.")] = None
    contacts: Annotated[tuple[str, ...], Meta(description="Ids of the other contacts who joined it (R3), at most 50.")] = ()


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


class Metric(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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


class Feedback(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a CRM tells us: an event about one entity, in the CRM's own words in `data`; `id` makes repeats harmless."""

    id: str
    kind: Literal["stage", "owner", "converted", "reply_sent", "activity_done", "presence", "absence", "client", "deal", "responsible"]
    entity: str
    at: Millis = 0
    data: dict[str, str] = {}


class Dead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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
