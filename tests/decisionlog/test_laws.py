"""The laws of the decision log: whatever is written late, twice or by whom, every reader derives the same, and no capture is lost or doubled."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.decisionlog import Accepted, Decide, DecisionLog, Draft, MemoryStore, Stopped, decided_at, follow
from schemas.capture import BULK, LIVE, Appended, Capture
from schemas.decision import FORMAT, Decision, Entry, Place, Verdict, encode
from schemas.errors import Hole, Reject
from schemas.record import NewRecord, Record
from schemas.state import State


def release(number: int) -> Decide:
    """A step whose changes depend on the state, on the capture and on the release, so that any mix-up shows in the state."""

    def decide(appended: Appended, state: State, now: int) -> Verdict:
        count = int(state.get(b"count") or b"0") + 1
        state.put(b"count", b"%d" % count)
        state.put(b"last", f"{appended.capture.id} by {number} at {now}".encode())
        state.put(b"seen-%d" % (count % 5), b"%d" % number)
        state.delete(b"seen-%d" % ((count + number) % 5))
        return Verdict((Entry(touch=appended.capture.id, outcome="lead", channel="test", source="s", reason=f"release {number}"),))

    return decide


def capture(lane: str, offset: int) -> Appended:
    return Appended(
        Capture(id=f"{lane}-{offset}", workspace="w", channel="test", source="s", body=b""), lane, 0, offset, 1000 + offset * 7 % 5
    )


@dataclass
class World:
    """A decision partition, and writers who each know it up to some place."""

    records: list[bytes] = field(default_factory=list)
    lanes: dict[str, list[Appended]] = field(default_factory=lambda: {lane: [capture(lane, n) for n in range(40)] for lane in (LIVE, BULK)})
    writers: list[DecisionLog] = field(default_factory=lambda: [DecisionLog(MemoryStore()) for _ in range(3)])
    in_flight: list[Draft] = field(default_factory=list)

    def append(self, draft: Draft) -> int:
        first = len(self.records)
        self.records.extend(record.value for record in draft.records if record.value is not None)
        return first

    def read(self, offset: int, limit: int = 1000) -> list[Record]:
        return [Record(n, 0, None, raw) for n, raw in enumerate(self.records[offset : offset + limit], offset)]

    def draft(self, writer: int, count: int, lane: str) -> Draft | None:
        log = self.writers[writer]
        start = log.place.lanes.get(lane, 0)
        captures = self.lanes[lane][start : start + count]
        return log.draft(captures, release(1 + writer % 2)) if captures else None


writers, counts, lanes = st.integers(0, 2), st.integers(1, 6), st.sampled_from((LIVE, LIVE, BULK))
actions = st.one_of(
    st.tuples(st.just("decide"), writers, counts, lanes),
    st.tuples(st.just("ack lost"), writers, counts, lanes),
    st.tuples(st.just("delayed"), writers, counts, lanes),
    st.tuples(st.just("twice"), writers, counts, lanes),
    st.tuples(st.just("arrives"), st.integers(0, 9), counts, lanes),
    st.tuples(st.just("catch up"), writers, counts, lanes),
)


def act(world: World, action: tuple[str, int, int, str]) -> None:
    what, who, count, lane = action
    if what == "arrives":
        if world.in_flight:
            world.append(world.in_flight.pop(who % len(world.in_flight)))
        return
    log = world.writers[who]
    if what == "catch up":
        log.fold(world.read(log.place.next, count))
        return
    draft = world.draft(who, count, lane)
    if draft is None:
        return
    if what == "delayed":
        world.in_flight.append(draft)
        return
    offset = world.append(draft)
    if what == "twice":
        world.append(draft)
    if not log.landed(draft, None if what == "ack lost" else offset):
        log.fold(world.read(log.place.next))


def fold_all(world: World) -> tuple[MemoryStore, list[Accepted]]:
    store = MemoryStore()
    return store, DecisionLog(store).fold(world.read(0))


@given(st.lists(actions, max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_interleaving_of_three_writers_of_two_releases_gives_every_reader_the_same_state(
    steps: list[tuple[str, int, int, str]],
) -> None:
    world = World()
    for step in steps:
        act(world, step)
    for late in world.in_flight:
        world.append(late)
    expected, accepted = fold_all(world)
    for log in world.writers:
        log.fold(world.read(log.place.next))
        assert isinstance(log.store, MemoryStore)
        assert log.store.items == expected.items
        assert log.place == expected.place()
    for lane in (LIVE, BULK):
        decided = [a.decision.offset for a in accepted if a.decision.lane == lane]
        assert decided == list(range(len(decided)))
        assert expected.place().lanes.get(lane, 0) == len(decided)
    assert int(expected.get(b"count") or b"0") == len(accepted)
    nows = [a.decision.now for a in accepted]
    assert nows == sorted(nows)


@given(st.lists(actions, max_size=40), st.integers(0, 200))
@settings(max_examples=100, deadline=None)
def test_the_fold_of_any_prefix_and_the_rest_is_the_fold_of_all(steps: list[tuple[str, int, int, str]], cut: int) -> None:
    world = World()
    for step in steps:
        act(world, step)
    cut = min(cut, len(world.records))
    expected, accepted = fold_all(world)
    store = MemoryStore()
    log = DecisionLog(store)
    first = log.fold(world.read(0, cut))
    again = DecisionLog(store)
    assert first + again.fold(world.read(cut)) == accepted
    assert (store.items, store.place()) == (expected.items, expected.place())


def some_decisions(count: int = 6) -> World:
    world = World()
    draft = world.draft(0, count, LIVE)
    assert draft is not None
    world.writers[0].landed(draft, world.append(draft))
    return world


def test_a_reader_that_finds_a_hole_says_so_and_folds_again() -> None:
    world = some_decisions()
    store = MemoryStore()
    log = DecisionLog(store)
    log.fold(world.read(0, 2))
    with pytest.raises(Hole, match="expected offset 2, the log goes on at 4; fold again"):
        log.fold(world.read(4))
    log.forget()
    log.fold(world.read(0))
    assert store.items == fold_all(world)[0].items


def test_a_record_that_was_tampered_with_ends_what_rests_on_it() -> None:
    world = some_decisions()
    changed = bytearray(world.records[3])
    changed[-1] ^= 1
    world.records[3] = bytes(changed)
    accepted, place = follow(Place(), world.read(0))
    assert ([a.offset for a in accepted][:3], place.next) == ([0, 1, 2], 6)
    assert not {4, 5} & {a.offset for a in accepted}


@given(st.binary(max_size=60))
def test_bytes_that_are_no_decision_are_passed_over_by_every_reader(noise: bytes) -> None:
    world = some_decisions(2)
    world.records.insert(1, noise)
    accepted, place = follow(Place(), world.read(0))
    assert [a.offset for a in accepted] == [0, 2]
    assert place.next == 3


def test_a_valid_decision_of_a_newer_release_stops_the_reader_with_what_to_do() -> None:
    world = some_decisions(1)
    newer = Decision(FORMAT + 1, world.writers[0].place.digest, LIVE, 1, "c", "w", 5, (), {}, ())
    world.records.append(encode(newer))
    with pytest.raises(Reject, match=r"offset 1 has format 2.*update leadloom"):
        follow(Place(), world.read(0))


def test_a_decision_that_would_be_too_large_is_a_dead_letter_and_changes_nothing() -> None:
    def huge(appended: Appended, state: State, now: int) -> Verdict:
        state.put(b"k", bytes(1_000_000))
        return release(1)(appended, state, now)

    log = DecisionLog(MemoryStore())
    draft = log.draft([capture(LIVE, 0)], huge)
    (accepted,) = draft.accepted
    assert [(e.outcome, e.fault) for e in accepted.decision.entries] == [("dead", "input")]
    assert accepted.decision.learn == {}


def test_the_decisions_of_a_capture_are_found_by_its_id() -> None:
    world = some_decisions(4)
    assert decided_at(world.writers[0].store, "capture-2") == [2]
    assert decided_at(world.writers[0].store, "unknown") == []


def test_a_draft_stops_at_its_size_and_the_rest_is_decided_later() -> None:
    def large(appended: Appended, state: State, now: int) -> Verdict:
        state.put(b"k" + appended.capture.id.encode(), bytes(800_000))
        return Verdict(())

    log = DecisionLog(MemoryStore())
    captures = [capture(LIVE, n) for n in range(8)]
    draft = log.draft(captures, large)
    assert len(draft.records) == 5
    assert draft.after.lanes == {LIVE: 5}
    assert log.landed(draft, 0)
    assert log.place.now == max(c.at for c in captures[:5])
    assert NewRecord(b"capture-0", draft.records[0].value) == draft.records[0]


def three() -> list[Appended]:
    return [capture(LIVE, n) for n in range(3)]


def faults(draft: Draft) -> list[str]:
    return [entry.fault or entry.outcome for _, decision in draft.accepted for entry in decision.entries]


def odd(bad: Callable[[State], Verdict | None]) -> Decide:
    """A step that does something odd with the second capture."""

    def decide(appended: Appended, state: State, now: int) -> Verdict:
        found = bad(state) if appended.offset == 1 else None
        return found or release(1)(appended, state, now)

    return decide


def test_a_change_that_no_store_can_keep_is_a_dead_letter_and_never_reaches_the_log() -> None:
    for key in (b"", b"k" * 512):
        draft = DecisionLog(MemoryStore()).draft(three(), odd(lambda state, key=key: state.put(key, b"v")))  # type: ignore[misc]
        assert faults(draft) == ["lead", "bug", "lead"]
        assert draft.accepted[1].decision.learn == {}


def test_a_verdict_that_cannot_be_written_down_is_a_dead_letter() -> None:
    surrogate = Verdict((Entry(touch="t", outcome="lead", channel="c", source="s", reason="\udcff"),))
    assert faults(DecisionLog(MemoryStore()).draft(three(), odd(lambda _: surrogate))) == ["lead", "bug", "lead"]


def test_a_step_that_raises_after_all_is_a_dead_letter() -> None:
    assert faults(DecisionLog(MemoryStore()).draft(three(), odd(lambda _: [][0]))) == ["lead", "bug", "lead"]


def test_a_draft_ends_behind_a_capture_that_hung_so_that_several_do_not_add_up() -> None:
    def hung(_: State) -> None:
        raise Stopped("Deciding it took more than 10 s of CPU and was stopped.")

    assert faults(DecisionLog(MemoryStore()).draft(three(), odd(hung))) == ["lead", "bug"]
