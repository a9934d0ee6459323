"""The publisher: every public record once and in order, whoever dies or wakes up late."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from structlog.testing import capture_logs

from runtime.kafka import KafkaLog, create_topics
from runtime.kafka.transactions import Fenced, Transactions
from runtime.publisher import place_key, publish
from runtime.testing.kafka import KafkaServer
from schemas.capture import LIVE, Capture, encode
from schemas.codec import digest
from schemas.decision import GENESIS, Entry, decode_place
from schemas.decision import encode as encode_decision
from schemas.record import NewRecord
from tests.kafka.decisions import append_changes, decision, versions
from tests.kafka.public import committed, committed_to_the_end
from tests.kafka.waiting import until

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


@asynccontextmanager
async def publishing(log: KafkaLog, partition: int = 0) -> AsyncIterator[asyncio.Task[None]]:
    stop = asyncio.Event()
    task = asyncio.create_task(publish(log, partition, stop))
    yield task
    stop.set()
    await task


def ids(records: list[object]) -> list[str]:
    return [dict(r.headers)["ce_id"].decode() for r in records]  # type: ignore[attr-defined]


def expected(count: int) -> list[str]:
    return [f"lead/{(e := versions(n)).key}/{e.version}" for n in range(count)]


async def test_public_topics_are_a_map_of_the_decision_log(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    await append_changes(kafka_log, 1, 25)
    async with publishing(kafka_log, 1):
        records = await committed(kafka.bootstrap, kafka_log.full("lead"), 1, lambda r: len(r) >= 25)
    assert ids(records) == expected(25)
    assert [r.key for r in records[:2]] == [b"l-0", b"l-1"]
    assert records[3].value == b'{"n":3}'
    raw = await kafka_log.committed("cursor", 1, place_key(1))
    assert raw is not None
    assert decode_place(raw).next == 25


async def test_records_that_do_not_extend_the_chain_are_not_published(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    last = await append_changes(kafka_log, 0, 5)
    await append_changes(kafka_log, 0, 3, GENESIS, 5)
    await append_changes(kafka_log, 0, 5, last, 5)
    async with publishing(kafka_log):
        records = await committed(kafka.bootstrap, kafka_log.full("lead"), 0, lambda r: len(r) >= 10)
    assert ids(records) == expected(10)


async def test_f24_a_dead_letter_carries_the_original_and_says_why(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    captures = [Capture(id=f"c-{n}", workspace="main", channel="webform", source="site", body=b"\xff\x00%d" % n) for n in range(3)]
    await kafka_log.append(LIVE, 0, [encode(capture) for capture in captures])
    said = Entry(touch="c-1", outcome="dead", channel="webform", source="site", reason="No fields. Ask for the form.", fault="input")
    held = Entry(touch="c-2", outcome="quarantine", channel="webform", source="site", reason="Honeypot was filled.")
    prev = GENESIS
    for offset, entries in enumerate(((), (said,), (held,))):
        raw = encode_decision(decision(prev, offset, entries=entries))
        await kafka_log.append("decision", 0, [NewRecord(b"c", raw)])
        prev = digest(raw)
    async with publishing(kafka_log):
        (dead,) = await committed(kafka.bootstrap, kafka_log.full("dead"), 0, lambda r: len(r) >= 1)
        (quarantined,) = await committed(kafka.bootstrap, kafka_log.full("quarantine"), 0, lambda r: len(r) >= 1)
    assert (dead.key, dead.value) == (b"main", b"\xff\x001")
    headers = {name: content.decode() for name, content in dead.headers}
    assert headers["ll-id"] == "c-1"
    assert {name: text for name, text in headers.items() if name.startswith("dlq-") and name != "dlq-release"} == {
        "dlq-reason": "No fields. Ask for the form.",
        "dlq-fault": "input",
        "dlq-capture": "c-1",
        "dlq-channel": "webform",
        "dlq-source": "site",
        "dlq-topic": kafka_log.full(LIVE),
        "dlq-partition": "0",
        "dlq-offset": "1",
    }
    assert dict(quarantined.headers)["dlq-reason"] == b"Honeypot was filled."
    assert quarantined.value == b"\xff\x002"


async def test_f24_without_the_dead_letter_topic_the_partition_waits_and_drops_nothing(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    await admin.delete_topics([kafka_log.full("dead")])
    while kafka_log.full("dead") in await admin.list_topics():  # noqa: ASYNC110 - the broker sends no event
        await asyncio.sleep(0.01)
    await admin.close()
    await kafka_log.append(LIVE, 0, [encode(Capture(id="c-0", workspace="main", channel="x", source="y", body=b"original"))])
    bad = Entry(touch="c-0", outcome="dead", channel="x", source="y", reason="Unreadable.", fault="input")
    raw = encode_decision(decision(GENESIS, 0, [versions(0)], [bad]))
    await kafka_log.append("decision", 0, [NewRecord(b"c", raw)])
    await append_changes(kafka_log, 0, 9, digest(raw), 1)
    with capture_logs() as logs:
        stop = asyncio.Event()
        task = asyncio.create_task(publish(kafka_log, 0, stop))
        await until(lambda: any("has no such topic" in line.get("why", "") for line in logs), "the publisher waits")
        assert await committed_to_the_end(kafka.bootstrap, kafka_log.full("lead"), 0) == []
        await create_topics(kafka.bootstrap, kafka_log.prefix, kafka_log.partitions)
        leads = await committed(kafka.bootstrap, kafka_log.full("lead"), 0, lambda r: len(r) >= 10)
        (dead,) = await committed(kafka.bootstrap, kafka_log.full("dead"), 0, lambda r: len(r) >= 1)
        stop.set()
        await task
    assert ids(leads) == expected(10)
    assert dead.value == b"original"


@pytest.mark.parametrize("point", ["publish.before_commit:3", "publish.committed:2", "publish.committed:5"])
async def test_f4_a_publisher_killed_around_its_commit_publishes_each_record_once(
    kafka: KafkaServer, kafka_log: KafkaLog, point: str
) -> None:
    await append_changes(kafka_log, 0, 60)
    command = [sys.executable, "-m", "tests.kafka.publish_process", kafka.bootstrap, kafka_log.prefix, "0"]
    victim = await asyncio.to_thread(subprocess.run, command, env={**os.environ, "LEADLOOM_CRASH": point}, timeout=30, check=False)
    assert victim.returncode == -9
    async with publishing(kafka_log):
        records = await committed(kafka.bootstrap, kafka_log.full("lead"), 0, lambda r: len(r) >= 60)
    assert ids(records) == expected(60)
    assert ids(await committed_to_the_end(kafka.bootstrap, kafka_log.full("lead"), 0)) == expected(60)


async def test_f6_a_writer_that_wakes_up_late_is_fenced_and_has_written_nothing(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    zombie = await Transactions.take(kafka.bootstrap, kafka_log.full("lead"))
    owner = await Transactions.take(kafka.bootstrap, kafka_log.full("lead"))
    topics = [kafka_log.full("lead"), kafka_log.full("deal"), kafka_log.full("activity")]

    def write(writer: Transactions, value: bytes) -> Awaitable[None]:
        return writer.write(0, {topic: [NewRecord(b"l", value)] for topic in topics}, dict.fromkeys(topics, 1 << 20), lambda: None)

    await write(owner, b"new")
    with pytest.raises(Fenced):
        await write(zombie, b"old")
    await write(owner, b"newer")
    with pytest.raises(Fenced):
        await write(zombie, b"old")
    await write(owner, b"newest")
    await zombie.close()
    await owner.close()
    for topic in topics:
        assert [r.value for r in await committed_to_the_end(kafka.bootstrap, topic, 0)] == [b"new", b"newer", b"newest"]


async def test_f6_two_who_both_believe_to_own_a_partition_publish_each_record_once(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    last = await append_changes(kafka_log, 0, 10)
    other_log = await KafkaLog.open(kafka.bootstrap, kafka_log.prefix)
    async with publishing(kafka_log), publishing(other_log):
        for first in range(10, 40, 10):
            last = await append_changes(kafka_log, 0, 10, last, first)
            so_far = first + 10
            records = await committed(kafka.bootstrap, kafka_log.full("lead"), 0, lambda r: len(r) >= so_far)  # noqa: B023
    await other_log.close()
    assert ids(records) == expected(40)


async def test_f6_a_publisher_fenced_by_one_that_is_gone_again_goes_on(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    """A paused process wakes up in the middle of taking a partition over that went elsewhere meanwhile, and then ends."""
    last = await append_changes(kafka_log, 0, 10)
    async with publishing(kafka_log):
        await committed(kafka.bootstrap, kafka_log.full("lead"), 0, lambda r: len(r) >= 10)
        await (await Transactions.take(kafka.bootstrap, f"{kafka_log.prefix}.publish-0")).close()
        await append_changes(kafka_log, 0, 10, last, 10)
        records = await committed(kafka.bootstrap, kafka_log.full("lead"), 0, lambda r: len(r) >= 20)
    assert ids(records) == expected(20)


async def test_an_open_transaction_holds_up_nobody_who_did_not_ask_for_what_is_committed(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    topic = kafka_log.full("cursor")
    writer = await Transactions.take(kafka.bootstrap, topic)

    def dies() -> None:
        raise KeyError

    await kafka_log.append("cursor", 0, [NewRecord(b"mail", b"1")])
    with pytest.raises(KeyError):
        await writer.write(0, {topic: [NewRecord(b"publish:0", b"lost")]}, {topic: 1 << 20}, dies)
    await kafka_log.append("cursor", 0, [NewRecord(b"mail", b"2")])
    assert await kafka_log.latest("cursor", 0, b"mail") == b"2"
    assert await kafka_log.committed("cursor", 0, b"mail") == b"1"
    await writer.close()
    await (await Transactions.take(kafka.bootstrap, topic)).close()
    assert await kafka_log.committed("cursor", 0, b"mail") == b"2"
    assert await kafka_log.committed("cursor", 0, b"publish:0") is None
