"""The graph of merges: which clients its edges make of members, one by one in the order in which they were made (R18, R19)."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from processors.memory import Memory
from processors.merge import ledger
from processors.merge.party import by_rank
from processors.merge.remembered import Merge
from processors.remembered import Client


class Join(NamedTuple):
    """A merge, and the members of the two clients that it made one, the winner's first."""

    edge: Merge
    one: tuple[str, ...]
    other: tuple[str, ...]


class Part(NamedTuple):
    """Members that are one client: first the one whose id it bears, of each merge the winner's before the loser's; and how they became it."""

    members: tuple[str, ...]
    joins: tuple[Join, ...] = ()


def parts_of(memory: Memory, client: Client, owns: Mapping[str, Client], without: Merge | None = None) -> list[Part]:
    """What merges make of the members of a client, as if the one `without` had never been made; first the part that keeps the client's id.

    Whose id two clients bear from a merge on was settled then; of those who were others `without`, it is settled anew, by rank (R18). Work:
    linear in the merges of the members.
    """
    lone = client.members or (client.id,)
    edges = {edge.id: edge for member in lone for edge in ledger.merges_of(memory, member)}
    found = {member: Part((member,)) for member in lone}
    for edge in sorted(edges.values(), key=_order):
        a, b = found[edge.a], found[edge.b]
        if a is b:
            continue
        others = without is not None and edge.n > without.n and not {without.a, without.b}.isdisjoint((*a.members, *b.members))
        ids = (a.members[0], b.members[0])
        known = (edge.bears or edge.winner) in ids and not others
        first = (edge.bears or edge.winner) if known else min(a, b, key=lambda part: _rank(part, owns)).members[0]
        one, other = (a, b) if ids[0] == first else (b, a)
        bears = one.members[0] if one.members[0] != edge.winner else None
        join = Join(msgspec.structs.replace(edge, bears=bears), one.members, other.members)
        both = Part((*one.members, *other.members), (*one.joins, *other.joins, join))
        found.update(dict.fromkeys(both.members, both))
    return sorted({part.members: part for part in found.values()}.values(), key=lambda part: client.id not in part.members)


def _order(edge: Merge) -> tuple[int, int, str]:
    return edge.n, edge.at, edge.id


def _rank(part: Part, owns: Mapping[str, Client]) -> tuple[bool, bool, int, str]:
    """As `by_rank`, of members that are one."""
    ranks = [by_rank(owns[member]) for member in part.members]
    return min(rank[0] for rank in ranks), min(rank[1] for rank in ranks), min(rank[2] for rank in ranks), part.members[0]
