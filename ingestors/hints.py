"""Reading phones needs a country: regions from a page's address, a locale or the line that was called (R27)."""

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers

_LANGUAGE_HOME = {
    "ru": "RU",
    "uk": "UA",
    "pl": "PL",
    "de": "DE",
    "fr": "FR",
    "es": "ES",
    "it": "IT",
    "cs": "CZ",
    "be": "BY",
    "kk": "KZ",
    "tr": "TR",
}
"""Where a language alone hints at a country; English, say, does not."""

_GENERIC_TLD = frozenset({"IO", "CO", "ME", "TV", "AI", "LY", "TO", "CC", "WS", "FM", "GG", "SH", "IM", "SO", "AC"})
_REGIONS: frozenset[str] = frozenset(phonenumbers.SUPPORTED_REGIONS)


@lru_cache(maxsize=1024)
def language(locale: str | None) -> str | None:
    """The language of a locale or an Accept-Language header: `de-AT,de;q=0.9` -> `de`."""
    if not locale:
        return None
    tag = locale[:64].partition(",")[0].partition(";")[0].strip().replace("_", "-").partition("-")[0].lower()
    return tag if 2 <= len(tag) <= 3 and tag.isascii() and tag.isalpha() else None


def of_locale(locale: str) -> tuple[str, ...]:
    """The country that a locale names: `de-AT` -> AT; `de` names none."""
    tag = locale[:64].partition(",")[0].partition(";")[0].strip().replace("_", "-")
    for part in tag.split("-")[1:]:
        if part.upper() in _REGIONS:
            return (part.upper(),)
    return ()


def of_language(spoken: str | None) -> tuple[str, ...]:
    """Where a language is at home, the weakest evidence: `uk` -> UA; `en` -> nothing."""
    home = _LANGUAGE_HOME.get(spoken or "")
    return (home,) if home else ()


@lru_cache(maxsize=4096)
def of_page(page: str, spoken: str | None = None) -> tuple[str, ...]:
    """The country in a page's path (`/ru/contact`, `/en-us/`) or its national domain (`.de`); `/uk/` is Ukraine only for who speaks Ukrainian."""
    try:
        parts = urlsplit(page[:2048])
        host = parts.hostname or ""
    except ValueError:
        return ()
    head = parts.path.strip("/").partition("/")[0].replace("_", "-").upper()
    if head == "UK":
        return ("UA",) if spoken == "uk" else ("GB",)
    if len(head) == 5 and head[2] == "-" and head[3:] in _REGIONS:
        return (head[3:],)
    if len(head) == 2 and head in _REGIONS:
        return (head,)
    national = host.rpartition(".")[2].upper()
    if national == "UK":
        return ("GB",)
    return (national,) if national in _REGIONS and national not in _GENERIC_TLD else ()


@lru_cache(maxsize=4096)
def of_line(number: str) -> tuple[str, ...]:
    """The country of a line that was called, where it is written internationally; toll-free lines count for their numbering plan."""
    digits = "".join(c for c in number[:40] if c.isdigit())
    if number.lstrip().startswith("00"):
        digits = digits[2:]
    elif not number.lstrip().startswith("+") and len(digits) < 11:
        return ()
    try:
        parsed = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        return ()
    region = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return (region,) if region in _REGIONS else ()


def of_country(value: str | None) -> tuple[str, ...]:
    """A form's country field, where it holds a code: `de`, `UK`."""
    if not value:
        return ()
    code = value.strip().upper()
    code = "GB" if code == "UK" else code
    return (code,) if code in _REGIONS else ()


@lru_cache(maxsize=1024)
def of_visit(country: str | None, locale: str | None, page: str | None, spoken: str | None, configured: str | None) -> tuple[str, ...]:
    """What speaks for a visitor's country, best evidence first: their word, locale, page's address and language, then the source's setting."""
    return regions(
        of_country(country),
        of_locale(locale) if locale else (),
        of_page(page, spoken) if page else (),
        of_language(spoken),
        of_country(configured),
    )


def regions(*evidence: Sequence[str]) -> tuple[str, ...]:
    """The evidence in its order, best first, without repeats."""
    found: list[str] = []
    for regions in evidence:
        for region in regions:
            if region not in found:
                found.append(region)
    return tuple(found)
