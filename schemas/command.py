"""What a person says of clients, leads and deals: the body of a capture on the channel `command`, so that it enters the log and holds."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

CHANNEL = "command"
"""The channel of such captures; `source` is what it was said through, `cli`."""

By = Annotated[str, Meta(min_length=1, max_length=200, description="Who says so.")]
Id = Annotated[str, Meta(min_length=1, max_length=64)]
Note = Annotated[str, Meta(max_length=2000)]


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="command"):
    """What every command carries: who says it, and in what words why."""

    by: By
    note: Note | None = None


class Merge(Said, frozen=True, kw_only=True, tag="merge"):
    """Clients `a` and `b` are one; each is named by its id, or by that of any member of it, and the edge joins those two (R18)."""

    a: Id
    b: Id


class Unmerge(Said, frozen=True, kw_only=True, tag="unmerge"):
    """What the merge of this id joined is two (R19)."""

    merge: Id


class Accept(Said, frozen=True, kw_only=True, tag="accept"):
    """What the review item proposes is so (R16)."""

    review: Id


class Reject(Said, frozen=True, kw_only=True, tag="reject"):
    """What the review item proposes is not so, and is never to be proposed again (R16)."""

    review: Id


Name = Annotated[str, Meta(min_length=1, max_length=200)]
Wish = Annotated[str, Meta(min_length=1, max_length=64, description="`new`, or the id of one that is there.")]
State = Literal["met", "unmet", "unknown"]


class Move(Said, frozen=True, kw_only=True, tag="move"):
    """The lead or deal is at `stage` (a lead's status) now; a deal may change its pipeline with it (R49)."""

    kind: Literal["lead", "deal"]
    item: Id
    stage: Name
    pipeline: Name | None = None


class Convert(Said, frozen=True, kw_only=True, tag="convert"):
    """The lead becomes a contact, a company or both, by its fields unless named, and with `deal` a deal (R42a).

    `deal`: `open` for the client's open one in the pipeline, else a new one; `new`; or an open deal's id. `handover`: the pipeline's queue
    says whose the deal is, not the lead's owner. `company_name`: of a company that is made on the spot, unless there is one of this name.
    """

    lead: Id
    contact: Wish | None = None
    company: Wish | None = None
    deal: Wish | None = None
    pipeline: Name | None = None
    handover: bool = False
    company_name: Name | None = None


class Qualify(Said, frozen=True, kw_only=True, tag="qualify"):
    """What is known of the lead's organisation, person and readiness to buy (R50); what is not named stays as it is. `company_name`: of a
    company that is made on the spot, unless there is one of this name."""

    lead: Id
    scheme: Literal["bant", "short"] | None = None
    criteria: dict[Literal["budget", "authority", "need", "timeframe", "money"], State] = {}
    budget: Annotated[str, Meta(pattern=r"^\d{1,15}(\.\d{1,4})?$")] | None = None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] | None = None
    timeframe: Name | None = None
    probability: Annotated[int, Meta(ge=0, le=100)] | None = None
    contact: Wish | None = None
    company: Wish | None = None
    market: Name | None = None
    readiness: Literal["ready", "wants_information", "not_ready"] | None = None
    company_name: Name | None = None


class Judge(Said, frozen=True, kw_only=True, tag="judge"):
    """The lead never was an enquiry (`spam`), comes to nothing (`junk`), or is open again after all (`restore`)."""

    lead: Id
    verdict: Literal["spam", "junk", "restore"]


class SetMode(Said, frozen=True, kw_only=True, tag="mode"):
    """The workspace, or only what comes through `channel`, works in `mode` from now on (R11).

    `drain`: who has an open lead is served there until it is finished; `convert`: open leads become clients with deals in `pipeline` (the
    default one, where none is named), as a job (R61).
    """

    mode: Literal["classic", "simple"]
    channel: Name | None = None
    policy: Literal["drain", "convert"] = "drain"
    pipeline: Name | None = None


class StopJob(Said, frozen=True, kw_only=True, tag="stop"):
    """The job does nothing more; what it did stays (R61)."""

    job: Id


class Original(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A capture as it came, to be read again: `body` in base64."""

    id: Id
    channel: Name
    source: str
    body: bytes
    content_type: str = "application/octet-stream"
    meta: dict[str, str] = {}


class Promote(Said, frozen=True, kw_only=True, tag="promote"):
    """What a capture was set aside for is an enquiry after all (R56): all of its touches that were, or the one named.

    The capture comes along, as state keeps no bytes; it counts only as far as it says what was decided of it.
    """

    capture: Original
    touch: Id | None = None


class Settle(Said, frozen=True, kw_only=True, tag="settle"):
    """A planned activity was done, or is not to be done any more (R51)."""

    activity: Id
    status: Literal["done", "cancelled"]


Command = Merge | Unmerge | Accept | Reject | Move | Convert | Qualify | Judge | SetMode | StopJob | Promote | Settle

decode = msgspec.json.Decoder(Command, strict=True).decode
encode = msgspec.json.Encoder().encode
