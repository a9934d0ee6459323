"""R16, R15, R14, R48: what evidence that is no exact key proves, how much of it it takes, and what it never does."""

import pytest

from processors.merge import ledger
from processors.normalise import sender
from processors.queries import client_after
from processors.resolve.against import near_address
from processors.resolve.candidates import Search
from processors.resolve.knowledge import Knowledge
from processors.resolve.profile import profile_of
from processors.resolve.weights import SHIPPED
from schemas.config import Matching, WorkspaceConfig
from schemas.decision import Entry
from tests.rules.office import Office, call, chat, form, mail, team

HERE = {"regions": ("RU",)}
COLLEAGUES = ("Ольга Блок", "Семён Орлов", "Вера Лисина", "Павел Жук", "Нина Седых", "Егор Ткач", "Лидия Бойко", "Артур Шмидт")


def office(**matching: float) -> Office:
    """An office in which some people are known already, so that names and companies have something to be rare among."""
    made = Office(team("anna", matching=Matching(**matching)))  # type: ignore[arg-type]
    for n, name in enumerate(COLLEAGUES):
        made.one(form(name=name, email=f"{'abcdefgh'[n] * 5}@mail.ru", company=f"Фирма {name.split()[1]}", **HERE))
    return made


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            {"name": "Александр Щукин", "company": "ООО «Ромашка»"},
            {"name": "Shchukin Aleksandr", "company": "Romashka LLC", "phone": "+79161234567"},
        ),
        ({"name": "Саша Щукин", "company": "Ромашка"}, {"name": "Щукин Александр", "company": "ромашка", "email": "office@romashka.ru"}),
        ({"name": "Александр Щукин", "city": "Тула"}, {"name": "Щукин А. В.", "city": "Тула", "phone": "+79161234567"}),
        ({"email": "aleksandr.shchukin@mail.ru"}, {"name": "Александр Щукин", "phone": "+79161234567"}),
        ({"name": "Саша Щукин", "email": "sasha_shchukin@gmail.com"}, {"name": "Саша Щукин", "email": "sasha_shchukin@gmial.com"}),
        ({"name": "Aleksandr Shchukin", "email": "a.shchukin@gmail.com"}, {"name": "Саша Щукин", "email": "a.shchukin@gmial.com"}),
        ({"name": "Александр Щукин", "phone": "+79161234567"}, {"name": "Щукин", "phone": "89161234567", "regions": ("DE",)}),
    ],
)
def test_r16_fuzzy_evidence_attaches_a_touch_above_the_threshold(first: dict[str, object], second: dict[str, object]) -> None:
    here = office()
    one, other = here.one(form(**HERE | first)), here.one(form(**HERE | second))
    assert (other.client, other.new_client) == (one.client, False)
    [taken] = [candidate for candidate in other.candidates if candidate.client == one.client]
    sure = 1 / (1 + 2 ** -sum(bits for _, bits in taken.evidence))
    assert sure >= 0.5
    assert taken.probability == pytest.approx(sure, abs=0.02)


@pytest.mark.parametrize(
    ("father", "son"),
    [
        ({"name": "John Smith Sr."}, {"name": "John Smith Jr."}),
        ({"name": "Сергей Николаевич Громов"}, {"name": "Сергей Сергеевич Громов"}),
        ({"name": "Виктор Павлович Козин", "email": "kozin.vp@mail.ru"}, {"name": "Виктор Викторович Козин", "email": "kozin.vv@mail.ru"}),
    ],
)
def test_r15_father_and_son_on_one_phone_are_two(father: dict[str, str], son: dict[str, str]) -> None:
    here = office()
    phone = {"phone": "+79161234567"}
    one, other = here.one(form(**HERE | phone | father)), here.one(form(**HERE | phone | son))
    assert (other.new_client, other.client != one.client) == (True, True)
    again = here.one(form(**HERE | phone | father))
    assert (again.new_client, again.client) == (False, one.client)


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("kozin.vp@mail.ru", "kozin.vv@mail.ru", False),
        ("j_smith@gmail.com", "k_smith@gmail.com", False),
        ("viktor.kozin@mail.ru", "viktor.kozim@mail.ru", True),
        ("viktorkozin@mail.ru", "viktorkozim@mail.ru", True),
        ("kozin.vp@mail.ru", "kosin.vp@mail.ru", True),
    ],
)
def test_r15_mailboxes_that_initials_tell_apart_are_no_slip(a: str, b: str, near: bool) -> None:
    assert near_address(a, b) is near


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "Александр Щукин", "phone": "+79161234567"}, {"name": "Александр Щукин", "phone": "+79039876543", "email": "x@mail.ru"}),
        ({"name": "Александр Щукин", "email": "first@mail.ru"}, {"name": "Александр Щукин", "email": "second@bk.ru"}),
        ({"name": "Александр Васильевич Щукин", "city": "Тула"}, {"name": "Александр Петрович Щукин", "city": "Тула"}),
        ({"name": "John Smith Jr", "city": "Leeds"}, {"name": "John Smith Sr", "city": "Leeds"}),
        ({"name": "Александр Щукин", "company": "Ромашка"}, {"name": "Ольга Щукина", "company": "Ромашка"}),
        ({"external": (("crm", "1"),), "name": "Александр Щукин"}, {"external": (("crm", "2"),), "name": "Александр Щукин"}),
        (
            {"name": "Maria Schuster", "phone": "+4917635714093", "email": "schuster77@gmail.com"},
            {"name": "Ottilie Schuster", "phone": "+4917635714093", "email": "schuster77@gmail.com"},
        ),
        ({"name": "GARDNER VICTORI", "phone": "+447400577555"}, {"name": "Victor Harper", "email": "victorharper@outlook.com"}),
    ],
    ids=[
        "namesakes by phone",
        "namesakes by e-mail",
        "father and son",
        "junior and senior",
        "family in one company",
        "external ids",
        "a family's phone and mailbox",
        "names that no two slips make one",
    ],
)
def test_r15_contradictions_keep_people_apart(first: dict[str, object], second: dict[str, object]) -> None:
    here = office()
    assert here.one(form(**HERE | first)).client != here.one(form(**HERE | second)).client


def test_r16_between_review_and_attach_it_becomes_its_own_client_and_a_person_is_asked() -> None:
    here = office(attach=0.97, review=0.4, merge=0.98)
    one = here.one(form(name="Александр Щукин", **HERE))
    other = here.one(form(name="Щукин Александр", phone="+79161234567", **HERE))
    assert (other.new_client, other.client == one.client, len(other.reviews), other.merges) == (True, False, 1, ())


def test_r16_two_existing_clients_are_never_merged_by_fuzzy_evidence_alone() -> None:
    here = office(attach=0.97, review=0.4, merge=0.97)
    one = here.one(form(name="Александр Щукин", company="Ромашка", email="shchukin@romashka.ru", **HERE))
    other = here.one(form(name="Александр Щукин", phone="+79161234567", **HERE))
    third = here.one(form(name="Щукин Александр", company="ООО Ромашка", city="Тула", **HERE))
    assert third.merges == ()
    assert client_after(here.state, "main", str(one.client)) != client_after(here.state, "main", str(other.client))


def test_r48_a_touch_that_is_one_client_by_key_and_another_by_all_else_merges_them_in_whatever_order_they_came() -> None:
    said = (
        call("finished", phone="+79161234567", duration_s=30),
        mail(name="Александр Щукин", company="Ромашка", email="shchukin@romashka.ru", **HERE),
        form(name="Александр Щукин", company="Ромашка", phone="+79161234567", **HERE),
    )
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)):
        here = office()
        entries = [here.one(said[n]) for n in order]
        assert len({client_after(here.state, "main", str(entry.client)) for entry in entries}) == 1, order


def test_r14_a_number_that_got_a_new_owner_goes_on_with_who_used_it_last() -> None:
    here = office()
    old = here.one(form(name="Роман Кононов", email="kononov@mail.ru", phone="+79161234567", **HERE))
    here.now += 200 * 24 * 3_600_000
    new = here.one(form(name="Мария Эдуардова", email="eduardova@bk.ru", phone="+79161234567", **HERE))
    again = here.one(call("finished", phone="+79161234567", duration_s=30))
    assert (new.client != old.client, again.client) == (True, new.client)


def test_r14_a_rare_name_says_more_than_a_frequent_one_and_a_bare_one_ends_to_prove_anything_among_many() -> None:
    here = office()
    for n in range(40):
        here.one(form(name=f"Иван {'абвгдежзик'[n % 10]}ртов{n // 10}", email=f"{'qwertyuiop'[n % 10] * 4}{'asdf'[n // 10]}@bk.ru", **HERE))
    knowledge = Knowledge(here.memory)
    assert knowledge.word("ivan") < knowledge.word("vera") < knowledge.word("varfolomei")
    assert _bare(here).new_client is False
    crowded = office()
    for key, count in crowded.memory.scan(b"z", b""):  # a million times as many, called likewise
        if key[:1] in b"nwoy":
            crowded.memory.put(b"z", key, (int.from_bytes(count, "big") * 1_000_000).to_bytes(4, "big"))
    assert _bare(crowded).new_client is True


def _bare(here: Office) -> Entry:
    """Somebody whose full name alone is known comes again."""
    here.one(form(name="Семён Седых", email="hhhh@mail.ru", **HERE))
    return here.one(form(name="Седых Семён", phone="+79161234567", **HERE))


def test_r16_thresholds_and_weights_are_configuration_and_nonsense_is_refused() -> None:
    assert Office(team("anna", matching=Matching(weights={"city_differs": -1.0}))).version == 1
    for wrong in (
        Matching(attach=0.3, review=0.4),
        Matching(attach=0.9, merge=0.8),
        Matching(weights={"nonsense": 1.0}),
        Matching(weights={"email": 99.0}),
    ):
        entry = Office().configure(WorkspaceConfig(matching=wrong), base=0)
        assert entry.outcome == "refused", wrong
    open_to_all = office(attach=0.05, review=0.04, merge=0.9)
    one = open_to_all.one(form(name="Александр Щукин", phone="+79161234567", **HERE))
    assert open_to_all.one(form(name="Александр Щукин", phone="+79039876543", **HERE)).client == one.client


def test_r16_a_split_is_asked_about_when_all_keys_agree_and_the_name_does_not() -> None:
    here = office()
    keys = {"phone": "+79161234567", "email": "wolf9@mail.ru"}
    one = here.one(form(name="Роман Кононов", **keys))
    other = here.one(form(name="Мария Эдуардова", **keys))
    asked = [ledger.review(here.memory, review) for review in other.reviews]
    assert (other.client, [(review.kind, review.a) for review in asked if review]) == (one.client, [("split", one.client)])


def test_r14_whatever_is_said_a_touch_is_looked_up_by_a_bounded_number_of_keys_and_weighed_against_a_bounded_number_of_people() -> None:
    here = office()
    numbers = tuple(f"+7916{n:07d}" for n in range(1_000_000, 1_000_200))
    addresses = tuple(f"{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uvwxyz'[n // 100]}.petrov@mail.ru" for n in range(200))
    for phone, address in zip(numbers[:80], addresses[:80], strict=True):
        here.one(form(name=f"Иван {address[:3]}ов", phone=phone, email=address))
    book = form(name="Иван " * 2000, phones=numbers, emails=addresses)
    search = Search(here.memory, profile_of(sender(book, ()), (), here.now), SHIPPED)
    search.by_keys(sender(book, ()))
    search.by_blocks()
    assert (len(search.uses) <= 60, len(search.noted) <= 24, len(search.found) <= 63) == (True, True, True)
    assert len(here.one(book).candidates) <= 8


def test_r16_a_nameless_call_from_a_landline_that_one_person_gave_asks_a_person_whether_it_is_them() -> None:
    made = Office(team("anna", region="DE"))
    form_ = made.one(form(name="Anna Bauer", phone="0331 5559817"))
    rang = made.one(call("missed", phone="+493315559817"))
    [review] = rang.reviews
    assert (rang.new_client, rang.client != form_.client) == (True, True)
    assert made.accept(review).entries[0].outcome == "applied"
    assert made.now_of(rang) == made.now_of(form_) == form_.client


def test_r15_mailboxes_of_one_house_that_only_a_number_tells_apart_are_of_as_many_senders() -> None:
    here = office()
    one, other = here.one(mail(email="customer1@firma.example")), here.one(mail(email="customer2@firma.example"))
    assert (one.new_client, other.new_client) == (True, True)


@pytest.mark.parametrize(
    ("email", "same"), [("wolf9@gmial.com", False), ("a.shchukin@romashka.ru", True)], ids=["a provider, but for a slip", "a company"]
)
def test_r15_a_mailbox_at_a_provider_contradicts_another_one_though_its_domain_has_a_slip(email: str, same: bool) -> None:
    here = office()
    known = here.one(form(name="Александр Щукин", email="star5@mail.ru", **HERE))
    assert (here.one(form(name="Александр Щукин", email=email, **HERE)).client == known.client) == same


@pytest.mark.parametrize(
    ("initial", "name"),
    [
        ("C.", "Charles"),
        ("C.", "Christina"),
        ("P.", "Philip"),
        ("Ю.", "Юлия"),
        ("Я.", "Ярослав"),
        ("J.", "Юлия"),
        ("K.", "Харитон"),
        ("Є.", "Євген"),
    ],
)
def test_r16_an_initial_is_of_every_name_that_it_begins(initial: str, name: str) -> None:
    here = office()
    keys = {"phone": "+4955512345", "city": "Тула"}
    one = here.one(form(name=f"{name} Стародубцев", **keys))
    other = here.one(form(name=f"Стародубцев {initial}", **keys))
    alien = here.one(form(name="Стародубцев В.", **keys))
    assert (other.client == one.client, alien.client == one.client) == (True, False)


def test_r54_a_nickname_hides_no_name_in_whatever_order_they_came() -> None:
    keys = {"phone": "+380979445947", "email": "zakhar9@ukr.net"}
    said = (
        call("finished", name="SEMENCHENKO ZAK", phone=keys["phone"], duration_s=30),
        form(name="Захар Семенченко", **keys),
        form(name="Zvkhar Semenchenko", **keys),
    )
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2), (0, 2, 1)):
        here = office()
        entries = [here.one(said[n]) for n in order]
        assert len({client_after(here.state, "main", str(entry.client)) for entry in entries}) == 1, order


@pytest.mark.parametrize("nickname", [None, "Александр", "Саша"])
def test_r54_a_browser_without_a_key_is_whose_key_it_shows_whichever_came_first(nickname: str | None) -> None:
    said = (
        chat(cookie="v1", name=nickname),
        chat(cookie="v1", name="Александр Щукин", phone="+79161234567"),
        form(name="Щукин Александр", phone="+79161234567"),
    )
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2), (0, 2, 1), (2, 0, 1)):
        here = office()
        entries = [here.one(said[n]) for n in order]
        assert len({client_after(here.state, "main", str(entry.client)) for entry in entries}) == 1, order


def test_r54_a_number_that_was_read_with_another_country_is_the_same_one_whichever_came_first() -> None:
    said = (
        form(name="Нинель Дубакова", email="ninel@inbox.ru", **HERE),
        call("finished", name="DUBAKOVA NINEL", phone="8 961 682-30-95", duration_s=30, regions=("GB",)),
        form(name="Нинель Дубакова", email="ninel@inbox.ru", phone="+79616823095", **HERE),
    )
    for order in ((0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0)):
        here = office()
        entries = [here.one(said[n]) for n in order]
        assert len({client_after(here.state, "main", str(entry.client)) for entry in entries}) == 1, order


def test_r52_a_namesake_with_another_phone_is_told_of_with_what_speaks_for_and_against() -> None:
    here = office()
    one = here.one(form(name="Александр Щукин", phone="+79161234567", **HERE))
    other = here.one(form(name="Александр Щукин", phone="+79039876543", **HERE))
    [namesake] = [candidate for candidate in other.candidates if candidate.client == one.client]
    says = dict(namesake.evidence)
    assert other.new_client
    assert says["full name agrees"] > 0 > says["another phone"]
