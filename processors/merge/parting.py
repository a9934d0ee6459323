"""Parting: a merge is taken back, and everything is as if it had never been, but what only goes forward (R19)."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import msgspec

from processors.case import Act
from processors.memory import raw_id
from processors.merge import gate, ledger
from processors.merge.folding import refold
from processors.merge.graph import Part, parts_of
from processors.merge.grouping import ask_about, regroup
from processors.merge.merging import propose
from processors.merge.moving import move
from processors.merge.party import Party, in_step, party
from processors.merge.questions import ask, close
from processors.merge.rebinding import rebind
from processors.merge.remembered import Merge, Question, Why
from processors.record.planned import is_anothers, rebound, reopened
from processors.remembered import Client, Contribution, Item
from schemas.codec import pack
from schemas.decision import LIMIT

replace = msgspec.structs.replace

MOST_ASKED = 50
"""How many touches that may be either side's a person is asked about one by one; the last question tells how many more there are."""

MOST_CLOSED = 100
"""How many items that came to an end meanwhile are told anew at most; half of what a decision can hold is theirs."""

_CLIENT_BYTES = 1000
"""What a client told in full has beside the fields shown, roughly; it is told twice, with a deal and with its bundle."""


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
    owns = {own.id: own for own in in_step(client, memory.members(client))}
    parts = parts_of(memory, client, owns, merge)
    _hold(act, merge, parts)
    items = _place_ambiguous(act, merge, client, parts, owns)
    parties = [party(memory, [owns[member] for member in part.members]) for part in parts]
    made = part(act, (client,), parties, parts, [*items, *_closed(act, merge, client, parts)], merge.n)
    _ask_again(act, made)
    _propose_again(act, made)
    now = [memory.client(member) for member in (merge.a, merge.b)]
    clients = dict.fromkeys(client.id for client in now if client is not None)
    kept_by = [edge.id for member in (merge.a, merge.b) for edge in ledger.merges_of(memory, member)] if len(clients) < 2 else []
    return Parted(tuple(clients), tuple(dict.fromkeys(kept_by)))


def part(
    act: Act, before: Sequence[Client], parties: Sequence[Party], parts: Sequence[Part], retold: Sequence[Item], since: int | None = None
) -> list[Client]:
    """Members that were the clients `before` are the parties from now on, joined as `parts` has it; the clients.

    Items stand folded as that has it, from the merge numbered `since` on; what was told of another one is told again: open items, those
    `retold`, and activities. Of the deals of two clients nobody is asked whether they are one.
    """
    for whose in parties:
        whose.retold += [item for item in retold if whose.own(item.client) is not None]
    ask_about(act, refold(act, parties, parts, since))
    again = [(item, folded) for whose in parties for item in whose.items for folded in _folded(act, item)]
    made = regroup(act, before, parties)
    for item, folded in again:
        reopened(act, item)
        for planned in [found for name in folded.planned if (found := act.memory.planned(name)) is not None]:
            if is_anothers(act.memory, planned):
                rebound(act, planned)
    _settle(act, parties)
    rebind(act, made)
    return made


def _folded(act: Act, item: Item) -> Iterator[Item]:
    """The item as it is kept, where that is folded."""
    kept = act.memory.item(item.kind, item.id)
    if kept is not None and kept.merged_into is not None:
        yield kept


def since(merge: Merge) -> int:
    """From when on the two may have been one (ms): one that found them so was not the first."""
    return merge.at if merge.winner != merge.loser else 0


def _hold(act: Act, taken_back: Merge, parts: Sequence[Part]) -> None:
    """The merges that hold are as they would have been: whose id they bear, and which rejected pairs they lifted; others count as rejected."""
    joins = [join for part in parts for join in part.joins]
    lifted = [set(pair) for edge in (taken_back, *(join.edge for join in joins)) for pair in edge.lifted]
    for join in joins:
        sides = (set(join.one), set(join.other))
        mine = [pair for pair in lifted if all(len(pair & side) == 1 for side in sides)]
        edge = replace(join.edge, lifted=tuple([tuple(sorted(pair)) for pair in mine]))
        if edge != ledger.merge(act.memory, edge.id):
            ledger.keep_merge(act.memory, edge)
        lifted = [pair for pair in lifted if pair not in mine]
    for one, other in lifted:
        ledger.reject(act.memory, one, other)


def _place_ambiguous(act: Act, merge: Merge, client: Client, parts: Sequence[Part], owns: dict[str, Client]) -> list[Item]:
    """Touches with keys of both sides that came since they were one stay with the first part, each with a question whose they are (R19); the
    items that are another's now. Whose others are was settled before."""
    keeps, leave = set(parts[0].members), {member for part in parts[1:] for member in part.members}
    found = [
        (member, said, other)
        for member in client.members
        for said in act.memory.contributions(member)
        if said.at >= since(merge)
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
    return [item for (there, here), these in moved.items() for item in move(act, owns, these, there, here)]


def _closed(act: Act, merge: Merge, client: Client, parts: Sequence[Part]) -> list[Item]:
    """What came to an end while they were one: it was told with a client in full that is not any more; of it the newest, as many as can be told
    at once. What is folded leads on, and is told where that is another client's now."""
    found = [
        item
        for part in parts
        for member in part.members
        for item in act.memory.items_of(member)
        if item.semantic != "process" and (item.merged_into is None or part is not parts[0]) and _told_at(item) >= since(merge)
    ]
    newest = sorted(found, key=lambda item: (_told_at(item), item.id), reverse=True)[:MOST_CLOSED]
    known = len(pack(client.shown)) + _CLIENT_BYTES
    told = accumulate(3 * len(pack(item)) + 2 * known for item in newest)
    return [item for item, so_far in zip(newest, told, strict=True) if so_far <= LIMIT // 2]


def _told_at(item: Item) -> int:
    return max(item.modified_at, item.retold_at)


def _settle(act: Act, parties: Sequence[Party]) -> None:
    """Whether two deals are one is no question any more where they are two clients'."""
    told = {item.id: item for whose in parties for item in (*whose.items, *whose.altered.values(), *whose.retold)}
    for deal in [item for item in told.values() if item.kind == "deal"]:
        for review in list(ledger.reviews_of(act.memory, deal.id)):
            deals = [act.memory.item("deal", entity) for entity in review.items] if review.status == "open" else []
            clients = {client.id for deal in deals if deal is not None and (client := act.memory.client(deal.client)) is not None}
            if len(clients) > 1:
                close(act, review, "settled")


def _ask_again(act: Act, made: Sequence[Client]) -> None:
    """What a merge settled, of members that are two again, is a question again, or was one that a rejected pair forbids."""
    for client in made:
        for review in [review for member in client.members or (client.id,) for review in ledger.reviews_of(act.memory, member)]:
            a, b = (act.memory.client(side) for side in (review.a, review.b or review.a))
            if review.kind == "pair" and review.status == "settled" and a is not None and b is not None and a.id != b.id:
                barred = next(gate.rejected(act.memory, a, b), None) is not None
                ledger.keep_review(act.memory, replace(review, status="barred" if barred else "open", decided=None, decided_at=None))


def _propose_again(act: Act, made: Sequence[Client]) -> None:
    """What an exact key had proposed, and only the members that have left now stood in the way of, is so after all (R12)."""
    for client in made:
        for member in client.members or (client.id,):
            for review in list(ledger.reviews_of(act.memory, member)):
                asked = review.status == "barred" or (review.status == "open" and review.exact)
                if review.kind != "pair" or review.b is None or not asked:
                    continue
                a, b = act.memory.member(raw_id(review.a)), act.memory.member(raw_id(review.b))
                if a is not None and b is not None and a.client.id != b.client.id:
                    propose(act, a, b, review.why, review.exact, again=True)
