"""Person: a name taken apart into given name, patronymic and family name, as far as the words themselves tell which is which."""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from processors.normalise.fold import fold
from processors.normalise.names import name as cleaned
from processors.normalise.nicknames import meanings
from processors.normalise.roles import Roles, listed, roles_of
from processors.normalise.script import other_layouts
from processors.normalise.word import Word, word_of
from processors.normalise.words import DESKS, GENERATIONS, LEGAL_FORMS, PARTICLES, TITLES

MOST_WORDS = 6
"""How many words of a name are looked at."""


class PersonName(msgspec.Struct, frozen=True, gc=False):
    """A name understood. All words are folded (`fold`), so that scripts and romanisations meet; what is not there is empty.

    `tokens`: every word but titles, particles and the generation, in the order given; their order proves nothing.
    `first`: the given name as written; `given`: the names it may stand for (`Саша`: aleksandr, aleksandra), else itself.
    `known`: it is in our table; `nickname`: and only ever short for another. `middle`: further given names, or their initials.
    `family`: its parts, without particles: `Müller-Schmidt` has two. `patronymic`: the father's name; `initials`: of the given names, in
    order; `initial`: the family name's, where only that is given. `generation`: jr, sr, ii ...; `cut`: a word that may be a beginning only.
    `sure`: the words themselves tell the roles; else only their order does, and `other` is the second way to read it.
    """

    text: str
    tokens: tuple[str, ...] = ()
    first: str = ""
    given: frozenset[str] = frozenset()
    known: bool = False
    nickname: bool = False
    middle: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    patronymic: str = ""
    initials: tuple[str, ...] = ()
    initial: str = ""
    generation: str = ""
    cut: str = ""
    sure: bool = True
    other: "PersonName | None" = None

    @property
    def full(self) -> bool:
        """Whether given and family name are both there."""
        return bool(self.first and self.family)


NOBODY = PersonName("")

_NONE: frozenset[str] = frozenset()

_TITLES, _PARTICLES = frozenset(TITLES.split()), frozenset(PARTICLES.split())
_DESKS = frozenset(DESKS.split()) | frozenset(form for form in LEGAL_FORMS.split() if len(form) > 2 and not meanings(fold(form)))
_JOINED = frozenset(("mc", "mac"))
_GENERATIONS = {word: row.split()[0] for row in GENERATIONS.strip().splitlines() for word in row.split()}
_LISTED = _TITLES | _PARTICLES | _DESKS | _JOINED | _GENERATIONS.keys()
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´-]+[^\W\d_]+)*|,")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|@\S*|[|/;<].*| (?:via|geb\.|née|урожд\w*|z domu|з дому) .*", re.IGNORECASE)
_HANDLE = re.compile(r"(?=.*[\d_.])[\w.-]+")
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0e31-\u0e3a\u0e47-\u0e4e]"
)
"""Stress marks, points and vowel signs, which would tear words apart."""
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_CUT = range(14, 17)
"""How long a name in capitals is that an exchange may have cut."""


@lru_cache(maxsize=1 << 15)
def parse(name: str | None) -> PersonName:
    """The name taken apart; NOBODY for none and for what stands in for none. Never raises; looks at MOST_WORDS words only."""
    text = cleaned(name[:400]) if name else None
    if text is None:
        return NOBODY
    handle = " " not in text and _HANDLE.fullmatch(text) is not None
    words, after = _words(_NOT_LETTERS.sub(" ", text) if handle else _ASIDE.sub(" ", text if text.isascii() else _MARKS.sub("", text)))
    if (typed := _retyped(text, words)) is not None:
        words, after = typed, None
    words, generation = _bare(words)
    rest = _named_after(words, after) if after else []
    if not words and not rest:
        return PersonName(text)
    exchange = len(text) in _CUT and text.isupper()
    roles = listed(words, rest) if words and rest else roles_of(words or rest, exchange)
    cut = words[-1].folded if words and (exchange or (handle and len(words) > 1)) else ""
    return _named(text, [*words, *rest], roles, generation, cut)


def _named_after(before: Sequence[Word], after: list[Word]) -> list[Word]:
    """What follows a comma, where it goes on with the name; `Ivan Petrov, Romashka` does not."""
    rest, _ = _bare(after)
    if len(before) > 1 and not any(word.formal or word.father for word in rest):
        return []
    return rest


def _retyped(text: str, words: Sequence[Word]) -> list[Word] | None:
    """The words as they were meant with the keyboard in another layout, where only so one of them is a known given name."""
    if not [word for word in words if word.mistyped] or [word for word in words if word.names]:
        return None
    for typed in other_layouts(text):
        found = [word_of(word) for word in _WORD.findall(typed) if word != ","]
        if any(len(word.text) > 3 and word.names for word in found):
            return found[:MOST_WORDS]
    return None


def _named(text: str, words: Sequence[Word], roles: Roles, generation: str, cut: str) -> PersonName:
    given = [word.folded for word in roles.given]
    first = given[0] if given else ""
    stands_for = roles.given[0].names if first else _NONE
    if first and "-" in roles.given[0].text:
        parts = roles.given[0].parts
        given[1:1] = parts
        stands_for |= meanings(parts[0])
    return PersonName(
        text,
        tuple([word.folded for word in words]),
        first,
        stands_for or (frozenset((first,)) if first else frozenset()),
        bool(stands_for),
        bool(first) and roles.given[0].nickname,
        tuple(given[1:]),
        tuple([part for word in roles.family for part in word.parts]),
        roles.patronymic,
        tuple([word.folded for word in roles.initials]),
        roles.initial.folded if roles.initial else "",
        generation,
        cut,
        roles.sure,
        _named(text, words, roles.other, generation, cut) if roles.other else None,
    )


def _words(text: str) -> tuple[list[Word], list[Word] | None]:
    """The words, and those after the first comma where there is one and they are more than titles."""
    found = _WORD.findall(text)
    at = found.index(",") if "," in found else len(found)
    before = [word_of(word) for word in found[:at][:MOST_WORDS]]
    if at == len(found):
        return before, None
    after = [word_of(word) for word in [word for word in found[at + 1 :] if word != ","][:MOST_WORDS]]
    if all(word.lower in _TITLES or word.lower in _GENERATIONS for word in after):
        return [*before, *after], None
    return before, after


def _bare(words: list[Word]) -> tuple[list[Word], str]:
    """The words without titles, particles and generation, and the generation; none where they are only those, or a desk's."""
    generation, joined = "", ""
    kept: list[Word] = []
    desk = False
    for at, word in enumerate(words):
        lower = word.lower
        if lower not in _LISTED:
            kept.append(word_of(joined + word.text) if joined else word)
            joined = ""
        elif lower in _DESKS:
            desk = True
        elif lower in _TITLES:
            continue
        elif at and lower in _GENERATIONS and (len(lower) > 2 or word.text != lower or not word.text.isascii()):
            generation = _GENERATIONS[lower]
        elif lower in _JOINED and at + 1 < len(words):
            joined = word.text
        elif lower in _PARTICLES and (len(words) == 1 or (at + 1 < len(words) and (at or len(words) > 2))):
            continue
        else:
            kept.append(word_of(joined + word.text) if joined else word)
            joined = ""
    if desk and not any(word.names for word in kept):
        return [], ""
    return kept, generation
