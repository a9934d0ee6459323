"""R8, R29, R30, R39: who is responsible, by which link of the chain, and whose turn it is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.assign.rotation import next_in_turn
from processors.remembered import Turn
from schemas.config import Queue, Responsible, Rule, WorkspaceConfig
from tests.rules.office import Office, call, form, team, told


def _rules(entry: object) -> list[str]:
    return [step.rule for step in entry.chain]  # type: ignore[attr-defined]


def test_r30_enquiries_go_round_in_roster_order() -> None:
    office = Office(team("anna", "boris", "clara"))
    owners = [office.one(form(email=f"p{n}@example.org")).owner for n in range(7)]
    assert owners == ["anna", "boris", "clara", "anna", "boris", "clara", "anna"]


def test_r30_the_turn_survives_an_edit_of_the_roster() -> None:
    office = Office(team("anna", "boris", "clara"))
    office.one(form(email="p1@example.org"))
    office.one(form(email="p2@example.org"))
    office.configure(team("anna", "clara", "dora"))
    assert [office.one(form(email=f"q{n}@example.org")).owner for n in range(3)] == ["clara", "dora", "anna"]


def test_r30_who_is_not_active_is_skipped_and_keeps_the_place() -> None:
    people = (Responsible(id="anna"), Responsible(id="boris", active=False), Responsible(id="clara"))
    office = Office(WorkspaceConfig(responsibles=people, queues=(Queue(id="q", members=("anna", "boris", "clara")),), default_queue="q"))
    assert [office.one(form(email=f"p{n}@example.org")).owner for n in range(3)] == ["anna", "clara", "anna"]


def test_r08_a_known_client_stays_with_its_owner_and_takes_nobodys_turn() -> None:
    office = Office(team("anna", "boris"))
    office.one(form(phone="+79161234567"))
    assert office.one(form(phone="+79161234567")).owner == "anna"
    assert office.one(form(phone="+79039998877")).owner == "boris"


def test_r08_the_owner_of_the_finished_lead_gets_the_next_one() -> None:
    office = Office(team("anna", "boris"))
    office.finish(office.one(form(phone="+79161234567")), "JUNK", "failure")
    entry = office.one(form(phone="+79161234567"))
    assert (entry.owner, _rules(entry)) == ("anna", ["R8 owner of the finished lead"])


def test_r08_an_owner_who_left_is_passed_over_with_the_reason() -> None:
    office = Office(team("anna", "boris"))
    office.finish(office.one(form(phone="+79161234567")), "JUNK", "failure")
    people = (Responsible(id="anna", active=False), Responsible(id="boris"))
    office.configure(team("anna", "boris", responsibles=people))
    entry = office.one(form(phone="+79161234567"))
    assert (entry.owner, _rules(entry)) == ("boris", ["R8 owner of the finished lead", "R29 default queue"])


def test_r08_the_open_item_of_somebody_who_left_goes_to_the_next_with_its_next_touch() -> None:
    office = Office(team("anna", "boris"))
    first = office.one(form(phone="+79161234567"))
    people = (Responsible(id="anna", extension="101", active=False), Responsible(id="boris", extension="102"))
    office.configure(team("anna", "boris", responsibles=people))
    assert office.one(call("ringing", phone="+79161234567")).owner == "anna"
    verdict = office.take(form(phone="+79161234567"))
    [entry], [assignment] = verdict.entries, told(verdict, "assignment")
    assert (entry.item, entry.owner, _rules(entry)) == (first.item, "boris", ["R8 owner of an open item", "R29 default queue"])
    assert (assignment.previous, assignment.responsible, assignment.version) == ("anna", "boris", 2)
    assert office.one(form(phone="+79161234567")).owner == "boris"


def test_r08_where_nobody_can_take_over_the_item_stays_with_an_alarm() -> None:
    office = Office(team("anna"))
    first = office.one(form(phone="+79161234567"))
    office.configure(team("anna", responsibles=(Responsible(id="anna", active=False),)))
    entry = office.one(form(phone="+79161234567"))
    assert (entry.item, entry.owner, entry.alarm is not None) == (first.item, "anna", True)


def test_r08_a_new_person_at_a_known_company_goes_to_the_companys_owner() -> None:
    office = Office(team("anna", "boris", mode="simple"))
    first = office.one(form(name="Ivan Petrov", email="ivan@romashka.example", company="Romashka"))
    office.finish(first, "LOST", "lost")
    entry = office.one(form(name="Olga Blok", email="olga@romashka.example"))
    assert (entry.owner, _rules(entry)) == ("anna", ["R8 owner of the company"])


def test_r29_an_explicit_owner_comes_first() -> None:
    office = Office(team("anna", "boris", "clara"))
    entry = office.one(form(phone="+79161234567", owner="clara"))
    assert (entry.owner, _rules(entry)) == ("clara", ["R29 explicit owner"])
    assert office.one(form(phone="+79039998877")).owner == "anna"


def test_r29_an_explicit_owner_whom_nobody_knows_is_passed_over() -> None:
    entry = Office(team("anna")).one(form(phone="+79161234567", owner="nobody"))
    assert (entry.owner, _rules(entry)) == ("anna", ["R29 explicit owner", "R29 default queue"])


def test_r29_the_first_fitting_rule_decides_whose_queue() -> None:
    queues = (Queue(id="sales", members=("anna",)), Queue(id="kyiv", members=("boris",)), Queue(id="ads", members=("clara",)))
    rules = (
        Rule(when={"region": ("UA",), "channel": ("webform",)}, queue="kyiv"),
        Rule(when={"utm_source": ("google", "bing")}, queue="ads"),
        Rule(when={"line": ("+7 (495) 000-00-01",)}, queue="ads"),
    )
    office = Office(team("anna", "boris", "clara", queues=queues, rules=rules))
    assert office.one(form(email="a@example.org", regions=("UA",), utm_source="Google")).owner == "boris"
    assert office.one(form(email="b@example.org", utm_source="Google")).owner == "clara"
    assert office.one(form(email="c@example.org", line="74950000001")).owner == "clara"
    assert office.one(form(email="d@example.org")).owner == "anna"


def test_r29_the_fallback_owner_comes_with_an_alarm() -> None:
    office = Office(WorkspaceConfig(responsibles=(Responsible(id="boss"),), fallback="boss"))
    verdict = office.take(form(phone="+79161234567"))
    [entry], [assignment] = verdict.entries, told(verdict, "assignment")
    assert (entry.owner, assignment.responsible, bool(entry.alarm), assignment.alarm) == ("boss", "boss", True, entry.alarm)


def test_r29_nothing_stays_unassigned_silently() -> None:
    office = Office()
    verdict = office.take(form(phone="+79161234567"))
    [entry], [assignment], [lead] = verdict.entries, told(verdict, "assignment"), told(verdict, "lead")
    assert (entry.outcome, entry.owner, lead.responsible, assignment.responsible) == ("lead", None, None, None)
    assert (
        assignment.alarm == entry.alarm == "Nobody is responsible for this enquiry: set a queue with active members, or a fallback owner."
    )


def test_r29_an_unowned_item_gets_an_owner_with_its_next_touch() -> None:
    office = Office(WorkspaceConfig(region="RU"))
    first = office.one(form(phone="+79161234567"))
    office.configure(team("anna"))
    verdict = office.take(form(phone="+79161234567"))
    [assignment] = told(verdict, "assignment")
    assert (verdict.entries[0].item, verdict.entries[0].owner, assignment.version, assignment.previous) == (first.item, "anna", 2, None)


@given(st.lists(st.booleans(), min_size=1, max_size=8).filter(any), st.integers(1, 60), st.integers(0, 30))
def test_r39_with_a_constant_roster_counts_differ_by_at_most_one_over_any_window(active: list[bool], n: int, start: int) -> None:
    members = [f"m{i}" for i in range(len(active))]
    eligible = {member for member, works in zip(members, active, strict=True) if works}
    turn: Turn | None = None
    chosen = []
    for _ in range(start + n):
        member = next_in_turn(members, turn, eligible.__contains__)
        assert member is not None
        turn = Turn(member, tuple(members))
        chosen.append(member)
    counts = [chosen[start:].count(member) for member in eligible]
    assert max(counts) - min(counts) <= 1


@settings(max_examples=50)
@given(st.lists(st.permutations(["a", "b", "c", "d"]).flatmap(lambda p: st.integers(1, 4).map(lambda k: p[:k])), min_size=1, max_size=6))
def test_r30_whatever_happens_to_the_roster_somebody_is_next_and_never_the_same_twice_where_others_are(rosters: list[list[str]]) -> None:
    turn: Turn | None = None
    for roster in rosters:
        member = next_in_turn(roster, turn, lambda _: True)
        assert member in roster
        assert turn is None or len(roster) == 1 or member != turn.last
        turn = Turn(str(member), tuple(roster))


def test_r30_nobody_eligible_is_nobody() -> None:
    assert next_in_turn(["a", "b"], None, lambda _: False) is None
    assert next_in_turn([], None, lambda _: True) is None
