"""`leadloom whatif` as it is called: another file over the log of the settings in force, on the machine and on Kafka."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.testing.kafka import KafkaServer
from runtime.testing.servers import running
from tests.cli.conftest import Leadloom

pytestmark = pytest.mark.slow

HERE = """\
data = "work"
[workspaces.main]
region = "DE"
responsibles = [{id = "ann"}]
"""
OTHER = '[workspaces.main]\nmode = "simple"\nregion = "DE"\nresponsibles = [{id = "ann"}]\n'


@pytest.fixture
def past(leadloom: Leadloom, tmp_path: Path) -> Leadloom:
    """A leadloom that has taken in three rows."""
    (tmp_path / "leadloom.toml").write_text(HERE)
    (tmp_path / "other.toml").write_text(OTHER)
    (tmp_path / "rows.csv").write_text("name;phone\nAnn Lee;+49 171 5559817\nBob Fox;+49 30 7654321\nAnn Lee;0171 5559817\n")
    assert leadloom("config", "apply").code == 0
    assert leadloom("import", "rows.csv").code == 0
    return leadloom


def test_another_file_is_tried_over_the_log_of_the_settings_in_force(past: Leadloom) -> None:
    told = past("whatif", "--config", "other.toml")
    assert (told.code, told.err) == (0, "")
    assert "workspace main: decisions 0 to 3, 3 captures with 3 touches decided again" in told.out
    assert "2 make an item of the other kind" in told.out
    [found] = json.loads(past("whatif", "-c", "other.toml", "--json").out)
    assert (found["recorded"]["outcomes"], found["there"]["outcomes"]) == ({"lead": 2, "activity": 1}, {"deal": 2, "activity": 1})
    assert len(found["touched"]) == 2
    assert len(json.loads(past("leads", "list", "--json").out)) == 2


def test_without_another_file_the_rules_in_force_are_tried(past: Leadloom) -> None:
    assert past("whatif").out.endswith("no differences\n")
    assert "decisions 3 to 3, 1 capture with 1 touch decided again" in past("whatif", "--since", "3").out
    assert "3 captures" in past("whatif", "--since", "2026-01-01").out


def test_only_who_may_see_figures_over_everything_may_ask(past: Leadloom, tmp_path: Path) -> None:
    roles = '[[workspaces.main.roles]]\nid = "clerk"\nmembers = ["ann"]\nsees = { lead = "own" }\n'
    chief = '[[workspaces.main.roles]]\nid = "chief"\nmembers = ["eve"]\nsees = { lead = "all", report = "all" }\n'
    (tmp_path / "leadloom.toml").write_text(HERE + roles + chief)
    ran = past("whatif", "-c", "other.toml", "--as", "ann")
    assert (ran.code, ran.out, "ann may not see figures over everything" in ran.err) == (1, "", True)
    assert past("whatif", "-c", "other.toml", "--as", "eve").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--since", "last week"), 2, "'last week' is no date or time: 2026-03-01"),
        (("--since", "2999-01-01"), 1, "Nothing was decided since then"),
        (("--since", "99"), 1, "Nothing was decided since then"),
        (("--workspace", "nobody"), 1, "Nothing was ever decided for `nobody`: the log knows `main`"),
        (("--config", "none.toml"), 3, "none.toml: cannot be read"),
    ],
)
def test_what_cannot_be_tried_is_said_in_one_line(past: Leadloom, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = past("whatif", *arguments)
    assert (ran.code, ran.out, said in ran.err) == (code, "", True), ran.err


@pytest.mark.slow
@pytest.mark.kafka
def test_on_kafka_it_reads_from_a_replica(leadloom: Leadloom, kafka: KafkaServer, kafka_prefix: str, tmp_path: Path) -> None:
    log = f'[log]\nurl = "kafka://{kafka.bootstrap}"\nprefix = "{kafka_prefix}"\npartitions = 2\n[edge]\nport = 0\n'
    (tmp_path / "leadloom.toml").write_text(log + HERE.removeprefix('data = "work"\n'))
    (tmp_path / "other.toml").write_text(OTHER)
    (tmp_path / "rows.csv").write_text("name;phone\nAnn Lee;+49 171 5559817\nBob Fox;+49 30 7654321\n")
    assert leadloom("topics", "create").code == 0
    assert leadloom("config", "apply").code == 0
    command = [sys.executable, "-m", "runtime.cli", "up", "--data", "work", "--role", "decide"]
    with running(subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)) as process:
        assert leadloom("import", "rows.csv", "--data", "read").code == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    [found] = json.loads(leadloom("whatif", "-c", "other.toml", "--json").out)
    assert (found["captures"], found["there"]["outcomes"], found["passed_over"]) == (2, {"deal": 2}, {"configuration": 1})
