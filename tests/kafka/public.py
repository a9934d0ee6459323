"""A subscriber as anybody might write one: reads what is committed on a topic, with no code of ours."""

from collections.abc import Callable

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition


async def committed(bootstrap: str, topic: str, partition: int, enough: Callable[[list[ConsumerRecord]], bool]) -> list[ConsumerRecord]:
    """Every committed record of a partition from its start, once `enough` says so; the test's time-out bounds the wait."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest", group_id=None)
    await consumer.start()
    try:
        at = TopicPartition(topic, partition)
        consumer.assign([at])
        consumer.seek(at, 0)
        records: list[ConsumerRecord] = []
        while not enough(records):
            for some in (await consumer.getmany(at, timeout_ms=200)).values():
                records += some
        return records
    finally:
        await consumer.stop()


async def committed_to_the_end(bootstrap: str, topic: str, partition: int) -> list[ConsumerRecord]:
    """Every committed record of a partition that is there now."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest", group_id=None)
    await consumer.start()
    try:
        at = TopicPartition(topic, partition)
        end = (await consumer.end_offsets([at]))[at]
        consumer.assign([at])
        consumer.seek(at, 0)
        records: list[ConsumerRecord] = []
        while await consumer.position(at) < end:
            for some in (await consumer.getmany(at, timeout_ms=200)).values():
                records += some
        return records
    finally:
        await consumer.stop()
