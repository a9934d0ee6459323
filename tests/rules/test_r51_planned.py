"""R51, R25: planned activities: a missed call plans a call-back, a form asks for a call or a meeting; talking does it, a person settles it."""

import msgspec
import pytest

from processors import queries
from schemas.capture import Capture
from schemas.command import Convert, Judge, Move, Settle, encode
from schemas.crm import Activity
from schemas.decision import Verdict
from schemas.touch import Asked
from tests.rules.office import HOUR, Office, call, form, mail, team, told

replace = msgspec.structs.replace

NUMBER = "+79161234567"


def planned(verdict: Verdict) -> list[Activity]:
    return [activity for activity in told(verdict, "activity") if activity.status is not None]


def settle(office: Office, activity: str, status: str) -> Verdict:
    said = Settle(by="boris", activity=activity, status=status)  # type: ignore[arg-type]
    name = f"settle-{office.offset}"
    return office.capture(Capture(id=name, workspace="main", channel="command", source="cli", body=encode(said)))


def test_r25_a_missed_call_plans_a_call_back_with_its_due_and_reminder_times() -> None:
    office = Office(team("anna"))
    verdict = office.take(call("missed", phone=NUMBER))
    [back] = planned(verdict)
    assert (back.kind, back.status, back.plan, back.direction) == ("call", "planned", "call_back", "out")
    assert (back.due_at, back.remind_at) == (office.now + HOUR, office.now + HOUR - 900_000)
    assert (back.item, back.client, back.responsible) == (verdict.entries[0].item, verdict.entries[0].client, "anna")


@pytest.mark.parametrize(("seconds", "due"), [(600, [600_000]), (0, [])])
def test_r25_when_it_is_due_is_the_workspaces_word(seconds: int, due: list[int]) -> None:
    office = Office(team("anna", call_back_s=seconds))
    assert [back.due_at - office.now for back in planned(office.take(call("missed", phone=NUMBER))) if back.due_at] == due


def test_r25_ten_missed_calls_plan_one_call_back() -> None:
    office = Office(team("anna"))
    backs = [back for n in range(10) for back in planned(office.take(call("missed", call_id=f"c{n}", phone=NUMBER)))]
    assert len(backs) == 1


def test_r25_all_events_of_a_missed_call_plan_one_call_back_and_an_answer_heard_late_cancels_it() -> None:
    office = Office(team("anna"))
    assert planned(office.take(call("ringing", phone=NUMBER))) == []
    [back] = planned(office.take(call("missed", phone=NUMBER)))
    assert planned(office.take(call("finished", phone=NUMBER, duration_s=0))) == []
    [gone] = planned(office.take(call("answered", phone=NUMBER, answered_by="101")))
    assert (gone.id, gone.version, gone.status) == (back.id, 2, "cancelled")


@pytest.mark.parametrize("direction", ["in", "out"])
def test_r51_talking_on_the_phone_does_the_call_back(direction: str) -> None:
    office = Office(team("anna"))
    [back] = planned(office.take(call("missed", phone=NUMBER)))
    talked = {"phone": NUMBER, "call_id": "c2", "direction": direction}
    assert planned(office.take(call("ringing", **talked))) == []
    verdict = office.take(call("answered", answered_by="101", **talked))
    [done] = planned(verdict)
    assert (done.id, done.version, done.status, done.done_by) == (back.id, 2, "done", verdict.entries[0].activity)
    assert planned(office.take(call("finished", duration_s=60, **talked))) == []
    assert len(planned(office.take(call("missed", call_id="c3", phone=NUMBER)))) == 1


def test_r51_an_outgoing_call_that_nobody_took_does_nothing() -> None:
    office = Office(team("anna"))
    office.take(call("missed", phone=NUMBER))
    assert planned(office.take(call("finished", call_id="c2", phone=NUMBER, direction="out", duration_s=0))) == []


@pytest.mark.parametrize(
    "touch", [call("missed"), call("missed", phone=NUMBER, direction="out"), call("answered", phone=NUMBER, answered_by="101")]
)
def test_r25_only_a_missed_call_of_somebody_who_can_be_called_is_called_back(touch: object) -> None:
    assert planned(Office(team("anna")).take(touch)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "hours", "due"), [("call", 5, 5), ("meeting", 48, 48), ("call", -3, 0), ("call", 24 * 400, 1)])
def test_r51_a_form_that_asks_for_something_plans_it_at_the_asked_time(kind: str, hours: int, due: int) -> None:
    office = Office(team("anna"))
    asked = Asked(kind=kind, at=office.now + 1000 + hours * HOUR)  # type: ignore[arg-type]
    [plan] = planned(office.take(form(phone=NUMBER, subject="Pumps", asked=asked)))
    assert (plan.kind, plan.plan, plan.subject, plan.due_at) == (kind, "asked", "Pumps", office.now + due * HOUR)


def test_r51_a_form_that_names_no_time_is_answered_as_soon_as_a_missed_call() -> None:
    office = Office(team("anna"))
    [plan] = planned(office.take(form(phone=NUMBER, asked=Asked(kind="call"))))
    assert plan.due_at == office.now + HOUR


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_r51_a_person_says_that_it_is_done_or_not_to_be_done_and_saying_it_twice_changes_nothing(status: str) -> None:
    office = Office(team("anna"))
    [plan] = planned(office.take(form(phone=NUMBER, asked=Asked(kind="meeting"))))
    first = settle(office, plan.id, status)
    [settled] = planned(first)
    assert (first.entries[0].outcome, settled.version, settled.status, settled.changed) == ("applied", 2, status, ("status",))
    again = settle(office, plan.id, status)
    assert (again.entries[0].outcome, again.emit) == ("applied", ())
    other = settle(office, plan.id, "done" if status == "cancelled" else "cancelled")
    assert (other.entries[0].outcome, other.emit) == ("refused", ())


def test_r51_what_is_not_known_cannot_be_settled() -> None:
    office = Office(team("anna"))
    assert [settle(office, name, "done").entries[0].outcome for name in ("0" * 32, "x")] == ["refused", "refused"]


def test_r51_planned_activities_are_listed_with_who_has_the_item_now() -> None:
    office = Office(team("anna"))
    verdict = office.take(call("missed", phone=NUMBER))
    [back] = planned(verdict)
    item = office.memory.item("lead", str(verdict.entries[0].item))
    assert item is not None
    assert item.planned == (back.id,)
    assert list(queries.planned(office.state, "main")) == [back]


def test_r51_what_our_own_people_do_is_an_activity_of_the_client_and_item() -> None:
    office = Office(team("anna"))
    lead = office.one(form(email="ivan@example.org", phone=NUMBER))
    for touch in (mail(email="ivan@example.org", direction="out"), call("finished", phone=NUMBER, direction="out", duration_s=5)):
        entry = office.one(touch)
        assert (entry.outcome, entry.item, entry.client) == ("activity", lead.item, lead.client)


def test_r42a_r51_what_was_planned_for_a_lead_is_done_by_talking_about_the_deal_that_it_became() -> None:
    office = Office(team("anna"))
    verdict = office.take(call("missed", phone=NUMBER))
    [back] = planned(verdict)
    converted = office.say(Convert(by="boris", lead=str(verdict.entries[0].item), deal="new"))
    assert converted.entries[0].outcome == "applied"
    [listed] = queries.planned(office.state, "main")
    assert (listed.id, listed.item_kind, listed.item != back.item) == (back.id, "deal", True)
    [done] = planned(office.take(call("answered", call_id="c2", phone=NUMBER, answered_by="101")))
    assert (done.id, done.status, done.item) == (back.id, "done", listed.item)


@pytest.mark.parametrize("how", [Judge(lead="", verdict="spam", by="olga"), Move(kind="lead", item="", stage="RECYCLED", by="olga")])
def test_r51_what_was_planned_for_a_lead_that_comes_to_nothing_is_cancelled_and_planned_again_when_it_is_restored(
    how: Judge | Move,
) -> None:
    office = Office(team("anna"))
    verdict = office.take(call("missed", phone=NUMBER))
    [back], lead = planned(verdict), str(verdict.entries[0].item)
    named = replace(how, lead=lead) if isinstance(how, Judge) else replace(how, item=lead)
    [gone] = planned(office.say(named))
    assert (gone.id, gone.version, gone.status, gone.changed) == (back.id, 2, "cancelled", ("status", "reason"))
    assert gone.reason == f"Its lead was closed as {'JUNK' if isinstance(how, Judge) else 'RECYCLED'}."
    assert planned(office.say(named)) == []
    [again] = planned(office.say(Judge(lead=lead, verdict="restore", by="olga")))
    assert (again.id, again.version, again.status, again.reason, again.due_at) == (back.id, 3, "planned", None, back.due_at)
    [done] = planned(office.take(call("answered", call_id="c2", phone=NUMBER, answered_by="101")))
    assert (done.id, done.status) == (back.id, "done")


def test_r51_what_was_settled_before_is_not_planned_again() -> None:
    office = Office(team("anna"))
    verdict = office.take(call("missed", phone=NUMBER))
    [back], lead = planned(verdict), str(verdict.entries[0].item)
    said = office.say(Settle(by="boris", activity=back.id, status="cancelled", note="They rang again."))
    assert [gone.reason for gone in planned(said)] == ["They rang again."]
    for verdict_ in ("junk", "restore"):
        assert planned(office.say(Judge(lead=lead, verdict=verdict_, by="olga"))) == []


@pytest.mark.parametrize(("stage", "status"), [("LOST", "cancelled"), ("PAID", "planned")])
def test_r51_what_was_planned_for_a_lost_deal_is_cancelled_and_for_a_won_one_it_is_still_to_be_done(stage: str, status: str) -> None:
    office = Office(team("anna", mode="simple"))
    deal = str(office.take(call("missed", phone=NUMBER)).entries[0].item)
    office.say(Move(kind="deal", item=deal, stage=stage, by="olga"))
    assert [one.status for one in queries.planned(office.state, "main")] == [status]
    office.say(Move(kind="deal", item=deal, stage="NEW", by="olga"))
    assert [one.status for one in queries.planned(office.state, "main")] == ["planned"]
