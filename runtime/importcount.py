"""What became of imported rows: their decisions, found by the places of their captures, counted by outcome (R40)."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from processors.decisionlog import TOPIC, Accepted, follow
from runtime.log import Log
from schemas.capture import BULK, decode
from schemas.decision import Decision, Entry, Place
from schemas.errors import Hole, Reject

SAY_S = 3.0
"""After how long without any decision it is said that nobody seems to decide, in seconds."""
KNOWN_DEAD = "known_dead"
NOT_READ = ("dead", KNOWN_DEAD)
SHOWN = 100
"""How many refused rows are named one by one."""


class RejectedRow(NamedTuple):
    """A row that could not be read: its physical line (the first is 1), and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Counts:
    """Rows by outcome, how many new clients they made, and the first of those refused."""

    outcomes: dict[str, int] = field(default_factory=dict)
    new_clients: int = 0
    rejected: tuple[RejectedRow, ...] = ()


class Ranges:
    """Offsets that belong to an import, as (first, behind the last) pairs in order; neighbours grow together."""

    def __init__(self, pairs: Sequence[tuple[int, int]]) -> None:
        self._pairs = [tuple(pair) for pair in pairs]

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        return tuple((a, b) for a, b in self._pairs)

    @property
    def end(self) -> int:
        """The offset behind the last one."""
        return self._pairs[-1][1] if self._pairs else 0

    def add(self, first: int, count: int) -> None:
        """Add consecutive offsets behind those that are there."""
        if self._pairs and self._pairs[-1][1] == first:
            self._pairs[-1] = (self._pairs[-1][0], first + count)
        else:
            self._pairs.append((first, first + count))

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._pairs, (offset, 1 << 62)) - 1
        return at >= 0 and offset < self._pairs[at][1]


@dataclass(frozen=True, slots=True)
class Appended:
    """The captures of an import: their offsets as ranges, those that may stand in the log twice, and how many rows they are."""

    ranges: Sequence[tuple[int, int]]
    twice: frozenset[str]
    rows: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How long decisions are waited for when none comes, at each look and in all (seconds), the event that ends all waiting, and what to call,
    once, when none has come for a while."""

    idle_s: float
    stop: asyncio.Event
    waiting: Callable[[], None] = lambda: None
    say_s: float = SAY_S
    look_s: float = 0.5


async def count(log: Log, partition: int, begin: Place, appended: Appended, patience: Patience) -> Counts:
    """Follow the decisions from `begin` until all rows have one, or patience ends (nobody decides). Raises Retry when the log cannot be read.

    Of captures that stand in the log twice the first decision counts.
    """
    counts, ranges, seen, dead = Counts(), Ranges(appended.ranges), set[str](), list[tuple[int, str]]()
    left, place, idle_s, said = appended.rows, begin, 0.0, False
    while left > 0 and idle_s <= patience.idle_s and not patience.stop.is_set():
        try:
            records = await log.read(TOPIC, partition, place.next, wait_s=min(patience.look_s, patience.idle_s))
            accepted, place = follow(place, records)
        except Hole:
            break  # trimmed behind a snapshot: what was decided there cannot be counted any more
        idle_s = 0.0 if records else idle_s + patience.look_s
        if idle_s >= patience.say_s and not said:
            said = True
            patience.waiting()
        for one in accepted:
            if one.decision.lane == BULK and _counts(one, ranges, appended.twice, seen):
                left -= 1
                _add(counts, one.decision, dead)
    counts.rejected = await _rejected(log, partition, dead)
    return counts


def _counts(one: Accepted, ranges: Ranges, twice: Collection[str], seen: set[str]) -> bool:
    """Whether a decision is the first one of a row."""
    decision = one.decision
    if decision.capture in twice:
        if decision.capture in seen:
            return False
        seen.add(decision.capture)
        return True
    return decision.offset in ranges


def outcome_of(entry: Entry) -> str:
    """The outcome as imports count it: rows that are dead letters since an earlier import are apart from those that were taken then."""
    return KNOWN_DEAD if entry.outcome == "duplicate" and entry.fault is not None else entry.outcome


def _add(counts: Counts, decision: Decision, dead: list[tuple[int, str]]) -> None:
    for entry in decision.entries[:1]:
        name = outcome_of(entry)
        counts.outcomes[name] = counts.outcomes.get(name, 0) + 1
        counts.new_clients += entry.new_client
        if name in NOT_READ and len(dead) < SHOWN:
            dead.append((decision.offset, entry.reason))


async def _rejected(log: Log, partition: int, dead: Sequence[tuple[int, str]]) -> tuple[RejectedRow, ...]:
    """The refused rows with the lines that their captures carry."""
    found = []
    for offset, reason in dead:
        records = await log.read(BULK, partition, offset, limit=1)
        if records:
            try:
                line = int(decode(records[0]).meta.get("row", "0"))
            except Reject:
                line = 0
            found.append(RejectedRow(line, reason))
    return tuple(found)
