"""Folding: open items of a merged client that are one and the same become one, and two again (R18, R19)."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

import msgspec

from processors.case import Act
from processors.merge import ledger
from processors.merge.giving import changed_since, give, take_back
from processors.merge.graph import Join, Part
from processors.merge.party import Party, age
from processors.merge.remembered import Fold
from processors.policy import Policy, policy
from processors.remembered import Company, Item, OpenItem
from schemas import crm

replace = msgspec.structs.replace

MERGED = "MERGED"
"""The stage of an item that was folded into another; it stands beside the stages that a workspace names."""

_CLOSED = {"lead": "failure", "deal": "lost"}

_UNNUMBERED = 0
"""The number of all merges and folds of a release that did not number them, and did not note what the two had open either."""

Pair = tuple[Item, Item]


class Undone(NamedTuple):
    """A fold that was taken back, and the fields of the item that it was folded into that were said since."""

    fold: Fold
    since: Set[str]


Again = Mapping[tuple[str, str], Undone]
"""What was taken back, by the item that was folded and the one that it was folded into."""


def fold(act: Act, party: Party, join: Join, again: Again | None = None) -> list[Pair]:
    """Fold what a merge makes one of what the two clients had open: leads into the oldest of all, deals that no person has worked on into the
    older of their pipeline. What was two with one of them, as one was opened again beside another, stays two.

    Returned are the pairs of deals (older, newer) that stay two, as a person has worked on the newer: a person has to decide (R18). `again`: it
    is done again without another merge; then what has come to an end since keeps what was folded into it.
    A client lists 20 open items at most, so that a merge never comes to the 51 that would make it a job (R61).
    """
    rules, stay = policy(act.memory.config()), []
    oldest: dict[tuple[str, str], Item] = {}
    for item in _stood(act, party, join, again or {}):
        older = oldest.setdefault((item.kind, item.pipeline), item)
        pipeline = rules.pipelines.get(item.pipeline) if item.kind == "deal" else None
        same_side = (item.client in join.one) == (older.client in join.one)
        if older is item or same_side or item.semantic != "process" or (pipeline is not None and pipeline.kind == "recurring"):
            continue
        if item.kind == "deal" and _worked_on(rules, item):
            stay.append((older, item))
        else:
            into(act, party, item, older, join.edge.n, (again or {}).get((item.id, older.id)))
    return stay


def _stood(act: Act, party: Party, join: Join, again: Again) -> list[Item]:
    """The items of both sides that were open when they were merged, oldest first; and would have been: what had been folded till then."""
    sides, edge = {*join.one, *join.other}, join.edge
    opened = [undone.fold.item for undone in again.values() if undone.fold.n < edge.n]
    names = dict.fromkeys((*edge.stood, *opened))
    found = [
        item for name in names for kind in _CLOSED if (item := party.item(act.memory, kind, name)) is not None and item.client in sides
    ]
    stands = [item for item in found if item.merged_into is None]
    stood = tuple([item.id for item in stands])
    if (kept := ledger.merge(act.memory, edge.id)) is not None and kept.stood != stood:
        ledger.keep_merge(act.memory, replace(kept, stood=stood))
    return sorted(stands, key=age)


def _worked_on(rules: Policy, deal: Item) -> bool:
    """Whether a person has worked on the deal: called, wrote, took it over, or moved it on from its pipeline's first stage."""
    pipeline = rules.pipelines.get(deal.pipeline)
    begins = next((stage.id for stage in pipeline.stages if stage.semantic == "process"), None) if pipeline is not None else None
    return deal.worked or deal.by_hand or (begins is not None and deal.stage != begins)


def into(act: Act, party: Party, folded: Item, kept: Item, n: int, before: Undone | None = None) -> None:
    """Close an open item as merged into another one of the party, which gets what it had; as `before`, where it was so."""
    folded, kept = party.item(act.memory, folded.kind, folded.id) or folded, party.item(act.memory, kept.kind, kept.id) or kept
    newer = before.fold.newer if before is not None else folded.modified_at >= kept.modified_at
    after, gift = give(kept, folded, newer, before.since if before is not None else frozenset())
    company, placed = _hand_over(act, party, folded, kept)
    ledger.keep_fold(act.memory, folded.client, Fold(folded.kind, folded.id, kept.id, folded.stage, gift, company, placed, n, newer))
    party.alter(replace(folded, stage=MERGED, semantic=_CLOSED[folded.kind], merged_into=kept.id))
    party.alter(after)
    if before is not None:
        _became(act, dict.fromkeys(party.members, party), kept, gift.activities)
    if (own := party.own(folded.client)) is not None:
        party.put(replace(own, open=_without(own.open, folded.id)))


def _hand_over(act: Act, party: Party, folded: Item, kept: Item) -> tuple[str | None, bool]:
    """Among the open items of the company that lists the folded one, the kept one takes its place while it is open; (the company, whether it
    had to)."""
    for company in _companies(act, [party]):
        if any(o.id == folded.id for o in company.open):
            placed = kept.semantic == "process" and all(o.id != kept.id for o in company.open)
            rest = _without(company.open, folded.id)
            act.memory.keep_company(replace(company, open=(*rest, _open(kept)) if placed else rest))
            return company.meta.id, placed
    return None, False


def refold(act: Act, parties: Sequence[Party], parts: Sequence[Part], since: int | None = None) -> list[Pair]:
    """Items stand folded as the merges of each party have it, from the merge numbered `since` on, and from the first one on that folded an item
    into one of another party: what was folded since then is opened again, the last first, and what is still to be one is folded again.

    What an item gave is taken back, unless it was changed since; returned are pairs as of `fold`. Work: linear in what was ever folded.
    """
    home = {member: party for party in parties for member in party.members}
    folds = [found for party in parties for own in party.owns for each in ledger.folds(act.memory, own.id) for found in _found(act, each)]
    apart = [each.n for each, item, kept in folds if home.get(item.client) is not home.get(kept.client)]
    begin = min([*apart, *(() if since is None else (since,))], default=None)
    if begin is None:
        return []
    again: dict[tuple[str, str], Undone] = {}
    for each, item, kept in sorted((found for found in folds if found[0].n >= begin), key=lambda f: (f[0].n, age(f[1])), reverse=True):
        again[item.id, kept.id] = _reopened(act, home, each)
    joins = {
        join.edge.n: (party, join)
        for party, part in zip(parties, parts, strict=True)
        for join in part.joins
        if join.edge.n >= begin and join.edge.n != _UNNUMBERED
    }
    stay = []
    for n in sorted({*joins, *(undone.fold.n for undone in again.values())}):
        if n in joins:
            stay += fold(act, *joins[n], again)
            continue
        for undone in [undone for undone in again.values() if undone.fold.n == n]:
            _as_before(act, home, undone)
    for party in parties:
        _owned(act, party, again)
    return stay


def _found(act: Act, fold: Fold) -> Iterator[tuple[Fold, Item, Item]]:
    item, kept = (act.memory.item(fold.kind, entity) for entity in (fold.item, fold.into))
    if item is not None and kept is not None:
        yield fold, item, kept


def _reopened(act: Act, home: Mapping[str, Party], fold: Fold) -> Undone:
    """Open a folded item again, with what it gave."""
    item, kept = (_now(act, home, fold.kind, entity) for entity in (fold.item, fold.into))
    party = home[item.client]
    since: Set[str] = frozenset()
    if (other := home.get(kept.client)) is not None:
        since = changed_since(kept, item, fold.newer)
        other.alter(take_back(kept, item, fold.gift))
        _became(act, home, kept, -fold.gift.activities)
    planned = tuple([name for name in item.planned if _waits(act, name, kept)])
    reopened = replace(item, stage=fold.stage, semantic="process", merged_into=None, planned=planned)
    party.alter(reopened)
    own = party.own(item.client)
    assert own is not None
    party.put(replace(own, open=_among(party, own.open, reopened)))
    ledger.drop_fold(act.memory, own.id, fold)
    if fold.company is not None and (company := act.memory.company(fold.company)) is not None:
        rest = _without(company.open, fold.into) if fold.placed else company.open
        act.memory.keep_company(replace(company, open=(*_without(rest, item.id), _open(reopened))))
    return Undone(fold, since)


def _became(act: Act, home: Mapping[str, Party], kept: Item, more: int) -> None:
    """What a lead was converted to counts the touches of what was folded into that one for as long as it is."""
    for name in kept.converted_to:
        if (deal := act.memory.item("deal", name)) is not None and (party := home.get(deal.client)) is not None:
            deal = party.item(act.memory, "deal", name) or deal
            party.alter(replace(deal, activities=max(deal.activities + more, 0)))


def _waits(act: Act, name: str, kept: Item) -> bool:
    """Whether what was planned for a folded item is still to be done, or was cancelled only as the item that it was folded into was closed."""
    planned = act.memory.planned(name)
    return planned is not None and (planned.status == "planned" or (planned.status == "cancelled" and name in kept.planned))


def _now(act: Act, home: Mapping[str, Party], kind: str, entity: str) -> Item:
    kept = act.memory.item(kind, entity)
    assert kept is not None
    party = home.get(kept.client)
    return (party.item(act.memory, kind, entity) if party is not None else None) or kept


def _as_before(act: Act, home: Mapping[str, Party], undone: Undone) -> None:
    """What a person said to be one, or a merge without a number folded, is so for as long as both are one client's."""
    item, kept = (_now(act, home, undone.fold.kind, entity) for entity in (undone.fold.item, undone.fold.into))
    party = home[item.client]
    if home.get(kept.client) is party and item.semantic == "process" and kept.merged_into is None:
        into(act, party, item, kept, undone.fold.n, undone)


def _owned(act: Act, party: Party, again: Again) -> None:
    """Calls still rang when their items were folded: those that are open now are owned by who owns what they were folded into (R29)."""
    for undone in again.values():
        item = next((item for item in party.items if item.id == undone.fold.item), None)
        other = act.memory.item(undone.fold.kind, undone.fold.into)
        if item is None or item.responsible is not None or other is None or other.responsible is None:
            continue
        owned = replace(item, responsible=other.responsible, assignments=item.assignments + 1, waits=False)
        party.alter(owned)
        assignment = crm.Assignment(
            id=item.id,
            workspace=act.capture.workspace,
            version=owned.assignments,
            cause=act.capture.id,
            item_kind=item.kind,  # type: ignore[arg-type]
            responsible=other.responsible,
            reason="reopened: who owned what it was folded into owns it (R19)",
            at=act.now,
        )
        act.tell("assignment", item.id, assignment.version, assignment)


def _companies(act: Act, parties: Sequence[Party]) -> Iterator[Company]:
    """The companies that members of the parties belong to."""
    for company in dict.fromkeys(own.company for party in parties for own in party.owns if own.company is not None):
        if (found := act.memory.company(company)) is not None:
            yield found


def _among(party: Party, items: tuple[OpenItem, ...], item: Item) -> tuple[OpenItem, ...]:
    """What is open with the item, before what is younger."""
    younger = {other.id for other in party.items if age(other) > age(item)}
    at = next((n for n, o in enumerate(items) if o.id in younger), len(items))
    return (*items[:at], _open(item), *items[at:])


def _open(item: Item) -> OpenItem:
    return OpenItem(item.kind, item.id, item.pipeline, item.repeat is not None)


def _without(items: tuple[OpenItem, ...], item: str) -> tuple[OpenItem, ...]:
    return tuple([o for o in items if o.id != item])
