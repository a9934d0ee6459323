"""A batch that is read at once is decided as its captures are one by one, whatever there is among them."""

import asyncio
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.stream import captures, events
from processors.decisionlog import TOPIC, DecisionLog, MemoryStore, Stopped, follow
from processors.policy import Policy
from processors.reading import Reading, read
from processors.step import Step
from runtime.decider import Decider, Limits
from runtime.discover import readers
from runtime.embedded import EmbeddedLog
from schemas.capture import LIVE, Appended, Capture, encode
from schemas.codec import to_json
from schemas.config import ConfigChange, Field, WorkspaceConfig
from schemas.decision import Place
from schemas.touch import Touch

STREAM = Path(__file__).parents[2] / "runtime/demo/enquiries.jsonl.gz"
STEP = Step(readers())
RECORDED = [capture for _, _, capture in islice(captures(events(STREAM, 150)), 150)]
RULES = (
    WorkspaceConfig(),
    WorkspaceConfig(region="RU"),
    WorkspaceConfig(mode="simple", region="PL"),
    WorkspaceConfig(fields=(Field(id="budget", entity="lead", kind="number", names=("company",)),)),
)
ODD = (
    Capture(id="broken", workspace="main", channel="webform", source="s", body=b"{", content_type="application/json"),
    Capture(id="unknown", workspace="main", channel="carrier pigeon", source="s", body=b""),
    Capture(id="nowhere", workspace="\x00", channel="chat", source="s", body=b"{}"),
    Capture(id="command", workspace="main", channel="command", source="s", body=b"{}"),
    Capture(id="empty", workspace="other", channel="csvfile", source="s", body=b"{}"),
)


def changes(rules: Sequence[int]) -> list[Capture]:
    """Configuration captures, each on top of the one before."""
    return [
        Capture(id=f"rules-{n}", workspace="main", channel="config", source="s", body=to_json(ConfigChange(base=n, config=RULES[which])))
        for n, which in enumerate(rules)
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from((*RECORDED, *ODD)), max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(range(len(RULES)))), max_size=4),
    st.integers(1, 12),
    st.integers(0, 200_000_000),
)
def test_reading_ahead_changes_no_decision(found: list[Capture], rules: list[tuple[int, int]], size: int, pause: int) -> None:
    batch = list(found)
    for (at, _), change in zip(rules, changes([which for _, which in rules]), strict=True):
        batch.insert(min(at, len(batch)), change)
    appended = [Appended(capture, LIVE, 0, n, 1_767_600_000_000 + (n - 3 * (n % 2)) * pause) for n, capture in enumerate(batch)]
    alone, ahead = DecisionLog(MemoryStore()), DecisionLog(MemoryStore())
    for first in range(0, len(appended), size):
        some = appended[first : first + size]
        one, other = alone.draft(some, STEP), ahead.draft(some, STEP.ahead(some, ahead.store))
        assert other.records == one.records
        assert (alone.landed(one, one.before.next), ahead.landed(other, other.before.next)) == (True, True)


def test_what_is_stopped_while_it_is_read_is_read_again_where_it_is_decided() -> None:
    asked: list[str] = []

    def stopped(_: object, capture: Capture, rules: Policy, now: int) -> Reading:
        asked.append(capture.id)
        if capture.id == RECORDED[1].id:
            raise Stopped("too long")
        return read(readers(), capture, rules, now)

    some = [Appended(msgspec.structs.replace(capture, channel="chat"), LIVE, 0, n, n) for n, capture in enumerate(RECORDED[:4])]
    log, store = DecisionLog(MemoryStore()), MemoryStore()
    draft = log.draft(some, STEP.ahead(some, store, stopped))
    assert asked == [capture.id for capture in RECORDED[:2]]
    assert draft.records == log.draft(some, STEP).records


async def test_a_reader_that_hangs_makes_one_dead_letter_and_the_neighbours_are_unharmed(tmp_path: Path) -> None:
    def reader(capture: Capture) -> Sequence[Touch]:
        while capture.body == b"hang":
            pass
        return readers()["chat"](RECORDED_CHAT)

    log, stop = EmbeddedLog(tmp_path / "log"), asyncio.Event()
    bodies = (b"a", b"hang", b"b")
    await log.append(LIVE, 0, [encode(Capture(id=f"{n}", workspace="main", channel="c", source="s", body=b)) for n, b in enumerate(bodies)])
    decider = Decider(log, 0, MemoryStore(), Step({"c": reader}), Limits(capture_s=0.2))
    decider.observe = lambda _: stop.set() if decider.decisions.place.next >= 3 else None
    await asyncio.wait_for(decider.run(stop), 20)
    accepted, _ = follow(Place(), await log.read(TOPIC, 0, 0))
    assert [[entry.fault for entry in decision.entries] for _, decision in accepted] == [[None], ["bug"], [None]]
    await log.close()


RECORDED_CHAT = next(capture for capture in RECORDED if capture.channel == "chat")


@pytest.mark.parametrize("capture", ODD, ids=lambda capture: capture.id)
def test_odd_captures_are_read_without_an_error_of_ours(capture: Capture) -> None:
    some = [Appended(capture, LIVE, 0, 0, 0)]
    log = DecisionLog(MemoryStore())
    assert log.draft(some, STEP.ahead(some, log.store)).records == log.draft(some, STEP).records


@pytest.mark.parametrize("found", [(), tuple(readers()["chat"](RECORDED_CHAT))], ids=("nothing", "a touch"))
def test_what_is_read_ahead_is_read_once(found: Sequence[Touch]) -> None:
    asked: list[str] = []

    def reader(capture: Capture) -> Sequence[Touch]:
        asked.append(capture.id)
        return found

    step, log = Step({"c": reader}), DecisionLog(MemoryStore())
    some = [Appended(Capture(id="a", workspace="main", channel="c", source="s", body=b""), LIVE, 0, 0, 0)]
    draft = log.draft(some, step.ahead(some, log.store))
    assert (asked, draft.accepted[0].decision.entries[0].outcome) == (["a"], "lead" if found else "ignored")
