"""R19: a merge that is taken back leaves nothing behind but what only goes forward."""

from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.merge import ledger
from processors.survivorship import provenance, shown_of
from processors.switch.job import jobs
from runtime.jobs import piece
from schemas import command
from schemas.touch import Asked, Company
from tests.rules.office import Office, form, mail, team, told

NAMES = ("Ivan Petrov", "Olga Blok", "Zoe Goldblum", "Yusuf Demir")
SHARED = "+79990001122"


class Said(NamedTuple):
    """A touch of one of four people, by some of their keys; `shared`: with the phone of their home, too, and then with a name."""

    who: int
    phone: bool
    email: bool
    chat: bool
    named: bool
    shared: bool
    city: str | None

    def fields(self) -> dict[str, Any]:
        phones = [f"+7916123450{self.who}"] if self.phone or not (self.email or self.chat) else []
        return {
            "name": NAMES[self.who] if self.named or self.shared else None,
            "phones": (*phones, *((SHARED,) if self.shared else ())),
            "email": f"p{self.who}@example.org" if self.email else None,
            "messengers": (("telegram", f"{self.who}"),) if self.chat else (),
            "city": self.city,
        }


class Join(NamedTuple):
    """A person says that these two people are one: the member of the newest touch of each."""

    one: int
    other: int


class Part(NamedTuple):
    """A person takes back one of their merges."""

    which: int


KEYS = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (0, 1, 1), (1, 0, 1)]


@st.composite
def touches(draw: st.DrawFn, who: int | None = None) -> Said:
    who = draw(st.integers(0, 3)) if who is None else who
    phone, email, chat = draw(st.sampled_from(KEYS))
    named, shared = draw(st.sampled_from([(False, False), (True, False), (True, True)]))
    return Said(who, bool(phone), bool(email), bool(chat), named, shared, draw(st.sampled_from([None, None, "Kazan", "Riga"])))


@st.composite
def histories(draw: st.DrawFn) -> list[Any]:
    """Everybody writes once, then again in any order while a person joins them and takes them apart."""
    joins = st.sampled_from([Join(one, other) for one in range(4) for other in range(4) if one != other])
    parts = st.builds(Part, st.integers(0, 9))
    first = [draw(touches(who)) for who in range(4)]
    return first + draw(st.lists(st.one_of(touches(), touches(), joins, parts), min_size=6, max_size=26))


def decided(history: list[Any], mode: str, *, merging: bool) -> tuple[Office, list[str]]:
    """The history, with what people merge and take apart in it or without; the merges that hold at its end."""
    office = Office(team("anna", "boris", mode=mode))
    newest: dict[int, str] = {}
    hold: list[str] = []
    for n, what in enumerate(history):
        office.offset, office.now = n, 1_760_000_000_000 + n * 60_000
        match what:
            case Said():
                entry = office.one(form(key=f"k{n}", **what.fields()), capture=f"touch-{n}")
                assert entry.client is not None
                newest[what.who] = entry.touch
            case Join() if merging and what.one in newest and what.other in newest:
                homes = [home(office, newest[who]) for who in (what.one, what.other)]
                [said] = office.merge(*homes).entries
                hold += said.merges[:1]
            case Part() if merging and hold:
                [said] = office.unmerge(hold.pop(what.which % len(hold))).entries
                assert said.outcome == "applied"
    return office, hold


def home(office: Office, touch: str) -> str:
    """The member whose touch it is."""
    for client in office.memory.clients():
        for member in client.members or (client.id,):
            if any(said.touch == touch for said in office.memory.contributions(member)):
                return member
    raise AssertionError(touch)


def groups(office: Office) -> dict[frozenset[str], Any]:
    """What is known of whom, by the touches that say it."""
    found = {}
    for client in office.memory.clients():
        history = office.memory.history(client)
        assert client.shown == shown_of(history)
        found[frozenset(said.touch for said in history)] = (client.shown, provenance(history), client.touches)
    return found


@settings(max_examples=60, deadline=None)
@given(histories(), st.sampled_from(["classic", "simple"]), st.randoms(use_true_random=False))
def test_r19_after_unmerging_who_is_who_and_every_value_with_its_provenance_are_as_if_nobody_had_ever_merged(
    history: list[Any], mode: str, order: Any
) -> None:
    office, hold = decided(history, mode, merging=True)
    never, _ = decided(history, mode, merging=False)
    order.shuffle(hold)
    for merge in hold:
        assert office.unmerge(merge).entries[0].outcome == "applied"
    assert groups(office) == groups(never)


ONE, OTHER = {"phone": "+79161234567", "name": "Ivan Petrov"}, {"email": "olga@example.org", "name": "Olga Blok"}


def merged(mode: str = "classic") -> tuple[Office, Any, Any, str]:
    """An office, the entries of the two whom a person merged in it, and the merge."""
    office = Office(team("anna", "boris", mode=mode))
    old, new = office.one(form(**ONE)), office.one(form(**OTHER))
    return office, old, new, office.merge(old.client, new.client).entries[0].merges[0]


def test_r19_folded_items_reopen_and_give_back_what_they_gave() -> None:
    office, old, new, merge = merged()
    leads = {lead.id: lead for lead in told(office.unmerge(merge), "lead")}
    assert (leads[new.item].status, leads[new.item].semantic, leads[new.item].merged_into) == ("NEW", "process", None)
    assert (leads[old.item].activities, leads[old.item].client.emails, leads[new.item].client.phones) == (1, (), ())
    assert (office.one(mail(email="olga@example.org")).item, office.one(form(phone=ONE["phone"])).item) == (new.item, old.item)


def test_r19_the_redirects_are_taken_back() -> None:
    office, old, new, merge = merged("simple")
    contact = office.find("client", old.client).contact.id
    taken = told(office.unmerge(merge), "merge")
    assert [(r.kind, r.id == r.winner, r.undone, r.version) for r in taken] == [("client", True, True, 2), ("contact", True, True, 2)]
    assert {office.find("client", entry.client).id for entry in (old, new)} == {old.client, new.client}
    assert office.find("client", old.client).contact.id == contact != office.find("client", new.client).contact.id
    assert office.find("client", new.client).contact.version == 2


def test_r19_what_came_since_goes_to_the_side_whose_key_it_carries() -> None:
    office, old, new, merge = merged()
    office.one(mail(email="olga@example.org", city="Riga"))
    office.one(form(phone=ONE["phone"], city="Kazan"))
    office.unmerge(merge)
    assert [office.memory.client(str(entry.client)).shown.city for entry in (old, new)] == ["Kazan", "Riga"]  # type: ignore[union-attr]


def test_r19_a_touch_with_keys_of_both_stays_with_the_winner_and_a_person_says_whose_it_is() -> None:
    office, old, new, merge = merged()
    both = office.one(mail(email="olga@example.org", phone=ONE["phone"], messengers=(("telegram", "7"),)))
    [review] = office.unmerge(merge).entries[0].reviews
    asked = ledger.review(office.memory, review)
    assert asked is not None
    assert (asked.kind, asked.a, asked.b, asked.touch) == ("ambiguous", old.client, new.client, both.touch)
    accounts = {entry.client: office.find("client", entry.client).messengers for entry in (old, new)}
    assert [len(accounts[entry.client]) for entry in (old, new)] == [1, 0]
    assert office.one(form(messengers=(("telegram", "7"),))).client == old.client
    assert office.reject(review).entries[0].client == new.client
    assert [len(office.find("client", entry.client).phones) for entry in (old, new)] == [1, 1]


def test_r19_the_item_of_a_touch_that_is_the_others_reopens_where_it_had_been_folded_meanwhile() -> None:
    office = Office(team("anna"))
    old, new = office.one(form(**ONE)), office.one(form(**OTHER))
    for lead in (old, new):
        office.say(command.Judge(lead=str(lead.item), verdict="junk", by="ann"))
    [merge] = office.merge(old.client, new.client).entries[0].merges
    both = office.one(mail(email="olga@example.org", phone=ONE["phone"]))
    [review] = office.unmerge(merge).entries[0].reviews
    third = office.one(form(email="zoe@example.org"))
    office.merge(old.client, third.client)
    assert [office.find("lead", entry.item).merged_into for entry in (both, third)] == [None, both.item]
    office.reject(review)
    leads = [office.find("lead", entry.item) for entry in (both, third)]
    assert [(lead.semantic, lead.merged_into, lead.client.id) for lead in leads] == [
        ("process", None, new.client),
        ("process", None, old.client),
    ]


def test_r19_the_pair_counts_as_rejected_from_then_on() -> None:
    office = Office(team("anna"))
    old, new = office.one(form(phone="+79161234567")), office.one(form(email="ivan@example.org"))
    bridge = {"phone": "+79161234567", "email": "ivan@example.org"}
    [merge] = office.one(form(**bridge)).merges
    office.unmerge(merge)
    again = office.one(form(**bridge))
    assert (again.merges, again.reviews, len({office.now_of(entry) for entry in (old, new)})) == ((), (), 2)


def test_r19_versions_owners_and_turns_are_not_rewound() -> None:
    office, old, new, merge = merged()
    office.unmerge(merge)
    leads = [office.find("lead", entry.item) for entry in (old, new)]
    assert [(lead.version, lead.responsible) for lead in leads] == [(3, "anna"), (3, "boris")]
    assert office.one(form(email="third@example.org")).owner == "anna"


def test_r19_those_whom_other_merges_still_join_stay_one_and_are_told_by_which() -> None:
    office = Office(team("anna"))
    a, b, c = (office.one(form(email=f"p{n}@example.org")) for n in range(3))
    [first] = office.merge(a.client, b.client).entries[0].merges
    [second] = office.merge(b.client, c.client).entries[0].merges
    assert office.unmerge(first).entries[0].outcome == "applied"
    assert [office.now_of(entry) for entry in (a, b, c)] == [a.client, b.client, b.client]
    assert office.unmerge(second).entries[0].outcome == "applied"
    assert [office.now_of(entry) for entry in (a, b, c)] == [a.client, b.client, c.client]


def test_r19_a_merge_that_only_a_third_one_barred_comes_about_when_the_third_has_gone() -> None:
    office = Office(team("anna"))
    phone, email = office.one(form(phone="+79161234567")), office.one(form(email="ivan@example.org"))
    third = office.one(form(email="olga@example.org", external=(("crm", "1"),)))
    office.one(form(phone="+79161234567", external=(("crm", "2"),)))
    [merge] = office.merge(email.client, third.client).entries[0].merges
    bridge = office.one(form(phone="+79161234567", email="ivan@example.org"))
    assert (bridge.merges, len(bridge.reviews)) == ((), 1)
    office.unmerge(merge)
    assert office.now_of(phone) == office.now_of(email) != office.now_of(third)


@settings(max_examples=20, deadline=None)
@given(histories(), st.sampled_from(["classic", "simple"]))
def test_r46_a_replay_of_merges_and_unmerges_gives_the_same_state(history: list[Any], mode: str) -> None:
    office, _ = decided(history, mode, merging=True)
    again = Office()
    again._touches = office._touches
    assert [again.decide(appended, again.state, appended.at) for appended, _ in office.history] == [v for _, v in office.history]
    assert again.state.changes == office.state.changes


@settings(max_examples=30, deadline=None)
@given(histories(), st.sampled_from(["classic", "simple"]))
def test_r18_versions_rise_by_one_and_redirects_told_lead_where_state_leads(history: list[Any], mode: str) -> None:
    office, _ = decided(history, mode, merging=True)
    versions: dict[tuple[str, str], list[int]] = {}
    redirects: dict[str, str] = {}
    for _, verdict in office.history:
        for emit in verdict.emit:
            versions.setdefault((emit.topic, emit.key), []).append(emit.version)
        for said in told(verdict, "merge"):
            redirects.pop(said.id, None)
            if not said.undone:
                redirects[said.id] = said.winner
    assert {entity: these for entity, these in versions.items() if these != list(range(1, len(these) + 1))} == {}
    entries = [entry for _, verdict in office.history for entry in verdict.entries if entry.client]
    for entry in entries:
        end = str(entry.client)
        while end in redirects:
            end = redirects[end]
        assert office.now_of(entry) == end


def test_r10_who_leaves_with_a_deal_and_was_published_only_as_the_other_is_a_contact_of_its_own() -> None:
    office = Office(team("anna", mode="simple"))
    known, visitor = office.one(form(**ONE)), office.one(form(cookie="v1"))
    [merge] = office.merge(known.client, visitor.client).entries[0].merges
    office.finish(known, "PAID", "won")
    deal = office.one(form(cookie="v1"))
    verdict = office.unmerge(merge)
    [contact] = [contact for contact in told(verdict, "contact") if contact.client == visitor.client]
    [own] = [told_.client.contact for told_ in told(verdict, "deal") if told_.id == deal.item]
    assert (deal.outcome, contact.version, own, office.find("contact", contact.id)) == ("deal", 1, contact, contact)


def test_r19_a_lead_that_was_opened_again_beside_another_stays_beside_it_whoever_is_merged_and_leaves() -> None:
    office = Office(team("anna"))
    first = office.one(form(**ONE))
    office.say(command.Judge(lead=str(first.item), verdict="junk", by="ann"))
    second = office.one(form(**ONE))
    office.say(command.Judge(lead=str(first.item), verdict="restore", by="ann"))
    other = office.one(form(**OTHER))
    [merge] = office.merge(first.client, other.client).entries[0].merges
    assert [office.find("lead", entry.item).merged_into for entry in (first, second, other)] == [None, None, first.item]
    office.unmerge(merge)
    assert [office.find("lead", entry.item).merged_into for entry in (first, second, other)] == [None, None, None]


def test_r19_what_a_later_merge_gave_is_given_again_when_an_earlier_one_is_taken_back() -> None:
    office = Office(team("anna"))
    a, b, c = (office.one(form(email=f"p{n}@example.org", fields={"colour": colour})) for n, colour in enumerate(("red", "blue", "green")))
    [first] = office.merge(a.client, b.client).entries[0].merges
    [second] = office.merge(a.client, c.client).entries[0].merges
    office.unmerge(first)
    assert [(lead.fields["colour"], lead.activities) for lead in (office.find("lead", a.item), office.find("lead", b.item))] == [
        ("green", 2),
        ("blue", 1),
    ]
    office.unmerge(second)
    assert [office.find("lead", entry.item).fields["colour"] for entry in (a, b, c)] == ["red", "blue", "green"]


def test_r19_a_client_of_several_keeps_the_company_that_it_had() -> None:
    office = Office(team("anna", mode="simple"))
    companies = [None, None, *(Company(name=name, submitted=True) for name in ("Romashka", "Vasilek"))]
    oldest, known, first, second = [
        office.one(form(email=f"p{n}@example{n}.org", name=NAMES[n], company=company)) for n, company in enumerate(companies)
    ]
    for other in (second, first):
        office.merge(known.client, other.client)
    before = office.memory.client(str(known.client))
    [merge] = office.merge(oldest.client, known.client).entries[0].merges
    office.unmerge(merge)
    after = office.memory.client(str(known.client))
    assert before is not None
    assert after is not None
    assert (after.company, after.members) == (before.company, before.members) == (office.find("company", after.company).id, before.members)
    assert office.find("company", after.company).name == "Vasilek"


def test_r19_what_came_to_an_end_meanwhile_is_told_as_whose_it_is() -> None:
    office, old, new, merge = merged()
    office.say(command.Judge(lead=str(old.item), verdict="junk", by="ann"))
    again = office.one(form(email="olga@example.org"))
    office.say(command.Judge(lead=str(again.item), verdict="junk", by="ann"))
    leads = {lead.id: lead for lead in told(office.unmerge(merge), "lead")}
    assert {entry.item: (leads[str(entry.item)].client.id, leads[str(entry.item)].semantic) for entry in (old, again, new)} == {
        old.item: (old.client, "failure"),
        again.item: (new.client, "failure"),
        new.item: (new.client, "process"),
    }
    assert leads[str(old.item)].client.emails == ()


def test_r19_activities_that_came_since_are_told_as_whose_they_are() -> None:
    office, old, new, merge = merged()
    hers, his = office.one(mail(email="olga@example.org")), office.one(form(phone=ONE["phone"]))
    verdict = office.unmerge(merge)
    assert [(a.id, a.version, a.client, a.changed, a.item) for a in told(verdict, "activity")] == [
        (hers.activity, 2, new.client, ("client",), None)
    ]
    assert [a.moved_from for a in told(verdict, "activity")] == [old.client]
    assert his.activity != hers.activity


def test_r61_many_activities_are_told_as_whose_they_are_by_a_job_in_pieces() -> None:
    office, _, new, merge = merged()
    came = [office.one(mail(email="olga@example.org")).activity for _ in range(105)]
    verdicts = [office.unmerge(merge)]
    while at_work := [found for found in jobs(office.memory) if found.status == "running"]:
        verdicts.append(office.capture(piece(office.workspace, at_work[0].id, at_work[0].step)))
    assert [len(told(one, "activity")) for one in verdicts] == [50, 50, 5]
    assert sorted(a.id for one in verdicts for a in told(one, "activity")) == sorted(str(activity) for activity in came)
    assert {a.client for one in verdicts for a in told(one, "activity")} == {new.client}
    assert verdicts[-1].entries[0].reason.endswith(f"105 of 105 activities of client {new.client} are told as theirs; done.")


def test_r19_a_pair_that_was_rejected_before_a_person_merged_it_is_so_again() -> None:
    office = Office(team("anna"))
    a, b, c = (office.one(form(email=f"p{n}@example.org")) for n in range(3))
    [first] = office.merge(a.client, b.client).entries[0].merges
    office.unmerge(first)
    office.merge(b.client, c.client)
    [second] = office.merge(a.client, c.client).entries[0].merges
    assert not office.memory.rejected(str(a.client), str(b.client))
    office.unmerge(second)
    assert office.memory.rejected(str(a.client), str(b.client))


def test_r51_what_was_planned_for_a_folded_item_is_to_be_done_after_all_when_it_reopens() -> None:
    office = Office(team("anna"))
    old, new = office.one(form(**ONE)), office.one(form(**OTHER, asked=Asked(kind="call")))
    [planned] = office.memory.all_planned()
    [merge] = office.merge(old.client, new.client).entries[0].merges
    office.say(command.Judge(lead=str(old.item), verdict="junk", by="ann"))
    assert [one.status for one in office.memory.all_planned()] == ["cancelled"]
    office.unmerge(merge)
    assert [(one.id, one.status) for one in office.memory.all_planned()] == [(planned.id, "planned")]


def test_r18_whether_two_deals_are_one_is_no_question_when_they_are_two_clients_again() -> None:
    office = Office(team("anna", mode="simple"))
    old, new = office.one(form(**ONE)), office.one(form(**OTHER))
    office.say(command.Move(kind="deal", item=str(new.item), stage="PROPOSAL", by="ann"))
    [said] = office.merge(old.client, new.client).entries
    office.unmerge(said.merges[0])
    [again] = office.merge(old.client, new.client).entries
    status = [found.status for review in (*said.reviews, *again.reviews) if (found := ledger.review(office.memory, review))]
    assert status == ["settled", "open"]


def test_r19_a_deal_that_the_lead_became_meanwhile_counts_only_its_own_touches() -> None:
    office = Office(team("anna"))
    old, new = office.one(form(**ONE)), office.one(form(**OTHER))
    [merge] = office.merge(old.client, new.client).entries[0].merges
    office.say(command.Convert(lead=str(old.item), deal="new", by="ann"))
    [deal] = office.memory.items("deal")
    assert deal.activities == 2
    [now] = told(office.unmerge(merge), "deal")
    assert (now.id, now.activities, now.version) == (deal.id, 1, deal.version + 1)
    office.merge(old.client, new.client)
    assert [one.activities for one in office.memory.items("deal")] == [1]
