"""Views on one machine: the same folds that Faust hosts on Kafka, kept in a local store and published to the metric topic."""

import asyncio
from collections.abc import Mapping, Sequence

import msgspec
import structlog

from processors.decisionlog import TOPIC, Accepted, Store, follow
from processors.views import funnel
from processors.views.funnel import Row
from runtime.backoff import Backoff
from runtime.follower import stands
from runtime.log import Log
from schemas.codec import digest
from schemas.crm import Metric
from schemas.decision import Place
from schemas.errors import Hole, Reject, Retry
from schemas.record import NewRecord

METRIC = funnel.TOPIC
_PREFIX = b"funnel\x00"
_WAIT_S, _GATHER_S, _BATCH = 0.5, 0.5, 2000
"""But for catching up, news are gathered for a moment, so that a busy counter is published twice a second and not for every touch."""
_PIECE = 200
"""How many metrics are appended at once: far below what a topic takes."""

_decode = msgspec.json.Decoder(Metric).decode

_log = structlog.get_logger("views")


async def fold_views(log: Log, partition: int, store: Store, stop: asyncio.Event) -> None:
    """Keep the views of a partition in `store` and publish what changes, until `stop` is set.

    What waiting cannot mend (a decision of a newer release) holds these views alone, says why once as an error, and is tried again now and
    then: neither the intake nor the sinks depend on them.
    """
    backoff, known, held = Backoff(stop), False, ""
    while not stop.is_set():
        try:
            if not known:
                await _begin(log, partition, store)
                known = True
            folded = await _batch(log, partition, store, _WAIT_S)
            backoff.succeeded()
            held = ""
        except Reject as why:
            if held != str(why):
                _log.error("held", partition=partition, why=str(why))
            held, known = str(why), False
            await backoff.wait(Retry(held))
            continue
        except (Retry, Hole) as why:
            _log.warning("waiting", partition=partition, why=str(why))
            known = False
            await backoff.wait(why if isinstance(why, Retry) else Retry(str(why)))
            continue
        if folded < _BATCH:
            try:
                await asyncio.wait_for(stop.wait(), _GATHER_S)
            except TimeoutError:
                continue


async def catch_up(log: Log, partition: int, store: Store) -> None:
    """Fold and publish what is there now, and return. Raises Retry, Hole and Reject."""
    await _begin(log, partition, store)
    while await _batch(log, partition, store, 0):
        continue


def rows(store: Store) -> list[Row]:
    """The funnel as kept in a store, in the order of workspace, day, channel and outcome."""
    found = [funnel.decode(raw) for _, raw in store.scan(_PREFIX)]
    return sorted(found, key=lambda row: (row.workspace, row.day, row.channel, row.outcome))


async def figures(log: Log) -> list[Metric]:
    """The newest of every metric as published, on either host. Raises Retry."""
    found: dict[str, Metric] = {}
    for partition in range(log.partitions):
        offset, end = await log.span(METRIC, partition)
        while offset < end and (records := await log.read(METRIC, partition, offset, limit=_BATCH, wait_s=1.0)):
            for record in records:
                metric = _metric(record.value)
                if metric is None:
                    found.pop((record.key or b"").decode("utf-8", "replace"), None)
                elif metric.id not in found or found[metric.id].offset <= metric.offset:
                    found[metric.id] = metric
            offset = records[-1].offset + 1
    return [found[key] for key in sorted(found)]


async def publish_rows(log: Log, partition: int, changed: Mapping[str, Row | None]) -> None:
    """Append the metric records of rows by id, None for one that is gone. Raises Retry; some may then have been published, which does no
    harm: the newest of an id counts."""
    records = [NewRecord(row_id.encode(), None) if row is None else funnel.record(row) for row_id, row in changed.items()]
    for start in range(0, len(records), _PIECE):
        await log.append(METRIC, partition, records[start : start + _PIECE])


def _metric(raw: bytes | None) -> Metric | None:
    """The metric in a record; None for one that was deleted, or that somebody else put there."""
    try:
        return _decode(raw or b"")
    except msgspec.DecodeError:
        return None


async def _begin(log: Log, partition: int, store: Store) -> None:
    if not await stands(log, partition, store.place()):
        _log.warning("folding again from the start", partition=partition, why="the place is not one of this log")
        gone = {row.id: None for row in rows(store)}
        await publish_rows(log, partition, gone)
        store.clear()


async def _batch(log: Log, partition: int, store: Store, wait_s: float) -> int:
    """Fold, publish, keep: in this order, so that what is kept was published. How many decisions there were."""
    place = store.place()
    records = await log.read(TOPIC, partition, place.next, limit=_BATCH, wait_s=wait_s)
    if not records:
        return 0
    accepted, after = follow(place, records)
    await _apply(log, partition, store, accepted, after)
    return len(records)


async def _apply(log: Log, partition: int, store: Store, accepted: Sequence[Accepted], after: Place) -> None:
    def kept(row_id: str) -> Row | None:
        raw = store.get(_key(row_id))
        return None if raw is None else funnel.decode(raw)

    changed = funnel.fold(kept, accepted)
    await publish_rows(log, partition, changed)
    store.keep({_key(row_id): funnel.encode(row) for row_id, row in changed.items()}, after)


def _key(row_id: str) -> bytes:
    """Ids can be longer than a key of the store may be."""
    return _PREFIX + digest(row_id.encode())
