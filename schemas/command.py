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
    says whose the deal is, not the lead's owner.
    """

    lead: Id
    contact: Wish | None = None
    company: Wish | None = None
    deal: Wish | None = None
    pipeline: Name | None = None
    handover: bool = False


class Qualify(Said, frozen=True, kw_only=True, tag="qualify"):
    """What is known of the lead's organisation, person and readiness to buy (R50); what is not named stays as it is."""

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


class Judge(Said, frozen=True, kw_only=True, tag="judge"):
    """The lead never was an enquiry (`spam`), comes to nothing (`junk`), or is open again after all (`restore`)."""

    lead: Id
    verdict: Literal["spam", "junk", "restore"]


Command = Merge | Unmerge | Accept | Reject | Move | Convert | Qualify | Judge

decode = msgspec.json.Decoder(Command, strict=True).decode
encode = msgspec.json.Encoder().encode
