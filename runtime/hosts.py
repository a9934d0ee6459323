"""The two hosts behind one face: the log, where local state is kept, and which partitions this process works on."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Protocol

from runtime.embedded import DeciderLock, EmbeddedLog
from runtime.kafka import KafkaLog, Members
from runtime.log import Log
from runtime.settings import Settings
from runtime.store import LmdbStore
from schemas.capture import LANES

Work = Callable[[int, asyncio.Event], Coroutine[None, None, None]]
"""What is done with one partition until the event is set: it finishes what is under way, and returns."""


Progress = Callable[[int], Mapping[str, int]]


def nowhere(_partition: int) -> Mapping[str, int]:
    """The progress of a role that nobody monitors by offsets."""
    return {}


class Host(Protocol):
    """What a role needs to know of where it runs."""

    @property
    def log(self) -> Log: ...

    async def each_partition(self, role: str, topic: str, work: Work, stop: asyncio.Event, progress: Progress = nowhere) -> None:
        """Run `work` for every partition of `topic` that this process is given, until `stop` is set; an error in one ends all.

        `progress` says for a partition the next offset of each topic (short name) that the role reads; for lag monitoring only.
        """
        ...


class EmbeddedHost:
    """This process has every partition of the log on this machine."""

    def __init__(self, log: EmbeddedLog) -> None:
        self.log = log

    async def each_partition(self, role: str, topic: str, work: Work, stop: asyncio.Event, progress: Progress = nowhere) -> None:
        async with asyncio.TaskGroup() as group:
            for partition in range(self.log.partitions):
                group.create_task(work(partition, stop), name=f"{role}-{partition}")


class KafkaHost:
    """The processes of a role share its partitions; the group's coordinator says which are ours."""

    def __init__(self, log: KafkaLog, session_s: float) -> None:
        self.log, self._session_s = log, session_s

    async def each_partition(self, role: str, topic: str, work: Work, stop: asyncio.Event, progress: Progress = nowhere) -> None:
        full = self.log.full
        await Members(
            self.log.bootstrap,
            f"{self.log.prefix}.{role}",
            full(topic),
            work,
            session_s=self._session_s,
            beside=tuple(full(lane) for lane in LANES if topic in LANES and lane != topic),
            progress=lambda partition: {full(name): offset for name, offset in progress(partition).items()},
        ).run(stop)


@asynccontextmanager
async def embedded(data: Path, partitions: int) -> AsyncIterator[EmbeddedHost]:
    """The embedded host as the one decider of a data folder; raises SecondDecider."""
    lock = DeciderLock(data)
    try:
        log = EmbeddedLog(data / "log", partitions=partitions)
        try:
            yield EmbeddedHost(log)
        finally:
            await log.close()
    finally:
        lock.release()


@asynccontextmanager
async def kafka(settings: Settings) -> AsyncIterator[KafkaHost]:
    """The Kafka host; raises Retry (no broker) and WrongLayout (topics missing or other than they should be)."""
    log = await KafkaLog.open(settings.log.bootstrap, settings.log.prefix, produce_timeout_s=settings.log.produce_timeout_s)
    try:
        yield KafkaHost(log, settings.log.session_timeout_s)
    finally:
        await log.close()


def host(settings: Settings) -> AbstractAsyncContextManager[Host]:
    """The host that the settings name, as an async context manager."""
    return embedded(settings.data, settings.log.partitions) if settings.log.embedded else kafka(settings)


@contextmanager
def local_store(data: Path, name: str) -> Iterator[LmdbStore]:
    """Local state `name` under the data folder, for this process alone.

    Where another living process has it (a paused worker that does not know yet that its partition went elsewhere), the next free slot
    is taken: local state is a fold, so an empty one is only slower to start with.
    """
    (data / "state").mkdir(parents=True, exist_ok=True)
    slot, held = 0, -1
    while held < 0:
        file = os.open(data / "state" / f"{name}.{slot}.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held = file
        except BlockingIOError:
            os.close(file)
            slot += 1
    try:
        store = LmdbStore(data / "state" / f"{name}.{slot}")
        try:
            yield store
        finally:
            store.close()
    finally:
        os.close(held)
