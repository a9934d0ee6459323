"""What a form is read as: keys (R20), regions (R27), attribution (R28), and the page that people see."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest

from ingestors import hints
from ingestors.base import Request
from ingestors.times import millis
from ingestors.webform.channel import CHANNEL
from ingestors.webform.labels import LANGUAGES, WORDS, Fault
from ingestors.webform.settings import FieldSettings, WebformSettings
from schemas.capture import Capture
from schemas.touch import Touch

FORM = b"name=Ann&phone=030+1234567"
TEN_MINUTES_S = 600
NOW_S = 1_772_439_000.0 - 1_772_439_000 % TEN_MINUTES_S


def touch(body: bytes, meta: Mapping[str, str] | None = None, content_type: str = "application/x-www-form-urlencoded") -> Touch:
    """The one touch of a form."""
    (found,) = CHANNEL.parse(
        Capture(id="c", workspace="main", channel="webform", source="contact", body=body, content_type=content_type, meta=meta or {})
    )
    return found


def sent(body: bytes, now_s: float, source: str = "contact") -> tuple[str, Touch]:
    """(capture id, touch) of a post at a time."""
    asked = Request(
        "POST", "https://x/f/contact", "", {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}, body
    )
    admitted = CHANNEL.admit(asked, WebformSettings(), source, now_s)
    return admitted.id, touch(body, admitted.meta)


def test_r20_the_same_words_within_ten_minutes_are_one_capture() -> None:
    assert sent(FORM, NOW_S) == sent(FORM, NOW_S + TEN_MINUTES_S - 1)
    assert sent(FORM, NOW_S)[0] != sent(FORM, NOW_S, source="other")[0]


def test_r20_across_the_boundary_it_is_another_capture_that_knows_the_first_ones_key() -> None:
    (first_id, first), (second_id, second) = sent(FORM, NOW_S + TEN_MINUTES_S - 1), sent(FORM, NOW_S + TEN_MINUTES_S)
    assert first_id != second_id
    assert (first.key in second.also, first.fingerprint == second.fingerprint) == (True, True)


def test_r20_the_same_words_an_hour_later_are_a_new_enquiry() -> None:
    first, later = sent(FORM, NOW_S)[1], sent(FORM, NOW_S + 3600)[1]
    assert first.key not in (later.key, *later.also)


def test_r20_a_client_key_holds_at_any_time_and_r21_other_words_have_another_fingerprint() -> None:
    (first_id, first), (second_id, second) = sent(FORM + b"&_id=k", NOW_S), sent(FORM + b"&message=x&_id=k", NOW_S + 86_400)
    assert (first_id, first.key, first.also) == (second_id, second.key, second.also)
    assert first.fingerprint != second.fingerprint


def test_the_same_form_in_another_kind_of_body_says_the_same() -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    multipart = part % (b"name", b"Ann") + part % (b"phone", b"030 1234567") + b"--b--"
    as_json = touch(b'{"name":"Ann","phone":"030 1234567"}', content_type="application/json")
    as_multipart = touch(multipart, content_type='multipart/form-data; boundary="b"')
    assert touch(FORM) == as_json == as_multipart


@pytest.mark.parametrize(
    ("form", "meta", "expected"),
    [
        ("country=at&_locale=de-CH&_page=https://x.example/pl/", {"region": "FR"}, ("AT", "CH", "PL", "DE", "FR")),
        ("_locale=uk", {}, ("UA",)),
        ("_locale=en&_page=/us/contact", {}, ("US",)),
        ("_locale=en&_page=https://x.example/uk/", {}, ("GB",)),
        ("_locale=uk&_page=https://x.example/uk/", {}, ("UA",)),
        ("_page=https://firma.de/kontakt", {}, ("DE",)),
        ("_page=https://startup.io/de", {}, ("DE",)),
        ("_page=https://startup.io/about", {}, ()),
        ("a=b", {"language": "pl", "referrer": "https://shop.example.co.uk/x"}, ("GB", "PL")),
        ("country=Atlantis&_page=http://[", {}, ()),
    ],
)
def test_r27_regions_come_best_evidence_first(form: str, meta: dict[str, str], expected: tuple[str, ...]) -> None:
    assert touch(form.encode(), meta).regions == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("+493023125555", ("DE",)),
        ("00442079460958", ("GB",)),
        ("+18005550199", ("US",)),
        ("78005553535", ("RU",)),
        ("101", ()),
        ("", ()),
        ("sales", ()),
    ],
)
def test_the_line_called_tells_the_country(line: str, expected: tuple[str, ...]) -> None:
    assert hints.of_line(line) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-02T09:15:00+01:00", 1_772_439_300_000),
        ("2026-03-02T08:15:00Z", 1_772_439_300_000),
        ("2026-03-02 08:15:00", 1_772_439_300_000),
        (1_772_439_300, 1_772_439_300_000),
        ("1772439300.5", 1_772_439_300_500),
        (1_772_439_300_000, 1_772_439_300_000),
        ("yesterday", None),
        (-1, None),
        (1e300, None),
        (True, None),
        ("9" * 400, None),
        (None, None),
    ],
)
def test_moments_are_read_as_milliseconds(written: object, expected: int | None) -> None:
    assert millis(written) == expected


def test_more_than_64_unknown_fields_are_cut_and_the_capture_keeps_them() -> None:
    found = touch(b"phone=123456&" + b"&".join(b"f%d=%s" % (n, b"v" * 5000) for n in range(100)))
    assert (len(found.fields), {len(value) for value in found.fields.values()}) == (64, {4096})


# --- the page ---------------------------------------------------------------------------------------------------------------------------


def page(settings: WebformSettings, query: str = "", **headers: str) -> tuple[int, str, Mapping[str, str]]:
    assert CHANNEL.page is not None
    answer = CHANNEL.page(Request("GET", f"https://x.example/f/contact?{query}", query, headers, b"", nonce="n0nce"), settings, "contact")
    return answer.status, answer.body.decode(), answer.headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_visitors_language(language: str) -> None:
    status, shown, _ = page(WebformSettings(), **{"accept-language": f"xx,{language}-ZZ;q=0.8,en;q=0.1"})
    assert (status, f'<html lang="{language}">' in shown) == (200, True)
    assert WORDS[language]["send"].replace("'", "&#39;") in shown


def test_every_language_has_every_word() -> None:
    assert [language for language in LANGUAGES if any(not said for said in WORDS[language].values())] == []
    assert Fault("x", "too_long", 9).message("xx") == "At most 9 characters, please."


def test_nothing_that_is_set_or_sent_becomes_markup() -> None:
    evil = '"><script>alert(1)</script>'
    settings = WebformSettings(title=evil, consent=evil, thanks=evil, fields=(FieldSettings(name="q", label=evil),))
    _, shown, headers = page(settings, f"utm_source={evil.replace(' ', '+')}&_locale={evil}", referer=evil)
    _, thanks, _ = page(settings, "thanks=1")
    assert "<script>alert" not in shown + thanks
    assert "script-src 'nonce-n0nce'" in headers["content-security-policy"]


def test_the_page_sends_a_new_client_key_and_where_the_visitor_came_from() -> None:
    _, shown, headers = page(
        WebformSettings(next_origins=("https://site.example",)), "utm_source=ads&gclid=g&other=x", referer="https://site.example/"
    )
    for hidden in (
        'name="_id" value="n0nce"',
        'name="utm_source" value="ads"',
        'name="gclid" value="g"',
        'name="_referrer" value="https://site.example/"',
    ):
        assert f'<input type="hidden" {hidden}>' in shown
    assert 'name="other"' not in shown
    assert (headers["cache-control"], "form-action 'self' https://site.example;" in headers["content-security-policy"]) == (
        "no-store",
        True,
    )


def test_every_field_has_a_label_of_its_own() -> None:
    _, shown, _ = page(WebformSettings(consent="I agree", fields=(FieldSettings(name="name"), FieldSettings(name="ok", kind="checkbox"))))
    ids = [part.split('"')[0] for part in shown.split(' id="f-')[1:]]
    labels = [part.split('"')[0] for part in shown.split('<label for="f-')[1:]]
    assert (sorted(ids), len(set(ids))) == (sorted(labels), len(ids))


@pytest.mark.parametrize(
    ("said", "zone", "ms"),
    [
        ("2026-11-24T15:00", "UTC", 1_795_532_400_000),
        ("2026-11-24T15:00", "Europe/Berlin", 1_795_528_800_000),
        ("2026-11-24T15:00+05:00", "Europe/Berlin", 1_795_514_400_000),
        ("tomorrow", "UTC", None),
        ("", "UTC", None),
    ],
)
def test_r51_the_time_at_which_a_visitor_asks_to_be_called_is_of_the_forms_zone(said: str, zone: str, ms: int | None) -> None:
    body = urlencode({"phone": "+79161234567", "_intent": "call", "_intent_at": said}).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    asked = Request(method="POST", url="https://in.example/f/x", query="", headers=headers, body=body)
    admitted = CHANNEL.admit(asked, WebformSettings(time_zone=zone), "x", 1_790_000_000.0)
    assert admitted.meta.get("asked_at") == (None if ms is None else str(ms))


def test_a_time_zone_that_there_is_not_is_refused_with_what_was_meant() -> None:
    with pytest.raises(ValueError, match="did you mean 'Europe/Berlin'"):
        WebformSettings(time_zone="Europe/Berln")
