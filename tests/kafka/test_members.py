"""Members of a group share the partitions: each is worked on by one, and what ends somewhere goes on elsewhere."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from runtime.kafka import KafkaLog, Members
from runtime.testing.kafka import KafkaServer
from schemas.errors import Reject, Retry
from tests.kafka.waiting import until

pytestmark = [pytest.mark.kafka, pytest.mark.slow]
SESSION_S = 1.0


class Worker:
    """A member whose work is to be there until it is told to stop."""

    def __init__(self, log: KafkaLog, at_work: list[int]) -> None:
        self.at_work = at_work
        self.stop = asyncio.Event()
        self.members = Members(log.bootstrap, f"{log.prefix}.decide", log.full("capture"), self.work, session_s=SESSION_S)
        self.task = asyncio.create_task(self.members.run(self.stop))

    async def work(self, partition: int, stop: asyncio.Event) -> None:
        assert partition not in self.at_work, "two members work on one partition"
        self.at_work.append(partition)
        await stop.wait()
        self.at_work.remove(partition)

    async def end(self) -> None:
        self.stop.set()
        await self.task


async def test_f6_partitions_are_shared_by_one_then_two_then_one(kafka_log: KafkaLog) -> None:
    at_work: list[int] = []
    first = Worker(kafka_log, at_work)
    await until(lambda: first.members.partitions == {0, 1}, "the first has both")
    second = Worker(kafka_log, at_work)
    await until(lambda: len(first.members.partitions) == len(second.members.partitions) == 1, "each has one")
    await until(lambda: sorted(at_work) == [0, 1], "both are worked on")
    await first.end()
    await until(lambda: second.members.partitions == {0, 1}, "the second has both")
    await second.end()
    assert at_work == []


async def test_work_that_does_not_end_in_time_is_cancelled(kafka_log: KafkaLog) -> None:
    begun, cancelled = asyncio.Event(), asyncio.Event()

    async def stubborn(partition: int, stop: asyncio.Event) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    stop = asyncio.Event()
    members = Members(kafka_log.bootstrap, f"{kafka_log.prefix}.x", kafka_log.full("capture"), stubborn, session_s=SESSION_S, grace_s=0.2)
    running = asyncio.create_task(members.run(stop))
    await begun.wait()
    stop.set()
    await running
    assert cancelled.is_set()


async def test_what_work_raises_ends_the_member_and_comes_out(kafka_log: KafkaLog) -> None:
    ended: list[int] = []
    begun = asyncio.Event()

    async def work(partition: int, stop: asyncio.Event) -> None:
        if partition == 1:
            await begun.wait()
            raise Reject("a decision of a newer release")
        begun.set()
        await stop.wait()
        ended.append(partition)

    members = Members(kafka_log.bootstrap, f"{kafka_log.prefix}.x", kafka_log.full("capture"), work, session_s=SESSION_S)
    with pytest.raises(Reject, match="a newer release"):
        await members.run(asyncio.Event())
    assert ended == [0]
    assert members.partitions == set()


async def test_progress_is_committed_for_lag_monitoring(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    stop, begun = asyncio.Event(), asyncio.Event()
    lanes = kafka_log.full("capture"), kafka_log.full("capture-bulk")

    async def work(partition: int, stop: asyncio.Event) -> None:
        begun.set()
        await stop.wait()

    group = f"{kafka_log.prefix}.decide"
    members = Members(
        kafka_log.bootstrap,
        group,
        lanes[0],
        work,
        session_s=SESSION_S,
        beside=lanes[1:],
        progress=lambda p: {lanes[0]: 40 + p, lanes[1]: p},
    )
    running = asyncio.create_task(members.run(stop))
    await begun.wait()
    stop.set()
    await running
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap, group_id=group)
    await consumer.start()
    committed = [await consumer.committed(TopicPartition(lane, p)) for lane in lanes for p in range(2)]
    await consumer.stop()
    assert committed == [40, 41, 0, 1]


async def test_without_a_broker_a_member_says_so_at_the_start() -> None:
    async def work(partition: int, stop: asyncio.Event) -> None:
        await stop.wait()

    with pytest.raises(Retry, match="does not answer"):
        await Members("127.0.0.1:1", "g", "t", work).run(asyncio.Event())


async def test_f3_members_go_on_after_the_broker_was_restarted(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    at_work: list[int] = []
    worker = Worker(kafka_log, at_work)
    await until(lambda: worker.members.partitions == {0, 1}, "it has both")
    kafka.stop()
    kafka.restart()
    second = Worker(kafka_log, at_work)
    await until(lambda: len(worker.members.partitions) == len(second.members.partitions) == 1, "they share", 40)
    await worker.end()
    await second.end()
    assert at_work == []
