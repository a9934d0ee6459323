"""Reading a CRM's feedback: one record about one entity; of its own clients, who they are, as of any sender."""

import re
from typing import get_args, get_type_hints

import msgspec

from ingestors import text
from schemas.capture import Capture
from schemas.codec import digest, to_json
from schemas.crm import Feedback
from schemas.errors import Reject
from schemas.touch import Company, Person, Touch

MOST, LENGTH, ID = 64, 1000, 200
"""Entries of `data`, characters of each, and of an id."""
_decode = msgspec.json.Decoder(Feedback, strict=True).decode
_KINDS = get_args(get_type_hints(Feedback)["kind"])
_PARTS = re.compile(r"[,;\n]")
_PERSON = ("name", "given", "family", "position", "language", "city")


def parse(capture: Capture) -> list[Touch]:
    """The record as the step takes it; raises Reject for what is none, or names another workspace than it came to."""
    try:
        said = _decode(capture.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        kinds = f" (there are: {', '.join(_KINDS)})" if "`$.kind`" in str(error) else ""
        raise Reject(f"The feedback cannot be read: {str(error)[:200]}{kinds}.") from None
    said = _bounded(said)
    if said.workspace is not None and said.workspace != capture.workspace:
        raise Reject("The feedback names another workspace than the one that it was sent to.")
    system = said.system or capture.source
    client = said.kind == "client"
    kind = "company" if said.entity_kind == "company" else "contact"
    return [
        Touch(
            key=f"feedback:{system}:{said.id}",
            fingerprint=digest(to_json(said)),
            activity="event",
            person=_person(said, system, kind) if client else Person(),
            company=_company(said) if client else None,
            occurred_at=said.at,
            by_hand=True,
            fields=said.data if client else {},
            feedback=said,
        )
    ]


def _bounded(said: Feedback) -> Feedback:
    """The record with its texts cleaned and capped; raises Reject where an id or the time is missing or far too long."""
    for what, value in (("id", said.id), ("entity", said.entity)):
        if text.clean(value, ID) != value:
            raise Reject(f"The feedback's `{what}` is blank, longer than {ID} characters, or has control characters or blanks around it.")
    if not 0 < said.at < 1 << 53:
        raise Reject("The feedback has no time: `at` is in milliseconds since 1970.")
    cleaned = ((text.clean(name, 100), text.clean(sent, LENGTH)) for name, sent in list(said.data.items())[:MOST])
    data = {name: sent for name, sent in cleaned if name and sent}
    return msgspec.structs.replace(
        said,
        data=data,
        external=text.clean(said.external, ID),
        system=text.clean(said.system, 64),
        workspace=text.clean(said.workspace, 64),
    )


def _person(said: Feedback, system: str, kind: str) -> Person:
    """Who a client of the CRM is; a company's own numbers and addresses are those of whoever answers there."""
    data = said.data
    person = {name: data[name] for name in _PERSON if name in data} if kind == "contact" else {}
    external = ((f"{system}/{kind}", said.external or said.entity),)
    accounts = [part.partition(":") for part in _several(data, "messengers", "messenger") if ":" in part]
    return Person(
        phones=_several(data, "phones", "phone"),
        emails=_several(data, "emails", "email"),
        messengers=tuple((network, account) for network, _, account in accounts),
        external=external,
        **person,
    )


def _several(data: dict[str, str], *names: str) -> tuple[str, ...]:
    found = [part.strip() for name in names if name in data for part in _PARTS.split(data[name])]
    return tuple(dict.fromkeys(part for part in found if part))[:20]


def _company(said: Feedback) -> Company | None:
    data = said.data
    name = data.get("company_name") or (data.get("name") if said.entity_kind == "company" else None)
    if said.entity_kind != "company" and not name:
        return None
    return Company(
        name=name, tax_id=data.get("tax_id"), kind=data.get("type"), website=data.get("website"), submitted=said.entity_kind == "company"
    )
