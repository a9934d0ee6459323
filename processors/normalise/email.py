"""E-mail addresses: as shown, as matched, as they were probably meant, and what kind of mailbox they name (R14)."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from processors.normalise.script import in_one_script
from processors.normalise.words import (
    ALIASES,
    DISPOSABLE,
    FREE,
    JUNK,
    NOBODY,
    OTHER_PROVIDERS,
    PROVIDERS,
    ROLES,
    SECOND_LEVEL,
    WRONG_ENDINGS,
)

_SHAPE = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
_EDGES = " \t\r\n<>()[]{},;:.'\"`«»"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x1f]")
_AT = re.compile(r"\s*(?:\((?:at|собака|ат)\)|\[(?:at|собака|ат)\]|\s(?:at|собака)\s|@+)\s*")
_DOT = re.compile(r"\s*(?:\((?:dot|точка)\)|\[(?:dot|точка)\]|\s(?:dot|точка)\s|[.,]+)\s*")
_LABEL = re.compile(r"[\w-]{2,63}")
_WWW = re.compile(r"(?:www\.)+(?=[^@])")
_PARTS = re.compile(r"[._-]+")

_ROLES = frozenset(ROLES.split())
_NOBODY = frozenset(NOBODY.split())
_JUNK = frozenset(JUNK.split())
_JUNK_DOMAINS = _JUNK | {"domain", "site", "mailinator"}
_SAME = {domain: row.split()[0] for row in ALIASES.strip().splitlines() for domain in row.split()}
_MEANT = {wrong: row.split()[0] for row in WRONG_ENDINGS.strip().splitlines() for wrong in row.split()[1:]}
_FREQUENT = tuple(PROVIDERS.split())
_UNDOTTED = {domain.replace(".", ""): domain for domain in _FREQUENT}

FREE_MAIL = frozenset(FREE.split()) | frozenset(_FREQUENT)
"""Domains whose mailboxes belong to anybody: they name no company (R14)."""

_SECOND_LEVEL = frozenset(SECOND_LEVEL.split())
_DISPOSABLE = frozenset(DISPOSABLE.split())
_ANYBODYS = FREE_MAIL | _DISPOSABLE
_GOOD = FREE_MAIL | _DISPOSABLE | frozenset(OTHER_PROVIDERS.split()) | _SAME.keys()


@lru_cache(maxsize=1 << 16)
def email(text: str) -> str | None:
    """The address in lower case, or None when it is none. email(email(x)) == email(x)."""
    if not (text.isascii() and text.isprintable()):
        text = _INVISIBLE.sub("", text)
    text = text.strip(_EDGES).lower().removeprefix("mailto:").partition("?")[0].strip(_EDGES)
    if len(text) > 254 or not _SHAPE.fullmatch(text):
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return None
    return text


@lru_cache(maxsize=1 << 16)
def canonical(address: str) -> str:
    """The form that is matched, never shown: no plus tag, gmail without dots, alias domains of one provider as one. Idempotent.

    Where the domain is a slip of a provider's, the name is read in that one's manner: a.b@gmial.com has the letters of ab@gmail.com.
    """
    local, _, domain = address.rpartition("@")
    local = local.split("+", 1)[0] or local
    if "xn--" in domain:
        domain = _own_script(domain)
    domain = _SAME.get(domain, domain)
    meant = _provider(domain) or domain
    match _SAME.get(meant, meant):
        case "gmail.com":
            local = local.replace(".", "") or local
        case "yandex.ru":
            local = local.replace("-", ".")
        case "proton.me":
            local = _PARTS.sub("", local) or local
    return f"{local}@{domain}"


@lru_cache(maxsize=1 << 16)
def corrected(text: str) -> str | None:
    """The canonical form of the address that a text was probably meant to be, where that is another than it says; None where nothing
    seems wrong, or nothing can be told.

    Undone are slips in the domain of a frequent mail provider (gmial.com, gmail.con, yandx.ru), unless the domain is known to exist; endings
    that are none (.con); letters of another script that look the same; a comma for a dot, `(at)` for @, spaces, a dot left out. It is a
    guess: a weaker key than the address itself (R16).
    """
    plain = email(text)
    if plain is not None and plain.isascii() and not _WWW.match(plain) and plain.rpartition("@")[2] in _GOOD:
        return None
    if plain is None:
        plain = _put_right(text)
    meant = in_one_script(plain) if plain else None
    if meant is None or (meant := email(meant)) is None:
        return None
    local, _, domain = _WWW.sub("", meant).rpartition("@")
    found = canonical(f"{local}@{_provider(domain) or domain}")
    return None if plain == email(text) and found == canonical(plain) else found


def _put_right(text: str) -> str | None:
    """A text that is no address as one, where little is missing."""
    text = _INVISIBLE.sub("", text[:200]).strip(_EDGES).lower()
    parts = _AT.split(text)
    if len(parts) != 2 or not all(parts):
        return None
    local, domain = _DOT.sub(".", parts[0]), _DOT.sub(".", parts[1])
    return email(f"{local}@{_UNDOTTED.get(domain, domain)}")


@lru_cache(maxsize=1 << 14)
def _provider(domain: str) -> str | None:
    """The frequent provider, or the ending, that a domain was probably meant to be; None for a good or an unknown one."""
    if domain in _GOOD:
        return None
    name, _, ending = domain.rpartition(".")
    fixed = f"{name}.{_MEANT.get(ending, ending)}"
    if fixed in _GOOD:
        return fixed
    best: tuple[int, str] | None = None
    for provider in _FREQUENT:
        most = 2 if len(provider) >= 9 and provider[0] == domain[0] else 1
        if abs(len(provider) - len(domain)) <= most and (away := OSA.distance(fixed, provider, score_cutoff=most)) <= most:
            best = min(best, (away, provider)) if best else (away, provider)
    return best[1] if best else fixed if fixed != domain else None


def is_placeholder(address: str) -> bool:
    """Whether the address stands for none (R14): `test@test.com`, `noreply@...`."""
    local, _, domain = address.rpartition("@")
    return local in _NOBODY or (local in _JUNK and domain.split(".", 1)[0] in _JUNK_DOMAINS)


@lru_cache(maxsize=1 << 16)
def is_role(address: str) -> bool:
    """Whether a mailbox is a company's desk (`info@`, `sales-ru@`, `office2@`): it names a company, never a person (R14)."""
    local = address.partition("@")[0].split("+", 1)[0]
    if local in _ROLES:
        return True
    first, *rest = local.rstrip("0123456789").replace("-", ".").replace("_", ".").split(".")
    return first in _ROLES and all(part in _ROLES or len(part) <= 3 for part in rest)


def is_free(address: str) -> bool:
    """Whether anybody can have a mailbox at the domain: it names no company (R14)."""
    return address.rpartition("@")[2] in FREE_MAIL


def is_disposable(address: str) -> bool:
    """Whether the domain lends mailboxes for minutes: it names no company, and the address will not be seen again."""
    return address.rpartition("@")[2] in _DISPOSABLE


def company_domain(address: str) -> str | None:
    """The registrable domain where it can name a company; None for free and disposable mail."""
    domain = address.rpartition("@")[2]
    if domain in _ANYBODYS or (found := registrable(domain)) in _ANYBODYS:
        return None
    return found


def _own_script(domain: str) -> str:
    """A domain with its xn-- labels as they are read, where they can be."""
    return ".".join([_read(label) if label.startswith("xn--") else label for label in domain.split(".")])


def _read(label: str) -> str:
    try:
        read = label.encode("ascii").decode("idna").lower()
    except UnicodeError:
        return label
    return read if _LABEL.fullmatch(read) else label


@lru_cache(maxsize=1 << 14)
def registrable(domain: str) -> str:
    """The part of a domain that somebody registered: romashka.co.uk of mail.romashka.co.uk; xn-- forms in their own script. Idempotent."""
    parts = domain.split(".")
    found = ".".join(parts[-3:] if ".".join(parts[-2:]) in _SECOND_LEVEL else parts[-2:])
    return _own_script(found) if "xn--" in found else found
