"""Conversion as a pure fold (R42): what a recount of the log counts, however it is cut; and what each figure means."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from processors.decisionlog import Accepted
from processors.views import aims, hosted
from processors.views.keys import Key
from schemas.decision import Decision
from tests.views.histories import Histories, Op, ops
from tests.views.made import Shape, decisions, recounted
from tests.views.naive import Figures, recount
from tests.views.rows import figures

HOUR = 3_600_000


def folded(made: list[Decision], cuts: list[int] | None = None) -> dict[Key, bytes]:
    """The rows of a log, folded in pieces."""
    accepted = [Accepted(offset, decision) for offset, decision in enumerate(made)]
    edges = sorted({0, len(made), *(cut % (len(made) + 1) for cut in cuts or ())})
    rows: dict[Key, bytes] = {}
    for start, end in pairwise(edges):
        rows |= hosted.fold(rows.get, accepted[start:end])
    return rows


def touches(rows: dict[Key, bytes]) -> Shape:
    found = [hosted.PUBLIC["funnel"][0](raw) for key, raw in rows.items() if key.table == "funnel"]
    return {(row.workspace, row.channel, row.outcome, row.day): row.count for row in found}


BACK_AND_ON = [Op("deal", 0, 1, 0), *(Op("move", 0, stage, 1) for stage in (1, 0, 1, 2))]
JUDGED_THEN = [Op("lead", 0, 0, 0), Op("configure", 0, 1, 1), Op("move", 0, 3, 1), Op("configure", 0, 0, 1), Op("assign", 0, 3, 1)]


@settings(max_examples=200, deadline=None)
@example(BACK_AND_ON, [])
@example(JUDGED_THEN, [3])
@given(ops, st.lists(st.integers(0, 60), max_size=5))
def test_r42_every_figure_is_that_of_a_naive_recount_of_the_log(happened: list[Op], cuts: list[int]) -> None:
    made = Histories().play(happened)
    rows = folded(made, cuts)
    assert figures(rows) == recount(made)
    assert touches(rows) == recounted(made)


@settings(max_examples=60, deadline=None)
@given(ops)
def test_r42_each_item_counts_as_one_thing_and_divisions_never_exceed_the_whole(happened: list[Op]) -> None:
    found = figures(folded(Histories().play(happened)))
    for (workspace, of, by, _, clients, day), what in found.items():
        if by == "stage":
            assert what.get("passed", 0) <= what["reached"]
            continue
        assert sum(what.get(fate, 0) for fate in ("spam", "converted", "without_deal", "lost", "open")) == what.get("items", 0)
        whole = found.get((workspace, of, "all", "", clients, day), {})
        assert what.get("items", 0) <= whole.get("items", 0)


def test_records_that_are_none_of_ours_count_nothing() -> None:
    assert figures(folded(decisions(3, 50))) == {}


@given(ops)
@settings(max_examples=40, deadline=None)
def test_rows_and_the_metrics_that_show_them_say_the_same(happened: list[Op]) -> None:
    rows = folded(Histories().play(happened))
    for key, raw in rows.items():
        if key.table not in hosted.PUBLIC:
            assert hosted.record(key, raw) is None
            continue
        assert hosted.key(key.table, raw) == key
        decode, metric = hosted.PUBLIC[key.table]
        shown = metric(decode(raw))
        table, row = hosted.row(shown) or ("", None)
        assert (table, metric(row)) == (key.table, shown)


def told(*happened: Op) -> Figures:
    return figures(folded(Histories().play(happened)))


def test_r42_lost_ones_stay_in_the_denominator_and_spam_leaves_it() -> None:
    new = [Op("lead", 1, 1, 0) for _ in range(4)]  # all of ann, new, of the workspace a/b
    found = told(*new, Op("move", 0, 4, HOUR), Op("move", 1, 3, HOUR), Op("convert", 2, 1, HOUR))
    [whole] = [what for (_, of, by, *_), what in found.items() if (of, by) == ("lead", "all")]
    # JUNK is spam only where a workspace's configuration says so, and that is the default
    assert whole == {"items": 4, "spam": 1, "lost": 1, "converted": 1, "open": 1}


def test_r42_a_lead_that_succeeds_without_a_deal_is_not_converted() -> None:
    found = told(Op("lead", 1, 1, 0), Op("move", 0, 2, HOUR))
    assert [what for (_, _, by, *_), what in found.items() if by == "all"] == [{"items": 1, "without_deal": 1}]


def test_r42_the_manager_of_a_cohort_is_the_first_one_and_who_closed_it_is_counted_apart() -> None:
    found = told(Op("deal", 1, 1, 0), Op("assign", 0, 2, HOUR), Op("move", 0, 3, HOUR), Op("assign", 0, 3, HOUR))
    managers = {value: what for (_, _, by, value, *_), what in found.items() if by == "manager"}
    assert managers == {"ann": {"items": 1, "converted": 1}, "bob": {"closed": 1}}


def test_r42_pass_rate_and_time_of_stages() -> None:
    found = told(
        Op("deal", 1, 1, 0), Op("move", 0, 1, HOUR), Op("move", 0, 0, 2 * HOUR), Op("move", 0, 1, 3 * HOUR), Op("move", 0, 4, 4 * HOUR)
    )
    stages = {value: what for (_, _, by, value, *_), what in found.items() if by == "stage"}
    assert stages == {
        "sales/NEW": {"reached": 1, "passed": 1, "left": 2, "ms": 4 * HOUR},
        "sales/PROPOSAL": {"reached": 1, "left": 2, "ms": 6 * HOUR},
        "sales/LOST": {"reached": 1, "standing": 1},
    }


def test_r42_the_reaction_is_the_first_contact_by_somebody_of_ours() -> None:
    found = told(Op("lead", 1, 1, 0), Op("reply", 0, 2, HOUR), Op("plan", 0, 0, HOUR), Op("reply", 0, 1, HOUR), Op("reply", 0, 0, HOUR))
    [whole] = [what for (_, _, by, *_), what in found.items() if by == "all"]
    assert whole == {"items": 1, "open": 1, "reacted": 1, "reaction_ms": 3 * HOUR}


def test_r45_r56_a_promoted_touch_is_counted_once_as_what_it_became_on_the_day_that_it_came() -> None:
    day = 24 * HOUR
    made = Histories().play([Op("touch", 0, 3, 0), Op("promote", 0, 1, 3 * day)])
    assert {outcome: count for (_, _, outcome, _), count in touches(folded(made)).items()} == {"not_enquiry": 0, "lead": 1}
    assert len({when for _, _, _, when in touches(folded(made))}) == 1
    [whole] = [where for where in figures(folded(made)) if where[2] == "all"]
    assert whole[5] not in {when for _, _, _, when in touches(folded(made))}


def test_r27_what_a_test_made_counts_nowhere_also_when_it_is_worked_on() -> None:
    assert told(Op("test", 0, 1, 0), Op("move", 0, 1, HOUR), Op("reply", 0, 0, HOUR)) == {}


def test_an_item_that_was_removed_was_never_there() -> None:
    assert told(Op("lead", 1, 1, 0), Op("move", 0, 1, HOUR), Op("reply", 0, 0, HOUR), Op("remove", 0, 0, HOUR)) == {}


def test_targets_are_rows_and_one_that_is_given_up_has_no_aim_any_more() -> None:
    rows = folded(Histories().play([Op("configure", 3, 1, 0), Op("configure", 1, 2, HOUR)]))
    found = {(row.of, row.target): row for key, raw in rows.items() if key.table == aims.NAME for row in (aims.decode(raw),)}
    assert found["channel", "webform"] == aims.Row("main", "channel", "webform", (), 60, 125, None, 1, found["channel", "webform"].at)
    assert found["manager", "ann"].reaction_s is None
    assert found["group", "team"].members == ()
    metric = aims.metric(found["channel", "webform"])
    assert (metric.id, metric.value, metric.values) == (
        "main/target/channel/webform",
        60,
        {"number": 60, "conversion_permille": 125},
    )
