"""Normalisers: what is shown, what is compared, and that doing it twice changes nothing."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.normalise import sender
from processors.normalise.company import company_key, site_domain, tax_key
from processors.normalise.compare import disagree
from processors.normalise.email import canonical, company_domain, email, is_placeholder, is_role
from processors.normalise.names import name
from processors.normalise.text import line, storable
from schemas.touch import Touch
from tests.rules.office import form

HOSTILE = st.text(max_size=60) | st.text("aбВ .,@+-_«»\u200b\u202e\x00\ud800é\u0301İßooо", max_size=40)


@pytest.mark.parametrize("normaliser", [line, storable, name, email, company_key, tax_key, site_domain])
@settings(max_examples=60, deadline=None)
@given(text=HOSTILE)
def test_normalising_twice_is_normalising_once(normaliser: Callable[[str], str | None], text: str) -> None:
    once = normaliser(text)
    if once is not None:
        assert normaliser(once) == once


@given(st.from_regex(r"[a-z.+-]{1,12}@(gmail\.com|googlemail\.com|ya\.ru|yandex\.kz|example\.org)", fullmatch=True))
def test_the_canonical_form_is_its_own_canonical_form(address: str) -> None:
    assert canonical(canonical(address)) == canonical(address)


@settings(max_examples=100, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_a_sender_is_understood_the_same_when_read_again_from_what_is_shown(who: str, phone: str, mail: str, company: str) -> None:
    first = sender(form(name=who, phone=phone, email=mail, company=company), ("RU",))
    shown = form(name=first.name, phones=tuple(p.shown for p in first.phones), emails=first.emails, company=first.organisation.name)
    again = sender(shown, ("RU",))
    assert (again.name, again.emails, again.organisation.keys) == (first.name, first.emails, first.organisation.keys)
    assert [p.base for p in again.phones] == [p.base for p in first.phones]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (" Ivan.Petrov@Example.ORG ", "ivan.petrov@example.org"),
        ("<ivan@example.org>,", "ivan@example.org"),
        ("mailto:ivan@example.org?subject=x", "ivan@example.org"),
        ("iv\u200ban@example.org", "ivan@example.org"),
        ("иван@почта.рф", "иван@почта.рф"),
        ("ivan@localhost", None),
        ("ivan at example.org", None),
        ("@example.org", None),
        ("a@b@c.example", None),
        ("null", None),
    ],
)
def test_e_mails(raw: str, expected: str | None) -> None:
    assert email(raw) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("i.v.a.n+x@googlemail.com", "ivan@gmail.com"),
        ("ivan+x@example.org", "ivan@example.org"),
        ("i.van@example.org", "i.van@example.org"),
        ("ivan-p@ya.ru", "ivan.p@yandex.ru"),
    ],
)
def test_r02_the_canonical_form_is_by_provider(address: str, expected: str) -> None:
    assert canonical(address) == expected


def test_r14_kinds_of_mailboxes() -> None:
    assert [is_role(a) for a in ("info@x.example", "Sales@x.example".lower(), "ivan@x.example")] == [True, True, False]
    assert [is_placeholder(a) for a in ("test@test.com", "noreply@x.example", "test@romashka.example")] == [True, True, False]
    assert [company_domain(a) for a in ("a@gmail.com", "a@mail.ru", "a@romashka.example")] == [None, None, "romashka.example"]


@pytest.mark.parametrize(
    "shown",
    ["Romashka", "ООО «Romashka»", "romashka, LLC", "Romashka Inc.", "ROMASHKA GmbH & Co. KG", "Romashka Sp. z o.o.", "Romashka S.A."],
)
def test_r14_companies_are_compared_without_case_quotes_and_legal_form(shown: str) -> None:
    assert company_key(shown) == "romaška"


def test_r14_a_legal_form_alone_names_nothing() -> None:
    assert [company_key(text) for text in ("ООО", "GmbH", "«»", "-", "test")] == [None] * 5


def test_r14_sites_that_host_anybody_name_no_company() -> None:
    assert [site_domain(s) for s in ("https://www.Romashka.example/ru?x=1", "vk.com/romashka", "gmail.com", "no site")] == [
        "romashka.example",
        None,
        None,
        None,
    ]


def test_tax_ids_are_compared_by_letters_and_digits() -> None:
    assert [tax_key(t) for t in ("77-01 234567", "de 123456789", "00000", "12")] == ["7701234567", "DE123456789", None, None]


@pytest.mark.parametrize("text", ["null", "-", "N/A", "Visitor 2939", "Гость 12", "123", "аноним", "???", ""])
def test_what_stands_in_for_a_name_is_none(text: str) -> None:
    assert name(text) is None


def test_names_are_shown_as_given_but_clean() -> None:
    assert name("  Iva\u0301n\u200b \n O'Brien-Smith ") == "Iván O'Brien-Smith"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Иван Петров", "Zoe Goldblum", True),
        ("Иван Петров", "Petrov Ivan", False),
        ("Иван Петров", "Анна Петрова", False),
        ("Иван Петров", "Zoe", False),
        ("Иван Петров", None, False),
        ("Haerison Willia", "William Harrison", False),
        ("H. Schmidt", "Hans Meyer", False),
        ("Bob Smith", "Robert Jones", False),
        ("Щукин Пётр", "Olga Shchukina", False),
    ],
)
def test_r15_full_names_disagree_only_when_no_word_resembles_another(one: str, other: str | None, expected: bool) -> None:
    assert disagree(one, other) is expected


def test_work_on_one_touch_is_bounded() -> None:
    huge = "ж" * 100_000
    touch = Touch(key="k", fingerprint=b"", activity="form")
    found = sender(
        form(name=huge, phones=tuple("+7916" + str(n).zfill(7) for n in range(1, 1000)), emails=(huge,) * 1000, city=huge), ("RU",)
    )
    assert (len(found.name or ""), len(found.phones), found.emails, len(found.city or "")) == (200, 20, (), 200)
    assert not sender(touch, ()).somebody
