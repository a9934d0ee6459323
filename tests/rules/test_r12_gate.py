"""R12, R15: whom no rule may merge, whatever key they share; a person may."""

import pytest

from processors.merge import ledger
from schemas.touch import Company
from tests.rules.office import Office, form, team

PHONE, MAIL = "+79161234567", "ivan@example.org"


@pytest.mark.parametrize(
    ("by_phone", "by_mail", "told"),
    [
        ({"external": (("crm", "1"),)}, {"external": (("crm", "2"),)}, "another external id (R15)"),
        (
            {"company": Company(name="Romashka", tax_id="7701234567")},
            {"company": Company(name="Vasilek", tax_id="7709999999")},
            "their companies have two tax ids (R12)",
        ),
    ],
)
def test_r12_two_single_valued_fields_that_conflict_open_a_review_item(
    by_phone: dict[str, object], by_mail: dict[str, object], told: str
) -> None:
    office = Office(team("anna"))
    one, other = office.one(form(phone=PHONE, **by_phone)), office.one(form(email=MAIL, **by_mail))
    bridge = office.one(form(phone=PHONE, email=MAIL))
    assert (bridge.merges, bridge.client) == ((), other.client)
    [review] = [ledger.review(office.memory, review) for review in bridge.reviews]
    assert review is not None
    assert (review.kind, review.status, {review.a, review.b}) == ("pair", "open", {one.client, other.client})
    assert told in {review.obstacle, *(says for says, _ in review.why.evidence)}


def test_r12_nobody_is_asked_twice() -> None:
    office = Office(team("anna"))
    office.one(form(phone=PHONE, external=(("crm", "1"),)))
    office.one(form(email=MAIL, external=(("crm", "2"),)))
    asked = [office.one(form(phone=PHONE, email=MAIL)).reviews for _ in range(3)]
    assert [len(reviews) for reviews in asked] == [1, 0, 0]


def test_r12_an_owner_given_by_a_queue_is_no_obstacle() -> None:
    office = Office(team("anna", "boris"))
    one, other = office.one(form(phone=PHONE)), office.one(form(email=MAIL))
    bridge = office.one(form(phone=PHONE, email=MAIL))
    assert (one.owner, other.owner, len(bridge.merges)) == ("anna", "boris", 1)


def test_r12_two_responsibles_chosen_by_a_person_are_an_obstacle() -> None:
    office = Office(team("anna", "boris"))
    for entry in (office.one(form(phone=PHONE)), office.one(form(email=MAIL))):
        office.choose(entry)
    bridge = office.one(form(phone=PHONE, email=MAIL))
    [review] = [ledger.review(office.memory, review) for review in bridge.reviews]
    assert review is not None
    assert (bridge.merges, review.obstacle) == ((), "a person gave them two different responsibles (R12)")


def test_r12_a_person_may_merge_whom_the_gate_stops() -> None:
    office = Office(team("anna"))
    one, other = office.one(form(phone=PHONE, external=(("crm", "1"),))), office.one(form(email=MAIL, external=(("crm", "2"),)))
    [said] = office.merge(one.client, other.client).entries
    assert (said.outcome, office.now_of(one), office.now_of(other)) == ("applied", said.client, said.client)


@pytest.mark.slow
def test_r12_a_client_cannot_come_to_hold_more_members_than_one_decision_can_rewrite() -> None:
    office = Office(team("anna"))
    first, *others = [office.one(form(email=f"p{n}@example.org", name=f"Ivan{chr(97 + n % 26)}{chr(97 + n // 26)}")) for n in range(201)]
    said = [office.merge(first.client, other.client).entries[0] for other in others]
    assert {entry.outcome for entry in said[:-1]} == {"applied"}
    assert (said[-1].outcome, "200" in said[-1].reason) == ("refused", True)
