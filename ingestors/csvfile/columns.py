"""Which column holds what: names of columns in seven languages, as people and programs write them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, get_args

from rapidfuzz import fuzz, process

from ingestors.csvfile.synonyms import SYNONYMS, TELLING

Field = Literal[
    "name", "given", "family", "patronymic", "phone", "email", "company", "position", "city", "comment", "owner", "date", "website", "tax_id",
    "product", "language", "country", "subject", "messenger", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
    "gclid", "yclid", "fbclid", "promo", "page", "ignore",
]  # fmt: skip
"""What a column can hold; `ignore` leaves a column out on purpose."""

FIELDS = frozenset(get_args(Field))
MANY = frozenset({"phone", "email", "comment", "messenger", "ignore"})
"""Fields that several columns may feed; of the others the first column counts."""

NEAR = 88
"""From which likeness (0 to 100) a name that is not in the table counts as a misspelling of one that is."""

_OTHER = "type тип typ consent согласие zgoda einwilligung status статус verified valid opt id code код count date дата data"
_NO_CONTACT = frozenset(_OTHER.split())
"""A word that makes of a contact's column something else: `phone type`, `email consent`."""

_PUNCTUATION = re.compile(r"[^\w']+|_+")
_APOSTROPHES = str.maketrans("’ʼ`´‘", "'''''")


def plain(name: str) -> str:
    """A column's name as it is looked up: lower case, one kind of apostrophe, no punctuation, no number behind it."""
    folded = unicodedata.normalize("NFKC", name[:200]).casefold().translate(_APOSTROPHES).replace("ё", "е")
    folded = re.sub(r"(?<=[a-zа-яіїєґ])(?=\d+$)", " ", folded)
    words = _PUNCTUATION.sub(" ", folded).split()
    while len(words) > 1 and words[-1].isdigit():
        words.pop()
    return " ".join(words)


_TABLE: Mapping[str, str] = {plain(name): field for field, names in SYNONYMS.items() for name in names.split(",")}
_TABLE_LONG = tuple(name for name in _TABLE if len(name) > 4)
_BY_WORD: Mapping[str, str] = {plain(word): field for field, words in TELLING.items() for word in words.split()}


@lru_cache(maxsize=4096)
def field_of(name: str) -> str | None:
    """What a column of this name holds; None when nobody can tell. First the table, then a telling word, then a misspelling."""
    looked_up = plain(name)
    if not looked_up:
        return None
    if (found := _TABLE.get(looked_up)) is not None:
        return found
    if "@" in name or sum(c.isdigit() for c in name) > 4:  # a value, not a name
        return None
    words = looked_up.split()
    if not _NO_CONTACT.intersection(words):
        for field in TELLING:
            if any(_BY_WORD.get(word) == field for word in words):
                return field
    near = process.extractOne(looked_up, _TABLE_LONG, scorer=fuzz.ratio, score_cutoff=NEAR) if len(looked_up) > 4 else None
    return _TABLE[near[0]] if near else None


def mapping(header: Sequence[str], confirmed: Mapping[str, str] | None = None) -> tuple[str | None, ...]:
    """The field of each column, None for those that are kept as they are; `confirmed` (column name -> field) wins over guesses.

    A bare `Name` beside a given name is the family name (`Vorname, Name`), and beside a family name the given one; a family name alone
    (`Nom`) is the whole name.
    """
    fields: list[str | None] = [(confirmed or {}).get(name) or (confirmed or {}).get(name.strip()) or field_of(name) for name in header]
    if "name" in fields and "given" in fields and "family" not in fields:
        fields[fields.index("name")] = "family"
    elif "name" in fields and "family" in fields and "given" not in fields:
        fields[fields.index("name")] = "given"
    elif "family" in fields and "given" not in fields:
        fields[fields.index("family")] = "name"
    seen: set[str] = set()
    for place, field in enumerate(fields):
        if field is not None and field not in MANY:
            if field in seen:
                fields[place] = None
            seen.add(field)
    return tuple(fields)
