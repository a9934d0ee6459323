"""What was put aside: dead letters and quarantined captures, found in the decision log, with the bytes as they came while they are kept."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import msgspec

from processors.decisionlog import TOPIC, decided_at
from runtime.log import Log
from runtime.reading import Reading
from schemas.deadletter import PUT_ASIDE, put_aside
from schemas.decision import Decision, decode
from schemas.errors import Hole
from schemas.record import Record

_WINDOW = 2000
_MARKS = tuple(outcome.encode() for outcome in PUT_ASIDE)


@dataclass(frozen=True, slots=True)
class PutAside:
    """A capture that was put aside, by the decision at `offset` of a partition; `what`: dead or quarantine."""

    what: str
    partition: int
    offset: int
    decision: Decision

    @property
    def reason(self) -> str:
        return " | ".join(dict.fromkeys(entry.reason for entry in put_aside(self.decision)[self.what]))

    @property
    def fault(self) -> str:
        """Whose fault it is: input, envelope or bug; empty where nobody's."""
        return ",".join(dict.fromkeys(entry.fault for entry in put_aside(self.decision)[self.what] if entry.fault))

    @property
    def origin(self) -> tuple[str, str]:
        """(channel, source)."""
        entry = put_aside(self.decision)[self.what][0]
        return entry.channel, entry.source


async def newest_first(here: Reading, since_ms: int = 0) -> AsyncIterator[PutAside]:
    """Everything that was put aside and decided at `since_ms` or later (ms since 1970 UTC), partition by partition the newest first.

    Raises Retry when the log cannot be read.
    """
    for partition in range(here.log.partitions):
        async for found in _of_partition(here, partition, since_ms):
            yield found


async def _of_partition(here: Reading, partition: int, since_ms: int) -> AsyncIterator[PutAside]:
    async for record in backwards(here, partition, since_ms):
        for found in _put_aside(here, partition, record):
            if found.decision.now >= since_ms:
                yield found


async def backwards(here: Reading, partition: int, since_ms: int) -> AsyncIterator[Record]:
    """The records of decisions from the end of what is folded backwards, window by window, at least to `since_ms`; times of decisions never
    go back (R62), so an old window is the last. Raises Retry when the log cannot be read."""
    start, end = await here.log.span(TOPIC, partition)
    upper = min(end, here.stores[partition].place().next)
    while upper > start:
        lower = max(start, upper - _WINDOW)
        records = await _window(here.log, partition, lower, upper)
        for record in reversed(records):
            yield record
        if records and _decided_by(records[0]) < since_ms:
            return
        upper = lower


def _decided_by(record: Record) -> int:
    """By when what stands before this record was decided, at the latest: neither a clock that was put back nor a late writer's record may
    end a search early."""
    try:
        return max(record.timestamp, decode(record.value or b"").now)
    except msgspec.DecodeError:
        return record.timestamp


async def _window(log: Log, partition: int, lower: int, upper: int) -> list[Record]:
    found: list[Record] = []
    while lower < upper:
        records = await log.read(TOPIC, partition, lower, limit=upper - lower, wait_s=1.0)
        if not records:
            break
        found += records
        lower = records[-1].offset + 1
    return found


def _put_aside(here: Reading, partition: int, record: Record) -> list[PutAside]:
    """What the decision in a record put aside, if it counts; nearly all put nothing aside, and are not even decoded."""
    raw = record.value or b""
    if not any(mark in raw for mark in _MARKS):
        return []
    try:
        decision = decode(raw)
    except msgspec.DecodeError:
        return []  # no decision, and passed over by every reader
    if record.offset not in decided_at(here.stores[partition], decision.capture):
        return []
    return [PutAside(what, partition, record.offset, decision) for what in put_aside(decision)]


async def named(here: Reading, capture: str) -> list[PutAside]:
    """What was put aside of the captures whose id begins so, the newest first of each; a whole id is found without a search."""
    found = [
        one
        for partition, store in enumerate(here.stores)
        for offset in reversed(decided_at(store, capture))
        for record in await here.log.read(TOPIC, partition, offset, limit=1, wait_s=1.0)
        for one in _put_aside(here, partition, record)
    ]
    return found or [one async for one in newest_first(here) if one.decision.capture.startswith(capture)]


async def original(log: Log, one: PutAside) -> Record | None:
    """The capture's record as it was appended; None where it is no longer kept. Raises Retry when the log cannot be read."""
    decision = one.decision
    try:
        records = await log.read(decision.lane, one.partition, decision.offset, limit=1, wait_s=1.0)
    except Hole:
        return None
    return next((record for record in records if record.offset == decision.offset), None)
