"""R49: lead statuses and pipelines are configuration, and none is taken away from under what stands in it."""

import pytest

from schemas.config import Pipeline, Stage
from tests.rules.office import Office, form, team

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
    assert f"1 open deals stand there: {deal}" in entry.reason
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
