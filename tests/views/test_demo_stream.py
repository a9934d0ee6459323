"""The figures of the recorded stream of the demo: decided by the real step, folded, and recounted from the log (R42)."""

from functools import cache
from pathlib import Path

import pytest

from bench.leadbench import configuration
from bench.stream import captures, events
from processors.decisionlog import Accepted, DecisionLog, MemoryStore
from processors.step import Step
from processors.views import hosted
from processors.views.keys import Key
from processors.views.report import Asked, Report, report
from runtime.discover import readers
from schemas.capture import LIVE, Appended
from schemas.config import Mode
from schemas.decision import Decision
from tests.views.made import recounted
from tests.views.naive import recount
from tests.views.rows import figures

STREAM = Path(__file__).parents[2] / "runtime/demo/enquiries.jsonl.gz"


@cache
def decided(mode: Mode) -> list[Decision]:
    stream = [Appended(configuration(mode), LIVE, 0, 0, 0)]
    stream += [Appended(capture, LIVE, 0, n, int(at * 1000)) for n, (_, at, capture) in enumerate(captures(events(STREAM)), 1)]
    log, decide, found = DecisionLog(MemoryStore()), Step(readers()), list[Decision]()
    while stream:
        draft = log.draft(stream[:200], decide)
        assert log.landed(draft, draft.before.next)
        found += [accepted.decision for accepted in draft.accepted]
        stream = stream[len(draft.records) :]
    return found


def reported(made: list[Decision], by: str | None = None) -> tuple[dict[Key, bytes], Report]:
    rows = dict[Key, bytes]()
    for start in range(0, len(made), 100):
        rows |= hosted.fold(rows.get, [Accepted(start + n, decision) for n, decision in enumerate(made[start : start + 100])])
    return rows, report(lambda name: hosted.decoded(name, [raw for key, raw in rows.items() if key.table == name]), Asked("2026-12-31", by))


@pytest.mark.parametrize("mode", ["classic", "simple"])
def test_r42_the_figures_of_the_demo_are_those_of_a_naive_recount(mode: Mode) -> None:
    made = decided(mode)
    rows, found = reported(made)
    naive = recount(made)
    assert figures(rows) == naive
    assert sum(what.get("items", 0) for (_, _, by, *_), what in naive.items() if by == "all") == sum(c.items for c in found.totals)


@pytest.mark.parametrize("mode", ["classic", "simple"])
def test_r42_every_touch_of_the_demo_is_in_the_funnel_and_the_percents_add_up_to_100(mode: Mode) -> None:
    made = decided(mode)
    _, found = reported(made, "channel")
    assert sum(t.touches for t in found.touches) + found.commands == sum(recounted(made).values()) == sum(len(d.entries) for d in made)
    assert round(sum(t.percent for t in found.touches), 6) == 100
    created = sum(t.touches for t in found.touches if t.outcome in ("lead", "deal"))
    assert sum(c.items + c.folded for c in found.totals) == created


def test_what_each_division_says_adds_up_to_the_whole() -> None:
    made = decided("classic")
    for by in ("channel", "source", "manager", "market", "readiness"):
        _, found = reported(made, by)
        assert sum(c.items for c in found.cohorts) == sum(c.items for c in found.totals)
        assert sum(c.folded for c in found.cohorts) == sum(c.folded for c in found.totals)
