"""The same commands on a real Kafka: topics made, configuration applied, leadloom up, and reading from a replica."""

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from runtime.testing.kafka import KafkaServer
from runtime.testing.servers import running, until
from tests.cli.conftest import Leadloom

pytestmark = [pytest.mark.slow, pytest.mark.kafka]

SETTINGS = """\
[log]
url = "kafka://{bootstrap}"
prefix = "{prefix}"
partitions = 2
[edge]
port = 0
[workspaces.main]
region = "DE"
fallback = "ann"
[[workspaces.main.responsibles]]
id = "ann"
"""


def test_topics_are_created_once_and_compared(leadloom: Leadloom, kafka: KafkaServer, kafka_prefix: str, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS.format(bootstrap=kafka.bootstrap, prefix=kafka_prefix))
    early = leadloom("up")
    assert (early.code, early.err.count("\n"), "run `leadloom topics create`" in early.err) == (3, 1, True)
    dry = leadloom("topics", "create", "--dry-run")
    made = leadloom("topics", "create")
    assert (dry.out, made.code, "created with 2 partitions" in made.err) == (made.out, 0, True)
    assert leadloom("topics", "create").out == ""
    well = leadloom("topics", "diff", "--json")
    assert (well.code, json.loads(well.out)) == (0, [])


def test_an_enquiry_on_kafka_can_be_read_and_explained(leadloom: Leadloom, kafka: KafkaServer, kafka_prefix: str, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS.format(bootstrap=kafka.bootstrap, prefix=kafka_prefix))
    assert leadloom("topics", "create").code == 0
    before = leadloom("config", "apply")
    assert (before.code, "Written; it is in force as soon as `leadloom up` decides" in before.err) == (0, True)
    command = [sys.executable, "-m", "runtime.cli", "up", "--data", "work", "--role", "ingest", "--role", "decide"]
    with running(subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline().decode() for _ in range(2)]
        assert "is up on Kafka" in lines[0]
        assert "as ingest, decide." in lines[0]
        request = urllib.request.Request(
            lines[1].removeprefix("form: ").strip(), b"name=Ann+Lee&phone=030+1234567", {"accept": "application/json"}, method="POST"
        )
        capture = json.loads(urllib.request.urlopen(request, timeout=20).read())["id"]
        (tmp_path / "leads_de.csv").write_text("name;phone\nAnn Lee;+49 30 1234567\nBob Ray;0151 23456789\n")
        report = json.loads(leadloom("import", "leads_de.csv", "--data", "read", "--json").out)
        assert report["outcomes"] == {"activity": 1, "lead": 1}
        two = [lead["id"] for lead in json.loads(leadloom("leads", "list", "--data", "read", "--json").out)]
        assert "is now" in leadloom("merge", *two, "--data", "read").out
        assert "client of its own again" in leadloom("unmerge", two[0], "--data", "read").out
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0

    leads = json.loads(leadloom("leads", "list", "--data", "read", "--json").out)
    assert {(lead["client"]["name"], lead["responsible"], lead["activities"]) for lead in leads} == {
        ("Ann Lee", "ann", 2),
        ("Bob Ray", "ann", 1),
    }
    assert "a new lead" in leadloom("why", capture, "--data", "read").out
    assert leadloom("replay", "--data", "read").out == "equal\n"
    status = json.loads(leadloom("status", "--data", "read", "--json").out)
    assert (sum(lane["end"] for lane in status["lanes"]), sum(lane["lag"] for lane in status["lanes"])) == (6, 0)
    early = leadloom("funnel", "--data", "read")
    assert ("No touches yet" in early.out, "are not counted yet: the role `views`" in early.err) == (True, True)
    with running(subprocess.Popen([*command[:5], "work", "--role", "views"], cwd=tmp_path, stderr=subprocess.PIPE)):
        until(lambda: "not counted yet" not in leadloom("funnel", "--data", "read").err, "the figures", 60)
        found = json.loads(leadloom("funnel", "--data", "read", "--json").out)
    assert {line["outcome"]: line["touches"] for line in found["touches"]} == {"lead": 2, "activity": 1}
    assert [(line["items"], line["open"]) for line in found["totals"]] == [(2, 2)]


def test_an_import_that_nobody_decides_says_so_and_its_dead_letters_can_be_read_later(
    leadloom: Leadloom, kafka: KafkaServer, kafka_prefix: str, tmp_path: Path
) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS.format(bootstrap=kafka.bootstrap, prefix=kafka_prefix))
    (tmp_path / "x.csv").write_text('name;phone\nAnn Lee;030 1234567\n"Bob;\n')
    assert leadloom("topics", "create").code == 0
    command = [sys.executable, "-m", "runtime.cli"]
    with running(subprocess.Popen([*command, "import", "x.csv"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)) as alone:
        assert alone.stderr is not None
        assert alone.stderr.readline() == b"waiting for a decider: start `leadloom up --role decide`\n"
        alone.send_signal(signal.SIGINT)
        assert alone.wait(30) == 5
    with running(subprocess.Popen([*command, "up", "--role", "decide"], cwd=tmp_path, stderr=subprocess.PIPE)):
        assert json.loads(leadloom("import", "x.csv", "--json").out)["rows"] == 2
    dead = json.loads(leadloom("dead", "list", "--since", "1h", "--json").out)
    assert {(one["channel"], one["fault"]) for one in dead} == {("csvfile", "input")}
    assert leadloom("dead", "show", dead[0]["capture"], "--bytes").out == '"Bob;\n'
