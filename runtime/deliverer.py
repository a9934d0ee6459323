"""Delivery: the public records of one decision partition go to a sink, in order, from the place that the sink itself keeps."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

import structlog

from processors.decisionlog import TOPIC, Accepted, follow
from runtime import crash
from runtime.backoff import Backoff
from runtime.follower import stands
from runtime.log import Log
from schemas.decision import Place
from schemas.errors import Hole, Reject, Retry
from sinks.base import Delivery, Sink

_WAIT_S = 0.5
"""How long news are waited for before `stop` is looked at again."""

_log = structlog.get_logger("deliver")


async def deliver(
    log: Log, partition: int, sink: Sink, stop: asyncio.Event, *, batch: int = 500, lag: Callable[[int], None] = lambda _: None
) -> None:
    """Deliver until `stop` is set; a batch under way is finished. Opens the sink, which is this partition's alone, and closes it.

    While the sink or the log is unwell it waits with growing pauses, and nothing moves. What waiting cannot mend (a decision of a newer
    release, a record that the sink can never take, a log without its beginning) holds this sink, says why once as an error, and is tried
    again now and then: neither the intake nor other sinks depend on it. Where the place is not one of this log, delivery begins at the
    start again, with a warning. `lag` is told how many decisions are still to be delivered: after every batch, and while this one waits.
    """
    backoff, place, held, reached = Backoff(stop), None, "", None
    try:
        while not stop.is_set():
            try:
                if place is None:
                    await sink.open()
                    place = await _begin(log, partition, sink)
                    reached = place.next
                place = await _batch(log, partition, sink, place, batch)
                reached = place.next
                lag((await log.span(TOPIC, partition))[1] - reached)
                backoff.succeeded()
                held = ""
            except Reject as why:
                if held != str(why):
                    _log.error("held", partition=partition, why=str(why))
                held, place = str(why), None
                await _tell(log, partition, reached, lag)
                await backoff.wait(Retry(held))
            except (Retry, Hole) as why:
                _log.warning("waiting", partition=partition, why=str(why))
                # What the sink has, only the sink knows now.
                place = None
                await _tell(log, partition, reached, lag)
                await backoff.wait(why if isinstance(why, Retry) else Retry(str(why)))
    finally:
        await sink.close()


async def _tell(log: Log, partition: int, reached: int | None, lag: Callable[[int], None]) -> None:
    """What waits behind a sink that is unwell, where it was asked before how far it is and the log can be asked."""
    if reached is not None:
        with suppress(Retry):
            lag((await log.span(TOPIC, partition))[1] - reached)


async def _begin(log: Log, partition: int, sink: Sink) -> Place:
    """The sink's place, put back to the start where it is not one of this log."""
    place = await sink.place(partition)
    if await stands(log, partition, place):
        return place
    start, _ = await log.span(TOPIC, partition)
    if start > 0:
        raise Reject(
            f"Partition {partition} was delivered up to decision {place.next}, but the log begins at {start} and does not go on from there: "
            "give the sink an empty destination, or bring the log back."
        )
    _log.warning("delivering again from the start", partition=partition, why="the sink's place is not one of this log")
    await sink.deliver(partition, (), Place())
    return Place()


async def _batch(log: Log, partition: int, sink: Sink, place: Place, limit: int) -> Place:
    """Deliver what is there, if anything; the place after it."""
    records = await log.read(TOPIC, partition, place.next, limit=limit, wait_s=_WAIT_S)
    if not records:
        return place
    accepted, after = follow(place, records)
    crash.point("deliver.before_write")
    await sink.deliver(partition, list(deliveries(accepted)), after)
    crash.point("deliver.written")
    return after


def deliveries(accepted: Iterable[Accepted]) -> Iterable[Delivery]:
    """The public records of decisions, in order."""
    for offset, decision in accepted:
        for emit in decision.emit:
            yield Delivery(emit.topic, emit.key, emit.version, emit.data, decision.workspace, decision.capture, offset, decision.now)
