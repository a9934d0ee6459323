"""The funnel as a pure fold: it counts what a recount counts, however the log is cut, repeated or resumed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from processors.decisionlog import Accepted, follow
from processors.views import funnel, hosted
from processors.views.funnel import Row
from processors.views.keys import Key, day_of
from schemas.crm import Metric
from schemas.decision import Place
from schemas.generate import schema_id
from schemas.record import Record
from tests.views.made import decisions, records, recounted

MADE = decisions(7, 120)
LOG = [Record(offset, 0, *record) for offset, record in enumerate(records(MADE, 7))]
ACCEPTED, _ = follow(Place(), LOG)


def shape(rows: dict[str, Row]) -> dict[tuple[str, str, str, str], int]:
    return {(row.workspace, row.channel, row.outcome, row.day): row.count for row in rows.values()}


def folded(*batches: list[Accepted]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for batch in batches:
        rows |= funnel.fold(rows.get, batch)
    return rows


def test_the_funnel_counts_what_a_recount_counts() -> None:
    assert [accepted.decision for accepted in ACCEPTED] == MADE
    assert shape(folded(ACCEPTED)) == recounted(MADE)


@given(st.lists(st.integers(0, len(ACCEPTED)), max_size=8))
def test_cutting_the_log_anywhere_changes_nothing(cuts: list[int]) -> None:
    edges = sorted({0, *cuts, len(ACCEPTED)})
    assert folded(*(ACCEPTED[a:b] for a, b in pairwise(edges))) == folded(ACCEPTED)


@given(st.lists(st.tuples(st.integers(0, len(ACCEPTED)), st.integers(0, len(ACCEPTED))), max_size=6))
def test_folding_again_what_rows_already_hold_changes_nothing(again: list[tuple[int, int]]) -> None:
    reached, batches = 0, []
    for start, end in again:
        batches.append(ACCEPTED[min(start, reached) : end])
        reached = max(reached, end)
    assert folded(*batches, ACCEPTED) == folded(ACCEPTED)


@given(st.integers(0, len(ACCEPTED)), st.integers(0, len(ACCEPTED)), st.sets(st.integers(0, 400)))
def test_rows_kept_only_in_part_are_made_whole_by_folding_from_the_mark(mark: int, reached: int, kept: set[int]) -> None:
    mark = min(mark, reached)
    before, further = folded(ACCEPTED[:mark]), folded(ACCEPTED[:reached])
    rows = before | {row_id: row for n, (row_id, row) in enumerate(further.items()) if n in kept}
    assert rows | funnel.fold(rows.get, ACCEPTED[mark:]) == folded(ACCEPTED)


def test_touches_of_one_decision_on_one_row_all_count() -> None:
    decision = next(
        d for d in MADE if len({(e.channel, e.outcome) for e in d.entries}) < len(d.entries) and not any(e.flags for e in d.entries)
    )
    rows = folded([Accepted(3, decision)])
    assert sum(row.count for row in rows.values()) == len(decision.entries)
    assert {row.offset for row in rows.values()} == {3}


def test_r27_a_test_touch_counts_nowhere() -> None:
    tested = [d for d in MADE if d.entries and all(funnel.TEST in e.flags for e in d.entries)]
    assert tested
    assert folded([Accepted(0, tested[0])]) == {}


def test_ids_of_different_counters_differ_whatever_their_names_hold() -> None:
    assert funnel.row_id("a", "b/funnel/c", "lead", "d") != funnel.row_id("a/b", "c", "lead", "d")
    assert funnel.row_id("a%2Fb", "c", "lead", "d") != funnel.row_id("a/b", "c", "lead", "d")


@given(st.integers(-(2**63), 2**63))
def test_any_time_has_a_day(now: int) -> None:
    assert len(day_of(now)) == 10


def test_days_are_of_utc() -> None:
    assert day_of(1_767_225_599_999) == "2025-12-31"
    assert day_of(1_767_225_600_000) == "2026-01-01"


def test_a_row_becomes_a_metric() -> None:
    row = Row("main", "webform", "lead", "2026-01-01", 7, 41, 1_767_225_600_000)
    assert funnel.metric(row) == Metric(
        id="main/funnel/webform/lead/2026-01-01",
        workspace="main",
        view="funnel",
        dimensions={"channel": "webform", "outcome": "lead", "day": "2026-01-01"},
        value=7,
        offset=41,
    )
    assert funnel.decode(funnel.encode(row)) == row
    told = hosted.record(Key(funnel.NAME, row.id), funnel.encode(row))
    assert told is not None
    said = dict(told.headers)
    assert said["ce_id"] == b"metric/main/funnel/webform/lead/2026-01-01/41"
    assert said["ce_dataschema"] == schema_id("metric").encode()
    assert said["ce_time"] == b"2026-01-01T00:00:00.000Z"
