"""The step inside a plain Faust agent, to compare with: each key of state a row of a table, each output a send. Run by bench.kafka."""

import asyncio
import json
import os
import sys
import tempfile
import time
from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import Any

import faust
import uvloop

from processors.step import Step
from runtime.discover import readers
from schemas.capture import LIVE, read
from schemas.record import Record
from schemas.topics import TOPICS


class Rows:
    """State in a Faust table. A table has no order, so the keys stand beside it in order, which costs Faust nothing."""

    def __init__(self, table: Any) -> None:
        self._table = table
        self._keys: list[bytes] = []

    def get(self, key: bytes) -> bytes | None:
        value: bytes | None = self._table.get(key)
        return value

    def put(self, key: bytes, value: bytes) -> None:
        if key not in self._table:
            insort(self._keys, key)
        self._table[key] = value

    def delete(self, key: bytes) -> None:
        if self._table.pop(key, None) is not None:
            del self._keys[bisect_left(self._keys, key)]

    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        for key in self._keys[bisect_left(self._keys, prefix) :]:
            if not key.startswith(prefix):
                return
            yield key, self._table[key]


async def main(bootstrap: str, prefix: str, count: str) -> None:
    """Decide `count` captures of partition 0, then print {"seconds", "cpu_seconds"} from the first to the last one's outputs acknowledged."""
    raw = {"key_type": bytes, "value_type": bytes, "key_serializer": "raw", "value_serializer": "raw"}
    with tempfile.TemporaryDirectory() as folder:
        app = faust.App(
            f"{prefix}.faust",
            broker=f"kafka://{bootstrap}",
            store="memory://",
            datadir=folder,
            autodiscover=False,
            web_enabled=False,
            processing_guarantee="at_least_once",
            topic_partitions=1,
            topic_disable_leader=True,
            consumer_auto_offset_reset="earliest",
            stream_wait_empty=False,
            logging_config=None,
        )
        changelog = app.topic(f"{prefix}.state-changelog", partitions=1, internal=True, compacting=True, **raw)
        table = app.Table("state", partitions=1, changelog_topic=changelog, key_type=bytes, value_type=bytes)
        rows, decide = Rows(table), Step(readers())
        outputs = {name: app.topic(topic.full(prefix), partitions=1, **raw) for name, topic in TOPICS.items()}
        done: asyncio.Future[tuple[float, float]] = asyncio.get_running_loop().create_future()

        async def agent(stream: Any) -> None:
            now = seen = 0
            began = 0.0, 0.0
            async for event in stream.events():
                if not seen:
                    began = time.perf_counter(), time.process_time()
                message = event.message
                record = Record(message.offset, int(message.timestamp * 1000), message.key, message.value, tuple(message.headers))
                now = max(now, record.timestamp)
                verdict = decide(read(LIVE, message.partition, record), rows, now)
                for emit in verdict.emit:
                    await outputs[emit.topic].send(key=emit.key.encode(), value=emit.data, partition=0)
                seen += 1
                if seen == int(count):
                    await app.producer.flush()
                    done.set_result((time.perf_counter() - began[0], time.process_time() - began[1]))

        app.agent(outputs["capture"], name="decide", concurrency=1)(agent)
        await app.start()
        seconds, cpu_seconds = await done
        print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds}), flush=True)


if __name__ == "__main__":
    uvloop.new_event_loop().run_until_complete(main(*sys.argv[1:]))
    os._exit(0)  # Faust's own stop may take minutes
