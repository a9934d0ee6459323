"""R17: what is shown of a client is computed from what its touches said, and nothing said is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.survivorship import shown_of
from schemas.touch import Touch
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
