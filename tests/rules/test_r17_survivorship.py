"""R17: what is shown of a client is computed from what its touches said, and nothing said is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.remembered import Contribution, Shown
from processors.survivorship import provenance, shown_of
from schemas.touch import Company, Person, Touch
from tests.rules.office import Office, form, mail, team

said = st.builds(
    form,
    name=st.sampled_from([None, "Ivan", "Ivan Petrov", "PETROV IVAN"]),
    phone=st.sampled_from([None, "+79161234567", "8 916 123 45 67", "0123", "+49 30 12345678"]),
    email=st.sampled_from([None, "ivan@example.org", "IVAN@example.org", "i@example.org"]),
    city=st.sampled_from([None, "", "Kazan"]),
    cookie=st.just("v1"),
    company=st.sampled_from([None, "Romashka", "OOO Romashka"]),
    position=st.sampled_from([None, "Buyer"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(said, min_size=1, max_size=8), st.sampled_from(["classic", "simple"]))
def test_r17_the_fields_shown_are_those_of_all_contributions_folded_anew(touches: list[Touch], mode: str) -> None:
    office = Office(team("anna", mode=mode))
    for touch in touches:
        office.one(touch)
    for client in office.memory.clients():
        assert client.shown == shown_of(office.memory.history(client))
        assert client.touches == len(office.memory.history(client))


def test_r17_values_are_united_blanks_overwrite_nothing_and_newer_beats_older() -> None:
    office = Office(team("anna"))
    first = office.one(form(name="Ivan", email="ivan@example.org", city="Kazan", phone="+79161234567"))
    office.one(mail(name="Ivan Petrov", email="Ivan@example.org", phone="+79039998877", city=" "))
    client = office.find("client", first.client)
    assert (client.name, client.phones, client.emails) == ("Ivan Petrov", ("+79161234567", "+79039998877"), ("ivan@example.org",))
    assert office.memory.client(str(first.client)).shown.city == "Kazan"  # type: ignore[union-attr]


def test_r17_every_value_keeps_its_raw_text_touch_channel_and_time() -> None:
    office = Office(team("anna"))
    entry = office.one(form(name=" Ivan ", phone="8(916)123-45-67"), source="contact")
    [said] = office.memory.contributions(str(entry.client))
    assert (said.person.name, said.person.phones, said.touch) == (" Ivan ", ("8(916)123-45-67",), entry.touch)
    assert (said.channel, said.source, said.at, said.item) == ("webform", "contact", office.now, entry.item)


contributions = st.lists(
    st.builds(
        lambda person, company, by_hand: (person, company, by_hand),
        st.builds(
            Person,
            name=st.sampled_from([None, "Ivan", "Olga Blok"]),
            given=st.sampled_from([None, "Olga"]),
            phones=st.sampled_from([(), ("+79161234567",), ("8 916 123 45 67", "+4930123456")]),
            emails=st.sampled_from([(), ("ivan@example.org", "IVAN@example.org")]),
            messengers=st.sampled_from([(), (("telegram", "7"),)]),
            city=st.sampled_from([None, " ", "Kazan", "Riga"]),
            position=st.sampled_from([None, "Buyer"]),
        ),
        st.sampled_from([None, Company(name="Romashka"), Company(name="Vasilek")]),
        st.booleans(),
    ),
    max_size=8,
)


def said_by(*all_: tuple[Person, Company | None, bool]) -> list[Contribution]:
    return [
        Contribution(f"touch-{n}", f"capture-{n}", "webform", "s", n, n, person, company, ("RU",), by_hand=by_hand)
        for n, (person, company, by_hand) in enumerate(all_)
    ]


@given(contributions)
def test_r17_every_shown_value_has_its_provenance_and_nothing_else_has(all_: list[tuple[Person, Company | None, bool]]) -> None:
    history = said_by(*all_)
    found: dict[str, object] = {}
    for value in provenance(history):
        if value.field in ("phones", "emails", "messengers"):
            found[value.field] = (*found.get(value.field, ()), value.value)  # type: ignore[misc]
        else:
            found[value.field] = value.value
    shown = shown_of(history)
    fields = {name: getattr(shown, name) for name in Shown.__struct_fields__ if name not in ("by_hand", "messengers")}
    assert {name: value for name, value in found.items() if name != "messengers"} == {
        name: v for name, v in fields.items() if v not in (None, ())
    }
    assert found.get("messengers", ()) == tuple(":".join(account) for account in shown.messengers)
    for value in provenance(history):
        said = history[int(value.touch.removeprefix("touch-"))]
        assert (value.capture, value.channel, value.source, value.at, value.by_hand) == (
            said.capture,
            said.channel,
            said.source,
            said.at,
            said.by_hand,
        )


def test_r17_what_a_person_entered_beats_what_was_captured_then_newer_beats_older() -> None:
    by_hand = [(Person(city="Riga"), None, True), (Person(city="Kazan"), None, False), (Person(city="Oslo", name="Ivan"), None, False)]
    shown = shown_of(said_by(*by_hand))
    assert (shown.city, shown.name) == ("Riga", "Ivan")
    assert shown_of(said_by(*by_hand, (Person(city="Bonn"), None, True))).city == "Bonn"
    assert [(v.field, v.value, v.touch, v.by_hand) for v in provenance(said_by(*by_hand))] == [
        ("name", "Ivan", "touch-2", False),
        ("city", "Riga", "touch-0", True),
    ]


def test_r17_of_a_value_said_often_the_newest_touch_is_named_and_of_several_values_the_first_that_said_each() -> None:
    history = said_by(
        (Person(city="Riga", phones=("+4930123456",)), None, False), (Person(city="Riga", phones=("+4930123456",)), None, False)
    )
    assert [(v.field, v.touch) for v in provenance(history)] == [("city", "touch-1"), ("phones", "touch-0")]
