"""Roles: which word of a name is the given name, the patronymic and the family name, and whether the words tell or only their order."""

import re
from collections.abc import Sequence

import msgspec

from processors.normalise.word import Word, is_formal, is_slavic

_DAUGHTER = re.compile(r"(?:ična|[aoei]vna)$")
_MEN_IN_A = frozenset(
    ["nikita", "ilia", "luka", "foma", "kuzma", "sava", "danila", "miša", "saša", "vania", "kolia", "petia", "mikita", "saba"]
)


class Roles(msgspec.Struct, gc=False):
    """Which word is what; `given` and `family` as in the words' order."""

    given: Sequence[Word] = ()
    family: Sequence[Word] = ()
    patronymic: str = ""
    initials: Sequence[Word] = ()
    initial: Word | None = None
    sure: bool = True
    other: "Roles | None" = None


def listed(before: list[Word], after: list[Word]) -> Roles:
    """`Щукин, Александр Васильевич`: the family name comes first."""
    letters = [word for word in after if len(word.text) == 1]
    if len(letters) == len(after):
        return Roles(family=before, initials=letters)
    if len(after) > 1 and (father := after[-1].father):
        return Roles(given=after[:-1], family=before, patronymic=father)
    return Roles(given=after, family=before)


def roles_of(words: list[Word], cut: bool = False) -> Roles:
    """The roles of a name's words, one or more; `cut`: an exchange wrote the name."""
    letters = [word for word in words if len(word.text) == 1]
    whole = [word for word in words if len(word.text) > 1] if letters else words
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


def _alone(word: Word) -> Roles:
    """One word is a given name, unless it looks like a family name or nothing tells."""
    if word.names:
        return Roles([word], sure=not is_slavic(word.folded) or word.nickname, other=Roles(family=[word], sure=False))
    if word.family == 2:
        return Roles(family=[word], sure=False, other=Roles([word], sure=False))
    return Roles([word], sure=False, other=Roles(family=[word], sure=False))


def _abbreviated(word: Word, letters: list[Word], words: list[Word]) -> Roles:
    """`Щукин А. В.`, `A. Peters`; `Ivan P.` where the word is a given name and the letter follows."""
    surname = Roles(family=[word], initials=letters)
    if len(letters) == 1 and words[0].text == word.text and word.names:
        return Roles([word], initial=letters[0], sure=False, other=surname)
    return surname


def _withfather_of(words: list[Word]) -> Roles | None:
    """The roles where a patronymic is among the words: the word before it is the given name."""
    best = None
    for at in range(1, len(words)):
        father, certain = _patronymic(words[at - 1], words[at]) if words[at].father else ("", False)
        if father and (certain or at < len(words) - 1):
            rank = (bool(words[at - 1].names), certain)
            if best is None or rank > best[0]:
                best = rank, at, father
    if best is None:
        return None
    _, at, father = best
    family = [*words[: at - 1], *words[at + 1 :]]
    if family:
        return Roles([words[at - 1]], family, father)
    return Roles([words[0]], (), father, sure=False, other=Roles([words[0]], [words[1]], sure=False))


def _patronymic(before: Word, word: Word) -> tuple[str, bool]:
    """(the father's name where a word may be a patronymic after `before`, whether it can hardly be a family name)."""
    if word.text[-4:].lower() == "wicz":
        return "", False
    if _DAUGHTER.search(word.folded):
        return word.father, True
    if before.folded[-1:] == "a" and before.folded not in _MEN_IN_A:
        return "", False
    return word.father, bool(before.names) and is_formal(word.father)


def _ordered(words: list[Word], cut: bool) -> tuple[list[Word], list[Word], bool]:
    """(given names, family name, whether the words tell): by the table of given names and the endings of family names, else by order.

    An exchange that cuts names (`cut`) puts the family name first, people mostly last.
    """
    first, last = words[0], words[-1]
    usual = first.given + last.family
    turned = words[1].given + first.family
    if turned > usual or (turned == usual and cut):
        return [*words[1:]], words[:1], turned - usual > 1
    return words[:-1], words[-1:], usual - turned > 1
