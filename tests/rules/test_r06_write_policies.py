"""R6: what the write policy of a channel makes of R5 and R10, and of the fields of a known client."""

import pytest

from processors.remembered import Item
from processors.route.plans import NewDeal, NewLead, NoItem, OnClient, OnItem
from processors.route.tables import Found, Writing, classic, simple, written
from processors.survivorship import provenance, shown_of
from schemas.config import Mode, Write
from tests.rules.office import Office, form, mail, team, told

DEAL = Item("deal", "deal", "client", "title", "NEW", "process", 1, 1, 1, "cause")
NOBODY, KNOWN, BUSY = Found(published=False), Found(published=True, deals=1), Found(published=True, deal=DEAL, deals=1)


@pytest.mark.parametrize(
    ("write", "mode", "found", "expected", "repeat"),
    [
        ("only_add", "classic", NOBODY, NewLead, False),
        ("only_add", "classic", KNOWN, NewLead, True),
        ("only_add", "classic", BUSY, OnClient, None),
        ("only_update", "classic", NOBODY, NoItem, None),
        ("only_update", "classic", KNOWN, OnClient, None),
        ("only_update", "classic", BUSY, OnItem, None),
        ("always_add", "classic", NOBODY, NewLead, False),
        ("always_add", "classic", BUSY, NewLead, True),
        ("only_add", "simple", NOBODY, NewDeal, None),
        ("only_add", "simple", BUSY, OnClient, None),
        ("only_update", "simple", NOBODY, NoItem, None),
        ("only_update", "simple", KNOWN, OnClient, None),
        ("only_update", "simple", BUSY, OnItem, None),
        ("always_add", "simple", BUSY, NewDeal, "repeat_inquiry"),
    ],
)
def test_r06_the_table(write: Writing, mode: Mode, found: Found, expected: type, repeat: bool | str | None) -> None:
    plan = simple(found) if mode == "simple" else classic(found, repeat_sales=True)
    made = written(write, plan, found, known=found.published, mode=mode)
    assert (type(made), getattr(made, "repeat", None)) == (expected, repeat)


def test_r06_always_add_goes_before_repeat_sales_that_are_off() -> None:
    plan = classic(KNOWN, repeat_sales=False)
    assert type(plan) is OnClient
    assert type(written("always_add", plan, KNOWN, known=True, mode="classic")) is NewLead


def test_r06_a_channel_that_only_updates_publishes_nobody_and_finds_who_is_there() -> None:
    office = Office(team("anna", mode="simple", write={"imap": Write(items="only_update")}))
    nobody = office.take(mail(email="ivan@example.org"))
    assert (nobody.entries[0].outcome, [emit.topic for emit in nobody.emit]) == ("not_enquiry", ["activity"])
    first = office.one(form(email="ivan@example.org"))
    assert (first.outcome, first.client) == ("deal", nobody.entries[0].client)
    assert office.one(mail(email="ivan@example.org")).item == first.item


def test_r06_the_policy_of_a_source_goes_before_that_of_its_channel() -> None:
    office = Office(team("anna", write={"webform": Write(items="only_update"), "webform/contact": Write(items="always_add")}))
    made = [office.one(form(phone="+79161234567"), source="contact") for _ in range(2)]
    assert [entry.outcome for entry in made] == ["lead", "lead"]
    assert office.one(form(phone="+79031112233"), source="other").outcome == "not_enquiry"


def test_r06_only_add_leaves_the_open_item_alone() -> None:
    office = Office(team("anna", write={"webform": Write(items="only_add")}))
    first = office.one(form(phone="+79161234567"))
    verdict = office.take(form(phone="+79161234567"))
    assert (verdict.entries[0].outcome, verdict.entries[0].item, told(verdict, "lead")) == ("activity", None, [])
    assert office.find("lead", first.item).version == 1


def test_r06_r17_a_channel_may_leave_the_fields_of_a_known_client_alone() -> None:
    office = Office(team("anna", mode="simple", write={"imap": Write(client="none")}))
    first = office.one(mail(name="Ivan Petrov", email="ivan@example.org"))
    verdict = office.take(mail(name="Vanya", email="ivan@example.org", phone="+79161234567", company="Romashka"))
    assert (told(verdict, "contact"), told(verdict, "company")) == ([], [])
    client = office.find("client", first.client)
    assert (client.name, client.phones) == ("Ivan Petrov", ())
    assert office.one(form(phone="+79161234567")).client != first.client


def test_r06_r17_a_channel_may_replace_phones_and_mails_and_folding_anew_gives_the_same() -> None:
    office = Office(team("anna", mode="simple", write={"imap": Write(client="replace")}))
    first = office.one(form(name="Ivan", email="ivan@example.org", phone="+79161234567"))
    verdict = office.take(mail(email="ivan@example.org", phone="+79031112233"))
    [contact] = told(verdict, "contact")
    assert (contact.name, contact.phones, contact.emails) == ("Ivan", ("+79031112233",), ("ivan@example.org",))
    client = office.memory.client(str(first.client))
    assert client is not None
    assert shown_of(office.memory.history(client)) == client.shown
    assert [value.value for value in provenance(office.memory.history(client)) if value.field == "phones"] == ["+79031112233"]
    assert office.one(form(phone="+79161234567")).client == first.client
