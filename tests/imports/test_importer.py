"""An import survives kill -9 at its row, knows rows again in repeated and edited files, and its report says what was written (R40, F19)."""

import asyncio
import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from ingestors.csvfile.channel import CsvSettings
from processors.decisionlog import TOPIC, MemoryStore, follow
from processors.step import Step
from runtime import discover
from runtime.decider import Decider, Limits
from runtime.embedded import EmbeddedLog
from runtime.importcount import Appended, Patience, count
from runtime.importer import ImportOptions, ImportReport, foresee, import_file
from runtime.kafka.log import KafkaLog
from runtime.preview import Foresight
from runtime.preview import Row as Foreseen
from schemas.capture import BULK, Capture, decode, encode
from schemas.codec import digest
from schemas.decision import Place
from schemas.errors import Reject, Retry
from schemas.record import NewRecord
from schemas.topics import partition_of


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[EmbeddedLog]:
    embedded = EmbeddedLog(tmp_path / "log")
    yield embedded
    await embedded.close()


@asynccontextmanager
async def deciding_on(log: EmbeddedLog) -> AsyncIterator[None]:
    """A decider at work with the real step."""
    stop = asyncio.Event()
    task = asyncio.create_task(Decider(log, 0, MemoryStore(), Step(discover.readers()), Limits(idle_s=0.005)).run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


def table(numbers: Sequence[int]) -> str:
    return "Name,Phone,Notes\n" + "".join(f"Customer {n},+49 30 90{n:05d},wants {n}\n" for n in numbers)


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def options(**more: object) -> ImportOptions:
    return ImportOptions(preset="expo", group=50, **more)  # type: ignore[arg-type]


async def rows_in(log: EmbeddedLog) -> list[str]:
    """The lines of the captures on the bulk lane, in order."""
    found: list[str] = []
    while records := await log.read(BULK, 0, len(found)):
        found += [decode(record).meta["row"] for record in records]
    return found


def assert_adds_up(report: ImportReport) -> None:
    assert sum(report.outcomes.values()) + report.undecided == report.rows
    assert len(report.rejected) == min(report.outcomes.get("dead", 0), 100)


async def test_r40_the_report_says_what_was_written(log: EmbeddedLog, tmp_path: Path) -> None:
    text = (
        table(range(5)) + "Customer 2,+49 30 9000002,wants 2\nNobody,,\n,,\n\n" + 'Anna,"x\nCustomer 0,+49 30 9000000,again\nBob,030,a,b\n'
    )
    seen: list[tuple[int, int, int]] = []
    async with deciding_on(log):
        report = await import_file(log, write(tmp_path / "leads_de.csv", text), options(), lambda *at: seen.append(at))
    assert report.outcomes == {"lead": 5, "duplicate": 1, "no_contact": 1, "ignored": 1, "dead": 2, "activity": 1}
    assert (report.rows, report.undecided, report.complete, report.resumed_line) == (11, 0, True, None)
    assert [(row.line, row.reason[:22]) for row in report.rejected] == [(11, "A quote is opened on t"), (13, "The row has 4 values, ")]
    assert report.columns == (("Name", "name"), ("Phone", "phone"), ("Notes", "comment"))
    assert seen[-1] == (11, len(text), len(text))
    assert_adds_up(report)


async def test_r20_the_same_file_again_makes_nothing_new(log: EmbeddedLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(120)))
    async with deciding_on(log):
        first = await import_file(log, path, options())
        again = await import_file(log, path, options())
    assert first.outcomes == {"lead": 120}
    assert again.outcomes == {"duplicate": 120}
    assert (again.rows, again.new_clients, again.resumed_line) == (120, 0, None)


async def test_r20_of_an_edited_file_only_what_changed_is_new(log: EmbeddedLog, tmp_path: Path) -> None:
    async with deciding_on(log):
        await import_file(log, write(tmp_path / "leads.csv", table(range(10))), options())
        edited = table([8, *range(8), 10]).replace("wants 3", "wants more")
        report = await import_file(log, write(tmp_path / "leads.csv", edited), options())
        other = "Phone;Notes;Name\n+49 30 9000001;wants 1;Customer 1\n"
        moved = await import_file(log, write(tmp_path / "other.csv", other), options())
    assert report.outcomes == {"duplicate": 8, "activity": 1, "lead": 1}
    assert moved.outcomes == {"duplicate": 1}


async def test_another_preset_has_rows_of_its_own(log: EmbeddedLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(3)))
    async with deciding_on(log):
        await import_file(log, path, options())
        report = await import_file(log, path, ImportOptions(preset="shop"))
    assert report.outcomes == {"activity": 3}


async def test_a_stopped_import_goes_on_at_its_row(log: EmbeddedLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(300)))
    stop = asyncio.Event()
    async with deciding_on(log):
        first = await import_file(log, path, options(stop=stop), lambda rows, *_: stop.set() if rows >= 100 else None)
        second = await import_file(log, path, options())
    assert (first.rows, first.complete) == (100, False)
    assert (second.rows, second.complete, second.resumed_line) == (300, True, 102)
    assert second.outcomes == {"lead": 300}
    assert await rows_in(log) == [str(n) for n in range(2, 302)]


KILLED = """
import asyncio, sys
from pathlib import Path
from runtime.embedded import EmbeddedLog
from runtime.importcount import Appended, Patience, count
from runtime.importer import ImportOptions, import_file

async def main() -> None:
    log = EmbeddedLog(Path(sys.argv[1]))
    await import_file(log, Path(sys.argv[2]), ImportOptions(preset="expo", group=50, decided_s=None))
    await log.close()

asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("point", ["import.appended:1", "import.appended:3", "import.cursor_saved:2"])
async def test_f19_an_import_killed_at_any_point_goes_on_at_its_row_without_repeats(tmp_path: Path, point: str) -> None:
    path = write(tmp_path / "leads.csv", table(range(300)))
    log = EmbeddedLog(tmp_path / "log")
    await log.append(BULK, 0, [encode(other(n)) for n in range(3)])
    environment = {**os.environ, "LEADLOOM_CRASH": point}
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, str(tmp_path / "log"), str(path), env=environment)
    assert await asyncio.wait_for(process.wait(), 30) == -signal.SIGKILL
    await log.append(BULK, 0, [encode(other(n)) for n in range(3, 6)])
    async with deciding_on(log):
        report = await import_file(log, path, options())
    assert report.outcomes == {"lead": 300}
    assert (report.rows, report.undecided, report.complete) == (300, 0, True)
    assert report.resumed_line == 50 * int(point[-1]) + 2
    assert [row for row in await rows_in(log) if row != "0"] == [str(n) for n in range(2, 302)]
    await log.close()


def other(n: int) -> Capture:
    """A row of somebody else's import on the same lane."""
    meta = {"row": "0", "header": '["Phone"]', "import": "another"}
    return Capture(id=f"other-{n}", workspace="main", channel="csvfile", source="other", body=b"+49 30 5%06d" % n, meta=meta)


async def test_f1_a_log_that_is_unwell_is_tried_again_and_no_row_is_passed_over(tmp_path: Path) -> None:
    class Unwell(EmbeddedLog):
        calls = 0

        async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
            self.calls += topic == BULK
            if topic == BULK and self.calls % 2:
                raise Retry("full", after_s=0.01)
            return await super().append(topic, partition, records)

    log = Unwell(tmp_path / "log")
    path = write(tmp_path / "leads.csv", table(range(120)))
    async with deciding_on(log):
        report = await import_file(log, path, options())
    assert report.outcomes == {"lead": 120}
    assert await rows_in(log) == [str(n) for n in range(2, 122)]
    await log.close()


async def test_f2_rows_that_were_appended_though_the_log_said_no_count_once(tmp_path: Path) -> None:
    class Forgetful(EmbeddedLog):
        told = False

        async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
            offset = await super().append(topic, partition, records)
            if topic == BULK and not self.told:
                self.told = True
                raise Retry("no answer", after_s=0.01)
            return offset

    log = Forgetful(tmp_path / "log")
    path = write(tmp_path / "leads.csv", table(range(60)))
    async with deciding_on(log):
        report = await import_file(log, path, options())
    assert report.outcomes == {"lead": 60}
    assert Counter(await rows_in(log)).most_common(1)[0][1] == 2
    await log.close()


async def test_f1_a_log_that_stays_unwell_ends_the_import_with_its_reason_and_it_can_go_on(tmp_path: Path) -> None:
    class Full(EmbeddedLog):
        well = False

        async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
            if topic == BULK and not self.well:
                raise Retry("the disk is full", after_s=0.01)
            return await super().append(topic, partition, records)

    log = Full(tmp_path / "log")
    path = write(tmp_path / "leads.csv", table(range(60)))
    with pytest.raises(Retry, match="the disk is full"):
        await import_file(log, path, options(patience_s=0.2))
    log.well = True
    async with deciding_on(log):
        report = await import_file(log, path, options())
    assert report.outcomes == {"lead": 60}
    await log.close()


async def test_without_anybody_who_decides_the_report_says_so(log: EmbeddedLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(10)))
    report = await import_file(log, path, options(decided_s=0.0))
    assert (report.rows, report.undecided, report.outcomes) == (10, 10, {})
    assert_adds_up(report)


@pytest.fixture
def foresight(tmp_path: Path) -> Iterator[Foresight]:
    (tmp_path / "draft").mkdir()
    found = Foresight(MemoryStore(), tmp_path / "draft", 1_760_000_000_000)
    yield found
    found.close()


def test_r40_a_dry_run_says_of_each_row_what_it_would_be_after_those_before_it(foresight: Foresight, tmp_path: Path) -> None:
    rows = ["Anna Bauer,+4930123456,Bonn", "Anna Bauer,+4930123456,Ulm", "Anna Bauer,+4930123456,", "Anna Bauer,+4930123456,Bonn", ",,"]
    path = write(tmp_path / "leads.csv", "\n".join(["name,phone,city", *rows, "Kurt,,", 'Eva,030,"x', ""]))
    told: list[tuple[int, Foreseen]] = []
    report = foresee(path, options(), foresight.rows, lambda line, row: told.append((line, row)))
    assert [(line, row.action, row.outcome) for line, row in told] == [
        (2, "create", "lead"),
        (3, "update", "activity"),
        (4, "attach", "activity"),
        (5, "duplicate", "duplicate"),
        (6, "ignore", "ignored"),
        (7, "reject", "no_contact"),
        (8, "reject", "dead"),
    ]
    assert [(change.field, change.old, change.new) for change in told[1][1].changes] == [("city", "Bonn", "Ulm")]
    assert "not closed" in told[6][1].reason
    assert report.outcomes == {"lead": 1, "activity": 2, "duplicate": 1, "ignored": 1, "no_contact": 1, "dead": 1}
    assert report.actions == {"create": 1, "update": 1, "attach": 1, "duplicate": 1, "ignore": 1, "reject": 2}
    assert ([row.line for row in report.rejected], report.rows, report.dry_run) == ([8], 7, True)
    assert_adds_up(report)


async def test_r40_what_a_dry_run_foresees_is_what_the_import_then_does(log: EmbeddedLog, foresight: Foresight, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(40)) + table(range(20)).partition("\n")[2])
    foreseen = foresee(path, options(), foresight.rows, lambda *_: None)
    async with deciding_on(log):
        report = await import_file(log, path, options())
    assert (foreseen.outcomes, foreseen.new_clients) == (report.outcomes, report.new_clients)


async def test_r40_r4_where_several_are_alike_a_dry_run_chooses_whom_the_import_does(foresight: Foresight, tmp_path: Path) -> None:
    begin, ticks = 1_760_000_000, itertools.count()
    log = EmbeddedLog(tmp_path / "log", clock=lambda: begin + next(ticks) / 100)
    rows = []
    for n in range(400):
        at = [int(digest(b"%d %d" % (n, k)).hex()[:8], 16) for k in range(4)]
        name = ("Ivan Petrov", "Olga Blok", "Petrov Ivan", "")[at[0] % 4]
        rows.append(f"{name},+7916{at[1] % 80:07},p{at[2] % 80}@example.org,{('', 'Romashka')[at[3] % 2]}")
    path = write(tmp_path / "leads.csv", "\n".join(["name,phone,email,company", *rows, ""]))
    told: list[tuple[str, bool, str]] = []
    foresee(path, options(), foresight.rows, lambda _, row: told.append((row.outcome, row.new_client, row.reason)))
    async with deciding_on(log):
        await import_file(log, path, options())
    accepted, _ = follow(Place(), await log.read(TOPIC, 0, 0, limit=5000))
    entries = [entry for _, decision in accepted for entry in decision.entries]
    assert told == [(entry.outcome, entry.new_client, entry.reason) for entry in entries]
    await log.close()


async def test_a_file_that_changes_while_it_is_read_is_refused(log: EmbeddedLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(120)))

    def touch(*_: int) -> None:
        with path.open("a") as file:
            file.write("late,030,\n")

    with pytest.raises(Reject, match="changed while it was read"):
        await import_file(log, path, options(decided_s=0.0), touch)


async def test_the_workspace_and_hints_of_the_preset_travel_with_each_row(log: EmbeddedLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", "Name;Phone\nAnna;030 901820\n")
    preset = CsvSettings(workspace="shop", region="DE", owners=True, columns={"Name": "comment"})
    await import_file(log, path, options(settings=preset, decided_s=None))
    (record,) = await log.read(BULK, 0, 0)
    capture = decode(record)
    assert (capture.workspace, capture.channel, capture.source, capture.body) == ("shop", "csvfile", "expo", b"Anna;030 901820\n")
    (touch,) = discover.readers()["csvfile"](capture)
    assert (touch.text, touch.person.phones, touch.regions, touch.person.name) == ("Anna", ("030 901820",), ("DE",), None)


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many kB the memory of this process grew at most, read from the kernel's own mark."""
    grown = [0]
    Path("/proc/self/clear_refs").write_text("5")
    before = int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[0])
    yield grown
    grown[0] = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[0]) - before


@pytest.mark.slow
async def test_f18_a_large_file_is_imported_in_little_memory(log: EmbeddedLog, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("Name,Phone,Notes\n")
        for n in range(40_000):
            file.write(f"Customer {n},+49 30 {n:07d},{'word ' * 100}\n")
    begun = time.process_time()
    with counted() as grown:
        report = await import_file(log, path, ImportOptions(decided_s=None))
    assert report.rows == 40_000
    assert path.stat().st_size > 20 << 20
    assert grown[0] < 16 << 10, "kB; the log's pages are counted, too"
    assert time.process_time() - begun < 20


def test_the_importer_runs_in_a_fresh_process_without_the_mail_library() -> None:
    code = "import sys, runtime.importer; assert 'aioimaplib' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.kafka
@pytest.mark.slow
async def test_an_import_on_kafka_stops_and_goes_on_at_its_row(kafka_log: KafkaLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(300)))
    stop = asyncio.Event()
    await import_file(kafka_log, path, options(stop=stop, decided_s=None), lambda rows, *_: stop.set() if rows >= 100 else None)
    report = await import_file(kafka_log, path, options(decided_s=None))
    partition, found = partition_of("main", kafka_log.partitions), list[str]()
    while len(found) < 300 and (records := await kafka_log.read(BULK, partition, len(found), wait_s=5)):
        found += [decode(record).meta["row"] for record in records]
    assert (report.rows, report.complete, report.resumed_line) == (300, True, 102)
    assert found == [str(n) for n in range(2, 302)]
    assert (await kafka_log.span(BULK, partition))[1] == 300


async def test_it_is_said_once_and_soon_that_nobody_decides(log: EmbeddedLog) -> None:
    said = list[str]()
    patience = Patience(0.2, asyncio.Event(), lambda: said.append("waiting"), say_s=0.1, look_s=0.05)
    counts = await count(log, 0, Place(), Appended(((0, 1),), frozenset(), 1), patience)
    assert (said, counts.outcomes) == (["waiting"], {})
