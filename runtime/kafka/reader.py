"""Reading Kafka: consumers that stay open where they stood, so that reading on costs no seek."""

import asyncio
import time
from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import OffsetOutOfRangeError

from runtime.kafka.client import TALK_S, bounded
from runtime.kafka.raw import fetched
from schemas.errors import Hole, Retry
from schemas.record import Record

FETCH = 4 << 20
"""Bytes of one fetch; a single record batch that is larger still comes whole."""

LONG_POLL_MS = 250
PER_PARTITION = 4
"""Readers kept open on one partition: the decider, the publisher, a sink and a command each stand somewhere else."""

TRUSTED_S = 1.0
"""How long "nothing more is there" holds after a fetch said so: a long poll at that offset is under way, and would tell at once."""

IDLE_S = 60.0
"""A reader that nobody used for so long is closed when the next one opens."""


def consumer(bootstrap: str, *, committed: bool = False) -> AIOKafkaConsumer:
    """A consumer in no group that never skips by itself: an offset out of range is an error (F20)."""
    return AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="none",
        isolation_level="read_committed" if committed else "read_uncommitted",
        fetch_max_wait_ms=LONG_POLL_MS,
        fetch_max_bytes=FETCH,
        max_partition_fetch_bytes=FETCH,
        request_timeout_ms=int(TALK_S * 1000),
        retry_backoff_ms=20,
    )


class Ends:
    """Asks for the first and the next offset of partitions, on a connection of its own: a long poll would hold the answer back."""

    def __init__(self, bootstrap: str, *, committed: bool = False) -> None:
        self._bootstrap, self._committed = bootstrap, committed
        self._consumer: AIOKafkaConsumer | None = None
        self._starting = asyncio.Lock()

    async def span(self, at: TopicPartition) -> tuple[int, int]:
        """(first offset kept, next offset); the next is the last stable one where only committed records count. Raises Retry."""
        async with bounded(self._bootstrap, f"asking where {at.topic} ends"):
            ask = await self._started()
            first, following = await asyncio.gather(ask.beginning_offsets([at]), ask.end_offsets([at]))
            return first[at], following[at]

    async def end(self, at: TopicPartition) -> int:
        """The next offset. Raises Retry."""
        async with bounded(self._bootstrap, f"asking where {at.topic} ends"):
            found: int = (await (await self._started()).end_offsets([at]))[at]
            return found

    async def _started(self) -> AIOKafkaConsumer:
        async with self._starting:
            if self._consumer is None:
                self._consumer = await started(consumer(self._bootstrap, committed=self._committed))
            return self._consumer

    async def close(self) -> None:
        if self._consumer is not None:
            await stopped(self._consumer)


async def started(one: AIOKafkaConsumer) -> AIOKafkaConsumer:
    """The consumer, connected; closed again when it cannot be."""
    try:
        await one.start()
    except BaseException:
        await one.stop()
        raise
    return one


async def stopped(one: AIOKafkaConsumer) -> None:
    """Close a consumer within bounds."""
    await asyncio.wait([asyncio.create_task(one.stop())], timeout=2)


class _Reader:
    """One consumer and where it stands."""

    __slots__ = ("at", "consumer", "next", "sought", "used")

    def __init__(self, one: AIOKafkaConsumer, at: TopicPartition) -> None:
        self.consumer, self.at = one, at
        self.used = time.monotonic()
        self.seek(-1)

    def seek(self, offset: int) -> None:
        """Stand at an offset, knowing nothing of what is there."""
        self.next, self.sought = offset, time.time() * 1000
        if offset >= 0:
            self.consumer.seek(self.at, offset)

    def at_end(self) -> bool:
        """Whether a fetch from where it stands has lately said that nothing more is there."""
        said = self.consumer.last_poll_timestamp(self.at) or 0
        return self.next >= (self.consumer.highwater(self.at) or 0) and said > max(self.sought, time.time() * 1000 - TRUSTED_S * 1000)

    async def get(self, offset: int, limit: int, wait_s: float) -> list[Record]:
        """What is there from `offset` on, after at most `wait_s`."""
        if self.next != offset:
            self.seek(offset)
        got = await self.consumer.getmany(self.at, timeout_ms=int(wait_s * 1000), max_records=limit)
        records = [
            Record(
                r.offset, r.timestamp, r.key, r.value, tuple([(name, content or b"") for name, content in r.headers]) if r.headers else ()
            )
            for r in got.get(self.at, ())
        ]
        if records:
            self.next = records[-1].offset + 1
        return records


class Readers:
    """The open readers of one log. A reader in use belongs to one caller; one that failed or was interrupted is closed, never re-used."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap
        self._idle: dict[TopicPartition, list[_Reader]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self.ends = Ends(bootstrap)
        self.appended: dict[TopicPartition, int] = {}
        """Where the last append of this process ended: that much is there, whatever a long poll has not yet brought."""

    async def read(self, at: TopicPartition, offset: int, limit: int, wait_s: float) -> Sequence[Record]:
        """As Log.read; `at` has the full name of the topic."""
        reader = await self._take(at, offset)
        try:
            async with bounded(self._bootstrap, f"reading {at.topic}", wait_s + 2 * TALK_S):
                records = await self._got(reader, offset, limit, wait_s)
        except BaseException:
            self._close(reader)
            raise
        reader.used = time.monotonic()
        self._idle.setdefault(at, []).append(reader)
        return records

    async def _got(self, reader: _Reader, offset: int, limit: int, wait_s: float) -> Sequence[Record]:
        try:
            return await self._come(reader, offset, limit, wait_s)
        except UnicodeDecodeError:
            reader.seek(-1)
            return (await fetched(reader.consumer, reader.at, offset, FETCH))[:limit]
        except OffsetOutOfRangeError:
            first, following = await self.ends.span(reader.at)
            raise Hole(reader.at.topic, reader.at.partition, offset, first if offset < first else following) from None

    async def _come(self, reader: _Reader, offset: int, limit: int, wait_s: float) -> Sequence[Record]:
        if records := await reader.get(offset, limit, wait_s):
            return records
        # Nothing came: nothing is there, or the consumer has only just been asked, or the broker is away. The log's end says which.
        end = self.appended.get(reader.at, 0)
        if offset >= end:
            if reader.at_end():
                return ()
            end = await self.ends.end(reader.at)
        if offset > end:
            raise Hole(reader.at.topic, reader.at.partition, offset, end)
        if offset == end:
            return ()
        if records := await reader.get(offset, limit, TALK_S):
            return records
        raise Retry(f"Kafka at {self._bootstrap} does not hand out {reader.at.topic}/{reader.at.partition} from {offset} on.")

    async def _take(self, at: TopicPartition, offset: int) -> _Reader:
        idle = self._idle.get(at, [])
        for i, reader in enumerate(idle):
            if reader.next == offset:
                return idle.pop(i)
        if len(idle) >= PER_PARTITION:
            return idle.pop(0)
        self._sweep()
        async with bounded(self._bootstrap, f"opening {at.topic}"):
            one = await started(consumer(self._bootstrap))
        one.assign([at])
        reader = _Reader(one, at)
        reader.seek(offset)  # before the consumer's own task runs: it has no position to ask for
        return reader

    def _sweep(self) -> None:
        old = time.monotonic() - IDLE_S
        for readers in self._idle.values():
            while readers and readers[0].used < old:
                self._close(readers.pop(0))

    def _close(self, reader: _Reader) -> None:
        task = asyncio.get_running_loop().create_task(stopped(reader.consumer))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Close every reader; a read still under way fails."""
        for readers in self._idle.values():
            for reader in readers:
                self._close(reader)
        self._idle.clear()
        await self.ends.close()
        if self._closing:
            await asyncio.wait(self._closing)


class Latest:
    """The newest value per key of one partition of a compacted topic, read on from where the last question ended."""

    def __init__(self, bootstrap: str, at: TopicPartition, *, committed: bool) -> None:
        self._bootstrap, self._at, self._committed = bootstrap, at, committed
        self._ends = Ends(bootstrap, committed=committed)
        self._consumer: AIOKafkaConsumer | None = None
        self._values: dict[bytes | None, bytes] = {}
        self._asking = asyncio.Lock()

    async def get(self, key: bytes) -> bytes | None:
        """The newest value of the key. Raises Retry."""
        async with self._asking:
            try:
                await self._catch_up(*await self._ends.span(self._at))
            except BaseException:
                await self._forget()  # whatever it was: the next question reads from the start
                raise
        return self._values.get(key)

    async def _catch_up(self, first: int, end: int) -> None:
        one = self._consumer
        if one is None:
            async with bounded(self._bootstrap, f"opening {self._at.topic}"):
                one = self._consumer = await started(consumer(self._bootstrap, committed=self._committed))
            one.assign([self._at])
            one.seek(self._at, first)
        else:
            one.resume(self._at)
        while await self._some(one, end):
            continue
        one.pause(self._at)  # no long poll between two questions

    async def _some(self, one: AIOKafkaConsumer, end: int) -> bool:
        """Take in what comes next; False at the end. What is bounded is the wait for it: all of it may be more than comes in that time."""
        async with bounded(self._bootstrap, f"reading {self._at.topic}", 2 * TALK_S):
            while await one.position(self._at) < end:
                if came := await one.getmany(self._at, timeout_ms=LONG_POLL_MS):
                    for record in came[self._at]:
                        if record.value is None:
                            self._values.pop(record.key, None)
                        else:
                            self._values[record.key] = record.value
                    return True
        return False

    async def _forget(self) -> None:
        gone, self._consumer, self._values = self._consumer, None, {}
        if gone is not None:
            await stopped(gone)

    async def close(self) -> None:
        await self._forget()
        await self._ends.close()
