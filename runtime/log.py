"""The log protocol: ordered, partitioned, durable topics; embedded (LMDB) and Kafka keep the same contract."""

from collections.abc import Sequence
from typing import Protocol

from schemas.record import NewRecord, Record


class WrongLayout(Exception):
    """The log is not laid out as leadloom needs it; the message names what mends it, or the command that says what is wrong."""


class Log(Protocol):
    """Topics by short name (schemas/topics.py), the same number of partitions each.

    Kept by every implementation (tests/contracts/test_log.py): offsets of a partition are consecutive and never used twice; records come back
    byte for byte in append order; what `append` returned is durable; one `append` is one piece: all of its records, consecutive, or none.
    """

    @property
    def partitions(self) -> int: ...

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int | None:
        """Append in one piece; the first record's offset, or None where the log acknowledged without telling it.

        Raises Retry after a bounded wait; the records may then still be appended later (F2). Raises Reject when they can never be (too large).
        """
        ...

    async def read(self, topic: str, partition: int, offset: int, *, limit: int = 500, wait_s: float = 0.0) -> Sequence[Record]:
        """Up to `limit` records from `offset` on; waits up to `wait_s` for the first, then returns none. The answer is bounded in bytes too
        (about 8 MiB, at least one record). Raises Hole when `offset` is before the start of the log, Retry when it cannot be read now."""
        ...

    async def span(self, topic: str, partition: int) -> tuple[int, int]:
        """(offset of the first record kept, offset that the next one will get). Raises Retry."""
        ...

    async def latest(self, topic: str, partition: int, key: bytes) -> bytes | None:
        """The newest value of a key of a compacted topic (cursors: few, small); None where there is none or it was deleted."""
        ...

    async def close(self) -> None: ...


async def append_at(log: Log, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
    """Append in one piece; the first record's offset. Where the log does not tell it, that which it has if nobody appended in between.

    Raises what `append` and `span` raise.
    """
    first = await log.append(topic, partition, records)
    return (await log.span(topic, partition))[1] - len(records) if first is None else first
