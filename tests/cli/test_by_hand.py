"""What people enter, promote and settle on the command line, on the embedded log."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from runtime.cli.activities import status
from runtime.settings import load
from runtime.submit import submit
from schemas.capture import Capture
from schemas.crm import Activity
from tests.cli.conftest import Leadloom

pytestmark = pytest.mark.slow

SETTINGS = """\
[workspaces.main]
region = "DE"
[[workspaces.main.responsibles]]
id = "ann"
[[workspaces.main.responsibles]]
id = "bob"
[[workspaces.main.not_enquiry]]
name = "not for sales"
when = { channel = "manual", source = "note" }
[[workspaces.main.fields]]
id = "amount"
names = "Budget"
"""


@pytest.fixture
def office(leadloom: Leadloom, tmp_path: Path) -> Leadloom:
    (tmp_path / "leadloom.toml").write_text(SETTINGS)
    assert leadloom("config", "apply").code == 0
    return leadloom


def rows(office: Leadloom, *arguments: str) -> Any:
    ran = office("add", *arguments, "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["rows"]


def test_r17_what_is_entered_by_hand_is_matched_like_any_other_and_beats_what_is_captured_later(office: Leadloom, tmp_path: Path) -> None:
    entered = ("--name", "Anna Schmidt", "--phone", "0151 23456789", "--channel", "meeting", "--owner", "bob", "--by", "ann")
    (made,) = rows(office, *entered, "--field", "Budget=1.200 EUR")
    assert (made["action"], made["outcome"], made["client"], made["owner"]) == ("create", "lead", None, "bob")
    (tmp_path / "a.csv").write_text("Name,Telefon,Stadt,Budget\nAnn S.,+49 151 23456789,Bonn,1300 EUR\n")
    assert json.loads(office("import", "a.csv", "--json").out)["outcomes"] == {"activity": 1}
    (lead,) = json.loads(office("leads", "list", "--json").out)
    assert (lead["client"]["name"], lead["amount"], lead["currency"], lead["responsible"]) == ("Anna Schmidt", "1300", "EUR", "bob")
    assert lead["id"] == made["item"]


def test_a_dry_run_shows_what_would_be_and_writes_nothing(office: Leadloom) -> None:
    (first,) = rows(office, "--name", "Anna Schmidt", "--phone", "0151 23456789", "--channel", "meeting")
    more = ("--phone", "+49 151 23456789", "--email", "anna@schmidt.example", "--channel", "event")
    told = office("add", *more, "--dry-run")
    assert told.code == 0
    assert "would become: an activity on what was there" in told.out
    assert "  emails: - -> anna@schmidt.example" in told.out
    (lead,) = json.loads(office("leads", "list", "--json").out)
    assert f"client: Anna Schmidt ({lead['client']['id'][:8]})" in told.out
    assert "Nothing was written" in told.err
    (would,) = rows(office, *more, "--dry-run")
    assert (would["action"], would["item"]) == ("update", first["item"])
    (lead,) = json.loads(office("leads", "list", "--json").out)
    assert (lead["version"], lead["client"]["phones"]) == (1, ["+4915123456789"])


def test_r40_the_preview_is_what_then_becomes_of_it(office: Leadloom) -> None:
    entered = ("--name", "Anna Schmidt", "--email", "anna@schmidt.example", "--company", "Schmidt GmbH", "--channel", "event")
    (would,), (made,) = rows(office, *entered, "--dry-run"), rows(office, *entered)
    differ = {name for name in would if would[name] != made[name]}
    assert differ <= {"item"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "nobody is named"),
        (("--name", "A", "--owner", "an"), 3, "There is no responsible 'an' in workspace main; did you mean `ann`?"),
        (("--name", "A", "--workspace", "man"), 3, "There is no workspace 'man'; did you mean `main`?"),
        (("--name", "A", "--field", "x"), 2, "'x' is no field: write NAME=VALUE"),
        (("--name", "A", "--at", "yesterday"), 2, "'yesterday' is no date or time: 2026-03-01, or 2026-03-01T10:00+01:00"),
    ],
)
def test_what_cannot_be_entered_is_said_with_what_was_meant(office: Leadloom, arguments: tuple[str, ...], code: int, said: str) -> None:
    ran = office("add", *arguments)
    assert ran.code == code
    assert said in ran.err


def test_r56_what_was_set_aside_is_listed_and_promoted_once(office: Leadloom) -> None:
    assert [row["outcome"] for row in rows(office, "--name", "Anna", "--phone", "0151 23456789")] == ["not_enquiry"]
    (aside,) = json.loads(office("touches", "--outcome", "not_enquiry", "--json").out)
    assert (aside["channel"], aside["reason"]) == ("manual", "it meets criterion 1, not for sales (R56)")
    assert "not for sales" in office("touches", "--outcome", "not_enquiry").out

    would = office("promote", aside["touch"][:8], "--by", "bob", "--dry-run")
    assert (would.code, "would be a new lead" in would.out, "Nothing was written" in would.err) == (0, True, True)
    promoted = office("promote", aside["capture"], "--by", "bob")
    assert (promoted.code, "is a new lead: bob says that it is an enquiry" in promoted.out) == (0, True)
    assert [lead["client"]["name"] for lead in json.loads(office("leads", "list", "--json").out)] == ["Anna"]
    assert json.loads(office("touches", "--outcome", "not_enquiry", "--json").out) == []
    (now,) = json.loads(office("touches", "--outcome", "lead", "--json").out)
    assert (now["touch"], now["was"]) == (aside["touch"], "not_enquiry")

    why = office("why", aside["capture"]).out
    assert ("no enquiry by this workspace's criteria" in why, "bob says that it is an enquiry" in why) == (True, True)
    assert [office("why", aside[named][:8]).out for named in ("touch", "capture")] == [why, why]

    for named in (aside["capture"], aside["touch"], aside["touch"][:8]):
        again = office("promote", named, "--by", "bob")
        assert (again.code, again.out) == (0, "It is no longer set aside: nothing changes.\n")
    assert office("promote", now["capture"]).err.startswith("leadloom: No captures or touches begin with")
    assert office("replay").out == "equal\n"
    assert office("promote", "ffffffff").code == 1


def _missed(call_id: str) -> Capture:
    body = {"event": "missed", "call_id": call_id, "from": "+4915123456789", "to": "+4930123456"}
    return Capture(id=str(uuid4()), workspace="main", channel="telephony", source="pbx", body=json.dumps(body).encode())


def test_r51_a_planned_activity_is_listed_with_its_owner_and_settled_by_a_person(office: Leadloom) -> None:
    asyncio.run(submit(load(Path("leadloom.toml")), _missed("c1")))
    (back,) = json.loads(office("activities", "--json").out)
    assert (back["kind"], back["status"], back["plan"], back["responsible"]) == ("call", "planned", "call_back", "ann")
    listed = office("activities", "--owner", "ann").out
    assert ("a missed call" in listed, "+4915123456789" in listed) == (True, True)
    assert json.loads(office("activities", "--owner", "bob", "--json").out) == []
    nobody = office("activities", "--owner", "bobb")
    assert (nobody.code, nobody.out, nobody.err) == (1, "", "leadloom: No responsible is called 'bobb'; did you mean `bob`?\n")
    assert json.loads(office("activities", "--late", "--json").out) == []

    assert "Nothing was written" in office("activities", "done", back["id"][:8], "--by", "ann", "--dry-run").err
    assert office("activities", "done", back["id"][:8], "--by", "ann").out == "The planned call is done.\n"
    assert json.loads(office("activities", "--json").out) == []
    assert [one["status"] for one in json.loads(office("activities", "--all", "--json").out)] == ["done"]
    refused = office("activities", "cancel", back["id"][:8], "--by", "ann")
    assert (refused.code, "only what is planned can be cancelled" in refused.err) == (1, True)
    assert office("activities", "done", "ffff").code == 1


def test_r51_late_is_what_is_planned_and_past_its_time_when_it_is_read() -> None:
    plan = Activity(
        id="a", workspace="main", version=1, cause="c", kind="call", client="k", channel="telephony", source="s", status="planned", due_at=5
    )
    assert [status(plan, now) for now in (5, 6)] == ["planned", "late"]


def test_what_is_in_quarantine_is_not_promoted_and_why_is_told_of_it(office: Leadloom) -> None:
    body = b"name=Robot&email=robot%40example.org&_gotcha=1"
    spam = Capture(
        id=str(uuid4()), workspace="main", channel="webform", source="contact", body=body, content_type="application/x-www-form-urlencoded"
    )
    asyncio.run(submit(load(Path("leadloom.toml")), spam))
    refused = office("promote", spam.id)
    assert (refused.code, "It is quarantined" in refused.err, "`leadloom add`" in refused.err) == (1, True, True)
    assert "quarantined, kept until somebody looks at it" in office("why", spam.id[:8]).out
    assert "Nothing is known of 'ffffffff'" in office("why", "ffffffff").err
