"""Parting: a merge is taken back, and everything is as if it had never been, but what only goes forward (R19)."""

from collections.abc import Iterator, Sequence

import msgspec

from processors.case import Act
from processors.memory import SHARED_BY, raw_id
from processors.merge import ledger
from processors.merge.folding import unfold
from processors.merge.grouping import regroup
from processors.merge.merging import propose
from processors.merge.party import Party, by_rank, in_step, party, shown_by
from processors.merge.questions import ask, close
from processors.merge.remembered import Merge, Question, Why
from processors.normalise import Key, sender
from processors.record.left import pass_on
from processors.remembered import Client, Contribution, Item
from processors.resolve.keys import blocks
from processors.resolve.knowledge import Knowledge, Lesson, Noted, learn
from processors.resolve.profile import Profile, joined, profile_of
from processors.survivorship import touch_of
from schemas.codec import derive_id

replace = msgspec.structs.replace

MOST_ASKED = 50
"""How many touches that may be either side's a person is asked about one by one; the last question tells how many more there are."""


class Parted(msgspec.Struct, frozen=True, gc=False):
    """What came of it: the clients there are now, and where they are one still, the merges that keep them so."""

    clients: tuple[str, ...]
    still: tuple[str, ...] = ()


def unmerge(act: Act, merge: Merge, by: str) -> Parted:
    """Take back a merge that holds: the two members count as rejected from now on, and the client falls into what its other merges join.

    Contributions go with the member whose keys they carry; those with keys of both sides stay with the one that keeps the client's id,
    and a person is asked. Folded items reopen. Versions, owners and turns are not rewound. Work: linear in the client's contributions.
    """
    memory = act.memory
    client = memory.client(merge.a)
    assert client is not None
    ledger.keep_merge(memory, replace(merge, undone=act.capture.id, undone_at=act.now, undone_by=by))
    ledger.reject(memory, merge.a, merge.b)
    if (review := ledger.review_between(memory, merge.a, merge.b)) is not None and review.status in ("open", "barred"):
        close(act, review, "rejected", by)
    parts = _parts(act, client)
    if len(parts) < 2:
        kept_by = [edge.id for member in (merge.a, merge.b) for edge in ledger.merges_of(memory, member)]
        return Parted((client.id,), tuple(dict.fromkeys(kept_by)))
    owns = {own.id: own for own in in_step(client, memory.members(client))}
    items = _place_ambiguous(act, client, parts, owns)
    parties = []
    for part in parts:
        members = [owns[member] for member in part]
        keeps = client.id in part
        first = client.id if keeps else min(members, key=by_rank).id
        parties.append(party(memory, members, first, client if keeps else None))
    retell(act, parties, items)
    unfold(act, parties)
    made = regroup(act, (client,), parties)
    _propose_again(act, made)
    now = [memory.client(member) for member in (merge.a, merge.b)]
    return Parted(tuple(dict.fromkeys(client.id for client in now if client is not None)))


def _parts(act: Act, client: Client) -> list[list[str]]:
    """The members that merges still join, part by part; first the part that keeps the client's id."""
    left = dict.fromkeys(client.members)
    parts = []
    while left:
        part, waiting = [], [next(iter(left))]
        while waiting:
            member = waiting.pop()
            if member in left:
                del left[member]
                part.append(member)
                waiting += [side for edge in ledger.merges_of(act.memory, member) for side in (edge.a, edge.b)]
        parts.append(part)
    return parts


def _place_ambiguous(act: Act, client: Client, parts: Sequence[Sequence[str]], owns: dict[str, Client]) -> list[Item]:
    """Touches with keys of both sides stay with the first part, each with a question whose they are (R19); the items that are another's now."""
    keeps, leave = set(parts[0]), {member for part in parts[1:] for member in part}
    found = [
        (member, said, other)
        for member in client.members
        for said in act.memory.contributions(member)
        for other in [next((rival for rival in said.rivals if rival in (leave if member in keeps else keeps)), None)]
        if other is not None
    ]
    found.sort(key=lambda one: one[1].n)
    moved: dict[tuple[str, str], list[Contribution]] = {}
    for n, (member, said, other) in enumerate(found):
        here, there = (member, other) if member in keeps else (other, member)
        if member not in keeps:
            moved.setdefault((there, here), []).append(said)
        if n < MOST_ASKED:
            more = f" {len(found) - n - 1} more touches are like this one." if n == MOST_ASKED - 1 and len(found) > MOST_ASKED else ""
            why = Why(f"It carries keys of both who were taken apart, and stays with the first (R19).{more}")
            ask(act, Question("ambiguous", here, there, touch=said.touch), why)
    items = [item for (there, here), these in moved.items() for item in move(act, owns, these, there, here)]
    for member in {member for one in found for member in (one[0], one[2])} if found else ():
        said_of = act.memory.contributions(member)
        owns[member] = replace(owns[member], shown=shown_by(act.memory, member), touches=len(said_of))
    return items


def move(act: Act, owns: dict[str, Client], moved: Sequence[Contribution], away: str, to: str, sure: bool = False) -> list[Item]:
    """Contributions are another member's, and so are the keys that no other contribution taught; the items that went along are to be told anew.

    `sure`: they can be nobody else's, and the keys that both sides gave are of both from now on.
    """
    memory = act.memory
    gone = {said.touch for said in moved}
    stay = [said for said in memory.contributions(away) if said.touch not in gone]
    items: list[Item] = []
    for said in moved:
        memory.withdraw(away, said.touch)
        said = pass_on(act, said, to)
        rivals = said.rivals if sure else (*said.rivals, away)
        memory.contribute(to, replace(said, rivals=tuple([rival for rival in rivals if rival not in (to, away if sure else to)])))
        items += _move_item(act, owns, said, stay, away, to)
    others = {key for other in stay for key in keys_of(other)}
    for key in dict.fromkeys(key for said in moved for key in keys_of(said)):
        if key not in others:
            _hand_over(act, key, away, to)
        elif sure:
            _share(act, key, to)
    _relearn(act, away, ())
    found_by = dict.fromkeys(block for said in moved for block in blocks(profile_of(sender(touch_of(said), said.regions), (), said.at)))
    _relearn(act, to, tuple(found_by), like=away)
    return items


def retell(act: Act, parties: Sequence[Party], items: Sequence[Item]) -> None:
    """Items that are another member's now are told as theirs, open or not."""
    for item in items:
        for whose in parties:
            if whose.own(item.client) is not None and (now := act.memory.item(item.kind, item.id)) is not None:
                whose.alter(now, "client")


def keys_of(said: Contribution) -> tuple[Key, ...]:
    """The exact keys that a touch gave."""
    return tuple(sender(touch_of(said), said.regions).keys)


def _move_item(act: Act, owns: dict[str, Client], said: Contribution, stay: Sequence[Contribution], away: str, to: str) -> Iterator[Item]:
    """The item that the touch made stays with it; `stay`: what is still said of the other member."""
    for kind in ("lead", "deal"):
        if said.item != derive_id(act.capture.workspace, said.touch, kind) or (item := act.memory.item(kind, said.item)) is None:
            continue
        for other in [other for other in stay if other.item == item.id and other.kind]:
            act.memory.contribute(away, pass_on(act, other, away))
        after = replace(item, client=to)
        act.memory.keep_item(after)
        counts, won = kind == "deal", item.semantic == "won"
        listed = tuple([o for o in owns[away].open if o.id == item.id])
        rest = tuple([o for o in owns[away].open if o.id != item.id])
        owns[away] = replace(owns[away], open=rest, deals=owns[away].deals - counts, won=owns[away].won - won)
        owns[to] = replace(owns[to], open=(*owns[to].open, *listed), deals=owns[to].deals + counts, won=owns[to].won + won)
        for fold in ledger.folds(act.memory, away):
            if fold.item == item.id:
                ledger.drop_fold(act.memory, away, fold)
                ledger.keep_fold(act.memory, to, fold)
        yield after


def _relearn(act: Act, member: str, found_by: Sequence[str], like: str | None = None) -> None:
    """What the member is compared by is what its contributions say; it is found by these blocking keys, too. Counts are not rewound.

    `like`: whose country a new one has, as touches do not keep it.
    """
    knowledge, raw = Knowledge(act.memory), raw_id(member)
    before = knowledge.profile(raw)
    known = before if before is not None or like is None else knowledge.profile(raw_id(like))
    after = Profile()
    for said in act.memory.contributions(member):
        after = joined(after, profile_of(sender(touch_of(said), said.regions), (), said.at))
    noted = [Noted(block, knowledge.noted(block)) for block in found_by]
    learn(act.memory, raw, Lesson(before, replace(after, regions=known.regions if known is not None else ()), noted))


def _hand_over(act: Act, key: Key, away: str, to: str) -> None:
    company, users = act.memory.users(key)
    if raw_id(away) in users:
        act.memory.keep_users(key, company, tuple(dict.fromkeys(raw_id(to) if user == raw_id(away) else user for user in users)))


def _share(act: Act, key: Key, to: str) -> None:
    company, users = act.memory.users(key)
    if len(users) < SHARED_BY and raw_id(to) not in users:
        act.memory.keep_users(key, company, (*users, raw_id(to)))


def _propose_again(act: Act, made: Sequence[Client]) -> None:
    """What an exact key had proposed, and only the members that have left now stood in the way of, is so after all (R12)."""
    for client in made:
        for member in client.members or (client.id,):
            for review in list(ledger.reviews_of(act.memory, member)):
                if review.kind != "pair" or review.b is None or not (review.exact or review.status == "barred"):
                    continue
                a, b = act.memory.member(raw_id(review.a)), act.memory.member(raw_id(review.b))
                if a is not None and b is not None and review.decided_by is None:
                    propose(act, a, b, review.why, review.exact, again=True)
