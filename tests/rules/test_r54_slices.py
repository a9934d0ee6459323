"""R54 over a recorded stream: slices of it, decided in other orders after all the rest, are grouped alike, or a person is asked."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.orders import Orders, agreement, apart, shuffled
from bench.stream import events

STREAM = Path(__file__).parents[2] / "runtime/demo/enquiries.jsonl.gz"
ALIKE, AGREED = 0.97, 0.985
"""The share of pairs of touches that is grouped alike in any two orders at least, without and with those that a person is asked about."""


@pytest.fixture(scope="module")
def orders() -> Orders:
    return Orders(events(STREAM))


@settings(max_examples=50, deadline=None)
@given(number=st.integers(0, 16), seed=st.integers(0, 1 << 32))
def test_r54_touches_with_exact_keys_of_people_whom_nobody_resembles_are_grouped_alike_in_any_order_or_a_person_is_asked(
    orders: Orders, number: int, seed: int
) -> None:
    chosen = orders.slices[number]
    mine, others = (orders.grouping(order) for order in (chosen.touches, shuffled(chosen.touches, seed)))
    assert {pair for pair in apart(mine, others) if chosen.plain & {*pair}} == set()


@pytest.mark.parametrize("seed", range(3))
def test_r54_they_are_grouped_alike_in_these_orders(orders: Orders, seed: int) -> None:
    for each in orders.slices:
        mine, others = (orders.grouping(order).joined for order in (each.touches, shuffled(each.touches, seed)))
        assert {pair for pair in mine if each.plain & {*pair}} == {pair for pair in others if each.plain & {*pair}}


def test_r54_of_all_touches_nearly_all_pairs_are_grouped_alike_in_any_order_or_a_person_is_asked(orders: Orders) -> None:
    alike, agreed = agreement(orders, 3)
    assert (alike >= ALIKE, agreed >= AGREED) == (True, True), (alike, agreed)


def test_r54_most_touches_of_the_stream_are_of_people_whom_nobody_resembles(orders: Orders) -> None:
    touches = [touch for each in orders.slices for touch in each.touches]
    assert (len(orders.slices) >= 17, len(touches) >= 600, sum(len(each.plain) for each in orders.slices) > len(touches) / 2) == (True,) * 3


def test_r54_the_same_order_gives_the_same_grouping_and_questions(orders: Orders) -> None:
    touches = orders.slices[0].touches
    assert orders.grouping(touches) == orders.grouping(touches)
