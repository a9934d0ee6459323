"""Normalise: who a touch is from, in the forms that are shown and matched; pure, and doing it twice changes nothing."""

import re
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from processors.normalise.company import company_key, site_domain, tax_key
from processors.normalise.email import canonical, company_domain, email, is_placeholder, is_role
from processors.normalise.evidence import regions_of
from processors.normalise.names import name
from processors.normalise.person import NOBODY, PersonName, parse
from processors.normalise.phone import Phone, phones
from processors.normalise.place import city
from processors.normalise.text import given as line_of
from processors.normalise.text import line
from schemas.touch import Person, Touch

T = TypeVar("T")

MOST = 20
"""How many phones, e-mails and accounts of one touch are looked at."""

EXTERNAL, EMAIL, PHONE, MESSENGER, COOKIE, MAILBOX = "external", "email", "phone", "messenger", "cookie", "mailbox"
TAX_ID, COMPANY_NAME, DOMAIN = "tax id", "company name", "domain"


class Key(msgspec.Struct, frozen=True, gc=False):
    """Something that a client may be found by: its kind, and the value that is compared."""

    kind: str
    value: str


class Organisation(msgspec.Struct, frozen=True, gc=False):
    """The company of a touch. `keys` find a known one; `submitted`: given in fields of its own, so that it may become one (R10)."""

    name: str | None = None
    tax_id: str | None = None
    kind: str | None = None
    website: str | None = None
    submitted: bool = False
    keys: tuple[Key, ...] = ()


class Sender(msgspec.Struct, frozen=True, gc=False):
    """Who a touch is from. `keys`: strongest first (R2). `reachable`: somebody can be answered by phone, mail or messenger (R56).

    `who`: the name taken apart, NOBODY without one. `place`: the city as it is compared.
    """

    name: str | None
    given: str | None
    family: str | None
    position: str | None
    language: str | None
    city: str | None
    phones: tuple[Phone, ...]
    emails: tuple[str, ...]
    messengers: tuple[tuple[str, str], ...]
    organisation: Organisation
    keys: tuple[Key, ...]
    who: PersonName = NOBODY
    place: str | None = None

    @property
    def reachable(self) -> bool:
        return bool(self.phones or self.emails or self.messengers)

    @property
    def somebody(self) -> bool:
        """Whether there is anybody in it who could be a client: any key, or a name."""
        return bool(self.keys or self.name)


def sender(touch: Touch, regions: Sequence[str]) -> Sender:
    """The sender of a touch, its phones read with `regions` (best evidence first), then with what the sender's own words speak for."""
    person = touch.person
    first = name(person.given[:800]) if person.given else None
    last = name(person.family[:800]) if person.family else None
    numbers = _phones(touch, tuple(regions)) if person.phones else ()
    addresses = _emails(person.emails) if person.emails else ()
    accounts = _accounts(person.messengers) if person.messengers else ()
    shown = name(person.name[:800]) if person.name else None
    if shown is None and (first or last):
        shown = name(" ".join(filter(None, (first, last)))[:800])
    return Sender(
        name=shown,
        given=first,
        family=last,
        position=line_of(person.position, 200) if person.position else None,
        language=line_of(person.language, 35) if person.language else None,
        city=line_of(person.city, 200) if person.city else None,
        phones=numbers,
        emails=addresses,
        messengers=accounts,
        organisation=_organisation(touch, addresses) if addresses or touch.company is not None else _NONE,
        keys=_keys(person, numbers, addresses, accounts),
        who=parse(shown),
        place=city(person.city) if person.city else None,
    )


def _accounts(given: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple([(line(network, 40), line(account, 200)) for network, account in given[:MOST] if account.strip()])


_SEVERAL = re.compile(r"[,;|/\s]+")
"""What parts addresses that were written into one field."""


def _phones(touch: Touch, regions: tuple[str, ...]) -> tuple[Phone, ...]:
    texts = [raw[:200] for raw in touch.person.phones[:MOST] if raw]
    for raw in texts:
        if raw[0] != "+":
            regions = tuple(dict.fromkeys((*regions, *regions_of(touch))))
            break
    if len(texts) == 1:
        return _distinct(phones(texts[0], regions))
    found: dict[Phone, None] = {}
    for raw in texts:
        if len(found) < MOST:
            found.update(dict.fromkeys(phones(raw, regions)))
    return tuple(found)[:MOST]


def _emails(texts: Sequence[str]) -> tuple[str, ...]:
    parts = [part for raw in texts[:MOST] if raw for part in (_SEVERAL.split(raw[:2000]) if raw.count("@") > 1 else (raw[:400],))]
    return _distinct([found for part in parts[: 2 * MOST] if part and (found := email(part)) and not is_placeholder(found)])[:MOST]


def _keys(person: Person, numbers: Sequence[Phone], addresses: Sequence[str], accounts: Sequence[tuple[str, str]]) -> tuple[Key, ...]:
    """Every key of the person, in the order of evidence (R2, R15)."""
    keys = [Key(EXTERNAL, f"{system}:{known}") for system, known in person.external[:MOST] if known.strip()] if person.external else []
    for address in addresses:
        keys.append(Key(MAILBOX if is_role(address) else EMAIL, canonical(address)))
    for number in numbers:
        keys.append(Key(PHONE, number.key))
    for network, account in accounts:
        keys.append(Key(MESSENGER, f"{network}:{account}"))
    if person.cookie and person.cookie.strip():
        keys.append(Key(COOKIE, person.cookie.strip()))
    return _distinct(keys)


def _organisation(touch: Touch, addresses: Sequence[str]) -> Organisation:
    company = touch.company
    domains = [domain for address in addresses if (domain := company_domain(address))]
    if company is None:
        return Organisation(keys=tuple([Key(DOMAIN, domain) for domain in domains])) if domains else _NONE
    shown, tax_id, website = line_of(company.name, 200), line_of(company.tax_id, 40), line_of(company.website, 200)
    keys = []
    if tax_id and (key := tax_key(tax_id)):
        keys.append(Key(TAX_ID, key))
    if shown and (key := company_key(shown)):
        keys.append(Key(COMPANY_NAME, key))
    else:
        shown = None
    if website and (domain := site_domain(website)):
        domains.append(domain)
    keys.extend([Key(DOMAIN, domain) for domain in _distinct(domains)])
    return Organisation(
        name=shown,
        tax_id=tax_id,
        kind=line_of(company.kind, 100),
        website=website,
        submitted=company.submitted and bool(shown or tax_id or company.kind),
        keys=tuple(keys),
    )


_NONE = Organisation()


def _distinct(values: Sequence[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values)) if len(values) > 1 else tuple(values)
