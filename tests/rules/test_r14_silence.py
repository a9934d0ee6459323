"""R14, R15: a nameless touch on somebody's key after a silence as hardly anybody comes back from is not taken for theirs; what is long is learned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.resolve.silence import CLASSES, NOTED, class_of, rare
from tests.rules.office import Office, call, form, team

DAY = 24 * 3_600_000
PEOPLE = ("Ольга Блок", "Семён Орлов", "Вера Лисина", "Павел Жук", "Нина Седых", "Егор Ткач", "Лидия Бойко", "Артур Шмидт")
SOON = (6, 7, 5, 8) * 10


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


@given(st.lists(st.integers(0, 1000), min_size=CLASSES, max_size=CLASSES), st.integers(NOTED, 40_000), st.integers(0, 1000))
def test_r14_a_longer_silence_is_never_less_rare(returns: list[int], days: int, more: int) -> None:
    assert 0 <= class_of(days) <= class_of(days + more) < CLASSES
    assert rare(returns, days + more) <= rare(returns, days) <= 0.0
    assert rare([], days) == 0.0
