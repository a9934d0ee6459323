"""Resolve: which member a touch is from, by all the evidence there is (R2-R4, R12-R16, R48); everybody who was looked at is told (R52)."""

from collections.abc import Collection, Iterable, Sequence
from math import log2
from typing import Literal

import msgspec

from processors.memory import Memory, raw_id, text_id
from processors.normalise import PHONE, Key, Sender
from processors.remembered import Client, Item, Member
from processors.resolve.candidates import Found, Search, Use
from processors.resolve.knowledge import Lesson
from processors.resolve.links import between
from processors.resolve.profile import Profile, joined
from processors.resolve.score import Score
from processors.resolve.silence import SILENCE
from processors.resolve.weights import SHIPPED, Weighing
from schemas.decision import Candidate

__all__ = ["Lesson", "Proposal", "Resolution", "Use", "call_of", "resolve"]

MOST_TOLD = 8
"""How many candidates a decision tells of in full; the others proved less."""
_MOST_ASKED = 2
_NEARLY = 2.0
"""Bits within which two members are equally likely, so that R4 chooses."""
_FAR = 6.0
_SLIGHT = -3.0
"""Bits from which a member that no exact key found is told of."""


class Proposal(msgspec.Struct, frozen=True, gc=False):
    """That members `a` and `b` are one (`merge`, by an exact key; `review`, for a person to say), or that `a` is two (`split`).

    `b` None: the member that this touch makes. `evidence`: what speaks for it and against it, in words, each with its weight in bits.
    `merge` is carried out if R12 allows it, else it opens a review item.
    """

    kind: Literal["merge", "review", "split"]
    a: str
    b: str | None
    probability: float
    evidence: tuple[tuple[str, float], ...]
    why: str


class Resolution(msgspec.Struct, frozen=True, gc=False):
    """The member whom the touch is from, None for somebody new. `learn`: the keys to note for it, with the members who use them so far.

    `rivals`: other members whose keys the touch carries, too, at home with this one or not (R19). `lesson`: what else to remember.
    """

    home: Member | None
    candidates: tuple[Candidate, ...] = ()
    learn: tuple[Use, ...] = ()
    flags: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    rivals: tuple[str, ...] = ()
    lesson: Lesson | None = None


class _Choice(msgspec.Struct, frozen=True, gc=False):
    """The home, None for somebody new, with its probability; `rivals`: others whose own keys prove as much, of whom `foreign` are not the same
    person by all that is known."""

    home: Found | None
    probability: float
    rivals: Sequence[Found] = ()
    foreign: Collection[bytes] = ()


def resolve(memory: Memory, sender: Sender, said: Profile, weighing: Weighing) -> Resolution:
    """The member whom the evidence makes likely enough to be the sender, the best by R4 where several are; else somebody new.

    Only what members said of themselves counts, not whom they were merged with: so a merge changes nothing about later touches (R19).
    `said`: what the touch says of its sender.
    """
    search = Search(memory, said, weighing.weights)
    search.by_keys(sender)
    search.by_blocks()
    ranked = search.ranked()
    choice = _choose(memory, search, ranked, weighing)
    home = memory.member(choice.home.raw) if choice.home is not None else None
    before = choice.home.profile if choice.home is not None and home is not None else None
    after = search.said if before is None else joined(before, search.said)
    flags: tuple[str, ...] = ("worthless_key",) if any(use.worthless for use in search.uses) else ()
    if choice.rivals and home is not None and _bridges(memory, home, choice.rivals):
        flags = ("bridging", *flags)
    return Resolution(
        home,
        _told(memory, ranked, choice, home, weighing),
        (*_to_be_noted(search.uses, choice), *_switchboards(memory, sender)),
        flags,
        tuple(_proposals(search, ranked, choice, after, weighing)),
        tuple([text_id(rival.raw) for rival in choice.rivals]),
        Lesson(before, after, search.noted, search.silence(choice.home)),
    )


def call_of(memory: Memory, member: Member, sender: Sender, said: Profile) -> Resolution:
    """All events of a call are of one member (R25); what a later event adds are keys that nobody uses yet."""
    search = Search(memory, said, SHIPPED)
    uses = []
    for key in sender.keys:
        company, users = memory.users(key)
        if not users:
            uses.append(Use(key, company, users))
    raw = raw_id(member.id)
    before = search.knowledge.profile(raw)
    after = search.said if before is None else joined(before, search.said)
    if after is not before:
        search.by_blocks()
    told = Candidate(member.client.id, ("call",), 0, "the same call (R25)")
    return Resolution(member, (told,), tuple(uses), lesson=Lesson(before, after, search.noted))


def _choose(memory: Memory, search: Search, ranked: Sequence[Found], weighing: Weighing) -> _Choice:
    """The likeliest member, where it and those who seem to be the same person are likely enough against all others and somebody new.

    Of several who share a key, who used it last is likeliest: numbers get new owners.
    """
    if not ranked:
        return _Choice(None, 0.0)
    least = ranked[0].bits - _FAR
    near = [(found, found.bits) for found in ranked if found.bits > least]
    if len(near) > 1:
        near = _by_recency(near, search.said, weighing)
        near = _by_rank(memory, near)
    best, bits = near[0]
    whole = joined(best.profile, search.said) if len(ranked) > 1 else search.said
    same, others = 2.0 ** min(60.0, bits), 0.0
    for found, other in near[1:]:
        mass = 2.0 ** min(60.0, other)
        if mass * 50 < same:
            continue
        if between(whole, found.profile, search.knowledge, weighing.weights).bits > 0:
            same += mass
        else:
            others += mass
    probability = same / (1.0 + same + others)
    if probability < weighing.attach:
        return _Choice(None, probability)
    rivals = [
        found
        for found in ranked
        if found is not best and found.score.keyed and not found.weak and found.score.probability >= weighing.attach
    ]
    foreign = [rival.raw for rival in rivals if between(whole, rival.profile, search.knowledge, weighing.weights).bits <= 0]
    return _Choice(best, probability, rivals, foreign)


def _by_recency(near: Sequence[tuple[Found, float]], said: Profile, weighing: Weighing) -> list[tuple[Found, float]]:
    weights = weighing.weights
    ages = [log2(1.0 + max(0, said.last - found.profile.last) / weights.stale_days) if found.score.keyed else 0.0 for found, _ in near]
    youngest = min([age for age, (found, _) in zip(ages, near, strict=True) if found.score.keyed], default=0.0)
    aged = [(found, bits - weights.stale * max(0.0, age - youngest)) for age, (found, bits) in zip(ages, near, strict=True)]
    return sorted(aged, key=_likeliest)


def _likeliest(each: tuple[Found, float]) -> tuple[float, bytes]:
    return -each[1], each[0].raw


def _by_rank(memory: Memory, near: list[tuple[Found, float]]) -> list[tuple[Found, float]]:
    """Those about as likely as the first, in the order of R4; the others after them."""
    equal = [each for each in near if each[0].own and each[0].score.keyed and not each[0].weak and each[1] > near[0][1] - _NEARLY]
    if len(equal) < 2 or not near[0][0].score.keyed or near[0][0].weak:
        return near
    members = {each[0].raw: memory.member(each[0].raw) for each in equal}
    first = sorted(equal, key=lambda each: (_rank(memory, m.own) if (m := members[each[0].raw]) else (9,), -each[1], each[0].raw))
    return [*first, *[each for each in near if each[0].raw not in members]]


def _rank(memory: Memory, client: Client) -> tuple[int, int, int, str]:
    """R4: an open deal (latest modified, then created, then id), an open repeat lead, then contacts and companies, then plain leads in process."""
    items = [found for open_item in client.open if (found := memory.item(open_item.kind, open_item.id)) is not None]
    for rank, those in enumerate(
        (
            [i for i in items if i.kind == "deal"],
            [i for i in items if i.repeat],
        )
    ):
        if those:
            return rank, *_newest(those)
    if client.company or client.contact:
        return 2 if client.company else 3, -client.modified_at, -client.created_at, client.id
    return (4, *_newest(items)) if items else (5, -client.modified_at, -client.created_at, client.id)


def _newest(items: Sequence[Item]) -> tuple[int, int, str]:
    return min((-item.modified_at, -item.created_at, item.id) for item in items)


def _bridges(memory: Memory, home: Member, rivals: Sequence[Found]) -> bool:
    """Whether the touch has a key of another client's own (R48)."""
    return any(rival.own and (other := memory.member(rival.raw)) is not None and other.client.id != home.client.id for rival in rivals)


def _to_be_noted(uses: Sequence[Use], choice: _Choice) -> Iterable[Use]:
    """The keys that become the home's, too: not those that prove another one (R48), but those whose holders are other people, or seem to be the
    same person."""
    foreign = choice.foreign
    for use in uses:
        if use.worthless or (choice.home is not None and choice.home.raw in use.users):
            continue
        if not any(user in foreign for user in use.users):
            yield use


def _switchboards(memory: Memory, sender: Sender) -> list[Use]:
    """Numbers seen with an extension: the number itself is a switchboard, its company's (R14)."""
    found = []
    for number in sender.phones:
        if number.ext:
            company, users = memory.users(key := Key(PHONE, number.base))
            if not company:
                found.append(Use(key, True, users))
    return found


def _proposals(search: Search, ranked: Sequence[Found], choice: _Choice, after: Profile, weighing: Weighing) -> Iterable[Proposal]:
    """Whom the touch shows to be one with its home, or may show to be (R12, R16, R48)."""
    home = choice.home
    if home is None:
        among = 1.0 + sum([found.score.mass for found in ranked])
        for found in ranked[:_MOST_ASKED]:
            if found.score.mass / among >= weighing.review:
                yield _proposal("review", text_id(found.raw), None, found.score, "likely, but not likely enough to attach (R16)")
        return
    if home.score.differs and not _agrees(home.score) and home.score.keyed:
        yield _proposal("split", text_id(home.raw), None, home.score, "its keys agree, but another name is given (R15)")
    for found in ranked[:MOST_TOLD]:
        alone = found.score.without(SILENCE)  # who was silent so long may have been heard of in between, as the home
        if found is home or alone.probability < weighing.review:
            continue
        both = between(after, found.profile, search.knowledge, weighing.weights, found.browser)
        worse = min(alone, both, key=_score)
        exact = (found.score.keyed and not found.weak) or (home.score.keyed and not home.weak) or both.keyed
        if exact and worse.probability >= weighing.merge:
            yield _proposal("merge", text_id(home.raw), text_id(found.raw), worse, "a touch shows them to be one (R12, R48)")
        elif worse.probability >= weighing.review or (found.score.keyed and not found.weak and found.own and home.own):
            yield _proposal("review", text_id(home.raw), text_id(found.raw), worse, "a touch speaks for both being one (R16, R48)")


def _agrees(score: Score) -> bool:
    return any(bits > 0 and "name" in says for says, bits in score.pieces)


def _score(score: Score) -> float:
    return score.bits


def _proposal(kind: Literal["merge", "review", "split"], a: str, b: str | None, score: Score, why: str) -> Proposal:
    return Proposal(kind, a, b, round(score.probability, 3), _rounded(score), why)


def _rounded(score: Score) -> tuple[tuple[str, float], ...]:
    """The evidence as it is kept; what weighs nothing is left out."""
    return tuple([(says, bits) for says, exact in score.pieces if (bits := round(exact, 1))])


def _told(memory: Memory, ranked: Sequence[Found], choice: _Choice, home: Member | None, weighing: Weighing) -> tuple[Candidate, ...]:
    """Everybody who was found by an exact key, has the name or is not quite unlikely, the home first, with the evidence (R52)."""
    told = [found for found in ranked if found is choice.home or found.by or found.bits >= _SLIGHT or _agrees(found.score)][:MOST_TOLD]
    if len(told) > 1 and choice.home is not None and told[0] is not choice.home:
        told.sort(key=lambda found: found is not choice.home)
    return tuple(
        [
            Candidate(
                home.client.id if home is not None and found is choice.home else _client(memory, found.raw),
                tuple(found.by),
                rank,
                _why(found, choice, weighing),
                round(found.score.probability, 3),
                _rounded(found.score),
            )
            for rank, found in enumerate(told)
        ]
    )


def _client(memory: Memory, raw: bytes) -> str:
    """The client that a member stands in: itself, unless it was merged into another one."""
    return text_id(raw) if (merged := memory.get(b"r", raw)) is None else text_id(merged[:16])


def _why(found: Found, choice: _Choice, weighing: Weighing) -> str:
    if found is choice.home:
        return f"taken: {choice.probability:.0%}" + ("; ranks highest (R4)" if choice.rivals else "")
    if found in choice.rivals:
        return "another one ranks higher (R4)"
    if found.score.keyed and found.score.differs:
        kinds = [*dict.fromkeys(found.by)]
        return f"{' and '.join(kinds)} {'agrees' if len(kinds) == 1 else 'agree'}, but the names differ (R15)"
    if found.score.probability >= weighing.attach:
        return "another one is likelier" if choice.home is not None else "several are as likely"
    return f"below {weighing.attach:.0%}, from which a touch is attached (R16)"
