"""Polling: every configured source that is asked, its cursor in the log, its captures on the live lane of their workspace's partition."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

from ingestors.base import Poll, SourceSettings
from runtime import crash, discover
from runtime.backoff import Backoff
from runtime.log import Log
from schemas.capture import LIVE, Capture, encode
from schemas.errors import Retry
from schemas.record import NewRecord
from schemas.topics import partition_of

CURSOR = "cursor"


async def poll(log: Log, sources: Mapping[tuple[str, str], SourceSettings], stop: asyncio.Event) -> None:
    """Poll the sources, by (channel, name), until `stop` is set; what is being appended then is finished or asked for again later.

    Raises what a source raises for good (Reject: a part is not installed). On Kafka the caller runs this for the sources of the cursor
    partitions that this process is given, so that each has one poller.
    """
    tasks = [asyncio.create_task(_one(log, *where, settings), name="/".join(where)) for where, settings in sources.items()]
    ending = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((*tasks, ending), return_when=asyncio.FIRST_COMPLETED) if tasks else await ending
    finally:
        for task in (*tasks, ending):
            task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


async def _one(log: Log, channel: str, source: str, settings: SourceSettings) -> None:
    found = discover.channels()[channel]
    assert isinstance(found, Poll)
    partition = partition_of(f"{channel}/{source}", log.partitions)
    await found.poll(settings, source, LogCursor(log, partition), lambda captures: append(log, captures))


class LogCursor:
    """A Cursor (ingestors/base.py) on the compacted topic `cursor`."""

    def __init__(self, log: Log, partition: int) -> None:
        self._log, self._partition = log, partition

    async def load(self, key: str) -> bytes | None:
        """The newest value of the key; raises Retry when the log cannot be read."""
        return await self._log.latest(CURSOR, self._partition, key.encode())

    async def save(self, key: str, value: bytes) -> None:
        """Durable when it returns."""
        await _tried(self._log, CURSOR, self._partition, [NewRecord(key.encode(), value)])
        crash.point("poll.cursor_saved")


async def append(log: Log, captures: Sequence[Capture]) -> None:
    """Append to the live lane, in order; durable when it returns. Tried again for as long as the log is unwell."""
    by_partition: dict[int, list[NewRecord]] = {}
    for capture in captures:
        by_partition.setdefault(partition_of(capture.workspace, log.partitions), []).append(encode(capture))
    for partition, records in by_partition.items():
        await _tried(log, LIVE, partition, records)
    crash.point("poll.appended")


async def _tried(log: Log, topic: str, partition: int, records: Sequence[NewRecord]) -> None:
    backoff = Backoff(asyncio.Event())
    while True:
        try:
            await log.append(topic, partition, records)
        except Retry as retry:
            await backoff.wait(retry)
        else:
            return
