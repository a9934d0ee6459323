"""Recorded events enter as they would have, and the matching benchmark decides every one of them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from bench.stream import captures, events
from processors.decisionlog import MemoryStore
from processors.step import Step
from runtime.demo.enquiries import Letter, Post, Row, enquiry, region_of_bot, sheets
from runtime.discover import readers
from schemas.capture import LIVE, Appended
from schemas.state import Overlay

STREAM = Path(__file__).parents[2] / "runtime/demo/enquiries.jsonl.gz"

FORM = {
    "name": "Ivan Petrov",
    "phone": "8 916 123-45-67",
    "email": None,
    "company": None,
    "message": "Hello",
    "page": "https://acme.example/ru/contact",
    "lang": "ru",
    "utm": {"source": "google", "campaign": "c1"},
}
CALL = {
    "caller": "0044 7951 934315",
    "caller_name": "PETROV IVAN",
    "called": "+442079460958",
    "direction": "in",
    "duration_s": 143,
    "status": "answered",
}
CHAT = {
    "visitor_id": "v1",
    "nickname": None,
    "lang": "uk",
    "page": "https://acme.example/ua/",
    "messages": [
        {"from": "visitor", "text": "Hi"},
        {"from": "agent", "text": "+380441112233"},
        {"from": "visitor", "text": "050 632 23 94"},
    ],
}
TELEGRAM = {
    "user_id": 77,
    "username": None,
    "first_name": "Ivan",
    "last_name": "Petrov",
    "language_code": "ru",
    "bot": "acme_ru_bot",
    "text": "Hi",
    "phone": "79161234567",
}
MAIL = {
    "from_name": "Ivan Petrov",
    "from_address": "ivan@mail.example",
    "to": "sales-de@acme.example",
    "subject": "Anfrage",
    "body": "Hi\n\nTel.: 0176 6924065",
}
CSV = {
    "file": "leads_pl_2026-01.csv",
    "row": 7,
    "columns": {"Imię i nazwisko": "Jan Szeszko", "Telefon": "885 700 173", "E-mail": "", "Firma": None},
}


def _event(channel: str, payload: dict[str, Any], event_id: str = "0123456789abcdef") -> dict[str, Any]:
    return {"event_id": event_id, "occurred_at": "2026-01-05T00:27:50Z", "channel": channel, "payload": payload}


@pytest.mark.parametrize(
    ("channel", "payload", "phone", "who"),
    [
        ("form", FORM, "+79161234567", "Ivan Petrov"),
        ("call", CALL, "+447951934315", "PETROV IVAN"),
        ("chat", CHAT, "+380506322394", None),
        ("telegram", TELEGRAM, "+79161234567", "Ivan Petrov"),
        ("email", MAIL, "+491766924065", "Ivan Petrov"),
        ("csv", CSV, "+48885700173", "Jan Szeszko"),
    ],
)
def test_an_event_enters_by_its_own_entrance_and_its_number_is_read_with_its_country(
    channel: str, payload: dict[str, Any], phone: str, who: str | None
) -> None:
    [(event, at, capture)] = captures([_event(channel, payload)])
    state = Overlay(MemoryStore())
    verdict = Step(readers())(Appended(capture, LIVE, 0, 0, int(at * 1000)), state, int(at * 1000))
    [entry] = verdict.entries
    lead = next(json.loads(emit.data or b"") for emit in verdict.emit if emit.topic == "lead")
    assert (event, entry.outcome, lead["client"]["phones"], lead["client"].get("name")) == ("0123456789abcdef", "lead", [phone], who)


def test_a_withheld_call_is_an_anonymous_one() -> None:
    call = enquiry(_event("call", CALL | {"caller": None, "status": "missed"}))
    assert isinstance(call, Post)
    body = orjson.loads(call.body)
    assert (body["from"], body["event"], body["duration_s"]) == ("anonymous", "missed", None)


def test_rows_of_one_file_and_header_are_one_sheet() -> None:
    rows = [
        enquiry(_event("csv", CSV, "1")),
        enquiry(_event("csv", CSV | {"columns": {"Name": "x"}}, "2")),
        enquiry(_event("csv", CSV, "3")),
    ]
    made = sheets([row for row in rows if isinstance(row, Row)])
    assert [(sheet.name, sheet.events) for sheet in made] == [("leads_pl_2026-01.csv", ("1", "3")), ("leads_pl_2026-01.csv", ("2",))]
    assert made[1].text == "Name\r\nx\r\n"


def test_a_mail_is_a_whole_message() -> None:
    letter = enquiry(_event("email", MAIL))
    assert isinstance(letter, Letter)
    assert letter.raw.startswith(b"From: Ivan Petrov <ivan@mail.example>\r\nTo: sales-de@acme.example\r\n")


@pytest.mark.parametrize(("bot", "region"), [("acme_ua_bot", "UA"), ("acme_gb_bot", "GB"), ("acme_uk_bot", "GB"), ("acme_bot", None)])
def test_a_bot_is_for_the_country_in_its_name(bot: str, region: str | None) -> None:
    assert region_of_bot(bot) == region


def test_an_event_of_an_unknown_channel_is_an_error() -> None:
    with pytest.raises(ValueError, match="no entrance is known"):
        enquiry(_event("fax", {}))


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["classic", "simple"])
def test_the_benchmark_writes_one_line_an_event_and_ends_with_its_object(mode: str, tmp_path: Path) -> None:
    out = tmp_path / "pred.jsonl"
    command = [sys.executable, "-m", "bench.leadbench", str(STREAM), "--out", str(out), "--mode", mode, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    said = json.loads(done.stdout.splitlines()[-1])
    lines = [orjson.loads(line) for line in out.read_bytes().splitlines()]
    assert [line["event_id"] for line in lines] == [event["event_id"] for event in events(STREAM)]
    assert said["bench"] == "leadbench"
    assert {"name", "value", "unit", "bar", "ok"} == set(said["results"][0])
    outcomes = {result["name"] for result in said["results"] if result["unit"] == "touches"}
    assert outcomes <= {"lead", "deal", "activity", "no_contact", "duplicate"}
