"""Review items as people judge them: both sides with the provenance of every value, and what speaks for it and against it (R16)."""

import heapq
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from processors.memory import Memory, raw_id
from processors.merge import ledger
from processors.merge.remembered import Review
from processors.remembered import Client, Contribution, Item
from runtime.entities import Named, under, workspaces
from runtime.merges import who
from runtime.provenance import Value, values
from runtime.reading import Reading
from schemas.errors import Reject
from schemas.state import ReadState

QUESTION = {
    "pair": "Are these two one?",
    "split": "Is this client two?",
    "ambiguous": "Is this touch of the one who has it, and not of the other?",
    "deals": "Are these two deals one?",
}
ACCEPT = {
    "pair": "they are one, and are merged",
    "split": "they are two: the touches with this one's name become another client's",
    "ambiguous": "it stays where it is",
    "deals": "they are one deal, and the newer one is folded into the older",
}
REJECT = {
    "pair": "they are two, and are never proposed again",
    "split": "it is one client, and is not asked again",
    "ambiguous": "it is the other's, and moves there",
    "deals": "they are two deals, and both stay open",
}
"""What a person is asked, and what the two answers mean, by kind of review item."""


class Piece(msgspec.Struct, frozen=True):
    """A piece of evidence: what it says, and its weight in bits; above 0 it speaks for one person, below 0 against."""

    says: str
    bits: float


class Side(msgspec.Struct, frozen=True):
    """One of the two: a member with its own fields, and the client that it stands in now (`members`: of how many it consists)."""

    what: str
    id: str
    client: str | None
    members: int
    touches: int
    values: list[Value]


class Shown(msgspec.Struct, frozen=True):
    """A review item in full. `a` and `b` as `names` has them in words; times in ms since 1970 UTC."""

    id: str
    workspace: str
    kind: str
    status: str
    question: str
    probability: float | None
    exact: bool
    obstacle: str | None
    why: str
    evidence: list[Piece]
    names: tuple[str, str | None]
    sides: list[Side]
    at: int
    cause: str
    touch: str | None
    items: tuple[str, ...]
    decided: str | None
    decided_at: int | None
    decided_by: str | None
    note: str | None


Found = tuple[Named, Review]


def found(stores: Sequence[ReadState], text: str, workspace: str | None = None) -> Found:
    """The review item that begins so; raises Reject where there is none, or several."""
    all_ = [
        (Named(store, name, "review", id_), review)
        for store, name in workspaces(stores, workspace)
        if text
        for id_ in under(Memory(store, name), b"y", text)
        for review in [ledger.review(Memory(store, name), id_)]
        if review is not None
    ]
    if len(all_) != 1:
        raise Reject(f"{len(all_) or 'No'} review items begin with {text!r}: see `leadloom review list --status all`.")
    return all_[0]


def matching(
    here: Reading, limit: int, workspace: str | None = None, kind: str | None = None, status: str | None = "open"
) -> tuple[list[Found], int]:
    """The likeliest `limit` (0: all) that whoever reads may see, and how many there are; `status` None: whatever became of them."""
    counted = 0

    def wanted() -> Iterator[Found]:
        for store, name in workspaces(here.stores, workspace):
            for review in ledger.reviews(Memory(store, name)):
                named = Named(store, name, "review", review.id)
                if kind in (None, review.kind) and status in (None, review.status) and _seen(here, named, review):
                    yield named, review

    def each() -> Iterator[Found]:
        nonlocal counted
        for one in asked_once(wanted()):
            counted += 1
            yield one

    likeliest = heapq.nlargest(limit, each(), key=_order) if limit else sorted(each(), key=_order, reverse=True)
    return likeliest, counted


def asked_once(found: Iterable[Found]) -> Iterator[Found]:
    """Of open questions whether the same two clients are one the likeliest, and all others: questions are about members, and of two members
    that were merged since each may have one. The answer to one settles or bars the rest."""
    pairs = dict[tuple[str, frozenset[str]], Found]()
    for named, review in found:
        if review.kind != "pair" or review.status != "open":
            yield named, review
            continue
        clients = (named.memory.client(member) for member in (review.a, review.b) if member is not None)
        key = named.workspace, frozenset(client.id for client in clients if client is not None)
        pairs[key] = max(pairs.get(key, (named, review)), (named, review), key=_order)
    yield from pairs.values()


def must_see(here: Reading, named: Named, review: Review) -> None:
    """Raises Reject where whoever reads may not see both sides (R43)."""
    if not _seen(here, named, review):
        raise Reject(
            f"{here.viewer.name} may not see both sides of this: their roles in workspace {named.workspace} do not reach that far (R43)."
        )


def _seen(here: Reading, named: Named, review: Review) -> bool:
    """Whether both sides are of responsibles that whoever reads may see."""
    clients = (named.memory.client(member) for member in (review.a, review.b) if member is not None)
    return all(here.viewer.sees(named.workspace, "contact", _responsible(named.memory, client)) for client in clients if client is not None)


def _responsible(memory: Memory, client: Client) -> str | None:
    """Whose a client is: the contact's responsible, else the newest open item's."""
    if client.contact is not None and client.contact.responsible is not None:
        return client.contact.responsible
    items = (memory.item(listed.kind, listed.id) for listed in reversed(client.open))
    return next((item.responsible for item in items if item is not None and item.responsible is not None), client.finished_owner)


def _order(found: Found) -> tuple[float, int, str]:
    review = found[1]
    return review.why.probability if review.why.probability is not None else -1.0, -review.at, review.id


def counts(memory: Memory) -> dict[str, int]:
    """How many there are of each status."""
    found: dict[str, int] = {}
    for review in ledger.reviews(memory):
        found[review.status] = found.get(review.status, 0) + 1
    return found


def shown(named: Named, review: Review, *, sides: bool = True) -> Shown:
    """The item with its evidence, the strongest first; without `sides` nothing more is read than their names."""
    memory = named.memory
    evidence = sorted((Piece(says, bits) for says, bits in review.why.evidence), key=lambda piece: -abs(piece.bits))
    return Shown(
        id=review.id,
        workspace=named.workspace,
        kind=review.kind,
        status=review.status,
        question=QUESTION[review.kind],
        probability=review.why.probability,
        exact=review.exact,
        obstacle=review.obstacle,
        why=review.why.why,
        evidence=evidence,
        names=(who(memory, review.a), who(memory, review.b) if review.b else None),
        sides=_sides(memory, review) if sides else [],
        at=review.at,
        cause=review.cause,
        touch=review.touch,
        items=review.items,
        decided=review.decided,
        decided_at=review.decided_at,
        decided_by=review.decided_by,
        note=review.note,
    )


def _sides(memory: Memory, review: Review) -> list[Side]:
    if review.kind == "deals":
        return [_deal(memory, item) for id_ in review.items if (item := memory.item("deal", id_)) is not None]
    sides = [side for member in dict.fromkeys((review.a, review.b)) if member and (side := _side(memory, member)) is not None]
    if review.kind in ("ambiguous", "split") and (said := _in_question(memory, review)) is not None:
        sides.append(_touch(said))
    return sides


def _in_question(memory: Memory, review: Review) -> Contribution | None:
    """The touch that gave rise to the question."""
    members = dict.fromkeys(filter(None, (review.a, review.b)))
    return next((c for m in members for c in memory.contributions(m) if review.arose_from(c.touch, c.capture)), None)


def _side(memory: Memory, id_: str) -> Side | None:
    member = memory.member(raw_id(id_))
    if member is None:
        return None
    fields = values(memory.contributions(id_))
    return Side(who(memory, id_), id_, member.client.id, len(member.client.members) or 1, member.own.touches, fields)


def _touch(said: Contribution) -> Side:
    return Side(f"the touch {said.touch[:8]}", said.touch, None, 0, 1, values((said,)))


def _deal(memory: Memory, item: Item) -> Side:
    told = {
        "title": item.title,
        "stage": f"{item.pipeline}/{item.stage}",
        "responsible": item.responsible,
        "client": who(memory, item.client),
        **item.fields,
    }
    fields = [_of_item(item, name, value) for name, value in told.items() if value]
    return Side(f"deal {item.id[:8]}", item.id, item.client, 0, item.activities, fields)


def _of_item(item: Item, name: str, value: str) -> Value:
    source = item.last or item.first
    return Value(name, value, "", item.cause, source.channel if source else "", source.source if source else "", item.modified_at)
