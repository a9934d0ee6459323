"""A decision: the one record that says what a capture became, why, what state it changes and what it tells the world."""

from typing import Literal

import msgspec

from schemas.codec import pack

FORMAT = 1
LIMIT = 900_000
"""The largest encoded decision in bytes (DESIGN: records stay under 900 kB)."""

GENESIS = bytes(16)
"""What the first decision of a partition extends."""

Outcome = Literal[
    "lead", "deal", "activity", "excluded", "not_enquiry", "no_contact", "duplicate", "quarantine", "ignored", "dead", "applied", "refused"
]
"""What a touch became. `lead` and `deal`: a new item. `activity`: on something that exists. `applied` and `refused`: a command or
configuration. `ignored`: nothing to do, on purpose. `dead`: a dead letter."""

Fault = Literal["input", "envelope", "bug"]
"""Whose fault a dead letter is: the sender's bytes, a record that no release of ours made, or ours."""


class Candidate(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A client that was looked at (R52): by which keys it was found, its rank by R4 (0 is best), and why it was taken or not.

    `probability`: that the touch is from it, whoever else was looked at. `evidence`: what speaks for it and against it, in words, each with
    its weight in bits (log2 of how much likelier it makes one person than two); their sum is log2 of the odds.
    """

    client: str
    by: tuple[str, ...]
    rank: int
    why: str
    probability: float | None = None
    evidence: tuple[tuple[str, float], ...] = ()


class OwnerStep(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One link of the owner chain (R29): the rule asked, the responsible it gave (None: passed on), and the reason in words."""

    rule: str
    owner: str | None
    why: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What one touch became and why (R52). `reason` is a sentence for people; ids are the public ones.

    `merges` and `reviews` name what was merged, and the review items that were opened (R12, R16). `weights`: version of the table that
    evidence was weighed by.
    `was`: the outcome that this one takes the place of, and when it was decided (ms since 1970 UTC): the touch was promoted (R56).
    """

    touch: str
    outcome: Outcome
    channel: str
    source: str
    reason: str
    client: str | None = None
    new_client: bool = False
    item: str | None = None
    item_kind: Literal["lead", "deal"] | None = None
    activity: str | None = None
    owner: str | None = None
    duplicate_of: str | None = None
    mode: str | None = None
    rules: int = 0
    flags: tuple[str, ...] = ()
    alarm: str | None = None
    fault: Fault | None = None
    candidates: tuple[Candidate, ...] = ()
    chain: tuple[OwnerStep, ...] = ()
    merges: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    was: Outcome | None = None
    was_at: int = 0
    weights: int = 0


class Emit(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record for a public topic: `topic` is its short name (`lead`), `data` its JSON, None a tombstone."""

    topic: str
    key: str
    version: int
    data: bytes | None


class Decision(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One capture decided. `prev` links the chain; (`lane`, `offset`) is the capture's place; `now` is R62's, ms since 1970 UTC.

    `learn` are the keys of state it sets (absolute values) or deletes (None); `emit` the records for the public topics.
    """

    format: int
    prev: bytes
    lane: str
    offset: int
    capture: str
    workspace: str
    now: int
    entries: tuple[Entry, ...]
    learn: dict[bytes, bytes | None]
    emit: tuple[Emit, ...]


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a reader of a decision partition stands: the next offset, the digest of the last record applied, the next capture offset
    of each lane, and the last now. Kept atomically with whatever was derived up to here."""

    next: int = 0
    digest: bytes = GENESIS
    lanes: dict[str, int] = {}
    now: int = 0


def encode(decision: Decision) -> bytes:
    return pack(decision)


decode = msgspec.msgpack.Decoder(Decision).decode
encode_place = pack
decode_place = msgspec.msgpack.Decoder(Place).decode


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What the step says of one capture; what it changes in state, it wrote to the overlay that it was given."""

    entries: tuple[Entry, ...]
    emit: tuple[Emit, ...] = ()
