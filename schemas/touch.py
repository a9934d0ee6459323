"""A touch: a capture understood. What a channel's reader returns and the step resolves, routes and assigns."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from schemas.crm import Feedback

ActivityKind = Literal["call", "email", "chat", "form", "import", "note", "meeting", "event", "task"]
Direction = Literal["in", "out"]


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Who the touch is from, as the channel gave it: raw texts, nothing normalised.

    `name` is the name in one piece; `given` and `family` only where the channel keeps them apart.
    `messengers` are (network, id) of accounts that can be answered; `cookie` a browser or visitor id that cannot.
    `external` are (system, id) that another system vouches for.
    """

    name: str | None = None
    given: str | None = None
    family: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    messengers: tuple[tuple[str, str], ...] = ()
    external: tuple[tuple[str, str], ...] = ()
    cookie: str | None = None
    language: str | None = None
    position: str | None = None
    city: str | None = None


class Company(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The company named in the touch.

    `submitted`: given in a field of its own; otherwise read from a signature or text (R10: evidence only).
    """

    name: str | None = None
    tax_id: str | None = None
    kind: str | None = None
    website: str | None = None
    submitted: bool = True


class Attribution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Where the touch came from (R28), as given: campaign tags, click ids, page, referrer, line called, mail alias, promo code."""

    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None
    gclid: str | None = None
    yclid: str | None = None
    fbclid: str | None = None
    page: str | None = None
    referrer: str | None = None
    line: str | None = None
    alias: str | None = None
    promo: str | None = None


class CallEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One event in a call's life (R25); events of one `call_id` come in any order and make one activity."""

    call_id: str
    event: Literal["ringing", "answered", "missed", "finished", "recording"]
    answered_by: str | None = None
    duration_s: int | None = None
    missed_reason: str | None = None
    recording_url: str | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a form asks us to do (R51): call back or meet. `at` is when, in ms since 1970 UTC; None: nobody said, or it could not be read."""

    kind: Literal["call", "meeting"]
    at: int | None = None


class Touch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A capture understood. One capture may hold several.

    `key` is the idempotency key of R20 without the workspace, e.g. `mail:<message-id>`; `fingerprint` tells same from reused (R21): any
    16 bytes over what the sender said. `also`: other keys under which the very same touch may be known already (a form without a client
    key, just across the boundary of its ten minutes): known under one of them, it is `duplicate-of` that one. `keep_for_ever`: keys of
    mail and imports; the others are kept for 30 days.
    `regions` are ISO 3166 alpha-2 codes for reading phones, best evidence first (form field, line called, alias, locale); may be empty.
    `conversation` groups messages (R26); `references` are keys of earlier touches that this one answers (R23).
    `occurred_at` is ms since 1970 UTC, data only (R62). `fields` is the raw bag of all else, capped by the channel.
    `feedback`: what a CRM tells, which is no touch of a client's but says what becomes of them.
    """

    key: str
    fingerprint: bytes
    activity: ActivityKind
    also: tuple[str, ...] = ()
    person: Person = Person()
    company: Company | None = None
    keep_for_ever: bool = False
    occurred_at: int | None = None
    direction: Direction = "in"
    subject: str | None = None
    text: str | None = None
    regions: tuple[str, ...] = ()
    product: str | None = None
    attribution: Attribution = Attribution()
    call: CallEvent | None = None
    conversation: str | None = None
    references: tuple[str, ...] = ()
    machine: bool = False
    spam: str | None = None
    owner: str | None = None
    test: bool = False
    fields: Mapping[str, str] = {}
    by_hand: bool = False
    asked: Asked | None = None
    feedback: Feedback | None = None
