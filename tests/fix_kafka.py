"""Fixtures with a real Kafka: one broker per session, fresh topics per test."""

import itertools
import os
from collections.abc import AsyncIterator, Iterator

import pytest

from runtime.kafka.log import KafkaLog
from runtime.kafka.topics import create_topics
from runtime.testing.kafka import KafkaServer
from runtime.testing.servers import Missing
from tests.tiers import missing

PARTITIONS = 2
_numbers = itertools.count()


@pytest.fixture(scope="session")
def kafka() -> Iterator[KafkaServer]:
    """The broker of this session; a test that stops or pauses it starts it again."""
    server = KafkaServer()
    try:
        server.start()
    except Missing as why:
        missing("kafka", why)
    yield server
    server.close()


@pytest.fixture
def kafka_prefix(kafka: KafkaServer) -> str:
    """A prefix whose topics nobody else has; they are not yet there."""
    return f"t{os.getpid()}-{next(_numbers)}"


@pytest.fixture
async def kafka_topics(kafka: KafkaServer, kafka_prefix: str) -> str:
    """A fresh prefix with every topic created, PARTITIONS each."""
    await create_topics(kafka.bootstrap, kafka_prefix, PARTITIONS)
    return kafka_prefix


@pytest.fixture
async def kafka_log(kafka: KafkaServer, kafka_topics: str) -> AsyncIterator[KafkaLog]:
    """A KafkaLog on fresh topics."""
    log = await KafkaLog.open(kafka.bootstrap, kafka_topics)
    yield log
    await log.close()
