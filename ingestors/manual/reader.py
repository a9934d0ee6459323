"""Reading what was entered by hand: a small JSON object becomes one touch of the person that was met."""

from collections.abc import Mapping
from typing import Final

import orjson

from ingestors import hints, text
from ingestors.times import millis
from schemas.capture import Capture
from schemas.codec import digest
from schemas.errors import Reject
from schemas.touch import ActivityKind, Attribution, Company, Person, Touch

KINDS: Final[Mapping[str, ActivityKind]] = {
    "call": "call",
    "email": "email",
    "chat": "chat",
    "meeting": "meeting",
    "event": "event",
    "task": "task",
    "note": "note",
}
"""Occasions that are activities by themselves (R51); any other is a note."""

MOST, FIELDS, NOTE = 20, 64, 16_000


def parse(capture: Capture) -> list[Touch]:
    """Read the entry; raises Reject when it is no JSON object, or holds nobody.

    The body: `name`, `phones`, `emails`, `company`, `tax_id`, `position`, `city`, `language`, `website`, `subject`, `product`, `note`, `owner`,
    `at` (ISO 8601), `promo`, `fields` (object of texts), `by`, and `id`, which tells an entry from the same words entered again. `source` of
    the capture is the occasion. `meta` may say `region`.
    """
    try:
        sent = orjson.loads(capture.body)
    except orjson.JSONDecodeError as error:
        raise Reject(f"The entry is not valid JSON: line {error.lineno}, column {error.colno}.") from None
    if not isinstance(sent, dict):
        raise Reject("The entry must be a JSON object.")
    said = digest(orjson.dumps({name: value for name, value in sent.items() if name != "id"}, option=orjson.OPT_SORT_KEYS))
    person, company = _person(sent), _company(sent)
    if not (person.name or person.phones or person.emails or company):
        raise Reject("Nobody is in the entry: give a name, a phone, an e-mail or a company.")
    key = _line(sent, "id", 128)
    return [
        Touch(
            key=f"manual:{capture.source[:64]}:{key or said.hex()}",
            fingerprint=said,
            activity=KINDS.get(capture.source.casefold(), "note"),
            person=person,
            company=company,
            occurred_at=millis(sent.get("at")),
            subject=_line(sent, "subject", 500),
            text=text.clean(sent.get("note"), NOTE),
            regions=hints.of_country(capture.meta.get("region")),
            product=_line(sent, "product", 200),
            attribution=Attribution(promo=_line(sent, "promo", 200)),
            owner=_line(sent, "owner", 64),
            fields=_fields(sent),
            by_hand=True,
        )
    ]


def _line(sent: Mapping[str, object], name: str, limit: int = 400) -> str | None:
    value = text.clean(sent.get(name), limit)
    return " ".join(value.split()) if value else None


def _lines(sent: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = sent.get(name)
    values = values if isinstance(values, list) else [values]
    return tuple(dict.fromkeys(clean for value in values[:MOST] if (clean := text.clean(value, 400))))


def _person(sent: Mapping[str, object]) -> Person:
    return Person(
        name=_line(sent, "name"),
        phones=_lines(sent, "phones"),
        emails=_lines(sent, "emails"),
        position=_line(sent, "position"),
        city=_line(sent, "city"),
        language=hints.language(_line(sent, "language", 64)),
    )


def _company(sent: Mapping[str, object]) -> Company | None:
    name, tax_id = _line(sent, "company"), _line(sent, "tax_id", 64)
    return Company(name=name, tax_id=tax_id, website=_line(sent, "website")) if name or tax_id else None


def _fields(sent: Mapping[str, object]) -> dict[str, str]:
    """The fields that were named, and who entered it."""
    given = sent.get("fields")
    bag = {}
    for name, value in list(given.items())[:FIELDS] if isinstance(given, dict) else ():
        if (clean := text.clean(name, 128)) and (kept := text.clean(value, 4096)):
            bag[clean] = kept
    if by := _line(sent, "by", 200):
        bag["entered_by"] = by
    return bag
