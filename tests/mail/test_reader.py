"""Mail of any kind is read within limits: what it says agrees with the standard library, and hostile mail costs little and breaks nothing."""

import email
import email.policy
import email.utils
import time
from collections.abc import Mapping
from email.message import EmailMessage

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestors.imap import headers, mime
from ingestors.imap.reader import parse
from schemas.capture import Capture
from schemas.errors import Reject
from schemas.touch import Touch
from tests.mail.mails import mail

SLOWEST_S = 2.0


def capture(body: bytes, meta: Mapping[str, str] | None = None) -> Capture:
    return Capture(id="c", workspace="main", channel="imap", source="sales", body=body, content_type="message/rfc822", meta=meta or {})


def read(body: bytes, **meta: str) -> Touch:
    (touch,) = parse(capture(body, meta))
    return touch


def outcome(body: bytes) -> Touch | str:
    """The touch, or the reason why there is none; anything else raised fails the test."""
    begun = time.process_time()
    try:
        found: Touch | str = read(body)
    except Reject as reason:
        found = str(reason)
    assert time.process_time() - begun < SLOWEST_S
    msgspec.json.encode(found)
    return found


# --- hostile mail -----------------------------------------------------------------------------------------------------------------------

FROM = b"From: a@mail.example\nSubject: x\n"


def nested(levels: int, kind: str = "multipart/mixed") -> bytes:
    inner = "".join(f"--b{n}\nContent-Type: {kind}; boundary=b{n + 1}\n\n" for n in range(levels))
    return FROM + b"Content-Type: multipart/mixed; boundary=b0\n\n" + inner.encode()


HOSTILE = {
    "1000 nested multiparts": nested(1000),
    "1000 nested messages": FROM + b"Content-Type: message/rfc822\n\n" * 1000,
    "280 KB From header": b"From: " + b"a@b.example, " * 21_500 + b"\n\nx",
    "60 KB From header of addresses": b"From: " + b"a@b.example, " * 4_600 + b"\n\nx",
    "60 KB From header of one name": b"From: " + b"x" * 60_000 + b" <a@b.example>\n\nx",
    "open brackets in To": FROM + b"To: " + b"(" * 60_000 + b"\n\nx",
    "open angles in To": FROM + b"To: " + b"<" * 60_000 + b"\n\nx",
    "open quotes in To": FROM + b"To: " + b'"\\' * 30_000 + b"\n\nx",
    "escaped quotes in From": b"From: " + b'"\\"' * 20_000 + b"\n\nx",
    "commas in To": FROM + b"To: " + b"," * 60_000 + b"\n\nx",
    "encoded words": b"From: a@mail.example\nSubject: " + b"=?utf-8?b?4oKs?= " * 3_500 + b"\n\nx",
    "halves of encoded words": b"From: a@mail.example\nSubject: " + b"=?a?q?" * 10_000 + b"\n\nx",
    "many headers": b"From: a@mail.example\n" + b"X: y\n" * 25_000 + b"\nx",
    "many folds": b"From: a@mail.example\nSubject: x" + b"\n x" * 30_000 + b"\n\nx",
    "an endless header line": FROM + b"X: " + b"y" * 100_000 + b"\n\nx",
    "an endless header block": FROM + b"X: y\n" * 60_000,
    "many parts": FROM + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "a boundary of nothing": FROM + b'Content-Type: multipart/mixed; boundary=""\n\n' + b"--\n" * 1000,
    "a boundary on every line": FROM + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bb\n" * 200,
    "continued parameters": FROM + b"Content-Type: text/plain" + b"; charset*1*=x" * 4_000 + b"\n\nx",
    "open tags": FROM + b"Content-Type: text/html\n\n" + b"<a " * 300_000,
    "open comments": FROM + b"Content-Type: text/html\n\n" + b"<!--" * 250_000,
    "open scripts": FROM + b"Content-Type: text/html\n\n" + b"<script>" * 130_000,
    "open heads": FROM + b"Content-Type: text/html\n\n" + b"<head>" * 170_000,
    "deep tags": FROM + b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "entities": FROM + b"Content-Type: text/html\n\n" + b"&amp" * 250_000 + b"&#99999999999;",
    "one long line": FROM + b"\n" + b"y" * 5_000_000,
    "quotes in quotes": FROM + b"\n" + b"> " * 500_000,
    "introductions": FROM + b"\n" + b"On 5 Anna wrote " * 60_000,
    "introductions on lines": FROM + b"\n" + b"On 5 Anna wrote:\n" * 60_000,
    "froms": FROM + b"\n" + b"From: x\n" * 100_000,
    "closings": FROM + b"\n" + b"Best regards,\nA\n" * 60_000,
    "digits": FROM + b"\n" + b"1 (2) " * 160_000,
    "at signs": FROM + b"\n" + b"a@" * 500_000,
    "bad base64": FROM + b"Content-Transfer-Encoding: base64\n\n" + b"=A" * 500_000,
    "a codec that is no charset": FROM + b"Content-Type: text/plain; charset=idna\n\n" + b"xn--\xff" * 100_000,
    "punycode": FROM + b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 100_000 + b"\xff",
    "zlib as charset": FROM + b"Content-Type: text/plain; charset=zlib_codec\n\n\xff",
    "a charset with NUL": FROM + b'Content-Type: text/plain; charset="\x00"\n\n\xff\xfe',
    "utf-16 with surrogates": FROM + b"Content-Type: text/plain; charset=utf-16-le\n\n" + b"\x00\xd8" * 1000,
    "every byte": FROM + b"\n" + bytes(range(256)) * 4000,
    "only carriage returns": FROM.replace(b"\n", b"\r") + b"\rx",
    "NUL everywhere": b"From: a\x00@mail.example\nSubject: \x00\n\n\x00",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_ends_as_a_touch_or_a_refusal_within_its_time(name: str) -> None:
    outcome(HOSTILE[name])


REFUSED = {
    "1000 nested multiparts": "nested more than 50 deep",
    "1000 nested messages": "nested more than 50 deep",
    "280 KB From header": "header block is larger than 131072 bytes",
    "an endless header line": "header line of the mail is longer than 65536 bytes",
    "many parts": "more than 200 parts",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_mail_that_passes_a_limit_is_refused_with_the_limit(name: str) -> None:
    assert REFUSED[name] in str(outcome(HOSTILE[name]))


def test_a_mail_at_the_limits_is_read() -> None:
    parts = b"--b\n\nx\n" * 199
    assert isinstance(outcome(FROM + b"Content-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b--\n"), Touch)
    assert isinstance(outcome(nested(49)), Touch)
    assert isinstance(outcome(FROM + b"X: " + b"y" * 65_000 + b"\n\nx"), Touch)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_r45_any_bytes_are_a_touch_or_a_refusal(body: bytes) -> None:
    outcome(body)


SCRAPS = (
    b"From: ", b"To: ", b"a@b.example", b"\n", b"\r\n", b" ", b"Content-Type: multipart/mixed; boundary=b\n", b"\n\n", b"--b\n", b"--b--\n",
    b'"', b"<", b">", b"(", b")", b",", b"=?utf-8?q?", b"?=", b"Content-Type: text/html; charset=", b"koi8-r", b"\xd0", b"\\", b";",
    b"Content-Transfer-Encoding: base64\n", b"Content-Type: message/rfc822\n", b"Message-ID: <x>\n", b"charset*0*=utf-8''x",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=60))
def test_r45_any_scraps_of_mail_are_a_touch_or_a_refusal(pieces: list[bytes]) -> None:
    outcome(FROM + b"".join(pieces))


# --- agreement with the standard library --------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Co", "Cn")), min_size=1, max_size=20)
LINES = st.lists(WORDS, max_size=4).map(" ".join)


@settings(max_examples=120, deadline=None)
@given(
    name=WORDS,
    subject=LINES,
    text=st.lists(LINES, min_size=1, max_size=5).map("\n".join).filter(str.strip),
    cte=st.sampled_from(("7bit", "8bit", "quoted-printable", "base64")),
    extra=st.sampled_from(("none", "html", "file")),
    ends=st.sampled_from((b"\n", b"\r\n")),
)
def test_an_ordinary_mail_is_read_as_the_standard_library_reads_it(
    name: str, subject: str, text: str, cte: str, extra: str, ends: bytes
) -> None:
    message = EmailMessage()
    message["From"] = email.utils.formataddr((name, "anna@mail.example"))
    message["To"] = "Sales <sales-de@acme.example>, other@acme.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 05 Jan 2026 10:00:00 +0100"
    message.set_content(text, cte=cte if text.isascii() or cte != "7bit" else "8bit")
    if extra == "html":
        message.add_alternative("<p>other</p>", subtype="html")
    elif extra == "file":
        message.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="a b.pdf")
    raw = ends.join(message.as_bytes().split(b"\n"))

    oracle = email.message_from_bytes(raw, policy=email.policy.default)
    body = oracle.get_body(("plain",))
    assert body is not None
    tree = mime.split(raw)
    said = mime.readable(tree)
    assert " ".join(said.split()) == " ".join(body.get_content().split())
    assert headers.text(headers.first(tree.headers, "subject")) == " ".join(str(oracle["Subject"]).split())
    assert headers.addresses(headers.first(tree.headers, "to")) == [("Sales", "sales-de@acme.example"), ("", "other@acme.example")]
    assert [part.filename for part in mime.walk(tree) if part.filename] == (["a b.pdf"] if extra == "file" else [])
    ((_, address),) = headers.addresses(headers.first(tree.headers, "from"))
    assert address == "anna@mail.example"


# --- rules ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["\n\n", "\r\n\r\n", "\n\r\n", "\r\n\n"])
@pytest.mark.parametrize("later", ["", "second\n\nthird", "second\r\n\r\nthird"])
def test_the_first_blank_line_ends_the_headers_however_lines_end(blank: str, later: str) -> None:
    found = mime.split(f"From: a@b.de\nSubject: Offer{blank}first\n{later}".encode())
    assert (dict(found.headers), found.body.decode()) == ({"from": ["a@b.de"], "subject": ["Offer"]}, f"first\n{later}")


def test_r20_the_same_mail_is_the_same_touch_however_it_travelled() -> None:
    first, second = mail(1), b"Received: from elsewhere\nX-Spam: no\n" + mail(1).replace(b"\n", b"\r\n")
    assert (read(first).key, read(first).fingerprint) == (read(second).key, read(second).fingerprint)


def test_r20_a_mail_without_message_id_is_known_by_what_it_says() -> None:
    one, two = mail(1).replace(b"Message-ID", b"X-Other"), mail(2).replace(b"Message-ID", b"X-Other")
    assert read(one).key == read(b"Received: x\n" + one.replace(b"\n", b"\r\n")).key
    assert read(one).key.startswith("mail:sha256:")
    assert read(one).key != read(two).key
    assert read(one).keep_for_ever


def test_r21_a_reused_message_id_has_another_fingerprint() -> None:
    one, two = read(mail(1)), read(mail(1, "Something else"))
    assert one.key == two.key
    assert one.fingerprint != two.fingerprint


@pytest.mark.parametrize(
    ("header", "machine"),
    [
        ("Auto-Submitted: auto-generated", True),
        ("Auto-Submitted: no", False),
        ("X-Autoreply: yes", True),
        ("Precedence: bulk", True),
        ("Precedence: junk", True),
        ("Precedence: first-class", False),
        ("List-Unsubscribe: <mailto:x@y>", True),
        ("Return-Path: <>", True),
        ("Return-Path: <a@b>", False),
        ("Content-Type: multipart/report; boundary=x", True),
    ],
)
def test_r23_machine_mail_is_known_by_its_headers(header: str, machine: bool) -> None:
    assert read(header.encode() + b"\nFrom: a@mail.example\n\nx").machine is machine


@pytest.mark.parametrize(
    ("to", "alias", "regions"),
    [
        ("sales-de@acme.example", "sales-de@acme.example", ("DE",)),
        ("Sales-UK@acme.example", "sales-uk@acme.example", ("GB",)),
        ("ua.sales@acme.example", "ua.sales@acme.example", ("UA",)),
        ("info@acme.pl", "info@acme.pl", ("PL",)),
        ("sales-ru@acme.de", "sales-ru@acme.de", ("RU", "DE")),
        ("info@acme.example", "info@acme.example", ()),
    ],
)
def test_r28_the_alias_written_to_is_kept_and_hints_at_a_country(to: str, alias: str, regions: tuple[str, ...]) -> None:
    touch = read(mail(1, To=to))
    assert (touch.attribution.alias, touch.regions) == (alias, regions)


def test_among_several_recipients_our_own_address_is_the_alias() -> None:
    touch = read(mail(1, To="friend@corp.example, Sales <sales-pl@acme.example>"), own="sales-pl@acme.example")
    assert touch.attribution.alias == "sales-pl@acme.example"


def test_what_is_not_known_of_a_mail_is_none() -> None:
    touch = read(b"From: a@mail.example\n\n")
    assert (touch.subject, touch.text, touch.occurred_at, touch.company, touch.person.name) == (None, None, None, None, None)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Mon, 05 Jan 2026 10:00:00 +0100", 1767603600000),
        ("5 Jan 2026 10:00 GMT", 1767607200000),
        ("Mon, 05 January 2026 10:00:00 -0530 (IST)", 1767627000000),
        ("yesterday", None),
        ("Mon, 99 Jan 2026 10:00:00", None),
        ("1 Jan 0001 00:00:00", None),
    ],
)
def test_dates_are_read_as_far_as_they_are_dates(raw: str, expected: int | None) -> None:
    assert headers.date_ms(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("Anna <a@b.example>", [("Anna", "a@b.example")]),
        ('"Smith, Anna" <a@b.example>', [("Smith, Anna", "a@b.example")]),
        ("a@b.example (Anna (the boss) Smith)", [("Anna the boss Smith", "a@b.example")]),
        ("Team: a@b.example, Bob <b@b.example>;", [("", "a@b.example"), ("Bob", "b@b.example")]),
        ("undisclosed-recipients:;", []),
        ('"a@b.example" <a@b.example>', [("", "a@b.example")]),
        ("=?utf-8?B?0JDQvdC90LA=?= =?utf-8?B?INCR?= <a@b.example>", [("Анна Б", "a@b.example")]),
        ("<a@b.example", [("", "a@b.example")]),
        ("Anna [mailto:a@b.example]", [("", "a@b.example")]),
        ("", []),
    ],
)
def test_addresses_are_found_in_any_writing(raw: str, expected: list[tuple[str, str]]) -> None:
    assert headers.addresses(raw) == expected
