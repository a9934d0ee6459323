"""R2-R4, R14, R15, R48: by which keys a client is found, which of several, and which keys prove nothing."""

import pytest

from processors.memory import raw_id
from processors.normalise import Key
from processors.resolve.weights import VERSION
from tests.rules.office import Office, chat, form, mail, team, told


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"phone": "8 (916) 123-45-67"}, {"phone": "+7 916 1234567"}),
        ({"phone": "+79161234567"}, {"phone": "tel. 916 123 45 67 "}),
        ({"email": "Ivan.Petrov@gmail.com"}, {"email": "ivanpetrov+shop@googlemail.com"}),
        ({"email": "ivan-petrov@ya.ru"}, {"email": "Ivan.Petrov@yandex.ru"}),
        ({"messengers": (("telegram", "77"),)}, {"messengers": (("telegram", "77"),)}),
        ({"external": (("crm", "42"),), "email": "a@example.org"}, {"external": (("crm", "42"),)}),
        ({"cookie": "v1", "email": "a@example.org"}, {"cookie": "v1"}),
    ],
)
def test_r02_one_agreeing_key_is_the_same_client(first: dict[str, object], second: dict[str, object]) -> None:
    office = Office(team("anna"))
    one, other = office.one(form(**first)), office.one(form(**second))
    assert (one.client, other.new_client) == (other.client, False)
    assert [candidate.client for candidate in other.candidates] == [one.client]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "Ivan Petrov"}, {"name": "Ivan Petrov"}),
        ({"name": "Ivan Petrov", "phone": "+79161234567"}, {"name": "Ivan Petrov", "phone": "+79161234568"}),
        ({"messengers": (("telegram", "77"),)}, {"messengers": (("viber", "77"),)}),
        ({"email": "ivan.petrov@example.org"}, {"email": "ivanpetrov@example.org"}),
    ],
)
def test_r02_without_an_agreeing_key_they_are_two(first: dict[str, object], second: dict[str, object]) -> None:
    office = Office(team("anna"))
    assert office.one(form(**first)).client != office.one(form(**second)).client


@pytest.mark.parametrize(
    "shared",
    [
        {"phone": "0000000"},
        {"phone": "+7 999 999 99 99"},
        {"phone": "12345"},
        {"email": "test@test.com"},
        {"email": "noreply@shop.example"},
        {"email": "null"},
        {"email": "no@no.no"},
    ],
)
def test_r14_placeholders_are_never_keys(shared: dict[str, object]) -> None:
    office = Office(team("anna"))
    one, other = (office.one(form(name=name, **shared)) for name in ("Ivan Petrov", "Olga Blok"))
    assert (one.client == other.client, one.outcome, other.outcome) == (False, "no_contact", "no_contact")


def test_r14_a_role_mailbox_is_a_company_never_a_person() -> None:
    office = Office(team("anna"))
    ivan, olga = (office.one(mail(name=name, email="info@romashka.example")) for name in ("Ivan Petrov", "Olga Blok"))
    again = office.one(mail(name="PETROV Ivan", email="Info@romashka.example"))
    nobody = [office.one(mail(email="info@romashka.example")) for _ in range(2)]
    assert len({ivan.client, olga.client, nobody[0].client}) == 3
    assert (again.client, nobody[1].client) == (ivan.client, nobody[0].client)


def test_r14_a_number_seen_with_an_extension_is_a_switchboard() -> None:
    office = Office(team("anna"))
    ivan = office.one(form(name="Ivan Petrov", phone="8 495 111-22-33 доб. 12"))
    olga = office.one(form(name="Olga Blok", phone="8 495 111-22-33 доб. 15"))
    stranger = office.one(form(phone="84951112233"))
    assert len({ivan.client, olga.client, stranger.client}) == 3
    assert office.one(form(phone="+7 495 1112233 ext 12")).client == ivan.client


def test_r14_a_key_of_twenty_one_clients_proves_nothing() -> None:
    office = Office(team("anna"))
    phone = Key("phone", "+79161234567")
    clients = [office.one(form(email=f"p{n}@example.org")).client for n in range(21)]
    users = tuple(raw_id(str(client)) for client in clients)
    office.memory.keep_users(phone, False, users[:20])
    seen = office.one(form(phone="+79161234567", email="p3@example.org"))
    assert (seen.client, len(seen.candidates) > 1) == (clients[3], True)
    office.memory.keep_users(phone, False, users)
    entry = office.one(form(phone="+79161234567"))
    assert (entry.new_client, entry.client in clients, entry.candidates, entry.flags) == (True, False, (), ("worthless_key",))
    assert office.memory.users(phone) == (False, users)


def test_r14_a_key_that_several_use_proves_none_of_them_alone() -> None:
    office = Office(team("anna"))
    names = ("Иван Петров", "Ольга Блок", "Zoe Goldblum", "Hans Müller")
    clients = [office.one(form(name=name, phone="+79161234567")).client for name in names]
    entry = office.one(form(phone="+79161234567"))
    assert (len(set(clients)), entry.new_client, entry.reviews) == (4, True, ())
    assert [office.one(form(name=name, phone="+79161234567")).client for name in names] == clients


def test_r15_a_phone_alone_does_not_join_two_full_names_that_clearly_differ() -> None:
    office = Office(team("anna"))
    ivan = office.one(form(name="Иван Петров", phone="+79161234567"))
    zoe = office.one(form(name="Zoe Goldblum", phone="+79161234567"))
    assert zoe.client != ivan.client
    assert "differ" in zoe.candidates[0].why
    assert office.one(form(name="PETROV IVAN", phone="+79161234567")).client == ivan.client
    assert office.one(form(name="Zoe Goldblum", phone="+79161234567")).client == zoe.client


@pytest.mark.parametrize("name", ["Ваня", "Иван", "Ivan Petrof", "Петров Иван Сергеевич", "И. Петров", "PETROV IV", "Ivan Sidorov", None])
def test_r15_a_name_that_may_be_his_is_no_objection(name: str | None) -> None:
    office = Office(team("anna"))
    first = office.one(form(name="Иван Петров", phone="+79161234567"))
    assert office.one(form(name=name, phone="+79161234567")).client == first.client


@pytest.mark.parametrize("name", ["Мария Сидорова", "Маша", "Masha Petrova", "Мраия Петрова", "М. Петрова", None])
def test_r15_an_e_mail_joins_a_name_that_may_be_hers(name: str | None) -> None:
    office = Office(team("anna"))
    first = office.one(form(name="Мария Петрова", email="m.petrova@example.org"))
    assert office.one(form(name=name, email="m.petrova@example.org")).client == first.client


def test_r15_an_agency_that_writes_for_many_is_not_one_client() -> None:
    office = Office(team("anna"))
    names = ("Иван Петров", "Ольга Блок", "Zoe Goldblum")
    clients = [office.one(form(name=name, email="wolf9@example.org")).client for name in names]
    assert len(set(clients)) == 3
    assert [office.one(form(name=name, email="wolf9@example.org")).client for name in names] == clients


def test_r48_a_bridging_touch_merges_the_two_if_r12_allows() -> None:
    office = Office(team("anna"))
    by_phone = office.one(form(phone="+79161234567"))
    by_mail = office.one(form(email="ivan@example.org"))
    bridge = office.one(form(phone="+79161234567", email="ivan@example.org"))
    assert (bridge.client, bridge.flags, len(bridge.merges)) == (by_phone.client, ("bridging", "merged"), 1)
    assert {candidate.client for candidate in bridge.candidates} == {by_mail.client, by_phone.client}
    assert office.one(form(phone="+79161234567")).client == by_phone.client
    assert office.one(form(email="ivan@example.org")).client == by_phone.client


def test_r48_a_bridging_touch_that_may_not_merge_goes_to_one_of_them_and_a_review_item_opens_and_the_foreign_key_stays() -> None:
    office = Office(team("anna"))
    by_phone = office.one(form(phone="+79161234567", external=(("crm", "1"),)))
    by_mail = office.one(form(email="ivan@example.org", external=(("crm", "2"),)))
    bridge = office.one(form(phone="+79161234567", email="ivan@example.org"))
    assert (bridge.client, bridge.flags, bridge.merges, len(bridge.reviews)) == (by_mail.client, ("bridging",), (), 1)
    assert office.one(form(phone="+79161234567")).client == by_phone.client
    assert office.one(form(email="ivan@example.org")).client == by_mail.client


def test_r04_an_open_deal_ranks_before_a_newer_plain_lead() -> None:
    office = Office(team("anna", channel_modes={"webform": "simple"}))
    deal = office.one(form(phone="+79161234567"))
    lead = office.one(mail(email="ivan@example.org"))
    bridge = office.one(mail(phone="+79161234567", email="ivan@example.org"))
    assert (deal.outcome, lead.outcome, bridge.client, bridge.item) == ("deal", "lead", deal.client, deal.item)


def test_r04_of_two_open_deals_the_latest_modified_comes_first() -> None:
    office = Office(team("anna", mode="simple"))
    one, other = office.one(form(phone="+79161234567")), office.one(form(email="ivan@example.org"))
    office.one(form(phone="+79161234567"))
    bridge = office.one(form(phone="+79161234567", email="ivan@example.org"))
    assert [candidate.client for candidate in bridge.candidates] == [one.client, other.client]


def test_r04_of_two_plain_leads_the_newest_modified_comes_first_and_finished_ones_last() -> None:
    office = Office(team("anna"))
    one, other = office.one(form(phone="+79161234567")), office.one(form(email="ivan@example.org"))
    office.finish(other, "JUNK", "failure")
    bridge = office.one(form(phone="+79161234567", email="ivan@example.org"))
    assert (bridge.client, bridge.item) == (one.client, one.item)


def test_r15_a_cookie_stands_behind_every_other_key() -> None:
    office = Office(team("anna"))
    browser = office.one(form(cookie="v1", email="anna@example.org"))
    phone = office.one(form(phone="+79161234567"))
    office.one(form(cookie="v1", email="anna@example.org"))
    entry = office.one(chat(cookie="v1", phone="+79161234567"))
    assert entry.client == phone.client != browser.client
    assert entry.flags == ()


def test_r52_who_was_looked_at_is_in_the_entry_with_the_reason() -> None:
    office = Office(team("anna"))
    office.one(form(name="Иван Петров", phone="+79161234567"))
    entry = office.one(form(name="Zoe Goldblum", phone="+79161234567"))
    [candidate] = entry.candidates
    assert (candidate.by, candidate.why) == (("phone",), "phone agrees, but the names differ (R15)")
    assert [says for says, _ in candidate.evidence] == ["anybody", "same mobile", "another name"]
    assert candidate.probability == pytest.approx(1 / (1 + 2 ** -sum(bits for _, bits in candidate.evidence)), abs=0.02)
    assert (entry.mode, entry.rules, entry.weights) == ("classic", 1, VERSION)


def test_r03_a_touch_with_somebody_in_it_has_one_client_in_both_modes() -> None:
    for mode in ("classic", "simple"):
        office = Office(team("anna", mode=mode))
        for touch in (form(name="Ivan"), form(cookie="v"), form(phone="+79161234567"), mail(email="info@x.example")):
            verdict = office.take(touch)
            assert verdict.entries[0].client is not None
            assert {activity.client for activity in told(verdict, "activity")} == {verdict.entries[0].client}
