"""Who is who, by hand: merge, unmerge and review on the embedded log, and what `show` and `why` then tell."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from runtime.testing.servers import running
from tests.cli.conftest import Leadloom

pytestmark = pytest.mark.slow

SETTINGS = """\
[workspaces.main]
region = "DE"
fallback = "ann"
[[workspaces.main.responsibles]]
id = "ann"
name = "Ann Example"
"""
TWO = """\
Vorname;Nachname;Telefon;E-Mail;Stadt
Anna;Schmidt;0151 23456789;;Köln
Bernd;Maier;;bernd@maier.example;
"""
BRIDGE = "Telefon;E-Mail;Nachricht\n0151 23456789;bernd@maier.example;{}\n"
MORE = """\
Vorname;Nachname;Telefon;E-Mail;Stadt
Zofia;Kowalska;+48 601 234 567;;Gdańsk
Jürgen;Weber;;weber77@post.example;
"""


@pytest.fixture
def two(leadloom: Leadloom, tmp_path: Path) -> Leadloom:
    """Anna, known by her phone, and Bernd, known by his e-mail."""
    (tmp_path / "leadloom.toml").write_text(SETTINGS)
    (tmp_path / "two.csv").write_text(TWO)
    assert leadloom("config", "apply").code == leadloom("import", "two.csv").code == 0
    return leadloom


def _leads(leadloom: Leadloom) -> dict[str, Any]:
    """What `leads show` says of each lead, by the first name of who is in its title."""
    listed = json.loads(leadloom("leads", "list", "--json").out)
    shown = [json.loads(leadloom("leads", "show", lead["id"], "--json").out) for lead in listed]
    return {lead["title"].split()[0]: lead for lead in shown}


def _asked(leadloom: Leadloom, tmp_path: Path, says: str = "Hallo") -> Any:
    """The review items that are open after somebody came with a key of both, and no name."""
    (tmp_path / "bridge.csv").write_text(BRIDGE.format(says))
    assert json.loads(leadloom("import", "bridge.csv", "--json").out)["outcomes"] == {"activity": 1}
    return json.loads(leadloom("review", "list", "--json").out)


def _values(lead: Any) -> set[tuple[str, str, str]]:
    return {(value["field"], value["value"], value["touch"]) for value in lead["provenance"]}


def test_r17_every_shown_value_says_where_it_comes_from(two: Leadloom) -> None:
    anna = _leads(two)["Anna"]
    said = {value["field"]: (value["value"], value["channel"], value["capture"]) for value in anna["provenance"]}
    capture = anna["captures"][0]
    assert said == {
        "name": ("Anna Schmidt", "csvfile", capture),
        "city": ("Köln", "csvfile", capture),
        "phone": ("+4915123456789", "csvfile", capture),
    }
    text = two("leads", "show", anna["id"][:8]).out
    assert ("where each value comes from" in text, "+4915123456789  csvfile/" in text) == (True, True)


def test_r18_r19_a_merge_by_hand_and_taking_it_back_leave_everything_as_it_was(two: Leadloom) -> None:
    before = _leads(two)
    anna, bernd = before["Anna"], before["Bernd"]
    merged = two("merge", anna["id"][:8], bernd["client"]["id"][:8], "--by", "Olga", "--note", "one desk")
    assert (merged.code, "is now" in merged.out, "was folded into lead" in merged.out, "leadloom unmerge" in merged.err) == (
        0,
        True,
        True,
        True,
    )

    now = _leads(two)
    assert {lead["client"]["id"] for lead in now.values()} == {now["Anna"]["client"]["id"]}
    assert _values(now["Anna"]) >= {v for v in _values(anna) | _values(bernd) if v[0] in ("phone", "e-mail")}
    loser = next(lead["client"]["id"] for lead in (anna, bernd) if lead["client"]["id"] != now["Anna"]["client"]["id"])
    assert [(m["by"], m["note"], m["undone"]) for m in now["Anna"]["merges"]] == [("Olga", "one desk", None)]
    told = two("why", loser[:8]).out
    assert ("by Olga: one desk" in told, ": a person said so (by Olga" in told, told.count("\n  from ")) == (True, True, 3)

    parted = two("unmerge", now["Anna"]["merges"][0]["id"][:8], "--json")
    assert (parted.code, [entry["outcome"] for entry in json.loads(parted.out)["entries"]]) == (0, ["applied"])
    after = _leads(two)
    for name in ("Anna", "Bernd"):
        assert (after[name]["client"], after[name]["provenance"]) == (before[name]["client"], before[name]["provenance"])
        assert (after[name]["status"], after[name]["captures"]) == (before[name]["status"], before[name]["captures"])
    assert "taken back since" in two("why", loser[:8]).out
    assert two("replay").out == "equal\n"


def test_r18_of_a_lead_that_was_folded_twice_the_one_that_stands_is_named(two: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(MORE)
    assert two("import", "more.csv").code == 0
    ids = {name: lead["id"] for name, lead in _leads(two).items()}
    for a, b in (("Zofia", "Jürgen"), ("Anna", "Zofia")):
        assert two("merge", ids[a], ids[b]).code == 0
    leads = {lead["id"]: lead for lead in _leads(two).values()}
    into = {id_: lead["merged_into"] for id_, lead in leads.items() if lead.get("merged_into")}
    [twice] = [id_ for id_, next_ in into.items() if next_ in into]
    assert f"This lead was folded into {into[into[twice]][:8]}, which goes on" in two("leads", "show", twice).out


def test_what_cannot_be_done_is_refused_with_a_reason(two: Leadloom) -> None:
    leads = _leads(two)
    anna, bernd = leads["Anna"]["id"], leads["Bernd"]["id"]
    same = two("merge", anna, anna)
    assert (same.code, same.out, "one client already" in same.err) == (1, "", True)
    as_data = two("merge", anna, anna, "--json")
    assert (as_data.code, [entry["outcome"] for entry in json.loads(as_data.out)["entries"]]) == (1, ["refused"])
    never = two("unmerge", bernd)
    assert (never.code, "was never merged" in never.err) == (1, True)
    nobody = two("merge", anna, "00000000-0000")
    assert (nobody.code, "No client, contact, lead or deal begins with" in nobody.err) == (1, True)
    assert two("review", "accept", "0000").code == 1
    long = two("merge", anna, bernd, "--note", "x" * 2001)
    assert (long.code, "This cannot be said" in long.err) == (1, True)


def test_a_dry_run_tells_what_would_be_and_writes_nothing(two: Leadloom) -> None:
    leads = _leads(two)
    dry = two("merge", leads["Anna"]["id"], leads["Bernd"]["id"], "--dry-run")
    assert (dry.code, "is now" in dry.out, "Nothing was written" in dry.err) == (0, True, True)
    assert _leads(two) == leads


def test_r16_a_review_item_shows_both_sides_and_what_speaks_for_it(two: Leadloom, tmp_path: Path) -> None:
    assert "Nothing waits for a decision" in two("review", "list").out
    (item,) = _asked(two, tmp_path)
    assert (item["kind"], item["status"]) == ("pair", "open")
    text = two("review", "list")
    assert (item["id"][:8] in text.out, "Side by side" in text.err) == (True, True)
    assert json.loads(two("review", "list", "--json", "--kind", "split").out) == []
    shown = json.loads(two("review", "show", item["id"][:8], "--json").out)
    assert sorted(value["value"] for side in shown["sides"] for value in side["values"] if value["field"] == "name") == [
        "Anna Schmidt",
        "Bernd Maier",
    ]
    beside = two("review", "show", item["id"][:8])
    for words in ("Are these two one?", "Anna Schmidt", "bernd@maier.example", "csvfile/", "probability", "because"):
        assert words in beside.out
    assert "leadloom review accept" in beside.err
    assert {lane["review"] for lane in json.loads(two("status", "--json").out)["workspaces"]} == {1}


def test_r16_what_a_person_rejects_is_never_asked_again(two: Leadloom, tmp_path: Path) -> None:
    (item,) = _asked(two, tmp_path)
    assert two("review", "reject", item["id"][:8], "--by", "Olga", "--note", "a couple").code == 0
    again = two("review", "accept", item["id"])
    assert (again.code, "closed" in again.err) == (1, True)
    assert _asked(two, tmp_path, "Noch einmal") == []
    (told,) = json.loads(two("review", "list", "--status", "rejected", "--json").out)
    assert (told["decided_by"], told["note"]) == ("Olga", "a couple")
    assert "by Olga: a couple" in two("review", "show", item["id"]).out
    assert f"said by       Olga: reject {item['id']}: a couple" in two("why", item["id"]).out


def test_names_that_look_like_markup_are_shown_as_they_are(two: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("name;phone;email\nBob [/bold] Ray;+49 171 7654321;\nEve [red];;eve.red@post.example\n")
    (tmp_path / "both.csv").write_text("phone;email\n+49 171 7654321;eve.red@post.example\n")
    assert two("import", "odd.csv").code == two("import", "both.csv").code == 0
    (item,) = json.loads(two("review", "list", "--json").out)
    for command in (("review", "list"), ("review", "show", item["id"]), ("why", item["id"])):
        shown = two(*command)
        assert (shown.code, "Bob [/bold] Ray" in shown.out, "Eve [red]" in shown.out) == (0, True, True), shown.err


def test_r16_what_a_person_accepts_is_merged_and_stands_in_the_clients_history(two: Leadloom, tmp_path: Path) -> None:
    (item,) = _asked(two, tmp_path)
    assert "is now" in two("review", "accept", item["id"][:8], "--by", "Olga").out
    leads = _leads(two)
    assert {lead["client"]["id"] for lead in leads.values()} == {leads["Anna"]["client"]["id"]}
    assert [merge["by"] for merge in leads["Anna"]["merges"]] == ["Olga"]
    told = two("why", leads["Bernd"]["client"]["id"]).out
    assert ("\n  asked " in told, "\n  merged " in told) == (True, True)
    told_of_item = json.loads(two("why", item["id"][:8], "--json").out)
    assert [[entry["channel"] for entry in one["entries"]] for one in told_of_item] == [["csvfile"], ["command"]]


def test_r18_after_a_merge_touches_have_the_client_of_now_and_why_tells_members_of_one_client_as_such(
    two: Leadloom, tmp_path: Path
) -> None:
    leads = _leads(two)
    decided = {lead["client"]["id"] for lead in leads.values()}
    assert two("merge", leads["Anna"]["id"], leads["Bernd"]["id"]).code == 0
    kept = _leads(two)["Anna"]["client"]["id"]
    touches = json.loads(two("touches", "--json").out)
    assert ({touch["client"] for touch in touches}, {touch["decided_client"] for touch in touches}) == ({kept}, decided)
    listed = two("touches").out
    assert [id_[:8] in listed for id_ in sorted(decided)] == [id_ == kept for id_ in sorted(decided)]

    assert _asked(two, tmp_path) == []
    told = two("why", json.loads(two("touches", "--json", "--limit", "1").out)[0]["capture"]).out
    assert (told.count(f"looked at     client {kept}"), told.count(f"another member of the same client, {kept}")) == (1, 1)


def test_an_id_that_was_merged_away_leads_on_and_says_so(two: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS.replace('region = "DE"', 'region = "DE"\nmode = "simple"'))
    (tmp_path / "more.csv").write_text(MORE)
    assert two("config", "apply").code == two("import", "more.csv").code == 0
    one, other = (contact["id"] for contact in json.loads(two("contacts", "list", "--json").out))
    assert two("merge", one, other).code == 0
    (left,) = json.loads(two("contacts", "list", "--json").out)
    gone = one if left["id"] == other else other
    shown = two("contacts", "show", gone[:8])
    assert (shown.code, f"Contact {gone[:8]} was merged away" in shown.out, left["id"] in shown.out) == (0, True, True)
    assert json.loads(two("contacts", "show", gone, "--json").out)["asked"] == gone


def test_why_weighs_what_speaks_for_and_against_and_the_report_counts_it(two: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "again.csv").write_text("Vorname;Nachname;Telefon;E-Mail\nAnna;Schmidt;0151/23456789;a.schmidt@post.example\n")
    assert two("import", "again.csv").code == 0
    anna = _leads(two)["Anna"]
    (told,) = json.loads(two("why", anna["captures"][1], "--json").out)
    (candidate, *_) = told["entries"][0]["candidates"]
    assert (candidate["client"], candidate["by"], candidate["probability"] > 0.9) == (anna["client"]["id"], ["phone"], True)
    text = two("why", anna["captures"][1]).out
    for words in ("\n    for         same mobile +", "\n    against     ", "attached from", "full name agrees +"):
        assert words in text

    (report,) = json.loads(two("match-report", "--json").out)
    assert (report["touches"], report["new_clients"], report["alone"]) == (3, 2, 2)
    assert [(bar["attached"], bar["by_key"]) for bar in report["bars"] if bar["attached"] or bar["apart"]] == [(1, 1)]
    assert {tried["threshold"] for tried in report["tried"]} >= set(report["thresholds"].values())
    words = two("match-report").out
    assert ("<- attach" in words, "3 touches with somebody in them, 2 new clients" in words) == (True, True)
    (later,) = json.loads(two("match-report", "--json", "--since", "2999-01-01").out)
    assert (later["decisions"], later["touches"]) == (0, 0)
    assert two("match-report", "--since", "yesterday").code == 2
    assert two("match-report", "--workspace", "nowhere").code == 1


def test_one_person_in_two_scripts_with_a_slip_and_in_an_old_list_is_one_client(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS.replace("DE", "RU"))
    files = {
        "others.csv": "Имя;Телефон;Компания;Город\nИрина Соколова;+7 916 555-12-34;;Казань\nПётр Лебедев;+7 903 111-22-33;Вектор;Тула\n",
        "form.csv": "Name;Phone;E-mail;Company;City\nAleksandr Shchukin;+7 912 345-67-89;a.shchukin@yandex.ru;Vektor;Tula\n",
        "list.csv": "Имя;Телефон\nЩукин Саша;8 (912) 345 67 89\n",
        "slip.eml": "From: Aleksandr Shchukin <a.shchukin@yandex.tu>\nTo: sales@acme.example\nSubject: Price\nMessage-ID: <1@x>\n\nAny news?\n",
        "old.csv": "Имя;Компания;Город\nЩукин А. В.;Вектор;Тула\n",
    }
    assert leadloom("config", "apply").code == 0
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        assert leadloom("import", name).code == 0
    leads = json.loads(leadloom("leads", "list", "--json").out)
    one = [lead for lead in leads if lead["client"]["phones"] == ["+79123456789"]]
    assert (len(leads), [lead["activities"] for lead in one]) == (3, [4])
    told = leadloom("why", one[0]["id"]).out
    for words in ("same mobile +", "full name by nickname agrees +", "e-mail but for a slip +", "name with an initial agrees +"):
        assert words in told


@pytest.mark.slow
def test_what_a_person_says_is_decided_by_the_leadloom_that_is_up(two: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text(SETTINGS + "[edge]\nport = 0\n")
    leads = _leads(two)
    with running(subprocess.Popen([sys.executable, "-m", "runtime.cli", "up"], cwd=tmp_path, stderr=subprocess.PIPE)) as process:
        assert process.stderr is not None
        assert b"is up on" in process.stderr.readline()
        assert "is now" in two("merge", leads["Anna"]["id"], leads["Bernd"]["id"]).out
        assert two("merge", leads["Anna"]["id"], leads["Bernd"]["id"]).code == 1
        assert "client of its own again" in two("unmerge", leads["Anna"]["id"]).out
    assert _leads(two)["Anna"]["client"] == leads["Anna"]["client"]
