"""Admitting and answering a form: what it declares is checked, nothing else, and a repeat is the same capture (R20, R44)."""

import hmac
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from ingestors import hints, text
from ingestors.answers import accepted, json_answer, refuse, wants_json
from ingestors.base import Admitted, Answer, Refused, Request
from ingestors.times import millis
from ingestors.webform import page
from ingestors.webform.body import FORM_LIMIT, JSON, MULTIPART, URLENCODED, is_json, kind
from ingestors.webform.labels import Fault
from ingestors.webform.reader import Submission, keys, submission
from ingestors.webform.settings import FieldSettings, WebformSettings
from schemas.codec import derive_id, digest
from schemas.errors import Reject

BUCKET_S = 600
"""Without a client key, the same words within ten minutes are the same submission (R20)."""


def verify(request: Request, settings: WebformSettings, now_s: float) -> None:
    """A form's key is public; only the kind of body can be wrong, and how large it is without its files."""
    media = kind(request.headers.get("content-type", ""))
    if media not in (URLENCODED, MULTIPART, "text/plain") and not is_json(media):
        raise refuse(415, f"Send the form as {URLENCODED}, {MULTIPART} or {JSON}.")
    if media != MULTIPART and len(request.body) > FORM_LIMIT:
        raise refuse(413, _TOO_LARGE)


_TOO_LARGE = f"A form holds at most {FORM_LIMIT >> 10} KiB beside its files."


def admit(request: Request, settings: WebformSettings, source: str, now_s: float) -> Admitted:
    """The capture of a form; raises Refused (422) with every fault of its declared fields, for people as the page again.

    A form whose body cannot be read lacks everything it requires; where it requires nothing it is kept, and becomes a dead letter.
    """
    content_type = request.headers.get("content-type", "")[:256]
    unreadable: tuple[Fault, ...] = ()
    try:
        form = submission(request.body, content_type)
    except Reject as reason:
        form, unreadable = Submission({}, {}, {}, digest(request.body), 0), (Fault("", "unreadable", detail=str(reason)),)
    if form.size > FORM_LIMIT:
        raise refuse(413, _TOO_LARGE)
    if "honeypot" not in form.known and (faults := tuple(_faults(form, settings))):
        raise _refused(request, settings, form, (*unreadable, *faults))
    bucket = str(int(now_s // BUCKET_S))
    key, also = keys(source, form, bucket)
    return Admitted(derive_id("webform", key), _meta(request, settings, form, bucket if also else None), content_type)


def _faults(form: Submission, settings: WebformSettings) -> Iterator[Fault]:
    for declared in settings.fields:
        value = form.value(declared.name)
        if value is None:
            if declared.required:
                yield Fault(declared.name, "required")
        elif len(value) > declared.max_length:
            yield Fault(declared.name, "too_long", declared.max_length)
        elif not _reads_as(declared, value):
            yield Fault(declared.name, f"invalid_{declared.kind}")
    if settings.consent and "consent" not in form.bag:
        yield Fault("consent", "required")
    if settings.require_contact and not _answerable(form):
        yield Fault(next((f.name for f in settings.fields if f.kind in ("phone", "email")), ""), "contact")


def _reads_as(declared: FieldSettings, value: str) -> bool:
    """Only what nobody could mean is refused: an e-mail without @, a phone without digits."""
    if declared.kind == "email":
        name, at, domain = value.rpartition("@")
        return bool(name and at and domain) and " " not in value
    return declared.kind != "phone" or sum(map(str.isdigit, value)) >= 3


def _answerable(form: Submission) -> bool:
    """Whether anything in the form could be a way to answer."""
    known, bag = form.known, form.bag
    if "phone" in known or "email" in known or not bag.keys().isdisjoint(("telegram", "whatsapp", "viber")):
        return True
    return any(text.emails(value) or text.phones(value) for value in (*bag.values(), known.get("message", ""), known.get("name", "")))


def _refused(request: Request, settings: WebformSettings, form: Submission, faults: tuple[Fault, ...]) -> Refused:
    language = page.language_of(request, settings, form.known.get("locale"))
    if not wants_json(request):
        return Refused(page.form_page(request, settings, form, faults))
    errors = [{"field": fault.field, "code": fault.code, "message": fault.message(language)} for fault in faults]
    return Refused(json_answer(422, {"ok": False, "errors": errors}))


def _meta(request: Request, settings: WebformSettings, form: Submission, bucket: str | None) -> dict[str, str]:
    """What only the transport and the settings of this moment knew."""
    meta: dict[str, str] = {}
    if bucket is not None:
        meta["bucket"] = bucket
    if spoken := hints.language(request.headers.get("accept-language")):
        meta["language"] = spoken
    if referrer := text.clean(request.headers.get("referer"), 2048):
        meta["referrer"] = referrer
    if settings.region:
        meta["region"] = settings.region
    if settings.consent and "consent" in form.bag:
        meta["consent_text"] = settings.consent[:4096]
        if settings.consent_version:
            meta["consent_version"] = settings.consent_version[:64]
    if (asked := _asked_at(form.known.get("asked_at"), settings.time_zone)) is not None:
        meta["asked_at"] = str(asked)
    test = form.known.get("test")
    if test and settings.test_key and hmac.compare_digest(test.encode(), settings.test_key.get_secret_value().encode()):
        meta["test"] = "1"
    return meta


def _asked_at(said: str | None, zone: str) -> int | None:
    """When the visitor asks for a call or a meeting, in ms since 1970 UTC; a time without an offset is of the form's zone.

    It is found here, and not where the form is read: what zones mean changes, and a replay gives the same.
    """
    try:
        moment = datetime.fromisoformat((said or "")[:40])
        return millis((moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).timestamp())
    except (ValueError, OverflowError):
        return None


def answer(request: Request, settings: WebformSettings, capture_id: str) -> Answer:
    """202 for programs; for browsers 303 to an allow-listed `_next`, else to the thank-you page. The same for bots and for repeats."""
    if wants_json(request):
        return accepted(capture_id)
    try:
        known = submission(request.body, request.headers.get("content-type", "")).known
    except Reject:
        known = {}
    goal = page.allowed_next(known.get("next"), settings) or page.thanks_url(request, known.get("locale"))
    return Answer(303, b"", {"location": goal, "cache-control": "no-store"})


def origins(settings: WebformSettings) -> tuple[str, ...]:
    return settings.origins
