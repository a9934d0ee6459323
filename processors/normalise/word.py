"""Word: a word of a name with everything that it tells by itself, found once for all the questions that are asked of it."""

import re
from functools import lru_cache

import msgspec

from processors.normalise.fold import fold
from processors.normalise.nicknames import NICKNAMES, meanings

_HYPHENS = re.compile("-+")
_VOWEL = re.compile("[aeiouäöüąęóаеёиоуыэюяіїєAEIOUÄÖÜĄĘÓАЕЁИОУЫЭЮЯІЇЄıİ]")

_FATHER = re.compile(r"(?:(.{2,}?)(?:[aoei]v(?:i[čç]|na)|(?:in)?ična)|(il|luk|fom|nikit|kuzm|sav)i[čç]|(l)v(?:ovi[čç]|ovna|ivna))$")
_STEMS = {"il": "ilia", "lv": "lev", "iakovl": "iakov", "luk": "luka", "fom": "foma", "nikit": "nikita", "kuzm": "kuzma", "sav": "sava"}
# How Slavic family names end, which is telling, and how other ones often do, which is a hint; all of folded words.
_SLAVIC = re.compile(r"(?:[oe]va?|.in|.ina|sk(?:i|oi|aia)|çk(?:i|a|aia)|.ska|dzk[ia]|enko|čuk|iuk|švili|dze|.{3}ian|.ih|aia)$")
_WESTERN = re.compile(r"(?:son|mann?|berg|stein|ford|ton|feld|huber|baver|maier|er|lei|vod|bridge|smit|[aiu]k|čik|ovi[čç]|evi[čç])$")


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word of a name as written, and folded; `lower` is as lists have it.

    `parts`: of a double name folded one by one, as their sounds do not meet; `folded` joins them. `names`: the given names that it may
    stand for; `nickname`: it is only ever short for them. `father`: the father's name, where it may be a patronymic. `mistyped`: it has
    hardly a vowel. `given`: how much speaks for a given name, 0 to 3; `family`: how much its end does for a family name, 0 to 2.
    """

    text: str
    lower: str
    folded: str
    parts: tuple[str, ...]
    names: frozenset[str]
    nickname: bool
    father: str
    mistyped: bool
    given: int
    family: int

    @property
    def formal(self) -> bool:
        """Whether it is a given name in full, not only short for one."""
        return bool(self.names) and not self.nickname


@lru_cache(maxsize=1 << 15)
def word_of(text: str) -> Word:
    """What a word tells; never raises."""
    parts = tuple([folded for part in _HYPHENS.split(text) if (folded := fold(part))]) if "-" in text else (fold(text),)
    folded = "".join(parts)
    names = meanings(folded)
    nickname = folded in NICKNAMES
    return Word(
        text,
        text.casefold(),
        folded,
        parts if folded else (),
        names,
        nickname,
        father_of(folded) if folded.endswith(("č", "ç", "na")) else "",
        len(text) > 2 and len(_VOWEL.findall(text)) * 4 <= len(text),
        2 if nickname else 3 if names or ("-" in text and meanings(fold(text.partition("-")[0]))) else 0,
        0 if names else 2 if is_slavic(folded) else 1 if _WESTERN.search(folded) else 0,
    )


def is_slavic(folded: str) -> bool:
    """Whether a folded word ends like a Slavic family name."""
    return _SLAVIC.search(folded) is not None


def father_of(folded: str) -> str:
    """The father's name in a patronymic, as our table calls it where it is known; empty when the word is none."""
    found = _FATHER.search(folded)
    if found is None:
        return ""
    stem = found[1] or found[2] or "lv"
    if (irregular := _STEMS.get(stem)) is not None:
        return irregular
    for ending in ("ei", "ai", "", "i", "a", "ia", "o"):
        word = stem + ending
        if word not in NICKNAMES and (names := meanings(word)):
            return min(names)
    return stem


def is_formal(folded: str) -> bool:
    """Whether a folded word is a given name in full, not only short for one."""
    return bool(meanings(folded)) and folded not in NICKNAMES
