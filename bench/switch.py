"""Switching a workspace with a hundred thousand open leads to simple mode while it goes on taking enquiries: how long those wait."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import orjson
import uvloop

from bench.leadbench import configuration
from bench.recovery import fill
from bench.report import at_most, figure, finish, middle
from processors.decisionlog import TOPIC, DecisionLog
from processors.memory import prefix_of
from processors.step import Step
from processors.switch.job import Job, learned
from runtime.app import Parts
from runtime.discover import readers
from runtime.embedded import EmbeddedLog
from runtime.hosts import embedded
from runtime.merges import capture as command
from runtime.settings import load
from runtime.store import LmdbStore
from schemas.capture import LIVE, Capture, encode
from schemas.codec import digest
from schemas.command import SetMode
from schemas.decision import decode

LEADS, EVERY_S = 100_000, 0.02
JOB = prefix_of("main") + b"J"
SETTINGS = """
data = "{folder}/data"
[workspaces.main]
responsibles = [{{id = "anna"}}, {{id = "boris"}}, {{id = "clara"}}]
queues = [{{id = "sales", members = ["anna", "boris", "clara"]}}]
[sources.webform.contact]
"""


def enquiries(count: int, begin: int = 0) -> Iterator[Capture]:
    """A form from each of so many people of whom nobody resembles another."""
    for n in range(begin, begin + count):
        letters = digest(b"%d" % n).hex()
        form = {"email": f"{letters[:12]}@{letters[12:24]}.example", "message": "An offer, please."}
        yield Capture(
            id=f"{n:032x}", workspace="main", channel="webform", source="contact", body=orjson.dumps(form), content_type="application/json"
        )


def stream(leads: int) -> Iterator[Capture]:
    yield configuration("classic")
    yield from enquiries(leads)


async def build(data: Path, leads: int) -> None:
    log = EmbeddedLog(data / "log")
    store = LmdbStore(data / "state" / "decide-0.0")
    decisions = DecisionLog(store)
    with decisions.filling():
        await fill(log, decisions, Step(readers()), stream(leads))
    store.close()
    await log.close()


class Traffic:
    """Enquiries one by one, each with how long it waited for its decision, and the job of the switch as decisions tell of it."""

    def __init__(self, log: EmbeddedLog, live: Iterator[Capture]) -> None:
        self.log, self.live = log, live
        self.job: Job | None = None
        self._waiting: dict[int, tuple[float, list[float]]] = {}

    async def send(self, count: int, into: list[float]) -> None:
        """Append so many at an even pace; the milliseconds from append to decision go into the list."""
        for _ in range(count):
            began = time.perf_counter()
            at = await self.log.append(LIVE, 0, [encode(next(self.live))])
            self._waiting[at] = (began, into)
            await asyncio.sleep(EVERY_S)

    async def listen(self, offset: int, over: asyncio.Event) -> None:
        while not over.is_set():
            for record in await self.log.read(TOPIC, 0, offset, limit=500, wait_s=0.1):
                offset = record.offset + 1
                decision = decode(record.value or b"")
                if decision.lane == LIVE and decision.offset in self._waiting:
                    began, into = self._waiting.pop(decision.offset)
                    into.append((time.perf_counter() - began) * 1000)
                for key, value in decision.learn.items():
                    if key.startswith(JOB) and value is not None:
                        self.job = learned(decision.learn, "main", key[len(JOB) :].hex())


async def run(folder: Path) -> tuple[list[float], list[float], Job, float]:
    """(ms from append to decision of live enquiries before the switch, and while the job was at work; the job; the seconds it took)."""
    file = folder / "leadloom.toml"
    file.write_text(SETTINGS.format(folder=folder))
    settings = load(file)
    before: list[float] = []
    meanwhile: list[float] = []
    async with embedded(settings.data, 1) as here, asyncio.TaskGroup() as group:
        parts, over = Parts(settings, here), asyncio.Event()
        for name, work in parts.work(("decide",)):
            group.create_task(work, name=name)
        traffic = Traffic(here.log, enquiries(1 << 20, begin=1 << 24))
        listener = group.create_task(traffic.listen((await here.log.span(TOPIC, 0))[1], over))
        await traffic.send(200, before)
        began = time.perf_counter()
        await here.log.append(LIVE, 0, [encode(command("main", SetMode(by="bench", mode="simple", policy="convert")))])
        while traffic.job is None or traffic.job.status == "running":
            await traffic.send(10, meanwhile)
        took = time.perf_counter() - began
        over.set()
        await listener
        parts.ending.set()
    return before, meanwhile, traffic.job, took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--leads", type=int, default=LEADS, help="how many leads are open")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-switch-") as name:
        folder = Path(name)
        asyncio.run(build(folder / "data", asked.leads))
        before, meanwhile, job, took = uvloop.run(run(folder))
    if job.total < asked.leads or (job.done, job.kept) != (job.total, 0):
        print(f"{job.done} of {job.total} leads were converted, {job.kept} could not", file=sys.stderr)
        return 1
    results = [
        at_most("live enquiries while leads are converted, p99", quantiles(meanwhile, n=100)[98], "ms", 250),
        figure("the same, median", middle(meanwhile), "ms"),
        figure("live enquiries before the switch, p99", quantiles(before, n=100)[98], "ms"),
        figure("leads converted per second", job.done / took, "1/s"),
        figure("open leads at the switch", job.total, "leads"),
    ]
    return finish("switch", results, asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
