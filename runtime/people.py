"""Who stands behind an entity: the client, the members that it consists of and their merges, and where every value comes from (R17, R18)."""

import msgspec

from processors.merge.remembered import Merge
from runtime.entities import Named
from runtime.merges import history, members, who
from runtime.provenance import Value, of_client, of_company


class Joined(msgspec.Struct, frozen=True):
    """A merge in words and numbers; times in ms since 1970 UTC. `undone_at` and `undone_by` once it was taken back."""

    id: str
    a: str
    b: str
    winner: str
    loser: str
    at: int
    cause: str
    why: str
    evidence: tuple[tuple[str, float], ...]
    probability: float | None
    by: str | None
    note: str | None
    undone: str | None
    undone_at: int | None
    undone_by: str | None
    names: tuple[str, str]


class Behind(msgspec.Struct, frozen=True):
    """`client` stands behind the entity now; `members` are the others that are one with it; `asked` leads to it: the id that was asked for,
    where that is another one by now."""

    client: str | None
    asked: str | None
    members: tuple[str, ...]
    merges: tuple[Joined, ...]
    provenance: tuple[Value, ...]


NOBODY = Behind(None, None, (), (), ())


def behind(named: Named) -> Behind:
    """Who stands behind a lead, deal, contact or client; behind a company its own values only."""
    memory = named.memory
    if named.kind == "company":
        company = memory.company(named.id)
        return NOBODY if company is None else msgspec.structs.replace(NOBODY, provenance=tuple(of_company(memory, company)))
    member = named.member()
    found = memory.client(member) if member else None
    if member is None or found is None:
        return NOBODY
    ids = members(memory, member)
    merges = tuple(joined(named, merge) for merge in history(memory, ids))
    live = named.id if named.kind in ("lead", "deal") else found.contact.id if named.kind == "contact" and found.contact else found.id
    return Behind(found.id, None if live == named.id else named.id, ids[1:], merges, tuple(of_client(memory, found.id)))


def joined(named: Named, merge: Merge) -> Joined:
    """A merge with its members' names."""
    why = merge.why
    return Joined(
        merge.id,
        merge.a,
        merge.b,
        merge.winner,
        merge.loser,
        merge.at,
        merge.cause,
        why.why,
        why.evidence,
        why.probability,
        why.by,
        why.note,
        merge.undone,
        merge.undone_at,
        merge.undone_by,
        (who(named.memory, merge.a), who(named.memory, merge.b)),
    )
