"""The demonstration from end to end, in a process of its own: six entrances, one log, a summary that adds up."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.demo.play import ENTRANCES, channel_of, enquiries
from runtime.demo.stage import build
from schemas.errors import Reject
from tests.cli.conftest import Leadloom


def test_the_repository_carries_about_a_thousand_enquiries_for_every_entrance() -> None:
    carried = enquiries()
    assert 900 <= len(carried) <= 1100
    assert {channel_of(entry) for entry in carried} == set(ENTRANCES)


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "items"), [("classic", "leads"), ("simple", "deals")])
def test_the_demo_ends_well_and_its_counts_add_up(leadloom: Leadloom, tmp_path: Path, mode: str, items: str) -> None:
    command = [sys.executable, "-m", "runtime.cli", "demo", "--mode", mode, "--data", "played", "--enquiries", "150", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    summed = json.loads(done.stdout)
    assert (summed["mode"], summed["enquiries"], set(summed["by_channel"])) == (mode, 150, set(ENTRANCES))
    became = [
        sum(outcomes.get(name, 0) for outcomes in summed["by_channel"].values()) for name in (items.removesuffix("s"), "dead", "ignored")
    ]
    assert became == [summed[items], 0, 0]
    assert sum(summed["owners"].values()) == summed[items]
    assert len(summed["explained"]) == 3
    assert (summed["bundles"] > 0) == (mode == "simple")
    for explained in summed["explained"]:
        assert leadloom("why", explained["capture"], "--data", "played").code == 0
    assert leadloom("replay", "--data", "played").out == "equal\n"


@pytest.mark.parametrize("found", ["data = 'x'\n", None])
def test_the_demo_leaves_a_folder_alone_that_is_not_its_own(leadloom: Leadloom, tmp_path: Path, found: str | None) -> None:
    (tmp_path / "mine" / "log").mkdir(parents=True)
    settings = tmp_path / "mine" / "leadloom.toml"
    if found:
        settings.write_text(found)
    ran = leadloom("demo", "--data", "mine")
    assert (ran.code, "is no demonstration" in ran.err) == (1, True)
    assert (settings.read_text() if settings.exists() else None) == found


def test_a_folder_of_one_mode_is_not_played_into_in_the_other(tmp_path: Path) -> None:
    assert (build(tmp_path / "played", "classic", []).again, build(tmp_path / "played", "classic", []).again) == (False, False)
    (tmp_path / "played" / "log").mkdir()
    assert build(tmp_path / "played", "classic", []).again
    with pytest.raises(Reject, match="in the other mode"):
        build(tmp_path / "played", "simple", [])


@pytest.mark.slow
def test_the_demo_sums_up_for_people(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "runtime.cli", "demo", "--enquiries", "40", "--rate", "200"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    for words in ("40 enquiries came in", "Who got how many leads", "why? three decisions explained", "wrote for the first time", "owner"):
        assert words in done.stdout
    assert [folder.parent.name for folder in tmp_path.glob("demo-data/*/leadloom.toml")] == [next((tmp_path / "demo-data").iterdir()).name]
