"""R26, R56: a conversation has an owner at once, and becomes an enquiry when there is a way to answer."""

import pytest

from schemas.touch import Touch
from tests.rules.office import Office, chat, form, team, told, topics


@pytest.mark.parametrize("mode", ["classic", "simple"])
def test_r26_a_chat_becomes_an_enquiry_when_a_contact_point_is_said(mode: str) -> None:
    office = Office(team("anna", "boris", mode=mode))
    first = office.take(chat(cookie="v1", text="How much is it?"))
    [entry], [activity] = first.entries, told(first, "activity")
    assert (entry.outcome, entry.item, entry.owner, activity.responsible, topics(first)) == (
        "no_contact",
        None,
        "anna",
        "anna",
        ["activity"],
    )
    second = office.take(chat(cookie="v1", phone="+79161234567"))
    [made] = second.entries
    assert (made.outcome, made.client, made.owner) == ({"classic": "lead", "simple": "deal"}[mode], entry.client, "anna")
    assert office.one(form(phone="+79039998877")).owner == "boris"


def test_r26_the_messages_of_a_conversation_take_one_turn() -> None:
    office = Office(team("anna", "boris"))
    owners = [office.one(chat(cookie="v1")).owner for _ in range(3)]
    assert owners == ["anna"] * 3
    assert office.one(chat(cookie="v2", conversation="other")).owner == "boris"


def test_r56_who_can_be_reached_from_before_is_an_enquiry_without_saying_it_again() -> None:
    office = Office(team("anna"))
    first = office.one(form(cookie="v1", email="ivan@example.org"))
    office.finish(first, "JUNK", "failure")
    assert office.one(chat(cookie="v1")).outcome == "lead"


def test_r56_an_account_that_can_be_answered_is_a_contact_point() -> None:
    assert Office(team("anna")).one(chat(messengers=(("telegram", "77"),))).outcome == "lead"


@pytest.mark.parametrize(
    ("touch", "client"),
    [(form(text="call me"), False), (form(name="Visitor 12"), False), (form(name="Ivan Petrov"), True), (form(cookie="v1"), True)],
)
def test_r56_who_cannot_be_reached_makes_nothing_but_an_activity(touch: Touch, client: bool) -> None:
    verdict = Office(team("anna")).take(touch)
    [entry] = verdict.entries
    assert (entry.outcome, entry.item, entry.client is not None, topics(verdict)) == ("no_contact", None, client, ["activity"])
