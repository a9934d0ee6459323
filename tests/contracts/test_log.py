"""The contract of a log (runtime/log.py), kept by the embedded one and by Kafka: the same tests against both, for real."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from runtime.embedded import EmbeddedLog, NoData
from runtime.log import Log, append_at
from schemas.errors import Reject
from schemas.record import NewRecord, Record


@pytest.fixture
async def embedded_log(tmp_path: Path) -> AsyncIterator[Log]:
    embedded = EmbeddedLog(tmp_path, partitions=2)
    yield embedded
    await embedded.close()


@pytest.fixture(params=["embedded_log", pytest.param("kafka_log", marks=[pytest.mark.kafka, pytest.mark.slow])])
def log(request: pytest.FixtureRequest) -> Log:
    chosen: Log = request.getfixturevalue(request.param)
    return chosen


def some(*values: bytes) -> list[NewRecord]:
    return [NewRecord(b"key", value) for value in values]


def values(records: object) -> list[bytes | None]:
    assert isinstance(records, list | tuple)
    return [record.value for record in records]


async def read(log: Log, topic: str, partition: int, offset: int) -> list[Record]:
    return list(await log.read(topic, partition, offset, wait_s=5))


async def test_an_empty_topic_spans_nothing_and_reads_nothing(log: Log) -> None:
    assert await log.span("capture", 0) == (0, 0)
    assert list(await log.read("capture", 0, 0)) == []


async def test_records_come_back_byte_for_byte_in_append_order(log: Log) -> None:
    records = [
        NewRecord(b"w", bytes(range(256)), (("ll-id", b"1"), ("ll-meta", b'{"a":"\xc3\xa4"}'))),
        NewRecord(None, b""),
        NewRecord(b"", b"\x00"),
        NewRecord(b"w", None, (("x", b""),)),
    ]
    assert await log.append("capture", 0, records) == 0
    back = await read(log, "capture", 0, 0)
    assert [NewRecord(r.key, r.value, r.headers) for r in back] == records
    assert [r.offset for r in back] == [0, 1, 2, 3]
    assert all(r.timestamp > 1_600_000_000_000 for r in back)


async def test_offsets_are_consecutive_over_appends_and_partitions_are_apart(log: Log) -> None:
    assert await log.append("decision", 1, some(b"a", b"b")) == 0
    assert await log.append("decision", 1, some(b"c")) == 2
    assert await log.append("decision", 0, some(b"z")) == 0
    assert values(await read(log, "decision", 1, 0)) == [b"a", b"b", b"c"]
    assert await log.span("decision", 1) == (0, 3)
    assert await log.span("decision", 0) == (0, 1)


async def test_reading_starts_at_any_offset_and_again(log: Log) -> None:
    await log.append("decision", 0, some(b"a", b"b", b"c"))
    assert values(await read(log, "decision", 0, 1)) == [b"b", b"c"]
    assert values(await read(log, "decision", 0, 0)) == [b"a", b"b", b"c"]
    assert values(await read(log, "decision", 0, 2)) == [b"c"]
    assert list(await log.read("decision", 0, 3)) == []


async def test_an_answer_keeps_the_limit_and_the_next_goes_on(log: Log) -> None:
    await log.append("decision", 0, some(*(b"%d" % n for n in range(25))))
    first = await log.read("decision", 0, 0, limit=10, wait_s=5)
    assert 1 <= len(first) <= 10
    seen, offset = list(first), first[-1].offset + 1
    while offset < 25:
        more = await log.read("decision", 0, offset, limit=10, wait_s=5)
        seen += more
        offset = more[-1].offset + 1
    assert values(seen) == [b"%d" % n for n in range(25)]


async def test_a_reader_that_waits_gets_what_is_appended_meanwhile(log: Log) -> None:
    waiting = asyncio.create_task(log.read("capture", 0, 0, wait_s=10))
    await asyncio.wait({waiting}, timeout=0.1)
    assert not waiting.done()
    await log.append("capture", 0, some(b"news"))
    assert values(await waiting) == [b"news"]


async def test_many_appends_at_once_all_get_their_own_offset(log: Log) -> None:
    offsets = await asyncio.gather(*(log.append("capture", 0, some(b"%d" % n)) for n in range(200)))
    assert sorted(o for o in offsets if o is not None) == list(range(200))
    back: list[Record] = []
    while len(back) < 200:
        back += await read(log, "capture", 0, len(back))
    assert {(r.offset, r.value) for r in back} == {(o, b"%d" % n) for n, o in enumerate(offsets)}


async def test_one_append_is_one_piece_among_many(log: Log) -> None:
    pieces = [[b"%d-%d" % (n, k) for k in range(20)] for n in range(10)]
    firsts = await asyncio.gather(*(log.append("decision", 0, some(*piece)) for piece in pieces))
    back: list[Record] = []
    while len(back) < 200:
        back += await read(log, "decision", 0, len(back))
    for first, piece in zip(firsts, pieces, strict=True):
        assert first is not None
        assert values(back[first : first + 20]) == piece


async def test_a_whole_mail_of_many_megabytes_goes_in_and_comes_out(log: Log) -> None:
    mail = bytes(range(256)) * (25 << 12)
    assert await log.append("capture", 0, [NewRecord(b"w", mail)]) == 0
    await log.append("capture", 0, some(b"after"))
    (first, *_) = await read(log, "capture", 0, 0)
    assert first.value == mail
    assert values(await read(log, "capture", 0, 1)) == [b"after"]


async def test_a_record_too_large_for_its_topic_is_rejected_and_nothing_is_appended(log: Log) -> None:
    with pytest.raises(Reject, match="too large"):
        await log.append("lead", 0, some(bytes(3 << 20)))
    assert await log.span("lead", 0) == (0, 0)


async def test_the_latest_value_of_a_key_is_known_and_can_be_deleted(log: Log) -> None:
    assert await log.latest("cursor", 0, b"mail") is None
    await log.append("cursor", 0, [NewRecord(b"mail", b"1"), NewRecord(b"other", b"x")])
    await log.append("cursor", 0, [NewRecord(b"mail", b"2")])
    assert await log.latest("cursor", 0, b"mail") == b"2"
    assert await log.latest("cursor", 1, b"mail") is None
    await log.append("cursor", 0, [NewRecord(b"mail", None)])
    assert await log.latest("cursor", 0, b"mail") is None
    assert await log.latest("cursor", 0, b"other") == b"x"


async def test_another_reader_of_an_embedded_log_sees_what_is_appended(tmp_path: Path) -> None:
    log = EmbeddedLog(tmp_path, partitions=2)
    await log.append("capture", 1, some(b"a"))
    await log.append("cursor", 1, [NewRecord(b"mail", b"7")])
    await log.close()
    reader = EmbeddedLog(tmp_path, readonly=True)
    assert reader.partitions == 2
    assert values(await reader.read("capture", 1, 0)) == [b"a"]
    assert (await reader.span("capture", 1), await reader.span("decision", 0)) == ((0, 1), (0, 0))
    assert await reader.latest("cursor", 1, b"mail") == b"7"
    await reader.close()


def test_a_folder_without_a_log_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoData, match=r"There is no data in .*start `leadloom up`"):
        EmbeddedLog(tmp_path / "none", readonly=True)


class Silent(EmbeddedLog):
    """A log that acknowledges without telling where, as a broker may."""

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> None:  # type: ignore[override]
        await super().append(topic, partition, records)


@pytest.mark.parametrize("kind", [EmbeddedLog, Silent])
async def test_where_an_append_stands_is_known_though_the_log_does_not_tell(tmp_path: Path, kind: type[EmbeddedLog]) -> None:
    log = kind(tmp_path)
    assert [await append_at(log, "capture", 0, some(*piece)) for piece in ([b"a"], [b"b", b"c", b"d"], [b"e"])] == [0, 1, 4]
    await log.close()
