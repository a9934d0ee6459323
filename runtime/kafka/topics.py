"""Creating our topics on Kafka, and telling how what is there differs from the table."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import for_code

from runtime.kafka.client import TALK_S, bounded
from runtime.log import WrongLayout
from schemas.errors import Retry
from schemas.topics import TOPICS, Topic

CREATE_S = 30.0
EXISTS = 36
"""Kafka's error code TOPIC_ALREADY_EXISTS."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about a topic that is not as the table has it. `have` is None where the topic is missing."""

    topic: str
    what: str
    want: str
    have: str | None

    def __str__(self) -> str:
        if self.have is None:
            return f"{self.topic}: missing; run `leadloom topics create`"
        return f"{self.topic}: {self.what} is {self.have}, should be {self.want}"


def settings(topic: Topic) -> dict[str, str]:
    """The topic's settings on Kafka."""
    hot = {"segment.bytes": str(8 << 20), "delete.retention.ms": "600000"} if topic.hot else {}
    return {
        **hot,
        "cleanup.policy": "compact" if topic.compacted else "delete",
        "retention.ms": str(-1 if topic.keep_ms is None else topic.keep_ms),
        "max.message.bytes": str(topic.max_bytes),
        "message.timestamp.type": "LogAppendTime" if topic.append_time else "CreateTime",
        "compression.type": "producer",  # what the broker would compress, a reader must be able to take apart
    }


@contextlib.asynccontextmanager
async def _admin(bootstrap: str, doing: str, seconds: float = TALK_S) -> AsyncIterator[AIOKafkaAdminClient]:
    """A connected admin client; raises Retry."""
    async with bounded(bootstrap, doing, seconds):
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=int(seconds * 1000))
        try:
            await admin.start()
            yield admin
        finally:
            await admin.close()


async def create_topics(bootstrap: str, prefix: str, partitions: int, replication: int = 1) -> list[str]:
    """Create what is missing, all with the same number of partitions; the full names that were created. What is there stays as it is.

    Raises Retry where there is no broker, WrongLayout where it refuses.
    """
    wanted = [NewTopic(t.full(prefix), partitions, replication, topic_configs=settings(t)) for t in TOPICS.values()]
    async with _admin(bootstrap, "creating topics", CREATE_S) as admin:
        answer = await admin.create_topics(wanted, timeout_ms=int(CREATE_S * 1000))
        refused = {name for name, code, *_ in answer.topic_errors if code not in (0, EXISTS)}
        expected = {topic.name for topic in wanted} - refused
        await _until_known(admin, expected)
    created = []
    for name, code, *said in answer.topic_errors:
        if code == 0:
            created.append(name)
        elif code != EXISTS:
            raise WrongLayout(f"Kafka at {bootstrap} refuses to create {name}: {said[0] if said and said[0] else for_code(code).__name__}")
    return created


async def _until_known(admin: AIOKafkaAdminClient, names: set[str]) -> None:
    """Wait until the broker tells of the topics: the controller, who made them, knows of them first."""
    while not names.issubset(await admin.list_topics()):  # noqa: ASYNC110 - the broker sends no event
        await asyncio.sleep(0.02)


async def _have(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, int]:
    """The number of partitions of each topic that is there."""
    there = set(await admin.list_topics()).intersection(names)
    described = await admin.describe_topics(sorted(there)) if there else []
    return {t["topic"]: len(t["partitions"]) for t in described}


async def partitions_of(bootstrap: str, prefix: str) -> int:
    """The shared number of partitions, as the topics have it. Raises Retry (no broker), and WrongLayout where a topic is missing or differs."""
    names = [t.full(prefix) for t in TOPICS.values()]
    async with _admin(bootstrap, "looking at the topics") as admin:
        have = await _have(admin, names)
    if missing := [name for name in names if name not in have]:
        some = f"{missing[0]} and {len(missing) - 1} more" if len(missing) > 1 else missing[0]
        raise WrongLayout(f"Kafka at {bootstrap} lacks {some}: run `leadloom topics create`.")
    counts = set(have.values())
    if len(counts) > 1:
        raise WrongLayout(
            f"The topics of {prefix} differ in their number of partitions ({min(counts)} to {max(counts)}): see `leadloom topics diff`."
        )
    return counts.pop()


async def diff_topics(bootstrap: str, prefix: str, partitions: int | None = None) -> list[Difference]:
    """How the topics differ from the table; empty when they do not.

    `partitions` None: as many as the capture topic has. Raises Retry where there is no broker.
    """
    names = {t.full(prefix): t for t in TOPICS.values()}
    async with _admin(bootstrap, "looking at the topics") as admin:
        have = await _have(admin, list(names))
        found = await _settings_of(admin, sorted(have))
    want = partitions or have.get(TOPICS["capture"].full(prefix)) or max(have.values(), default=1)
    differences = []
    for name, topic in names.items():
        if name not in have:
            differences.append(Difference(name, "topic", "there", None))
            continue
        if have[name] != want:
            differences.append(Difference(name, "number of partitions", str(want), str(have[name])))
        for key, value in settings(topic).items():
            if topic.compacted and key == "retention.ms":
                continue  # says nothing about a compacted topic
            if (is_ := found[name].get(key, "unknown")) != value:
                differences.append(Difference(name, key, value, is_))
    return differences


async def _settings_of(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, dict[str, str]]:
    """The settings of topics as the broker says them."""
    if not names:
        return {}
    found: dict[str, dict[str, str]] = {}
    for answer in await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names]):
        for code, _, _, name, entries in answer.resources:
            if code:
                raise Retry(f"Kafka does not say the settings of {name}: {for_code(code).__name__}.")
            found[name] = {entry[0]: entry[1] for entry in entries}
    return found
