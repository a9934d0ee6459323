"""Provenance: where each shown value of a client comes from, by the contributions of its touches (R17)."""

from collections.abc import Iterator, Sequence

import msgspec

from processors.remembered import Contribution, Shown
from processors.survivorship import shown_of

SINGLE = {
    "name": "name",
    "position": "position",
    "company_name": "company",
    "city": "city",
    "language": "language",
}
SEVERAL = {"phones": "phone", "emails": "e-mail", "messengers": "messenger"}
"""Fields of Shown -> what people call them."""


class Value(msgspec.Struct, frozen=True):
    """A shown value, and the touch that it comes from: of one value the last one that said it, of several the first. `said`: how many did.

    `at`: when that touch was decided, in ms since 1970 UTC. `by_hand`: a person entered it.
    """

    field: str
    value: str
    touch: str
    capture: str
    channel: str
    source: str
    at: int
    by_hand: bool
    said: int


def values(shown: Shown, contributions: Sequence[Contribution]) -> list[Value]:
    """Each shown value with its provenance; `contributions` in the order in which they were made. One that nobody said is left out."""
    said = [(one, shown_of((one,))) for one in contributions]
    return [value for field in (*SINGLE, *SEVERAL) for value in _of(field, shown, said)]


def _of(field: str, shown: Shown, said: Sequence[tuple[Contribution, Shown]]) -> Iterator[Value]:
    if field in SINGLE:
        value = getattr(shown, field)
        by = [one for one, its in said if value and getattr(its, field) == value]
        by.sort(key=lambda one: one.by_hand)
        if by:
            yield _value(SINGLE[field], value, by[-1], len(by))
        return
    for value in getattr(shown, field):
        if by := [one for one, its in said if value in getattr(its, field)]:
            yield _value(SEVERAL[field], value if isinstance(value, str) else ":".join(value), by[0], len(by))


def _value(field: str, value: str, by: Contribution, said: int) -> Value:
    return Value(field, value, by.touch, by.capture, by.channel, by.source, by.at, by.by_hand, said)
