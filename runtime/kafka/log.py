"""The log protocol on Kafka: short names become topics behind a prefix, and every wait has an end."""

import asyncio
from collections.abc import Sequence

from aiokafka import TopicPartition

from runtime.kafka.reader import Latest, Readers
from runtime.kafka.topics import partitions_of
from runtime.kafka.writer import Writer
from schemas.record import NewRecord, Record
from schemas.topics import TOPICS


class KafkaLog:
    """A Log (runtime/log.py) on the brokers at `bootstrap`, with the topics of `prefix`; make it with `KafkaLog.open`.

    Offsets are consecutive in topics that only `append` writes; topics that a transaction wrote to (public ones, `cursor`) have gaps.
    """

    def __init__(self, bootstrap: str, prefix: str, partitions: int, produce_timeout_s: float = 5.0) -> None:
        self.bootstrap, self.prefix = bootstrap, prefix
        self._partitions = partitions
        self._writer = Writer(bootstrap, produce_timeout_s)
        self._readers = Readers(bootstrap)
        self._latest: dict[tuple[TopicPartition, bool], Latest] = {}

    @classmethod
    async def open(cls, bootstrap: str, prefix: str = "leadloom", *, produce_timeout_s: float = 5.0) -> "KafkaLog":
        """The log, its number of partitions as the capture topic has it. Raises Retry (no broker) and WrongLayout (no topics)."""
        return cls(bootstrap, prefix, await partitions_of(bootstrap, prefix), produce_timeout_s)

    @property
    def partitions(self) -> int:
        return self._partitions

    def full(self, topic: str) -> str:
        """A topic's name on Kafka."""
        return TOPICS[topic].full(self.prefix)

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int | None:
        """See Log. After Retry the records may still be appended later (F2)."""
        spec = TOPICS[topic]
        at = TopicPartition(spec.full(self.prefix), partition)
        offset = await self._writer.append(at.topic, partition, records, spec.max_bytes)
        if offset is not None:
            self._readers.appended[at] = max(offset + len(records), self._readers.appended.get(at, 0))
        return offset

    async def read(self, topic: str, partition: int, offset: int, *, limit: int = 500, wait_s: float = 0.0) -> Sequence[Record]:
        """See Log. Hole also where `offset` is behind the end: a log that was made anew is shorter than its reader remembers."""
        return await self._readers.read(TopicPartition(self.full(topic), partition), offset, limit, wait_s)

    async def span(self, topic: str, partition: int) -> tuple[int, int]:
        """See Log."""
        return await self._readers.ends.span(TopicPartition(self.full(topic), partition))

    async def latest(self, topic: str, partition: int, key: bytes) -> bytes | None:
        """See Log. Does not wait for open transactions, so a key that is only written in them is to be asked for with `committed`."""
        return await self._newest(topic, partition, False).get(key)

    async def committed(self, topic: str, partition: int, key: bytes) -> bytes | None:
        """The newest committed value of a key of a compacted topic: as `latest`, up to the first transaction that is still open."""
        return await self._newest(topic, partition, True).get(key)

    def _newest(self, topic: str, partition: int, committed: bool) -> Latest:
        at = TopicPartition(self.full(topic), partition)
        if (at, committed) not in self._latest:
            self._latest[at, committed] = Latest(self.bootstrap, at, committed=committed)
        return self._latest[at, committed]

    async def close(self) -> None:
        """Close every connection, within seconds even where the broker is gone."""
        await self._writer.close()
        await asyncio.gather(self._readers.close(), *(latest.close() for latest in self._latest.values()))
