"""A command that decides for itself goes by the settings from its first capture on, before any `up`; so does one that looks ahead."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from processors import queries
from processors.decisionlog import MemoryStore
from runtime.configure import changes
from runtime.embedded import DeciderLock, holder
from runtime.hosts import embedded
from runtime.log import append_at
from runtime.reading import reading
from runtime.settings import load
from schemas.capture import LIVE, Capture, decode, encode
from schemas.config import WorkspaceConfig
from tests.cli.conftest import Leadloom

SETTINGS = """\
[workspaces.main]
region = "DE"
fallback = "ann"
[[workspaces.main.responsibles]]
id = "ann"
[[workspaces.main.responsibles]]
id = "bob"
"""
DRAFTS = '[[workspaces.main.lead_statuses]]\nid = "{}"\n[[workspaces.main.lead_statuses]]\nid = "CONVERTED"\nsemantic = "success"\n'
PHONE, NATIONAL = "+4915123456789", "0151 23456789"


@pytest.fixture
def fresh(leadloom: Leadloom, tmp_path: Path) -> Leadloom:
    """A folder with settings and a file, where nothing was ever started."""
    (tmp_path / "leadloom.toml").write_text(SETTINGS)
    (tmp_path / "a.csv").write_text(f"Name,Telefon\nAnna Schmidt,{NATIONAL}\n")
    return leadloom


def leads(office: Leadloom) -> list[tuple[str | None, list[str]]]:
    """(responsible, phones) of each lead."""
    return [(lead["responsible"], lead["client"]["phones"]) for lead in json.loads(office("leads", "list", "--json").out)]


def asked() -> list[Capture]:
    """The configurations that were asked for."""

    async def once() -> list[Capture]:
        async with reading(load(Path("leadloom.toml"))) as here:
            return [capture for record in await here.log.read(LIVE, 0, 0) if (capture := decode(record)).channel == "config"]

    return asyncio.run(once())


def in_force() -> WorkspaceConfig:
    async def once() -> WorkspaceConfig:
        async with reading(load(Path("leadloom.toml"))) as here:
            return queries.config(here.stores[0], "main")

    return asyncio.run(once())


def preview(office: Leadloom, *arguments: str) -> Any:
    ran = office(*arguments, "--dry-run", "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    (row,) = found.get("preview") or found["rows"]
    return row


@pytest.mark.parametrize("command", [("import", "a.csv"), ("add", "--name", "Anna Schmidt", "--phone", NATIONAL)])
def test_the_first_command_of_a_fresh_folder_goes_by_its_settings(fresh: Leadloom, tmp_path: Path, command: tuple[str, ...]) -> None:
    would = preview(fresh, *command)
    assert (would["owner"], would["alarm"]) == ("ann", None)
    assert not (tmp_path / "leadloom-data").exists()
    ran = fresh(*command)
    assert ran.code == 0, ran.err
    assert leads(fresh) == [("ann", [PHONE])]
    assert len(asked()) == 1


def test_what_is_applied_already_is_not_asked_for_again_and_a_change_is(fresh: Leadloom, tmp_path: Path) -> None:
    fresh("import", "a.csv")
    fresh("import", "a.csv")
    assert len(asked()) == 1
    (tmp_path / "leadloom.toml").write_text(SETTINGS.replace('fallback = "ann"', 'fallback = "bob"'))
    would = preview(fresh, "add", "--name", "Boris Weber", "--phone", "0151 99887766")
    assert (would["owner"], in_force().fallback, len(asked())) == ("bob", "ann", 1)
    fresh("add", "--name", "Boris Weber", "--phone", "0151 99887766")
    assert (in_force().version, in_force().fallback, len(asked())) == (2, "bob", 2)
    assert sorted(owner or "" for owner, _ in leads(fresh)) == ["ann", "bob"]
    assert fresh("replay").out == "equal\n"


def test_settings_that_are_refused_end_what_takes_in_and_a_persons_word_mends_it(fresh: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS + DRAFTS.format("DRAFT") + '[[workspaces.main.lead_statuses]]\nid = "NEW"\n')
    assert fresh("import", "a.csv").code == 0
    (lead,) = json.loads(fresh("leads", "list", "--json").out)
    (tmp_path / "leadloom.toml").write_text(SETTINGS + DRAFTS.format("NEW"))
    (tmp_path / "b.csv").write_text("Name,Telefon\nBoris Weber,0151 99887766\n")
    for command in (("import", "b.csv"), ("import", "b.csv", "--dry-run"), ("add", "--name", "Boris"), ("import", "b.csv")):
        ran = fresh(*command)
        assert (ran.code, "The lead status `DRAFT` is gone" in ran.err) == (1, True), (command, ran)
    assert len(leads(fresh)) == 1

    moved = fresh("lead", "move", lead["id"], "NEW", "--by", "ann")
    assert (moved.code, "configuration refused" in moved.err) == (0, True), moved
    assert fresh("import", "b.csv").code == 0
    assert (len(leads(fresh)), [status.id for status in in_force().lead_statuses]) == (2, ["NEW", "CONVERTED"])


def test_what_a_killed_command_asked_for_is_no_refusal(fresh: Leadloom, tmp_path: Path) -> None:
    settings = load(Path("leadloom.toml"))

    async def killed() -> None:
        async with embedded(settings.data, 1) as here:
            (change,) = changes(settings, MemoryStore(), 0, 1)
            await append_at(here.log, LIVE, 0, [encode(change.capture())])

    asyncio.run(killed())
    assert fresh("import", "a.csv").code == 0
    assert (leads(fresh), in_force().version) == ([("ann", [PHONE])], 1)


def test_r11_a_mode_that_a_command_has_set_stays_and_without_a_file_nothing_is_set_back(fresh: Leadloom, tmp_path: Path) -> None:
    fresh("import", "a.csv")
    assert fresh("mode", "set", "simple", "--by", "ann").code == 0
    fresh("add", "--name", "Boris Weber", "--phone", "0151 99887766")
    assert (in_force().mode, len(asked())) == ("simple", 1)
    (tmp_path / "leadloom.toml").rename(tmp_path / "elsewhere.toml")
    assert fresh("add", "--name", "Clara Vogt", "--phone", "+49 151 55443322").code == 0
    (tmp_path / "elsewhere.toml").rename(tmp_path / "leadloom.toml")
    assert (in_force().fallback, len(asked())) == ("ann", 1)


def test_where_somebody_decides_a_preview_goes_by_what_is_in_force(fresh: Leadloom, tmp_path: Path) -> None:
    lock = DeciderLock(tmp_path / "leadloom-data")
    try:
        assert preview(fresh, "import", "a.csv")["owner"] is None
    finally:
        lock.release()
    assert holder(tmp_path / "leadloom-data") is None
    assert preview(fresh, "import", "a.csv")["owner"] == "ann"
