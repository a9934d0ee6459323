"""Reading a topic that others write: only what they committed, over gaps that their transactions leave, from a place of our own."""

from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import OffsetOutOfRangeError

from runtime.kafka.client import TALK_S, bounded
from runtime.kafka.raw import fetched
from runtime.kafka.reader import FETCH, consumer, started, stopped
from schemas.errors import Hole
from schemas.record import Record


class Inbound:
    """One partition of an inbound topic, read on from where it stands; close it in the end."""

    def __init__(self, bootstrap: str, at: TopicPartition) -> None:
        self._bootstrap, self._at = bootstrap, at
        self._consumer: AIOKafkaConsumer | None = None
        self.next = 0
        """The offset that is read next."""

    async def read(self, limit: int, wait_s: float) -> Sequence[Record]:
        """Up to `limit` records from `next` on, which moves behind them; none after `wait_s` seconds.

        Raises Hole where the broker no longer has that offset, Retry where it cannot be reached.
        """
        async with bounded(self._bootstrap, f"reading {self._at.topic}", wait_s + 2 * TALK_S):
            one = await self._opened()
            try:
                got = (await one.getmany(self._at, timeout_ms=int(wait_s * 1000), max_records=limit)).get(self._at, [])
            except UnicodeDecodeError:  # somebody's header names are no text
                records = (await fetched(one, self._at, self.next, FETCH))[:limit]
                self.seek(records[-1].offset + 1 if records else self.next)
                return records
            except OffsetOutOfRangeError:
                first = (await one.beginning_offsets([self._at]))[self._at]
                raise Hole(self._at.topic, self._at.partition, self.next, first) from None
            self.next = await one.position(self._at)
        return [Record(r.offset, r.timestamp, r.key, r.value, ()) for r in got]

    def seek(self, offset: int) -> None:
        """Read on from there."""
        self.next = offset
        if self._consumer is not None:
            self._consumer.seek(self._at, offset)

    async def _opened(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            one = await started(consumer(self._bootstrap, committed=True))
            one.assign([self._at])
            one.seek(self._at, self.next)
            self._consumer = one
        return self._consumer

    async def close(self) -> None:
        if self._consumer is not None:
            await stopped(self._consumer)
