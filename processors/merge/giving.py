"""Giving: what an item that is folded gives to the one that is kept, and what is taken back when they part (R18, R19)."""

from collections.abc import Mapping, Set
from typing import TypeVar

import msgspec

from processors.fields import differ
from processors.merge.remembered import Gift
from processors.record.items import MOST_JOINED
from processors.record.versions import united
from processors.remembered import Item

replace = msgspec.structs.replace

FILLED = ("qualification", "market", "readiness")
"""Fields with one value, which the kept item gets where it has none."""

_TOLD = ("semantic", "merged_into", "responsible", "activities", "fields", *FILLED, "converted_from")

V = TypeVar("V")


def give(kept: Item, folded: Item, newer: bool, but: Set[str] = frozenset()) -> tuple[Item, Gift]:
    """(the kept item with what the folded one gave it, what that was).

    Activities are added up; of fields that both have, the value of the `newer` one holds (R17), save for those that are to stay (`but`).
    """
    fields, own = _both(kept.fields, folded.fields, newer, but), _both(kept.own, folded.own, newer, but)
    filled = tuple([name for name in FILLED if getattr(kept, name) is None and getattr(folded, name) is not None])
    after = replace(
        kept,
        activities=kept.activities + folded.activities,
        fields=fields,
        own=own,
        joined=united(kept.joined, folded.joined, MOST_JOINED),
        planned=united(kept.planned, folded.planned),
        converted_from=united(kept.converted_from, folded.converted_from),
        worked=kept.worked or folded.worked,
        **{name: getattr(folded, name) for name in filled},
    )
    gift = Gift(
        folded.activities,
        _had(kept.fields, fields),
        _news(kept.fields, fields),
        _had(kept.own, own),
        _news(kept.own, own),
        after.joined[len(kept.joined) :],
        after.planned[len(kept.planned) :],
        after.converted_from[len(kept.converted_from) :],
        filled,
        folded.worked and not kept.worked,
        kept.modified_at,
    )
    return after, gift


def take_back(kept: Item, folded: Item, gift: Gift) -> Item:
    """The kept item without what the folded one gave it. What was changed since stays as it is."""
    return replace(
        kept,
        activities=max(kept.activities - gift.activities, 0),
        fields=_restored(kept.fields, gift.had, gift.gave),
        own=_restored(kept.own, gift.own_had, gift.own_gave),
        joined=tuple([pair for pair in kept.joined if pair not in gift.joined]),
        planned=tuple([activity for activity in kept.planned if activity not in gift.planned]),
        converted_from=tuple([lead for lead in kept.converted_from if lead not in gift.converted_from]),
        worked=kept.worked and not (gift.worked and kept.modified_at == gift.at),
        **{name: None for name in gift.filled if getattr(kept, name) == getattr(folded, name)},
    )


def changed_since(kept: Item, folded: Item, newer: bool) -> Set[str]:
    """Fields of the kept item that were said anew after the folded one, whose values held then, was folded into it."""
    if not newer:
        return frozenset()
    both = ((kept.fields, folded.fields), (kept.own, folded.own))
    return {name for now, then in both for name, value in then.items() if now.get(name) != value}


def _both(kept: Mapping[str, V], folded: Mapping[str, V], newer: bool, but: Set[str]) -> dict[str, V]:
    return {**kept, **{name: value for name, value in folded.items() if name not in but}} if newer else {**folded, **kept}


def _had(before: Mapping[str, V], after: Mapping[str, V]) -> dict[str, V]:
    return {name: before[name] for name in _news(before, after) if name in before}


def _news(before: Mapping[str, V], after: Mapping[str, V]) -> dict[str, V]:
    return {name: value for name, value in after.items() if name not in before or before[name] != value}


def _restored(now: Mapping[str, V], had: Mapping[str, V], gave: Mapping[str, V]) -> dict[str, V]:
    kept = {name: value for name, value in now.items() if name not in gave or gave[name] != value}
    return {name: had[name] if name in had and name not in kept else kept[name] for name in now if name in kept or name in had}


def news(before: Item, after: Item) -> tuple[str, ...]:
    """The public fields that differ, but for the client."""
    names = [name for name in _TOLD if getattr(before, name) != getattr(after, name)]
    if before.stage != after.stage:
        names.append("status" if after.kind == "lead" else "stage")
    if before.joined != after.joined:
        names.append("contacts")
    return (*names, *differ(before.own, after.own, "deal", "lead"))
