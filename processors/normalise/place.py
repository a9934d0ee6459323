"""Places: weak evidence, compared across scripts and languages."""

import re
from functools import lru_cache

from processors.normalise.fold import fold
from processors.normalise.text import line
from processors.normalise.words import CITIES

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*")
_ASIDE = re.compile(r"[(,;/].*")
_KIND = frozenset(("г", "г.", "город", "місто", "м", "м.", "с", "село", "пгт", "смт", "пос", "city", "of", "stadt", "miasto", "town"))
_NAMED = {fold(form.replace("_", "")): fold(row.split()[0].replace("_", "")) for row in CITIES.strip().splitlines() for form in row.split()}


@lru_cache(maxsize=1 << 14)
def city(text: str) -> str | None:
    """The city as it is compared: folded, its names in other languages as one (Москва, Moscow, Moskau); None when there is none. Idempotent."""
    words = _WORD.findall(_ASIDE.sub("", line(text, 200)))
    named = [word for word in words if word.casefold() not in _KIND] or words
    key = fold("".join(named))
    return _NAMED.get(key, key) or None
