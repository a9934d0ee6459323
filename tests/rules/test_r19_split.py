"""R15, R16, R19: a person says that a client is two, and its touches are parted by name and key; merged again, they are what they were."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.merge import ledger
from processors.remembered import Client
from processors.survivorship import provenance
from schemas import command
from schemas.decision import Entry
from tests.rules.office import Office, call, form, team, told

BOTH = {"phone": "+79161234567", "email": "wolf9@mail.ru"}
ONE, OTHER = "Роман Кононов", "Мария Эдуардова"


def asked(mode: str = "classic") -> tuple[Office, Entry, Entry, str]:
    """An office, the touches of two people who share their keys, and the question whether they are two."""
    office = Office(team("anna", "boris", mode=mode))
    one, other = office.one(form(name=ONE, city="Tula", **BOTH)), office.one(form(name=OTHER, city="Omsk", **BOTH))
    [review] = other.reviews
    assert (other.client, kind(office, review)) == (one.client, "split")
    return office, one, other, review


def kind(office: Office, review: str) -> str:
    found = ledger.review(office.memory, review)
    assert found is not None
    return found.kind


def touches(office: Office) -> set[frozenset[str]]:
    return {frozenset(said.touch for said in office.memory.history(client)) for client in office.memory.clients()}


def known(office: Office, client: Client) -> Any:
    return client.id, client.shown, client.touches, client.own, provenance(office.memory.history(client))


@pytest.mark.parametrize("mode", ["classic", "simple"])
def test_r16_accepting_that_a_client_is_two_parts_its_touches_and_each_goes_on_with_its_own(mode: str) -> None:
    office, one, other, review = asked(mode)
    [said] = office.accept(review).entries
    assert (said.outcome, touches(office)) == ("applied", {frozenset({one.touch}), frozenset({other.touch})})
    first, second = (next(c for c in office.memory.clients() if c.shown.name == name) for name in (ONE, OTHER))
    assert (first.id, first.shown.city, second.shown.city, second.touches) == (one.client, "Tula", "Omsk", 1)
    again = [office.one(form(name=name, **BOTH)) for name in (OTHER, ONE, OTHER)]
    assert [(entry.client, entry.reviews, entry.merges) for entry in again] == [(c.id, (), ()) for c in (second, first, second)]


def test_r16_rejecting_it_leaves_one_client_and_it_is_not_asked_again() -> None:
    office, one, _, review = asked()
    office.reject(review)
    again = office.one(form(name=OTHER, **BOTH))
    assert (again.client, again.reviews) == (one.client, ())


def test_r19_a_nameless_touch_goes_where_its_keys_are_and_with_keys_of_both_a_person_is_asked() -> None:
    office, one, other, review = asked()
    office.one(form(name=OTHER, messengers=(("telegram", "72"),), **BOTH))
    hers = office.one(form(messengers=(("telegram", "72"),)))
    either = office.one(call("finished", phone=BOTH["phone"], duration_s=30))
    [said] = office.accept(review).entries
    [whose] = said.reviews
    new = office.now_of(said)
    assert {frozenset(each & {one.touch, other.touch, hers.touch, either.touch}) for each in touches(office)} == {
        frozenset({one.touch, either.touch}),
        frozenset({other.touch, hers.touch}),
    }
    question = ledger.review(office.memory, whose)
    assert question is not None
    assert (question.kind, question.a, question.b, question.touch) == ("ambiguous", one.client, new, either.touch)
    office.reject(whose)
    assert {one.touch} in touches(office)


def test_r19_a_split_that_names_do_not_tell_any_more_is_refused_and_changes_nothing() -> None:
    office, one, other, review = asked()
    [said] = office.memory.contributions(str(one.client))[:1]
    office.memory.withdraw(str(one.client), said.touch)
    [answer] = office.accept(review).entries
    assert (answer.outcome, touches(office), kind(office, review)) == ("refused", {frozenset({other.touch})}, "split")


def own_items(mode: str) -> tuple[Office, Entry, Entry, str]:
    """The same, with an item that each of the two touches made."""
    office = Office(team("anna", "boris", mode=mode))
    one = office.one(form(name=ONE, **BOTH))
    if mode == "classic":
        office.say(command.Judge(lead=str(one.item), verdict="junk", by="ann"))
    else:
        office.say(command.Move(kind="deal", item=str(one.item), stage="LOST", by="ann"))
    other = office.one(form(name=OTHER, **BOTH))
    return office, one, other, other.reviews[0]


def test_r19_a_converted_lead_that_goes_to_another_client_makes_that_one_a_contact_of_its_own() -> None:
    office, one, other, review = own_items("classic")
    office.say(command.Move(kind="lead", item=str(other.item), stage="CONVERTED", by="ann"))
    office.accept(review)
    verdict = office.say(command.Convert(lead=str(other.item), deal="new", by="ann"))
    [hers] = told(verdict, "contact")
    [before] = [client.contact for client in office.memory.clients() if client.id == one.client]
    assert before is not None
    assert (hers.name, hers.version, hers.id != before.id) == (OTHER, 1, True)
    assert office.memory.contact_client(before.id) == one.client


def test_r9_r19_a_deal_that_goes_to_another_client_is_told_as_its_and_a_won_one_counts_there() -> None:
    office, _, other, review = own_items("simple")
    office.say(command.Move(kind="deal", item=str(other.item), stage="PAID", by="ann"))
    verdict = office.accept(review)
    [deal] = told(verdict, "deal")
    assert (deal.id, deal.client.id, deal.semantic, "client" in deal.changed) == (other.item, verdict.entries[0].client, "won", True)
    won = {client.id: (client.deals, client.won) for client in office.memory.clients()}
    assert won == {other.client: (1, 0), deal.client.id: (1, 1)}
    assert told(office.take(form(name=OTHER, **BOTH)), "deal")[0].repeat == "repeat_deal"


def test_r19_a_touch_that_a_person_says_is_the_others_takes_its_lead_along_and_the_lead_is_told_so() -> None:
    office = Office(team("anna"))
    one = office.one(form(name=ONE, **BOTH))
    office.say(command.Judge(lead=str(one.item), verdict="junk", by="ann"))
    other = office.one(form(name=OTHER, city="Omsk", **BOTH))
    office.say(command.Judge(lead=str(other.item), verdict="junk", by="ann"))
    either = office.one(call("finished", phone=BOTH["phone"], duration_s=30))
    [said] = office.accept(other.reviews[0]).entries
    verdict = office.reject(said.reviews[0])
    [lead] = told(verdict, "lead")
    assert (lead.id, lead.client.id, lead.client.name) == (either.item, said.client, OTHER)


def test_r28_r8_the_new_client_has_its_own_first_source_and_who_owned_its_finished_lead() -> None:
    office = Office(team("anna", "boris"))
    one = office.one(form(name=ONE, utm_source="ads", **BOTH))
    office.say(command.Judge(lead=str(one.item), verdict="junk", by="ann"))
    other = office.one(form(name=OTHER, utm_source="fair", **BOTH))
    office.say(command.Judge(lead=str(other.item), verdict="junk", by="ann"))
    owners = [office.find("lead", entry.item).responsible for entry in (one, other)]
    new = office.now_of(office.accept(other.reviews[0]).entries[0])
    parted = [office.memory.client(client) for client in (str(one.client), new)]
    assert [(client.first and client.first.utm_source, client.finished_owner) for client in parted if client] == [
        ("ads", owners[0]),
        ("fair", owners[1]),
    ]
    assert office.one(form(name=OTHER, utm_source="mail", **BOTH)).item is not None
    [lead] = [lead for lead in office.memory.items("lead") if lead.client == new and lead.semantic == "process"]
    assert lead.first is not None
    assert lead.first.utm_source == "fair"


def test_r19_of_several_touches_in_one_capture_the_one_that_asked_is_the_others() -> None:
    office = Office(team("anna"))
    one = office.one(form(name=ONE, **BOTH))
    his, hers = office.take(form(name=ONE, city="Tula", **BOTH), form(name=OTHER, **BOTH)).entries
    [review] = hers.reviews
    [said] = office.accept(review).entries
    whose = {client.id: {said.touch for said in office.memory.history(client)} for client in office.memory.clients()}
    assert whose == {one.client: {one.touch, his.touch}, office.now_of(said): {hers.touch}}


def test_r19_of_a_mailbox_of_many_more_touches_than_a_decision_holds_nothing_is_parted() -> None:
    office, _, _, review = asked()
    for n in range(4000):
        office.one(form(name=(ONE, OTHER)[n % 2], **BOTH))
    [answer] = office.accept(review).entries
    assert (answer.outcome, kind(office, review), len(touches(office))) == ("refused", "split", 1)
    assert "2001 of its touches" in answer.reason


saying = st.tuples(st.booleans(), st.sampled_from([("phone",), ("email",), ("phone", "email")]), st.sampled_from([None, "Riga", "Kazan"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(saying, max_size=8), st.sampled_from(["classic", "simple"]))
def test_r19_a_split_parts_by_name_and_merging_the_two_again_gives_what_was_before(
    more: list[tuple[bool, tuple[str, ...], str | None]], mode: str
) -> None:
    office, one, other, review = asked(mode)
    whose = {one.touch: ONE, other.touch: OTHER}
    for first, keys, city in more:
        name = ONE if first else OTHER
        entry = office.one(form(name=name, city=city, **{key: BOTH[key] for key in keys}))
        whose[entry.touch] = name
    [client] = [client for client in office.memory.clients() if one.touch in {said.touch for said in office.memory.history(client)}]
    before, mine = known(office, client), {said.touch for said in office.memory.history(client)}
    [said] = office.accept(review).entries
    assert said.outcome == "applied"
    parted = {frozenset(touch for touch in mine if whose[touch] == name) for name in (ONE, OTHER)}
    assert parted <= touches(office)
    apart = {client.id: known(office, client) for client in office.memory.clients()}
    [joined] = office.merge(one.client, office.now_of(said)).entries
    whole = office.memory.client(str(one.client))
    assert whole is not None
    assert known(office, whole) == before
    office.unmerge(joined.merges[0])
    assert {client.id: known(office, client) for client in office.memory.clients()} == apart
