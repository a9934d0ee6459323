"""`leadloom mode` and `leadloom jobs` on the embedded log: a dry run, the switch with its job, and what a replay says of it (R11, R61)."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.leadbench import configuration
from processors.decisionlog import Accepted, MemoryStore
from processors.step import Step
from runtime import modes
from runtime.cli.options import settings_without_secrets
from runtime.decider import Decider, Limits
from runtime.discover import readers
from runtime.embedded import EmbeddedLog
from runtime.hosts import embedded, local_store
from runtime.merges import capture
from runtime.testing.servers import until
from schemas.capture import BULK, LIVE, Capture, encode
from schemas.codec import digest
from schemas.command import SetMode
from schemas.decision import Decision
from schemas.record import NewRecord
from tests.cli.conftest import Leadloom

pytestmark = pytest.mark.slow

SETTINGS = """\
[workspaces.main]
responsibles = [{id = "ann"}]
fallback = "ann"
"""
PEOPLE = 60


@pytest.fixture
def busy(leadloom: Leadloom, tmp_path: Path) -> Leadloom:
    """Sixty people of whom nobody resembles another, each with an open lead."""
    (tmp_path / "leadloom.toml").write_text(SETTINGS)
    letters = [digest(b"%d" % n).hex() for n in range(PEOPLE)]
    (tmp_path / "rows.csv").write_text("Name,Email\n" + "".join(f",{each[:12]}@{each[12:24]}.example\n" for each in letters))
    assert leadloom("config", "apply").code == leadloom("import", "rows.csv").code == 0
    return leadloom


def test_r11_a_dry_run_lists_what_would_be_and_writes_nothing(busy: Leadloom) -> None:
    ran = busy("mode", "set", "simple", "--policy", "convert", "--dry-run")
    assert ran.code == 0
    assert "60 open leads would become deals: 60 NEW." in ran.out
    assert "stops firing: Lead statuses" in ran.out
    plan = json.loads(busy("mode", "set", "simple", "--policy", "convert", "--dry-run", "--json").out)
    assert (len(plan["leads"]), plan["conflicts"], plan["by_status"]) == (PEOPLE, 0, {"NEW": PEOPLE})
    assert json.loads(busy("mode", "show", "--json").out) == [{"workspace": "main", "mode": "classic", "own": None, "by": "leadloom.toml"}]


def test_r11_a_channel_that_there_is_not_is_named_with_what_was_meant(busy: Leadloom) -> None:
    ran = busy("mode", "set", "simple", "--channel", "webfrom")
    assert (ran.code, "there is no channel 'webfrom'; did you mean `webform`?" in ran.err) == (2, True)


def test_r61_converting_goes_on_until_it_is_done_and_a_replay_is_equal(busy: Leadloom) -> None:
    ran = busy("mode", "set", "simple", "--policy", "convert", "--by", "olga")
    assert (ran.code, "60 of 60 open leads became deals." in ran.err) == (0, True)
    [done] = json.loads(busy("jobs", "list", "--json").out)
    assert {name: done[name] for name in ("status", "done", "kept", "total", "step", "by")} == {
        "status": "done", "done": PEOPLE, "kept": 0, "total": PEOPLE, "step": 2, "by": "olga",
    }  # fmt: skip
    assert len(json.loads(busy("deals", "list", "--json", "--limit", "0").out)) == PEOPLE
    replayed = busy("replay")
    assert (replayed.code, "equal" in replayed.out) == (0, True)
    assert busy("jobs", "stop", done["id"]).code == 1


def test_r61_without_waiting_the_job_goes_on_with_the_next_who_decides(busy: Leadloom) -> None:
    with _deciding_without_jobs():
        assert busy("mode", "set", "simple", "--policy", "convert", "--no-wait").code == 0
        until(lambda: _jobs(busy) == [("running", 0, PEOPLE)], "the job")
    done = asyncio.run(modes.follow(settings_without_secrets(None, None, None), "main", lambda _done, _total: None))
    assert done is not None
    assert (done.status, done.done, _jobs(busy)) == ("done", PEOPLE, [("done", PEOPLE, PEOPLE)])


def test_r61_a_job_is_stopped_by_the_beginning_of_its_id(busy: Leadloom) -> None:
    with _deciding_without_jobs():
        assert busy("mode", "set", "simple", "--policy", "convert", "--no-wait", "--by", "bob").code == 0
        until(lambda: bool(_jobs(busy)), "the job")
        [begun] = json.loads(busy("jobs", "list", "--json").out)
        tried = busy("jobs", "stop", begun["id"][:8], "--dry-run")
        assert (tried.code, tried.err, _jobs(busy)) == (0, "Nothing was written (--dry-run).\n", [("running", 0, PEOPLE)])
        assert busy("jobs", "stop", begun["id"][:8], "--by", "olga", "--note", "not before Monday").code == 0
        until(lambda: _jobs(busy) == [("stopped", 0, PEOPLE)], "the job, stopped")
    shown = busy("jobs", "list")
    assert ("stopped by olga: not before Monday" in shown.out, "leadloom mode set simple --policy convert" in shown.err) == (True, True)
    [stopped] = json.loads(busy("jobs", "list", "--json").out)
    assert (stopped["by"], stopped["ended_by"], stopped["why"]) == ("bob", "olga", "not before Monday")
    assert stopped["ended_at"] >= stopped["opened_at"]


def _jobs(busy: Leadloom) -> list[tuple[str, int, int]]:
    """Status, done and total of each, as the state of whoever decides has them: a moment after it is decided, if that is another process."""
    return [(job["status"], job["done"], job["total"]) for job in json.loads(busy("jobs", "list", "--json").out)]


@contextmanager
def _deciding_without_jobs() -> Iterator[None]:
    """Another process decides on the data folder meanwhile, and leaves jobs alone."""
    command = [sys.executable, "-c", "from tests.cli.test_mode import decide_alone; decide_alone()"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"deciding\n"
        yield
        process.stdin.close()
    assert process.returncode == 0


def decide_alone() -> None:
    """Decide in the folder's data until stdin ends; no jobs are gone on with."""

    async def decide() -> None:
        data, stop = Path("leadloom-data"), asyncio.Event()
        async with embedded(data, 1) as here:
            with local_store(data, "decide-0") as store:
                print("deciding", flush=True)
                ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
                ended.add_done_callback(lambda _: stop.set())
                await Decider(here.log, 0, store, Step(readers())).run(stop)

    asyncio.run(decide())


def test_r11_the_mode_that_there_is_is_refused_and_the_file_does_not_take_it_back(busy: Leadloom) -> None:
    assert busy("mode", "set", "simple", "--by", "bob").code == 0
    again = busy("mode", "set", "simple")
    assert (again.code, "works in simple mode already" in again.err) == (1, True)
    assert busy("config", "apply").code == 0
    [shown] = json.loads(busy("mode", "show", "--json").out)
    assert (shown["mode"], shown["by"]) == ("simple", "bob")


def test_r11_what_if_without_a_file_tries_the_mode_that_a_command_has_set(busy: Leadloom) -> None:
    assert busy("mode", "set", "simple").code == 0
    ran = busy("whatif")
    [deals] = [line.split() for line in ran.out.splitlines() if line.startswith("touches: deal")]
    assert (ran.code, deals[2:4]) == (0, ["0", str(PEOPLE)])


def test_a_workspace_that_is_not_there_is_named_with_those_that_are(busy: Leadloom) -> None:
    ran = busy("mode", "set", "simple", "--workspace", "nope")
    assert (ran.code, "There is no workspace nope: there are main." in ran.err) == (1, True)


def test_jobs_that_never_were_are_said_in_a_sentence(busy: Leadloom) -> None:
    assert busy("jobs", "list").out == (
        "There was no job yet: switching a mode with open leads to convert opens one, and so does converting a lead of many activities.\n"
    )


async def test_r11_when_the_mode_is_switched_while_an_import_runs_the_order_of_the_log_decides(tmp_path: Path) -> None:
    log, store = EmbeddedLog(tmp_path / "log"), MemoryStore()
    await log.append(LIVE, 0, [encode(configuration("classic"))])
    rows = [_row(n) for n in range(120)]
    await log.append(BULK, 0, rows[:60])
    decider = Decider(log, 0, store, Step(readers()), Limits(bulk_batch=25))
    stop, midst, seen = asyncio.Event(), asyncio.Event(), list[Decision]()

    def observe(accepted: Sequence[Accepted]) -> None:
        seen.extend(decision for _, decision in accepted)
        if len(seen) > 25:
            midst.set()
        if len(seen) == 122:
            stop.set()

    async def switch() -> None:
        await midst.wait()
        said = SetMode(mode="simple", by="olga")
        await log.append(LIVE, 0, [encode(capture("main", said))])
        await log.append(BULK, 0, rows[60:])

    decider.observe = observe
    async with asyncio.timeout(60):
        await asyncio.gather(decider.run(stop), switch())
    await log.close()
    modes = [(entry.channel, entry.mode) for decision in seen for entry in decision.entries]
    at = next(n for n, (channel, _) in enumerate(modes) if channel == "command")
    assert 26 <= at < len(modes) - 60
    assert {mode for channel, mode in modes[:at] if channel == "csvfile"} == {"classic"}
    assert {mode for channel, mode in modes[at:] if channel == "csvfile"} == {"simple"}
    assert [entry.outcome for decision in seen for entry in decision.entries if entry.channel == "csvfile"] == ["lead"] * (at - 1) + [
        "deal"
    ] * (121 - at)


def _row(n: int) -> NewRecord:
    letters = digest(b"%d" % n).hex()
    body = f"{letters[:12]}@{letters[12:24]}.example\n".encode()
    return encode(
        Capture(
            id=f"row-{n}",
            workspace="main",
            channel="csvfile",
            source="leads",
            body=body,
            content_type="text/csv",
            meta={"header": '["Email"]'},
        )
    )
