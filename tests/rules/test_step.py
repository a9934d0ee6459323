"""The step is total: whatever a reader returns or raises, each touch has one entry, and its neighbours are unharmed (F17, R45)."""

import pytest

from schemas.capture import LIVE, UNREADABLE, Appended, Capture
from schemas.errors import Ignore, Reject
from schemas.state import Overlay
from tests.rules.office import Office, form, team, told, topics


def _capture(channel: str, **fields: object) -> Capture:
    return Capture(**{"id": "c", "workspace": "main", "channel": channel, "source": "s", "body": b"\xff\x00"} | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raised", "outcome", "fault"),
    [
        (Reject("The form has no fields."), "dead", "input"),
        (Ignore("An event that we do not use."), "ignored", None),
        (ValueError("secret +79161234567"), "dead", "bug"),
        (RecursionError(), "dead", "bug"),
        (KeyError("x"), "dead", "bug"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "x"), "dead", "bug"),
    ],
)
def test_r45_what_a_reader_raises_is_an_entry(raised: Exception, outcome: str, fault: str | None) -> None:
    office = Office(team("anna"))
    before = dict(office.state.changes)
    [entry] = office.take(raised).entries
    assert (entry.outcome, entry.fault, "+7916" in entry.reason) == (outcome, fault, False)
    assert office.state.changes == before


def test_r45_a_bug_of_ours_names_its_place() -> None:
    [entry] = Office(team("anna")).take(ValueError("x")).entries
    assert entry.reason.startswith("A bug of leadloom: ValueError at office.py:")


def test_r45_a_reader_that_finds_nothing_is_ignored() -> None:
    [entry] = Office().take().entries
    assert entry.outcome == "ignored"


@pytest.mark.parametrize("channel", ["timer", "redrive", "feedback", "zzz", ""])
def test_r45_an_unknown_channel_is_a_dead_letter_of_its_envelope(channel: str) -> None:
    [entry] = Office().capture(_capture(channel)).entries
    assert (entry.outcome, entry.fault, entry.touch) == ("dead", "envelope", "c")


def test_r45_an_unreadable_record_is_a_dead_letter_with_its_reason() -> None:
    [entry] = Office().capture(_capture(UNREADABLE, meta={"reason": "The capture has no workspace."})).entries
    assert (entry.outcome, entry.fault, entry.reason) == ("dead", "envelope", "The capture has no workspace.")


@pytest.mark.parametrize("workspace", ["", "x" * 200, "a\x00b", "line\nbreak"])
def test_r45_a_workspace_that_cannot_be_one_is_a_dead_letter(workspace: str) -> None:
    office = Office(workspace=workspace)
    [entry] = office.take(form(phone="+79161234567")).entries
    assert entry.outcome == "dead"
    assert office.state.changes == {}


def test_r45_several_touches_have_an_entry_each_in_their_order() -> None:
    office = Office(team("anna", "boris"))
    verdict = office.take(form(phone="+79161234567"), form(name="x", spam="honeypot"), form(email="a@example.org"))
    assert [entry.outcome for entry in verdict.entries] == ["lead", "quarantine", "lead"]
    assert len({entry.touch for entry in verdict.entries}) == 3


def test_r45_a_touch_that_fails_does_not_harm_its_neighbours() -> None:
    office = Office(team("anna", "boris"))
    broken = form(phone="+79031112233", text=12)
    verdict = office.take(form(phone="+79161234567"), broken, form(email="a@example.org"))
    assert [(entry.outcome, entry.owner) for entry in verdict.entries] == [("lead", "anna"), ("dead", None), ("lead", "boris")]
    assert verdict.entries[1].fault == "bug"
    assert len(told(verdict, "lead")) == 2
    assert office.one(form(phone="+79031112233")).new_client


def test_what_is_public_can_be_stored_anywhere() -> None:
    office = Office(team("anna", mode="simple"))
    nasty = "Iv\x00an \ud800Petrov\u202e"
    verdict = office.take(
        form(
            name=nasty, phone="+79161234567", text=nasty, subject=nasty, company=nasty, utm_source=nasty, city=nasty, fields={nasty: nasty}
        )
    )
    assert verdict.entries[0].outcome == "deal"
    for emit in verdict.emit:
        assert emit.data is not None
        assert b"\\u0000" not in emit.data
        emit.data.decode()
    assert told(verdict, "contact")[0].name == "Ivan ?Petrov"


def test_r46_the_same_captures_give_the_same_verdicts_and_state() -> None:
    office = Office(team("anna", "boris", mode="simple"))
    for touch in (form(phone="+79161234567"), form(phone="+79161234567", name="Ivan Petrov", company="Romashka"), form(name="x")):
        office.take(touch)
    again = Office()
    again._touches = office._touches
    for appended, verdict in office.history:
        assert again.decide(appended, again.state, appended.at) == verdict
    assert again.state.changes == office.state.changes


def test_r62_now_is_what_the_log_says_and_not_the_touch() -> None:
    office = Office(team("anna"))
    verdict = office.take(form(phone="+79161234567", occurred_at=5))
    [lead], [activity] = told(verdict, "lead"), told(verdict, "activity")
    assert (lead.created_at, activity.at) == (office.now, 5)


def test_the_step_writes_to_the_state_that_it_is_given_and_nowhere_else() -> None:
    office = Office(team("anna"))
    draft = Overlay(office.state)
    before = dict(office.state.changes)
    office._touches["x"] = (form(phone="+79161234567"),)
    verdict = office.decide(Appended(_capture("webform", id="x"), LIVE, 0, 99, office.now), draft, office.now)
    assert topics(verdict) == ["lead", "activity", "assignment"]
    assert office.state.changes == before
    assert draft.changes
