"""The report: days added up, rates, targets beside what was reached."""

from collections import defaultdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from processors.views import aims, conversion, funnel
from processors.views.report import Aim, Asked, Cohort, Report, Stage, Touches, _shares, report
from processors.views.tracked import COHORT


def counts(**named: int) -> list[int]:
    return [named.get(name, 0) for name in COHORT]


def row(by: str, value: str, day: str, *, of: str = "lead", again: bool = False, **named: int) -> conversion.Row:
    return conversion.Row("main", of, by, value, "", again, day, counts(**named), 1, 0)


def stage(name: str, semantic: str, day: str, *numbers: int) -> conversion.Row:
    return conversion.Row("main", "deal", "stage", name, semantic, False, day, list(numbers), 1, 0)


def told(asked: Asked, *rows: Any) -> Report:
    tables = defaultdict[str, list[Any]](list)
    for one in rows:
        name = funnel.NAME if isinstance(one, funnel.Row) else aims.NAME if isinstance(one, aims.Row) else conversion.table(one.by)
        tables[name].append(one)
    return report(tables.__getitem__, asked)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_percents_add_up_to_exactly_100_and_are_never_off_by_a_tenth(numbers: list[int]) -> None:
    shares = _shares(numbers)
    assert sum(round(share * 10) for share in shares) == 1000
    assert all(abs(share - 100 * n / sum(numbers)) < 0.1 + 1e-9 for share, n in zip(shares, numbers, strict=True))


def test_touches_are_in_the_order_of_outcomes_and_commands_stand_beside_them() -> None:
    rows = [
        funnel.Row("main", channel, outcome, "2026-01-01", n, 1, 0)
        for channel, outcome, n in (("a", "dead", 1), ("a", "lead", 1), ("b", "lead", 1), ("config", "applied", 9))
    ]
    found = told(Asked("2026-01-01"), *rows)
    assert found.touches == [Touches("main", None, "lead", 2, 66.7), Touches("main", None, "dead", 1, 33.3)]
    assert found.commands == 9


def test_r42_conversion_is_of_all_but_spam_and_lost_ones_stay_in() -> None:
    days = [row("all", "", "2026-01-01", items=6, spam=1, converted=1, lost=3, open=1), row("all", "", "2026-01-02", items=1, converted=1)]
    [whole] = told(Asked("2026-01-31"), *days).totals
    assert (whole.items, whole.converted, whole.conversion) == (7, 2, 33.3)
    [since] = told(Asked("2026-01-31", since="2026-01-02"), *days).totals
    assert (since.items, since.conversion, since.reaction_s) == (1, 100.0, None)
    assert told(Asked("2026-01-31", workspace="other"), *days).totals == []


def test_new_and_repeat_stand_apart_and_what_has_no_name_makes_the_division_whole() -> None:
    found = told(
        Asked("2026-01-31", "market"),
        row("all", "", "2026-01-01", items=5, open=5),
        row("all", "", "2026-01-01", again=True, items=1, open=1),
        row("market", "de", "2026-01-01", items=2, open=2),
    )
    assert [(c.value, c.clients, c.items) for c in found.cohorts] == [(None, "new", 3), (None, "repeat", 1), ("de", "new", 2)]


def test_a_manager_who_closed_what_others_had_first_has_a_line() -> None:
    found = told(
        Asked("2026-01-31", "manager"),
        row("all", "", "2026-01-01", items=1, converted=1),
        row("manager", "ann", "2026-01-01", items=1, converted=1),
        row("manager", "bob", "2026-01-01", closed=1),
    )
    assert [(c.value, c.items, c.closed, c.conversion) for c in found.cohorts] == [("ann", 1, 0, 100.0), ("bob", 0, 1, None)]


def test_stages_have_a_pass_rate_but_ends_have_none() -> None:
    found = told(
        Asked("2026-01-31", "stage"),
        stage("sales/NEW", "process", "2026-01-01", 4, 1, 2, 90_000, 2),
        stage("sales/NEW", "process", "2026-01-02", 4, 1, 1, 0, 3),
        stage("sales/PAID", "won", "2026-01-02", 9, 0, 0, 0, 9),
    )
    assert found.stages == [
        Stage("main", "deal", "sales/NEW", "process", "new", 8, 2, 5, 25.0, 3, 30),
        Stage("main", "deal", "sales/PAID", "won", "new", 9, 0, 9, None, 0, None),
    ]


def test_r42_targets_of_channel_group_and_manager_stand_beside_what_was_reached() -> None:
    found = told(
        Asked("2026-01-15", since="2026-01-01"),
        aims.Row("main", "channel", "webform", (), 100, 250, None, 1, 0),
        aims.Row("main", "group", "team", ("ann", "bob"), None, None, 900, 1, 0),
        aims.Row("main", "manager", "eve", (), None, None, None, 1, 0),
        row("all", "", "2026-01-02", items=9, open=9),
        row("channel", "webform", "2026-01-02", items=9, spam=1, converted=2, open=6),
        row("channel", "webform", "2026-01-02", of="made", items=5, converted=5),
        row("manager", "ann", "2026-01-02", items=1, open=1, reacted=1, reaction_ms=600_000),
        row("manager", "bob", "2026-01-02", of="deal", items=1, open=1, reacted=1, reaction_ms=1_400_000),
        row("manager", "eve", "2026-01-02", items=1, open=1),
    )
    assert found.targets == [
        Aim("main", "channel", "webform", 50, 8, 25.0, 25.0, None, None),
        Aim("main", "group", "team", None, 2, None, 0.0, 900, 1000),
    ]


def test_the_mean_reaction_is_of_those_that_had_one() -> None:
    [whole] = told(Asked("2026-01-31"), row("all", "", "2026-01-01", items=9, open=9, reacted=2, reaction_ms=5000)).totals
    assert whole == Cohort("main", "lead", None, "new", 9, 0, 0, 0, 0, 9, 0, 0, 0.0, 2, 2)
