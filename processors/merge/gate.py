"""The gate of a merge without a human (R12): what stands in its way, in words without personal data."""

from collections.abc import Iterator, Mapping, Set

import msgspec

from processors.memory import Memory
from processors.merge import ledger
from processors.normalise.company import tax_key
from processors.normalise.compare import disagree
from processors.remembered import Client

MOST_MEMBERS = 200
"""Of how many members a client may come to consist: it bounds what one decision rewrites."""

FEW = 8
"""Pairs that are asked for one by one; for more, all that is known of a member is listed."""

REJECTED = "a person said that they are not one"
NAMES = "their full names clearly differ (R15)"


def too_many(a: Client, b: Client) -> str | None:
    """What no person can overrule."""
    if len(a.members or (a.id,)) + len(b.members or (b.id,)) > MOST_MEMBERS:
        return f"a client can hold at most {MOST_MEMBERS} that were one each; together they would be more"
    return None


def rejected(memory: Memory, a: Client, b: Client) -> Iterator[tuple[str, str]]:
    """The pairs of members, one of each client, of which a person said that they are not one."""
    mine, others = a.members or (a.id,), set(b.members or (b.id,))
    if len(mine) * len(others) <= FEW:
        yield from [(one, other) for one in mine for other in b.members or (b.id,) if memory.rejected(one, other)]
        return
    for member in mine:
        for other in ledger.rejected(memory, member):
            if other in others:
                yield member, other


def obstacle(memory: Memory, a: Client, b: Client) -> str | None:
    """Why two clients may not be merged without a human; None when they may.

    Every member of the one is held against every member of the other: what may be joined as a whole may be joined in any part, so that
    taking one merge back leaves no other one wrong (R19).
    """
    names = [[member.shown.name for member in memory.members(client)] for client in (a, b)]
    if any(disagree(one, other) for one in names[0] for other in names[1]):
        return NAMES
    ones, others = ([_stated(memory, member) for member in memory.members(client)] for client in (a, b))
    pairs = [(one, other) for one in ones for other in others]
    if any(_differ(one.external, other.external) for one, other in pairs):
        return "another system knows them under two ids (R15)"
    if any(_differ(one.tax_ids, other.tax_ids) for one, other in pairs):
        return "their companies have two tax ids (R12)"
    if _differ({"": _chosen(memory, a)}, {"": _chosen(memory, b)}):
        return "a person gave them two different responsibles (R12)"
    return too_many(a, b)


class _Stated(msgspec.Struct, frozen=True, gc=False):
    """What a member said of itself that there is only one of; sets by system, as a later touch may have said another."""

    external: Mapping[str, set[str]]
    tax_ids: Mapping[str, set[str]]


def _stated(memory: Memory, member: Client) -> _Stated:
    external: dict[str, set[str]] = {}
    tax_ids: dict[str, set[str]] = {}
    for said in memory.contributions(member.id):
        for system, known in said.person.external:
            external.setdefault(system, set()).add(known.strip())
        if said.company is not None and said.company.tax_id and (key := tax_key(said.company.tax_id)):
            tax_ids.setdefault("", set()).add(key)
    return _Stated(external, tax_ids)


def _differ(one: Mapping[str, Set[str]], other: Mapping[str, Set[str]]) -> bool:
    """Whether both have values of one kind, and none in common."""
    return any(values and (others := other.get(kind)) and not values & others for kind, values in one.items())


def _chosen(memory: Memory, client: Client) -> frozenset[str]:
    """The responsibles whom a person chose, for the client or for something that it has open."""
    items = [item for o in client.open if (item := memory.item(o.kind, o.id)) is not None and item.by_hand and item.responsible]
    owners = [item.responsible for item in items if item.responsible]
    if client.contact is not None and client.contact.by_hand and client.contact.responsible:
        owners.append(client.contact.responsible)
    return frozenset(owners)
