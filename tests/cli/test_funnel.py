"""`leadloom funnel`: the same figures as text, JSON and CSV, with nothing running, and up to the end of the log."""

import csv
import io
import json
from pathlib import Path

import pytest

from runtime.cli.funnel import _time
from tests.cli.conftest import Leadloom

pytestmark = pytest.mark.slow

ROWS = """\
Vorname;Nachname;Telefon;E-Mail;Firma
Anna;Schmidt;030 1234567;anna@schmidt.example;Schmidt GmbH
Bernd;Maier;0151 23456789;;
Anna;Schmidt;+49 30 1234567;;
"""
SETTINGS = """\
[workspaces.main]
region = "DE"
fallback = "ann"
[[workspaces.main.responsibles]]
id = "ann"
[[workspaces.main.targets]]
of = "channel"
id = "csvfile"
number = 60
conversion_percent = 20
"""


@pytest.fixture
def filled(leadloom: Leadloom, tmp_path: Path) -> Leadloom:
    (tmp_path / "leadloom.toml").write_text(SETTINGS)
    (tmp_path / "leads_de.csv").write_text(ROWS)
    assert leadloom("config", "apply").code == 0
    assert leadloom("import", "leads_de.csv").code == 0
    assert leadloom("import", "leads_de.csv").code == 0
    return leadloom


def test_r42_touches_conversion_stages_and_targets_are_told(filled: Leadloom) -> None:
    found = json.loads(filled("funnel", "--json").out)
    touches = {line["outcome"]: (line["touches"], line["percent"]) for line in found["touches"]}
    assert touches == {"lead": (2, 33.3), "activity": (1, 16.7), "duplicate": (3, 50.0)}
    [leads], [stage], [target] = found["totals"], found["stages"], found["targets"]
    assert (leads["of"], leads["items"], leads["open"], leads["conversion"]) == ("lead", 2, 2, 0.0)
    assert (stage["stage"], stage["reached"], stage["standing"], stage["pass_rate"]) == ("NEW", 2, 2, 0.0)
    assert (target["target"], target["number_aim"], target["number"], target["conversion_aim"]) == ("csvfile", 2, 2, 20.0)
    text = filled("funnel")
    assert ("duplicate" in text.out, "csvfile" in text.out, "6 touches" in text.err) == (True, True, True)


def test_r42_a_division_adds_up_and_csv_has_every_figure(filled: Leadloom) -> None:
    [one] = json.loads(filled("funnel", "--by", "source", "--json").out)["cohorts"]
    assert (one["value"], one["items"]) == ("csvfile/file", 2)
    rows = list(csv.DictReader(io.StringIO(filled("funnel", "--by", "channel", "--csv").out)))
    assert {row["figure"]: row["number"] for row in rows if row["what"] == "touch"} == {"lead": "2", "activity": "1", "duplicate": "3"}
    figures = {(row["by"], row["value"], row["figure"]): row["number"] for row in rows if row["what"] == "lead"}
    assert (figures["channel", "csvfile", "items"], figures["", "", "items"]) == ("2", "2")
    for by in ("manager", "stage", "market", "readiness"):
        assert filled("funnel", "--by", by).code == 0


def test_what_there_is_nothing_of_is_said_in_a_sentence(filled: Leadloom) -> None:
    later = filled("funnel", "--since", "2999-01-01")
    assert later.out == "No touches since 2999-01-01 yet: they come in with `leadloom up` or `leadloom import`.\n"
    assert filled("funnel", "--workspace", "other").out.startswith("No touches in workspace other yet")
    assert json.loads(filled("funnel", "--since", "2999-01-01", "--json").out)["touches"] == []
    assert filled("funnel", "--since", "soon").code == filled("funnel", "--by", "weather").code == 2


def test_where_there_is_no_data_it_says_so(leadloom: Leadloom) -> None:
    assert leadloom("funnel").code == leadloom("status").code


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, None), (0, "0 s"), (59, "59 s"), (60, "1 min"), (3661, "1 h 1 min"), (90_000, "1 d 1 h"), (86_400, "1 d")]
)
def test_times_are_told_in_their_two_largest_units(seconds: int | None, text: str | None) -> None:
    assert _time(seconds) == text
