"""R5: classic mode, row by row, and R9's mark on its repeat leads."""

import pytest

from processors.remembered import Item
from processors.route.plans import NewLead, OnClient, OnItem, Plan
from processors.route.tables import Found, classic
from schemas.touch import Company
from tests.rules.office import Office, call, form, mail, team, told, topics


def _item(kind: str, repeat: str | None = None) -> Item:
    return Item(kind, kind, "client", "title", "NEW", "process", 1, 1, 1, "cause", repeat=repeat)


LEAD, REPEAT, DEAL = _item("lead"), _item("lead", "repeat_lead"), _item("deal")


@pytest.mark.parametrize(
    ("found", "repeat_sales", "expected"),
    [
        (Found(published=False), True, "a lead"),
        (Found(published=False), False, "a lead"),
        (Found(published=False, plain_lead=LEAD), True, LEAD),
        (Found(published=True, deal=DEAL), True, DEAL),
        (Found(published=True, deal=DEAL, repeat_lead=REPEAT), True, DEAL),
        (Found(published=True, deal=DEAL, repeat_lead=REPEAT), False, DEAL),
        (Found(published=True, repeat_lead=REPEAT), True, REPEAT),
        (Found(published=True, repeat_lead=REPEAT), False, REPEAT),
        (Found(published=True), True, "a repeat lead"),
        (Found(published=True), False, "with the client"),
    ],
)
def test_r05_the_table(found: Found, repeat_sales: bool, expected: object) -> None:
    assert _planned(classic(found, repeat_sales)) == expected


def _planned(plan: Plan) -> object:
    match plan:
        case OnItem(item):
            return item
        case NewLead(repeat=repeat):
            return "a repeat lead" if repeat else "a lead"
        case OnClient():
            return "with the client"
        case _:
            return plan


def test_r05_nobody_known_is_a_new_lead() -> None:
    office = Office(team("anna"))
    verdict = office.take(form(name="Ivan Petrov", phone="8 916 123-45-67", email="Ivan@Example.org"))
    [entry] = verdict.entries
    [lead] = told(verdict, "lead")
    assert (entry.outcome, entry.new_client, entry.item) == ("lead", True, lead.id)
    assert (lead.client.name, lead.client.phones, lead.client.emails) == ("Ivan Petrov", ("+79161234567",), ("ivan@example.org",))
    assert (lead.status, lead.semantic, lead.repeat, lead.responsible, lead.version) == ("NEW", "process", False, "anna", 1)
    assert lead.client.contact is None


def test_r05_only_finished_leads_is_a_new_plain_lead() -> None:
    office = Office(team("anna"))
    first = office.one(form(phone="+79161234567"))
    office.finish(first, "JUNK", "failure")
    verdict = office.take(form(phone="+79161234567"))
    [lead] = told(verdict, "lead")
    assert (verdict.entries[0].outcome, lead.repeat, lead.id == first.item) == ("lead", False, False)
    assert verdict.entries[0].client == first.client


def test_r05_an_open_plain_lead_takes_the_touch_and_its_fields() -> None:
    office = Office(team("anna", "boris"))
    first = office.one(form(phone="+79161234567"))
    verdict = office.take(mail(name="Ivan Petrov", email="ivan@example.org", phone="+7 916 123-45-67"))
    [entry] = verdict.entries
    [lead] = told(verdict, "lead")
    assert (entry.outcome, entry.item, entry.owner) == ("activity", first.item, "anna")
    assert (lead.version, lead.activities, lead.client.name, lead.client.emails) == (2, 2, "Ivan Petrov", ("ivan@example.org",))
    assert lead.changed == ("last_source", "activities", "client")
    assert topics(verdict) == ["lead", "activity"]


def test_r05_a_contact_with_an_open_deal_gets_an_activity_on_the_deal() -> None:
    office = Office(team("anna", mode="simple"))
    first = office.one(form(phone="+79161234567"))
    office.configure(team("anna", mode="classic"))
    entry = office.one(call("missed", phone="+79161234567"))
    assert (entry.outcome, entry.item_kind, entry.item, entry.mode) == ("activity", "deal", first.item, "classic")


def test_r05_r09_a_contact_with_nothing_open_is_a_repeat_lead_and_then_that_lead_takes_it() -> None:
    office = Office(team("anna"))
    first = office.one(form(phone="+79161234567"))
    office.finish(first, "CONVERTED", "success")
    office.publish(first)
    verdict = office.take(form(phone="+79161234567"))
    [lead] = told(verdict, "lead")
    assert (verdict.entries[0].outcome, lead.repeat, lead.client.contact is not None) == ("lead", True, True)
    again = office.one(form(phone="+79161234567"))
    assert (again.outcome, again.item) == ("activity", lead.id)


def test_r05_without_repeat_sales_a_known_client_gets_an_activity_only() -> None:
    office = Office(team("anna", repeat_sales=False))
    first = office.one(form(phone="+79161234567"))
    office.finish(first, "CONVERTED", "success")
    office.publish(first)
    verdict = office.take(form(phone="+79161234567"))
    [entry] = verdict.entries
    assert (entry.outcome, entry.item, entry.client) == ("activity", None, first.client)
    assert told(verdict, "lead") == []
    assert told(verdict, "activity")[0].client == first.client


def test_r03_in_classic_mode_a_new_person_at_a_known_company_is_a_linked_contact_with_a_repeat_lead() -> None:
    office = Office(team("anna", "boris", mode="simple"))
    first = office.one(form(name="Ivan Petrov", phone="+79161234567", company=Company(name="OOO Romashka", tax_id="7701234567")))
    office.finish(first, "LOST", "lost")
    office.configure(team("anna", "boris", mode="classic"))
    verdict = office.take(form(name="Olga Blok", phone="+79039998877", company="romashka, ООО"))
    [contact], [lead] = told(verdict, "contact"), told(verdict, "lead")
    assert (lead.repeat, lead.client.contact, lead.client.company.name) == (True, contact, "OOO Romashka")
    assert verdict.entries[0].new_client
    assert verdict.entries[0].owner == "anna"
