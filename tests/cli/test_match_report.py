"""What the report counts, and how evidence is put into words."""

import pytest

from processors.decisionlog import MemoryStore
from processors.memory import Memory
from processors.merge import ledger
from processors.merge.remembered import Merge, Review, Why
from processors.normalise import PHONE, Key
from runtime import evidence
from runtime.matchreport import Tally
from schemas.codec import derive_id
from schemas.decision import GENESIS, Candidate, Decision, Entry, Place
from schemas.state import Overlay

pytestmark = pytest.mark.slow

ONE, OTHER = derive_id("one"), derive_id("other")


def _touch(n: int, probability: float | None, *, new: bool, keyed: bool = False) -> Decision:
    by = ("phone",) if keyed else ()
    candidates = (Candidate(ONE, by, 0, "", probability), Candidate(OTHER, (), 1, "", 0.01)) if probability is not None else ()
    entry = Entry(
        touch=str(n), outcome="lead", channel="webform", source="contact", reason="", client=ONE, new_client=new, candidates=candidates
    )
    return Decision(1, GENESIS, "capture", n, str(n), "main", n, (entry,), {}, ())


def _state() -> MemoryStore:
    """A merge by the rules and one by a person, an open and a rejected question, and a phone that 21 share."""
    store = MemoryStore()
    state = Overlay(store)
    memory = Memory(state, "main")
    rules, person = Why("", (), 0.88), Why("", (), 0.7, by="olga")
    ledger.keep_merge(memory, Merge(derive_id("m1"), ONE, OTHER, ONE, OTHER, 10, "c", rules))
    ledger.keep_merge(memory, Merge(derive_id("m2"), ONE, derive_id("x"), ONE, derive_id("x"), 20, "c", person, undone="u"))
    ledger.keep_review(memory, Review(derive_id("r1"), "pair", "open", ONE, derive_id("y"), Why("", (), 0.75), 10, "c"))
    ledger.keep_review(memory, Review(derive_id("r2"), "pair", "rejected", ONE, derive_id("z"), Why("", (), 0.45), 20, "c"))
    memory.keep_users(Key(PHONE, "+1"), False, tuple(bytes([n]) * 16 for n in range(21)))
    memory.keep_users(Key(PHONE, "+2"), False, tuple(bytes([n]) * 16 for n in range(20)))
    store.keep(state.changes, Place())
    return store


def test_another_threshold_moves_only_what_lies_between_it_and_the_one_in_force() -> None:
    tally = Tally(_state(), "main")
    tally.report.thresholds = {"attach": 0.6, "review": 0.5, "merge": 0.85}
    seen = [(0.97, False, True), (0.65, False, False), (0.55, True, False), (0.3, True, False), (None, True, False)]
    for n, (probability, new, keyed) in enumerate(seen):
        tally.take(_touch(n, probability, new=new, keyed=keyed))
    found = tally.done(None)
    assert (found.touches, found.alone, found.new_clients) == (5, 1, 3)
    assert {(bar.low, bar.attached, bar.apart, bar.by_key) for bar in found.bars if bar.attached or bar.apart} == {
        (0.95, 1, 0, 1),
        (0.6, 1, 0, 0),
        (0.5, 0, 1, 0),
        (0.3, 0, 1, 0),
    }
    moved = {tried.threshold: (tried.join, tried.part, tried.made, tried.unmade) for tried in found.tried}
    assert moved[0.6] == (0, 0, 1, 0)
    assert moved[0.5] == (1, 0, 1, 0)
    assert moved[0.3] == (2, 0, 2, 0)
    assert moved[0.85] == (0, 1, 0, 0)
    assert moved[0.9] == (0, 1, 0, 1)
    assert moved[0.99] == (0, 2, 0, 1)


def test_merges_questions_and_worthless_keys_are_counted_from_a_time_on() -> None:
    everything, late = Tally(_state(), "main").done(None), Tally(_state(), "main").done(15)
    assert (everything.merges_by_rule, everything.merges_by_person, everything.unmerges) == (1, 1, 1)
    assert (everything.reviews, everything.worthless_keys) == ({"open": 1, "rejected": 1}, {"phone": 1})
    assert (late.merges_by_rule, late.merges_by_person, late.reviews) == (0, 1, {"rejected": 1})


def test_evidence_is_told_with_its_weight_what_weighs_most_first() -> None:
    said = (("another personal e-mail", -3.0), ("anybody", -5.0), ("same mobile", 7.4), ("a veto", 0.0))
    assert evidence.pieces(said) == "same mobile +7.4, by chance -5.0, another personal e-mail -3.0, a veto"
    assert list(evidence.lines(said)) == [
        "  +7.4  same mobile (169 times likelier if they are one)",
        "  -5.0  by chance (one client of 32)",
        "  -3.0  another personal e-mail (8.0 times likelier if they are two)",
        "        a veto",
    ]
    assert evidence.strongest(said) == "same mobile +7.4, another personal e-mail -3.0"


@pytest.mark.parametrize(
    ("probability", "shown"), [(None, "-"), (0.0, "0.0 %"), (0.0001, "< 0.1 %"), (0.5, "50.0 %"), (0.9999, "> 99.9 %"), (1.0, "100.0 %")]
)
def test_a_probability_is_never_rounded_to_certainty(probability: float | None, shown: str) -> None:
    assert evidence.percent(probability) == shown


@pytest.mark.parametrize("bits", [1e9, -1e9, 20.0])
def test_weights_beyond_all_measure_are_told_as_such(bits: float) -> None:
    assert "over 1,000,000 times likelier" in evidence.in_words(bits)
