"""Rows are known again in repeated and edited files, and the report of an import says what was written (R20, R40)."""

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingestors.csvfile.channel import CsvSettings
from runtime import discover
from runtime.embedded import EmbeddedLog
from runtime.importcount import Appended, Patience, count
from runtime.importer import import_file
from runtime.importfile import ImportOptions
from runtime.importpreview import foresee
from runtime.preview import Foresight
from schemas.capture import BULK, decode
from schemas.decision import Place
from schemas.errors import Reject
from tests.imports.files import assert_adds_up, deciding_on, options, table, write


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


async def test_r20_a_row_that_cannot_be_read_is_one_dead_letter_however_often_its_file_is_imported(
    log: EmbeddedLog, foresight: Foresight, tmp_path: Path
) -> None:
    bad = "Bob,030,a,b\n"
    path = write(tmp_path / "leads.csv", table(range(3)) + bad)
    async with deciding_on(log):
        first = await import_file(log, path, options())
        again = await import_file(log, path, options())
        edited = await import_file(log, write(tmp_path / "leads.csv", table(range(2)) + bad + "Ann,030,a,b\n"), options())
    assert (first.outcomes, [row.line for row in first.rejected]) == ({"lead": 3, "dead": 1}, [5])
    assert (again.outcomes, [row.line for row in again.rejected]) == ({"duplicate": 3, "known_dead": 1}, [5])
    assert (edited.outcomes, [row.line for row in edited.rejected]) == ({"duplicate": 2, "known_dead": 1, "dead": 1}, [4, 5])
    assert again.rejected[0].reason.endswith(f"and cannot be now (R20): {first.rejected[0].reason}")
    for report in (first, again, edited):
        assert_adds_up(report)

    twice = write(tmp_path / "twice.csv", table(range(1)) + 2 * bad)
    foreseen = foresee(twice, options(), foresight.rows, lambda *_: None)
    assert (foreseen.outcomes, foreseen.actions) == ({"lead": 1, "dead": 1, "known_dead": 1}, {"create": 1, "reject": 2})


async def test_another_preset_has_rows_of_its_own(log: EmbeddedLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(3)))
    async with deciding_on(log):
        await import_file(log, path, options())
        report = await import_file(log, path, ImportOptions(preset="shop"))
    assert report.outcomes == {"activity": 3}


async def test_without_anybody_who_decides_the_report_says_so(log: EmbeddedLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(10)))
    report = await import_file(log, path, options(decided_s=0.0))
    assert (report.rows, report.undecided, report.outcomes) == (10, 10, {})
    assert_adds_up(report)


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


async def test_it_is_said_once_and_soon_that_nobody_decides(log: EmbeddedLog) -> None:
    said = list[str]()
    patience = Patience(0.2, asyncio.Event(), lambda: said.append("waiting"), say_s=0.1, look_s=0.05)
    counts = await count(log, 0, Place(), Appended(((0, 1),), frozenset(), 1), patience)
    assert (said, counts.outcomes) == (["waiting"], {})
