"""All views as one fold, as hosts see it: tables of packed rows, some of which are published and some only kept."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from processors.decisionlog import Accepted
from processors.views import aims, conversion, funnel
from processors.views.keys import Key
from processors.views.tracked import BY
from schemas.cloudevents import headers
from schemas.codec import to_json
from schemas.crm import Metric
from schemas.decision import Emit
from schemas.record import NewRecord

TOPIC = "metric"
FORMAT = "2"
"""Rises when what is kept changes its meaning: hosts keep it beside the rows, and fold from the start where it is another one."""

DIVISIONS = ("all", *BY, "stage")
PUBLIC: dict[str, tuple[Callable[[bytes], Any], Callable[[Any], Metric]]] = {
    funnel.NAME: (funnel.decode, funnel.metric),
    aims.NAME: (aims.decode, aims.metric),
    **{conversion.table(by): (conversion.decode, conversion.metric) for by in DIVISIONS},
}
"""The tables whose rows are metrics, and how they become some."""

_DECODERS = {**{table: decode for table, (decode, _) in PUBLIC.items()}, conversion.ITEMS: conversion.tracked, aims.RULES: aims.rules}

Kept = Callable[[Key], bytes | None]


def fold(kept: Kept, accepted: Iterable[Accepted]) -> dict[Key, bytes]:
    """The rows that the decisions change, packed; `kept` gives a row as it is. To be kept with the place after them, all or none."""
    accepted = tuple(accepted)
    touches = funnel.fold(lambda row_id: _touches(kept(Key(funnel.NAME, row_id))), accepted)
    changed = {Key(funnel.NAME, row_id): funnel.encode(row) for row_id, row in touches.items()}
    return changed | conversion.fold(kept, accepted)


def _touches(raw: bytes | None) -> funnel.Row | None:
    return None if raw is None else funnel.decode(raw)


def decoded(table: str, packed: Iterable[bytes]) -> list[Any]:
    """The rows of a public table."""
    decode, _ = PUBLIC[table]
    return [decode(raw) for raw in packed]


def key(table: str, raw: bytes) -> Key:
    """The key of a row of a public table."""
    decode, metric = PUBLIC[table]
    return Key(table, metric(decode(raw)).id)


def last(key: Key, raw: bytes) -> int:
    """The offset of the last decision in a row. One behind the place that rows were kept with says that not all of them were."""
    offset: int = _DECODERS[key.table](raw).offset
    return offset


def record(key: Key, raw: bytes | None) -> NewRecord | None:
    """The record that publishes a row (None: it is gone); None for one that is only kept. Its version is the offset of its last decision."""
    if key.table not in PUBLIC:
        return None
    if raw is None:
        return NewRecord(key.id.encode(), None)
    decode, metric = PUBLIC[key.table]
    row = decode(raw)
    emit = Emit(TOPIC, key.id, row.offset, to_json(metric(row)))
    return NewRecord(key.id.encode(), emit.data, headers(emit, row.workspace, row.at))


def row(metric: Metric) -> tuple[str, Any] | None:
    """(table, row) that a published metric shows; None for one of a view, or a kind of row, that this release does not know."""
    try:
        match metric.view:
            case funnel.NAME:
                return funnel.NAME, funnel.row(metric)
            case aims.NAME:
                return aims.NAME, aims.row(metric)
            case conversion.NAME:
                found = conversion.row(metric)
                return conversion.table(found.by), found
            case _:
                return None
    except (KeyError, msgspec.ValidationError):
        return None
