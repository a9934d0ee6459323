"""Topics are created as the table has them, twice if need be, and every difference is told."""

import asyncio

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from runtime.kafka import KafkaLog, WrongLayout, create_topics, diff_topics
from runtime.testing.kafka import KafkaServer
from schemas.topics import TOPICS

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


async def test_creating_makes_every_topic_and_again_makes_none(kafka: KafkaServer, kafka_prefix: str) -> None:
    created = await create_topics(kafka.bootstrap, kafka_prefix, 3)
    assert sorted(created) == sorted(topic.full(kafka_prefix) for topic in TOPICS.values())
    assert await create_topics(kafka.bootstrap, kafka_prefix, 3) == []
    assert await diff_topics(kafka.bootstrap, kafka_prefix) == []
    log = await KafkaLog.open(kafka.bootstrap, kafka_prefix)
    assert log.partitions == 3
    await log.close()


async def test_missing_topics_are_one_line_with_the_command_that_mends_it(kafka: KafkaServer, kafka_prefix: str) -> None:
    with pytest.raises(WrongLayout, match=rf"lacks {kafka_prefix}.capture.v1 and \d+ more: run `leadloom topics create`"):
        await KafkaLog.open(kafka.bootstrap, kafka_prefix)
    differences = await diff_topics(kafka.bootstrap, kafka_prefix)
    assert {str(d) for d in differences} == {f"{t.full(kafka_prefix)}: missing; run `leadloom topics create`" for t in TOPICS.values()}


async def test_every_difference_is_told(kafka: KafkaServer, kafka_prefix: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(f"{kafka_prefix}.lead.v1", 5, 1)])
    await create_topics(kafka.bootstrap, kafka_prefix, 2)
    changed = {"max.message.bytes": "1000000", "message.timestamp.type": "LogAppendTime", "retention.ms": "1000"}
    await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, f"{kafka_prefix}.decision.v1", changed)])
    await admin.close()
    async with asyncio.timeout(10):
        # the broker hears of changed settings from the controller, a little later
        while len(found := await diff_topics(kafka.bootstrap, kafka_prefix)) < 6:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    differences = {str(d).removeprefix(f"{kafka_prefix}.") for d in found}
    assert differences == {
        "lead.v1: number of partitions is 5, should be 2",
        "lead.v1: cleanup.policy is delete, should be compact",
        "lead.v1: max.message.bytes is 1048588, should be 1048576",
        "decision.v1: max.message.bytes is 1000000, should be 8388608",
        "decision.v1: message.timestamp.type is LogAppendTime, should be CreateTime",
        "decision.v1: retention.ms is 1000, should be -1",
    }
    with pytest.raises(WrongLayout, match="leadloom topics diff"):
        await KafkaLog.open(kafka.bootstrap, kafka_prefix)


async def test_more_copies_than_brokers_is_one_line(kafka: KafkaServer, kafka_prefix: str) -> None:
    with pytest.raises(WrongLayout, match="refuses to create"):
        await create_topics(kafka.bootstrap, kafka_prefix, 1, replication=7)
