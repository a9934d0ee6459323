"""Score: the evidence that two profiles are of one person, weighed in bits after Fellegi and Sunter; each piece with what it says."""

from collections.abc import Sequence
from typing import Protocol

import msgspec
from rapidfuzz.distance import JaroWinkler

from processors.resolve.against import Piece, common, contradictions
from processors.resolve.likeness import INITIAL, NICKNAME, SAME, TYPO
from processors.resolve.naming import Agreement, agreement, of_another
from processors.resolve.profile import Profile, apart
from processors.resolve.silence import LATELY, NOTED, SILENCE
from processors.resolve.weights import Weights

_MOST_WORD = 12.0
_IMPOSSIBLE = 60.0
_HOPELESS = -8.0
"""Bits below which nobody asks what they consist of."""


class Rarity(Protocol):
    """How rare things are among all clients, in bits; `prior`: against one certain client, before any evidence."""

    @property
    def prior(self) -> float: ...
    def word(self, word: str) -> float: ...
    def company(self, company: str) -> float: ...
    def city(self, city: str) -> float: ...
    def silence(self, days: int) -> float: ...
    def since(self, last: int, days: int, sooner: float) -> float: ...


class Link(msgspec.Struct, frozen=True, gc=False):
    """An exact key that both have: what it is called, its weight, and whether it is a company's desk (R14)."""

    says: str
    weight: float
    desk: bool = False


class Score(msgspec.Struct, frozen=True, gc=False):
    """`bits`: log2 of the odds for one person, the sum of the pieces. `keyed`: a key of a person's own speaks for it. `differs`: the names
    contradict each other."""

    bits: float
    pieces: tuple[Piece, ...]
    keyed: bool
    differs: bool

    @property
    def mass(self) -> float:
        """The odds for one person."""
        return float(2.0 ** min(_IMPOSSIBLE, self.bits))

    @property
    def probability(self) -> float:
        return 1.0 - 1.0 / (1.0 + self.mass)

    def without(self, said: str) -> "Score":
        """The same without a piece of the evidence."""
        bits = sum([bits for says, bits in self.pieces if says == said])
        return (
            msgspec.structs.replace(self, bits=self.bits - bits, pieces=tuple([each for each in self.pieces if each[0] != said]))
            if bits
            else self
        )


class _Rest(msgspec.Struct, frozen=True, gc=False):
    """What there is beside keys and names: company and city (1 the same, -1 others), what speaks against it, bits for an e-mail with a slip,
    and whether the country agrees."""

    company: float
    city: int
    against: list[Piece]
    near: float
    country: bool


def score(one: Profile, other: Profile, links: Sequence[Link], rarity: Rarity, weights: Weights) -> Score:
    """The evidence for and against `one` and `other` being one person; symmetric but for which of equally good readings is told."""
    own = [link for link in links if not link.desk]
    names = agreement(one, other)
    company = 0.0
    if one.companies and other.companies:
        company = _company(one.companies, other.companies)
        if company == 1.0 and common(one.emails, other.emails) and not common(_called(one.companies), _called(other.companies)):
            company = 0.0  # the domain says no more than the address in it
    city = (1 if common(one.cities, other.cities) else -1) if one.cities and other.cities else 0
    against, near = contradictions(one, other, weights)
    rest = _Rest(company, city, against, near, common(one.regions, other.regions))
    if own:
        pieces = _keyed(own, names, rest, one, other, rarity, weights)
        if names.agree > 1 and not names.differ and (company > 0 or city > 0 or near) and _most_by_name(rest, weights) > _sum(pieces):
            by_name = _by_name(len(own) < len(links), names, rest, one, other, rarity, weights)
            if _sum(by_name) > _sum(pieces):
                pieces = by_name
    else:
        if not links and names.differ and (most := _most_of_others(names, rest, rarity.prior, weights)) < _HOPELESS:
            return Score(most, (), False, True)
        pieces = _by_name(bool(links), names, rest, one, other, rarity, weights)
    _vetoes(one, other, names, weights, pieces)
    return Score(_sum(pieces), tuple(pieces), bool(own), names.differ > 0)


def _most_of_others(names: Agreement, rest: _Rest, prior: float, weights: Weights) -> float:
    """What may be proved at most where names contradict each other, and no key is there."""
    words = len(names.words) * _MOST_WORD + weights.father_same - prior
    return _most_by_name(rest, weights) + min(0.0, words - weights.namesakes) + names.differ * weights.word_differs


def _most_by_name(rest: _Rest, weights: Weights) -> float:
    """What a name may prove at most, with what else there is."""
    return (
        weights.namesakes
        + max(0.0, rest.company) * weights.company_most
        + max(0, rest.city) * weights.city_most
        + _sum(rest.against)
        + (60.0 if rest.near else 0.0)
    )


def _sum(pieces: Sequence[Piece]) -> float:
    return sum([bits for _, bits in pieces])


def _keyed(
    own: Sequence[Link], names: Agreement, rest: _Rest, one: Profile, other: Profile, rarity: Rarity, weights: Weights
) -> list[Piece]:
    """What a key of a person's own proves: the others who might use it are few, and most of them family or its next owner, who say no name."""
    company, against, prior = rest.company, rest.against, rarity.prior
    best = own[0] if len(own) == 1 else max(own, key=_weight)
    pieces = [("anybody", -prior), (best.says, prior + best.weight)]
    relatives = names.agree and names.other == "given"  # a family shares its phone and its mailbox, too
    if len(own) > 1 and not relatives:
        pieces.extend([(link.says, 2.0) for link in own if link is not best])
        if len({link.says.rpartition(" ")[2] for link in own} - _BROWSER) > 1:
            pieces.append(("keys of two kinds", weights.several))
    if one.names and other.names:
        if not names.differ:
            pieces.append((f"{names.says} agrees", weights.both_names if names.agree > 1 else weights.one_name))
        elif names.agree:
            pieces.append(_other_part(names.other, weights))
        else:
            pieces.append(("another name", weights.other_person))
    elif (named := one.names or other.names) and of_another(named, [a for a in one.emails if a in other.emails]):
        pieces.append(("the address is another person's by name", weights.address_differs))
    elif names.agree:
        pieces.append((f"{names.says} agrees", weights.name_in_email))
    unproved = names.other == "family" or not (names.agree or names.differ)
    if len(own) == 1 and unproved and (silent := apart(one, other)) >= NOTED:
        pieces.append((SILENCE, min(0.0, max(weights.silence_most, rarity.silence(silent) + weights.silence_of_others))))
    if against:
        negative = weights.keyed_negative
        damp = max(weights.keyed_most_negative / min(-0.1, _sum(against) * negative), 0.0)
        pieces.extend([(says, bits * negative * min(1.0, damp)) for says, bits in against])
    if company:
        pieces.append(("same company", weights.keyed_company) if company > 0 else ("another company", weights.keyed_other_company))
    return pieces


_BROWSER = frozenset(("browser",))


def _weight(link: Link) -> float:
    return link.weight


def _by_name(desk: bool, names: Agreement, rest: _Rest, one: Profile, other: Profile, rarity: Rarity, weights: Weights) -> list[Piece]:
    """What a name proves with company and city: as much as it is rare, but no more than that of two namesakes one is the other."""
    prior = rarity.prior
    pieces = [("anybody", -prior)]
    if names.words or names.in_email:
        said = sum([_word(level, word, rarity, weights) for level, word in names.words]) + max(0, names.father) * weights.father_same
        said += weights.email_says * sum([_word(level, word, rarity, weights) for level, word in names.in_email])
        pieces.append((f"{names.says} agrees", said))
        if (over := said - prior - weights.namesakes) > 0:
            pieces.append(("there are namesakes", -over))
    if names.differ:
        pieces.append(("another name", names.differ * weights.word_differs))
    if names.agree and not names.differ and (bits := rarity.since(one.last, apart(one, other), weights.others_sooner)):
        pieces.append((LATELY if bits > 0 else SILENCE, min(weights.lately, max(weights.long_ago, bits))))
    _beside(desk, rest, one, other, rarity, weights, pieces)
    if rest.near:
        pieces.append(("e-mail but for a slip", prior + rest.near))
    elif not (names.words and names.in_email) and not desk and rest.company <= 0 and rest.city <= 0 and not rest.country:
        pieces.append(("a bare name identifies nobody (R2)", weights.bare_name))
    return pieces + rest.against


def _beside(desk: bool, rest: _Rest, one: Profile, other: Profile, rarity: Rarity, weights: Weights, pieces: list[Piece]) -> None:
    """Company and city, the rarer the more."""
    if rest.company == 1.0:
        bits = max([rarity.company(company) for company in one.companies if company in other.companies])
        pieces.append(("same company", min(weights.company_most, bits)))
    elif rest.company > 0:
        pieces.append(("company much alike", weights.company_near))
    elif desk:
        pieces.append(("same desk or switchboard", max(0.0, min(weights.company_near, rarity.prior - weights.colleagues))))
    elif rest.company:
        pieces.append(("another company", weights.company_differs))
    if rest.city > 0:
        bits = max([rarity.city(city) for city in one.cities if city in other.cities])
        most = weights.city_most if not rest.against else weights.city_relatives  # so do father and son agree, whose keys are others
        pieces.append(("same city", min(most, bits)))
    elif rest.city:
        pieces.append(("another city", weights.city_differs))


def _vetoes(one: Profile, other: Profile, names: Agreement, weights: Weights, pieces: list[Piece]) -> None:
    if names.father < 0:
        pieces.append(("another father's name", weights.father_differs))
    if names.generation < 0:
        pieces.append(("another generation", weights.generation_differs))
    if one.external and other.external and _other_external(one.external, other.external):
        pieces.append(("another external id (R15)", -_IMPOSSIBLE))


def _other_external(one: Sequence[str], other: Sequence[str]) -> bool:
    known = dict([value.partition(":")[::2] for value in other])
    return any(known.get(system, known_id) != known_id for system, _, known_id in [value.partition(":") for value in one])


def _other_part(other: str, weights: Weights) -> Piece:
    match other:
        case "slip":
            return "a name with slips", weights.slips
        case "family":
            return "another family name", weights.other_family
        case _:
            return "another given name", weights.other_given


def _word(found: int, word: str, rarity: Rarity, weights: Weights) -> float:
    """What it tells that a word of a name agrees so."""
    if found == INITIAL:
        return weights.initial
    bits = rarity.word(word)
    if found == SAME:
        return min(_MOST_WORD, bits) - 0.2
    if found == NICKNAME:
        return min(_MOST_WORD, bits - 1.0) - 0.5
    if found == TYPO:
        return min(9.0, max(0.0, bits - 3.1))
    return weights.initial


def _company(one: Sequence[str], other: Sequence[str]) -> float:
    """1 for a company in common, 0.5 for names much alike, -1 for others, 0 where nothing can be told."""
    if common(one, other):
        return 1.0
    mine, yours = _called(one), _called(other)
    if not mine or not yours:
        return 0.0
    return 0.5 if any(JaroWinkler.similarity(a, b) > 0.9 for a in mine for b in yours) else -1.0


def _called(companies: Sequence[str]) -> list[str]:
    """The companies that are called by name, not by a domain."""
    return [company for company in companies if company[0] != "@"]
