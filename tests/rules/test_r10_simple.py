"""R10: simple mode, one atomic bundle of a client and its deal; R9's marks on deals; R59's pipelines; R3 at known companies."""

from typing import Any

import pytest

from processors.remembered import Item
from processors.route.plans import NewDeal, OnItem
from processors.route.tables import Found, simple
from schemas.config import Pipeline, Rule
from schemas.touch import Company, Touch
from tests.rules.office import Office, chat, form, mail, team, told, topics

SIMPLE = team("anna", "boris", mode="simple")


def _item(kind: str, repeat: str | None = None) -> Item:
    return Item(kind, kind, "client", "title", "NEW", "process", 1, 1, 1, "cause", repeat=repeat)


LEAD, REPEAT, DEAL = _item("lead"), _item("lead", "repeat_lead"), _item("deal")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Found(published=False), "new"),
        (Found(published=False, plain_lead=LEAD), LEAD),
        (Found(published=True, deal=DEAL), DEAL),
        (Found(published=True, deal=DEAL, plain_lead=LEAD), DEAL),
        (Found(published=True, repeat_lead=REPEAT), REPEAT),
        (Found(published=True), "new"),
        (Found(published=True, deals=2), "repeat_inquiry"),
        (Found(published=True, deals=2, won=1), "repeat_deal"),
    ],
)
def test_r10_the_table(found: Found, expected: Any) -> None:
    plan = simple(found)
    assert (plan.item if isinstance(plan, OnItem) else plan.repeat or "new" if isinstance(plan, NewDeal) else None) == expected


def test_r10_an_unknown_person_is_one_bundle_with_everything_in_it() -> None:
    office = Office(SIMPLE)
    verdict = office.take(form(name="Ivan Petrov", phone="+79161234567", company=Company(name="Romashka", tax_id="7701234567")))
    assert topics(verdict) == ["company", "contact", "deal", "bundle", "activity", "assignment"]
    [company], [contact], [deal], [bundle] = (told(verdict, topic) for topic in ("company", "contact", "deal", "bundle"))
    assert (bundle.contact, bundle.company, bundle.deal, bundle.id) == (contact, company, deal, contact.client)
    assert (deal.client.contact, deal.client.company, contact.company) == (contact, company, company.id)
    assert (deal.pipeline, deal.stage, deal.semantic, deal.repeat) == ("sales", "NEW", "process", None)
    assert {record.version for record in (company, contact, deal, bundle)} == {1}
    assert {record.responsible for record in (company, contact, deal)} == {"anna"}


@pytest.mark.parametrize(
    ("touch", "made"),
    [
        (form(phone="+79161234567"), ["contact"]),
        (form(email="ivan@example.org"), ["contact"]),
        (chat(messengers=(("telegram", "77"),)), ["contact"]),
        (form(name="Ivan Petrov", email="ivan@example.org"), ["contact"]),
        (form(phone="+79161234567", company="Romashka"), ["company"]),
        (form(name="Ivan Petrov", phone="+79161234567", company="Romashka"), ["company", "contact"]),
        (mail(name="Ivan", email="ivan@romashka.example", company=Company(name="Romashka", submitted=False)), ["contact"]),
    ],
)
def test_r10_fields_decide_between_contact_and_company(touch: Touch, made: list[str]) -> None:
    verdict = Office(SIMPLE).take(touch)
    assert [topic for topic in topics(verdict) if topic in ("contact", "company")] == made
    assert verdict.entries[0].outcome == "deal"


def test_r10_a_company_alone_carries_the_phone_and_mailbox_that_were_given() -> None:
    [company] = told(Office(SIMPLE).take(form(phone="+7 495 111-22-33", email="Info@romashka.example", company="Romashka")), "company")
    assert (company.phones, company.emails) == (("+74951112233",), ("info@romashka.example",))


def test_r10_a_second_touch_of_any_channel_finds_the_open_deal_and_is_one_more_bundle() -> None:
    office = Office(SIMPLE)
    first = office.one(form(name="Ivan Petrov", phone="+79161234567"))
    verdict = office.take(mail(email="ivan@example.org", phone="8 916 123 45 67"))
    [entry] = verdict.entries
    [deal], [bundle], [contact] = told(verdict, "deal"), told(verdict, "bundle"), told(verdict, "contact")
    assert (entry.outcome, entry.item, deal.version, bundle.version, contact.version) == ("activity", first.item, 2, 2, 2)
    assert contact.changed == ("emails",)
    assert (bundle.deal, bundle.contact, deal.client.contact) == (deal, contact, contact)


@pytest.mark.parametrize(("semantic", "mark"), [("lost", "repeat_inquiry"), ("won", "repeat_deal")])
def test_r09_a_client_with_deals_behind_him_gets_a_marked_one(semantic: str, mark: str) -> None:
    office = Office(SIMPLE)
    first = office.one(form(phone="+79161234567"))
    office.finish(first, "LOST", semantic)
    verdict = office.take(form(phone="+79161234567"))
    [deal] = told(verdict, "deal")
    assert (deal.repeat, deal.client.id, verdict.entries[0].new_client) == (mark, first.client, False)
    assert topics(verdict) == ["deal", "bundle", "activity", "assignment"]


def test_r10_r11_an_open_lead_left_from_classic_mode_takes_the_touch_until_it_is_finished() -> None:
    office = Office(team("anna"))
    first = office.one(form(phone="+79161234567"))
    office.configure(team("anna", mode="simple"))
    drained = office.take(form(phone="+79161234567"))
    assert (drained.entries[0].outcome, drained.entries[0].item, topics(drained)) == ("activity", first.item, ["lead", "activity"])
    office.finish(first, "JUNK", "failure")
    assert office.one(form(phone="+79161234567")).outcome == "deal"


def test_r11_the_mode_can_be_set_for_a_channel() -> None:
    office = Office(team("anna", mode="classic", channel_modes={"telephony": "simple"}))
    assert office.one(form(phone="+79161234567")).outcome == "lead"
    assert office.one(form(phone="+79031112233"), channel="telephony").outcome == "deal"


def test_r03_a_new_person_at_a_known_company_joins_its_open_deal() -> None:
    office = Office(SIMPLE)
    first = office.take(form(name="Ivan Petrov", email="ivan@romashka.example", company="ООО «Ромашка»"))
    verdict = office.take(mail(name="Olga Blok", email="olga@romashka.example"))
    [entry] = verdict.entries
    [contact], [deal], [bundle] = told(verdict, "contact"), told(verdict, "deal"), told(verdict, "bundle")
    assert (entry.outcome, entry.item, entry.new_client) == ("activity", first.entries[0].item, True)
    assert (deal.contacts, contact.company) == ((contact.id,), told(first, "company")[0].id)
    assert deal.client.contact == told(first, "contact")[0]
    assert (bundle.id, bundle.contact, bundle.deal, bundle.version) == (entry.client, contact, deal, 1)
    again = office.one(mail(email="olga@romashka.example"))
    assert (again.item, again.client) == (first.entries[0].item, entry.client)


def test_r03_in_another_pipeline_the_new_person_gets_a_deal_of_their_own() -> None:
    pipelines = (Pipeline(id="sales"), Pipeline(id="service"))
    office = Office(team("anna", mode="simple", pipelines=pipelines, rules=(Rule(when={"product": ("repair",)}, pipeline="service"),)))
    first = office.one(form(name="Ivan Petrov", email="ivan@romashka.example", company="Romashka"))
    verdict = office.take(form(name="Olga Blok", email="olga@romashka.example", product="Repair"))
    [deal] = told(verdict, "deal")
    assert (verdict.entries[0].outcome, deal.pipeline, deal.id == first.item, deal.repeat) == ("deal", "service", False, "repeat_inquiry")


@pytest.mark.parametrize("name", ["OOO Romashka", "romashka", "ООО «Romashka»", " Romashka LLC"])
def test_r03_companies_are_found_by_their_exact_name_without_the_legal_form(name: str) -> None:
    office = Office(SIMPLE)
    office.one(form(name="Ivan Petrov", phone="+79161234567", company="Romashka"))
    assert told(office.take(form(name="Olga Blok", phone="+79039998877", company=name)), "company") == []


def test_r15_two_tax_ids_are_two_companies_whatever_their_names() -> None:
    office = Office(SIMPLE)
    office.one(form(name="Ivan Petrov", phone="+79161234567", company=Company(name="Romashka", tax_id="7701234567")))
    [company] = told(
        office.take(form(name="Olga Blok", phone="+79039998877", company=Company(name="Romashka", tax_id="5001234567"))), "company"
    )
    assert company.version == 1


def test_r14_free_mail_names_no_company() -> None:
    office = Office(SIMPLE)
    office.one(form(name="Ivan Petrov", email="ivan@gmail.com", company="Romashka"))
    assert office.one(form(name="Olga Blok", email="olga@gmail.com")).outcome == "deal"


def test_r59_a_recurring_pipeline_never_absorbs_touches() -> None:
    pipelines = (Pipeline(id="sales"), Pipeline(id="subscriptions", kind="recurring"))
    rule = Rule(when={"source": ("renew",)}, pipeline="subscriptions")
    office = Office(team("anna", mode="simple", pipelines=pipelines, rules=(rule,)))
    first = office.one(form(phone="+79161234567"), source="renew")
    second = office.one(form(phone="+79161234567"), source="renew")
    third = office.one(form(phone="+79161234567"))
    assert [entry.outcome for entry in (first, second, third)] == ["deal", "deal", "deal"]
    assert office.find("deal", third.item).pipeline == "sales"


def test_r59_the_first_fitting_rule_that_names_a_pipeline_chooses_it() -> None:
    rules = (
        Rule(when={"channel": ("webform",)}, queue="sales"),
        Rule(when={"region": ("RU",), "channel": ("webform",)}, pipeline="b"),
        Rule(when={"channel": ("webform",)}, pipeline="a"),
    )
    config = team("anna", mode="simple", pipelines=(Pipeline(id="sales"), Pipeline(id="a"), Pipeline(id="b")), rules=rules)
    entry = (office := Office(config)).one(form(phone="+79161234567"))
    assert office.find("deal", entry.item).pipeline == "b"


def test_r10_what_changes_of_a_client_reaches_its_other_open_deals() -> None:
    pipelines = (Pipeline(id="sales"), Pipeline(id="service"))
    office = Office(team("anna", mode="simple", pipelines=pipelines, rules=(Rule(when={"product": ("repair",)}, pipeline="service"),)))
    first = office.one(form(phone="+79161234567"))
    verdict = office.take(form(phone="+79161234567", name="Ivan Petrov", product="repair"))
    other, new = told(verdict, "deal")
    assert (other.id, other.version, other.changed, other.client.name) == (first.item, 2, ("client",), "Ivan Petrov")
    assert (new.pipeline, new.version, new.responsible) == ("service", 1, "anna")


def test_r10_a_company_that_calls_again_is_no_person_until_somebody_says_a_name() -> None:
    office = Office(SIMPLE)
    office.one(form(phone="+74951112233", company="Romashka"))
    assert topics(office.take(form(phone="+74951112233"))) == ["deal", "bundle", "activity"]
    [contact] = told(office.take(form(phone="+74951112233", name="Ivan Petrov")), "contact")
    assert (contact.version, contact.name) == (1, "Ivan Petrov")


def test_r51_mail_that_we_send_to_somebody_new_at_a_known_company_publishes_nobody() -> None:
    office = Office(SIMPLE)
    office.one(form(name="Ivan Petrov", email="ivan@romashka.example", company="Romashka"))
    verdict = office.take(mail(email="olga@romashka.example", direction="out"))
    assert (verdict.entries[0].item, topics(verdict)) == (None, ["activity"])
