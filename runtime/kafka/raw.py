"""Reading record batches that the client cannot: it refuses header names that are no UTF-8, and one of them would stop a partition (F17)."""

import struct
from collections.abc import Iterator

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.codec import gzip_decode, lz4_decode, snappy_decode, zstd_decode
from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.fetch import FetchRequest

from schemas.record import Record

_BATCH = struct.Struct(">qiibIhiqqqhii")
"""Message format 2: base offset, length, leader epoch, magic, crc, attributes, last offset delta, first and max timestamp, producer id and
epoch, base sequence, count."""

_CODEC, _APPEND_TIME, _CONTROL = 0x07, 0x08, 0x20
_DECODERS = {1: gzip_decode, 2: snappy_decode, 3: lz4_decode, 4: zstd_decode}


async def fetched(consumer: AIOKafkaConsumer, at: TopicPartition, offset: int, size: int) -> list[Record]:
    """The records from `offset` on, at least one record batch; raises KafkaError as the consumer would."""
    client = consumer._client
    leader = client.cluster.leader_for_partition(at)
    request = FetchRequest(500, 1, size, 0, [(at.topic, [(at.partition, offset, size)])], rack_id="")
    response = await client.send(leader, request)
    ((_, ((_, code, *rest),)),) = response.topics
    if code:
        raise for_code(code)()
    return [record for record in parsed(bytes(rest[-1])) if record.offset >= offset]


def parsed(data: bytes) -> Iterator[Record]:
    """The records of whole record batches; header names are read as UTF-8 with replacement. A batch cut off at the end is left out."""
    start = 0
    while start + _BATCH.size <= len(data):
        base, length, _, _, _, attributes, _, first, newest, *_, count = _BATCH.unpack_from(data, start)
        end = start + 12 + length
        if end > len(data):
            return
        if not attributes & _CONTROL:
            body = data[start + _BATCH.size : end]
            if codec := attributes & _CODEC:
                body = bytes(_DECODERS[codec](body))
            yield from _records(body, count, base, first, newest if attributes & _APPEND_TIME else None)
        start = end


def _records(body: bytes, count: int, base: int, first: int, appended: int | None) -> Iterator[Record]:
    cursor = _Cursor(body)
    for _ in range(count):
        cursor.number()  # its length
        cursor.at += 1  # attributes: unused
        timestamp, offset = first + cursor.number(), base + cursor.number()
        key, value = cursor.some(), cursor.some()
        headers = tuple([((cursor.some() or b"").decode("utf-8", "replace"), cursor.some() or b"") for _ in range(cursor.number())])
        yield Record(offset, timestamp if appended is None else appended, key, value, headers)


class _Cursor:
    """Where parsing stands in the bytes of a batch."""

    def __init__(self, body: bytes) -> None:
        self.body, self.at = body, 0

    def number(self) -> int:
        """A zigzag varint. Raises KafkaError where the bytes end before it does."""
        value = shift = 0
        while self.at < len(self.body):
            byte = self.body[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return (value >> 1) ^ -(value & 1)
            shift += 7
        raise KafkaError("a record batch ends in the middle of a record")

    def some(self) -> bytes | None:
        """Bytes with their length in front; -1 is null."""
        length = self.number()
        if length < 0:
            return None
        self.at += length
        return self.body[self.at - length : self.at]
