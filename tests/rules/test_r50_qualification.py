"""R50: a lead is linked to an organisation and a person, and is ready only if all criteria of its scheme are met."""

from typing import Any

import pytest

from schemas import command
from schemas.crm import Amount
from schemas.decision import Verdict
from tests.rules.office import Office, form, team, told, topics

ALL = {"budget": "met", "authority": "met", "need": "met", "timeframe": "met"}


def qualify(office: Office, lead: str | None, by: str = "olga", **said: Any) -> Verdict:
    return office.say(command.Qualify(lead=str(lead), by=by, **said))


def lead_of(office: Office, **who: Any) -> str:
    item = office.one(form(**{"name": "Ivan", "phone": "+79161234500"} | who)).item
    assert item is not None
    return item


def test_r50_each_criterion_is_kept_with_who_judged_it_and_when() -> None:
    office = Office(team("anna"))
    lead = lead_of(office)
    qualify(office, lead, criteria={"need": "met"}, budget="12000.50", currency="EUR")
    first = office.now
    verdict = qualify(office, lead, by="anna", criteria={"need": "met", "budget": "unmet"}, probability=0, timeframe="this year")
    [record] = told(verdict, "lead")
    said = {one.name: (one.state, one.by, one.at) for one in record.qualification.criteria}
    assert said == {"need": ("met", "olga", first), "budget": ("unmet", "anna", office.now)}
    assert (record.qualification.budget, record.qualification.probability) == (Amount(amount="12000.50", currency="EUR"), 0)
    assert (record.version, record.changed) == (3, ("qualification",))


@pytest.mark.parametrize(("scheme", "criteria"), [("bant", ALL), ("short", {"need": "met", "timeframe": "met", "money": "met"})])
def test_r50_a_lead_is_ready_when_all_of_its_scheme_are_met_and_only_as_long(scheme: str, criteria: dict[str, str]) -> None:
    office = Office(team("anna"))
    lead = lead_of(office)
    for name, state in criteria.items():
        assert office.find("lead", lead).qualification is None or not office.find("lead", lead).qualification.ready
        qualify(office, lead, scheme=scheme, criteria={name: state})
    assert told(qualify(office, lead, readiness="ready"), "lead")[0].readiness == "ready"
    [record] = told(qualify(office, lead, criteria={"need": "unknown"}), "lead")
    assert (record.qualification.ready, record.readiness) == (False, "not_ready")


def test_r50_ready_is_refused_with_what_is_missing() -> None:
    office = Office(team("anna"))
    lead = lead_of(office)
    verdict = qualify(office, lead, readiness="ready", criteria={"need": "met", "budget": "met"})
    assert (verdict.entries[0].outcome, verdict.emit) == ("refused", ())
    assert "authority, timeframe are not met" in verdict.entries[0].reason
    assert office.find("lead", lead).version == 1


def test_r50_organisation_and_person_are_created_on_the_spot() -> None:
    office = Office(team("anna"))
    lead = lead_of(office, company="Romashka")
    verdict = qualify(office, lead, contact="new", company="new")
    assert topics(verdict) == ["company", "contact", "lead"]
    [contact], [company], [record] = (told(verdict, topic) for topic in ("contact", "company", "lead"))
    assert (record.qualification.contact, record.qualification.company) == (contact.id, company.id)
    assert (record.semantic, record.client.contact, record.changed) == ("process", contact, ("qualification", "client"))
    assert qualify(office, lead, contact="new", company="new").emit == ()


def test_r50_picked_ones_are_what_the_lead_becomes_part_of_when_it_is_converted() -> None:
    office = Office(team("anna"))
    [known] = told(office.say(command.Convert(lead=lead_of(office, company="Romashka"), by="olga")), "contact")
    lead = lead_of(office, name="Olga Blok", phone=None, email="olga@example.org")
    picked = qualify(office, lead, contact=known.id, market="roofs", readiness="wants_information")
    assert (topics(picked), told(picked, "lead")[0].client.id == known.client) == (["lead"], False)
    verdict = office.say(command.Convert(lead=lead, deal="open", by="olga"))
    [deal] = told(verdict, "deal")[-1:]
    assert (deal.client.id, deal.market, deal.readiness) == (known.client, "roofs", "wants_information")


def test_r50_what_is_known_already_changes_nothing() -> None:
    office = Office(team("anna"))
    lead = lead_of(office)
    qualify(office, lead, criteria={"need": "met"}, market="DE")
    assert qualify(office, lead, criteria={"need": "met"}, market="DE").emit == ()
    assert qualify(office, lead).emit == ()


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"contact": "00000000-0000-0000-0000-000000000000"}, "no contact"),
        ({"company": "new"}, "Nothing is known of a company"),
        ({"currency": "EUR"}, "needs a budget"),
        ({"company": "x"}, "not an id"),
    ],
)
def test_r50_what_cannot_be_is_refused(said: dict[str, str], word: str) -> None:
    office = Office(team("anna"))
    verdict = qualify(office, lead_of(office), **said)
    assert (verdict.entries[0].outcome, word in verdict.entries[0].reason, verdict.emit) == ("refused", True, ())


def test_r50_a_company_is_made_on_the_spot_by_its_name_once_and_found_by_it() -> None:
    office = Office(team("anna"))
    lead = lead_of(office)
    verdict = qualify(office, lead, company_name="Romashka OOO")
    [company], [record] = told(verdict, "company"), told(verdict, "lead")
    assert (company.name, record.qualification.company, record.client.company.id) == ("Romashka OOO", company.id, company.id)
    assert qualify(office, lead, company_name="OOO Romashka").emit == ()
    other = lead_of(office, name="Olga Blok", phone="+79161234599", company="Romashka")
    assert office.find("lead", other).client.company.id == company.id


def test_r42a_a_company_that_a_person_names_goes_before_what_touches_say() -> None:
    office = Office(team("anna"))
    lead = lead_of(office, company="Vega")
    verdict = office.say(command.Convert(lead=lead, company_name="Romashka", deal="open", by="olga"))
    [company], [deal] = told(verdict, "company"), told(verdict, "deal")
    assert (company.name, deal.client.company.name) == ("Romashka", "Romashka")
    again = office.say(command.Convert(lead=lead, company_name="Romashka", deal="open", by="olga"))
    assert (again.entries[0].outcome, again.emit) == ("applied", ())


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ({"company_name": "-"}, "no name of a company"),
        ({"company_name": "Romashka", "company": "00000000-0000-0000-0000-000000000000"}, "say one of both"),
    ],
)
def test_r50_what_names_no_company_is_refused_and_changes_nothing(how: dict[str, str], word: str) -> None:
    office = Office(team("anna"))
    lead = lead_of(office)
    before = office.state.changes.copy()
    for said in (command.Qualify(lead=lead, by="olga", **how), command.Convert(lead=lead, by="olga", **how)):  # type: ignore[arg-type]
        [entry] = office.say(said).entries
        assert (entry.outcome, word in entry.reason) == ("refused", True)
    assert {key for key, value in office.state.changes.items() if before.get(key) != value and key[5:6] != b"i"} == set()
