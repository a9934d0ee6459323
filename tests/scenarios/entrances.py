"""How a step enters: what it says in friendly words, as the payload that its channel really gets, taken in by the channel itself."""

import csv
import io
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from ingestors.base import Push, Request
from ingestors.csvfile.channel import CsvSettings, open_file
from runtime.discover import channels
from schemas.capture import BULK, LIVE, Capture
from schemas.codec import derive_id
from tests.scenarios.story import Said, Step

LINE, DESK = "+493023125555", "sales@acme.example"
"""The line that is called, and the mailbox that is written to, unless a step says otherwise."""


class Entering(NamedTuple):
    """A capture and its lane."""

    lane: str
    capture: Capture


class Place(NamedTuple):
    """Whose step this is: the scenario's workspace, the step's number, when, and a folder to write files in."""

    workspace: str
    number: int
    at_ms: int
    folder: Path

    @property
    def name(self) -> str:
        """Of this step alone: the key of whatever is not said to be a repeat."""
        return f"{self.workspace}-{self.number}"


def enter(step: Step, known: Mapping[str, str], place: Place) -> Entering:
    """The capture that a step of any of the channels becomes. What a CRM tells of something that the scenario names is told of its id."""
    way, said = step.how
    if way == "crm":
        said = {**said, "of": known.get(said["of"], said["of"])}
    return _WAYS[way](dict(said), step.source, place)


def _form(said: Said, source: str | None, place: Place) -> Entering:
    names = {
        "key": "_id",
        "page": "_page",
        "locale": "_locale",
        "referrer": "_referrer",
        "trap": "_gotcha",
        "asks_for": "_intent",
        "asks_at": "_intent_at",
    }
    fields = {names.get(name, name): value for name, value in {"key": place.name, **said}.items() if value != ""}
    return _push("webform", source or "contact", fields, place, require_contact=False)


def _call(said: Said, source: str | None, place: Place) -> Entering:
    names = {"id": "call_id", "name": "caller_name"}
    call = {"call_id": place.name, "direction": "in", "to": LINE, **{names.get(name, name): value for name, value in said.items()}}
    if call.get("from") == "withheld":
        call["from"] = "anonymous"
    return _push("telephony", source or "office", call, place)


def _chat(said: Said, source: str | None, place: Place) -> Entering:
    says = said.pop("says", "Hello")
    texts = [says] if isinstance(says, str) else says
    key = said.pop("key", place.name)
    chat = {
        "visitor_id": said.pop("visitor", place.name),
        "messages": [{"id": f"{key}-{n}", "text": text} for n, text in enumerate(texts)],
    }
    return _push("chat", source or "site", chat | said, place)


def _telegram(said: Said, source: str | None, place: Place) -> Entering:
    user = said.pop("user")
    first, _, last = said.pop("name", "").partition(" ")
    sender = {"id": user, "is_bot": False, "first_name": first, "last_name": last, "language_code": said.pop("language", "de")}
    message: Said = {
        "message_id": place.number,
        "date": place.at_ms // 1000,
        "from": sender,
        "chat": {"id": user, "type": "private"},
        "text": said.pop("says", "Hello"),
    }
    if phone := said.pop("shares", None):
        message["contact"] = {"phone_number": phone, "user_id": user}
    update = said.pop("update", place.number + 1)
    _all_known("telegram", said)
    return _push("messengers", source or "acme_bot", {"update_id": update, "message": message}, place)


def _mail(said: Said, source: str | None, place: Place) -> Entering:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = said.pop("from")
    mail["To"] = said.pop("to", DESK)
    mail["Subject"] = said.pop("subject", "Enquiry")
    mail["Message-ID"] = f"<{said.pop('id', place.name)}@mail.example>"
    if answered := said.pop("answers", None):
        mail["In-Reply-To"] = f"<{answered}@mail.example>"
    for name, value in said.pop("headers", {}).items():
        mail[name] = value
    mail.set_content(said.pop("text", "Please send me an offer."))
    _all_known("mail", said)
    capture = Capture(
        id=derive_id("imap", place.workspace, str(place.number)),
        workspace=place.workspace,
        channel="imap",
        source=source or "sales",
        body=mail.as_bytes(),
        content_type="message/rfc822",
        meta={"received_ms": str(place.at_ms), "own": DESK},
    )
    return Entering(LIVE, capture)


def _row(said: Said, source: str | None, place: Place) -> Entering:
    file = place.folder / str(place.number) / "leads_de.csv"
    file.parent.mkdir()
    text = io.StringIO(newline="")
    csv.writer(text).writerows([list(said), list(said.values())])
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
    settings = CsvSettings(workspace=place.workspace, owners="Responsible" in said)
    reading = open_file(file, settings, source or "fair", place.name)
    [row] = reading.rows()
    return Entering(BULK, reading.capture(row))


def _by_hand(said: Said, source: str | None, place: Place) -> Entering:
    capture = Capture(
        id=derive_id("manual", place.workspace, str(place.number)),
        workspace=place.workspace,
        channel="manual",
        source=source or "meeting",
        body=orjson.dumps({"id": place.name, "by": "ann", **said}),
        content_type="application/json",
    )
    return Entering(LIVE, capture)


def _crm(said: Said, source: str | None, place: Place) -> Entering:
    record: Said = {name: said.pop(name) for name in ("external", "entity_kind", "system", "workspace") if name in said}
    record |= {"id": said.pop("id", place.name), "kind": said.pop("tells"), "entity": said.pop("of")}
    record["at"] = place.at_ms - 60_000 * said.pop("minutes_ago", 0)
    return _push("crmfeedback", source or "crm", record | {"data": said}, place)


def _push(channel: str, source: str, payload: Said, place: Place, **settings: Any) -> Entering:
    """What the edge would append of a request."""
    push: Push[Any] = channels()[channel]  # type: ignore[assignment]
    body = orjson.dumps(payload)
    path = push.path.format(source=source)
    request = Request("POST", f"https://leadloom.example{path}", "", {"content-type": "application/json"}, body)
    admitted = push.admit(request, push.settings(workspace=place.workspace, **settings), source, place.at_ms / 1000)
    capture = Capture(
        id=admitted.id,
        workspace=place.workspace,
        channel=channel,
        source=source,
        body=body,
        content_type=admitted.content_type,
        meta=admitted.meta,
    )
    return Entering(LIVE, capture)


def _all_known(way: str, left: Said) -> None:
    if left:
        raise ValueError(f"a {way} knows no {', '.join(left)}")


_WAYS: dict[str, Callable[[Said, str | None, Place], Entering]] = {
    "form": _form,
    "call": _call,
    "chat": _chat,
    "telegram": _telegram,
    "mail": _mail,
    "row": _row,
    "by_hand": _by_hand,
    "crm": _crm,
}
