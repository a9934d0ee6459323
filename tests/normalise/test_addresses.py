"""E-mail addresses: corrected only where a slip is the likely reading, told apart by what kind of mailbox they are; domains of companies."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.normalise.email import canonical, company_domain, corrected, email, is_disposable, is_free, is_role, registrable
from processors.normalise.words import FREE, PROVIDERS

LOCALS = st.from_regex(r"(www\.){0,2}[a-z][a-z0-9.+_-]{0,12}", fullmatch=True)
DOMAINS = st.sampled_from(
    (
        "gmail.com",
        "gmial.com",
        "gmail.con",
        "googlemail.com",
        "yandx.ru",
        "ya.ru",
        "narod.ru",
        "pm.me",
        "icloud.com",
        "me.com",
        "mai.ru",
        "romashka.example",
        "gmail.co",
        "hotmial.co.uk",
        "ukr.bet",
        "o2.lp",
        "outlok.com",
        "xn--80a1acny.xn--p1ai",
        "почта.рф",
    )
) | st.from_regex(r"[a-z]{1,9}\.(com|ru|con|de|net|co\.uk)", fullmatch=True)
HOSTILE = st.text(max_size=60) | st.text("a.@ ,()atdotсобака<>\u200b\x00\ud800аеo", max_size=30)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ivan@gmial.com", "ivan@gmail.com"),
        ("ivan@gmil.com", "ivan@gmail.com"),
        ("ivan@gmail.con", "ivan@gmail.com"),
        ("i.van+x@gmail.co", "ivan@gmail.com"),
        ("ivan@yandx.ru", "ivan@yandex.ru"),
        ("ivan@mai.ru", "ivan@mail.ru"),
        ("ivan@outlok.com", "ivan@outlook.com"),
        ("ivan@hotmial.co.uk", "ivan@hotmail.co.uk"),
        ("ivan@ukr.bet", "ivan@ukr.net"),
        ("ivan@gmx.dd", "ivan@gmx.de"),
        ("ivan@o2.lp", "ivan@o2.pl"),
        ("ivan@romashka.con", "ivan@romashka.com"),
        ("ivan@gmailcom", "ivan@gmail.com"),
        ("ivan@gmail,com", "ivan@gmail.com"),
        ("ivan (at) gmail.com", "ivan@gmail.com"),
        ("ivan собака mail точка ru", "ivan@mail.ru"),
        ("ivаn@gmаil.com", "ivan@gmail.com"),
        ("ivan@@gmail..com", "ivan@gmail.com"),
        ("www.ivan@mail.ru", "ivan@mail.ru"),
    ],
)
def test_r16_a_slip_in_an_address_is_undone_as_a_guess(written: str, meant: str) -> None:
    assert corrected(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "ivan@gmail.com",
        "ivan@mail.com",
        "ivan@email.com",
        "ivan@ya.ru",
        "ivan@romashka.ru",
        "ivan@ymail.com",
        "ivan@live.nl",
        "ivan@web.pl",
        "ivan@rocketmail.com",
        "",
        "ivan",
        "@",
        "a@b@c",
        "иван@почта.рф",
        "ivan@maildrop.cc",
    ],
)
def test_an_address_that_may_well_be_meant_is_left_alone(written: str) -> None:
    assert corrected(written) is None


@pytest.mark.parametrize("domain", sorted({*FREE.split(), *PROVIDERS.split()}))
def test_no_provider_is_a_slip_for_another(domain: str) -> None:
    assert corrected(f"ivan@{domain}") is None


@settings(max_examples=200, deadline=None)
@given(LOCALS, DOMAINS)
def test_correcting_and_making_canonical_twice_is_doing_it_once(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    assert canonical(canonical(address)) == canonical(address)
    meant = corrected(address)
    if meant is not None:
        assert (canonical(meant), corrected(meant)) == (meant, None)
        assert meant != canonical(address)


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_no_text_raises_and_a_guess_is_an_address(text: str) -> None:
    meant = corrected(text)
    assert meant is None or email(meant) == meant


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("ivan@googlemail.com", "ivan@gmail.com"),
        ("ivan-p@narod.ru", "ivan.p@yandex.ru"),
        ("i.v-an@protonmail.com", "ivan@proton.me"),
        ("ivan@me.com", "ivan@icloud.com"),
        ("иван@xn--80a1acny.xn--p1ai", "иван@почта.рф"),
        ("ivan+tag@outlook.com", "ivan@outlook.com"),
    ],
)
def test_alias_domains_of_one_provider_are_one_mailbox(address: str, same: str) -> None:
    assert canonical(address) == same


def test_providers_that_give_a_name_to_somebody_else_are_not_one() -> None:
    assert (
        len(
            {
                canonical(f"ivan@{domain}")
                for domain in ("mail.ru", "inbox.ru", "list.ru", "bk.ru", "hotmail.com", "outlook.com", "live.com")
            }
        )
        == 7
    )


def test_r14_desks_free_mail_and_disposable_mail_are_told_apart() -> None:
    addresses = ("sales-ru@x.example", "office2@x.example", "info@x.example", "infanta@x.example", "ivan.info.petrov@x.example")
    assert [is_role(address) for address in addresses] == [True, True, True, False, False]
    assert [is_free(a) for a in ("a@gmail.com", "a@x.example")] == [True, False]
    assert [is_disposable(a) for a in ("a@yopmail.com", "a@gmail.com")] == [True, False]


def test_r14_a_company_is_named_by_the_domain_that_it_registered() -> None:
    assert [company_domain(f"a@{domain}") for domain in ("mail.x.example", "shop.romashka.co.uk", "yopmail.com", "gmail.com")] == [
        "x.example",
        "romashka.co.uk",
        None,
        None,
    ]
    assert registrable("xn--80a1acny.xn--p1ai") == "почта.рф"


@settings(max_examples=100, deadline=None)
@given(DOMAINS | st.text("abx-.пn", max_size=20))
def test_what_was_registered_is_registered(domain: str) -> None:
    assert registrable(registrable(domain)) == registrable(domain)
