"""Compare: how far two names agree, part by part; says nothing about how much that proves (that is for resolve/ to weigh)."""

from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from processors.normalise.fold import deep
from processors.normalise.nicknames import spellings
from processors.normalise.person import PersonName, parse

Level = Literal["same", "variant", "nickname", "typo", "prefix", "part", "gender", "initial", "missing", "differs"]
"""How one part of two names agrees, from `same` downwards.

`same`: the same word, in whatever script and usual romanisation. `variant`: another language's or a rarer spelling of the same (Oleksandr
and Aleksandr, Honcharenko and Goncharenko). `nickname`: one is short for the other, or both for a third. `typo`: one or two letters apart.
`prefix`: one is the beginning of the other, where an exchange or a handle cuts names. `part`: they share one of several parts (Müller and
Müller-Schmidt). `gender`: a family name in the other gender (Иванов, Иванова): most often two people. `initial`: one is only the first
letter of the other. `missing`: one or both are not there. `differs`: anything else.
"""

_RANK: dict[Level, int] = {
    "same": 8, "variant": 7, "nickname": 7, "typo": 5, "prefix": 5, "part": 4, "gender": 3, "initial": 2, "missing": 0, "differs": -6,
}  # fmt: skip


class NameAgreement(NamedTuple):
    """How two names agree by part. `swapped`: only with the words of one in another order than they seemed to stand in.

    `generation`: `same`, `missing` or `differs` (father and son). `patronymic` likewise by father's name or initial.
    """

    given: Level
    family: Level
    patronymic: Level
    generation: Level
    swapped: bool

    @property
    def rank(self) -> int:
        """For choosing the better of two readings; not a probability."""
        return _RANK[self.given] + _RANK[self.family]


def same_name(one: PersonName, two: PersonName) -> NameAgreement:
    """How far two names agree, read in the way in which they agree best; symmetric. Bounded work, whatever the names."""
    best = _read(one, two, False)
    if best.given in _GOOD and best.family in _GOOD:
        return best
    if two.other is not None:
        best = max(best, _read(one, two.other, True), key=_rank)
    if one.other is not None:
        best = max(best, _read(one.other, two, True), key=_rank)
        if two.other is not None:
            best = max(best, _read(one.other, two.other, False), key=_rank)
    return best


_GOOD = frozenset(("same", "variant", "nickname"))


def _rank(found: NameAgreement) -> tuple[int, int, str, str, str]:
    """Which of several readings is taken, the same from both sides."""
    return found.rank, _RANK[found.family], found.family, found.given, found.patronymic


def _read(one: PersonName, two: PersonName, swapped: bool) -> NameAgreement:
    return NameAgreement(given_agreement(one, two), family_agreement(one, two), _fathers(one, two), _generations(one, two), swapped)


def given_agreement(one: PersonName, two: PersonName) -> Level:
    """How the given names agree, initials included."""
    a, b = one.first, two.first
    if not a or not b:
        return _initials(one, two)
    if a == b:
        return "same"
    if not one.given.isdisjoint(two.given):
        return "nickname" if one.nickname or two.nickname else "variant"
    if one.middle or two.middle:
        if a == b + "".join(two.middle[:1]) or b == a + "".join(one.middle[:1]):
            return "same"
        if a in two.middle or b in one.middle:
            return "part"
    if (a == one.cut and _begins(two, a)) or (b == two.cut and _begins(one, b)):
        return "prefix"
    if one.known and two.known:
        return "differs"
    return _words(a, b)


def _begins(whole: PersonName, beginning: str) -> bool:
    """Whether a cut word begins any spelling of a given name; its last letter may be half of a sound."""
    stems = (beginning, beginning[:-1]) if len(beginning) > 3 else (beginning,)
    if whole.first.startswith(stems):
        return True
    return any(word.startswith(stems) for name in whole.given for word in spellings(name))


def _initials(one: PersonName, two: PersonName) -> Level:
    a = one.first or (one.initials[0] if one.initials else "")
    b = two.first or (two.initials[0] if two.initials else "")
    if not a or not b:
        return "missing"
    if a[0] == b[0]:
        return "initial"
    full = two if two.first else one
    short = a if two.first else b
    return "initial" if any(word.startswith(short[0]) for name in full.given for word in spellings(name)) else "differs"


def family_agreement(one: PersonName, two: PersonName) -> Level:
    """How the family names agree."""
    a, b = one.family, two.family
    if not a or not b:
        if (a and two.initial) or (b and one.initial):
            return "initial" if (a or b)[0][0] == (one.initial or two.initial)[0] else "differs"
        return "missing"
    if a == b:
        return "same"
    if len(a) == 1 and len(b) == 1:
        x, y = a[0], b[0]
        if (x == one.cut and len(x) > 1 and y.startswith(x)) or (y == two.cut and len(y) > 1 and x.startswith(y)):
            return "prefix"
        return _words(x, y) if man(x) != man(y) else "gender"
    joined = "".join(a), "".join(b)
    if joined[0] == joined[1]:
        return "same"
    if not set(a).isdisjoint(b):
        return "part"
    return _words(*joined)


def _fathers(one: PersonName, two: PersonName) -> Level:
    a, b = one.patronymic, two.patronymic
    if a and b:
        return "same" if a == b else _words(a, b)
    known, short = (a, two) if a else (b, one)
    if known and len(short.initials) > 1:
        return "initial" if short.initials[1][0] == known[0] else "differs"
    if len(one.initials) > 1 and len(two.initials) > 1:
        return "initial" if one.initials[1] == two.initials[1] else "differs"
    return "missing"


def _generations(one: PersonName, two: PersonName) -> Level:
    if one.generation and two.generation:
        return "same" if one.generation == two.generation else "differs"
    return "missing"


@lru_cache(maxsize=1 << 16)
def _words(a: str, b: str) -> Level:
    """How two different folded words agree: rarer spellings, then one slip of the fingers in four letters or more, two in eight."""
    if deep(a) == deep(b):
        return "variant"
    longest = max(len(a), len(b))
    if longest < 4 or OSA.distance(a, b, score_cutoff=2) > (2 if longest >= 8 else 1):
        return "differs"
    return "typo"


@lru_cache(maxsize=1 << 15)
def man(family: str) -> str:
    """A folded Slavic family name as a man bears it: ivanova -> ivanov, zaiskaia -> zaiski; others unchanged."""
    if family.endswith(("ova", "eva", "ina")) and len(family) > 4:
        return family[:-1]
    for ending in ("kaia", "aia"):
        if family.endswith(ending) and len(family) > 5:
            return family[: -len(ending)] + ("ki" if ending == "kaia" else "i")
    if family.endswith(("ska", "çka", "dzka")) and len(family) > 4:
        return family[:-1] + "i"
    return family


@lru_cache(maxsize=1 << 15)
def disagree(one: str | None, other: str | None) -> bool:
    """Whether two full names, as shown, clearly belong to two people (R15): neither part of one agrees with one of the other in any way.

    A missing name, a single word or an initial proves nothing.
    """
    a, b = parse(one), parse(other)
    if len(a.tokens) < 2 or len(b.tokens) < 2:
        return False
    found = same_name(a, b)
    if found.given != "differs" or found.family != "differs":
        return False
    return not any(JaroWinkler.similarity(x, y) >= _ALIKE for x in a.tokens for y in b.tokens)


_ALIKE = 0.85
"""Jaro-Winkler similarity from which two words may be one that was spelled very differently."""
