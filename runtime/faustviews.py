"""The views as a Faust app: one agent over the decision log, one table that its changelog rebuilds, and every guard rail that Faust needs.

What Faust does not promise, we keep: a changelog piece holds changed counters and the mark up to which they are folded, and is one record batch,
so that it is there whole or not at all. When a partition is assigned and its table recovered, the fold goes on from the mark, the only position
there is: Faust commits none. A counter passes over the decisions that it already holds, and so also a piece that lands late, from an owner
before us, does no harm. The table lives in memory: a store on disk could know what the changelog does not, and the next owner would never learn it.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faust
import structlog
from faust.transport.drivers import aiokafka as driver
from yarl import URL

from processors.decisionlog import TOPIC, follow
from processors.views import funnel
from processors.views.funnel import Row
from runtime.follower import stands
from runtime.kafka import KafkaLog
from runtime.views import publish_rows
from schemas.decision import Place, decode_place, encode_place
from schemas.record import NewRecord, Record

CHANGELOG = "funnel-changelog"
SESSION_S = 6.0
"""How long a member may be silent: the lowest that a broker takes unless told otherwise, so that a killed one is soon replaced."""
_PIECE = 2000

_log = structlog.get_logger("views")


@dataclass(slots=True)
class Shard:
    """One partition as folded so far; what is not yet in the changelog, and what is not yet published (None: the counter is gone)."""

    place: Place
    rows: dict[str, Row]
    unsaved: dict[str, Row | None] = field(default_factory=dict)
    unpublished: dict[str, Row | None] = field(default_factory=dict)

    def fold(self, record: Record) -> None:
        """Fold the record that comes next; any other is one that a rebalance left in Faust's buffers, and comes again in its turn."""
        if record.offset != self.place.next:
            return
        accepted, self.place = follow(self.place, (record,))
        changed = funnel.fold(self.rows.get, accepted)
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
                await self._append(partition, unsaved, shard.place)
            except BaseException:
                shard.unsaved = unsaved | shard.unsaved
                raise
            unpublished, shard.unpublished = shard.unpublished, {}
            try:
                await publish_rows(self._log, partition, unpublished)
            except BaseException:
                shard.unpublished = unpublished | shard.unpublished
                raise

    async def _append(self, partition: int, changed: Mapping[str, Row | None], place: Place) -> None:
        """One piece, the mark its last record; only a start from nothing can need several."""
        if not changed:
            return
        records = [NewRecord(_key(partition, row_id), None if row is None else funnel.encode(row)) for row_id, row in changed.items()]
        records.append(NewRecord(mark(partition), encode_place(place)))
        for start in range(0, len(records), _PIECE):
            await self._log.append(CHANGELOG, partition, records[start : start + _PIECE])

    async def _loaded(self, partition: int) -> Shard:
        """The shard of a partition as its recovered table has it; an empty one where that belongs to another log."""
        prefix, raw = _key(partition, ""), self._table.data.get(mark(partition))
        place = Place() if raw is None else decode_place(raw)
        rows = {(row := funnel.decode(value)).id: row for key, value in self._table.data.items() if key.startswith(prefix)}
        if not await stands(self._log, partition, place):
            _log.warning("folding again from the start", partition=partition, why="the mark is not one of this log")
            gone: dict[str, Row | None] = dict.fromkeys(rows)
            return Shard(Place(), {}, gone, dict(gone))
        # Nobody knows what the owner before us had published.
        return Shard(place, rows, unpublished=dict(rows))

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


def _key(partition: int, row_id: str) -> bytes:
    return b"row/%d/%s" % (partition, row_id.encode())


def mark(partition: int) -> bytes:
    """The changelog's key of the place up to which a partition is folded."""
    return b"mark/%d" % partition
