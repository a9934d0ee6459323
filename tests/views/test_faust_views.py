"""The views on Kafka, hosted by Faust: the same figures as a recount, with workers killed, joining and leaving in the middle."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from processors.decisionlog import follow
from runtime.fausthost import run_views
from runtime.faustviews import CHANGELOG
from runtime.kafka import KafkaLog
from runtime.testing.kafka import KafkaServer
from runtime.testing.servers import running, until
from schemas.decision import Decision, Place
from schemas.errors import Retry
from schemas.record import NewRecord, Record
from tests.views import rows as conversion
from tests.views.histories import Histories, some
from tests.views.made import Shape, decisions, records, recounted, until_published
from tests.views.naive import Figures, recount

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


def children(of: int | None = None) -> set[int]:
    """Ids of the processes in which a process, this one unless named, hosts the views."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == (of or os.getpid()) and b"runtime.fausthost" in command:
            found.add(int(entry.name))
    return found


@asynccontextmanager
async def views(log: KafkaLog, folder: Path) -> AsyncIterator[asyncio.Event]:
    """One worker of the views for the length of the block; ends within the bounds that it promises."""
    stop = asyncio.Event()
    worker = asyncio.create_task(run_views(log.bootstrap, log.prefix, folder, stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(worker, 20)


class Logs:
    """Made-up decisions of every partition, appended in portions."""

    def __init__(self, log: KafkaLog, each: int) -> None:
        self.log = log
        made = [decisions(p, each, workspaces=(f"w{p}", f"x/{p}")) for p in range(log.partitions)]
        self.records: list[list[NewRecord]] = [records(m, p) for p, m in enumerate(made)]
        self.wanted: Shape = {row: count for m in made for row, count in recounted(m).items()}
        self.appended = [0] * log.partitions

    async def append(self, part: float) -> None:
        for partition, all_ in enumerate(self.records):
            end = int(len(all_) * part)
            await self.log.append("decision", partition, all_[self.appended[partition] : end])
            self.appended[partition] = end

    def some(self, part: float) -> Callable[[Shape], bool]:
        return lambda shape: sum(shape.values()) >= part * sum(self.wanted.values())


async def test_figures_are_those_of_a_recount_after_kill_9_and_a_restart(kafka_log: KafkaLog, tmp_path: Path) -> None:
    logs = Logs(kafka_log, 400)
    await logs.append(0.4)
    async with views(kafka_log, tmp_path):
        await until_published(kafka_log, logs.some(0.1))
        (child,) = children()
        os.kill(child, signal.SIGKILL)
        await logs.append(0.8)
        await until_published(kafka_log, logs.some(0.7))
    assert children() == set()
    await logs.append(1)
    async with views(kafka_log, tmp_path):
        await until_published(kafka_log, logs.wanted.__eq__)


async def test_workers_come_and_go_and_nothing_counts_twice(kafka_log: KafkaLog, tmp_path: Path) -> None:
    logs = Logs(kafka_log, 300)
    await logs.append(0.3)
    async with views(kafka_log, tmp_path / "1"):
        await until_published(kafka_log, logs.some(0.1))
        async with views(kafka_log, tmp_path / "2"):
            await logs.append(0.5)
            await until_published(kafka_log, logs.some(0.45))
            zombie = min(children())
            os.kill(zombie, signal.SIGSTOP)
            await logs.append(0.7)
            await until_published(kafka_log, logs.some(0.65))
            os.kill(zombie, signal.SIGCONT)
            await logs.append(0.9)
            await until_published(kafka_log, logs.some(0.85))
        await logs.append(1)
        await until_published(kafka_log, logs.wanted.__eq__)


async def test_the_views_end_when_the_process_that_hosts_them_is_killed(kafka_log: KafkaLog, tmp_path: Path) -> None:
    logs = Logs(kafka_log, 50)
    await logs.append(1)
    run = "import asyncio, sys, pathlib; from runtime.fausthost import run_views; "
    run += "asyncio.run(run_views(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), asyncio.Event()))"
    arguments = (kafka_log.bootstrap, kafka_log.prefix, str(tmp_path))
    with running(await asyncio.to_thread(subprocess.Popen, [sys.executable, "-c", run, *arguments])) as host:
        await until_published(kafka_log, logs.wanted.__eq__)
        (child,) = children(host.pid)
        host.kill()
        host.wait()
        await asyncio.to_thread(until, lambda: not Path(f"/proc/{child}").exists(), "the end of the views")


async def test_where_the_broker_is_away_the_views_end_soon_and_without_a_traceback(
    kafka: KafkaServer, kafka_log: KafkaLog, tmp_path: Path
) -> None:
    logs = Logs(kafka_log, 50)
    await logs.append(1)
    command = [sys.executable, "-m", "runtime.fausthost", kafka_log.bootstrap, kafka_log.prefix, str(tmp_path / "views")]
    with (tmp_path / "said").open("wb") as said:
        child = await asyncio.to_thread(subprocess.Popen, command, stdin=subprocess.PIPE, stdout=said, stderr=said)
    assert child.stdin is not None
    with running(child):
        await until_published(kafka_log, logs.wanted.__eq__)
        await asyncio.to_thread(kafka.kill)
        try:
            with pytest.raises(Retry):  # by then the child's fetches fail as well
                await kafka_log.span("decision", 0)
            child.stdin.close()
            assert await asyncio.to_thread(child.wait, 6) == 0
        finally:
            # Not in a thread: the broker is to end with its parent, which for the kernel is the thread that started it.
            kafka.restart()
    assert "Traceback" not in (tmp_path / "said").read_text()


async def until_counted(log: KafkaLog, wanted: Figures) -> None:
    """Returns when the published conversion is what is wanted."""
    async with asyncio.timeout(60):
        while await conversion.published(log) != wanted:
            _, end = await log.span("metric", 0)
            await log.read("metric", 0, end, wait_s=0.2)


async def test_r42_conversion_is_that_of_a_recount_though_others_wrote_late_and_a_worker_was_killed(
    kafka_log: KafkaLog, tmp_path: Path
) -> None:
    happened = Histories().play(some(3, 350))
    made = records(happened, 3)
    await kafka_log.append("decision", 0, made[:100])
    late: list[NewRecord] = []
    async with views(kafka_log, tmp_path):
        await until_counted(kafka_log, recount(through(made[:100])))
        # what a worker before this one might have had on its way: its mark, and rows as they were then
        start, end = await kafka_log.span(CHANGELOG, 0)
        late = [NewRecord(r.key, r.value) for r in await kafka_log.read(CHANGELOG, 0, start, limit=end)]
        await kafka_log.append("decision", 0, made[100:200])
        await until_counted(kafka_log, recount(through(made[:200])))
        await kafka_log.append(CHANGELOG, 0, late)
        await kafka_log.append("decision", 0, made[200:250])
        await until_counted(kafka_log, recount(through(made[:250])))
    async with views(kafka_log, tmp_path):
        await kafka_log.append("decision", 0, made[250:300])
        await until_counted(kafka_log, recount(through(made[:300])))
    await kafka_log.append(CHANGELOG, 0, late)  # and now nobody is there to notice
    async with views(kafka_log, tmp_path):
        await kafka_log.append("decision", 0, made[300:])
        await until_counted(kafka_log, recount(happened))


def through(made: list[NewRecord]) -> list[Decision]:
    """The decisions that count among records."""
    accepted, _ = follow(Place(), [Record(offset, 0, *record) for offset, record in enumerate(made)])
    return [decision for _, decision in accepted]
