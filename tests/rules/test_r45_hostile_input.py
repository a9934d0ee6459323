"""R45 under hostile input: whatever forms and files hold, no capture ends as a bug of ours; its work and its decision stay bounded."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingestors.csvfile.channel import CsvSettings, open_file
from processors.decisionlog import MemoryStore
from processors.memory import Memory
from processors.step import Step
from runtime.discover import channels
from schemas.capture import BULK, LIVE, Appended, Capture
from schemas.codec import pack
from schemas.decision import Entry
from schemas.errors import Reject
from schemas.state import Overlay

MOST_BYTES = 900_000
"""What a decision may have, so that a broker takes it."""

NASTY = (
    "\u202eмосква\u202c", "Ива\u200bн\u200d \u2066Петров\u2069", "Zażółć", "E\u0301va", "𝔍𝔬𝔥𝔫", "Ivan\x00Petrov", "\ufeff", "أحمد بن علي",
    "Иванов Ivan Иваныч", "Bfyjdf Jkmuf", "РџРµС‚СЂ", "\ud800", "a\udfffb", "ﬁ", "İ", "ß", "٣٤٥٦٧٨٩", "+７９１６１２３４５６７", 
    "8 (916) 123-45-67 доб. 1",
    "=cmd|' /C calc'!A0", "null", "О'Коннор-Смит", "@", "a@b", "x@xn--80ak6aa92e.com", "a@" + "b." * 90 + "com", "ivan@gmail.con", "Ⅷ", "1e309",
    "+7916" * 30, "ООО «Рога и копыта»", "van der der von de la", "-", ".", "\u0345", "ǰ", "ΐ", "ŉ", "\u1e9e", "ꭰ", "ᾳ", "ö̲̈",
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(), max_size=60),
    st.builds(str.join, st.just(" "), st.lists(st.sampled_from(NASTY), max_size=5)),
    st.builds(lambda text, n: text * n, st.sampled_from(NASTY), st.sampled_from([2, 30, 10_000])),
    st.builds(lambda n: f"+7916{n:07}", st.integers(0, 9)),
    st.builds(lambda n: f"p{n}@example.org", st.integers(0, 9)),
)
FIELDS = st.sampled_from(["name", "given", "first_name", "last_name", "phone", "email", "company", "tax_id", "city", "message",
                          "website", "country",
                          "position", "telegram", "whatsapp", "_visitor", "_locale", "_page", "_intent", "inn", "x", "\ud800"])  # fmt: skip
FORMS = st.dictionaries(FIELDS, TEXTS, max_size=8)
COLUMNS = st.lists(st.sampled_from(["Name", "Vorname", "Телефон", "E-Mail", "Firma", "City", "ИНН", "Comment", "Telegram", "Date", "Land", "???"]),
                   min_size=1, max_size=8, unique=True)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> list[list[str]]:
    header = draw(COLUMNS)
    return [header, *draw(st.lists(st.lists(TEXTS, min_size=len(header), max_size=len(header)), max_size=4))]


class Desk:
    """A workspace that takes what forms and files bring; what a form's edge would refuse is taken, too."""

    def __init__(self, folder: Path) -> None:
        readers: dict[str, Callable[[Capture], Any]] = {name: channel.parse for name, channel in channels().items()}
        self._folder, self._decide = folder, Step(readers)
        self.state = Overlay(MemoryStore())
        self.taken = 0

    @property
    def memory(self) -> Memory:
        return Memory(self.state, "main")

    def form(self, fields: dict[str, str]) -> tuple[Entry, ...]:
        body = json.dumps(fields).encode()
        capture = Capture(
            id=f"form-{self.taken}", workspace="main", channel="webform", source="contact", body=body, content_type="application/json"
        )
        return self.take(LIVE, capture)

    def file(self, rows: Iterable[list[str]]) -> list[Entry]:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        path = self._folder / f"{self.taken}.csv"
        path.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
        try:
            found = open_file(path, CsvSettings(workspace="main"), "fair", str(self.taken))
            captures = [found.capture(row) for row in found.rows()]
        except Reject:
            return []
        return [entry for capture in captures for entry in self.take(BULK, capture)]

    def take(self, lane: str, capture: Capture) -> tuple[Entry, ...]:
        self.taken += 1
        verdict = self._decide(
            Appended(capture, lane, 0, self.taken, 1_760_000_000_000 + self.taken), self.state, 1_760_000_000_000 + self.taken
        )
        for entry in verdict.entries:
            assert entry.fault != "bug", entry.reason
        assert len(pack(verdict)) < MOST_BYTES
        return verdict.entries


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(FORMS, files()), min_size=1, max_size=8))
@example([{"name": "\ud800"}, {"name": "\ud800"}])
@example([{"name": "Olga Blok", "city": "Riga", "company": "365"}, {"name": "Olga Blok", "city": "Riga", "company": "911"}])
def test_r45_no_form_and_no_row_ends_as_a_bug_of_ours(tmp_path_factory: Any, said: list[Any]) -> None:
    desk = Desk(tmp_path_factory.mktemp("files"))
    for what in said:
        if isinstance(what, dict):
            desk.form(what)
        else:
            desk.file(what)


PHONE_BOOK = "\n".join(f"Ivan Petrov{n} +7 916 {n:03} {n % 90 + 10} {n * 7 % 90 + 10}" for n in range(200))
LOADS: dict[str, dict[str, str]] = {
    "a name of 10 kB": {"name": "Ivan " * 2000, "phone": "+79161234567"},
    "a name of one word of 10 kB": {"name": "Щ" * 10_000, "email": "a@example.org"},
    "a phone book in a message": {"name": "Olga Blok", "phone": "+79161234567", "message": PHONE_BOOK},
    "two hundred phones in a field": {"name": "Olga Blok", "phone": ", ".join(f"+7916{n:07}" for n in range(200))},
    "two hundred addresses": {"name": "Olga Blok", "email": ", ".join(f"p{n}@example.org" for n in range(200))},
    "text that nobody sees": {"name": "Iv\u200ban" * 900 + "\u202e" * 900, "phone": "+79161234567"},
    "a company of 10 kB": {"name": "Olga Blok", "company": "ООО «Рога» " * 1000, "phone": "+79161234567"},
    "diacritics in heaps": {"name": "e" + "\u0301" * 9000, "company": "o" + "\u0308" * 9000, "phone": "+79161234567"},
}
OLGAS = ("a phone book in a message", "a company of 10 kB")
"""Which of them have her name and phone."""


@pytest.mark.parametrize("load", LOADS)
def test_r45_what_is_huge_takes_bounded_time_and_counts_like_any_other(tmp_path: Path, load: str) -> None:
    desk = Desk(tmp_path)
    desk.form({"name": "Olga Blok", "phone": "+79161234567"})
    begin = process_time()
    outcomes = [entry.outcome for n in range(5) for entry in desk.form({**LOADS[load], "n": str(n)})]
    assert (process_time() - begin) / 5 < 0.1
    assert outcomes == ["activity" if load in OLGAS else "lead"] + ["activity"] * 4


def test_r16_companies_called_by_different_numbers_are_different(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    one, other, again = (
        desk.form({"name": "Olga Blok", "email": f"{n}@example.org", "company": company})[0]
        for n, company in enumerate(("365", "911", "365"))
    )
    assert one.client != other.client
    assert again.client != other.client


def test_r17_every_address_that_was_written_into_one_field_is_the_persons(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    [entry] = desk.form({"name": "Olga Blok", "email": "olga@example.org, Olga <blok@example.com>"})
    assert (entry.outcome, [desk.form({"email": address})[0].client for address in ("olga@example.org", "blok@example.com")]) == (
        "lead",
        [entry.client] * 2,
    )
