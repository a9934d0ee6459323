"""Reading commands' view of a leadloom: its log and the newest state there is of each partition, without disturbing who works on it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from processors.decisionlog import TOPIC, DecisionLog
from runtime.embedded import EmbeddedLog
from runtime.follower import fold_to_end
from runtime.hosts import local_store
from runtime.kafka import KafkaLog
from runtime.log import Log
from runtime.rights import Viewer
from runtime.settings import Settings
from runtime.store import LmdbStore

_LOOKS, _LOOK_S = 50, 0.02


@dataclass(frozen=True, slots=True)
class Reading:
    """The log, for each partition its state, and who reads; `upto[p]` is the decision offset up to which the state answers."""

    log: Log
    stores: Sequence[LmdbStore]
    viewer: Viewer

    @property
    def upto(self) -> list[int]:
        return [store.place().next for store in self.stores]


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[Reading]:
    """Embedded: the decider's own state, read beside it. Kafka: a replica under `data`, brought up to date first.

    Raises Reject where nobody is called like who reads, NoData where there is no embedded log, Retry where
    there is no broker, WrongLayout where its topics are missing.
    """
    async with AsyncExitStack() as stack:
        log: Log
        if settings.log.embedded:
            log = EmbeddedLog(settings.data / "log", readonly=True)
        else:
            log = await KafkaLog.open(settings.log.bootstrap, settings.log.prefix, produce_timeout_s=settings.log.produce_timeout_s)
        stack.push_async_callback(log.close)
        stores = []
        for partition in range(log.partitions):
            store = newest_state(settings.data, f"decide-{partition}") if settings.log.embedded else None
            if store is None:
                store = stack.enter_context(local_store(settings.data, f"read-{partition}"))
                await fold_to_end(log, partition, DecisionLog(store))
            else:
                stack.callback(store.close)
                await kept(log, partition, store)
            stores.append(store)
        yield Reading(log, tuple(stores), Viewer(settings))


async def kept(log: Log, partition: int, store: LmdbStore) -> None:
    """Wait until what is decided is kept, too: whoever decides appends first, and keeps a moment later. Where nobody decides, not for long."""
    _, end = await log.span(TOPIC, partition)
    for _ in range(_LOOKS):
        if store.place().next >= end:
            return
        await asyncio.sleep(_LOOK_S)
        store.refresh()


def newest_state(data: Path, name: str) -> LmdbStore | None:
    """The local state `name` of whoever keeps it, to read beside them: of several slots the newest; None where there is none."""
    found = [LmdbStore(path, readonly=True) for path in sorted((data / "state").glob(f"{name}.*[0-9]")) if path.is_dir()]
    found.sort(key=lambda store: store.place().next)
    for older in found[:-1]:
        older.close()
    return found[-1] if found else None
