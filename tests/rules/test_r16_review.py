"""R16, R18, R19: what a person says of who is who enters through the log, holds, and is refused with a sentence where it cannot be."""

import pytest

from processors.merge import ledger
from processors.merge.remembered import Review, Why
from runtime.entities import Named
from runtime.reviews import asked_once
from schemas import command
from schemas.capture import Capture
from schemas.decision import Entry
from tests.rules.office import Office, form, team, told

BRIDGE = {"phone": "+79161234567", "email": "ivan@example.org"}
NOBODY = "00000000-0000-5000-8000-000000000000"


def asked() -> tuple[Office, Entry, Entry, str]:
    """An office, two clients that R12 keeps apart, and the review item that asks whether they are one."""
    office = Office(team("anna"))
    one = office.one(form(phone=BRIDGE["phone"], external=(("crm", "1"),)))
    other = office.one(form(email=BRIDGE["email"], external=(("crm", "2"),)))
    [review] = office.one(form(**BRIDGE)).reviews
    return office, one, other, review


def test_r16_accepting_a_pair_merges_it() -> None:
    office, one, other, review = asked()
    verdict = office.accept(review)
    assert (verdict.entries[0].outcome, len(told(verdict, "merge"))) == ("applied", 1)
    assert office.now_of(one) == office.now_of(other)
    closed = ledger.review(office.memory, review)
    assert closed is not None
    assert (closed.status, closed.decided_by) == ("accepted", "ann")


def test_r16_a_rejected_pair_is_never_proposed_again() -> None:
    office, one, other, review = asked()
    assert office.reject(review).entries[0].outcome == "applied"
    again = [office.one(form(**BRIDGE)) for _ in range(2)]
    assert [(entry.merges, entry.reviews) for entry in again] == [((), ()), ((), ())]
    assert [review.status for review in ledger.reviews(office.memory)] == ["rejected"]
    assert office.now_of(one) != office.now_of(other)


def test_r16_the_newest_word_of_a_person_holds() -> None:
    office, one, other, review = asked()
    office.reject(review)
    [said] = office.merge(one.client, other.client).entries
    assert (said.outcome, "newest word" in said.reason, office.now_of(one) == office.now_of(other)) == ("applied", True, True)
    office.unmerge(said.merges[0])
    assert office.now_of(one) != office.now_of(other)


def test_r16_a_merge_settles_the_questions_about_the_two() -> None:
    office, one, other, review = asked()
    office.merge(one.client, other.client)
    assert [review.status for review in ledger.reviews(office.memory)] == ["settled"]
    assert office.accept(review).entries[0].outcome == "refused"


def test_r16_of_two_who_were_merged_since_it_is_asked_once_whether_a_third_is_one_with_them() -> None:
    office = Office(team("anna"))
    one, other, third = (office.one(form(email=f"p{n}@example.org")).client for n in range(3))
    for name, a, probability in (("1", one, 0.5), ("2", other, 0.6)):
        id_ = f"00000000-0000-5000-8000-00000000000{name}"
        ledger.keep_review(office.memory, Review(id_, "pair", "open", str(a), third, Why("", probability=probability), office.now, "c"))

    def listed() -> list[tuple[str, float | None]]:
        found = [(Named(office.state, "main", "review", review.id), review) for review in ledger.reviews(office.memory)]
        return [(review.status, review.why.probability) for _, review in asked_once(found)]

    assert listed() == [("open", 0.5), ("open", 0.6)]
    office.merge(one, other)
    assert listed() == [("open", 0.6)]
    office.accept("00000000-0000-5000-8000-000000000002")
    assert sorted(listed()) == [("accepted", 0.6), ("settled", 0.5)]


def test_r18_contacts_leads_and_deals_name_their_clients() -> None:
    office = Office(team("anna", mode="simple"))
    one, other = office.one(form(phone=BRIDGE["phone"])), office.one(form(email=BRIDGE["email"]))
    [said] = office.merge(office.find("client", one.client).contact.id, other.item).entries
    assert (said.outcome, said.client) == ("applied", one.client)
    assert office.unmerge(str(other.item)).entries[0].outcome == "applied"
    assert office.now_of(other) == other.client


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (command.Merge(a="{one}", b=NOBODY, by="ann"), "There is no client, contact, lead or deal"),
        (command.Merge(a="{one}", b="nonsense", by="ann"), "This is not an id"),
        (command.Merge(a="{one}", b="{one}", by="ann"), "one client already"),
        (command.Unmerge(merge="{one}", by="ann"), "Nothing was merged"),
        (command.Unmerge(merge=NOBODY, by="ann"), "There is no client"),
        (command.Accept(review=NOBODY, by="ann"), "There is no review item"),
        (command.Reject(review="nonsense", by="ann"), "This is not an id"),
    ],
)
def test_r18_what_cannot_be_done_is_refused_and_changes_nothing(said: command.Command, reason: str) -> None:
    office = Office(team("anna"))
    one = office.one(form(phone=BRIDGE["phone"]))
    before = clients(office)
    body = command.encode(said).replace(b"{one}", str(one.client).encode())
    verdict = office.capture(Capture(id="c", workspace="main", channel=command.CHANNEL, source="cli", body=body))
    assert (verdict.entries[0].outcome, verdict.emit, reason in verdict.entries[0].reason) == ("refused", (), True)
    assert clients(office) == before


def test_r18_merging_or_unmerging_twice_is_refused() -> None:
    office = Office(team("anna"))
    one, other = office.one(form(phone=BRIDGE["phone"])), office.one(form(email=BRIDGE["email"]))
    [merge] = office.merge(one.client, other.client).entries[0].merges
    before = clients(office)
    assert (office.merge(other.client, one.client).entries[0].outcome, clients(office)) == ("refused", before)
    office.unmerge(merge)
    before = clients(office)
    assert (office.unmerge(merge).entries[0].outcome, clients(office)) == ("refused", before)


def test_r18_a_client_of_several_merges_is_taken_apart_by_naming_one() -> None:
    office = Office(team("anna"))
    a, b, c = (office.one(form(email=f"p{n}@example.org")) for n in range(3))
    merges = [office.merge(a.client, other.client).entries[0].merges[0] for other in (b, c)]
    said = office.unmerge(str(a.client)).entries[0]
    assert (said.outcome, all(merge in said.reason for merge in merges)) == ("refused", True)
    assert office.unmerge(str(c.client)).entries[0].outcome == "applied"


def test_r20_a_command_is_carried_out_once() -> None:
    office = Office(team("anna"))
    one, other = office.one(form(phone=BRIDGE["phone"])), office.one(form(email=BRIDGE["email"]))
    said = command.Merge(a=str(one.client), b=str(other.client), by="ann")
    [merge] = office.say(said, capture="c").entries[0].merges
    office.unmerge(merge)
    verdict = office.say(said, capture="c")
    assert (verdict.entries[0].outcome, verdict.emit, office.now_of(other)) == ("duplicate", (), other.client)


def test_r18_an_id_of_another_workspace_is_none_of_this_one() -> None:
    office = Office(team("anna"))
    one = office.one(form(phone=BRIDGE["phone"]))
    body = command.encode(command.Merge(a=str(one.client), b=str(one.client), by="ann"))
    [entry] = office.capture(Capture(id="c", workspace="other", channel=command.CHANNEL, source="cli", body=body)).entries
    assert (entry.outcome, "workspace other" in entry.reason) == ("refused", True)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"command":"merge"}', b'{"command":"dance","by":"ann"}', b"\xff", b"[" * 2000])
def test_f17_a_command_that_is_none_is_a_dead_letter(body: bytes) -> None:
    office = Office(team("anna"))
    [entry] = office.capture(Capture(id="c", workspace="main", channel=command.CHANNEL, source="cli", body=body)).entries
    assert (entry.outcome, entry.fault) == ("dead", "input")


def clients(office: Office) -> list[object]:
    memory = office.memory
    return [*memory.clients(), *memory.items("lead"), *memory.items("deal"), *ledger.merges(memory), *ledger.reviews(memory)]


def test_r15_a_touch_that_shows_one_client_to_be_two_asks_a_person_once() -> None:
    office = Office(team("anna"))
    office.one(form(name="Иван Петров", email=BRIDGE["email"], phone=BRIDGE["phone"]))
    entries = [office.one(form(name="Zoe Goldblum", email=BRIDGE["email"], phone=BRIDGE["phone"])) for _ in range(3)]
    asked_of = [ledger.review(office.memory, review) for entry in entries for review in entry.reviews]
    assert [review.kind for review in asked_of if review is not None] == ["split"]
    office.reject(entries[0].reviews[0])
    assert office.one(form(name="Zoe Goldblum", email=BRIDGE["email"], phone=BRIDGE["phone"])).reviews == ()
