"""The ids by which another system knows our entities, both ways (R2: an external id identifies)."""

from typing import Literal

import msgspec

from processors.memory import Memory, raw_id
from schemas.codec import digest
from schemas.errors import Reject

Kind = Literal["lead", "deal", "contact", "company", "responsible"]

_pairs = msgspec.msgpack.Decoder(tuple[tuple[str, str], ...])
_LETTER = {"lead": b"l", "deal": b"d", "contact": b"p", "company": b"o"}


def ours(memory: Memory, system: str, kind: Kind, external: str) -> str | None:
    """What the system's id stands for with us: an item's id, a member's (of a contact or a company), a responsible's; None for an unknown one."""
    raw = memory.get(b"X", _key(system, kind, external))
    return None if raw is None else raw.decode()


def pair(memory: Memory, system: str, kind: Kind, external: str, entity: str) -> None:
    """From now on the system's id stands for this; raises Reject where it stands for another one already."""
    known = ours(memory, system, kind, external)
    if known == entity:
        return
    if known is not None and kind != "responsible" and not _same(memory, kind, known, entity):
        raise Reject(f"The id that {system} gives this {kind} is another {kind}'s already.")
    memory.put(b"X", _key(system, kind, external), entity.encode())
    if kind in _LETTER:
        key = _LETTER[kind] + raw_id(entity)
        before = theirs(memory, kind, entity)
        memory.put(b"E", key, msgspec.msgpack.encode(tuple(dict.fromkeys((*before, (system, external))))))


def theirs(memory: Memory, kind: Kind, entity: str) -> tuple[tuple[str, str], ...]:
    """(system, id) by which other systems know one of ours."""
    raw = memory.get(b"E", _LETTER[kind] + raw_id(entity))
    return () if raw is None else _pairs.decode(raw)


def _same(memory: Memory, kind: Kind, one: str, other: str) -> bool:
    """Whether two of ours have become one since (R18)."""
    if kind == "lead" or kind == "deal":
        a, b = memory.standing_item(kind, one), memory.standing_item(kind, other)
    else:
        a, b = memory.client(one), memory.client(other)  # type: ignore[assignment]
    return a is not None and b is not None and a.id == b.id


def _key(system: str, kind: Kind, external: str) -> bytes:
    return digest("\x1f".join((system, kind, external)).encode("utf-8", "surrogatepass"))
