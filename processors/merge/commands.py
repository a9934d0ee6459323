"""What a person says of who is who: merge two clients, take a merge back, accept or reject a review item (R16, R18, R19)."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from processors.case import Act
from processors.memory import raw_id
from processors.merge import gate, ledger
from processors.merge.folding import into
from processors.merge.graph import parts_of
from processors.merge.grouping import regroup
from processors.merge.merging import merge
from processors.merge.moving import move
from processors.merge.parting import Parted, part, unmerge
from processors.merge.party import in_step, party
from processors.merge.questions import close
from processors.merge.remembered import Merge, Review, Why
from processors.merge.splitting import split
from processors.refused import Refused
from processors.remembered import Member
from schemas import command
from schemas.errors import Reject

replace = msgspec.structs.replace


def _merge(act: Act, said: command.Merge) -> tuple[str, str]:
    return _join(act, _member(act, said.a), _member(act, said.b), Why("A person said so.", by=said.by, note=said.note))


def _join(act: Act, a: Member, b: Member, why: Why) -> tuple[str, str]:
    """Merge two clients because a person said so; what a person said before gives way to it."""
    if a.client.id == b.client.id:
        raise Refused("They are one client already.")
    if (obstacle := gate.too_many(a.client, b.client)) is not None:
        raise Refused(f"They cannot be merged: {obstacle}.")
    made = merge(act, a, b, why)
    over = " It was said before that they are two; the newest word of a person holds." if made.lifted else ""
    loser = a.client.id if made.winner == b.client.id else b.client.id
    return f"Merged: {loser} is {made.winner} from now on; `unmerge {made.id}` takes it back.{over}", made.winner


def _unmerge(act: Act, said: command.Unmerge) -> tuple[str, str]:
    found = _merge_of(act, said.merge)
    if found.undone is not None:
        raise Refused("This merge was taken back already.")
    return _parted(unmerge(act, found, said.by))


def _parted(parted: Parted) -> tuple[str, str]:
    if parted.still:
        others = ", ".join(parted.still)
        return f"The merge is taken back, but they are one client still, by other merges: {others}. Take those back, too.", parted.clients[
            0
        ]
    return (
        f"Taken apart: {' and '.join(parted.clients)} are two clients again, and will not be merged unless a person says so.",
        parted.clients[0],
    )


def _merge_of(act: Act, entity: str) -> Merge:
    """The merge of this id, or the only one that holds of the client, contact, lead or deal of this id."""
    if (found := ledger.merge(act.memory, entity)) is not None:
        return found
    member = _member(act, entity)
    edges = list(ledger.merges_of(act.memory, member.id))
    if not edges:
        edges = list({edge.id: edge for one in member.client.members for edge in ledger.merges_of(act.memory, one)}.values())
    if not edges:
        raise Refused(f"Nothing was merged into {entity}.")
    if len(edges) > 1:
        raise Refused(f"{entity} was merged more than once: name one of the merges {', '.join(sorted(edge.id for edge in edges))}.")
    return edges[0]


def _member(act: Act, entity: str) -> Member:
    """The member that an id of a client, contact, lead or deal names; raises Refused where there is none in this workspace."""
    memory = act.memory
    try:
        raw = raw_id(entity)
    except Reject as error:
        raise Refused(str(error)) from None
    for found in _named(act, entity):
        raw = raw_id(found)
    member = memory.member(raw)
    if member is None:
        raise Refused(f"There is no client, contact, lead or deal {entity} in workspace {act.capture.workspace}.")
    return member


def _named(act: Act, entity: str) -> Iterator[str]:
    for kind in ("lead", "deal"):
        if (item := act.memory.item(kind, entity)) is not None:
            yield item.client
    if (client := act.memory.contact_client(entity)) is not None:
        yield client


Answer = Callable[[Act, Review, command.Said], tuple[str, str]]


def _answer(act: Act, entity: str, said: command.Said, answers: dict[str, Answer]) -> tuple[str, str]:
    try:
        review = ledger.review(act.memory, entity)
    except Reject as error:
        raise Refused(str(error)) from None
    if review is None:
        raise Refused(f"There is no review item {entity} in workspace {act.capture.workspace}.")
    if review.status != "open":
        raise Refused(f"This review item is closed: {review.status}. `merge` and `unmerge` overrule it.")
    done = answers[review.kind](act, review, said)
    close(act, review, "accepted" if answers is _ACCEPT else "rejected", said.by, said.note)
    return done


def _accept_pair(act: Act, review: Review, said: command.Said) -> tuple[str, str]:
    a, b = _sides(act, review)
    return _join(act, a, b, replace(review.why, by=said.by, note=said.note))


def _reject_pair(act: Act, review: Review, said: command.Said) -> tuple[str, str]:
    a, b = _sides(act, review)
    ledger.reject(act.memory, a.id, b.id)
    return "They are two, and this is never proposed again.", a.client.id


def _accept_split(act: Act, review: Review, said: command.Said) -> tuple[str, str]:
    """The client is two: the touches with the name that made the question are of another client from now on."""
    a, _ = _sides(act, review)
    found = split(act, a, review)
    asked = f" Of {found.asked} touches with keys of both a person is asked whose they are." if found.asked else ""
    return (
        f"Taken apart: {found.touches} of the touches of {a.client.id} {'is' if found.touches == 1 else 'are'} of {found.client} from now on.{asked}",
        found.client,
    )


def _reject_split(act: Act, review: Review, said: command.Said) -> tuple[str, str]:
    a, _ = _sides(act, review)
    return "It is one client, and this is not asked again.", a.client.id


def _accept_ambiguous(act: Act, review: Review, said: command.Said) -> tuple[str, str]:
    a, _ = _sides(act, review)
    return "The touch stays where it is.", a.client.id


def _reject_ambiguous(act: Act, review: Review, said: command.Said) -> tuple[str, str]:
    """The touch is the other's: its contribution, and what only it taught, go there."""
    a, b = _sides(act, review)
    clients = {side.client.id: side.client for side in (a, b)}
    if len(clients) < 2:
        return "They are one client by now: the touch stays where it is.", a.client.id
    contribution = next((said for said in act.memory.contributions(a.id) if said.touch == review.touch), None)
    if contribution is None:
        raise Refused("The touch is not with this client any more.")
    owns = {own.id: own for client in clients.values() for own in in_step(client, act.memory.members(client))}
    items = move(act, owns, (contribution,), a.id, b.id)
    parties = [party(act.memory, [owns[m] for m in c.members or (c.id,)]) for c in clients.values()]
    parts = [parts_of(act.memory, client, owns)[0] for client in clients.values()]
    part(act, tuple(clients.values()), parties, parts, items)
    return f"The touch is of {b.client.id} from now on.", b.client.id


def _accept_deals(act: Act, review: Review, said: command.Said) -> tuple[str, str]:
    """The two deals are one: the newer is folded into the older."""
    older, newer = (act.memory.item("deal", item) for item in review.items)
    client = _sides(act, review)[0].client
    if older is None or newer is None or {older.semantic, newer.semantic} != {"process"}:
        raise Refused("One of the deals is closed by now.")
    mine = client.members or (client.id,)
    if older.client not in mine or newer.client not in mine:
        raise Refused("The deals are of two clients by now.")
    whole = party(act.memory, list(in_step(client, act.memory.members(client))))
    into(act, whole, newer, older, ledger.next_n(act.memory))
    regroup(act, (client,), [whole])
    return f"Deal {newer.id} is closed as merged into {older.id}.", client.id


def _reject_deals(act: Act, review: Review, said: command.Said) -> tuple[str, str]:
    return "They are two deals, and this is not asked again.", _sides(act, review)[0].client.id


_ACCEPT: dict[str, Answer] = {"pair": _accept_pair, "split": _accept_split, "ambiguous": _accept_ambiguous, "deals": _accept_deals}
_REJECT: dict[str, Answer] = {"pair": _reject_pair, "split": _reject_split, "ambiguous": _reject_ambiguous, "deals": _reject_deals}


def _sides(act: Act, review: Review) -> tuple[Member, Member]:
    a, b = _member(act, review.a), _member(act, review.b or review.a)
    return a, b


def _accept(act: Act, said: command.Accept) -> tuple[str, str]:
    return _answer(act, said.review, said, _ACCEPT)


def _reject(act: Act, said: command.Reject) -> tuple[str, str]:
    return _answer(act, said.review, said, _REJECT)


HANDLERS: dict[type, Callable[[Act, Any], tuple[str, str]]] = {
    command.Merge: _merge,
    command.Unmerge: _unmerge,
    command.Accept: _accept,
    command.Reject: _reject,
}
"""Each gives what was done, in a sentence, and the client that it is about; raises Refused before anything is changed."""
