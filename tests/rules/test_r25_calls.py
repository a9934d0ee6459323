"""R25: the life of a call, in any order of its events; R51's outgoing calls; R56's short ones."""

from itertools import permutations
from typing import Any

import pytest

from schemas.touch import Touch
from tests.rules.office import Office, call, form, team, told, topics

NUMBER = "+79161234567"


def _events() -> dict[str, Touch]:
    return {
        "ringing": call("ringing", phone=NUMBER, key="1"),
        "answered": call("answered", phone=NUMBER, answered_by="102", key="2"),
        "finished": call("finished", phone=NUMBER, duration_s=60, key="3"),
        "recording": call("recording", recording_url="https://pbx.example/1.mp3", key="4"),
    }


def _told_in_the_end(office: Office) -> tuple[Any, ...]:
    """What a subscriber knows at last: the newest version of the lead and of the activity, without what depends on the order."""
    records = [record for _, verdict in office.history for topic in ("lead", "activity") for record in told(verdict, topic)]
    lead = max((r for r in records if hasattr(r, "title")), key=lambda r: r.version)
    calls = [r for r in records if hasattr(r, "call_status")]
    last = max(calls, key=lambda r: r.version)
    return (
        len({r.id for r in records if hasattr(r, "title")}),
        len({r.id for r in calls}),
        (lead.responsible, lead.activities),
        (last.call_status, last.duration_s, last.recording_url, last.answered_by, last.item == lead.id, last.client == lead.client.id),
    )


@pytest.mark.parametrize("order", list(permutations(("ringing", "answered", "finished", "recording"))))
def test_r25_events_in_any_order_make_one_activity_one_item_and_give_it_to_who_answered(order: tuple[str, ...]) -> None:
    office = Office(team("anna", "boris", "clara"))
    for name in order:
        office.take(_events()[name])
    expected = (1, 1, ("boris", 1), ("finished", 60, "https://pbx.example/1.mp3", "102", True, True))
    assert _told_in_the_end(office) == expected


def test_r25_while_it_rings_the_item_waits_for_who_answers() -> None:
    office = Office(team("anna", "boris"))
    ringing = office.take(call("ringing", phone=NUMBER))
    [entry], [lead] = ringing.entries, told(ringing, "lead")
    assert (entry.outcome, entry.owner, entry.alarm, lead.responsible, told(ringing, "assignment")) == ("lead", None, None, None, [])
    answered = office.take(call("answered", phone=NUMBER, answered_by="102"))
    [assignment] = told(answered, "assignment")
    assert (answered.entries[0].owner, assignment.responsible, assignment.version) == ("boris", "boris", 1)
    assert office.one(form(phone="+79039998877")).owner == "anna"


def test_r25_ten_phones_ringing_reassign_nothing() -> None:
    office = Office(team("anna", "boris"))
    verdicts = [office.take(call("ringing", phone=NUMBER, said=f"leg {n}")) for n in range(10)]
    assert [len(told(verdict, "lead")) for verdict in verdicts] == [1] + [0] * 9
    assert [verdict.emit for verdict in verdicts[1:]] == [()] * 9
    assert {verdict.entries[0].item for verdict in verdicts} == {told(verdicts[0], "lead")[0].id}
    assert office.one(form(phone="+79039998877")).owner == "anna"


@pytest.mark.parametrize(
    "last", [call("missed", phone=NUMBER), call("finished", phone=NUMBER), call("finished", phone=NUMBER, duration_s=0)]
)
def test_r25_a_missed_call_or_one_ended_by_nobody_known_goes_to_the_queue(last: Touch) -> None:
    office = Office(team("anna", "boris"))
    office.one(call("ringing", phone=NUMBER))
    verdict = office.take(last)
    assert (verdict.entries[0].owner, told(verdict, "assignment")[0].queue) == ("anna", "sales")


def test_r25_an_owned_item_keeps_its_owner_whoever_answers() -> None:
    office = Office(team("anna", "boris"))
    office.one(form(phone=NUMBER))
    entries = [office.one(touch) for touch in _events().values()]
    assert {entry.owner for entry in entries} == {"anna"}


def test_r25_an_answer_of_somebody_unknown_waits_for_the_end_and_the_queue() -> None:
    office = Office(team("anna"))
    owners = [office.one(call(event, phone=NUMBER, answered_by="999")).owner for event in ("answered", "finished")]
    assert owners == [None, "anna"]


def test_r25_an_answer_beats_a_missed_leg() -> None:
    office = Office(team("anna", "boris"))
    office.one(call("missed", phone=NUMBER))
    verdict = office.take(call("answered", phone=NUMBER, answered_by="102"))
    assert (verdict.entries[0].owner, told(verdict, "activity")[0].call_status) == ("boris", "answered")
    assert told(verdict, "assignment")[0].previous == "anna"


def test_r25_the_calls_of_two_exchanges_are_two_calls() -> None:
    office = Office(team("anna"))
    one, other = (office.one(call("missed", phone=phone, call_id="7"), source=s) for s, phone in (("a", NUMBER), ("b", "+79039998877")))
    assert one.activity != other.activity


def test_r51_an_outgoing_call_is_an_activity_and_creates_nothing() -> None:
    office = Office(team("anna"))
    stranger = office.take(call("answered", phone="+79039998877", direction="out"))
    assert (stranger.entries[0].outcome, stranger.entries[0].item, topics(stranger)) == ("activity", None, ["activity"])
    first = office.one(form(phone=NUMBER))
    called = office.take(call("answered", phone=NUMBER, direction="out", call_id="c2"))
    assert (called.entries[0].outcome, called.entries[0].item) == ("activity", first.item)
    assert told(called, "activity")[0].direction == "out"


def test_r51_who_was_called_and_calls_back_is_a_new_lead_of_the_same_client() -> None:
    office = Office(team("anna"))
    out = office.one(call("answered", phone=NUMBER, direction="out"))
    back = office.one(call("missed", phone=NUMBER, call_id="c2"))
    assert (back.outcome, back.client) == ("lead", out.client)


def test_r56_a_call_shorter_than_the_workspace_asks_is_no_enquiry() -> None:
    office = Office(team("anna", min_call_s=10))
    verdict = office.take(call("finished", phone=NUMBER, duration_s=9))
    [entry] = verdict.entries
    assert (entry.outcome, entry.item, topics(verdict)) == ("not_enquiry", None, ["activity"])
    assert office.one(call("finished", phone="+79039998877", duration_s=10, call_id="c2")).outcome == "lead"
    assert office.one(call("missed", phone="+79037776655", call_id="c3")).outcome == "lead"


def test_r56_whether_a_call_is_long_enough_is_decided_when_it_is_known() -> None:
    office = Office(team("anna", "boris", min_call_s=10))
    outcomes = [office.one(touch) for touch in _events().values()]
    assert [entry.outcome for entry in outcomes] == ["not_enquiry", "not_enquiry", "lead", "activity"]
    assert len({entry.client for entry in outcomes}) == 1
    assert outcomes[2].owner == "boris"


def test_r56_a_withheld_number_is_nobody_and_its_events_are_still_one_activity() -> None:
    office = Office(team("anna"))
    verdicts = [office.take(call(event)) for event in ("ringing", "answered", "finished")]
    assert {(v.entries[0].outcome, v.entries[0].client, v.entries[0].item) for v in verdicts} == {("no_contact", None, None)}
    versions = [(activity.id, activity.version) for v in verdicts for activity in told(v, "activity")]
    assert versions == [(versions[0][0], n) for n in (1, 2, 3)]


def test_r25_a_number_that_comes_with_a_later_event_makes_the_item_then() -> None:
    office = Office(team("anna"))
    assert office.one(call("ringing")).outcome == "no_contact"
    assert office.one(call("missed", phone=NUMBER)).outcome == "lead"
