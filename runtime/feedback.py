"""Feedback of the CRM on its way into the log: from the inbound topic, in order, each record a capture; or from a file."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
import structlog
from aiokafka import TopicPartition

from runtime import crash
from runtime.backoff import Backoff
from runtime.kafka import KafkaLog
from runtime.kafka.inbound import Inbound
from runtime.poller import append
from schemas.capture import Capture
from schemas.codec import derive_id, digest
from schemas.errors import Hole, Reject, Retry
from schemas.record import NewRecord, Record

TOPIC, CHANNEL, SOURCE = "feedback", "crmfeedback", "crm"
"""The topic, the channel of its captures, and their source: the CRM's name where its records give none."""
NOWHERE = "-"
"""The workspace of records that name none; nothing is ever configured for it."""
_WAIT_S, _LIMIT = 1.0, 500

_log = structlog.get_logger("feedback")


def capture_of(body: bytes, workspace: str, source: str, *place: str | int) -> Capture:
    """The capture of a record; the same record of the same place has the same id."""
    return Capture(
        id=derive_id(CHANNEL, workspace, source, digest(body).hex(), *map(str, place)),
        workspace=workspace,
        channel=CHANNEL,
        source=source,
        body=body,
        content_type="application/json",
    )


def of_record(record: Record, partition: int) -> Capture:
    """The capture of a record of the topic: its key is the workspace."""
    workspace = (record.key or b"").decode("utf-8", "replace")
    if not (1 <= len(workspace.encode()) <= 128 and workspace.isprintable()):
        workspace = NOWHERE
    return capture_of(record.value or b"", workspace, SOURCE, partition, record.offset)


async def take_up(log: KafkaLog, partition: int, stop: asyncio.Event) -> None:
    """Append what the CRM wrote to a partition of the topic to the captures, in its order, until `stop` is set.

    The place is kept on the topic `cursor` after the captures are durable: after a crash between the two they come again, and are known by
    their record's id. While the broker is unwell it waits; what expired before it was read is said.
    """
    backoff, key = Backoff(stop), b"feedback:%d" % partition
    inbound = Inbound(log.bootstrap, TopicPartition(log.full(TOPIC), partition))
    known = False
    try:
        while not stop.is_set():
            try:
                if not known:
                    inbound.seek(await _begin(log, partition, key))
                    known = True
                at = inbound.next
                if records := await inbound.read(_LIMIT, _WAIT_S):
                    await append(log, [of_record(record, partition) for record in records])
                    crash.point("feedback.appended")
                if inbound.next != at:
                    await log.append("cursor", partition, [NewRecord(key, msgspec.json.encode(inbound.next))])
                backoff.succeeded()
            except (Retry, Hole) as why:
                _log.warning("waiting", partition=partition, why=str(why))
                known = False
                await backoff.wait(why if isinstance(why, Retry) else Retry(str(why)))
    finally:
        await inbound.close()


async def _begin(log: KafkaLog, partition: int, key: bytes) -> int:
    """Where reading goes on: at the place that was kept; at the topic's first record where that expired, or the topic was made anew."""
    raw = await log.latest("cursor", partition, key)
    start, end = await log.span(TOPIC, partition)
    if raw is None:
        return start
    place = msgspec.json.decode(raw, type=int)
    if place < start:
        _log.error("feedback expired before it was read", partition=partition, lost=start - place)
    return place if start <= place <= end else start


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """(number, bytes) of the lines of a file that are not blank; raises Reject for one that cannot be read."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.strip()
    except OSError as error:
        raise Reject(f"{path} cannot be read: {error.strerror}.") from None
