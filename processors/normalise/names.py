"""Names of people: cleaned for showing, folded for comparing; what stands in for a name is none."""

import re
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from processors.normalise.fold import fold
from processors.normalise.nicknames import meanings
from processors.normalise.script import in_one_script, mended
from processors.normalise.text import NAME_CHARS, line

_PLACEHOLDER = re.compile(
    r"(?:-+|\.+|_+|n/?a|null|none|nil|undefined|unknown|anonymous|withheld|private|no ?name|test|тест|имя|аноним(?:ный)?|неизвестно"
    r"|(?:visitor|guest|user|client|customer|посетитель|гость|клиент|пользователь|відвідувач|гість|клієнт|gast|besucher|kunde"
    r"|gość|klient|visiteur|invité|visitante|invitado)[\s#№_-]*\d*)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´][^\W\d_]+)*")
_ALIKE = 0.85
"""Jaro-Winkler similarity from which two words may be the same word spelled differently."""


@lru_cache(maxsize=1 << 15)
def name(text: str) -> str | None:
    """The name for showing, or None when there is none: `null`, `Visitor 12`, signs only. name(name(x)) == name(x)."""
    cleaned = line(text, NAME_CHARS)
    if not text.isascii():
        cleaned = _legible(text)
    if not any(map(str.isalpha, cleaned)) or _PLACEHOLDER.fullmatch(cleaned):
        return None
    return cleaned


def _legible(text: str) -> str:
    """The line in the encoding and the script that it was meant in; again and again, as one may uncover the other."""
    for _ in range(4):
        better = in_one_script(line(mended(text), NAME_CHARS))
        if better == text:
            break
        text = better
    return text


@lru_cache(maxsize=1 << 15)
def words(text: str) -> frozenset[str]:
    """The words of a name folded, so that scripts meet; their order says nothing, as people and forms swap it."""
    return frozenset([folded for word in _WORD.findall(text) if (folded := fold(word))])


@lru_cache(maxsize=1 << 15)
def disagree(one: str | None, other: str | None) -> bool:
    """Whether two full names clearly belong to two people (R15): both have two words or more, and no word of one resembles one of the other.

    A missing name, a single word or an initial proves nothing; a nickname resembles what it is short for.
    """
    if one is None or other is None:
        return False
    a, b = words(one), words(other)
    if len(a) < 2 or len(b) < 2:
        return False
    return not any(_resemble(x, y) for x in a for y in b)


def _resemble(x: str, y: str) -> bool:
    if len(x) <= 2 or len(y) <= 2:
        return x[0] == y[0]
    if x.startswith(y) or y.startswith(x) or not meanings(x).isdisjoint(meanings(y)):
        return True
    return bool(JaroWinkler.similarity(x, y) >= _ALIKE)
