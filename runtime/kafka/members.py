"""Who works on which partition: members of a consumer group that fetch nothing and run one piece of work per partition they are given."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import IllegalStateError, KafkaError

from runtime.backoff import Backoff
from runtime.kafka.client import TALK_S, bounded
from runtime.kafka.reader import started, stopped
from schemas.errors import Retry

Work = Callable[[int, asyncio.Event], Awaitable[None]]
"""What is done with one partition until the event is set: it finishes what is under way, and returns. What it raises ends the member."""

Progress = Callable[[int], Mapping[str, int]]
"""For a partition, by the full name of a topic of the group: the next offset to be worked on."""

COMMIT_S = 5.0
NEVER_MS = 2**31 - 1

_log = structlog.get_logger("members")


class Members(ConsumerRebalanceListener):  # type: ignore[misc]
    """One member of `group`. Kafka shares the partitions of `topic` among the members; this one works on those it is given.

    A member that is paused longer than `session_s` loses its partitions without knowing it: what two members do to one partition at
    once must be harmless by itself (the decision log's chain, the publisher's fence, a sink's place). `grace_s` bounds how long work may
    take to end when its partition goes elsewhere; after that it is cancelled. `progress` is committed now and then, for lag monitoring
    only: nobody starts from it; its topics, `beside` the first, have as many partitions.
    """

    def __init__(
        self,
        bootstrap: str,
        group: str,
        topic: str,
        work: Work,
        *,
        session_s: float = 10.0,
        grace_s: float = 20.0,
        beside: tuple[str, ...] = (),
        progress: Progress = lambda _: {},
    ) -> None:
        self._bootstrap, self._group, self._topic, self._work = bootstrap, group, topic, work
        self._session_ms, self._grace_s = int(session_s * 1000), grace_s
        self._beside, self._progress = beside, progress
        self._running: dict[int, tuple[asyncio.Event, asyncio.Task[None]]] = {}
        self._failed: asyncio.Future[None] | None = None
        self._consumer: AIOKafkaConsumer | None = None

    @property
    def partitions(self) -> set[int]:
        """What this member works on now."""
        return set(self._running)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; then everything has ended, and the others have been told.

        Raises what a piece of work raised, and Retry where the broker cannot be reached at the start.
        """
        backoff = Backoff(stop)
        joined = False
        while not stop.is_set():
            try:
                async with bounded(self._bootstrap, f"joining {self._group}"):
                    consumer = await self._join()
            except Retry as retry:
                if not joined:
                    raise
                await backoff.wait(retry)
                continue
            joined = True
            try:
                await self._until(stop, consumer)
            except KafkaError as error:
                why = f"Kafka at {self._bootstrap} put {self._group} out: {type(error).__name__}"
                _log.warning("joining again", group=self._group, why=why)
                await self._stop_all()
                await backoff.wait(Retry(why))
            finally:
                await self._stop_all()
                await stopped(consumer)
            if self._failed is not None and self._failed.done():
                self._failed.result()

    async def _join(self) -> AIOKafkaConsumer:
        """A consumer of the group with the shortest heartbeat that its session asks for."""
        self._failed = asyncio.get_running_loop().create_future()
        consumer = self._consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap,
            group_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            partition_assignment_strategy=(RangePartitionAssignor,),  # the same partitions of every topic
            session_timeout_ms=self._session_ms,
            heartbeat_interval_ms=max(100, self._session_ms // 5),
            rebalance_timeout_ms=max(self._session_ms, int(self._grace_s * 1000) + 5000),
            max_poll_interval_ms=NEVER_MS,
            request_timeout_ms=max(2 * self._session_ms, int(TALK_S * 1000)),
        )
        await started(consumer)
        consumer.subscribe([self._topic, *self._beside], listener=self)  # after the start, which would wait for the others to let go
        return consumer

    async def _until(self, stop: asyncio.Event, consumer: AIOKafkaConsumer) -> None:
        """Until `stop`, or until something fails: a piece of work, or the membership (KafkaError)."""
        assert self._failed is not None
        stopping = asyncio.ensure_future(stop.wait())
        due = time.monotonic() + COMMIT_S
        try:
            while not stop.is_set():
                # everything is paused, so this brings no records: it only says what went wrong with the membership
                membership = asyncio.ensure_future(consumer.getmany(timeout_ms=1000))
                await asyncio.wait({stopping, self._failed, membership}, return_when=asyncio.FIRST_COMPLETED)
                if not membership.done():
                    membership.cancel()
                    await asyncio.wait({membership})
                if self._failed.done():
                    self._failed.result()
                if not membership.cancelled():
                    membership.result()
                if time.monotonic() > due:
                    await self._commit(consumer)
                    due = time.monotonic() + COMMIT_S
            await self._commit(consumer)
        finally:
            stopping.cancel()

    async def _commit(self, consumer: AIOKafkaConsumer) -> None:
        offsets = {TopicPartition(topic, p): offset for p in self._running for topic, offset in self._progress(p).items()}
        if offsets:
            # advisory: a rebalance in between may well refuse it, and the next one says the same
            with contextlib.suppress(KafkaError, IllegalStateError, TimeoutError):
                async with asyncio.timeout(TALK_S):
                    await consumer.commit(offsets)

    def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Called by the consumer when it has been given partitions."""
        assert self._consumer is not None
        self._consumer.pause(*assigned)
        for at in sorted(assigned):
            if at.topic == self._topic:
                event = asyncio.Event()
                task = asyncio.ensure_future(self._work(at.partition, event))
                task.add_done_callback(self._ended)
                self._running[at.partition] = event, task

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Called by the consumer before it gives its partitions back: none is worked on when this returns."""
        await self._stop_all()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) and self._failed is not None and not self._failed.done():
            self._failed.set_exception(error)

    async def _stop_all(self) -> None:
        running, self._running = self._running, {}
        tasks = {task for _, task in running.values()}
        for event, _ in running.values():
            event.set()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._grace_s)
            for task in late:
                task.cancel()
            if late:
                _log.warning("work did not end in time", group=self._group, partitions=sorted(running))
                await asyncio.wait(late, timeout=TALK_S)
