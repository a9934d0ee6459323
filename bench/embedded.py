"""Captures per second through the whole of `up` on one machine but HTTP: appended one by one as the edge does, decided, delivered, durable."""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import uvloop

from bench.leadbench import configuration
from bench.report import Result, at_least, figure, finish, middle
from bench.stream import captures, events
from processors.decisionlog import TOPIC
from runtime.app import Parts
from runtime.hosts import embedded
from runtime.settings import load
from schemas.capture import LIVE, encode
from schemas.record import NewRecord

STREAM = Path(__file__).parents[1] / "runtime" / "demo" / "enquiries.jsonl.gz"
COPIES, SENDERS, RUNS = 12, 128, 3
"""So many enquiries are on their way at once, as through the open connections of a busy installation."""
SETTINGS = """
data = "{folder}/data"
[[workspaces.main.responsibles]]
id = "anna"
[sinks.files.out]
folder = "{folder}/out"
"""


def stream(copies: int = COPIES) -> list[NewRecord]:
    """The recorded enquiries, once for each of so many workspaces, each with its configuration in front."""
    once = [capture for _, _, capture in captures(events(STREAM))]
    found = []
    for n in range(copies):
        for capture in (configuration("classic"), *once):
            found.append(encode(msgspec.structs.replace(capture, workspace=f"w{n}", id=f"{n}-{capture.id}")))
    return found


async def run(records: Sequence[NewRecord]) -> tuple[float, float]:
    """(captures decided, captures delivered) per second, from the first append on."""
    with tempfile.TemporaryDirectory(prefix="bench-embedded-") as folder:
        file = Path(folder) / "leadloom.toml"
        file.write_text(SETTINGS.format(folder=folder))
        settings = load(file)
        async with embedded(settings.data, 1) as here, asyncio.TaskGroup() as group:
            parts = Parts(settings, here)
            for name, work in parts.work(("decide", "deliver", "views")):
                group.create_task(work, name=name)
            await here.log.read(TOPIC, 0, 0, wait_s=30)  # the configuration of `main`
            goal = len(records) + 1
            waiting = iter(records)
            began = time.perf_counter()

            async def send() -> None:
                for record in waiting:
                    await here.log.append(LIVE, 0, [record])

            await asyncio.gather(*(send() for _ in range(SENDERS)))
            seen = 1
            while seen < goal:
                seen += len(await here.log.read(TOPIC, 0, seen, limit=2000, wait_s=60))
            decided = time.perf_counter() - began
            place, watch = Path(folder) / "out" / ".place-0.json", asyncio.create_task(parts.ending.wait())
            while msgspec.json.decode(place.read_bytes())["place"][0] < goal:
                await asyncio.wait({watch}, timeout=0.01)
            delivered = time.perf_counter() - began
            parts.ending.set()
        return len(records) / decided, len(records) / delivered


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--copies", type=int, default=COPIES, help="how many workspaces get the recorded enquiries")
    asked = parser.parse_args()
    records = stream(asked.copies)
    uvloop.run(run(records[: len(records) // 4]))
    runs = [uvloop.run(run(records)) for _ in range(RUNS)]
    results: list[Result] = [
        at_least("captures decided per second, durable, with matching", middle([decided for decided, _ in runs]), "1/s", 2500),
        figure("the same until the sink has them", middle([delivered for _, delivered in runs]), "1/s"),
        figure("captures in a run", len(records), "captures"),
    ]
    return finish("embedded", results, asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
