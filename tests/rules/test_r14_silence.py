"""R14-R16: after a silence as hardly anybody comes back from, neither a key without a name nor a name without a key is somebody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.resolve.silence import CLASSES, NOTED, class_of, likelier, rare
from tests.rules.office import Office, call, form, team

DAY = 24 * 3_600_000
PEOPLE = ("Ольга Блок", "Семён Орлов", "Вера Лисина", "Павел Жук", "Нина Седых", "Егор Ткач", "Лидия Бойко", "Артур Шмидт")
SOON = (6, 7, 5, 8) * 10
HERE = {"regions": ("RU",)}


def office(*returns: int) -> Office:
    """An office to which everybody known comes back after each of these silences, in days."""
    here = Office(team("anna"))
    for days in (0, *returns):
        here.now += days * DAY
        for n, name in enumerate(PEOPLE):
            here.one(form(name=name, phone=f"+7916100000{n}"))
    return here


@pytest.mark.parametrize(
    ("returns", "silence", "same"),
    [(SOON, 8, True), (SOON, 100, False), ((100,) * 40, 100, True), ((), 100, True)],
    ids=["as everybody", "as nobody", "where everybody does", "before anybody came back"],
)
def test_r14_a_nameless_call_is_of_who_used_the_number_unless_hardly_anybody_comes_back_after_so_long(
    returns: tuple[int, ...], silence: int, same: bool
) -> None:
    here = office(*returns)
    known = here.one(form(name="Роман Кононов", phone="+79161234567"))
    here.now += silence * DAY
    rang = here.one(call("finished", phone="+79161234567", duration_s=30))
    [found] = rang.candidates
    assert (rang.client == known.client, len(rang.reviews)) == (same, 0 if same else 1)
    bits = dict(found.evidence).get("after so long a silence", 0.0)
    assert (bits > -2.0) == same


def test_r14_who_was_silent_by_one_key_and_not_by_another_is_one_client_as_soon_as_a_touch_shows_it() -> None:
    here = office(*SOON)
    rang = here.one(call("finished", phone="+79161234567", duration_s=30))
    here.now += 3 * DAY
    wrote = here.one(form(name="Роман Кононов", email="wolf9@mail.ru"))
    here.now += 100 * DAY
    here.one(form(name="Роман Кононов", email="wolf9@mail.ru", phone="+79161234567"))
    assert here.now_of(rang) == here.now_of(wrote)


def test_r14_who_says_their_name_may_have_been_silent_for_any_time() -> None:
    here = office(*SOON)
    known = here.one(form(name="Роман Кононов", phone="+79161234567"))
    here.now += 1000 * DAY
    assert here.one(form(name="Кононов Роман", phone="+79161234567")).client == known.client


MONTHS = (1, 29) * 20
"""Who comes back does so on the next day, or after a month."""


@pytest.mark.parametrize(
    ("returns", "silence", "same"),
    [(MONTHS, 1, True), (MONTHS, 30, True), (MONTHS, 90, False), ((100,) * 10, 100, True), ((), 90, True)],
    ids=["at once", "as everybody", "as nobody", "where everybody does", "before anybody came back"],
)
def test_r16_a_name_without_a_key_is_somebodys_if_people_come_back_after_so_long(
    returns: tuple[int, ...], silence: int, same: bool
) -> None:
    here = office(*returns)
    known = here.one(form(name="Роман Кононов", phone="+79161234567", **HERE))
    here.now += silence * DAY
    wrote = here.one(form(name="Кононов Роман", email="wolf9@mail.ru", **HERE))
    assert (wrote.client == known.client) == same


@pytest.mark.parametrize(("returns", "silence", "same"), [(MONTHS, 1, True), (MONTHS, 10, False), ((), 1, False)])
def test_r16_who_gives_another_phone_is_the_same_person_if_they_come_as_soon_as_people_come_back(
    returns: tuple[int, ...], silence: int, same: bool
) -> None:
    here = office(*returns)
    known = here.one(form(name="Роман Кононов", phone="+79161234567", **HERE))
    here.now += silence * DAY
    assert (here.one(form(name="Кононов Роман", phone="+79161234568", **HERE)).client == known.client) == same


def test_r16_on_a_day_on_which_nearly_everybody_came_it_tells_nothing_that_somebody_came() -> None:
    here = office(*MONTHS)
    for n in range(200):
        here.one(form(name=f"Иван {'абвгдежзик'[n % 10]}ртов{'абвгдежзиклмнопрстуф'[n // 10]}", phone=f"+7916200{n:04}"))
    known = here.one(form(name="Роман Кононов", phone="+79161234567", **HERE))
    assert here.one(form(name="Кононов Роман", phone="+79161234568", **HERE)).client != known.client


@given(
    st.lists(st.integers(0, 1000), min_size=CLASSES, max_size=CLASSES),
    st.integers(0, 40_000),
    st.floats(0.0001, 1.0),
)
def test_r16_what_a_silence_tells_is_bounded_and_grows_with_those_who_came_back(returns: list[int], days: int, others: float) -> None:
    more = [count + (each == class_of(days)) for each, count in enumerate(returns)]
    assert likelier([], days, others) == 0.0
    assert -20.0 < likelier(returns, days, others) <= likelier(more, days, others) < 20.0


@given(st.lists(st.integers(0, 1000), min_size=CLASSES, max_size=CLASSES), st.integers(NOTED, 40_000), st.integers(0, 1000))
def test_r14_a_longer_silence_is_never_less_rare(returns: list[int], days: int, more: int) -> None:
    assert 0 <= class_of(days) <= class_of(days + more) < CLASSES
    assert rare(returns, days + more) <= rare(returns, days) <= 0.0
    assert rare([], days) == 0.0
