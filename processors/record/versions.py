"""Versions: what changed between two states of an entity, by name, and the version that follows (R46: same changes, same versions)."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from processors.case import Act, Case
from processors.remembered import Published

T = TypeVar("T")


def changes(before: msgspec.Struct, after: msgspec.Struct, names: Iterable[str]) -> tuple[str, ...]:
    """The names of the fields that differ."""
    if before == after:
        return ()
    return tuple([name for name in names if getattr(before, name) != getattr(after, name)])


def first(case: Case, kind: str, responsible: str | None) -> Published:
    """What a newly published entity starts with."""
    return Published(case.derive(kind), 1, case.capture.id, (), responsible, case.now, case.now)


def next_version(act: Act, meta: Published, changed: Sequence[str], responsible: str | None) -> Published:
    """The next version where something changed; the same object where nothing did. An owner is set where there is none, never replaced."""
    if meta.responsible is None and responsible is not None:
        changed = (*changed, "responsible")
    if not changed:
        return meta
    owner = meta.responsible or responsible
    return Published(meta.id, meta.version + 1, act.capture.id, tuple(changed), owner, meta.created_at, act.now, meta.by_hand)


def united(old: tuple[T, ...], new: Sequence[T], most: int = 20) -> tuple[T, ...]:
    """Both without repeats, the old first, at most `most` (R17)."""
    added = [value for value in dict.fromkeys(new) if value not in old]
    return (*old, *added)[:most] if added else old
