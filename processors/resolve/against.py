"""Against: what speaks against two being one person among their keys, by strength (R15), and what is a slip of the fingers only."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from processors.normalise.email import corrected, is_free
from processors.resolve.likeness import local_words
from processors.resolve.lines import personal
from processors.resolve.profile import Profile
from processors.resolve.weights import Weights

Piece = tuple[str, float]
"""What a piece of evidence says, and its weight in bits."""


def contradictions(one: Profile, other: Profile, weights: Weights) -> tuple[list[Piece], float]:
    """What speaks against it among the keys, by strength (R15); and bits for an e-mail that is the same but for a slip."""
    pieces: list[Piece] = []
    near = 0.0
    if one.emails and other.emails and not common(one.emails, other.emails):
        near = _emails(one.emails, other.emails, weights, pieces)
    if one.phones and other.phones and not common(one.phones, other.phones):
        mine, yours = list(filter(personal, one.phones)), list(filter(personal, other.phones))
        if mine and yours and not _near_phone(mine, yours):
            pieces.append(("another phone", weights.other_mobile))
    if one.accounts and other.accounts and not common(one.accounts, other.accounts):
        pieces.append(("another messenger account", weights.other_account))
    if one.regions and other.regions and not common(one.regions, other.regions):
        pieces.append(("another country", weights.other_region))
    return pieces, near


def common(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other:
        return False
    return one[0] in other or (len(one) > 1 and not set(one).isdisjoint(other))


def _near_phone(one: Sequence[str], other: Sequence[str]) -> bool:
    return any(a[-9:] == b[-9:] for a in one for b in other)


def _emails(one: Sequence[str], other: Sequence[str], weights: Weights, pieces: list[Piece]) -> float:
    """Adds what addresses that all differ say; bits for those that are the same but for a slip."""
    if any(near_address(a, b) for a in one for b in other):
        return weights.near_email
    if any(map(_private, one)) and any(map(_private, other)):
        pieces.append(("another personal e-mail", weights.other_email))
        return 0.0
    mine, yours = [a.partition("@")[::2] for a in one], [b.partition("@")[::2] for b in other]
    if any(a == b for a, _ in mine for b, _ in yours):
        pieces.append(("same mailbox name elsewhere", weights.same_local))
    else:
        firms = {domain for address, (_, domain) in zip(one, mine, strict=True) if not is_free(address)}
        others = {domain for address, (_, domain) in zip(other, yours, strict=True) if not is_free(address)}
        if firms & others:
            pieces.append(("another mailbox of the same company", weights.other_work_email))
        elif firms and others:
            pieces.append(("mailbox of another company", weights.other_firm_email))
    return 0.0


@lru_cache(maxsize=1 << 14)
def _private(address: str) -> bool:
    """Whether an address is a mailbox at a provider, or was meant to be."""
    return is_free(address) or ((meant := corrected(address)) is not None and is_free(meant))


@lru_cache(maxsize=1 << 15)
def near_address(a: str, b: str) -> bool:
    """Whether two addresses are one but for a slip of the fingers: a letter of the name, or a domain that is none of the known ones."""
    mine, at_mine = a.split("@", 1)
    yours, at_yours = b.split("@", 1)
    if mine == yours:
        return _meant(a, b) or _meant(b, a) or (not is_free(a) and not is_free(b) and OSA.distance(at_mine, at_yours, score_cutoff=1) <= 1)
    if at_mine != at_yours or len(mine) <= 4 or abs(len(mine) - len(yours)) > 1 or OSA.distance(mine, yours, score_cutoff=1) > 1:
        return False
    if _other_initials(local_words(a), local_words(b)):
        return False
    return (all(map(str.isalpha, set(mine) ^ set(yours))) and sorted(filter(str.isalpha, mine)) != sorted(filter(str.isalpha, yours))) or (
        len(mine) == len(yours) and sorted(mine) == sorted(yours)
    )


def _other_initials(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether nothing but initials tells two mailboxes apart: `kozin.vp@` and `kozin.vv@` are father and son."""
    apart = [(a, b) for a, b in zip(mine, yours, strict=False) if a != b]
    return len(mine) == len(yours) > 1 and len(apart) == 1 and max(map(len, apart[0])) <= 2


def _meant(a: str, b: str) -> bool:
    return (meant := corrected(a)) is not None and (meant == b or meant == corrected(b))
