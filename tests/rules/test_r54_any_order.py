"""R54 as a property: in whatever order enquiries arrive, the same ones are of one client once merges settle."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.queries import client_after
from schemas.touch import Touch
from tests.rules.office import Office, form, team

PEOPLE = (
    {"name": "Александр Щукин", "phone": "+79161234567", "email": "wolf9@mail.ru", "messengers": (("telegram", "71"),)},
    {"name": "Zoe Goldblum", "phone": "+447400123456", "email": "fox44@gmail.com", "messengers": (("telegram", "72"),)},
    {"name": "Krystyna Nowak", "phone": "+48501234567", "email": "lady7@wp.pl", "messengers": (("telegram", "73"),)},
)
KEYS = ("phone", "email", "messengers")

said = st.tuples(st.integers(0, len(PEOPLE) - 1), st.sets(st.sampled_from(KEYS), min_size=1), st.booleans())
"""Whose touch, with which exact keys, and whether with the name."""


def enquiry(who: int, keys: set[str], named: bool) -> Touch:
    person = PEOPLE[who]
    return form(**{key: person[key] for key in KEYS if key in keys}, **({"name": person["name"]} if named else {}))


def grouping(touches: Sequence[Touch], order: Sequence[int]) -> set[frozenset[int]]:
    """Which of the touches are of one client in the end, by their places in `touches`."""
    office = Office(team("anna"))
    entries = {n: office.one(touches[n]) for n in order}
    groups: dict[str | None, set[int]] = {}
    for n, entry in entries.items():
        groups.setdefault(client_after(office.state, "main", str(entry.client)), set()).add(n)
    return {frozenset(group) for group in groups.values()}


def tied(spoken: Sequence[tuple[int, set[str], bool]]) -> set[frozenset[int]]:
    """The touches of each person that exact keys tie together."""
    groups: list[tuple[int, set[str], set[int]]] = []
    for n, (who, keys, _) in enumerate(spoken):
        joined = (who, set(keys), {n})
        for group in [group for group in groups if group[0] == who and group[1] & keys]:
            groups.remove(group)
            joined = (who, joined[1] | group[1], joined[2] | group[2])
        groups.append(joined)
    return {frozenset(group) for _, _, group in groups}


@settings(max_examples=60, deadline=None)
@given(spoken=st.lists(said, min_size=2, max_size=9), data=st.data())
def test_r54_enquiries_with_exact_keys_are_grouped_alike_in_any_order(
    spoken: list[tuple[int, set[str], bool]], data: st.DataObject
) -> None:
    touches = [enquiry(*each) for each in spoken]
    order = data.draw(st.permutations(range(len(touches))))
    assert grouping(touches, range(len(touches))) == grouping(touches, order) == tied(spoken)
