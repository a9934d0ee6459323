"""R19 for clients of many: what taking one merge back writes does not grow with all that was ever folded; and merges of an older release."""

from msgspec.structs import replace

from processors.decisionlog import DecisionLog, MemoryStore
from processors.merge import ledger
from processors.remembered import Client
from schemas import command
from schemas.capture import LIVE, Appended, Capture
from schemas.decision import LIMIT, Verdict
from schemas.touch import Company
from tests.rules.office import Office, form, team, told

MANY = 60
SEVERAL = 3


def folded(count: int, mode: str = "classic") -> tuple[Office, list[str], list[str]]:
    """An office where so many clients were merged into the first one; their ids, and those of what each had open."""
    office = Office(team("anna", mode=mode))
    names = [f"{chr(97 + n // 20)}{chr(97 + n % 20)}" for n in range(count)]
    found = [office.one(form(name=f"N{name} F{name[::-1]}", phone=f"+7916{1000000 + n}")) for n, name in enumerate(names)]
    clients, items = ([str(value) for value in values] for values in zip(*((one.client, one.item) for one in found), strict=True))
    for other in clients[1:]:
        office.merge(clients[0], other)
    return office, clients, items


def merge_of(office: Office, a: str, b: str) -> str:
    found = ledger.merge_between(office.memory, a, b)
    assert found is not None
    return found.id


def written(office: Office, verdict: Verdict, before: dict[bytes, bytes | None]) -> int:
    """The bytes of what a decision learned and told."""
    learned = [(key, value) for key, value in office.state.changes.items() if before.get(key) != value]
    return sum(len(key) + len(value or b"") for key, value in learned) + sum(len(emit.data or b"") for emit in verdict.emit)


def _client(office: Office, client: str) -> Client:
    found = office.memory.client(client)
    assert found is not None
    return found


def test_r19_taking_back_the_first_of_many_merges_tells_only_what_differs() -> None:
    office, clients, items = folded(MANY)
    before = dict(office.state.changes)
    verdict = office.unmerge(merge_of(office, *clients[:2]))
    assert {lead.id for lead in told(verdict, "lead")} == set(items[:2])
    assert written(office, verdict, before) < 300 * MANY
    assert [office.find("lead", item).merged_into for item in items] == [None, None, *[items[0]] * (MANY - 2)]


def test_r19_a_merge_notes_what_the_two_had_open_and_not_all_that_was_folded_before() -> None:
    office, clients, _ = folded(SEVERAL + 2)
    office.unmerge(merge_of(office, *clients[:2]))
    assert [len(edge.stood) for edge in ledger.merges(office.memory) if edge.undone is None] == [2] * SEVERAL


def test_r19_what_came_to_an_end_is_told_as_far_as_a_decision_holds_it() -> None:
    office = Office(team("anna", mode="simple"))
    long = {f"field{n}": f"{n}" * 400 for n in range(12)}
    a, b = (str(office.one(form(name=name, email=f"{name}@example.org", fields=long)).client) for name in ("Ivan", "Olga"))
    office.merge(a, b)
    for _ in range(120):
        deal = office.one(form(email="Ivan@example.org", fields=long)).item
        office.say(command.Move(kind="deal", item=str(deal), stage="PAID", by="ann"))
    said = command.encode(command.Unmerge(merge=merge_of(office, a, b), by="ann"))
    capture = Capture(id="unmerge", workspace="main", channel=command.CHANNEL, source="cli", body=said)
    store = MemoryStore()
    store.keep(office.state.changes, store.place())
    draft = DecisionLog(store).draft([Appended(capture, LIVE, 0, 0, office.now)], office.decide)
    [(_, decision)] = draft.accepted
    assert [entry.outcome for entry in decision.entries] == ["applied"]
    assert LIMIT // 4 < len(draft.records[0].value or b"") < LIMIT


def test_r19_of_merges_without_a_number_taking_one_back_leaves_the_others_as_they_are() -> None:
    office, clients, items = folded(SEVERAL)
    memory = office.memory
    for edge in list(ledger.merges(memory)):
        ledger.keep_merge(memory, replace(edge, n=0, stood=()))
    for member in clients:
        for fold in ledger.folds(memory, member):
            ledger.keep_fold(memory, member, replace(fold, n=0))
    memory.delete(b"M", b"")
    office.unmerge(merge_of(office, clients[0], clients[2]))
    assert [office.find("lead", item).merged_into for item in items] == [None, items[0], None]


def test_r08_a_lead_without_an_owner_that_is_finished_is_nobodys_last_one() -> None:
    office = Office(team())
    entry = office.one(form(name="Zoe Goldblum", phone="+79167654321"))
    office.say(command.Judge(lead=str(entry.item), verdict="junk", by="ann"))
    client = _client(office, str(entry.client))
    assert (client.finished_owner, client.finished_at) == (None, 0)


def test_r03_what_comes_to_an_end_is_on_no_companys_list_of_what_is_open_however_its_folds_are_done_again() -> None:
    office = Office(team("anna", mode="simple"))
    company = Company(name="Romashka", submitted=True)
    deals = [office.one(form(email=f"p{n}@example{n}.org", company=company if n == 2 else None)) for n in range(3)]
    for other in deals[1:]:
        office.merge(str(deals[0].client), str(other.client))
    office.say(command.Move(kind="deal", item=str(deals[0].item), stage="LOST", by="ann"))
    office.unmerge(merge_of(office, str(deals[0].client), str(deals[1].client)))
    assert [found.open for found in office.memory.companies()] == [()]
