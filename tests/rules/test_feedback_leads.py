"""What a CRM tells of leads that were converted or qualified there (R42a, R50)."""

import pytest

from schemas import command
from tests.rules.desk import Desk, lead
from tests.rules.office import call, team, told


def test_r42a_a_status_that_means_success_there_converts_here_and_what_it_became_may_be_told_before_or_after() -> None:
    for first in ("stage", "converted"):
        office = Desk(team("anna"))
        item = lead(office)
        said = {"stage": {"stage": "CONVERTED"}, "converted": {"deal": "D7"}}
        verdicts = [office.hear(kind, item, **said[kind]) for kind in sorted(said, key=lambda kind: kind != first)]  # type: ignore[arg-type]
        assert [verdict.entries[0].outcome for verdict in verdicts] == (["applied"] * 2 if first == "stage" else ["applied", "ignored"])
        record = office.find("lead", item)
        [deal] = office.memory.items("deal")
        assert (record.status, len(record.converted_to), record.converted_to[-1]) == ("CONVERTED", 2, deal.id)


def test_r42a_r51_a_lead_that_was_closed_here_and_converted_there_has_its_plans_again() -> None:
    office = Desk(team("anna"))
    item = str(office.one(call("missed", phone="+79161234500")).item)
    office.say(command.Judge(lead=item, verdict="junk", by="olga"))
    verdict = office.hear("converted", item, deal="D7")
    [deal] = told(verdict, "deal")
    assert [(one.version, one.status, one.item) for one in told(verdict, "activity") if one.status] == [
        (3, "planned", item),
        (4, "planned", deal.id),
    ]


def test_r50_a_lead_is_qualified_in_the_crm_and_the_newest_word_stands() -> None:
    office = Desk(team("anna"))
    item = lead(office)
    office.hear("client", "C9", name="Olga Blok", email="olga@example.org")
    verdict = office.hear(
        "qualified", item, at=5, budget="met", need="met", amount="1200", currency="EUR", contact="C9", responsible="anna"
    )
    [record] = told(verdict, "lead")
    assert [(one.name, one.state, one.by) for one in record.qualification.criteria] == [("budget", "met", "anna"), ("need", "met", "anna")]
    assert (record.qualification.budget.amount, record.qualification.ready, record.origin) == ("1200", False, "bitrix")
    assert record.qualification.contact == next(client.contact.id for client in office.memory.clients() if client.contact)
    older = office.hear("qualified", item, at=4, budget="unmet")
    assert (older.entries[0].outcome, older.emit) == ("ignored", ())
    [ready] = told(office.hear("qualified", item, at=6, authority="met", timeframe="met", readiness="ready"), "lead")
    assert (ready.qualification.ready, ready.readiness, {one.by for one in ready.qualification.criteria}) == (
        True,
        "ready",
        {"anna", "bitrix"},
    )


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({}, "It says nothing"),
        ({"budget": "perhaps"}, "cannot be"),
        ({"amount": "lots"}, "cannot be"),
        ({"probability": "many"}, "cannot be"),
        ({"contact": "C404"}, "no contact of this id"),
        ({"company": "C404"}, "no company of this id"),
        ({"readiness": "ready"}, "not ready"),
    ],
)
def test_r50_what_cannot_be_is_a_dead_letter_and_changes_nothing(data: dict[str, str], word: str) -> None:
    office = Desk(team("anna"))
    item = lead(office)
    before = dict(office.state.changes)
    [entry] = office.hear("qualified", item, **data).entries  # type: ignore[arg-type]
    assert (entry.outcome, word in entry.reason) == ("dead", True)
    assert office.state.changes == before
