"""The funnel for whoever asks: rows of the views as they are kept or published, up to the end of the log, added up into a report."""

from collections import defaultdict
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any, NamedTuple

from processors.decisionlog import TOPIC, MemoryStore, Store, follow
from processors.views import hosted
from processors.views.keys import Key
from processors.views.report import Asked, Report, Tables, report
from runtime import views
from runtime.embedded import EmbeddedLog
from runtime.follower import stands
from runtime.kafka import KafkaLog
from runtime.log import Log
from runtime.reading import newest_state
from runtime.settings import Settings

_BATCH = 2000


class Funnel(NamedTuple):
    """The report; the number of decisions in it, and of all that there are."""

    report: Report
    upto: int
    end: int


async def funnel_of(settings: Settings, by: str | None, since: str | None, workspace: str | None) -> Funnel:
    """The funnel. Raises NoData where there is no embedded log, Retry where there is no broker, WrongLayout where its topics are missing."""
    asked = Asked(datetime.now(UTC).date().isoformat(), by, since, workspace)
    async with AsyncExitStack() as stack:
        log: Log
        if settings.log.embedded:
            log = EmbeddedLog(settings.data / "log", readonly=True)
        else:
            log = await KafkaLog.open(settings.log.bootstrap, settings.log.prefix, produce_timeout_s=settings.log.produce_timeout_s)
        stack.push_async_callback(log.close)
        found = []
        for partition in range(log.partitions):
            if not settings.log.embedded:
                found.append(await published(log, partition))
                continue
            store = newest_state(settings.data, f"views-{partition}")
            if store is not None:
                stack.callback(store.close)
            found.append(await kept(log, partition, store))
        ends = [(await log.span(TOPIC, partition))[1] for partition in range(log.partitions)]
        said = report(lambda name: [row for tables, _ in found for row in tables(name)], asked)
        return Funnel(said, sum(upto for _, upto in found), sum(ends))


async def published(log: Log, partition: int) -> tuple[Tables, int]:
    """Rows of a partition as the metric topic has them, and up to which decision. Raises Retry."""
    found: dict[str, list[Any]] = defaultdict(list)
    upto = 0
    for metric in (await views.published(log, partition)).values():
        upto = max(upto, metric.offset + 1)
        if (shown := hosted.row(metric)) is not None:
            found[shown[0]].append(shown[1])
    return found.__getitem__, upto


async def kept(log: Log, partition: int, store: Store | None) -> tuple[Tables, int]:
    """Rows of a partition as the views keep them in `store`, folded on in memory to the end of the log, and where that is: nobody has to run for
    the figures to be those of now. Raises Retry and Reject."""
    below: Store = MemoryStore()
    if store is not None and views.kept(store) and await stands(log, partition, store.place()):
        below = store
    newer: dict[bytes, bytes] = {}

    def row(key: Key) -> bytes | None:
        at = views.store_key(key)
        return newer[at] if at in newer else below.get(at)

    place = below.place()
    while records := await log.read(TOPIC, partition, place.next, limit=_BATCH):
        accepted, place = follow(place, records)
        newer.update({views.store_key(key): raw for key, raw in hosted.fold(row, accepted).items()})
    return lambda name: hosted.decoded(name, (views.table(below, name) | views.among(newer, name)).values()), place.next
