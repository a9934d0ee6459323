"""What really enters: an event of a recorded stream as the HTTP request, the mail or the row of a file that it would have been."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

import orjson

FORM, EXCHANGE, SITE, MAILBOX, PRESET = "contact", "exchange", "site", "sales", "leads"
"""The configured sources that events enter by; Telegram's are the bots of the stream."""

_BOT_REGION = re.compile(r"_([a-z]{2})_bot$")
_REGIONS = {"uk": "GB", "en": "GB"}


@dataclass(frozen=True, slots=True)
class Post:
    """An HTTP request to a channel: `path` as the edge mounts it. Calls are to be signed, Telegram's to carry their token, by who sends it."""

    event: str
    channel: str
    source: str
    path: str
    body: bytes
    at: float
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it arrives, RFC 5322 bytes."""

    event: str
    to: str
    raw: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file; `files` makes the files."""

    event: str
    file: str
    columns: Mapping[str, str]
    at: float


Enquiry = Post | Letter | Row


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file and the events of its rows, in order. Two sheets may have one name: exports of one month by two systems."""

    name: str
    text: str
    events: tuple[str, ...]


def enquiry(event: Mapping[str, Any]) -> Enquiry:
    """What the event enters as; raises ValueError for a channel that no entrance is known for."""
    match event["channel"]:
        case "form":
            return _form(event)
        case "call":
            return _call(event)
        case "chat":
            return _chat(event)
        case "telegram":
            return _telegram(event)
        case "email":
            return _letter(event)
        case "csv":
            payload = event["payload"]
            return Row(event["event_id"], payload["file"], {k: v or "" for k, v in payload["columns"].items()}, _seconds(event))
        case other:
            raise ValueError(f"no entrance is known for events of the channel {other!r}")


def sheets(rows: Iterable[Row]) -> list[Sheet]:
    """The files that the rows stand in: those of one name and one header together, in the order of the events."""
    groups: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.file, tuple(row.columns)), []).append(row)
    found = []
    for (name, header), members in groups.items():
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows([row.columns[column] for column in header] for row in members)
        found.append(Sheet(name, text.getvalue(), tuple(row.event for row in members)))
    return found


def region_of_bot(bot: str) -> str | None:
    """The country that a bot is for, by its name (`acme_de_bot` -> DE): what its owner would have set for the source."""
    found = _BOT_REGION.search(bot)
    return _REGIONS.get(found[1], found[1].upper()) if found else None


def _form(event: Mapping[str, Any]) -> Post:
    p = event["payload"]
    utm = p.get("utm") or {}
    form = {name: p.get(name) for name in ("name", "phone", "email", "company", "message", "city")}
    form |= {"_page": p.get("page"), "_locale": p.get("lang")} | {f"utm_{name}": value for name, value in utm.items()}
    return _post(event, "webform", FORM, f"/f/{FORM}", {name: value for name, value in form.items() if value is not None})


def _call(event: Mapping[str, Any]) -> Post:
    p = event["payload"]
    ended = "missed" if p["status"] == "missed" else "finished"
    inward = p.get("direction", "in") == "in"
    customer, line = p["caller"] or "anonymous", p["called"]
    call = {
        "call_id": event["event_id"],
        "event": ended,
        "direction": "in" if inward else "out",
        "from": customer if inward else line,
        "to": line if inward else customer,
        "caller_name": p["caller_name"],
        "duration_s": p["duration_s"] if ended == "finished" else None,
        "started_at": event["occurred_at"],
    }
    return _post(event, "telephony", EXCHANGE, f"/call/{EXCHANGE}", call)


def _chat(event: Mapping[str, Any]) -> Post:
    p = event["payload"]
    said = [message["text"] for message in p["messages"] if message["from"] == "visitor"]
    chat = {
        "visitor_id": p["visitor_id"],
        "conversation": event["event_id"],
        "name": p["nickname"],
        "locale": p["lang"],
        "page": p["page"],
        "messages": [{"id": f"{event['event_id']}-{n}", "text": text} for n, text in enumerate(said)],
    }
    return _post(event, "chat", SITE, f"/chat/{SITE}", chat)


def _telegram(event: Mapping[str, Any]) -> Post:
    p = event["payload"]
    sender = {name: p.get(name) for name in ("first_name", "last_name", "username", "language_code")}
    message: dict[str, Any] = {
        "message_id": 1,
        "date": int(_seconds(event)),
        "from": {"id": p["user_id"], "is_bot": False} | {name: value for name, value in sender.items() if value is not None},
        "chat": {"id": p["user_id"], "type": "private"},
        "text": p["text"],
    }
    if p.get("phone"):
        message["contact"] = {"phone_number": p["phone"], "user_id": p["user_id"]}
    return _post(event, "messengers", p["bot"], f"/telegram/{p['bot']}", {"update_id": int(event["event_id"][:12], 16), "message": message})


def _letter(event: Mapping[str, Any]) -> Letter:
    p = event["payload"]
    mail = EmailMessage(policy=SMTP)
    local, _, domain = p["from_address"].strip().rpartition("@")
    mail["From"] = Address(p["from_name"] or "", local, domain)
    mail["To"] = p["to"]
    mail["Subject"] = p["subject"]
    mail["Date"] = format_datetime(_moment(event))
    mail["Message-ID"] = f"<{event['event_id']}@mail.example>"
    mail.set_content(p["body"])
    return Letter(event["event_id"], p["to"], mail.as_bytes(), _seconds(event))


def _post(event: Mapping[str, Any], channel: str, source: str, path: str, payload: Mapping[str, Any]) -> Post:
    return Post(event["event_id"], channel, source, path, orjson.dumps(payload), _seconds(event))


def _moment(event: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(event["occurred_at"].replace("Z", "+00:00"))


def _seconds(event: Mapping[str, Any]) -> float:
    return _moment(event).timestamp()
