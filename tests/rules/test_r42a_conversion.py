"""R42a: a lead becomes a contact, a company or both, and with that a deal; doing it twice is doing it once."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.switch.job import jobs, running
from runtime.jobs import piece
from schemas import command
from schemas.config import Field, Pipeline, Queue, WorkspaceConfig
from schemas.decision import Entry, Verdict
from schemas.job import PIECE
from tests.rules.office import Office, call, form, mail, team, told, topics


def convert(office: Office, lead: Entry, **how: Any) -> Verdict:
    return office.say(command.Convert(lead=str(lead.item), by="olga", **how))


def test_r42a_a_person_becomes_a_contact_and_the_lead_keeps_what_it_became() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan Petrov", phone="+79161234500"))
    verdict = convert(office, lead)
    assert topics(verdict) == ["contact", "lead"]
    [contact], [record] = told(verdict, "contact"), told(verdict, "lead")
    assert (contact.version, contact.name, contact.responsible, contact.client) == (1, "Ivan Petrov", "anna", lead.client)
    assert (record.status, record.semantic, record.converted_to) == ("CONVERTED", "success", (contact.id,))
    assert (record.version, record.changed) == (2, ("status", "semantic", "converted_to", "client"))
    assert record.client.contact == contact
    [entry] = verdict.entries
    assert (entry.outcome, entry.item, entry.client) == ("applied", lead.item, lead.client)
    assert entry.reason == f"Lead {lead.item} is converted into contact {contact.id}."


def test_r42a_company_fields_that_were_submitted_make_a_company_and_both_are_linked() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan Petrov", phone="+79161234500", company="Romashka"))
    verdict = convert(office, lead, deal="open")
    assert topics(verdict) == ["company", "contact", "deal", "assignment", "lead", "activity"]
    [company], [contact], [deal], [record] = (told(verdict, topic) for topic in ("company", "contact", "deal", "lead"))
    assert (company.name, contact.company) == ("Romashka", company.id)
    assert (deal.client.contact, deal.client.company) == (contact, company)
    assert record.converted_to == (contact.id, company.id, deal.id)
    assert office.one(form(name="Olga Blok", email="olga@romashka.example", company="Romashka")).item == deal.id


def test_r42a_fields_own_fields_activities_sources_and_the_owner_move_along() -> None:
    fields = (
        Field(id="amount", entity="deal", kind="amount", currency="EUR"),
        Field(id="roof", entity="lead", kind="choice", choices=("flat",)),
    )
    office = Office(team("anna", "boris", fields=fields))
    lead = office.one(form(name="Ivan", phone="+79161234500", utm_source="ads", fields={"amount": "1200 EUR", "roof": "flat", "note": "x"}))
    office.one(form(name="Ivan", phone="+79161234500"))
    [deal] = told(convert(office, lead, deal="new"), "deal")
    [before] = [office.find("lead", lead.item)]
    assert (deal.activities, deal.fields, deal.amount, deal.currency, deal.own) == (2, {"note": "x"}, "1200", "EUR", {"roof": "flat"})
    assert (deal.first_source, deal.last_source, deal.responsible) == (before.first_source, before.last_source, lead.owner)
    assert (deal.converted_from, deal.title, deal.stage) == ((lead.item,), before.title, "NEW")


def test_r42a_repeating_a_conversion_changes_nothing() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500", company="Romashka"))
    convert(office, lead, deal="open")
    before = dict(office.state.changes)
    again = convert(office, lead, deal="open")
    assert (again.emit, again.entries[0].outcome) == ((), "applied")
    assert "nothing changed" in again.entries[0].reason
    after = office.state.changes
    assert [key for key in after if after[key] != before.get(key) and key[5:6] != b"i"] == []


def test_r42a_a_deal_may_be_added_later_and_nothing_else() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    convert(office, lead)
    verdict = convert(office, lead, deal="open")
    assert topics(verdict) == ["deal", "assignment", "lead", "activity"]
    assert told(verdict, "lead")[0].changed == ("converted_to",)
    assert len(office.find("lead", lead.item).converted_to) == 2


def test_r42a_an_open_deal_of_the_client_takes_the_lead_up() -> None:
    office = Office(team("anna"))
    first = office.one(form(name="Ivan", phone="+79161234500"))
    [deal] = told(convert(office, first, deal="open"), "deal")
    second = office.one(form(name="Olga Blok", email="olga@example.org"))
    verdict = convert(office, second, contact=deal.client.contact.id, deal="open")
    [after] = told(verdict, "deal")[-1:]
    assert (after.id, after.activities, after.converted_from) == (deal.id, 2, (first.item, second.item))
    assert told(verdict, "lead")[-1].converted_to == (deal.client.contact.id, deal.id)
    assert told(verdict, "merge")[0].winner == first.client
    assert office.memory.client(str(second.client)).deals == 1  # type: ignore[union-attr]


def test_r28_a_deal_that_takes_a_lead_up_has_the_first_and_the_last_source_of_both() -> None:
    office = Office(team("anna", "boris"))
    lead = office.one(form(name="Ivan", phone="+79161234500", utm_source="ads"))
    other = office.one(form(name="Olga Blok", email="olga@example.org", utm_source="fair"))
    [deal] = told(convert(office, other, deal="new"), "deal")
    office.one(form(name="Ivan", phone="+79161234500", utm_source="mail"))
    [after] = told(convert(office, lead, contact=deal.client.contact.id, deal=deal.id), "deal")[-1:]
    assert (after.first_source.utm_source, after.last_source.utm_source) == ("ads", "mail")
    assert {"first_source", "last_source"} <= set(after.changed)


@pytest.mark.parametrize("handover", [True, False])
def test_r42a_the_owner_is_kept_unless_the_pipelines_queue_is_to_say(handover: bool) -> None:
    config = team("anna", "boris", "carl", pipelines=(Pipeline(id="sales"), Pipeline(id="roofs", queue="roofers")))
    queues = (*config.queues, Queue(id="roofers", members=("carl",)))
    office = Office(WorkspaceConfig(**{name: getattr(config, name) for name in config.__struct_fields__} | {"queues": queues}))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    verdict = convert(office, lead, deal="new", pipeline="roofs", handover=handover)
    [deal], [assignment] = told(verdict, "deal"), told(verdict, "assignment")
    assert (deal.pipeline, deal.responsible) == ("roofs", "carl" if handover else "anna")
    assert (assignment.queue, assignment.previous) == (("roofers", "anna") if handover else (None, None))


def test_r42a_a_lead_is_linked_to_the_company_that_is_chosen() -> None:
    office = Office(team("anna"))
    first = office.one(form(name="Ivan", phone="+79161234500", company="Romashka"))
    [company] = told(convert(office, first), "company")
    second = office.one(form(name="Olga Blok", email="olga@example.org"))
    verdict = convert(office, second, company=company.id)
    [contact] = told(verdict, "contact")
    assert (contact.name, contact.company, told(verdict, "company")) == ("Olga Blok", company.id, [])


def test_r42a_in_simple_mode_the_deal_is_told_as_a_bundle() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    office.configure(team("anna", mode="simple"))
    verdict = convert(office, lead, deal="open")
    assert topics(verdict) == ["contact", "deal", "bundle", "assignment", "lead", "activity"]
    [bundle], [deal] = told(verdict, "bundle"), told(verdict, "deal")
    assert (bundle.id, bundle.version, bundle.deal, bundle.contact) == (lead.client, 1, deal, deal.client.contact)
    assert office.one(form(name="Ivan", phone="+79161234500")).item == deal.id


def test_r8_a_converted_lead_leaves_the_lists_and_its_owner_is_remembered() -> None:
    office = Office(team("anna", "boris"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    convert(office, lead)
    client = office.memory.client(str(lead.client))
    assert client is not None
    assert (client.open, client.finished_owner, list(office.memory.places())) == ((), "anna", [])
    again = office.one(form(name="Ivan", phone="+79161234500"))
    assert (again.outcome, again.owner, office.find("lead", again.item).repeat) == ("lead", "anna", True)


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ({"pipeline": "ghost"}, "no pipeline `ghost`"),
        ({"contact": "00000000-0000-0000-0000-000000000000"}, "no contact 0000"),
        ({"contact": "nonsense"}, "not an id"),
        ({"company": "00000000-0000-0000-0000-000000000000"}, "no company 0000"),
        ({"company": "new"}, "Nothing is known of a company"),
        ({"deal": "00000000-0000-0000-0000-000000000000"}, "no deal 0000"),
    ],
)
def test_r42a_what_cannot_be_is_refused_and_changes_nothing(how: dict[str, str], word: str) -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    before = dict(office.state.changes)
    verdict = convert(office, lead, **how)
    assert (verdict.entries[0].outcome, verdict.emit) == ("refused", ())
    assert word in verdict.entries[0].reason
    assert {key for key in office.state.changes if office.state.changes[key] != before.get(key) and key[5:6] != b"i"} == set()


def test_r42a_a_deal_of_somebody_else_is_not_joined() -> None:
    office = Office(team("anna"))
    one = office.one(form(name="Ivan", phone="+79161234500"))
    [deal] = told(convert(office, one, deal="new"), "deal")
    other = office.one(form(name="Olga Blok", email="olga@example.org"))
    verdict = convert(office, other, deal=deal.id)
    assert (verdict.entries[0].outcome, "another client's" in verdict.entries[0].reason) == ("refused", True)


def test_r25_a_call_goes_on_with_the_deal_that_its_lead_became() -> None:
    office = Office(team("anna"))
    rings = office.one(call("ringing", phone="+79161234500"))
    [deal] = told(convert(office, rings, deal="open"), "deal")
    after = [office.one(call(event, phone="+79161234500")) for event in ("answered", "finished", "recording")]
    assert [(entry.item, entry.item_kind) for entry in after] == [(deal.id, "deal")] * 3


def test_r51_planned_activities_move_along_and_are_told() -> None:
    office = Office(team("anna"))
    missed = office.one(call("missed", phone="+79161234500"))
    verdict = convert(office, missed, deal="open")
    [planned, call_], [deal] = told(verdict, "activity"), told(verdict, "deal")
    assert (call_.kind, call_.status, call_.item, call_.moved_from) == ("call", None, deal.id, missed.item)
    assert (planned.status, planned.item, planned.item_kind, planned.version) == ("planned", deal.id, "deal", 2)
    done = office.take(call("answered", call_id="c2", phone="+79161234500", direction="out"))
    assert [(a.id, a.status) for a in told(done, "activity") if a.status] == [(planned.id, "done")]
    stored = [office.memory.item(kind, str(entity)) for kind, entity in (("lead", missed.item), ("deal", deal.id))]
    assert [item.planned for item in stored if item] == [(), ()]


def bound(office: Office) -> dict[str, tuple[int, str | None]]:
    """Where a subscriber has each activity: its newest version, and the item that this is of. Versions rise by one."""
    found: dict[str, tuple[int, str | None]] = {}
    for _, verdict in office.history:
        for said in told(verdict, "activity"):
            assert said.version == found.get(said.id, (0, None))[0] + 1
            found[said.id] = said.version, said.item
    return found


def test_r42a_every_activity_of_the_lead_is_told_as_the_deals() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500", said="x"))
    entries = [lead, office.one(mail(email="ivan@example.org", phone="+79161234500", name="Ivan", text="A roof, please."))]
    entries += [office.one(call(event, phone="+79161234500")) for event in ("ringing", "answered", "finished")]
    assert {item for _, item in bound(office).values()} == {lead.item}
    verdict = convert(office, lead, deal="open")
    [deal] = told(verdict, "deal")
    assert bound(office) == {
        str(entries[0].activity): (2, deal.id),
        str(entries[1].activity): (2, deal.id),
        str(entries[2].activity): (4, deal.id),
    }
    moved = told(verdict, "activity")
    assert {(a.item_kind, a.client, a.moved_from, a.changed, a.text) for a in moved} == {
        ("deal", lead.client, lead.item, ("item", "item_kind"), None)
    }
    assert sorted(a.kind for a in moved) == ["call", "email", "form"]
    assert deal.activities == len(moved)
    after = office.one(call("recording", phone="+79161234500", recording_url="https://pbx.example/1"))
    assert bound(office)[str(after.activity)] == (5, deal.id)


def test_r42a_without_a_deal_activities_stay_the_leads_and_move_with_the_deal_that_is_added() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    assert told(convert(office, lead), "activity") == []
    [deal] = told(convert(office, lead, deal="new"), "deal")
    assert bound(office) == {lead.activity: (2, deal.id)}
    assert told(convert(office, lead, deal="new"), "activity") == []


def test_r3_r42a_activities_of_others_at_the_company_move_along_as_theirs() -> None:
    office = Office(team("anna"))
    company = {"company": "Romashka"}
    convert(office, office.one(form(name="Ivan", phone="+79161234500", **company)))
    lead = office.one(form(name="Ivan", phone="+79161234500", **company))
    other = office.one(form(name="Olga Blok", email="olga@romashka.example", **company))
    assert (other.item, other.client == lead.client) == (lead.item, False)
    verdict = convert(office, lead, deal="new")
    assert {(a.id, a.client) for a in told(verdict, "activity")} == {(lead.activity, lead.client), (other.activity, other.client)}


def test_r61_many_activities_are_moved_by_a_job_in_pieces() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    for _ in range(2 * PIECE + 4):
        office.one(form(name="Ivan", phone="+79161234500"))
    verdict = convert(office, lead, deal="open")
    [deal] = told(verdict, "deal")
    assert (len(told(verdict, "activity")), deal.activities) == (PIECE, 2 * PIECE + 5)
    [opened] = jobs(office.memory)
    assert verdict.entries[0].reason.endswith(f"deal {deal.id}. Job {opened.id} goes on moving its 105 activities.")
    new = office.one(form(name="Ivan", phone="+79161234500"))
    assert (new.item, running(office.memory)) == (deal.id, None)
    pieces = []
    while at_work := [found for found in jobs(office.memory) if found.status == "running"]:
        pieces.append(office.capture(piece(office.workspace, at_work[0].id, at_work[0].step)))
    assert [len(told(one, "activity")) for one in pieces] == [PIECE, 5]
    assert {item for _, item in bound(office).values()} == {deal.id}
    assert pieces[-1].entries[0].reason.endswith(f"105 of 105 activities of lead {lead.item} are those of deal {deal.id}; done.")
    [found] = jobs(office.memory)
    late = office.capture(piece(office.workspace, found.id, 1))
    assert (late.entries[0].outcome, late.emit) == ("ignored", ())


def test_r61_a_job_that_moves_activities_can_be_stopped_and_bars_no_switch() -> None:
    office = Office(team("anna"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    for _ in range(PIECE + 4):
        office.one(form(name="Ivan", phone="+79161234500"))
    convert(office, lead, deal="open")
    [found] = jobs(office.memory)
    [entry] = office.say(command.SetMode(mode="simple", policy="convert", by="olga")).entries
    assert entry.outcome == "applied"
    [entry] = office.say(command.StopJob(job=found.id, by="olga")).entries
    assert entry.reason == f"Job {found.id} is stopped after 50 of 55 activities; the others are told as the lead's still."
    assert running(office.memory) is not None


def test_r18_r19_what_was_folded_into_the_lead_keeps_its_activities_and_leads_on() -> None:
    office = Office(team("anna"))
    older = office.one(form(name="Ivan", phone="+79161234500"))
    newer = office.one(form(name="Olga Blok", email="olga@example.org"))
    [merge] = office.merge(older.client, newer.client).entries[0].merges
    verdict = convert(office, older, deal="open")
    [deal] = told(verdict, "deal")
    assert bound(office) == {older.activity: (2, deal.id), newer.activity: (1, newer.item)}
    assert office.find("lead", newer.item).merged_into == older.item
    office.unmerge(merge)
    [again] = told(convert(office, newer, deal="new"), "deal")
    assert bound(office) == {older.activity: (2, deal.id), newer.activity: (2, again.id)}


def test_r19_a_touch_that_turns_out_to_be_the_others_moves_along_with_the_lead_that_it_is_about() -> None:
    office = Office(team("anna"))
    phone, email = {"phone": "+79161234500"}, {"email": "olga@example.org"}
    old, new = office.one(form(name="Ivan", **phone)), office.one(form(name="Olga Blok", **email))
    for lead in (old, new):
        office.say(command.Judge(lead=str(lead.item), verdict="junk", by="ann"))
    [merge] = office.merge(old.client, new.client).entries[0].merges
    both = office.one(mail(**email, **phone))
    more = office.one(form(name="Ivan", **phone))
    assert more.item == both.item
    [review] = office.unmerge(merge).entries[0].reviews
    office.reject(review)
    assert office.find("lead", both.item).client.id == new.client
    [deal] = told(convert(office, both, deal="open"), "deal")
    assert {key: where for key, where in bound(office).items() if key in (both.activity, more.activity)} == {
        both.activity: (3, deal.id),  # told as the other's in between
        more.activity: (2, deal.id),
    }
    clients = {a.id: a.client for _, verdict in office.history for a in told(verdict, "activity") if a.moved_from}
    assert clients == {both.activity: new.client, more.activity: old.client}


HOWS = st.fixed_dictionaries(
    {},
    optional={
        "contact": st.just("new"),
        "deal": st.sampled_from(["open", "new"]),
        "handover": st.booleans(),
    },
)
SENDERS = st.lists(
    st.fixed_dictionaries(
        {"phone": st.sampled_from([f"+7916123450{n}" for n in range(3)])},
        optional={"name": st.sampled_from(["Ivan Petrov", "Olga Blok"]), "company": st.sampled_from(["Romashka", "Vega"])},
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(SENDERS, HOWS, st.sampled_from(["classic", "simple"]), st.booleans())
def test_r42a_converting_twice_is_converting_once_whatever_came_before(
    who: list[dict[str, str]], how: Any, mode: str, merged: bool
) -> None:
    office = Office(team("anna", "boris"))
    entries = [office.one(form(**fields)) for fields in who]
    if merged and entries[0].client != entries[-1].client:
        office.merge(entries[0].client, entries[-1].client)
    office.configure(team("anna", "boris", mode=mode))
    for entry in entries:
        first = convert(office, entry, **how)
        assert first.entries[0].outcome == "applied"
        before = {key: value for key, value in office.state.changes.items() if key[5:6] != b"i"}
        again = convert(office, entry, **how)
        assert (again.emit, {key: value for key, value in office.state.changes.items() if key[5:6] != b"i"}) == ((), before)
    for client in office.memory.clients():
        items = [item for o in client.open if (item := office.memory.item(o.kind, o.id)) is not None]
        assert [item.semantic for item in items] == ["process"] * len(items)
        whole = [office.memory.client(item.client) for item in office.memory.items("deal")]
        assert client.deals == sum(owner is not None and owner.id == client.id for owner in whole)


def test_r19_r42a_a_conversion_to_somebody_elses_contact_can_be_taken_back() -> None:
    office = Office(team("anna"))
    one = office.one(form(name="Ivan", phone="+79161234500"))
    [contact] = told(convert(office, one), "contact")
    two = office.one(form(name="Olga Blok", email="olga@example.org"))
    [merge] = convert(office, two, contact=contact.id, deal="open").entries[0].merges
    assert office.now_of(two) == one.client
    assert office.unmerge(merge).entries[0].outcome == "applied"
    assert (office.now_of(one), office.now_of(two)) == (one.client, two.client)
    [deal] = office.memory.items("deal")
    assert deal.client == two.client
