"""Record batches are read as the client reads them, and also where it cannot."""

import struct

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record._crc32c import crc
from aiokafka.record.default_records import DefaultRecordBatch, DefaultRecordBatchBuilder
from hypothesis import given
from hypothesis import strategies as st

from runtime.kafka import KafkaLog
from runtime.kafka.raw import parsed
from runtime.testing.kafka import KafkaServer
from schemas.record import NewRecord, Record

some = st.none() | st.binary(max_size=200)
headers = st.lists(st.tuples(st.text(st.characters(codec="utf-8"), max_size=10), st.binary(max_size=20)), max_size=4)


@given(
    records=st.lists(st.tuples(some, some, headers, st.integers(0, 2**41)), min_size=1, max_size=20),
    codec=st.sampled_from([0, 1]),
    cut=st.integers(0, 40),
)
def test_batches_are_read_as_the_client_reads_them(
    records: list[tuple[bytes | None, bytes | None, list[tuple[str, bytes]], int]], codec: int, cut: int
) -> None:
    builder = DefaultRecordBatchBuilder(2, codec, 0, -1, -1, 0, 1 << 20)
    for offset, (key, value, named, at) in enumerate(records):
        builder.append(offset, timestamp=at, key=key, value=value, headers=named)
    batch = bytes(builder.build())
    theirs = [Record(r.offset, r.timestamp, r.key, r.value, tuple(r.headers)) for r in DefaultRecordBatch(batch)]
    assert list(parsed(batch + batch[: min(cut, len(batch) - 1)])) == theirs


class Hostile(BatchBuilder):  # type: ignore[misc]
    """A batch whose header name is not UTF-8, as a client in another language may write it."""

    def _build(self) -> bytes:
        raw = bytearray(super()._build()).replace(b"zz9zz", b"\xff\xfe9zz")
        struct.pack_into(">I", raw, 17, crc(bytes(raw[21:])))
        self._buffer = bytes(raw)
        return self._buffer


@pytest.mark.kafka
@pytest.mark.slow
async def test_f17_a_header_name_that_is_no_text_stops_nobody(kafka: KafkaServer, kafka_log: KafkaLog) -> None:
    await kafka_log.append("capture", 0, [NewRecord(b"w", b"1"), NewRecord(b"w", b"2")])
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap)
    await producer.start()
    batch = Hostile(10_000, 0)
    for value in (b"3", b"4"):
        batch.append(timestamp=None, key=b"w", value=value, headers=[("zz9zz", b"v"), ("ok", b"x")])
    batch.close()
    await (await producer.send_batch(batch, kafka_log.full("capture"), partition=0))
    await producer.stop()
    await kafka_log.append("capture", 0, [NewRecord(b"w", b"5")])
    records: list[Record] = []
    while len(records) < 5:
        records += await kafka_log.read("capture", 0, len(records), limit=3)
    assert [(r.offset, r.value) for r in records] == [(n, b"%d" % (n + 1)) for n in range(5)]
    assert records[2].headers == (("\ufffd\ufffd9zz", b"v"), ("ok", b"x"))
    assert all(r.timestamp > 1_600_000_000_000 for r in records)
