"""Likeness: how far two words of names are one, and how far a word stands in an e-mail address; cheap, as it is asked most."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from processors.normalise.fold import deep, fold
from processors.normalise.nicknames import meanings

SAME, NICKNAME, TYPO, BEGINNING, INITIAL, DIFFERS = 5, 4, 3, 2, 1, 0
"""How far words are one: the same, a nickname, a typo or a long beginning, a short beginning, an initial, not at all."""

_COARSE = str.maketrans({"š": "s", "ž": "z", "č": "s", "ç": "s", "h": "g"})
_LETTERS = re.compile(r"[a-zA-Z]+")


@lru_cache(maxsize=1 << 15)
def coarse(word: str) -> str:
    """A folded word with sounds that languages confuse as one letter each."""
    return word.translate(_COARSE)


@lru_cache(maxsize=1 << 15)
def canonical(word: str) -> tuple[str, ...]:
    """The given names that a folded word may stand for, at most two, else itself: what counts and keys are made by."""
    names = meanings(word)
    return tuple([deep(name) for name in sorted(names)[:2]]) if names else (deep(word),)


@lru_cache(maxsize=1 << 16)
def likeness(a: str, b: str) -> int:
    """How far two folded words are one (SAME to DIFFERS); symmetric."""
    if a == b:
        return SAME
    x, y = coarse(a), coarse(b)
    if initial(x) or initial(y):
        return SAME if deep(a) == deep(b) else INITIAL if _initial(a, b, x, y) else DIFFERS
    if deep(a) == deep(b):
        return SAME
    one, other = meanings(a), meanings(b)
    if not one.isdisjoint(other):
        return NICKNAME
    shorter = min(len(x), len(y))
    if shorter == 2:
        return DIFFERS
    slips = OSA.distance(x, y, score_cutoff=2)
    if one and other:
        return BEGINNING if slips <= 1 else DIFFERS
    if slips <= 1 or (slips == 2 and shorter >= 6 and OSA.distance(a, b, score_cutoff=2) <= 2) or JaroWinkler.similarity(x, y) >= 0.92:
        return TYPO
    return DIFFERS


@lru_cache(maxsize=1 << 14)
def mistyped(a: str, b: str) -> bool:
    """Whether a word that is nobody's name may be the other one with several slips; a guess that needs a key beside it."""
    if len(a) < 3 or len(b) < 3 or (meanings(a) and meanings(b)):
        return False
    x, y = coarse(a), coarse(b)
    return JaroWinkler.similarity(x, y) >= 0.8 or (min(len(x), len(y)) > 3 and OSA.distance(x, y, score_cutoff=2) <= 2)


def begins(beginning: str, word: str) -> int:
    """How far a word that was cut is another one; its last letter may be half of a sound."""
    x, y = coarse(beginning), coarse(word)
    if y.startswith(x) or (len(x) > 3 and y.startswith(x[:-1])):
        return TYPO if len(x) >= 4 else BEGINNING
    names = meanings(word)
    return BEGINNING if any(name.startswith(beginning) for name in names) else DIFFERS


_ONE_LETTER = frozenset(("iu", "ia", "io", "ie", "ks"))
"""What a single letter may be folded to: Ю, Я, Ё, Є, X."""
_BEGINS = {"k": ("č", "ç", "h"), "p": ("f",)}
"""Sounds of words that begin with this folded letter: C of Charles and Cezary, K of Khariton, P of Philip."""


def initial(word: str) -> bool:
    """Whether a folded word is one letter."""
    return len(word) == 1 or word in _ONE_LETTER


def _initial(a: str, b: str, x: str, y: str) -> bool:
    if x[0] == y[0] or {x[0], y[0]} == {"i", "e"}:
        return len(x) == 1 or len(y) == 1 or x.startswith(y) or y.startswith(x)
    if b[0] in _BEGINS.get(a, ()) or a[0] in _BEGINS.get(b, ()):
        return True
    return any(name[0] == y[0] for name in meanings(a)) or any(name[0] == x[0] for name in meanings(b))


@lru_cache(maxsize=1 << 15)
def local_words(address: str) -> tuple[str, ...]:
    """The words of the local part of an address, folded: `ivan.petrov77@` -> (`ivan`, `petrov`)."""
    local = address.partition("@")[0].partition("+")[0]
    return tuple([folded for word in _LETTERS.findall(local)[:4] if (folded := fold(word))])


@lru_cache(maxsize=1 << 16)
def in_address(word: str, address: str) -> int:
    """How far a folded word of a name stands in the local part of an address (SAME to DIFFERS)."""
    words = local_words(address)
    x, depth = coarse(word), deep(word)
    found = DIFFERS
    for part in words:
        if part == word or deep(part) == depth:
            return SAME
        y = coarse(part)
        if len(y) == 1:
            found = max(found, INITIAL if x[0] == y else DIFFERS)
        elif len(x) >= 3 and len(y) > len(x) and (y.startswith(x) or y.endswith(x)):
            return SAME
        elif len(y) >= 3:
            found = max(found, _in_part(word, part, x, y))
    return found


def _in_part(word: str, part: str, x: str, y: str) -> int:
    if not meanings(word).isdisjoint(meanings(part)):
        return NICKNAME
    if x.startswith(y):
        return TYPO if len(y) >= 4 else BEGINNING
    if len(x) >= 4 and len(y) >= 4 and likeness(word, part) >= TYPO:
        return TYPO
    return DIFFERS
