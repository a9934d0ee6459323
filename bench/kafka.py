"""Captures decided per second on a real Kafka, decisions durable (acks=all), against the same step inside a plain Faust agent; in one run."""

import argparse
import asyncio
import itertools
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bench.embedded import stream
from bench.report import at_least, figure, finish, middle
from processors.decisionlog import Accepted
from processors.step import Step
from runtime.decider import Decider
from runtime.discover import readers
from runtime.kafka import KafkaLog, create_topics
from runtime.store import LmdbStore
from runtime.testing.kafka import KafkaServer
from schemas.capture import LIVE
from schemas.record import NewRecord

COPIES, FAUST_COPIES, RUNS = 10, 2, 3
_numbers = itertools.count()


async def filled(bootstrap: str, records: Sequence[NewRecord]) -> str:
    """A fresh prefix whose capture topic has the records."""
    prefix = f"bench{next(_numbers)}"
    await create_topics(bootstrap, prefix, 1)
    log = await KafkaLog.open(bootstrap, prefix, produce_timeout_s=30)
    for start in range(0, len(records), 500):
        await log.append(LIVE, 0, records[start : start + 500])
    await log.close()
    return prefix


async def decided(bootstrap: str, records: Sequence[NewRecord]) -> tuple[float, float]:
    """(seconds, CPU-seconds of this process) that one decider takes from its first read to its last decision kept."""
    log = await KafkaLog.open(bootstrap, await filled(bootstrap, records), produce_timeout_s=30)
    stop, left = asyncio.Event(), len(records)

    def count(accepted: Sequence[Accepted]) -> None:
        nonlocal left
        left -= len(accepted)
        if left <= 0:
            stop.set()

    with tempfile.TemporaryDirectory(prefix="bench-kafka-") as folder:
        store = LmdbStore(Path(folder))
        decider = Decider(log, 0, store, Step(readers()), observe=count)
        wall, cpu = time.perf_counter(), time.process_time()
        await decider.run(stop)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        store.close()
    assert (await log.span("decision", 0))[1] >= len(records)
    await log.close()
    return wall, cpu


def in_faust(bootstrap: str, records: Sequence[NewRecord]) -> tuple[float, float]:
    """(seconds, CPU-seconds) of a process with a Faust agent that does the same."""
    prefix = asyncio.run(filled(bootstrap, records))
    command = [sys.executable, "-m", "bench._faust", bootstrap, prefix, str(len(records))]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=120, check=True)
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return said["seconds"], said["cpu_seconds"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    records, few = stream(COPIES), stream(FAUST_COPIES)
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    with KafkaServer() as kafka:
        uvloop.run(decided(kafka.bootstrap, few))
        for _ in range(RUNS):
            theirs.append(in_faust(kafka.bootstrap, few))
            ours.append(uvloop.run(decided(kafka.bootstrap, records)))
    per_cpu, faust_per_cpu = middle([len(records) / cpu for _, cpu in ours]), middle([len(few) / cpu for _, cpu in theirs])
    results = [
        at_least("captures decided per CPU-second, with matching", per_cpu, "1/s", 3500),
        figure("captures decided per second", middle([len(records) / wall for wall, _ in ours]), "1/s"),
        figure("in a Faust agent, per CPU-second", faust_per_cpu, "1/s"),
        figure("in a Faust agent, per second", middle([len(few) / wall for wall, _ in theirs]), "1/s"),
        at_least("times a Faust agent, by CPU", per_cpu / faust_per_cpu, "x", 3),
    ]
    return finish("kafka", results, asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
