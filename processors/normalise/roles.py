"""Roles: which word of a name is the given name, the patronymic and the family name, and whether the words tell or only their order."""

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from processors.normalise.fold import fold
from processors.normalise.nicknames import NICKNAMES, meanings

HYPHENS = re.compile("-+")

_FATHER = re.compile(r"(?:(.{2,}?)(?:[aoei]v(?:i[čç]|na)|(?:in)?ična)|(il|luk|fom|nikit|kuzm|sav)i[čç]|(l)v(?:ovi[čç]|ovna|ivna))$")
_STEMS = {"il": "ilia", "lv": "lev", "iakovl": "iakov", "luk": "luka", "fom": "foma", "nikit": "nikita", "kuzm": "kuzma", "sav": "sava"}
_DAUGHTER = re.compile(r"(?:ična|[aoei]vna)$")
# How Slavic family names end, which is telling, and how other ones often do, which is a hint; all of folded words.
_SLAVIC = re.compile(r"(?:[oe]va?|.in|.ina|sk(?:i|oi|aia)|çk(?:i|a|aia)|.ska|dzk[ia]|enko|čuk|iuk|švili|dze|.{3}ian|.ih|aia)$")
_WESTERN = re.compile(r"(?:son|mann?|berg|stein|ford|ton|feld|huber|baver|maier|er|lei|vod|bridge|smit|[aiu]k|čik|ovi[čç]|evi[čç])$")
_MEN_IN_A = frozenset(
    ["nikita", "ilia", "luka", "foma", "kuzma", "sava", "danila", "miša", "saša", "vania", "kolia", "petia", "mikita", "saba"]
)


class Roles(msgspec.Struct, gc=False):
    """Which word is what; `given` and `family` as in the words' order."""

    given: Sequence[str] = ()
    family: Sequence[str] = ()
    patronymic: str = ""
    initials: Sequence[str] = ()
    initial: str = ""
    sure: bool = True
    other: "Roles | None" = None


def folded_word(word: str) -> str:
    """A word folded, the parts of a double name one by one, as their sounds do not meet: Hans-Herbert."""
    return "".join(map(fold, HYPHENS.split(word))) if "-" in word else fold(word)


def listed(before: list[str], after: list[str]) -> Roles:
    """`Щукин, Александр Васильевич`: the family name comes first."""
    letters = [word for word in after if len(word) == 1]
    if len(letters) == len(after):
        return Roles(family=before, initials=letters)
    if len(after) > 1 and (father := father_of(folded_word(after[-1]))):
        return Roles(given=after[:-1], family=before, patronymic=father)
    return Roles(given=after, family=before)


def is_formal(folded: str) -> bool:
    """Whether a folded word is a given name in full, not only short for one."""
    return bool(meanings(folded)) and folded not in NICKNAMES


def roles_of(words: list[str], cut: bool = False) -> Roles:
    """The roles of a name's words, one or more; `cut`: an exchange wrote the name."""
    letters = [word for word in words if len(word) == 1]
    whole = [word for word in words if len(word) > 1] if letters else words
    if not whole:
        return Roles(initials=letters, sure=False)
    if letters and len(whole) == 1:
        return _abbreviated(whole[0], letters, words)
    if len(whole) == 1:
        return _alone(whole[0])
    if (found := _withfather_of(whole)) is not None:
        return found
    given, family, sure = _ordered(whole, cut)
    roles = Roles([*given, *letters], family, sure=sure)
    if not sure:
        turned = [family[0], *given[1:]]
        roles.other = Roles([*turned, *letters], given[:1], sure=False)
    return roles


def _alone(word: str) -> Roles:
    """One word is a given name, unless it looks like a family name or nothing tells."""
    folded = folded_word(word)
    if meanings(folded):
        return Roles([word], sure=not _SLAVIC.search(folded) or folded in NICKNAMES, other=Roles(family=[word], sure=False))
    if _SLAVIC.search(folded):
        return Roles(family=[word], sure=False, other=Roles([word], sure=False))
    return Roles([word], sure=False, other=Roles(family=[word], sure=False))


def _abbreviated(word: str, letters: list[str], words: list[str]) -> Roles:
    """`Щукин А. В.`, `A. Peters`; `Ivan P.` where the word is a given name and the letter follows."""
    surname = Roles(family=[word], initials=letters)
    if len(letters) == 1 and words[0] == word and meanings(folded_word(word)):
        return Roles([word], initial=letters[0], sure=False, other=surname)
    return surname


def _withfather_of(words: list[str]) -> Roles | None:
    """The roles where a patronymic is among the words: the word before it is the given name."""
    best = None
    for at in range(1, len(words)):
        father, certain = _patronymic(words[at - 1], words[at])
        if father and (certain or at < len(words) - 1):
            rank = (bool(meanings(folded_word(words[at - 1]))), certain)
            if best is None or rank > best[0]:
                best = rank, at, father
    if best is None:
        return None
    _, at, father = best
    family = [*words[: at - 1], *words[at + 1 :]]
    if family:
        return Roles([words[at - 1]], family, father)
    return Roles([words[0]], (), father, sure=False, other=Roles([words[0]], [words[1]], sure=False))


def _patronymic(before: str, word: str) -> tuple[str, bool]:
    """(the father's name where a word may be a patronymic after `before`, whether it can hardly be a family name)."""
    folded = folded_word(word)
    father = father_of(folded)
    if not father or word[-4:].lower() == "wicz":
        return "", False
    if _DAUGHTER.search(folded):
        return father, True
    given = folded_word(before)
    if given[-1:] == "a" and given not in _MEN_IN_A:
        return "", False
    return father, bool(meanings(given)) and is_formal(father)


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
    folded = folded_word(word)
    if not meanings(folded):
        return 3 if "-" in word and meanings(folded_word(word.partition("-")[0])) else 0
    return 2 if folded in NICKNAMES else 3


def _family_weight(word: str) -> int:
    folded = folded_word(word)
    if meanings(folded):
        return 0
    return 2 if _SLAVIC.search(folded) else 1 if _WESTERN.search(folded) else 0


@lru_cache(maxsize=1 << 14)
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
