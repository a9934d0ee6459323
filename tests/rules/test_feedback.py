"""What a CRM tells: by its own ids, in any order, twice, and about what was merged meanwhile; what can never be changes nothing."""

from typing import Any

import msgspec
import pytest

from schemas.codec import to_json
from schemas.crm import Feedback
from tests.rules.desk import Desk, lead
from tests.rules.office import BEGIN, call, form, mail, team, told, topics


def test_a_stage_that_the_crm_tells_is_told_on_with_the_crm_as_its_origin() -> None:
    office = Desk(team("anna"))
    item = lead(office)
    verdict = office.hear("stage", item, stage="IN_PROGRESS")
    [record] = told(verdict, "lead")
    assert (record.status, record.version, record.changed, record.origin) == ("IN_PROGRESS", 2, ("status",), "bitrix")
    assert (verdict.entries[0].outcome, verdict.entries[0].item) == ("applied", item)


def test_the_crms_own_id_stands_for_ours_once_it_was_told() -> None:
    office = Desk(team("anna"))
    item = lead(office)
    office.hear("stage", item, external="42", stage="IN_PROGRESS")
    assert told(office.hear("stage", "42", 2, stage="QUALIFIED"), "lead")[0].id == item
    assert office.hear("stage", "42", 3, system="another", stage="NEW").entries[0].outcome == "dead"
    assert "already" in office.hear("stage", lead(office, 1), external="42", stage="QUALIFIED").entries[0].reason


def test_what_is_older_than_what_is_known_of_a_matter_is_ignored_and_a_repeat_is_a_duplicate() -> None:
    office = Desk(team("anna", "boris"))
    item = lead(office)
    office.hear("stage", item, 5, stage="QUALIFIED")
    late = office.hear("stage", item, 4, stage="IN_PROGRESS")
    assert (late.entries[0].outcome, late.emit) == ("ignored", ())
    assert "something newer" in late.entries[0].reason
    assert office.hear("owner", item, 4, responsible="boris", id="same").entries[0].outcome == "applied"
    again = office.hear("owner", item, 4, responsible="boris", id="same")
    assert (again.entries[0].outcome, again.emit) == ("duplicate", ())


def test_r12_r18_an_owner_who_was_chosen_in_the_crm_was_chosen_by_a_person() -> None:
    office = Desk(team("anna", "boris"))
    item = lead(office)
    office.hear("responsible", "17", email="boris")
    verdict = office.hear("owner", item, responsible="17")
    [record], [assignment] = told(verdict, "lead"), told(verdict, "assignment")
    assert (record.responsible, record.changed, assignment.previous, assignment.version) == ("boris", ("responsible",), "anna", 2)
    stored = office.memory.item("lead", item)
    assert stored is not None
    assert (stored.by_hand, stored.worked) == (True, True)


def test_a_conversion_in_the_crm_is_one_here_and_its_ids_are_known() -> None:
    office = Desk(team("anna"))
    item = lead(office)
    office.hear("reply_sent", item, text="Here is our offer.")
    verdict = office.hear("converted", item, contact="C5", deal="D7")
    assert topics(verdict) == ["contact", "deal", "assignment", "lead", "activity", "activity"]
    assert {(a.kind, a.version, a.item_kind, a.moved_from, a.origin) for a in told(verdict, "activity")} == {
        ("form", 2, "deal", item, "bitrix"),
        ("email", 2, "deal", item, "bitrix"),
    }
    [deal] = told(verdict, "deal")
    won = office.hear("stage", "D7", 2, stage="PAID")
    assert (told(won, "deal")[0].id, told(won, "deal")[0].semantic) == (deal.id, "won")
    again = office.hear("converted", item, 3, contact="C5", deal="D7")
    assert (again.entries[0].outcome, again.emit) == ("ignored", ())
    assert told(office.hear("owner", "C5", entity_kind="contact", responsible="anna"), "contact") == []


def test_r51_what_people_did_in_the_crm_is_an_activity_and_their_work() -> None:
    office = Desk(team("anna"))
    item = lead(office)
    verdict = office.hear("reply_sent", item, subject="Our offer", text="Dear Ivan")
    [activity], [record] = told(verdict, "activity"), told(verdict, "lead")
    assert (activity.kind, activity.direction, activity.item, activity.subject, activity.responsible) == (
        "email",
        "out",
        item,
        "Our offer",
        "anna",
    )
    assert (record.activities, record.changed) == (2, ("activities",))
    assert told(office.hear("activity_done", item, 2, activity="call"), "activity")[0].kind == "call"


def test_r51_a_planned_activity_that_was_done_in_the_crm_is_done() -> None:
    office = Desk(team("anna"))
    [planned] = [a for a in told(office.take(call("missed", phone="+79161234500")), "activity") if a.status == "planned"]
    verdict = office.hear("activity_done", planned.id)
    assert [(a.id, a.status, a.version) for a in told(verdict, "activity")] == [(planned.id, "done", 2)]
    assert (verdict.entries[0].activity, told(verdict, "lead")) == (planned.id, [])
    assert office.hear("activity_done", planned.id, 2).entries[0].outcome == "ignored"


def test_r2_a_client_of_the_crm_is_recognised_when_they_write() -> None:
    office = Desk(team("anna", "boris"))
    office.hear("responsible", "17", email="boris")
    verdict = office.hear("client", "C5", name="Olga Blok", phones="+7 916 999-88-77", email="olga@example.org", responsible="17")
    [contact] = told(verdict, "contact")
    assert (topics(verdict), contact.name, contact.responsible, contact.origin) == (["contact"], "Olga Blok", "boris", "bitrix")
    entry = office.one(mail(email="olga@example.org"))
    assert (entry.client, entry.outcome, entry.owner, entry.new_client) == (contact.client, "lead", "boris", False)
    assert office.find("lead", entry.item).repeat


def test_r17_the_newest_word_about_a_client_takes_the_place_of_the_last_and_touches_stay() -> None:
    office = Desk(team("anna"))
    [contact] = told(office.hear("client", "C5", name="Olga Blok", phone="+79169998877", city="Riga"), "contact")
    office.one(form(name="Olga Blok", phone="+79169998877", email="olga@example.org"))
    [after] = told(office.hear("client", "C5", 2, name="Olga Petrova", phone="+79160001122"), "contact")
    assert (after.id, after.version, after.name, after.city) == (contact.id, 3, "Olga Petrova", None)
    assert (set(after.phones), after.emails) == ({"+79169998877", "+79160001122"}, ("olga@example.org",))
    older = office.hear("client", "C5", 1, name="Zoe")
    assert (older.entries[0].outcome, older.emit) == ("ignored", ())
    [client] = office.memory.clients()
    assert client.touches == len(office.memory.history(client)) == 2


def test_r3_a_contact_of_the_crm_belongs_to_its_company_there_and_colleagues_are_recognised() -> None:
    office = Desk(team("anna", mode="simple"))
    [company] = told(office.hear("client", "7", entity_kind="company", name="Romashka", tax_id="7707083893"), "company")
    [contact] = told(office.hear("client", "C5", name="Olga Blok", phone="+79169998877", company="7"), "contact")
    assert contact.company == company.id
    assert office.hear("client", "C6", name="Zoe", company="8").entries[0].outcome == "dead"


def test_r4_a_deal_of_the_crm_takes_what_its_client_writes() -> None:
    office = Desk(team("anna", mode="simple"))
    office.hear("client", "C5", name="Olga Blok", phone="+79169998877")
    verdict = office.hear("deal", "D1", contact="C5", stage="PROPOSAL", title="Roof", colour="red")
    [deal] = told(verdict, "deal")
    assert (deal.stage, deal.title, deal.fields, deal.client.contact.name) == ("PROPOSAL", "Roof", {"colour": "red"}, "Olga Blok")
    assert office.one(form(phone="+79169998877")).item == deal.id
    changed = told(office.hear("deal", "D1", 2, stage="PAID", title="Roofs", contact="C5"), "deal")
    assert [record.changed for record in changed] == [("stage", "semantic"), ("title",)]
    [client] = office.memory.clients()
    assert (client.deals, client.won, client.open) == (1, 1, ())


def test_r10_a_contacts_new_owner_is_told_with_its_open_deals_too() -> None:
    office = Desk(team("anna", "boris", mode="simple"))
    deal = office.one(form(name="Ivan Petrov", phone="+79161234500"))
    contact = office.find("client", deal.client).contact.id
    verdict = office.hear("owner", contact, responsible="boris")
    assert topics(verdict) == ["contact", "deal", "bundle"]
    assert told(verdict, "deal")[0] == msgspec.structs.replace(office.find("deal", deal.item), origin="bitrix")


def test_r10_a_deal_of_the_crm_publishes_a_client_who_was_nobody_there_yet() -> None:
    office = Desk(team("anna"))
    lead_ = office.one(form(name="Ivan Petrov", phone="+79161234500"))
    verdict = office.hear("deal", "D1", contact=lead_.client, stage="PROPOSAL")
    assert topics(verdict) == ["contact", "lead", "deal", "assignment"]
    [contact], [deal] = told(verdict, "contact"), told(verdict, "deal")
    assert (contact.version, deal.client.contact.id, office.find("contact", contact.id).id) == (1, contact.id, contact.id)


def test_r18_what_was_merged_meanwhile_is_followed() -> None:
    office = Desk(team("anna"))
    one, two = office.one(form(name="Ivan", phone="+79161234500")), office.one(form(name="Ivan", email="ivan@example.org"))
    office.hear("stage", two.item, external="L2", stage="IN_PROGRESS")
    office.merge(one.client, two.client)
    assert told(office.hear("stage", "L2", 2, stage="QUALIFIED"), "lead")[0].id == one.item


BAD: dict[str, dict[str, Any]] = {
    "an entity that nobody knows": {"kind": "stage", "entity": "404", "data": {"stage": "NEW"}},
    "an unknown stage": {"kind": "stage", "data": {"stage": "GHOST"}},
    "no stage": {"kind": "stage"},
    "the future": {"kind": "stage", "data": {"stage": "QUALIFIED"}, "at": BEGIN + 3 * 86_400_000},
    "another workspace": {"kind": "stage", "data": {"stage": "QUALIFIED"}, "workspace": "other"},
    "an unknown person": {"kind": "owner", "data": {"responsible": "ghost"}},
    "somebody who is none of ours": {"kind": "responsible", "entity": "17", "data": {"email": "ghost@example.org"}},
    "a deal of nobody": {"kind": "deal", "entity": "D1", "data": {"contact": "C404"}},
    "a deal in no pipeline": {"kind": "deal", "entity": "D1", "data": {"contact": "OURS", "pipeline": "ghost"}},
    "a client without anything": {"kind": "client", "entity": "C1"},
    "an unknown kind of activity": {"kind": "reply_sent", "data": {"activity": "dance"}},
}


@pytest.mark.parametrize("what", BAD)
def test_what_can_never_be_is_a_dead_letter_with_the_reason_and_nothing_else_changes(what: str) -> None:
    office = Desk(team("anna"))
    entry = office.one(form(name="Ivan", phone="+79161234500"))
    said: dict[str, Any] = {"id": "f", "entity": entry.item, "at": BEGIN + 1000, **BAD[what]}
    if said.get("data", {}).get("contact") == "OURS":
        said["data"] = said["data"] | {"contact": entry.client}
    before = dict(office.state.changes)
    [bad] = office.post(said).entries
    assert (bad.outcome, bad.fault, len(bad.reason) > 20) == ("dead", "input", True)
    assert office.state.changes == before


def test_a_workspace_that_nobody_knows_stays_unknown() -> None:
    office = Desk()
    [entry] = office.hear("client", "C1", name="Ivan", phone="+79161234500").entries
    assert (entry.outcome, office.state.changes) == ("dead", {})


def test_the_record_is_the_public_one() -> None:
    assert msgspec.json.decode(to_json(Feedback(id="a", kind="stage", entity="x", at=1)), type=Feedback).id == "a"
