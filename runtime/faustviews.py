"""The views as a Faust app: one agent over the decision log, one table that its changelog rebuilds, and every guard rail that Faust needs.

What Faust does not promise, we keep: a changelog piece holds changed rows and the mark up to which they are folded, and is one record batch,
so that it is there whole or not at all. When a partition is assigned and its table recovered, the fold goes on from the mark, the only position
there is: Faust commits none. Rows behind the mark say that a change of several pieces broke off, or that an owner before us wrote late: the
partition is folded from the start then. An owner who sees that somebody wrote between two pieces of its own writes all that it has anew. The
table lives in memory: a store on disk could know what the changelog does not, and the next owner would never learn it.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faust
import structlog
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from yarl import URL

from processors.decisionlog import TOPIC, follow
from processors.views import hosted
from processors.views.keys import Key
from runtime.follower import stands
from runtime.kafka import KafkaLog
from runtime.views import publish_rows
from schemas.decision import Place, decode_place, encode_place
from schemas.record import NewRecord, Record

CHANGELOG = "funnel-changelog"
SESSION_S = 6.0
"""How long a member may be silent: the lowest that a broker takes unless told otherwise, so that a killed one is soon replaced."""
_PIECE, _PIECE_BYTES = 2000, 500_000
"""How much a piece may hold: less than what the changelog takes in one batch."""

_log = structlog.get_logger("views")


@dataclass(slots=True)
class Shard:
    """One partition as folded so far, its rows packed; what is not yet in the changelog, and what is not yet published (None: the row is gone).

    `end`: where the next piece lands if nobody else writes; None where nobody knows.
    """

    place: Place
    rows: dict[Key, bytes]
    unsaved: dict[Key, bytes | None] = field(default_factory=dict)
    unpublished: dict[Key, bytes | None] = field(default_factory=dict)
    end: int | None = None

    def fold(self, record: Record) -> None:
        """Fold the record that comes next; any other is one that a rebalance left in Faust's buffers, and comes again in its turn."""
        if record.offset != self.place.next:
            return
        accepted, self.place = follow(self.place, (record,))
        changed = hosted.fold(self.rows.get, accepted)
        for rows in (self.rows, self.unsaved, self.unpublished):
            rows.update(changed)


class FunnelApp:
    """One Faust app that folds the funnel of the partitions it is given.

    `failed` is set when the fold raised: the process is to end then, and the mark stays before the decision.
    """

    def __init__(self, log: KafkaLog, folder: Path) -> None:
        self._log = log
        self._topic = log.full(TOPIC)
        self.shards: dict[int, Shard] = {}
        self.failed: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()
        self.app = _app(log, folder)
        self.app.transport = self._transport()
        self._table = self._declare()

    def _declare(self) -> Any:
        raw: Mapping[str, Any] = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}
        count = self._log.partitions
        # Without acks nothing is committed. Were there a committed offset behind the mark, Faust would fetch from it before it seeks, remember
        # how far it read, and drop what the seek brings as read before.
        decisions = self.app.topic(self._topic, partitions=count, acks=False, allow_empty=True, **raw)
        changelog = self.app.topic(
            self._log.full(CHANGELOG), partitions=count, acks=False, internal=True, compacting=True, allow_empty=True, **raw
        )
        self.app.agent(decisions, name="funnel", concurrency=1)(self._agent)
        return self.app.Table(
            "funnel", partitions=count, changelog_topic=changelog, key_type=bytes, value_type=bytes, on_recover=self._recovered
        )

    async def _agent(self, stream: Any) -> None:
        """Never raises: an agent that does goes on with the next record. What fails stops here, and the process ends."""
        async for event in stream.events():
            message = event.message
            try:
                if shard := self.shards.get(message.partition):
                    shard.fold(Record(message.offset, int(message.timestamp * 1000), message.key, message.value))
            except Exception as error:  # noqa: BLE001 - handed on: `failed` ends the process
                self._fail(error)
                await asyncio.Event().wait()

    @property
    def recovering(self) -> bool:
        """Whether tables are being rebuilt from their changelog."""
        return bool(self.app.in_recovery)

    def progress(self) -> object:
        """Something that differs whenever something was folded or recovered."""
        folded = {partition: shard.place.next for partition, shard in self.shards.items()}
        return folded, list(self.app.tables.recovery.active_offsets.items())

    async def save(self) -> None:
        """Append to the changelog, then publish, what changed in every partition of ours. Raises Retry; nothing is forgotten then."""
        for partition, shard in list(self.shards.items()):
            unsaved, shard.unsaved = shard.unsaved, {}
            try:
                if not await self._append(partition, shard, unsaved):
                    _log.warning("figures are saved anew", partition=partition, why="somebody else wrote to their changelog")
                    await self._append(partition, shard, dict(shard.rows))
            except BaseException:
                shard.unsaved = unsaved | shard.unsaved
                raise
            unpublished, shard.unpublished = shard.unpublished, {}
            try:
                await publish_rows(self._log, partition, unpublished)
            except BaseException:
                shard.unpublished = unpublished | shard.unpublished
                raise

    async def _append(self, partition: int, shard: Shard, changed: Mapping[Key, bytes | None]) -> bool:
        """One piece, the mark its last record; only a start from nothing can need several. False: somebody else wrote since the last piece,
        and of what we have nobody knows what is still the newest."""
        if not changed:
            return True
        records = [NewRecord(_key(partition, key), raw) for key, raw in changed.items()]
        records.append(NewRecord(mark(partition), encode_place(shard.place)))
        alone = True
        for piece in _pieces(records):
            expected, shard.end = shard.end, None
            offset = await self._log.append(CHANGELOG, partition, piece)
            if offset is not None:
                shard.end = offset + len(piece)
            alone = alone and offset == expected
        return alone

    async def _loaded(self, partition: int) -> Shard:
        """The shard of a partition as its recovered table has it; an empty one where that belongs to another log, or is not of one moment."""
        prefix, raw = _key(partition, Key("", ""))[:-1], self._table.data.get(mark(partition))
        place = Place() if raw is None else decode_place(raw)
        rows = {Key(*key[len(prefix) :].decode().split("/", 1)): value for key, value in self._table.data.items() if key.startswith(prefix)}
        whole = all(hosted.last(key, value) < place.next for key, value in rows.items())
        if not whole or not await stands(self._log, partition, place):
            why = "the mark is not one of this log" if whole else "the changelog is not of one moment"
            _log.warning("folding again from the start", partition=partition, why=why)
            gone: dict[Key, bytes | None] = dict.fromkeys(rows)
            return Shard(Place(), {}, gone, dict(gone), self._end(partition))
        # Nobody knows what the owner before us had published.
        return Shard(place, rows, {}, dict(rows), self._end(partition))

    def _end(self, partition: int) -> int | None:
        """Behind the last record of the changelog that the table was recovered from."""
        read: int | None = self.app.tables.recovery.active_offsets.get(TP(self._log.full(CHANGELOG), partition))
        return None if read is None else read + 1

    async def _recovered(self) -> None:
        """Take over the partitions that are ours now, and no others. Called by Faust when their table is recovered and before anything of
        them is fetched; what is raised here it would swallow."""
        try:
            self.shards = {partition: await self._loaded(partition) for partition in self._ours()}
        except Exception as error:  # noqa: BLE001 - handed on: `failed` ends the process
            self._fail(error)

    def _ours(self) -> dict[int, Any]:
        """The decision partitions that are assigned to us, as Faust names them."""
        return {at.partition: at for at in self.app.consumer.assignment() if at.topic == self._topic}

    def _fail(self, error: BaseException) -> None:
        if not self.failed.done():
            self.failed.set_result(error)

    def _transport(self) -> Any:
        """Faust's transport, but where Faust seeks to what it committed, once tables are recovered, the consumer goes to our marks; and its
        thread ends well also without a broker."""
        host = self

        class Consumer(driver.Consumer):  # type: ignore[misc]
            def _new_consumer_thread(self) -> Any:
                return _ConsumerThread(self, loop=self.loop, beacon=self.beacon)

            async def seek_to_committed(self) -> Mapping[Any, int]:
                offsets = dict(await super().seek_to_committed())
                marks = {at: host.shards[partition].place.next for partition, at in host._ours().items() if partition in host.shards}
                await self.seek_wait(marks)
                return {**offsets, **marks}

        class Transport(driver.Transport):  # type: ignore[misc]
            pass

        Transport.Consumer = Consumer
        return Transport(self.app.conf.broker_consumer, self.app)


class _ConsumerThread(driver.AIOKafkaConsumerThread):  # type: ignore[misc]
    """Faust's thread of the consumer, which a fetch that waits for the broker does not break at the end."""

    async def on_thread_stop(self) -> None:
        try:
            await super().on_thread_stop()
        except asyncio.CancelledError:
            # aiokafka cancels such a fetch, and lets its end pass for that of whoever closes the consumer. Nobody cancelled us.
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise


def _app(log: KafkaLog, folder: Path) -> Any:
    return faust.App(
        f"{log.prefix}.views",
        broker=[URL(f"kafka://{address}") for address in log.bootstrap.split(",")],
        store="memory://",
        datadir=str(folder),
        autodiscover=False,
        web_enabled=False,
        processing_guarantee="at_least_once",
        topic_partitions=log.partitions,
        topic_allow_declare=False,
        topic_disable_leader=True,
        table_standby_replicas=0,
        agent_supervisor="mode.supervisors.CrashingSupervisor",
        broker_session_timeout=SESSION_S,
        broker_heartbeat_interval=SESSION_S / 3,
        stream_wait_empty=False,
        logging_config=None,
    )


def _pieces(records: list[NewRecord]) -> Iterator[list[NewRecord]]:
    """The records in pieces that the changelog takes."""
    piece: list[NewRecord] = []
    size = 0
    for record in records:
        size += len(record.key or b"") + len(record.value or b"")
        if piece and (size > _PIECE_BYTES or len(piece) == _PIECE):
            yield piece
            piece, size = [], 0
        piece.append(record)
    yield piece


def _key(partition: int, key: Key) -> bytes:
    return f"{hosted.FORMAT}/row/{partition}/{key.table}/{key.id}".encode()


def mark(partition: int) -> bytes:
    """The changelog's key of the place up to which a partition is folded. What was kept in another format is neither found nor missed."""
    return f"{hosted.FORMAT}/mark/{partition}".encode()
