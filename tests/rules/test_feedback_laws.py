"""Whatever a CRM tells, in whatever order: the end is the same, versions rise by one, and every capture has one entry (R46)."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import command
from schemas.decision import Verdict
from tests.rules.desk import Desk, lead
from tests.rules.office import form, team

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
