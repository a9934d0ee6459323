"""R28: where an enquiry came from: first and last touch, with everything that tells it, for as long as the workspace says."""

import pytest

from tests.rules.office import DAY, Office, call, form, mail, team, told

TAGS = {
    "utm_source": "google",
    "utm_campaign": "autumn",
    "gclid": "g1",
    "yclid": "y1",
    "fbclid": "f1",
    "page": "https://a/p",
    "referrer": "https://b",
}


def test_r28_first_and_last_touch_are_on_the_item_with_everything_that_tells_it() -> None:
    office = Office(team("anna"))
    office.one(form(phone="+79161234567", promo="FAIR", **TAGS), source="contact")
    verdict = office.take(call("missed", phone="+79161234567", line="+74951112233"))
    [lead] = told(verdict, "lead")
    first, last = lead.first_source, lead.last_source
    assert (first.channel, first.source, first.promo) == ("webform", "contact", "FAIR")
    assert {name: getattr(first, name) for name in TAGS} == TAGS
    assert (last.channel, last.line, last.gclid) == ("telephony", "+74951112233", None)


@pytest.mark.parametrize(
    ("days", "after_days", "kept"), [(28, 27, "google"), (28, 29, "bing"), (7, 8, "bing"), (365, 300, "google"), (0, 1, "bing")]
)
def test_r28_the_first_source_of_a_new_item_is_the_clients_within_the_window(days: int, after_days: int, kept: str) -> None:
    office = Office(team("anna", first_source_days=days))
    first = office.one(form(phone="+79161234567", utm_source="google"))
    office.finish(first, "JUNK", "failure")
    office.now += after_days * DAY
    [lead] = told(office.take(form(phone="+79161234567", utm_source="bing")), "lead")
    assert (lead.first_source.utm_source, lead.last_source.utm_source) == (kept, "bing")


def test_r28_a_mail_alias_is_a_source() -> None:
    [lead] = told(Office(team("anna")).take(mail(email="ivan@example.org", alias="fair@acme.example")), "lead")
    assert lead.first_source.alias == "fair@acme.example"


def test_r28_what_our_own_people_do_is_no_source() -> None:
    office = Office(team("anna"))
    office.one(call("finished", phone="+79161234567", direction="out", duration_s=60, line="101"))
    [lead] = told(office.take(form(phone="+79161234567", utm_source="google")), "lead")
    assert (lead.first_source.utm_source, lead.first_source.line) == ("google", None)
    [lead] = told(office.take(mail(email="ivan@example.org", phone="+79161234567", direction="out")), "lead")
    assert lead.last_source.utm_source == "google"
