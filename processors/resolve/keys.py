"""Blocking keys: what a touch is looked up by where no exact key finds it; one wrong letter leaves one of them whole, most often."""

from collections.abc import Iterator
from functools import lru_cache

from processors.normalise.fold import deep
from processors.normalise.nicknames import meanings
from processors.resolve.likeness import canonical, coarse, local_words
from processors.resolve.profile import Profile

MOST = 24
"""How many are looked up for one touch; who gives more has given two names of everything already."""


def blocks(profile: Profile) -> tuple[str, ...]:
    """The keys under which somebody like this is noted; short texts, the letter first says which kind.

    F: the letters of given and family name together, in alphabetical order, so that neither order nor an address without a dot matters.
    I: a family name and an initial. G: a given name and how a family name begins. C: a company and how a name begins.
    L: the local part of an address that is no full name, whatever its domain. P: the last nine digits of a phone, whatever its country.
    """
    found: dict[str, None] = {}
    for name in profile.names:
        if len(name.words) > 1:
            last = name.words[-1] if len(name.words[-1]) > 1 else name.words[1]
            found.update(_pair(name.words[0], last))
    for address in profile.emails:
        found.update(_address(address))
    for phone in profile.phones:
        digits = phone.partition(";")[0]
        if len(digits) >= 9:
            found["P" + digits[-9:]] = None
    for company in profile.companies:
        if company[0] != "@":
            continue
        for name in profile.names:
            for word in name.words[:2]:
                if len(word) > 2:
                    found[f"C{company}:{canonical(word)[0][:4]}"] = None
        for address in profile.emails:
            for word in local_words(address)[:2]:
                if len(word) > 2:
                    found[f"C{company}:{canonical(word)[0][:4]}"] = None
    return tuple(found)[:MOST]


@lru_cache(maxsize=1 << 15)
def _pair(one: str, other: str) -> dict[str, None]:
    """Keys of two words; either may be the given name, unless only the other one is known to be one."""
    ones, others = canonical(one) if len(one) > 1 else (), canonical(other) if len(other) > 1 else ()
    found: dict[str, None] = {}
    for a in ones:
        for b in others:
            found["F" + "".join(sorted(a + b))] = None
    first, last = meanings(one), meanings(other)
    if first or not last:
        _by_family(one, ones, other, found)
    if last or not first:
        _by_family(other, others, one, found)
    return found


def _by_family(given: str, givens: tuple[str, ...], family: str, found: dict[str, None]) -> None:
    """Adds the keys of two words of which one is the family name."""
    if len(family) < 3:
        return
    whole, begins = deep(family), coarse(family)[:3]
    found[f"I{whole}:{coarse(given)[0]}"] = None
    for name in givens:
        found[f"I{whole}:{name[0]}"] = None
    if len(given) > 2:
        for name in givens:
            found[f"G{name}:{begins}"] = None


@lru_cache(maxsize=1 << 15)
def _address(address: str) -> dict[str, None]:
    return dict.fromkeys(_of_address(address))


def _of_address(address: str) -> Iterator[str]:
    words = local_words(address)
    if len(words) > 1:
        yield from _pair(words[0], words[-1])
        return
    if words and len(words[0]) > 7:
        yield "F" + "".join(sorted(deep(words[0])))
    local = address.partition("@")[0]
    if len(local) > 5:
        yield "L" + local
