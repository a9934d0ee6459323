"""Person: a name taken apart into given name, patronymic and family name, as far as the words themselves tell which is which."""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from processors.normalise.fold import fold
from processors.normalise.names import name as cleaned
from processors.normalise.nicknames import NICKNAMES, meanings
from processors.normalise.script import other_layouts
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
_DESKS = frozenset(DESKS.split()) | frozenset(form for form in LEGAL_FORMS.split() if len(form) > 2)
_JOINED = frozenset(("mc", "mac"))
_GENERATIONS = {word: row.split()[0] for row in GENERATIONS.strip().splitlines() for word in row.split()}
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`´-]+[^\W\d_]+)*|,")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|@\S*|[|/;<].*| (?:via|geb\.|née|урожд\w*|z domu|з дому) .*", re.IGNORECASE)
_HANDLE = re.compile(r"(?=.*[\d_.])[\w.-]+")
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0e31-\u0e3a\u0e47-\u0e4e]"
)
"""Stress marks, points and vowel signs, which would tear words apart."""
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_VOWEL = re.compile("[aeiouäöüąęóаеёиоуыэюяіїє]", re.IGNORECASE)
_HYPHENS = re.compile("-+")
_CUT = range(14, 17)
"""How long a name in capitals is that an exchange may have cut."""

_FATHER = re.compile(r"(?:(.{2,}?)(?:[aoei]v(?:i[čç]|na)|(?:in)?ična)|(il|luk|fom|nikit|kuzm|sav)i[čç]|(l)v(?:ovi[čç]|ovna|ivna))$")
_STEMS = {"il": "ilia", "lv": "lev", "iakovl": "iakov", "luk": "luka", "fom": "foma", "nikit": "nikita", "kuzm": "kuzma", "sav": "sava"}
_DAUGHTER = re.compile(r"(?:ična|[aoei]vna)$")
_SLAVIC = re.compile(r"(?:[oe]va?|.in|.ina|sk(?:i|oi|aia)|çk(?:i|a|aia)|.ska|dzk[ia]|enko|čuk|iuk|švili|dze|.{3}ian|.ih|aia)$")
_WESTERN = re.compile(r"(?:son|mann?|berg|stein|ford|ton|feld|huber|baver|maier|er|lei|vod|bridge|smit|[aiu]k|čik|ovi[čç]|evi[čç])$")
_MEN_IN_A = frozenset(
    ["nikita", "ilia", "luka", "foma", "kuzma", "sava", "danila", "misa", "saša", "vania", "kolia", "petia", "foma", "mikita", "saba"]
)


class _Roles(msgspec.Struct, gc=False):
    """Which word is what; `given` and `family` as in the words' order."""

    given: Sequence[str] = ()
    family: Sequence[str] = ()
    patronymic: str = ""
    initials: Sequence[str] = ()
    initial: str = ""
    sure: bool = True
    other: "_Roles | None" = None


@lru_cache(maxsize=1 << 15)
def parse(name: str | None) -> PersonName:
    """The name taken apart; NOBODY for none and for what stands in for none. Never raises; looks at MOST_WORDS words only."""
    text = cleaned(name[:400]) if name else None
    if text is None:
        return NOBODY
    handle = _HANDLE.fullmatch(text) is not None
    words, after = _words(_NOT_LETTERS.sub(" ", text) if handle else _ASIDE.sub(" ", text if text.isascii() else _MARKS.sub("", text)))
    if (typed := _retyped(text, words)) is not None:
        words, after = typed, None
    words, generation = _bare(words)
    rest = _named_after(words, after) if after else []
    if not words and not rest:
        return PersonName(text)
    exchange = len(text) in _CUT and text.isupper()
    roles = _listed(words, rest) if words and rest else _roles(words or rest, exchange)
    cut = _word(words[-1]) if words and (exchange or (handle and len(words) > 1)) else ""
    return _named(text, [*words, *rest], roles, generation, cut)


def _named_after(before: Sequence[str], after: list[str]) -> list[str]:
    """What follows a comma, where it goes on with the name; `Ivan Petrov, Romashka` does not."""
    rest, _ = _bare(after)
    if len(before) > 1 and not any(_formal(_word(word)) or _father(_word(word)) for word in rest):
        return []
    return rest


def _retyped(text: str, words: Sequence[str]) -> list[str] | None:
    """The words as they were meant with the keyboard in another layout, where only so one of them is a known given name."""
    if not any(len(word) > 2 and len(_VOWEL.findall(word)) * 4 <= len(word) for word in words) or any(
        meanings(_word(word)) for word in words
    ):
        return None
    for typed in other_layouts(text):
        found = _WORD.findall(typed)
        if any(len(word) > 3 and meanings(_word(word)) for word in found):
            return [word for word in found if word != ","][:MOST_WORDS]
    return None


def _word(word: str) -> str:
    """A word folded, the parts of a double name one by one, as their sounds do not meet: Hans-Herbert."""
    return "".join(map(fold, _HYPHENS.split(word))) if "-" in word else fold(word)


def _named(text: str, words: Sequence[str], roles: _Roles, generation: str, cut: str) -> PersonName:
    given = [_word(word) for word in roles.given]
    first = given[0] if given else ""
    stands_for = meanings(first) if first else _NONE
    if first and "-" in roles.given[0]:
        parts = [folded for part in _HYPHENS.split(roles.given[0]) if (folded := _word(part))]
        given[1:1] = parts
        stands_for |= meanings(parts[0])
    return PersonName(
        text,
        tuple([_word(word) for word in words]),
        first,
        stands_for or (frozenset((first,)) if first else frozenset()),
        bool(stands_for),
        first in NICKNAMES,
        tuple(given[1:]),
        tuple([folded for word in roles.family for part in _HYPHENS.split(word) if (folded := _word(part))]),
        roles.patronymic,
        tuple(map(_word, roles.initials)),
        _word(roles.initial),
        generation,
        cut,
        roles.sure,
        _named(text, words, roles.other, generation, cut) if roles.other else None,
    )


def _words(text: str) -> tuple[list[str], list[str] | None]:
    """The words, and those after the first comma where there is one and they are more than titles."""
    found = _WORD.findall(text)
    if "," not in found:
        return found[:MOST_WORDS], None
    at = found.index(",")
    after = [word for word in found[at + 1 :] if word != ","][:MOST_WORDS]
    if all(word.casefold() in _TITLES or word.casefold() in _GENERATIONS for word in after):
        return [*found[:at][:MOST_WORDS], *after], None
    return found[:at][:MOST_WORDS], after


def _bare(words: list[str]) -> tuple[list[str], str]:
    """The words without titles, particles and generation, and the generation; none where they are only those, or a desk's."""
    generation, joined = "", ""
    kept: list[str] = []
    desk = False
    for at, word in enumerate(words):
        lower = word.casefold()
        if lower in _DESKS:
            desk = True
        elif lower in _TITLES:
            continue
        elif at and lower in _GENERATIONS and (len(lower) > 2 or word != lower or not word.isascii()):
            generation = _GENERATIONS[lower]
        elif lower in _JOINED and at + 1 < len(words):
            joined = word
        elif lower in _PARTICLES and (len(words) == 1 or (at + 1 < len(words) and (at or len(words) > 2))):
            continue
        else:
            kept.append(joined + word)
            joined = ""
    if desk and not any(meanings(_word(word)) for word in kept):
        return [], ""
    return kept, generation


def _listed(before: list[str], after: list[str]) -> _Roles:
    """`Щукин, Александр Васильевич`: the family name comes first."""
    letters = [word for word in after if len(word) == 1]
    if len(letters) == len(after):
        return _Roles(family=before, initials=letters)
    if len(after) > 1 and (father := _father(_word(after[-1]))):
        return _Roles(given=after[:-1], family=before, patronymic=father)
    return _Roles(given=after, family=before)


def _formal(folded: str) -> bool:
    return bool(meanings(folded)) and folded not in NICKNAMES


def _roles(words: list[str], cut: bool = False) -> _Roles:
    letters = [word for word in words if len(word) == 1]
    whole = [word for word in words if len(word) > 1] if letters else words
    if not whole:
        return _Roles(initials=letters, sure=False)
    if letters and len(whole) == 1:
        return _abbreviated(whole[0], letters, words)
    if len(whole) == 1:
        return _alone(whole[0])
    if (found := _with_father(whole)) is not None:
        return found
    given, family, sure = _ordered(whole, cut)
    roles = _Roles([*given, *letters], family, sure=sure)
    if not sure:
        turned = [family[0], *given[1:]]
        roles.other = _Roles([*turned, *letters], given[:1], sure=False)
    return roles


def _alone(word: str) -> _Roles:
    """One word is a given name, unless it looks like a family name or nothing tells."""
    folded = _word(word)
    if meanings(folded):
        return _Roles([word], sure=not _SLAVIC.search(folded) or folded in NICKNAMES, other=_Roles(family=[word], sure=False))
    if _SLAVIC.search(folded):
        return _Roles(family=[word], sure=False, other=_Roles([word], sure=False))
    return _Roles([word], sure=False, other=_Roles(family=[word], sure=False))


def _abbreviated(word: str, letters: list[str], words: list[str]) -> _Roles:
    """`Щукин А. В.`, `A. Peters`; `Ivan P.` where the word is a given name and the letter follows."""
    surname = _Roles(family=[word], initials=letters)
    if len(letters) == 1 and words[0] == word and meanings(_word(word)):
        return _Roles([word], initial=letters[0], sure=False, other=surname)
    return surname


def _with_father(words: list[str]) -> _Roles | None:
    """The roles where a patronymic is among the words: the word before it is the given name."""
    best = None
    for at in range(1, len(words)):
        father, certain = _patronymic(words[at - 1], words[at])
        if father and (certain or at < len(words) - 1):
            rank = (bool(meanings(_word(words[at - 1]))), certain)
            if best is None or rank > best[0]:
                best = rank, at, father
    if best is None:
        return None
    _, at, father = best
    family = [*words[: at - 1], *words[at + 1 :]]
    if family:
        return _Roles([words[at - 1]], family, father)
    return _Roles([words[0]], (), father, sure=False, other=_Roles([words[0]], [words[1]], sure=False))


def _patronymic(before: str, word: str) -> tuple[str, bool]:
    """(the father's name where a word may be a patronymic after `before`, whether it can hardly be a family name)."""
    folded = _word(word)
    father = _father(folded)
    if not father or word[-4:].lower() == "wicz":
        return "", False
    if _DAUGHTER.search(folded):
        return father, True
    given = _word(before)
    if given[-1:] == "a" and given not in _MEN_IN_A:
        return "", False
    return father, bool(meanings(given)) and _formal(father)


def _ordered(words: list[str], cut: bool) -> tuple[list[str], list[str], bool]:
    """(given names, family name, whether the words tell): by the table of given names and the endings of family names, else by order.

    An exchange that cuts names (`cut`) puts the family name first, people mostly last.
    """
    first, last = words[0], words[-1]
    usual = _given_weight(first) + _family_weight(last)
    turned = _given_weight(words[1]) + _family_weight(first)
    if turned > usual or (turned == usual and cut):
        return [*words[1:]], words[:1], turned - usual > 1
    return words[:-1], words[-1:], usual - turned > 1


def _given_weight(word: str) -> int:
    folded = _word(word)
    if not meanings(folded):
        return 3 if "-" in word and meanings(_word(word.partition("-")[0])) else 0
    return 2 if folded in NICKNAMES else 3


def _family_weight(word: str) -> int:
    folded = _word(word)
    if meanings(folded):
        return 0
    return 2 if _SLAVIC.search(folded) else 1 if _WESTERN.search(folded) else 0


@lru_cache(maxsize=1 << 14)
def _father(folded: str) -> str:
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
