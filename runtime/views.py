"""Views on one machine: the same folds that Faust hosts on Kafka, kept in a local store and published to the metric topic."""

import asyncio
from collections.abc import Mapping, Sequence

import msgspec
import structlog

from processors.decisionlog import TOPIC, Accepted, Store, follow
from processors.views import funnel, hosted
from processors.views.keys import Key
from runtime.backoff import Backoff
from runtime.follower import stands
from runtime.log import Log
from schemas.codec import digest
from schemas.crm import Metric
from schemas.decision import Place
from schemas.errors import Hole, Reject, Retry

METRIC = hosted.TOPIC
_FORMAT = b"\x00views"
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


def rows(store: Store) -> list[funnel.Row]:
    """The touches as kept in a store, in the order of workspace, day, channel and outcome."""
    found = map(funnel.decode, table(store, funnel.NAME).values())
    return sorted(found, key=lambda row: (row.workspace, row.day, row.channel, row.outcome))


def table(store: Store, name: str) -> dict[bytes, bytes]:
    """The packed rows of a table, by the keys that the store has them under."""
    return dict(store.scan(_prefix(name)))


def among(packed: Mapping[bytes, bytes], name: str) -> dict[bytes, bytes]:
    """Those of packed rows, by the keys that a store has them under, that are of a table."""
    prefix = _prefix(name)
    return {key: raw for key, raw in packed.items() if key.startswith(prefix)}


def store_key(key: Key) -> bytes:
    """Where a store has a row: ids can be longer than a key of the store may be."""
    return _prefix(key.table) + digest(key.id.encode())


def _prefix(name: str) -> bytes:
    return name.encode() + b"\x00"


def kept(store: Store) -> bool:
    """Whether the rows in a store are those of this release's views; if not, they are to be folded from the start."""
    return store.get(_FORMAT) == hosted.FORMAT.encode()


async def figures(log: Log) -> list[Metric]:
    """The newest of every metric as published, on either host. Raises Retry."""
    found: dict[str, Metric] = {}
    for partition in range(log.partitions):
        for key, metric in (await published(log, partition)).items():
            if key not in found or found[key].offset <= metric.offset:
                found[key] = metric
    return [found[key] for key in sorted(found)]


async def published(log: Log, partition: int) -> dict[str, Metric]:
    """The newest of every metric of a partition, by id. Raises Retry."""
    found: dict[str, Metric] = {}
    offset, end = await log.span(METRIC, partition)
    while offset < end and (records := await log.read(METRIC, partition, offset, limit=_BATCH, wait_s=1.0)):
        for record in records:
            metric = _metric(record.value)
            if metric is None:
                found.pop((record.key or b"").decode("utf-8", "replace"), None)
            elif metric.id not in found or found[metric.id].offset <= metric.offset:
                found[metric.id] = metric
        offset = records[-1].offset + 1
    return found


async def publish_rows(log: Log, partition: int, changed: Mapping[Key, bytes | None]) -> None:
    """Append the metric records of rows, None for one that is gone. Raises Retry; some may then have been published, which does no harm:
    the newest of an id counts."""
    records = [record for key, raw in changed.items() if (record := hosted.record(key, raw)) is not None]
    for start in range(0, len(records), _PIECE):
        await log.append(METRIC, partition, records[start : start + _PIECE])


def _metric(raw: bytes | None) -> Metric | None:
    """The metric in a record; None for one that was deleted, or that somebody else put there."""
    try:
        return _decode(raw or b"")
    except msgspec.DecodeError:
        return None


async def _begin(log: Log, partition: int, store: Store) -> None:
    place = store.place()
    if place.next and not kept(store):
        _log.warning("folding again from the start", partition=partition, why="the figures were kept by another release")
        store.clear()
    elif not await stands(log, partition, place):
        _log.warning("folding again from the start", partition=partition, why="the place is not one of this log")
        gone = [hosted.key(name, raw) for name in hosted.PUBLIC for raw in table(store, name).values()]
        await publish_rows(log, partition, dict.fromkeys(gone))
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
    changed = hosted.fold(lambda key: store.get(store_key(key)), accepted)
    await publish_rows(log, partition, changed)
    store.keep({_FORMAT: hosted.FORMAT.encode(), **{store_key(key): raw for key, raw in changed.items()}}, after)
