"""The public topics as a map of the decision log: each record once, together with the publisher's place, whoever dies when."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version

import structlog

from processors.decisionlog import TOPIC, Accepted, follow
from runtime import crash
from runtime.backoff import Backoff
from runtime.follower import stands
from runtime.kafka import KafkaLog
from runtime.kafka.transactions import Fenced, Transactions
from schemas.cloudevents import public_record
from schemas.deadletter import letter, put_aside
from schemas.decision import Place, decode_place, encode_place
from schemas.errors import Hole, Reject, Retry
from schemas.record import NewRecord, Record
from schemas.topics import TOPICS

_WAIT_S = 0.5
_ORIGINALS = 32 << 20
"""Bytes of originals of dead letters in one transaction; what would exceed them waits for the next one."""

CURSOR = "cursor"
_log = structlog.get_logger("publish")
Originals = Mapping[tuple[str, int], Record | None]
"""By lane and offset; None where the log no longer has it."""


def place_key(partition: int) -> bytes:
    """The key of the publisher's place on the cursor topic."""
    return b"publish:%d" % partition


async def publish(
    log: KafkaLog, partition: int, stop: asyncio.Event, *, batch: int = 1000, lag: Callable[[int], None] | None = None
) -> None:
    """Publish until `stop` is set; a batch under way is finished.

    Where another process takes the partition over, this one waits and takes it back unless it is stopped meanwhile: who has lost it for
    good is told so by the group, and the other may be one that woke up late, and is gone. Whoever writes, each record comes once.

    While the broker or one of the topics is unwell it waits with growing pauses, and nothing moves or is dropped (F24). `lag` is told after
    every batch how many decisions are still to be published. Raises Reject for what waiting cannot mend.
    """
    backoff = Backoff(stop)
    while not stop.is_set():
        try:
            await _own(log, partition, stop, batch, lag, backoff)
        except Fenced:
            _log.info("another process publishes this partition now", partition=partition)
            await backoff.wait(Retry("another process publishes"))
        except (Retry, Hole) as why:
            _log.warning("waiting", partition=partition, why=str(why))
            await backoff.wait(why if isinstance(why, Retry) else Retry(str(why)))


async def _own(log: KafkaLog, partition: int, stop: asyncio.Event, batch: int, lag: Callable[[int], None] | None, backoff: Backoff) -> None:
    """Publish as the one writer of the partition; only after becoming it is the place read, so nobody moves it any more."""
    writer = await Transactions.take(log.bootstrap, f"{log.prefix}.publish-{partition}")
    try:
        place = await _begin(log, partition)
        while not stop.is_set():
            records = await log.read(TOPIC, partition, place.next, limit=batch, wait_s=_WAIT_S)
            if records:
                place = await _publish(log, partition, writer, place, records)
                if lag is not None:
                    lag((await log.span(TOPIC, partition))[1] - place.next)
                backoff.succeeded()
    finally:
        await writer.close()


async def _begin(log: KafkaLog, partition: int) -> Place:
    """Where publishing stands; the start where that is not a place of this log."""
    raw = await log.committed(CURSOR, partition, place_key(partition))
    place = decode_place(raw) if raw else Place()
    if await stands(log, partition, place):
        return place
    start, _ = await log.span(TOPIC, partition)
    if start > 0:
        raise Reject(
            f"Partition {partition} was published up to decision {place.next}, but the log begins at {start} and does not go on from there: "
            "bring the log back, or begin with new topics."
        )
    _log.warning("publishing again from the start", partition=partition, why="the place is not one of this log")
    return Place()


async def _publish(log: KafkaLog, partition: int, writer: Transactions, place: Place, records: Sequence[Record]) -> Place:
    """Publish what these records of the decision log say, and the place after them, in one transaction."""
    accepted, after = follow(place, records)
    wanted = [(d.lane, d.offset) for _, d in accepted if put_aside(d)]
    originals: Originals = {}
    if wanted:
        originals = await _originals(log, partition, wanted)
        late = next((a.offset for a in accepted if put_aside(a.decision) and (a.decision.lane, a.decision.offset) not in originals), None)
        if late is not None:
            accepted, after = follow(place, [r for r in records if r.offset < late])
    out = {log.full(topic): some for topic, some in mapped(accepted, originals, log.full, partition).items()}
    out[log.full(CURSOR)] = [NewRecord(place_key(partition), encode_place(after))]
    limits = {topic.full(log.prefix): topic.max_bytes for topic in TOPICS.values()}
    await writer.write(partition, out, limits, lambda: crash.point("publish.before_commit"))
    crash.point("publish.committed")
    return after


def mapped(accepted: Iterable[Accepted], originals: Originals, full: Callable[[str], str], partition: int) -> dict[str, list[NewRecord]]:
    """By topic (short name), in order: what the decisions emit, and the captures that they put aside."""
    out: dict[str, list[NewRecord]] = {}
    for _, decision in accepted:
        for emit in decision.emit:
            out.setdefault(emit.topic, []).append(public_record(emit, decision))
        for topic, entries in put_aside(decision).items():
            original = originals[decision.lane, decision.offset]
            origin = (full(decision.lane), partition)
            out.setdefault(topic, []).append(letter(original, decision, entries, origin, version("leadloom")))
    return out


async def _originals(log: KafkaLog, partition: int, wanted: Iterable[tuple[str, int]]) -> Originals:
    """The captures at these places, read in one go per lane; of a lane whose captures are large only the first ones, at least one."""
    found: dict[tuple[str, int], Record | None] = {}
    lanes: dict[str, list[int]] = {}
    for lane, offset in wanted:
        lanes.setdefault(lane, []).append(offset)
    for lane, offsets in lanes.items():
        size, left = 0, sorted(set(offsets))
        while left and size < _ORIGINALS:
            try:
                records = await log.read(lane, partition, left[0], limit=min(500, left[-1] - left[0] + 1), wait_s=_WAIT_S)
            except Hole as hole:
                if hole.found < hole.expected:
                    raise
                found.update({(lane, offset): None for offset in left if offset < hole.found})
                left = [offset for offset in left if offset >= hole.found]
                continue
            if not records:
                raise Retry(f"{log.full(lane)}/{partition} does not hand out offset {left[0]}, which a dead letter needs.")
            missing = set(left)
            for record in records:
                if record.offset in missing and size < _ORIGINALS:
                    found[lane, record.offset] = record
                    size += len(record.value or b"")
            left = [offset for offset in left if (lane, offset) not in found]
    return found
