"""The funnel for whoever asks: rows of the views as they are kept or published, up to the end of the log, added up into a report."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from processors.decisionlog import TOPIC, MemoryStore, Store, follow
from processors.views import hosted
from processors.views.keys import Key
from processors.views.report import Asked, Report, report, tables_for
from runtime import views
from runtime.embedded import EmbeddedLog
from runtime.follower import stands
from runtime.kafka import KafkaLog
from runtime.log import Log
from runtime.reading import newest_state
from runtime.settings import Settings

_BATCH = 2000


async def funnel_of(settings: Settings, by: str | None, since: str | None, workspace: str | None) -> Report:
    """The report. Raises NoData where there is no embedded log, Retry where there is no broker, WrongLayout where its topics are missing."""
    asked = Asked(datetime.now(UTC).date().isoformat(), by, since, workspace)
    if settings.log.embedded:
        return report(await _embedded(settings, tables_for(by)), asked)
    log = await KafkaLog.open(settings.log.bootstrap, settings.log.prefix, produce_timeout_s=settings.log.produce_timeout_s)
    try:
        return report(await _published(log, tables_for(by)), asked)
    finally:
        await log.close()


async def _published(log: Log, names: tuple[str, ...]) -> dict[str, list[Any]]:
    """Rows as the metric topic has them."""
    found: dict[str, list[Any]] = {name: [] for name in names}
    for metric in await views.figures(log):
        shown = hosted.row(metric)
        if shown is not None and shown[0] in found:
            found[shown[0]].append(shown[1])
    return found


async def _embedded(settings: Settings, names: tuple[str, ...]) -> dict[str, list[Any]]:
    """Rows as the views keep them, with what was decided since: nobody has to run for the figures to be those of now."""
    log = EmbeddedLog(settings.data / "log", readonly=True)
    found: dict[str, list[Any]] = defaultdict(list)
    try:
        for partition in range(log.partitions):
            store = newest_state(settings.data, f"views-{partition}")
            try:
                for name, rows in (await rows_of(log, partition, store, names)).items():
                    found[name] += rows
            finally:
                if store is not None:
                    store.close()
    finally:
        await log.close()
    return found


async def rows_of(log: Log, partition: int, store: Store | None, names: tuple[str, ...]) -> dict[str, list[Any]]:
    """The rows of some tables of a partition: those in `store`, folded on in memory to the end of the log. Raises Retry and Reject."""
    below: Store = MemoryStore()
    if store is not None and views.kept(store) and await stands(log, partition, store.place()):
        below = store
    changed: dict[Key, bytes] = {}

    def kept(key: Key) -> bytes | None:
        return changed[key] if key in changed else below.get(views.store_key(key))

    place = below.place()
    while records := await log.read(TOPIC, partition, place.next, limit=_BATCH):
        accepted, place = follow(place, records)
        changed.update(hosted.fold(kept, accepted))
    newer = {views.store_key(key): raw for key, raw in changed.items() if key.table in names}
    return {name: _decoded(name, views.table(below, name) | _of(newer, name)) for name in names}


def _of(newer: Mapping[bytes, bytes], name: str) -> dict[bytes, bytes]:
    prefix = name.encode() + b"\x00"
    return {key: raw for key, raw in newer.items() if key.startswith(prefix)}


def _decoded(name: str, packed: Mapping[bytes, bytes]) -> list[Any]:
    decode, _ = hosted.PUBLIC[name]
    return [decode(raw) for raw in packed.values()]
