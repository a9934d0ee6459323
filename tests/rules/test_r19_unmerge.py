"""R19: a merge that is taken back leaves nothing behind but what only goes forward."""

from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.survivorship import provenance, shown_of
from tests.rules.office import Office, form, team

NAMES = ("Ivan Petrov", "Olga Blok", "Zoe Goldblum", "Yusuf Demir")
SHARED = "+79990001122"


class Said(NamedTuple):
    """A touch of one of four people, by some of their keys; `shared`: with the phone of their home, too, and then with a name."""

    who: int
    phone: bool
    email: bool
    chat: bool
    named: bool
    shared: bool
    city: str | None

    def fields(self) -> dict[str, Any]:
        phones = [f"+7916123450{self.who}"] if self.phone or not (self.email or self.chat) else []
        return {
            "name": NAMES[self.who] if self.named or self.shared else None,
            "phones": (*phones, *((SHARED,) if self.shared else ())),
            "email": f"p{self.who}@example.org" if self.email else None,
            "messengers": (("telegram", f"{self.who}"),) if self.chat else (),
            "city": self.city,
        }


class Join(NamedTuple):
    """A person says that these two people are one: the member of the newest touch of each."""

    one: int
    other: int


class Part(NamedTuple):
    """A person takes back one of their merges."""

    which: int


KEYS = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (0, 1, 1), (1, 0, 1)]


@st.composite
def touches(draw: st.DrawFn, who: int | None = None) -> Said:
    who = draw(st.integers(0, 3)) if who is None else who
    phone, email, chat = draw(st.sampled_from(KEYS))
    named, shared = draw(st.sampled_from([(False, False), (True, False), (True, True)]))
    return Said(who, bool(phone), bool(email), bool(chat), named, shared, draw(st.sampled_from([None, None, "Kazan", "Riga"])))


@st.composite
def histories(draw: st.DrawFn) -> list[Any]:
    """Everybody writes once, then again in any order while a person joins them and takes them apart."""
    joins = st.sampled_from([Join(one, other) for one in range(4) for other in range(4) if one != other])
    parts = st.builds(Part, st.integers(0, 9))
    first = [draw(touches(who)) for who in range(4)]
    return first + draw(st.lists(st.one_of(touches(), touches(), joins, parts), min_size=6, max_size=26))


def decided(history: list[Any], mode: str, *, merging: bool) -> tuple[Office, list[str]]:
    """The history, with what people merge and take apart in it or without; the merges that hold at its end."""
    office = Office(team("anna", "boris", mode=mode))
    newest: dict[int, str] = {}
    hold: list[str] = []
    for n, what in enumerate(history):
        office.offset, office.now = n, 1_760_000_000_000 + n * 60_000
        match what:
            case Said():
                entry = office.one(form(key=f"k{n}", **what.fields()), capture=f"touch-{n}")
                assert entry.client is not None
                newest[what.who] = entry.touch
            case Join() if merging and what.one in newest and what.other in newest:
                homes = [home(office, newest[who]) for who in (what.one, what.other)]
                [said] = office.merge(*homes).entries
                hold += said.merges[:1]
            case Part() if merging and hold:
                [said] = office.unmerge(hold.pop(what.which % len(hold))).entries
                assert said.outcome == "applied"
    return office, hold


def home(office: Office, touch: str) -> str:
    """The member whose touch it is."""
    for client in office.memory.clients():
        for member in client.members or (client.id,):
            if any(said.touch == touch for said in office.memory.contributions(member)):
                return member
    raise AssertionError(touch)


def groups(office: Office) -> dict[frozenset[str], Any]:
    """What is known of whom, by the touches that say it."""
    found = {}
    for client in office.memory.clients():
        history = office.memory.history(client)
        assert client.shown == shown_of(history)
        found[frozenset(said.touch for said in history)] = (client.shown, provenance(history), client.touches)
    return found


@settings(max_examples=60, deadline=None)
@given(histories(), st.sampled_from(["classic", "simple"]), st.randoms(use_true_random=False))
def test_r19_after_unmerging_who_is_who_and_every_value_with_its_provenance_are_as_if_nobody_had_ever_merged(
    history: list[Any], mode: str, order: Any
) -> None:
    office, hold = decided(history, mode, merging=True)
    never, _ = decided(history, mode, merging=False)
    order.shuffle(hold)
    for merge in hold:
        assert office.unmerge(merge).entries[0].outcome == "applied"
    assert groups(office) == groups(never)
