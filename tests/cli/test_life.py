"""Leads and deals by hand on the embedded log: moved, qualified, converted, judged (R42a, R49, R50)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Leadloom
from tests.cli.test_people import SETTINGS, TWO

pytestmark = pytest.mark.slow


@pytest.fixture
def two(leadloom: Leadloom, tmp_path: Path) -> Leadloom:
    (tmp_path / "leadloom.toml").write_text(SETTINGS)
    (tmp_path / "two.csv").write_text(TWO)
    assert leadloom("config", "apply").code == leadloom("import", "two.csv").code == 0
    return leadloom


def listed(leadloom: Leadloom, kind: str) -> Any:
    return json.loads(leadloom(kind, "list", "--json").out)


def test_r49_a_lead_is_moved_judged_and_restored(two: Leadloom) -> None:
    lead = listed(two, "leads")[0]["id"]
    moved = two("lead", "move", lead[:8], "in_progress", "--by", "Olga")
    assert (moved.code, moved.out.strip()) == (0, f"Lead {lead} went from NEW to IN_PROGRESS.")
    assert "nothing changed" in two("lead", "move", lead, "IN_PROGRESS").out
    assert two("lead", "spam", lead).code == 0
    assert two("leads", "show", lead, "--json").out.count('"failure"') == 1
    assert "IN_PROGRESS" in two("lead", "restore", lead).out
    wrong = two("lead", "move", lead, "QUALIFED")
    assert (wrong.code, "did you mean `QUALIFIED`" in wrong.err) == (1, True)
    why = two("why", lead).out
    assert [word in why for word in ("went from NEW to IN_PROGRESS", "Olga: move lead", "has the status JUNK now")] == [True] * 3
    assert two("replay").out == "equal\n"


def test_r42a_a_lead_is_converted_once_and_its_deal_moved(two: Leadloom) -> None:
    lead = listed(two, "leads")[0]["id"]
    dry = two("lead", "convert", lead, "--deal", "--dry-run")
    assert (dry.code, listed(two, "deals")) == (0, [])
    assert "is converted into contact" in two("lead", "convert", lead[:8], "--deal").out
    assert "nothing changed" in two("lead", "convert", lead, "--deal").out
    (deal,) = listed(two, "deals")
    assert deal["converted_from"] == [lead]
    captures = [
        json.loads(two(kind, "show", entity, "--json").out)["captures"] for kind, entity in (("leads", lead), ("deals", deal["id"]))
    ]
    assert captures[0] == captures[1]
    assert len(captures[0]) == 2
    (contact,) = listed(two, "contacts")
    assert f"convert {lead} open" in two("why", contact["id"]).out
    assert two("deal", "move", deal["id"][:8], "PAID").code == 0
    assert listed(two, "deals")[0]["semantic"] == "won"
    assert "from sales/PAID to sales/PROPOSAL" in two("deal", "move", deal["id"], "sales/PROPOSAL").out
    assert two("replay").out == "equal\n"


def test_r50_a_lead_is_qualified(two: Leadloom) -> None:
    lead = listed(two, "leads")[0]["id"]
    refused = two("lead", "qualify", lead, "--met", "need", "--readiness", "ready")
    assert (refused.code, "budget, authority, timeframe are not met" in refused.err) == (1, True)
    said = two(
        "lead",
        "qualify",
        lead,
        "--met",
        "need",
        "--met",
        "budget",
        "--budget",
        "500",
        "--currency",
        "EUR",
        "--contact",
        "new",
        "--by",
        "Olga",
    )
    assert said.code == 0
    assert "budget met 500 EUR" in two("why", lead).out
    shown = json.loads(two("leads", "show", lead, "--json").out)["qualification"]
    assert [(c["name"], c["by"]) for c in shown["criteria"]] == [("budget", "Olga"), ("need", "Olga")]
    assert shown["contact"] == listed(two, "contacts")[0]["id"]
    assert two("lead", "qualify", lead, "--budget", "a lot").code == 2


def test_what_is_not_there_is_said(two: Leadloom) -> None:
    nobody = two("lead", "convert", "00000000-0000")
    assert (nobody.code, "No leads begin with" in nobody.err) == (1, True)


def test_feedback_from_a_file_is_taken_once_and_what_cannot_be_is_named_with_its_line(two: Leadloom, tmp_path: Path) -> None:
    lead = listed(two, "leads")[0]["id"]
    records = [
        {"id": "1", "kind": "client", "entity": "C5", "at": 1_700_000_000_000, "data": {"name": "Olga Blok", "email": "olga@example.org"}},
        {"id": "2", "kind": "deal", "entity": "D5", "at": 1_700_000_000_000, "data": {"contact": "C5", "stage": "PROPOSAL"}},
        {"id": "3", "kind": "stage", "entity": lead, "external": "L1", "at": 1_700_000_000_000, "data": {"stage": "QUALIFIED"}},
        {"id": "4", "kind": "stage", "entity": "L404", "at": 1_700_000_000_000, "data": {"stage": "QUALIFIED"}},
        {"id": "5"},
    ]
    (tmp_path / "crm.jsonl").write_text("\n".join(json.dumps(record) for record in records) + "\n")
    dry = json.loads(two("feedback", "crm.jsonl", "--dry-run", "--json").out)
    told = two("feedback", "crm.jsonl", "--json")
    said = json.loads(told.out)
    assert (dry["outcomes"], dry["refused"]) == (said["outcomes"], said["refused"])
    assert (told.code, said["outcomes"], [refused["line"] for refused in said["refused"]]) == (5, {"applied": 3, "dead": 2}, [4, 5])
    assert [(deal["stage"], deal["client"]["name"]) for deal in listed(two, "deals")] == [("PROPOSAL", "Olga Blok")]
    again = json.loads(two("feedback", "crm.jsonl", "--json").out)
    assert again["outcomes"] == {"duplicate": 3, "dead": 2}
    assert two("replay").out == "equal\n"


def test_r49_settings_without_a_status_that_leads_have_are_refused_with_those_leads(two: Leadloom, tmp_path: Path) -> None:
    statuses = '\n[[workspaces.main.lead_statuses]]\nid = "FRESH"\n[[workspaces.main.lead_statuses]]\nid = "GOOD"\nsemantic = "success"\n'
    (tmp_path / "leadloom.toml").write_text(SETTINGS + statuses)
    for more in (["--dry-run"], []):
        refused = two("config", "apply", *more)
        assert (refused.code, "The lead status `NEW` is gone" in refused.err) == (1, True)
    assert [lead["id"] in refused.err for lead in listed(two, "leads")] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing is said of it: give --met CRITERION"),
        (("--met", "cash"), "'cash' is not one of 'budget', 'authority'"),
        (("--budget", "much"), "'much' is no amount: write digits, as 12000 or 12000.50."),
        (("--currency", "euro"), "'euro' is no currency: three capital letters, as EUR"),
    ],
)
def test_r50_what_cannot_be_noted_is_said_with_what_can(leadloom: Leadloom, arguments: tuple[str, ...], said: str) -> None:
    ran = leadloom("lead", "qualify", "0", *arguments)
    assert (ran.code, said in ran.err) == (2, True)
