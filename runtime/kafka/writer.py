"""Appending to Kafka: whole pieces, in order per partition, gathered into one record batch while the one before is on its way."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from aiokafka import AIOKafkaProducer
from aiokafka.producer.message_accumulator import BatchBuilder

from runtime.kafka.client import bounded
from schemas.errors import Reject, Retry
from schemas.record import NewRecord

GATHER = 1 << 20
"""Pieces are gathered up to this many bytes; a larger piece travels alone."""

REQUEST = 64 << 20
"""The largest request in bytes; what a topic takes is smaller and checked before."""

_BATCH, _RECORD, _HEADER = 61, 36, 10
"""Upper bounds of Kafka's own bytes: of a record batch, of a record, of a header (message format 2)."""


def size_of(records: Sequence[NewRecord]) -> int:
    """An upper bound of the bytes that the records take as one record batch."""
    size = _BATCH
    for key, value, headers in records:
        size += _RECORD + len(key or b"") + len(value or b"")
        for name, content in headers:
            size += _HEADER + len(name) * 4 + len(content)
    return size


@dataclass(slots=True)
class _Piece:
    records: Sequence[NewRecord]
    size: int
    since: float
    done: asyncio.Future[int | None]


@dataclass(slots=True)
class _Lane:
    """The pieces that wait for one partition, and the task that sends them one record batch at a time."""

    topic: str
    partition: int
    waiting: deque[_Piece] = field(default_factory=deque)
    sending: list[_Piece] = field(default_factory=list)
    sender: asyncio.Task[None] | None = None


class Writer:
    """One idempotent producer (acks=all) and a lane per partition.

    A record batch is all or nothing, so each piece is. aiokafka never expires a batch of an idempotent producer: after `timeout_s` without an
    answer the producer is abandoned and the next piece gets a new one. What was abandoned may still land (F2).
    """

    def __init__(self, bootstrap: str, timeout_s: float) -> None:
        self._bootstrap = bootstrap
        self._timeout_s = timeout_s
        self._lanes: dict[tuple[str, int], _Lane] = {}
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()
        self._closing: set[asyncio.Task[None]] = set()

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord], limit: int) -> int | None:
        """Append in one piece to a topic by its full name; the first offset, or None where the broker did not say it.

        Raises Reject over `limit` bytes; Retry within about 1.5 times the time-out.
        """
        size = size_of(records)
        if size > limit:
            raise Reject(f"{len(records)} record(s) of {size} bytes are too large for {topic}: it takes {limit} bytes at once.")
        loop = asyncio.get_running_loop()
        lane = self._lanes.get((topic, partition))
        if lane is None:
            lane = self._lanes[topic, partition] = _Lane(topic, partition)
        piece = _Piece(records, size, loop.time(), loop.create_future())
        lane.waiting.append(piece)
        if lane.sender is None:
            lane.sender = loop.create_task(self._drain(lane))
            lane.sender.add_done_callback(partial(self._ended, lane))
        return await piece.done

    async def close(self) -> None:
        """Let what is on its way end, then close; what cannot end in time is abandoned."""
        if senders := [lane.sender for lane in self._lanes.values() if lane.sender]:
            await asyncio.wait(senders, timeout=self._timeout_s)
        if self._producer is not None:
            self._abandon(self._producer)
        if self._closing:
            await asyncio.wait(self._closing)

    async def _drain(self, lane: _Lane) -> None:
        """Send until nothing waits."""
        try:
            while lane.waiting:
                lane.sending = [lane.waiting.popleft()]
                size = lane.sending[0].size
                while lane.waiting and size + lane.waiting[0].size <= GATHER:
                    lane.sending.append(lane.waiting.popleft())
                    size += lane.sending[-1].size
                left = self._timeout_s - (asyncio.get_running_loop().time() - lane.sending[0].since)
                offset = await self._send(lane, size, max(left, self._timeout_s / 2))
                for piece in lane.sending:
                    if not piece.done.done():
                        piece.done.set_result(offset)
                    if offset is not None:
                        offset += len(piece.records)
        finally:
            lane.sender = None  # here and not when the task is reaped: an append in between would wait for nobody

    @staticmethod
    def _ended(lane: _Lane, sender: asyncio.Task[None]) -> None:
        """One failure fails all who wait: their order is kept, and each learns at once."""
        # Interrupted is no cancellation of those who wait: they would end without a word.
        error = Retry(f"Appending to {lane.topic} was interrupted.") if sender.cancelled() else sender.exception()
        if error is None:
            return
        for piece in (*lane.sending, *lane.waiting):
            if not piece.done.done():
                piece.done.set_exception(Retry(str(error), after_s=error.after_s) if isinstance(error, Retry) else error)
        lane.waiting.clear()

    async def _send(self, lane: _Lane, size: int, seconds: float) -> int | None:
        batch = BatchBuilder(size, 0)
        for piece in lane.sending:
            for key, value, headers in piece.records:
                batch.append(timestamp=None, key=key, value=value, headers=list(headers))
        batch.close()
        producer = None
        try:
            async with bounded(self._bootstrap, f"appending to {lane.topic}", seconds):
                producer = await self._started()
                acknowledged = await (await producer.send_batch(batch, lane.topic, partition=lane.partition))
        except BaseException:
            # after any failure its sequence numbers are no longer the broker's
            if producer is not None:
                self._abandon(producer)
            raise
        offset: int = acknowledged.offset
        return offset if offset >= 0 else None

    async def _started(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    bootstrap_servers=self._bootstrap,
                    enable_idempotence=True,
                    max_request_size=REQUEST,
                    request_timeout_ms=int(self._timeout_s * 1000),
                )
                try:
                    await producer.start()
                except BaseException:
                    await producer.stop()
                    raise
                self._producer = producer
            return self._producer

    def _abandon(self, producer: AIOKafkaProducer) -> None:
        """Close the producer in the background without waiting for what it has not yet delivered."""
        if self._producer is producer:
            self._producer = None
            task = asyncio.get_running_loop().create_task(end(producer))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)


def failure(producer: AIOKafkaProducer) -> BaseException | None:
    """Why a producer's sender has ended; None while it has not."""
    task: asyncio.Task[None] | None = producer._sender.sender_task
    return task.exception() if task is not None and task.done() and not task.cancelled() else None


async def end(producer: AIOKafkaProducer) -> None:
    """Close a producer within bounds whatever the broker does: `stop` alone waits for ever for a batch that cannot be delivered.

    The client's tasks take a cancellation as a request to finish what is under way, so they may need several, and are never just awaited.
    """
    stopping = asyncio.create_task(producer.stop())
    await asyncio.wait({stopping}, timeout=0.5)
    tasks = {task for task in (stopping, producer._sender.sender_task) if task is not None}
    if any(not task.done() for task in tasks):
        await asyncio.wait({asyncio.create_task(producer.client.close())}, timeout=1)
        for _ in range(4):
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=0.25)
    for task in tasks:
        if task.done() and not task.cancelled():
            task.exception()
    # What failed was told to whoever awaited it; the client's own futures would be reported once more when they are collected.
    undelivered = [batch._drain_waiter for batches in producer._message_accumulator._batches.values() for batch in batches]
    for future in (producer._txn_manager.wait_for_transaction_end(), *undelivered):
        if future is not None and future.done() and not future.cancelled():
            future.exception()
