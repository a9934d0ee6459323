"""Where a reader of the decision log goes on: whether the log still holds the record that its place rests on, and folding from there."""

import asyncio

import structlog

from processors.decisionlog import TOPIC, DecisionLog
from runtime.log import Log
from schemas.codec import digest
from schemas.decision import GENESIS, Place
from schemas.errors import Hole, Reject
from schemas.record import Record

_LOOK_BACK = 64
_FOLD, _FOLD_BYTES = 10_000, 32 << 20

_log = structlog.get_logger("follow")


async def stands(log: Log, partition: int, place: Place) -> bool:
    """Whether the place is one of this log: the record whose digest it has is there, before the place and not trimmed away.

    A place of another log (the data folder was deleted, the topics were made anew, the sink was used by another host) would pass over
    every record in silence. Raises Retry.
    """
    if place.next == 0:
        return True
    start, end = await log.span(TOPIC, partition)
    if not start <= place.next <= end:
        return False
    if place.digest == GENESIS or place.next == start:
        return True
    upper, window = place.next, _LOOK_BACK
    try:
        while upper > start:
            lower = max(start, upper - window)
            if place.digest in await _digests(log, partition, lower, upper):
                return True
            upper, window = lower, 2 * window
    except Hole:
        return False
    return False


async def _digests(log: Log, partition: int, lower: int, upper: int) -> set[bytes]:
    found: set[bytes] = set()
    while lower < upper:
        records = await log.read(TOPIC, partition, lower, limit=upper - lower, wait_s=1.0)
        if not records:
            break
        found.update(digest(record.value or b"") for record in records)
        lower = records[-1].offset + 1
    return found


async def fold_to_end(log: Log, partition: int, decisions: DecisionLog, stop: asyncio.Event | None = None) -> None:
    """Fold the decision log to its end from where the state stands; from the start where that is nowhere in this log (F20, F23).

    Ends early when `stop` is set. Raises Retry, and Reject where the start is needed and no longer there.
    """
    if not await stands(log, partition, decisions.place):
        _log.warning("folding again", partition=partition, why="the state is not one of this log")
        decisions.forget()
    while True:
        try:
            with decisions.filling():
                await _fold(log, partition, decisions, stop)
            return
        except Hole as hole:
            if decisions.place.next == 0:
                raise Reject(
                    f"Partition {partition} of the decision log begins at {hole.found}, and there is no state here that goes on from there: "
                    "bring the log's beginning or the data folder back."
                ) from None
            _log.warning("folding again", partition=partition, why=str(hole))
            decisions.forget()


async def _fold(log: Log, partition: int, decisions: DecisionLog, stop: asyncio.Event | None) -> None:
    while not (stop and stop.is_set()) and (records := await _many(log, partition, decisions.place.next)):
        decisions.fold(records)
        await asyncio.sleep(0)  # where a read never waits, nothing else would run until the end


async def _many(log: Log, partition: int, offset: int) -> list[Record]:
    """The decisions from there on, many at once: sorted changes of many are kept faster than of few."""
    found: list[Record] = []
    size = 0
    while len(found) < _FOLD and size < _FOLD_BYTES:
        records = await log.read(TOPIC, partition, offset + len(found), limit=_FOLD)
        if not records:
            break
        found += records
        size += sum(len(record.value or b"") for record in records)
    return found
