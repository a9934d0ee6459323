"""A dry run says of each row what the import would make of it, and the import then does that (R40, R4)."""

import itertools
from pathlib import Path

from processors.decisionlog import TOPIC, follow
from runtime.embedded import EmbeddedLog
from runtime.importer import import_file
from runtime.importpreview import foresee
from runtime.preview import Foresight
from runtime.preview import Row as Foreseen
from schemas.codec import digest
from schemas.decision import Place
from tests.imports.files import assert_adds_up, deciding_on, options, table, write


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
