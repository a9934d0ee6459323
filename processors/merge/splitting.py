"""Splitting: a client who is two, as a person says, is parted by the names that touches give, and by their keys where they give none (R19)."""

from collections.abc import Sequence

import msgspec

from processors.case import Act
from processors.merge import ledger
from processors.merge.graph import Part, parts_of
from processors.merge.moving import keys_of, move
from processors.merge.parting import MOST_ASKED, part
from processors.merge.party import in_step, party
from processors.merge.questions import ask
from processors.merge.remembered import Question, Review, Why
from processors.normalise import Key, sender
from processors.refused import Refused
from processors.remembered import Client, Contribution, Member
from processors.resolve.naming import agreement
from processors.resolve.profile import Name, Profile, profile_of
from processors.survivorship import touch_of
from schemas.codec import derive_id, pack
from schemas.decision import LIMIT

replace = msgspec.structs.replace

_KEYS_BYTES = 250
"""What moving a touch writes beside what it says: keys of state, and what is listed of its activity."""
_ITEM_BYTES = 5000
"""What moving a lead or a deal writes and tells, roughly."""


class Split(msgspec.Struct, frozen=True, gc=False):
    """The new client, how many touches are its, and about how many that may be either's a person is asked."""

    client: str
    touches: int
    asked: int


class _Sides(msgspec.Struct, frozen=True, gc=False):
    """The touches of the other one, and those that have keys of both and no name."""

    theirs: Sequence[Contribution]
    either: Sequence[Contribution]


def split(act: Act, member: Member, review: Review) -> Split:
    """Part a member into itself and a new client: touches with the name of the one that made the question are the new one's, the others stay.

    A nameless touch goes where its keys are; with keys of both it stays, and a person is asked. Keys that both gave are both's. The two are
    never merged again unless a person says so: then they are what they were. Raises Refused where the names do not tell two, or more would move
    than a decision can hold. Work: linear in what was said of the member, times how many names are like that of the new one.
    """
    memory, client = act.memory, member.client
    said = memory.contributions(member.id)
    sides = _sides(said, review)
    if _bytes(act, sides.theirs) > LIMIT * 2 // 3:
        raise Refused(
            f"{len(sides.theirs)} of its touches would be another client's: more than can be moved at once. Reject it, or leave it open."
        )
    new = act.derive("client", review.id)
    owns = {own.id: own for own in in_step(client, memory.members(client))}
    owns[new] = Client(new, sides.theirs[0].at, act.now)
    items = move(act, owns, sides.theirs, member.id, new, sure=True)
    ledger.reject(memory, member.id, new)
    stay = [owns[own] for own in client.members or (client.id,)]
    parties = [party(memory, stay), party(memory, [owns[new]])]
    part(act, (client,), parties, [parts_of(memory, client, owns)[0], Part((new,))], items)
    why = Why("It carries keys of both who were taken apart and no name, and stays with the first (R19).")
    for touch in sides.either[:MOST_ASKED]:
        ask(act, Question("ambiguous", member.id, new, touch=touch.touch), why)
    return Split(new, len(sides.theirs), min(len(sides.either), MOST_ASKED))


def _sides(said: Sequence[Contribution], review: Review) -> _Sides:
    """Whose each touch is, by the name of the one that made the question."""
    asked = next((each for each in said if review.arose_from(each.touch, each.capture)), None)
    if asked is None:
        raise Refused("The touch that shows it to be two is not with this client any more.")
    names = {each.touch: found for each in said if (found := _name(each)) is not None}
    wanted = names.get(asked.touch)
    agree = {name for name in dict.fromkeys(names.values()) if wanted is None or _agree(name, wanted)}
    first = [name for name in dict.fromkeys(names.values()) if name not in agree]
    hers = {name for name in agree if not any(_agree(name, other) for other in first)}
    theirs = [each for each in said if names.get(each.touch) in agree and (each is asked or names[each.touch] in hers)]
    mine = [each for each in said if each.touch in names and names[each.touch] not in agree]
    if not mine or not theirs:
        raise Refused("All its touches give one name by now: there is nothing to part them by.")
    ours, others = _keys(mine), _keys(theirs)
    sure = {each.touch for each in (*theirs, *mine)}
    either = []
    for each in [each for each in said if each.touch not in sure]:
        keys = set(keys_of(each))
        if keys & (others - ours) and not keys & (ours - others):
            theirs.append(each)
        elif keys & others and not keys & (ours - others):
            either.append(each)
    return _Sides(sorted(theirs, key=_n), either)


def _name(said: Contribution) -> Name | None:
    return next(iter(profile_of(sender(touch_of(said), said.regions), (), said.at).names), None)


def _agree(one: Name, other: Name) -> bool:
    found = agreement(Profile((one,)), Profile((other,)))
    return found.agree > 0 and not found.differ


def _bytes(act: Act, moved: Sequence[Contribution]) -> int:
    """About what moving these touches would write and tell."""
    made = sum(said.item in {derive_id(act.capture.workspace, said.touch, kind) for kind in ("lead", "deal")} for said in moved)
    return sum([len(pack(said)) + _KEYS_BYTES for said in moved]) + made * _ITEM_BYTES


def _keys(said: Sequence[Contribution]) -> set[Key]:
    return {key for each in said for key in keys_of(each)}


def _n(said: Contribution) -> int:
    return said.n
