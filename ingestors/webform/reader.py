"""Reading a form: which field is the name, the phone, the page; everything else goes into the bag."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from ingestors import campaign, hints, text
from ingestors.webform import body
from schemas.capture import Capture
from schemas.codec import digest
from schemas.touch import Asked, Attribution, Company, Person, Touch

BAG, VALUE, MESSAGE = 64, 4096, 16_384
"""Fields in the bag; characters of a value; characters of a message. The capture keeps everything."""

_SYNONYMS: Final = {
    "name": "name fullname full_name your_name fio имя фио ім'я имяфамилия imię имя_фамилия contact_name",
    "given": "first_name firstname given_name given vorname fname",
    "family": "last_name lastname surname family_name family nachname lname",
    "phone": "phone tel telephone mobile mobilephone phone_number phonenumber your_phone your_tel телефон telefon handy",
    "email": "email e_mail mail your_email email_address emailaddress почта e_mail_адрес",
    "company": "company company_name organisation organization your_company firm firma компания компанія unternehmen",
    "tax_id": "tax_id inn vat nip taxid инн vat_id",
    "message": "message text comment comments your_message question body nachricht сообщение повідомлення wiadomość enquiry inquiry",
    "subject": "subject your_subject betreff тема temat topic",
    "city": "city town ort stadt город місто miasto",
    "position": "position job_title jobtitle title_job",
    "product": "product _product",
    "country": "country region country_code land _country",
    "website": "website site url_site",
    "promo": "promo promo_code promocode coupon",
    "locale": "_locale _lang locale lang language",
    "page": "_page page page_url pageuri",
    "referrer": "_referrer referrer referer",
    "visitor": "_visitor visitor_id",
    "client_key": "_id",
    "honeypot": "_gotcha",
    "next": "_next",
    "test": "_test",
    "intent": "_intent",
    "asked_at": "_intent_at",
}
KNOWN: Final = {synonym: name for name, synonyms in _SYNONYMS.items() for synonym in synonyms.split()}
_MESSENGERS: Final = frozenset(("telegram", "whatsapp", "viber"))
_CALL, _MEET = (
    "call call_me call_back callback phone звонок перезвоните дзвінок rückruf",
    "meeting meet visit show show_me demo viewing показ встреча termin",
)
_INTENTS: Final[Mapping[str, Literal["call", "meeting"]]] = {
    **dict.fromkeys(_CALL.split(), "call"),
    **dict.fromkeys(_MEET.split(), "meeting"),
}  # fmt: skip
_PRIVATE: Final = frozenset(("client_key", "honeypot", "next", "test"))
"""What steers the submission and is not part of what was said."""


class Submission(NamedTuple):
    """A form understood: `known` by our names, `bag` all else; `said` are 16 bytes over what was said (R20, R21); `size` without files."""

    known: dict[str, str]
    campaign: dict[str, str]
    bag: dict[str, str]
    said: bytes
    size: int

    def value(self, field: str) -> str | None:
        """What was sent for a declared field, under its own name or a synonym of it."""
        return self.known.get(_ours(field) or "") or self.bag.get(field) or self.campaign.get(field)


def _ours(field: str) -> str | None:
    return KNOWN.get(field) or KNOWN.get(field.strip().lower().replace("-", "_").replace(" ", "_"))


def submission(raw: bytes, content_type: str) -> Submission:
    """The form in a body; raises Reject where it cannot be read."""
    form = body.read(raw, content_type)
    known: dict[str, str] = {}
    tags: dict[str, str] = {}
    bag: dict[str, str] = {}
    said: list[str] = []
    size = 0
    for field, sent in form.pairs:
        size += len(field) + len(sent)
        ours = KNOWN.get(field) or (None if field in campaign.TAGS else _ours(field))
        value = text.clean(sent, MESSAGE if ours == "message" else VALUE)
        if ours not in _PRIVATE:
            said += (field, sent)
        if value is None:
            continue
        if ours and ours not in known:
            known[ours] = value
        elif field in campaign.TAGS:
            tags.setdefault(field, value)
        elif name := text.clean(field, 128):
            _keep(bag, name, value)
    for field, file in form.files:
        said += (field, file.name, str(file.size))
        if name := text.clean(field, 128):
            _keep(bag, name, f"{text.clean(file.name, 255) or 'file'} ({file.size} bytes)")
    return Submission(known, tags, bag, digest("\x1f".join(said).encode("utf-8", "surrogatepass")), size)


def _keep(bag: dict[str, str], name: str, value: str) -> None:
    if name in bag:
        bag[name] = f"{bag[name]}, {value}"[:VALUE]
    elif len(bag) < BAG:
        bag[name] = value


def keys(source: str, form: Submission, bucket: str | None) -> tuple[str, tuple[str, ...]]:
    """The idempotency key of R20, and the others under which the same submission may be known: ten minutes end between two clicks, too."""
    if key := form.known.get("client_key"):
        return f"form:{source}:{key[:128]}", ()
    base = f"form:{source}:{form.said.hex()}"
    if bucket is None or not bucket.isdecimal():
        return base, ()
    number = int(bucket[:18])
    return f"{base}:{number}", (f"{base}:{number - 1}", f"{base}:{number + 1}")


def parse(capture: Capture) -> list[Touch]:
    """Read the form (R27, R28); raises Reject for a body that is none. Bots are marked, for quarantine, never dropped (R53)."""
    form = submission(capture.body, capture.content_type)
    known, meta = form.known, capture.meta
    key, also = keys(capture.source, form, meta.get("bucket"))
    locale = known.get("locale") or meta.get("language")
    spoken = hints.language(locale)
    page = known.get("page") or meta.get("referrer")
    fields = form.bag
    if (country := known.get("country")) is not None:
        _keep(fields, "country", country)
    for name in ("consent_text", "consent_version"):
        if name in meta:
            fields[name] = meta[name]
    company = _company(known)
    if company is None and "website" in known:
        _keep(fields, "website", known["website"])
    return [
        Touch(
            key=key,
            also=also,
            fingerprint=form.said,
            activity="form",
            person=_person(form, spoken),
            company=company,
            subject=known.get("subject"),
            text=known.get("message"),
            regions=hints.of_visit(country, known.get("locale"), page, spoken, meta.get("region")),
            product=known.get("product"),
            attribution=Attribution(
                page=page, referrer=known.get("referrer"), promo=known.get("promo"), **(form.campaign or campaign.of_page(page))
            ),
            spam="honeypot" if "honeypot" in known else None,
            test=meta.get("test") == "1",
            fields=fields,
            asked=_asked(form, meta.get("asked_at")),
        )
    ]


def _asked(form: Submission, moment: str | None) -> Asked | None:
    """What the form asks us to do, and when (R51); what nobody understands stays in the bag."""
    said, when = form.known.get("intent"), form.known.get("asked_at")
    if said is None and when is None:
        return None
    kind = _INTENTS.get(said.casefold().replace("-", "_").replace(" ", "_")) if said else None
    at = int(moment) if moment is not None and moment.isdecimal() and len(moment) <= 15 else None
    for name, value, understood in (("_intent", said, kind), ("_intent_at", when, at)):
        if value is not None and understood is None:
            _keep(form.bag, name, value)
    return Asked(kind=kind, at=at) if kind else None


def _person(form: Submission, spoken: str | None) -> Person:
    known = form.known
    phones: tuple[str, ...] = (known["phone"],) if "phone" in known else ()
    emails: tuple[str, ...] = (known["email"],) if "email" in known else ()
    if not phones and not emails and "message" in known:  # "call me on ..." is a contact point, too
        phones, emails = text.phones(known["message"]), text.emails(known["message"])
    return Person(
        name=known.get("name"),
        given=known.get("given"),
        family=known.get("family"),
        phones=phones,
        emails=emails,
        messengers=tuple([(network, value) for network, value in form.bag.items() if network in _MESSENGERS]),
        cookie=known.get("visitor"),
        language=spoken,
        position=known.get("position"),
        city=known.get("city"),
    )


def _company(known: dict[str, str]) -> Company | None:
    if "company" not in known and "tax_id" not in known:
        return None
    return Company(name=known.get("company"), tax_id=known.get("tax_id"), website=known.get("website"))
