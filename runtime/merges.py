"""Merges as people are told of them: which there are of a client, which one an id means, and what a command brought about (R18, R19)."""

from collections.abc import Iterator, Sequence
from uuid import uuid4

import msgspec

from processors.memory import Memory, raw_id
from processors.merge import ledger
from processors.merge.remembered import Merge
from runtime.entities import Named, client, under, workspaces
from schemas.capture import Capture
from schemas.command import CHANNEL, Command, decode, encode
from schemas.decision import Emit, Verdict
from schemas.errors import Reject
from schemas.state import ReadState


def capture(workspace: str, said: Command) -> Capture:
    """The capture by which a command enters the log; each has an id of its own. Raises Reject for one that nobody could read again."""
    body = encode(said)
    try:
        decode(body)
    except msgspec.ValidationError as error:
        raise Reject(f"This cannot be said: {error}.") from None
    return Capture(id=str(uuid4()), workspace=workspace, channel=CHANNEL, source="cli", body=body, content_type="application/json")


def who(memory: Memory, entity: str) -> str:
    """A client for people: name and the beginning of its id; its own name, whoever it was merged into."""
    member = memory.member(raw_id(entity))
    shown = member.own.shown if member else None
    name = shown and (shown.name or shown.company_name or next(iter((*shown.phones, *shown.emails)), None))
    return f"{name} ({entity[:8]})" if name else entity[:8]


def members(memory: Memory, member: str) -> tuple[str, ...]:
    """All ids of the client that a member stands in, the client's own first; none where there is no such member."""
    found = memory.client(member)
    return (found.members or (found.id,)) if found else ()


def history(memory: Memory, members: Sequence[str]) -> list[Merge]:
    """Every merge with one of the members as a side, undone ones too, oldest first. Reads all merges of the workspace."""
    wanted = set(members)
    return sorted((m for m in ledger.merges(memory) if m.a in wanted or m.b in wanted), key=lambda m: (m.at, m.id))


def find(stores: Sequence[ReadState], text: str, workspace: str | None = None) -> tuple[Named, Merge]:
    """The merge that an id means: a merge's own, or a client's that was merged once. Raises Reject where that is none, or not clear."""
    found = [
        (Named(store, name, "merge", merge.id), merge)
        for store, name in workspaces(stores, workspace)
        if text
        for merge in _merges(Memory(store, name), text)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise Reject(f"{len(found)} merges begin with {text!r}: give more of the id.")
    named, member = client(stores, text, workspace)
    memory = named.memory
    holding = list(ledger.merges_of(memory, member))
    if not holding:
        raise Reject(f"{who(memory, member)} was never merged with anybody, or that was undone: see `leadloom why {member[:8]}`.")
    if len(holding) > 1:
        known = "; ".join(f"{m.id[:8]}: {who(memory, m.a)} and {who(memory, m.b)}" for m in holding)
        raise Reject(f"{who(memory, member)} was merged {len(holding)} times; name the merge to undo: {known}.")
    return named, holding[0]


def _merges(memory: Memory, begin: str) -> Iterator[Merge]:
    for id_ in under(memory, b"e", begin):
        if (merge := ledger.merge(memory, id_)) is not None:
            yield merge


def sentences(verdict: Verdict, memory: Memory) -> Iterator[str]:
    """What a command brought about, a sentence each: the reason first. Names are those that `memory` knows."""
    for entry in verdict.entries:
        yield entry.reason
    for emit in verdict.emit:
        yield from _sentence(emit, memory)
    for entry in verdict.entries:
        for review in entry.reviews:
            yield f"A person is asked about it: leadloom review show {review[:8]}"


def _sentence(emit: Emit, memory: Memory) -> Iterator[str]:
    data = msgspec.json.decode(emit.data) if emit.data else {}
    match emit.topic:
        case "merge" if data.get("kind", "client") == "client" and data.get("undone"):
            yield f"Client {who(memory, emit.key)} is a client of its own again."
        case "merge" if data.get("kind", "client") == "client":
            yield f"Client {who(memory, emit.key)} is now {who(memory, data['winner'])}."
        case "lead" | "deal" if "merged_into" in data.get("changed", ()):
            into = data.get("merged_into")
            what = f"was folded into {emit.topic} {into[:8]}, which goes on" if into else "is open again"
            yield f"{emit.topic.capitalize()} {emit.key[:8]} {what}."
