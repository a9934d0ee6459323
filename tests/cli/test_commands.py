"""The commands on the embedded log: what goes in with one comes out with the others."""

import json
import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import structlog

from runtime.cli.records import KINDS
from runtime.testing.servers import free_port
from tests.cli.conftest import Leadloom

ROWS = """\
Vorname;Nachname;Telefon;E-Mail;Firma
Anna;Schmidt;030 1234567;anna@schmidt.example;Schmidt GmbH
Bernd;Maier;0151 23456789;;
Anna;Schmidt;+49 30 1234567;;
"""
MAIL = b"From: Jan Szeszko <j.szeszko@post.example>\nTo: sales-pl@acme.example\nSubject: Zapytanie\nMessage-ID: <1@x>\n\nHello\n"
SETTINGS = """\
[workspaces.main]
region = "DE"
fallback = "ann"
[[workspaces.main.responsibles]]
id = "ann"
name = "Ann Example"
"""


def test_the_help_is_a_manual(leadloom: Leadloom) -> None:
    help_ = leadloom("--help")
    assert help_.code == 0
    for command in ("up", "demo", "import", *KINDS, "why", "dead", "funnel", "status", "config", "topics", "replay", "doctor"):
        assert re.search(rf"(?m)^\W+{command}\s", help_.out), command
        assert leadloom(*command.split(), "--help").code == 0
    assert "Exit codes: 0 ok" in help_.out


def test_every_command_that_reads_has_json_and_every_one_that_opens_the_log_has_data(leadloom: Leadloom) -> None:
    reads = [f"{kind} {what}" for kind in KINDS for what in ("list", "show")] + [
        "why",
        "touches",
        "activities",
        "dead list",
        "dead show",
        "review list",
        "review show",
        "match-report",
        "funnel",
        "status",
        "replay",
        "doctor",
        "config show",
        "import",
    ]
    says = ("merge", "unmerge", "review accept", "review reject", "promote", "add", "activities done", "activities cancel")
    for command in (*reads, *says, "topics diff", "config check"):
        assert "--json" in leadloom(*command.split(), "--help").out, command
    for command in (*reads, *says, "up", "config apply", "demo"):
        assert "--data" in leadloom(*command.split(), "--help").out, command
    for command in (*says, "config apply", "import", "topics create"):
        assert "--dry-run" in leadloom(*command.split(), "--help").out, command


def test_what_is_imported_can_be_listed_shown_explained_and_replayed(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS)
    (tmp_path / "leads_de.csv").write_text(ROWS)
    applied = leadloom("config", "apply", "--json")
    assert [change["version"] for change in json.loads(applied.out)] == [1]

    dry = json.loads(leadloom("import", "leads_de.csv", "--dry-run", "--json").out)
    assert (dry["outcomes"], dry["dry_run"]) == ({"lead": 2, "activity": 1}, True)
    assert [(row["line"], row["action"]) for row in dry["preview"]] == [(2, "create"), (3, "create"), (4, "attach")]
    report = json.loads(leadloom("import", "leads_de.csv", "--json").out)
    assert (report["rows"], report["outcomes"], report["new_clients"]) == (3, {"lead": 2, "activity": 1}, 2)
    again = json.loads(leadloom("import", "leads_de.csv", "--json").out)
    assert again["outcomes"] == {"duplicate": 3}

    leads = json.loads(leadloom("leads", "list", "--json").out)
    assert {lead["client"]["name"]: lead["responsible"] for lead in leads} == {"Anna Schmidt": "ann", "Bernd Maier": "ann"}
    anna = next(lead for lead in leads if lead["client"]["name"] == "Anna Schmidt")
    text = leadloom("leads", "list")
    assert (anna["id"][:8] in text.out, "2 of 2 leads" in text.err) == (True, True)
    shown = json.loads(leadloom("leads", "show", anna["id"][:8], "--json").out)
    assert (shown["id"], len(shown["captures"])) == (anna["id"], 2)

    told = json.loads(leadloom("why", anna["id"], "--json").out)
    assert [entry["outcome"] for one in told for entry in one["entries"]] == ["lead", "activity"]
    assert json.loads(leadloom("why", anna["id"][:8], "--json").out) == told
    words = leadloom("why", shown["captures"][0]).out
    assert ("a new lead" in words, "Ann Example (ann)" in words) == (True, True)

    assert leadloom("replay").out == "equal\n"
    status = json.loads(leadloom("status", "--json").out)
    assert [(lane["lane"], lane["end"], lane["lag"]) for lane in status["lanes"]] == [("capture", 1, 0), ("capture-bulk", 6, 0)]
    assert [(w["workspace"], w["clients"], w["leads"]) for w in status["workspaces"]] == [("main", 2, 2)]


def test_commands_that_need_no_secret_run_where_it_is_not_set(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS + '[sources.telephony.office]\nsecrets = ["env:NOT_SET_HERE"]\n')
    (tmp_path / "leads_de.csv").write_text(ROWS)
    for command in ("config apply", "import leads_de.csv", "leads list", "status", "replay", "doctor --json"):
        assert leadloom(*command.split()).code == (1 if command.startswith("doctor") else 0), command
    assert leadloom("config", "check").code == leadloom("up").code == 3


def test_what_stands_in_brackets_is_part_of_the_help(leadloom: Leadloom) -> None:
    assert "[log] url" in leadloom("status", "--help").out
    assert "[sources.csvfile.NAME]" in leadloom("import", "--help").out
    assert "nor [log]" in leadloom("whatif", "--help").out


def test_a_mail_in_a_file_is_an_enquiry_and_the_same_mail_is_a_duplicate(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    first, again = (json.loads(leadloom("import", "a.eml", "--json").out)["outcomes"] for _ in range(2))
    assert (first, again) == ({"lead": 1}, {"duplicate": 1})


def test_an_import_with_rows_that_nobody_can_read_is_partial(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('name;phone\nAnn;030 1234567\n"Bob;\n')
    ran = leadloom("import", "x.csv")
    assert (ran.code, "line 3" in ran.out) == (5, True)


def test_a_dry_run_says_what_would_be(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('name;phone\nAnn;030 1234567\n;\n"Bob;\n')
    (tmp_path / "a.eml").write_bytes(MAIL)
    table, mail = (leadloom("import", file, "--dry-run") for file in ("x.csv", "a.eml"))
    assert [" ".join(line.split()) for line in table.out.splitlines()] == [
        "line 2 create Ann (new): a new lead; alarm: Nobody is responsible for this enquiry: set a queue with active members, or a fallback owner.",
        "line 3 ignore The row is empty.",
        "line 4 reject A quote is opened on this line and not closed in its row. Mend it and import the row again.",
        "rows that would be count", "lead 1", "ignored 1", "dead 1", "all 3",
    ]  # fmt: skip
    assert [" ".join(line.split()) for line in mail.out.splitlines()][1:] == ["mails that would be count", "lead 1", "all 1"]
    assert "1 create, 1 ignore, 1 reject; 1 new client." in table.err
    assert ("Nothing was written" in table.err, "Nothing was written" in mail.err) == (True, True)
    assert not (tmp_path / "leadloom-data").exists()


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_table_without_rows_is_said_to_have_none(leadloom: Leadloom, tmp_path: Path, dry: tuple[str, ...]) -> None:
    (tmp_path / "header.csv").write_text("name;phone\n\n")
    (tmp_path / "empty.csv").touch()
    header, empty = leadloom("import", "header.csv", *dry), leadloom("import", "empty.csv", *dry)
    assert (header.code, header.out, "No rows" in header.err, "new clients" in header.err) == (0, "", True, False)
    assert (empty.code, empty.err) == (1, "leadloom: The file is empty: it has no header and no rows.\n")


def test_configuration_is_applied_once_and_shown_before(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS)
    dry = leadloom("config", "apply", "--dry-run")
    assert ('region: null -> "DE"' in dry.out, "Nothing was written" in dry.err) == (True, True)
    assert not (tmp_path / "leadloom-data").exists()
    assert "version 0 -> 1" in leadloom("config", "apply").out
    same = leadloom("config", "apply")
    assert (same.out, "Nothing to change" in same.err) == ("", True)


def test_checking_settings_gives_advice(leadloom: Leadloom, tmp_path: Path) -> None:
    ran = leadloom("config", "check")
    assert (ran.code, ran.out) == (0, "The defaults: ok: 1 workspace, 1 source, 0 sinks.\n")
    assert "workspace main has nobody" in ran.err
    (tmp_path / "leadloom.toml").write_text("zzz = 1\n")
    refused = leadloom("config", "check", "--json")
    assert (refused.code, json.loads(refused.out)["problems"]) == (3, ["leadloom.toml:1: zzz is no setting."])


def test_the_doctor_says_what_mends(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text('[edge]\nport = 0\n[sources.telephony.pbx]\nsecrets = ["env:NOT_SET"]\n')
    ran = leadloom("doctor", "--json")
    wrong = [found for found in json.loads(ran.out) if not found["ok"]]
    assert (ran.code, [(found["check"], "NOT_SET" in found["found"]) for found in wrong]) == (1, [("secret", True)])
    assert "telephony off" not in ran.out
    (tmp_path / "leadloom.toml").write_text("[edge]\nport = 0\n")
    well = leadloom("doctor")
    assert (well.code, "All is well." in well.err) == (0, True)
    broker = json.loads(leadloom("doctor", "--log", "kafka://127.0.0.1:1", "--json").out)
    assert [found["check"] for found in broker if not found["ok"]] == ["broker"]


def test_the_doctor_says_that_decisions_do_not_go_by_the_settings_and_why(leadloom: Leadloom, tmp_path: Path) -> None:
    def in_force() -> list[tuple[str, str | None]]:
        found = json.loads(leadloom("doctor", "--json").out)
        return [(each["found"], each["mend"]) for each in found if each["check"] == "in force"]

    settings = tmp_path / "leadloom.toml"
    edge = "[edge]\nport = 0\n"
    settings.write_text(edge + SETTINGS)
    assert in_force() == []
    assert leadloom("config", "apply").code == 0
    assert in_force() == [("decisions go by these settings", None)]
    settings.write_text(edge + SETTINGS.replace('"DE"', '"PL"'))
    differ = "workspace main: decisions do not go by the settings' region"
    assert in_force() == [(f"{differ}, which were not applied yet", "leadloom config apply")]
    (tmp_path / "leads_de.csv").write_text(ROWS)
    assert leadloom("import", "leads_de.csv").code == 0
    settings.write_text(edge + SETTINGS.replace('"DE"', '"PL"') + '[[workspaces.main.lead_statuses]]\nid = "ASKED"\nsemantic = "process"\n')
    ran = leadloom("doctor")
    assert (ran.code, "MEND in force     workspace main: decisions do not go by the settings' lead_statuses: " in ran.out) == (1, True)
    assert ("2 open leads stand there" in ran.out, "(`leadloom lead move ID STATUS`)" in ran.out) == (True, True)


@pytest.mark.parametrize(("said", "ends", "mark"), [(b"ok\n", 0, "ok"), (b"no\n", 1, "MEND")])
def test_the_doctor_knows_a_running_leadloom_by_its_answer(leadloom: Leadloom, tmp_path: Path, said: bytes, ends: int, mark: str) -> None:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said)

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        (tmp_path / "leadloom.toml").write_text(f"[edge]\nport = {server.server_port}\n")
        ran = leadloom("doctor")
        server.shutdown()
    (found,) = (line.split()[0] for line in ran.out.splitlines() if line.split()[1] == "port")
    assert (ran.code, found) == (ends, mark)


def test_the_doctor_looks_at_each_mailbox(leadloom: Leadloom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "x")
    port = free_port()
    (tmp_path / "leadloom.toml").write_text(
        f'[edge]\nport = 0\n[sources.imap.sales]\nhost = "127.0.0.1"\nport = {port}\nuser = "ann"\npassword = "env:MAIL_PASSWORD"\n'
    )
    ran = leadloom("doctor")
    assert (ran.code, "MEND mailbox      imap/sales: 127.0.0.1:" in ran.out, "-> in [sources.imap.sales] set host" in ran.out) == (
        1,
        True,
        True,
    )


def test_warnings_leave_stdout_to_the_data(leadloom: Leadloom, capfd: pytest.CaptureFixture[str]) -> None:
    assert leadloom("config", "show", "--json").code == 0
    structlog.get_logger().warning("folding again", partition=0)
    printed = capfd.readouterr()
    assert (printed.out, "event='folding again'" in printed.err) == ("", True)
