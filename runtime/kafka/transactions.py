"""Writing to several topics at once or not at all, as the one writer that may: a newer owner of the same name fences this one off."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.errors import IllegalOperation, InvalidProducerEpoch, KafkaError, ProducerFenced
from aiokafka.producer.message_accumulator import BatchBuilder

from runtime.kafka.client import TALK_S, bounded
from runtime.kafka.writer import REQUEST, end, failure, size_of
from schemas.record import NewRecord

TRANSACTION_MS = 15_000
"""After so long the broker aborts a transaction that its owner has left open: readers of committed records wait for it until then."""


class Fenced(Exception):
    """Somebody else has taken over: this writer must end, and nothing that it was about to write has been written."""


class Transactions:
    """Two transactional producers used in turn: a transaction right after another of the same id waits 20 ms for the first one's end.

    Taking over takes both, which ends what an earlier owner has begun, and fences it. After any error but Fenced: close, take again.
    """

    def __init__(self, bootstrap: str, producers: Sequence[AIOKafkaProducer]) -> None:
        self._bootstrap, self._producers = bootstrap, producers
        self._turn = 0

    @classmethod
    async def take(cls, bootstrap: str, name: str) -> "Transactions":
        """Become the one writer of this name; what earlier ones committed is then readable. Raises Retry."""
        producers = [
            AIOKafkaProducer(
                bootstrap_servers=bootstrap,
                transactional_id=f"{name}-{which}",
                transaction_timeout_ms=TRANSACTION_MS,
                max_request_size=REQUEST,
                request_timeout_ms=int(TALK_S * 1000),
                retry_backoff_ms=20,
            )
            for which in "ab"
        ]
        try:
            async with bounded(bootstrap, f"becoming the writer {name}", 3 * TALK_S):
                await asyncio.gather(*(producer.start() for producer in producers))
        except BaseException:
            await asyncio.gather(*(end(producer) for producer in producers))
            raise
        return cls(bootstrap, producers)

    async def write(
        self, partition: int, records: Mapping[str, Sequence[NewRecord]], limits: Mapping[str, int], committing: Callable[[], None]
    ) -> None:
        """Write records to a partition of topics (full names), each topic in order, all or nothing; durable and readable when it returns.

        `limits`: the largest record batch of each topic in bytes. `committing` is called when all is written and nothing yet committed.
        Raises Fenced; Retry, after which it may or may not have been committed.
        """
        producer = self._producers[self._turn]
        self._turn = 1 - self._turn
        sent: list[asyncio.Future[object]] = []
        async with bounded(self._bootstrap, "publishing", 2 * TALK_S):
            try:
                await producer.begin_transaction()
                for topic, some in records.items():
                    for batch in _batches(some, limits[topic]):
                        sent.append(await producer.send_batch(batch, topic, partition=partition))
                await asyncio.gather(*sent)  # before the commit, which would leave out what has failed
                committing()
                await producer.commit_transaction()
            except (ProducerFenced, InvalidProducerEpoch):
                raise Fenced from None
            except (IllegalOperation, AssertionError) as error:
                # the client refuses to go on with a producer that has failed meanwhile; its sender knows why
                raise Fenced if isinstance(failure(producer), ProducerFenced) else KafkaError("the transaction has failed") from error
            finally:
                for one in sent:
                    one.add_done_callback(_heard)  # the first of them was raised

    async def close(self) -> None:
        """Close both producers; an open transaction is aborted by the broker, or by the next owner."""
        await asyncio.gather(*(end(producer) for producer in self._producers))


def _heard(one: asyncio.Future[object]) -> None:
    if not one.cancelled():
        one.exception()


def _batches(records: Sequence[NewRecord], limit: int) -> list[BatchBuilder]:
    """The records in their order, in as few record batches as fit into `limit` bytes each."""
    batches: list[BatchBuilder] = []
    room = 0
    for record in records:
        size = size_of((record,))
        if size > room:
            batches.append(BatchBuilder(limit, 0, is_transactional=1))
            room = limit
        batches[-1].append(timestamp=None, key=record.key, value=record.value, headers=list(record.headers))
        room -= size
    for batch in batches:
        batch.close()
    return batches
