"""Feedback on the inbound topic: every record that the CRM committed becomes a capture, in its order, from a place that is kept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiokafka import AIOKafkaProducer

from runtime.feedback import CHANNEL, NOWHERE, take_up
from runtime.kafka import KafkaLog
from runtime.testing.kafka import KafkaServer
from schemas.capture import LIVE, decode
from schemas.topics import partition_of

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


@asynccontextmanager
async def producer(kafka: KafkaServer, name: str | None = None) -> AsyncIterator[AIOKafkaProducer]:
    one = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, transactional_id=name)
    await one.start()
    try:
        yield one
    finally:
        await one.stop()


@asynccontextmanager
async def taking_up(log: KafkaLog, partition: int = 0) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(take_up(log, partition, stop))
    yield
    stop.set()
    await task


async def captured(log: KafkaLog, workspace: str, count: int) -> list[bytes]:
    """The bodies of the captures of a workspace, once there are so many."""
    partition, found = partition_of(workspace, log.partitions), list[bytes]()
    async with asyncio.timeout(20):
        while len(found) < count:
            records = await log.read(LIVE, partition, 0, wait_s=0.5)
            captures = [decode(record) for record in records]
            found = [c.body for c in captures if c.workspace == workspace and c.channel == CHANNEL]
    return found


async def test_what_the_crm_committed_is_captured_in_order_and_what_it_took_back_is_not(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    topic = kafka_log.full("feedback")
    async with producer(kafka, f"{kafka_log.prefix}-crm") as crm:
        for commit, words in ((True, (b"1", b"2")), (False, (b"lost",)), (True, (b"3",))):
            await crm.begin_transaction()
            for word in words:
                await crm.send_and_wait(topic, word, key=b"main", partition=0)
            await (crm.commit_transaction() if commit else crm.abort_transaction())
    async with taking_up(kafka_log):
        assert await captured(kafka_log, "main", 3) == [b"1", b"2", b"3"]


async def test_after_a_restart_reading_goes_on_where_it_stood(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    topic = kafka_log.full("feedback")
    async with producer(kafka) as crm:
        await crm.send_and_wait(topic, b"1", key=b"main", partition=0)
        async with taking_up(kafka_log):
            assert await captured(kafka_log, "main", 1) == [b"1"]
        await crm.send_and_wait(topic, b"2", key=b"main", partition=0)
        async with taking_up(kafka_log):
            assert await captured(kafka_log, "main", 2) == [b"1", b"2"]


async def test_a_record_of_no_workspace_is_captured_where_nothing_is_ever_configured(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    topic = kafka_log.full("feedback")
    async with producer(kafka) as crm:
        await crm.send_and_wait(topic, b"x", partition=0)
        await crm.send_and_wait(topic, None, key=b"a\x00b", partition=0)
        async with taking_up(kafka_log):
            assert await captured(kafka_log, NOWHERE, 2) == [b"x", b""]
