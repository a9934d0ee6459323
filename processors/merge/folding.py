"""Folding: open items of a merged client that are one and the same become one, and two again (R18, R19)."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from processors.case import Act
from processors.merge import ledger
from processors.merge.giving import give, take_back
from processors.merge.party import Party
from processors.merge.remembered import Fold
from processors.policy import Policy, policy
from processors.remembered import Company, Item, OpenItem
from schemas import crm

replace = msgspec.structs.replace

MERGED = "MERGED"
"""The stage of an item that was folded into another; it stands beside the stages that a workspace names."""

_CLOSED = {"lead": "failure", "deal": "lost"}


def fold(act: Act, party: Party) -> list[tuple[Item, Item]]:
    """Fold what can be: leads into the oldest, and deals that no person has worked on into the older of their pipeline.

    Returned are the pairs of deals (older, newer) that stay two, as a person has worked on the newer: a person has to decide (R18).
    A client lists 20 open items at most, so that a merge never comes to the 51 that would make it a job (R61).
    """
    rules = policy(act.memory.config())
    leads = [item for item in party.items if item.kind == "lead"]
    for lead in leads[1:]:
        into(act, party, lead.id, leads[0].id)
    oldest: dict[str, Item] = {}
    stay = []
    for deal in [item for item in party.items if item.kind == "deal"]:
        pipeline = rules.pipelines.get(deal.pipeline)
        older = oldest.setdefault(deal.pipeline, deal)
        if older is deal or (pipeline is not None and pipeline.kind == "recurring"):
            continue
        if _worked_on(rules, deal):
            stay.append((older, deal))
        else:
            into(act, party, deal.id, older.id)
    return stay


def _worked_on(rules: Policy, deal: Item) -> bool:
    """Whether a person has worked on the deal: called, wrote, took it over, or moved it on from its pipeline's first stage."""
    pipeline = rules.pipelines.get(deal.pipeline)
    begins = next((stage.id for stage in pipeline.stages if stage.semantic == "process"), None) if pipeline is not None else None
    return deal.worked or deal.by_hand or (begins is not None and deal.stage != begins)


def into(act: Act, party: Party, item: str, other: str) -> None:
    """Close an open item as merged into another one of the party, which gets what it had."""
    folded, kept = party.shows(item), party.shows(other)
    assert folded is not None
    assert kept is not None
    after, gift, changed = give(kept, folded)
    company, placed = _hand_over(act, party, folded, kept)
    ledger.keep_fold(act.memory, folded.client, Fold(folded.kind, folded.id, kept.id, folded.stage, gift, company, placed))
    closed = replace(folded, stage=MERGED, semantic=_CLOSED[folded.kind], merged_into=kept.id)
    party.alter(closed, "status" if folded.kind == "lead" else "stage", "semantic", "merged_into")
    party.alter(after, *changed)
    if (own := party.own(folded.client)) is not None:
        party.put(replace(own, open=_without(own.open, folded.id)))


def _hand_over(act: Act, party: Party, folded: Item, kept: Item) -> tuple[str | None, bool]:
    """Among the open items of the company that lists the folded one, the kept one takes its place; (the company, whether it had to)."""
    for company in _companies(act, [party]):
        if any(o.id == folded.id for o in company.open):
            placed = all(o.id != kept.id for o in company.open)
            rest = _without(company.open, folded.id)
            act.memory.keep_company(replace(company, open=(*rest, _open(kept)) if placed else rest))
            return company.meta.id, placed
    return None, False


def unfold(act: Act, parties: Sequence[Party]) -> None:
    """Reopen the items that stand folded into one of another party: what they gave is taken back, unless it was changed since."""
    home = {member: party for party in parties for member in party.members}
    for party in parties:
        for own in party.owns:
            for fold in ledger.folds(act.memory, own.id):
                kept = act.memory.item(fold.kind, fold.into)
                if kept is not None and home.get(kept.client) is not party:
                    _reopen(act, home, party, fold)


def _reopen(act: Act, home: Mapping[str, Party], party: Party, fold: Fold) -> None:
    item = act.memory.item(fold.kind, fold.item)
    if item is None or (own := party.own(item.client)) is None:
        return
    target: str | None = fold.into
    while target is not None:  # what it was folded into may have been folded itself
        target = _give_back(act, home, item, fold, target)
    planned = [name for name in item.planned if (found := act.memory.planned(name)) is not None and found.status == "planned"]
    reopened = replace(item, stage=fold.stage, semantic="process", merged_into=None, planned=tuple(planned))
    party.alter(reopened, "status" if item.kind == "lead" else "stage", "semantic", "merged_into")
    if reopened.responsible is None:
        reopened = _owned(act, party, reopened, act.memory.item(fold.kind, fold.into))
    party.put(replace(own, open=(*own.open, _open(reopened))))
    ledger.drop_fold(act.memory, own.id, fold)
    if fold.company is not None and (company := act.memory.company(fold.company)) is not None:
        rest = _without(company.open, fold.into) if fold.placed else company.open
        act.memory.keep_company(replace(company, open=(*_without(rest, item.id), _open(reopened))))


def _owned(act: Act, party: Party, item: Item, other: Item | None) -> Item:
    """A call still rang when its item was folded: it is owned now by who owned the other one (R29)."""
    if other is None or other.responsible is None:
        return item
    owned = replace(item, responsible=other.responsible, assignments=item.assignments + 1, waits=False)
    party.alter(owned, "responsible")
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
    return owned


def _give_back(act: Act, home: Mapping[str, Party], folded: Item, fold: Fold, target: str) -> str | None:
    """An item gives back what a folded one gave it; returned is what it was folded into itself."""
    item = act.memory.item(fold.kind, target)
    if item is None or (party := home.get(item.client)) is None:
        return None
    after, changed = take_back(party.shows(target) or item, folded, fold.gift)
    party.alter(after, *changed)
    return after.merged_into


def _companies(act: Act, parties: Sequence[Party]) -> Iterator[Company]:
    """The companies that members of the parties belong to."""
    for company in dict.fromkeys(own.company for party in parties for own in party.owns if own.company is not None):
        if (found := act.memory.company(company)) is not None:
            yield found


def _open(item: Item) -> OpenItem:
    return OpenItem(item.kind, item.id, item.pipeline, item.repeat is not None)


def _without(items: tuple[OpenItem, ...], item: str) -> tuple[OpenItem, ...]:
    return tuple([o for o in items if o.id != item])
