"""Is the same person found in another order? Slices of a stream, decided in its order and in others, all else being known already (R54)."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from bench.leadbench import configuration
from bench.stream import WORKSPACE, captures
from processors.decisionlog import MemoryStore
from processors.memory import Memory
from processors.merge import ledger
from processors.normalise import COOKIE
from processors.queries import client_after
from processors.step import Step
from runtime.discover import readers
from schemas.capture import LIVE, Appended, Capture
from schemas.decision import Entry
from schemas.state import Overlay

Pair = tuple[str, str]
"""Ids of two touches, the lesser first."""

DAY = 86_400_000


class Slice(NamedTuple):
    """Touches, in the order of the stream, of everybody who might be somebody else of the slice. `plain`: those of people
    who, in its order, were always found by an exact key, and nobody else might have been."""

    touches: tuple[str, ...]
    plain: frozenset[str]


class Grouping(NamedTuple):
    """The pairs of touches that are of one client in the end; those and the ones that a person is asked about."""

    joined: frozenset[Pair]
    asked: frozenset[Pair]


class Orders:
    """A stream, of which slices can be decided in any order after all the rest of it.

    All touches of a slice come at one time, a day after the rest: how long ago somebody was heard of is evidence, and no matter of order.
    """

    def __init__(self, events: Sequence[dict[str, object]], size: int = 40, most: int = 40) -> None:
        self._decide = Step(readers())
        self._captures: dict[str, tuple[int, Capture]] = {event: (int(at * 1000), capture) for event, at, capture in captures(events)}
        self._after = max(at for at, _ in self._captures.values()) + DAY
        state = self._begun()
        entries = {event: self._one(state, event, at) for event, (at, _) in self._captures.items()}
        self.slices = tuple(_slices(state, entries, size))[:most]
        kept = {event for each in self.slices for event in each.touches}
        self._rest = self._begun()
        for event, (at, _) in self._captures.items():
            if event not in kept:
                self._one(self._rest, event, at)

    def _begun(self) -> Overlay:
        state = Overlay(MemoryStore())
        self._decide(Appended(configuration("classic"), LIVE, 0, 0, 0), state, 0)
        return state

    def _one(self, state: Overlay, event: str, now: int) -> Entry:
        return self._decide(Appended(self._captures[event][1], LIVE, 0, 1, now), state, now).entries[0]

    def grouping(self, order: Sequence[str]) -> Grouping:
        """How touches are grouped that come in this order."""
        state = Overlay(self._rest)
        groups: dict[str, set[str]] = {}
        for event, client in [(event, self._one(state, event, self._after).client) for event in order]:
            groups.setdefault(_now(state, client) or event, set()).add(event)
        return Grouping(_pairs(groups), _pairs(_if_accepted(state, groups)))


def shuffled(touches: Sequence[str], seed: int) -> list[str]:
    """The touches in an order that the seed names."""
    order = list(touches)
    random.Random(seed).shuffle(order)
    return order


def agreement(orders: Orders, others: int) -> tuple[float, float]:
    """The share of pairs that are of one client in the stream's order and in another one, too, of those that are in either; the same, a pair
    that a person is asked about counted as agreed. `others`: how many orders each slice is decided in beside the stream's."""
    either = alike = agreed = 0
    for each in orders.slices:
        reference = orders.grouping(each.touches)
        for seed in range(others):
            found = orders.grouping(shuffled(each.touches, seed))
            pairs = len(reference.joined | found.joined)
            either += pairs
            alike += len(reference.joined & found.joined)
            agreed += pairs - len(apart(reference, found))
    return alike / max(1, either), agreed / max(1, either)


def apart(one: Grouping, other: Grouping) -> frozenset[Pair]:
    """The pairs that are of one client in one order, and in the other neither are nor is a person asked."""
    return (one.joined - other.asked) | (other.joined - one.asked)


def _now(state: Overlay, client: str | None) -> str | None:
    return client_after(state, WORKSPACE, client) if client is not None else None


def _pairs(groups: Mapping[str, set[str]]) -> frozenset[Pair]:
    return frozenset(pair for group in groups.values() for pair in combinations(sorted(group), 2))


def _if_accepted(state: Overlay, groups: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The groups, were every open question whether two clients are one answered with yes."""
    ones = _Ones()
    for review in ledger.reviews(Memory(state, WORKSPACE)):
        if review.kind == "pair" and review.status == "open" and review.b is not None:
            ones.join(_now(state, review.a) or "", _now(state, review.b) or "")
    whole: dict[str, set[str]] = {}
    for client, group in groups.items():
        whole.setdefault(ones.one(client), set()).update(group)
    return whole


def _slices(state: Overlay, entries: Mapping[str, Entry], size: int) -> Iterator[Slice]:
    """All who were candidates for one another's touches, `size` touches or more of several together; crowds of more are left out."""
    ones, unsure = _Ones(), set[str]()
    for entry in entries.values():
        if (mine := _now(state, entry.client)) is None:
            continue
        others = {_now(state, candidate.client) for candidate in entry.candidates} - {mine, None}
        if others or not (entry.new_client or _by_key(entry)):
            unsure.add(mine)
        for other in filter(None, others):
            unsure.add(other)
            ones.join(mine, other)
    parts: dict[str, list[str]] = {}
    for event, entry in entries.items():
        if (mine := _now(state, entry.client)) is not None:
            parts.setdefault(ones.one(mine), []).append(event)
    touches: list[str] = []
    plain: set[str] = set()
    for client, part in parts.items():
        if 1 < len(part) <= size:
            touches += part
            plain.update(part if client not in unsure else ())
        if len(touches) >= size:
            yield Slice(tuple(touches), frozenset(plain))
            touches, plain = [], set()


class _Ones:
    """Which are one with which, directly or by others."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def one(self, each: str) -> str:
        while (of := self._of.get(each, each)) != each:
            each = of
        return each

    def join(self, one: str, other: str) -> None:
        a, b = self.one(one), self.one(other)
        if a != b:
            self._of[b] = a


def _by_key(entry: Entry) -> bool:
    """Whether a touch was attached by an exact key that is no browser's."""
    return bool(entry.candidates) and bool(set(entry.candidates[0].by) - {COOKIE})
