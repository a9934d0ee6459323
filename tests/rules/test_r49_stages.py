"""R49: lead statuses and pipelines are configuration, and none is taken away from under what stands in it."""

from typing import Any, Literal

import pytest

from schemas import command
from schemas.config import Pipeline, Stage
from schemas.decision import Entry, Verdict
from tests.rules.office import Office, form, team, told

OTHER_STATUSES = (Stage("FRESH"), Stage("CONVERTED", "success"), Stage("JUNK", "failure"))
OTHER_STAGES = (Stage("FRESH"), Stage("PAID", "won"), Stage("LOST", "lost"))


def test_r49_a_lead_status_that_open_leads_have_is_not_taken_away_and_they_are_named() -> None:
    office = Office(team("anna"))
    leads = [office.one(form(name=f"Ivan {n}", phone=f"+7916123450{n}")).item for n in range(3)]
    entry = office.configure(team("anna", lead_statuses=OTHER_STATUSES))
    assert (entry.outcome, office.version) == ("refused", 1)
    assert "The lead status `NEW` is gone" in entry.reason
    assert "3 open leads stand there" in entry.reason
    assert all(str(lead) in entry.reason for lead in leads)


@pytest.mark.parametrize("stages", [OTHER_STAGES, (Stage("NEW", "lost"), Stage("FRESH"), Stage("PAID", "won"))])
def test_r49_a_stage_that_open_deals_stand_in_neither_goes_nor_comes_to_mean_an_end(stages: tuple[Stage, ...]) -> None:
    office = Office(team("anna", mode="simple"))
    deal = office.one(form(name="Ivan", phone="+79161234500")).item
    changed = team("anna", mode="simple", pipelines=(Pipeline(id="sales", stages=stages),))
    entry = office.configure(changed)
    assert entry.outcome == "refused"
    assert f"1 open deal stands there: {deal}" in entry.reason
    assert office.configure(team("anna", mode="simple", pipelines=(Pipeline(id="sales"), Pipeline(id="new")))).outcome == "applied"


def test_r49_many_are_counted_and_the_first_are_named() -> None:
    office = Office(team("anna"))
    for n in range(14):
        office.one(form(name=f"Ivan {n}", phone=f"+791612345{n:02}"))
    entry = office.configure(team("anna", lead_statuses=OTHER_STATUSES))
    assert "14 open leads stand there" in entry.reason
    assert entry.reason.count("-5") >= 10
    assert ", and others" in entry.reason


def test_r49_what_nobody_stands_in_may_go() -> None:
    office = Office(team("anna"))
    assert office.configure(team("anna", lead_statuses=OTHER_STATUSES)).outcome == "applied"


def move(office: Office, kind: Literal["lead", "deal"], item: str | None, stage: str, pipeline: str | None = None) -> Verdict:
    return office.say(command.Move(kind=kind, item=str(item), stage=stage, pipeline=pipeline, by="olga"))


def test_r49_a_deal_that_is_won_leaves_the_lists_and_is_counted_and_comes_back_when_it_is_not() -> None:
    office = Office(team("anna", mode="simple"))
    entry = office.one(form(name="Ivan", phone="+79161234500", company="Romashka"))
    won = move(office, "deal", entry.item, "paid")
    [deal], [bundle] = told(won, "deal"), told(won, "bundle")
    assert (deal.stage, deal.semantic, deal.version, deal.changed) == ("PAID", "won", 2, ("stage", "semantic"))
    assert (bundle.version, bundle.deal) == (2, deal)
    assert counts(office, entry) == ((), 1, 1, (), 1)
    assert office.one(form(name="Ivan", phone="+79161234500")).item != entry.item
    assert told(move(office, "deal", entry.item, "NEW"), "deal")[0].semantic == "process"
    [client] = office.memory.clients()
    assert (len(client.open), client.won, client.deals) == (2, 0, 2)


def counts(office: Office, entry: Entry) -> tuple[Any, ...]:
    client = office.memory.client(str(entry.client))
    assert client is not None
    company = office.memory.company(str(client.company))
    assert company is not None
    return client.open, client.deals, client.won, company.open, company.won


def test_r49_moving_where_it_stands_changes_nothing() -> None:
    office = Office(team("anna"))
    verdict = move(office, "lead", office.one(form(name="Ivan", phone="+79161234500")).item, "NEW")
    assert (verdict.emit, verdict.entries[0].outcome) == ((), "applied")
    assert "nothing changed" in verdict.entries[0].reason


def test_r49_an_unknown_stage_is_refused_with_what_was_meant() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500")).item
    assert "did you mean `QUALIFIED`?" in move(office, "lead", lead, "QUALIFED").entries[0].reason
    assert "IN_PROGRESS" in move(office, "lead", lead, "zzz").entries[0].reason
    assert "There is no deal" in move(office, "deal", lead, "NEW").entries[0].reason


def test_r49_a_deal_may_change_its_pipeline_and_is_found_in_that_one() -> None:
    office = Office(team("anna", mode="simple", pipelines=(Pipeline(id="sales"), Pipeline(id="roofs"))))
    entry = office.one(form(name="Ivan", phone="+79161234500"))
    assert told(move(office, "deal", entry.item, "PROPOSAL", "roofs"), "deal")[0].changed == ("stage", "pipeline")
    assert {standing.place for standing in office.memory.places()} == {("deal", "roofs", "PROPOSAL")}
    assert office.one(form(name="Ivan", phone="+79161234500")).outcome == "deal"


def test_r18_a_deal_that_a_person_moved_is_not_folded_without_asking() -> None:
    office = Office(team("anna", mode="simple"))
    one = office.one(form(name="Ivan", phone="+79161234500"))
    two = office.one(form(name="Olga Blok", email="olga@example.org"))
    move(office, "deal", two.item, "PROPOSAL")
    move(office, "deal", two.item, "NEW")
    assert len(office.merge(one.client, two.client).entries[0].reviews) == 1
    assert office.find("deal", two.item).merged_into is None


@pytest.mark.parametrize(("verdict", "status"), [("spam", "JUNK"), ("junk", "JUNK")])
def test_r49_a_lead_that_is_no_enquiry_or_comes_to_nothing_is_finished_and_can_be_restored(verdict: Any, status: str) -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    move(office, "lead", lead.item, "IN_PROGRESS")
    done = office.say(command.Judge(lead=str(lead.item), verdict=verdict, by="olga"))
    assert [(r.status, r.semantic) for r in told(done, "lead")] == [(status, "failure")]
    assert office.say(command.Judge(lead=str(lead.item), verdict=verdict, by="olga")).emit == ()
    back = office.say(command.Judge(lead=str(lead.item), verdict="restore", by="olga"))
    assert [(r.status, r.semantic) for r in told(back, "lead")] == [("IN_PROGRESS", "process")]
    assert office.one(form(name="Ivan", phone="+79161234500")).item == lead.item


def test_r49_names_choose_the_statuses_of_spam_and_junk() -> None:
    statuses = (Stage("NEW"), Stage("WON", "success"), Stage("SPAM", "failure"), Stage("LOST", "failure"))
    office = Office(team("anna", lead_statuses=statuses, spam_statuses=("SPAM",)))
    leads = [office.one(form(name=f"Ivan {n}", phone=f"+7916123450{n}")).item for n in range(2)]
    said = [office.say(command.Judge(lead=str(lead), verdict=v, by="olga")) for lead, v in zip(leads, ("spam", "junk"), strict=True)]  # type: ignore[arg-type]
    assert [told(verdict, "lead")[0].status for verdict in said] == ["SPAM", "LOST"]


def test_r49_r42a_a_status_that_means_success_converts_the_lead_by_its_fields_and_a_deal_can_be_added() -> None:
    statuses = (Stage("NEW"), Stage("CONVERTED", "success"), Stage("SOLD", "success"), Stage("JUNK", "failure"))
    office = Office(team("anna", lead_statuses=statuses))
    lead = office.one(form(name="Ivan", phone="+79161234500", company="Romashka"))
    verdict = move(office, "lead", lead.item, "sold")
    [contact], [company], [record] = told(verdict, "contact"), told(verdict, "company"), told(verdict, "lead")
    assert (record.status, record.semantic, record.converted_to) == ("SOLD", "success", (contact.id, company.id))
    assert verdict.entries[0].reason == (
        f"Lead {lead.item} is converted into contact {contact.id}, company {company.id}: SOLD means success. "
        f"`leadloom lead convert {str(lead.item)[:8]} --deal` adds a deal."
    )
    assert move(office, "lead", lead.item, "SOLD").emit == ()
    assert "no status any more but `SOLD`" in move(office, "lead", lead.item, "NEW").entries[0].reason
    added = office.say(command.Convert(lead=str(lead.item), deal="open", by="olga"))
    [deal], [record] = told(added, "deal"), told(added, "lead")
    assert (record.status, record.converted_to) == ("SOLD", (contact.id, company.id, deal.id))


def test_r49_a_lead_that_was_closed_is_restored_before_it_is_converted() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    move(office, "lead", lead.item, "JUNK")
    [entry] = move(office, "lead", lead.item, "CONVERTED").entries
    assert (entry.outcome, "leadloom lead restore" in entry.reason) == ("refused", True)


def test_r49_what_was_converted_is_not_judged_and_is_told_what_to_close_instead() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    [deal] = told(office.say(command.Convert(lead=str(lead.item), deal="new", by="olga")), "deal")
    said = {
        verdict: office.say(command.Judge(lead=str(lead.item), verdict=verdict, by="olga")).entries[0] for verdict in ("junk", "restore")
    }
    assert {entry.outcome for entry in said.values()} == {"refused"}
    assert said["junk"].reason.endswith(f"and stays so: close its deal instead, `leadloom deal move {deal.id[:8]} STAGE`.")
    assert said["restore"].reason.endswith("and stays so.")
