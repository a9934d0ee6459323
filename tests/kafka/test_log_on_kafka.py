"""What only the log on Kafka can suffer: a broker that is away, slow, restarted, or has dropped what a reader wants."""

import asyncio
import socket
import time

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from runtime.kafka import KafkaLog
from runtime.kafka.writer import Writer
from runtime.testing.kafka import KafkaServer
from runtime.testing.servers import free_port
from schemas.errors import Hole, Retry
from schemas.record import NewRecord, Record

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


def one(value: bytes) -> list[NewRecord]:
    return [NewRecord(b"k", value)]


async def everything(log: KafkaLog, topic: str, partition: int = 0) -> list[Record]:
    _, end = await log.span(topic, partition)
    records: list[Record] = []
    while len(records) < end:
        records += await log.read(topic, partition, len(records))
    return records


async def test_a_broker_that_is_not_there_is_one_clear_line() -> None:
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(Retry, match=rf"^Kafka at {address} does not answer: is it running, is the address right\?$"):
        await KafkaLog.open(address)


async def test_f2_a_produce_time_out_is_a_retry_and_what_lands_late_is_whole(kafka: KafkaServer, kafka_topics: str) -> None:
    log = await KafkaLog.open(kafka.bootstrap, kafka_topics, produce_timeout_s=1.0)
    assert await log.append("decision", 0, one(b"before")) == 0
    with kafka.paused():
        begun = time.monotonic()
        with pytest.raises(Retry):
            await log.append("decision", 0, [NewRecord(b"k", b"late 1"), NewRecord(b"k", b"late 2")])
        assert time.monotonic() - begun < 3
    mine = await log.append("decision", 0, one(b"again"))
    records = await everything(log, "decision")
    late = [b"late 1", b"late 2"] if len(records) > 2 else []
    assert mine is not None
    assert sorted([r.value or b"" for r in records]) == sorted([b"before", *late, b"again"])
    assert records[mine].value == b"again"
    assert [r.value for r in records if r.value in late] == late
    await log.close()


async def test_f1_all_who_wait_while_the_broker_is_frozen_are_told_within_the_bound(kafka: KafkaServer, kafka_topics: str) -> None:
    log = await KafkaLog.open(kafka.bootstrap, kafka_topics, produce_timeout_s=1.0)
    await log.append("capture", 0, one(b"warm"))
    with kafka.paused():
        begun = time.monotonic()
        several = [log.append("capture", p, one(b"%d" % n)) for n in range(20) for p in range(2)]
        answers = await asyncio.gather(*several, return_exceptions=True)
        assert {type(answer) for answer in answers} == {Retry}
        assert time.monotonic() - begun < 4
    assert await log.append("capture", 0, one(b"after")) is not None
    await log.close()


async def test_an_append_that_is_interrupted_is_told_and_cancels_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        writer = Writer(f"127.0.0.1:{silent.getsockname()[1]}", 5.0)
        waiting = [asyncio.create_task(writer.append("t", 0, one(b"x"), 1000)) for _ in range(2)]
        await asyncio.wait(waiting, timeout=0.1)
        (sender,) = (task for task in asyncio.all_tasks() if "_drain" in repr(task.get_coro()))
        sender.cancel()
        told = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5)
        assert [type(answer) for answer in told] == [Retry, Retry]
        await writer.close()


async def test_f3_a_restarted_broker_is_found_again_by_appends_and_reads(kafka: KafkaServer, kafka_topics: str) -> None:
    log = await KafkaLog.open(kafka.bootstrap, kafka_topics, produce_timeout_s=2.0)
    await log.append("capture", 0, one(b"1"))
    assert len(await log.read("capture", 0, 0)) == 1
    kafka.stop()
    with pytest.raises(Retry):
        await log.append("capture", 0, one(b"2"))
    with pytest.raises(Retry):
        await log.read("capture", 0, 1, wait_s=0.5)
    kafka.restart()
    async with asyncio.timeout(20):
        while True:
            try:
                await log.append("capture", 0, one(b"3"))
                values = [r.value for r in await everything(log, "capture")]
                break
            except Retry as retry:
                await asyncio.sleep(min(retry.after_s, 0.2))
    assert [value for value in values if value != b"2"] == [b"1", b"3"]
    await log.close()


async def test_f3_a_killed_broker_keeps_what_it_acknowledged(kafka: KafkaServer, kafka_topics: str) -> None:
    log = await KafkaLog.open(kafka.bootstrap, kafka_topics)
    offsets = [await log.append("decision", 1, one(b"%d" % n)) for n in range(20)]
    await log.close()
    kafka.kill()
    kafka.restart()
    log = await KafkaLog.open(kafka.bootstrap, kafka_topics)
    records = await everything(log, "decision", 1)
    assert [(r.offset, r.value) for r in records] == [(offset, b"%d" % n) for n, offset in enumerate(offsets)]
    await log.close()


async def test_f20_an_offset_that_is_no_longer_kept_is_a_hole_and_never_skipped(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    for n in range(10):
        await kafka_log.append("capture", 0, one(b"%d" % n))
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    await admin.delete_records({TopicPartition(kafka_log.full("capture"), 0): RecordsToDelete(before_offset=6)})
    await admin.close()
    assert await kafka_log.span("capture", 0) == (6, 10)
    with pytest.raises(Hole) as hole:
        await kafka_log.read("capture", 0, 3)
    assert (hole.value.expected, hole.value.found) == (3, 6)
    assert [r.value for r in await kafka_log.read("capture", 0, 6)] == [b"6", b"7", b"8", b"9"]


async def test_an_offset_behind_the_end_is_a_hole_because_the_log_is_not_the_one_that_was_read(kafka_log: KafkaLog) -> None:
    await kafka_log.append("decision", 0, one(b"1"))
    with pytest.raises(Hole) as hole:
        await kafka_log.read("decision", 0, 7)
    assert (hole.value.expected, hole.value.found) == (7, 1)


async def test_readers_at_different_places_do_not_disturb_each_other(kafka_log: KafkaLog) -> None:
    for n in range(300):
        await kafka_log.append("decision", 0, one(b"%d" % n)) if n % 100 == 0 else None
    await kafka_log.append("decision", 0, [NewRecord(b"k", b"%d" % n) for n in range(297)])

    async def follow(first: int, limit: int) -> list[int]:
        offsets: list[int] = []
        while first + len(offsets) < 300:
            offsets += [r.offset for r in await kafka_log.read("decision", 0, first + len(offsets), limit=limit)]
        return offsets

    firsts = (0, 10, 150, 299, 0, 77)
    assert await asyncio.gather(*(follow(first, 7 + first % 5) for first in firsts)) == [list(range(first, 300)) for first in firsts]


async def test_a_read_that_is_cancelled_loses_nothing(kafka_log: KafkaLog) -> None:
    for n in range(20):
        reading = asyncio.create_task(kafka_log.read("capture", 0, n, wait_s=5))
        await asyncio.wait({reading}, timeout=0.003 * (n % 4))
        reading.cancel()
        await kafka_log.append("capture", 0, one(b"%d" % n))
    assert [r.value for r in await everything(kafka_log, "capture")] == [b"%d" % n for n in range(20)]


async def test_the_latest_value_of_another_process_is_seen(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    other = await KafkaLog.open(kafka.bootstrap, kafka_log.prefix)
    for n in range(5):
        await other.append("cursor", 1, [NewRecord(b"mail", b"%d" % n)])
        assert await kafka_log.latest("cursor", 1, b"mail") == b"%d" % n
    await other.close()
