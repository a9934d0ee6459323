"""What a CRM tells: by its own ids, in any order, twice, and about what was merged meanwhile; what can never be changes nothing."""

from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestors.crmfeedback.reader import parse
from processors.step import Step
from schemas import command
from schemas.capture import Capture
from schemas.codec import to_json
from schemas.config import WorkspaceConfig
from schemas.crm import Feedback
from schemas.decision import Verdict
from tests.rules.office import BEGIN, Office, call, form, mail, team, told, topics

_ids = count()


class Desk(Office):
    """An office whose CRM talks back."""

    def __init__(self, config: WorkspaceConfig | None = None) -> None:
        super().__init__(None)
        readers: dict[str, Any] = dict.fromkeys(("webform", "telephony", "imap", "chat", "csvfile"), self._read)
        readers["crmfeedback"] = parse
        self.decide = Step(readers)
        if config is not None:
            assert self.configure(config).outcome == "applied"

    def hear(self, kind: str, entity: str | None, at: int = 1, *, workspace: str | None = None, **more: Any) -> Verdict:
        """A record of the CRM, `at` seconds after the beginning."""
        fields: dict[str, Any] = {name: more.pop(name) for name in ("id", "external", "entity_kind", "system") if name in more}
        said: dict[str, Any] = {
            "id": f"f{next(_ids)}",
            "kind": kind,
            "entity": str(entity),
            "at": BEGIN + 1000 * at,
            "data": more,
            **fields,
        }
        return self.post(said | {"workspace": workspace or self.workspace})

    def post(self, said: dict[str, Any]) -> Verdict:
        name = f"feedback-{self.offset}"
        return self.capture(
            Capture(id=name, workspace=self.workspace, channel="crmfeedback", source="bitrix", body=msgspec.json.encode(said))
        )


def lead(office: Office, n: int = 0) -> str:
    item = office.one(form(name=f"Ivan Petrov{n}", phone=f"+7916123450{n}")).item
    assert item is not None
    return item


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


# --- laws -------------------------------------------------------------------------------------------------------------------------------

WORDS = st.one_of(
    st.tuples(st.just("stage"), st.integers(0, 1), st.sampled_from(["NEW", "IN_PROGRESS", "QUALIFIED", "JUNK", "RECYCLED"])),
    st.tuples(st.just("owner"), st.integers(0, 1), st.sampled_from(["anna", "boris"])),
    st.tuples(st.just("converted"), st.integers(0, 1), st.sampled_from(["", "D"])),
    st.tuples(st.just("deal"), st.integers(0, 1), st.sampled_from(["NEW", "PROPOSAL", "PAID", "LOST"])),
    st.tuples(st.just("reply_sent"), st.integers(0, 1), st.just("")),
    st.tuples(st.just("client"), st.integers(0, 1), st.sampled_from(["Olga Blok", "Olga Petrova", "Zoe Blok"])),
)


def world() -> tuple[Desk, list[str]]:
    office = Desk(team("anna", "boris"))
    items = [lead(office, n) for n in range(2)]
    for n in range(2):
        office.hear("client", f"C{n}", 0, name="Olga", phone=f"+7916999887{n}", id=f"c{n}")
        office.hear("deal", f"X{n}", 0, contact=f"C{n}", stage="NEW", responsible="anna", id=f"d{n}")
    return office, items


def tell(office: Desk, items: list[str], n: int, word: tuple[str, int, str]) -> Verdict:
    kind, which, value = word
    match kind:
        case "stage":
            return office.hear("stage", items[which], n, stage=value, id=f"r{n}")
        case "owner":
            return office.hear("owner", items[which], n, responsible=value, id=f"r{n}")
        case "converted":
            return office.hear("converted", items[which], n, contact=f"K{which}", id=f"r{n}", **({"deal": f"D{which}"} if value else {}))
        case "deal":
            return office.hear("deal", f"X{which}", n, contact=f"C{which}", stage=value, title=f"T{n}", id=f"r{n}")
        case "client":
            return office.hear("client", f"C{which}", n, name=value, phone=f"+7916999887{which}", id=f"r{n}")
        case _:
            return office.hear(kind, items[which], n, id=f"r{n}")


def end(office: Desk) -> Any:
    """What is, whatever the way there."""
    leads = sorted(
        (i.id, i.stage, i.semantic, i.responsible, i.by_hand, i.activities, bool(i.converted_to)) for i in office.memory.items("lead")
    )
    deals = sorted((i.id, i.stage, i.semantic, i.title) for i in office.memory.items("deal"))
    clients = sorted((c.id, c.won, c.deals, sorted(o.id for o in c.open), c.shown.name) for c in office.memory.clients())
    return leads, deals, clients, sorted(office.memory.places(), key=lambda place: place.place)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_feedback_in_any_order_and_repeated_comes_to_the_same_end(words: list[tuple[str, int, str]], order: Any) -> None:
    straight, items = world()
    for n, word in enumerate(words, 1):
        assert tell(straight, items, n, word).entries[0].outcome != "dead"
    mixed, same = world()
    shuffled = [*enumerate(words, 1), *[pair for pair in enumerate(words, 1) if order.random() < 0.3]]
    order.shuffle(shuffled)
    for n, word in shuffled:
        assert tell(mixed, same, n, word).entries[0].outcome != "dead"
    assert end(mixed) == end(straight)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(WORDS, st.tuples(st.sampled_from(["move", "convert", "judge", "touch"]), st.integers(0, 1), st.just(""))), max_size=14
    )
)
def test_r46_versions_rise_by_one_and_every_capture_ends_in_one_entry(words: list[tuple[str, int, str]]) -> None:
    office, items = world()
    for n, (kind, which, value) in enumerate(words, 1):
        match kind:
            case "move":
                office.say(command.Move(kind="lead", item=items[which], stage="QUALIFIED", by="olga"))
            case "convert":
                office.say(command.Convert(lead=items[which], deal="open", by="olga"))
            case "judge":
                office.say(command.Judge(lead=items[which], verdict="restore", by="olga"))
            case "touch":
                office.one(form(name=f"Ivan Petrov{which}", phone=f"+7916123450{which}"))
            case _:
                tell(office, items, n, (kind, which, value))
    versions: dict[tuple[str, str], list[int]] = {}
    for _, verdict in office.history:
        assert len(verdict.entries) == 1
        assert verdict.entries[0].fault != "bug", verdict.entries[0].reason
        for emit in verdict.emit:
            versions.setdefault((emit.topic, emit.key), []).append(emit.version)
    assert {key: found for key, found in versions.items() if found != list(range(1, len(found) + 1))} == {}
    counted = {standing.place: standing.count for standing in office.memory.places()}
    standing_ = [(i.kind, i.pipeline, i.stage) for kind in ("lead", "deal") for i in office.memory.items(kind) if i.semantic == "process"]
    assert counted == {place: standing_.count(place) for place in standing_}


def test_the_record_is_the_public_one() -> None:
    assert msgspec.json.decode(to_json(Feedback(id="a", kind="stage", entity="x", at=1)), type=Feedback).id == "a"


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
