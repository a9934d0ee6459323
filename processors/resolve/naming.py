"""Naming: how far the names of two agree, in the reading in which they agree best, and what their e-mail addresses say of names."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from processors.normalise.nicknames import meanings
from processors.resolve.likeness import BEGINNING, INITIAL, NICKNAME, SAME, TYPO, begins, in_address, likeness, local_words, mistyped
from processors.resolve.profile import Name, Profile


class Agreement(msgspec.Struct, frozen=True, gc=False):
    """How names agree: the words that do with how far, how many contradict, whether the fathers and the generations do.

    `part`: of a word's weight that counts, as an address says less than a name. `says`: how they agree; `other`: which word contradicts.
    """

    words: tuple[tuple[int, str], ...] = ()
    differ: int = 0
    father: int = 0
    generation: int = 0
    says: str = "name"
    other: str = ""
    in_email: tuple[tuple[int, str], ...] = ()
    agree: int = 0


_NONE = Agreement()


def agreement(one: Profile, other: Profile) -> Agreement:
    """The reading of both in which they agree best; what a name does not say, the words of an e-mail address may."""
    if not one.names or not other.names:
        return _name_and_email(one, other) if one.emails or other.emails else _NONE
    best = _two(one.names[0], other.names[0])
    if len(one.names) > 1 or len(other.names) > 1:
        best = max([_two(a, b) for a in one.names for b in other.names], key=_rank)
    found = best.found
    if found.differ:
        return found
    if best.yours and not best.mine and one.emails:
        return _with_email(found, one.emails, best.yours)
    if best.mine and not best.yours and other.emails:
        return _with_email(found, other.emails, best.mine)
    return found


class _Two(msgspec.Struct, frozen=True, gc=False):
    """How two names agree, the words of each that the other does not have, and how good a reading it is."""

    found: Agreement
    mine: tuple[str, ...]
    yours: tuple[str, ...]
    rank: int


def _rank(two: _Two) -> int:
    return two.rank


_RANKS = {SAME: 10, NICKNAME: 9, TYPO: 6, BEGINNING: 4, INITIAL: 4}


@lru_cache(maxsize=1 << 15)
def _two(a: Name, b: Name) -> _Two:
    mine, yours = list(a.words), list(b.words)
    words = []
    for word in a.words:
        if word in yours:
            mine.remove(word)
            yours.remove(word)
            words.append((SAME, word))
    if mine and yours:
        alike = [(found, x, y) for x in mine for y in yours if (found := likeness(x, y) or _cut(a, b, x, y))]
        alike.sort(reverse=True)
        for found, x, y in alike:
            if x in mine and y in yours:
                mine.remove(x)
                yours.remove(y)
                words.append((found, y))
    differ = min(len(mine), len(yours))
    names = _told(a, b, tuple(words), differ, _which(mine[0], yours[0]) if differ else "")
    return _Two(names, tuple(mine), tuple(yours), sum([_RANKS[found] for found, _ in words]) - 7 * differ)


def _told(a: Name, b: Name, words: tuple[tuple[int, str], ...], differ: int, other: str) -> Agreement:
    """The agreement of two names, whose words agree so, the likest first."""
    weakest = words[-1][0] if words else SAME
    return Agreement(
        words,
        differ,
        (1 if likeness(a.father, b.father) >= TYPO else -1) if a.father and b.father else 0,
        -1 if a.generation != b.generation and a.generation and b.generation else 0,
        _SAYS[weakest] if len(words) > 1 else _SAYS_ONE[weakest],
        other,
        agree=len(words),
    )


def _cut(a: Name, b: Name, x: str, y: str) -> int:
    """How far one word may be the other's beginning, where an exchange or a handle has cut one of the names."""
    return max(begins(x, y) if x == a.cut else 0, begins(y, x) if y == b.cut else 0)


_SAYS = {
    SAME: "full name",
    NICKNAME: "full name by nickname",
    TYPO: "full name but for a slip",
    BEGINNING: "name cut short",
    INITIAL: "name with an initial",
}
_SAYS_ONE = {SAME: "one name", NICKNAME: "nickname", TYPO: "one name but for a slip", BEGINNING: "how a name begins", INITIAL: "an initial"}


def _which(mine: str, yours: str) -> str:
    """What two words are that contradict each other: a mistyped one, two family names, else given names as far as anybody can tell."""
    if mistyped(mine, yours):
        return "slip"
    return "given" if meanings(mine) or meanings(yours) else "family"


def _with_email(names: Agreement, emails: Sequence[str], words: Sequence[str]) -> Agreement:
    """The same with words that the other's e-mail addresses say."""
    found = _in_emails(words, emails)
    if not found:
        return names
    return msgspec.structs.replace(names, in_email=found, says="name with e-mail", agree=names.agree + len(found))


def _in_emails(words: Sequence[str], emails: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """The words that the address says which says most of them, each with how far; letters alone say nothing."""
    best: tuple[tuple[int, str], ...] = ()
    for address in emails:
        found = tuple([(alike, word) for word in words if (alike := in_address(word, address))])
        if sum([alike == INITIAL for alike, _ in found]) > 1 or not any(alike > INITIAL and len(word) > 2 for alike, word in found):
            continue
        if _worth(found) > _worth(best):
            best = found
    return best


def _worth(words: Sequence[tuple[int, str]]) -> int:
    return sum([_RANKS[level] for level, _ in words])


def _name_and_email(one: Profile, other: Profile) -> Agreement:
    """How the name of one agrees with the addresses of the other; without any name, how the addresses' words do."""
    best: tuple[tuple[int, str], ...] = ()
    for named, nameless in ((one, other), (other, one)):
        for name in named.names if nameless.emails else ():
            if _worth(found := _in_emails(name.words, nameless.emails)) > _worth(best):
                best = found
    if not one.names and not other.names:
        for address in one.emails:
            others = [theirs for theirs in other.emails if not _numbered_apart(address, theirs)]
            if address not in other.emails and _worth(found := _in_emails(local_words(address), others)) > _worth(best):
                best = found
    return Agreement(in_email=best, says="name in e-mail", agree=len(best)) if best else _NONE


@lru_cache(maxsize=1 << 15)
def _numbered_apart(a: str, b: str) -> bool:
    """Whether two addresses are mailboxes of one host that numbers tell apart: `desk1@` and `desk2@` say the same words and are two."""
    mine, at_mine = a.split("@", 1)
    yours, at_yours = b.split("@", 1)
    return at_mine == at_yours and list(filter(str.isdigit, mine)) != list(filter(str.isdigit, yours))


def of_another(names: Sequence[Name], addresses: Sequence[str]) -> bool:
    """Whether addresses say the family's name with somebody else's given name or initial: `o.ulyanov@` is not Evdokia Ulyanova's own."""
    return bool(addresses) and all(any(_names_another(name, address) for name in names) for address in addresses)


@lru_cache(maxsize=1 << 14)
def _names_another(name: Name, address: str) -> bool:
    words = local_words(address)
    if len(words) != 2 or len(name.words) != 2:
        return False
    fits = [max(likeness(word, own) for own in name.words) for word in words]
    return (
        max(fits) >= TYPO
        and min(fits) == 0
        and any(len(word) == 1 or meanings(word) for word, fit in zip(words, fits, strict=True) if not fit)
    )
