"""R1: who is on the exclusion list is neither searched, created nor updated."""

import pytest

from schemas.touch import Touch
from tests.rules.office import Office, call, form, mail, team, topics

OURS = team("anna", exclude=("+7 495 111-22-33", "@acme.example", "boss@gmail.com"))


@pytest.mark.parametrize(
    "touch",
    [
        call("missed", phone="8 (495) 111-22-33"),
        mail(email="Somebody@ACME.example"),
        form(email="b.o.s.s+test@googlemail.com", phone="+79161234567"),
    ],
)
def test_r01_an_excluded_phone_e_mail_or_domain_changes_nothing(touch: Touch) -> None:
    office = Office(OURS)
    verdict = office.take(touch)
    [entry] = verdict.entries
    assert (entry.outcome, entry.client, topics(verdict)) == ("excluded", None, [])
    assert list(office.memory.clients()) == []


def test_r01_our_own_number_in_the_text_excludes_nobody() -> None:
    entry = Office(OURS).one(form(phone="+79161234567", text="I called +7 495 111-22-33 before"))
    assert entry.outcome == "lead"


def test_r25_a_call_from_an_extension_of_our_own_is_excluded() -> None:
    assert Office(OURS).one(call("ringing", phone="101")).outcome == "excluded"


def test_r01_excluding_a_domain_does_not_exclude_its_namesake() -> None:
    assert Office(OURS).one(mail(email="somebody@notacme.example")).outcome == "lead"


@pytest.mark.parametrize(
    ("listed", "touch", "outcome"),
    [
        ("+7495111*", call("missed", phone="8 495 111-22-33"), "excluded"),
        ("+7495111*", call("missed", phone="8 495 222-22-33"), "lead"),
        ("+7 (495) 111-*", call("missed", phone="8 495 111-22-33"), "excluded"),
        ("*@acme.example", mail(email="somebody@acme.example"), "excluded"),
        ("@*.acme.example", mail(email="somebody@shop.acme.example"), "excluded"),
        ("@*.acme.example", mail(email="somebody@acme.example"), "lead"),
        ("noreply*@portal.example", mail(email="noreply-17@portal.example"), "excluded"),
        ("noreply*@portal.example", mail(email="Ivan@portal.example"), "lead"),
    ],
)
def test_r01_exclusions_may_be_patterns(listed: str, touch: Touch, outcome: str) -> None:
    assert Office(team("anna", exclude=(listed,))).one(touch).outcome == outcome


@pytest.mark.parametrize("listed", ["acme.example", "8495*", "hello", "@", "*", "*@"])
def test_r01_an_entry_that_excludes_nobody_or_everybody_is_refused(listed: str) -> None:
    entry = Office().configure(team("anna", exclude=(listed,)))
    assert entry.outcome == "refused"
    assert f"`{listed}` on the exclusion list is no phone, e-mail or @domain" in entry.reason
