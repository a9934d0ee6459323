"""Redirects: from the ids of clients and contacts that were merged away to the one that they are now, for ever (R18)."""

from collections.abc import Sequence
from typing import Literal

from processors.case import Act
from processors.merge import ledger
from processors.merge.ledger import Redirect
from schemas import crm

Group = tuple[str, tuple[str, ...]]
"""The id that stands for all, and all ids, with or without it."""


def lead(act: Act, kind: Literal["client", "contact"], groups: Sequence[Group]) -> None:
    """Every id leads to the one of its group, in state at once and for the world by following what was told.

    Who is himself again is told so first: what leads on from him is of his group then, and nobody else's.
    """
    for first, _ in groups:
        known = ledger.redirect(act.memory, first)
        if known is not None and (known.told is not None or known.to != first):
            _tell(act, kind, first, Redirect(first, None, known.version), first)
    for first, ids in groups:
        others = [entity for entity in ids if entity != first]
        for entity in sorted(others, key=lambda entity: _told(act, entity) is not None):
            known = ledger.redirect(act.memory, entity) or Redirect(first)
            if _ends(act, entity, set(ids)) != first:
                _tell(act, kind, entity, Redirect(first, first, known.version), first)
            elif known.to != first:
                ledger.keep_redirect(act.memory, entity, Redirect(first, known.told, known.version))


def _told(act: Act, entity: str) -> str | None:
    known = ledger.redirect(act.memory, entity)
    return known.told if known is not None else None


def _ends(act: Act, entity: str, group: set[str]) -> str | None:
    """Where the redirects told lead from an id; None when they lead out of its group."""
    while (told := _told(act, entity)) is not None:
        if told not in group:
            return None
        entity = told
    return entity


def _tell(act: Act, kind: Literal["client", "contact"], entity: str, redirect: Redirect, winner: str) -> None:
    version = redirect.version + 1
    ledger.keep_redirect(act.memory, entity, Redirect(redirect.to, redirect.told, version))
    merge = crm.Merge(
        id=entity,
        workspace=act.capture.workspace,
        version=version,
        cause=act.capture.id,
        winner=winner,
        at=act.now,
        kind=kind,
        undone=redirect.told is None,
    )
    act.tell("merge", entity, version, merge)
