"""E-mail addresses: as shown, as matched, and what kind of mailbox they name (R14)."""

import re
from functools import lru_cache

from processors.normalise.words import FREE, JUNK, NOBODY, ROLES

_SHAPE = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_EDGES = " \t\r\n<>()[]{},;:.'\"`«»"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x1f]")

_ROLES = frozenset(ROLES.split())
_NOBODY = frozenset(NOBODY.split())
_JUNK = frozenset(JUNK.split())
_JUNK_DOMAINS = _JUNK | {"domain", "site", "mailinator"}

_YANDEX = frozenset(["ya.ru", "yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua"])

FREE_MAIL = frozenset(FREE.split())
"""Domains whose mailboxes belong to anybody: they name no company (R14)."""


@lru_cache(maxsize=1 << 16)
def email(text: str) -> str | None:
    """The address in lower case, or None when it is none. email(email(x)) == email(x)."""
    text = _INVISIBLE.sub("", text).strip(_EDGES).lower()
    text = text.removeprefix("mailto:").split("?", 1)[0].strip(_EDGES)
    if len(text) > 254 or not _SHAPE.fullmatch(text):
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return None
    return text


@lru_cache(maxsize=1 << 16)
def canonical(address: str) -> str:
    """The form that is matched, never shown: no plus tag, gmail without dots, alias domains of one provider as one. Idempotent."""
    local, _, domain = address.rpartition("@")
    local = local.split("+", 1)[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        domain, local = "gmail.com", local.replace(".", "") or local
    elif domain in _YANDEX:
        domain, local = "yandex.ru", local.replace("-", ".")
    return f"{local}@{domain}"


@lru_cache(maxsize=1 << 16)
def is_placeholder(address: str) -> bool:
    """Whether the address stands for none (R14): `test@test.com`, `noreply@...`."""
    local, _, domain = address.rpartition("@")
    return local in _NOBODY or (local in _JUNK and domain.split(".", 1)[0] in _JUNK_DOMAINS)


def is_role(address: str) -> bool:
    """Whether a mailbox is a company's desk (`info@`): it names a company, never a person (R14)."""
    return address.partition("@")[0].split("+", 1)[0] in _ROLES


def company_domain(address: str) -> str | None:
    """The domain where it can name a company; None for free mail."""
    domain = address.rpartition("@")[2]
    return None if domain in FREE_MAIL else domain
