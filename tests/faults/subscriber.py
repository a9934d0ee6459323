"""A subscriber of the public topics as anybody might write one: what is committed on them, with no code of ours."""

import asyncio
from collections import defaultdict
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition

PUBLIC = ("lead", "contact", "company", "deal", "bundle", "activity", "assignment", "dead", "quarantine")


class Published(NamedTuple):
    """A record with its CloudEvents (or dead-letter) headers."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: dict[str, str]


def published(bootstrap: str, prefix: str) -> list[Published]:
    """Every committed record of the public topics that is there now, in order per partition."""
    return asyncio.run(_published(bootstrap, prefix))


async def _published(bootstrap: str, prefix: str) -> list[Published]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, isolation_level="read_committed", group_id=None, enable_auto_commit=False)
    await consumer.start()
    try:
        names = {f"{prefix}.{topic}.v1": topic for topic in PUBLIC}
        every = [TopicPartition(name, p) for name in names for p in await _partitions(consumer, name)]
        ends = await consumer.end_offsets(every)
        consumer.assign(every)
        await consumer.seek_to_beginning()
        found: list[Published] = []
        while [at for at in every if await consumer.position(at) < ends[at]]:
            for at, records in (await consumer.getmany(timeout_ms=200)).items():
                found += [_of(names[at.topic], record) for record in records]
        return found
    finally:
        await consumer.stop()


async def _partitions(consumer: Any, name: str) -> set[int]:
    await consumer._client.add_topic(name)
    found: set[int] = consumer.partitions_for_topic(name) or set()
    return found


def _of(topic: str, record: Any) -> Published:
    return Published(topic, record.key, record.value, {name: value.decode() for name, value in record.headers})


def versions(records: list[Published]) -> dict[tuple[str, str], list[int]]:
    """The versions of every entity in the order in which they came, by (topic, entity)."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for record in records:
        if "ce_id" in record.headers:
            topic, key, version = record.headers["ce_id"].split("/")
            assert (topic, key.encode()) == (record.topic, record.key)
            found[topic, key].append(int(version))
    return dict(found)
