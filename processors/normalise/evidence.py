"""Evidence: which countries a sender's own words point to, for reading phones where the channel's hint does not help (R13)."""

import re

from processors.normalise.words import REGIONS_OF_LEGAL_FORMS
from schemas.touch import Touch

_LETTERS = (
    (re.compile("[іїєґІЇЄҐ]"), ("UA",)),
    (re.compile("[ыэъёЫЭЪЁ]"), ("RU",)),
    (re.compile("[\u0400-\u04ff]"), ("RU", "UA")),
    (re.compile("[ąćęłńśźżĄĆĘŁŃŚŹŻ]"), ("PL",)),
    (re.compile("[äöüßÄÖÜ]"), ("DE",)),
)
_ENDINGS = {
    **{
        code.lower(): code
        for code in [
            "RU",
            "UA",
            "PL",
            "DE",
            "BY",
            "KZ",
            "FR",
            "IT",
            "ES",
            "NL",
            "AT",
            "CH",
            "CZ",
            "SK",
            "BE",
            "PT",
            "BR",
            "AR",
            "MX",
            "TR",
            "RO",
            "BG",
            "LT",
            "LV",
            "EE",
            "FI",
            "SE",
            "NO",
            "DK",
            "IE",
            "GR",
            "IL",
        ]
    },
    **{"uk": "GB", "рф": "RU", "su": "RU", "us": "US", "укр": "UA"},
}
_FORMS = {form: row.split()[0] for row in REGIONS_OF_LEGAL_FORMS.strip().splitlines() for form in row.split()[1:]}
_WORD = re.compile(r"[\w.]+")


def regions_of(touch: Touch) -> tuple[str, ...]:
    """Regions (ISO 3166 alpha-2) that the endings of e-mail domains, the letters of the name and the company's legal form speak for.

    The surest first: a country's own domain, then a legal form, then letters.
    """
    person, company = touch.person, touch.company
    found: list[str] = []
    for address in person.emails[:3]:
        if (region := _ENDINGS.get(address[-80:].strip(" \t.>").lower().rpartition(".")[2])) is not None:
            found.append(region)
    if company is not None and company.name:
        for word in _WORD.findall(company.name[:100].casefold()):
            if (region := _FORMS.get(word.replace(".", ""))) is not None:
                found.append(region)
    for text in (person.name or person.given, company.name if company else None):
        if text and not text.isascii():
            for letters, regions in _LETTERS:
                if letters.search(text[:100]):
                    found.extend(regions)
                    break
    return tuple(dict.fromkeys(found))
