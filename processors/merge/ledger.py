"""The ledger of merges in state: edges between members, rejected pairs, folded items, redirects and review items."""

from collections.abc import Iterator

import msgspec

from processors.memory import Memory, raw_id, text_id
from processors.merge.remembered import Fold, Merge, Review

_MERGE, _FOLD, _REVIEW = msgspec.msgpack.Decoder(Merge), msgspec.msgpack.Decoder(Fold), msgspec.msgpack.Decoder(Review)


class Redirect(msgspec.Struct, frozen=True, gc=False):
    """Where an id leads: `to` in state (itself: nowhere), `told` to the world, None where nothing holds; `version`: of the record told."""

    to: str
    told: str | None = None
    version: int = 0


def next_n(memory: Memory) -> int:
    """The number of the next merge, or of what a person folds; from 1."""
    body = memory.get(b"M", b"")
    n = 1 + (int.from_bytes(body, "big") if body is not None else 0)
    memory.put(b"M", b"", n.to_bytes(8, "big"))
    return n


def merge(memory: Memory, merge: str) -> Merge | None:
    return memory.read(b"e", raw_id(merge), _MERGE)


def keep_merge(memory: Memory, merge: Merge) -> None:
    """Keep it, and while it holds, find it by either member."""
    memory.write(b"e", raw_id(merge.id), merge)
    a, b = raw_id(merge.a), raw_id(merge.b)
    for key in (a + b, b + a):
        if merge.undone is None:
            memory.put(b"j", key, raw_id(merge.id))
        else:
            memory.delete(b"j", key)


def merges(memory: Memory) -> Iterator[Merge]:
    """All that were ever made, in the order of their ids."""
    return memory.all(b"e", _MERGE)


def merges_of(memory: Memory, member: str) -> Iterator[Merge]:
    """Those of a member that hold."""
    for _, raw in memory.scan(b"j", raw_id(member)):
        if (found := merge(memory, text_id(raw))) is not None:
            yield found


def merge_between(memory: Memory, a: str, b: str) -> Merge | None:
    """The merge of these two members, if one holds."""
    raw = memory.get(b"j", raw_id(a) + raw_id(b))
    return None if raw is None else merge(memory, text_id(raw))


def joined(memory: Memory, a: str, b: str) -> bool:
    return memory.get(b"j", raw_id(a) + raw_id(b)) is not None


def reject(memory: Memory, a: str, b: str) -> None:
    """The two are not to be merged, nor proposed to be, until a person says otherwise (R19)."""
    x, y = raw_id(a), raw_id(b)
    memory.put(b"x", x + y, b"")
    memory.put(b"x", y + x, b"")


def allow(memory: Memory, a: str, b: str) -> None:
    x, y = raw_id(a), raw_id(b)
    memory.delete(b"x", x + y)
    memory.delete(b"x", y + x)


def rejected(memory: Memory, member: str) -> Iterator[str]:
    """The members whom this one is not to be merged with."""
    for key, _ in memory.scan(b"x", raw_id(member)):
        yield text_id(key)


def keep_fold(memory: Memory, member: str, fold: Fold) -> None:
    memory.write(b"f", raw_id(member) + raw_id(fold.item), fold)


def drop_fold(memory: Memory, member: str, fold: Fold) -> None:
    memory.delete(b"f", raw_id(member) + raw_id(fold.item))


def folds(memory: Memory, member: str) -> list[Fold]:
    """The member's items that are folded into others."""
    return list(memory.all(b"f" + raw_id(member), _FOLD))


def redirect(memory: Memory, entity: str) -> Redirect | None:
    raw = memory.get(b"r", raw_id(entity))
    if raw is None:
        return None
    told = text_id(raw[16:32])
    return Redirect(text_id(raw[:16]), None if told == entity else told, int.from_bytes(raw[32:], "big"))


def keep_redirect(memory: Memory, entity: str, redirect: Redirect) -> None:
    told = raw_id(redirect.told or entity)
    memory.put(b"r", raw_id(entity), raw_id(redirect.to) + told + redirect.version.to_bytes(4, "big"))


def review(memory: Memory, review: str) -> Review | None:
    return memory.read(b"y", raw_id(review), _REVIEW)


def keep_review(memory: Memory, review: Review) -> None:
    """Keep it; the newest of its two sides can be found by them."""
    memory.write(b"y", raw_id(review.id), review)
    a, b = _sides(review)
    memory.put(b"u", a + b, raw_id(review.id))
    memory.put(b"u", b + a, raw_id(review.id))


def reviews(memory: Memory) -> Iterator[Review]:
    """All that were ever opened, in the order of their ids."""
    return memory.all(b"y", _REVIEW)


def reviews_of(memory: Memory, side: str) -> Iterator[Review]:
    """The newest of each pair that this member, item or touch is a side of."""
    for _, raw in memory.scan(b"u", raw_id(side)):
        if (found := review(memory, text_id(raw))) is not None:
            yield found


def review_between(memory: Memory, a: str, b: str) -> Review | None:
    """The newest that asks whether these two members, or two deals, are one."""
    raw = memory.get(b"u", raw_id(a) + raw_id(b))
    found = None if raw is None else _review(memory, raw)
    return found if found is not None and found.kind in ("pair", "deals") else None


def review_like(memory: Memory, review: Review) -> Review | None:
    """The newest one about the same two."""
    a, b = _sides(review)
    raw = memory.get(b"u", a + b)
    return None if raw is None else _review(memory, raw)


def _review(memory: Memory, raw: bytes) -> Review | None:
    return memory.read(b"y", raw, _REVIEW)


def _sides(review: Review) -> tuple[bytes, bytes]:
    """What a review item is found by: two members, a member and a touch, or two items."""
    match review.kind:
        case "deals":
            return raw_id(review.items[0]), raw_id(review.items[1])
        case "ambiguous" if review.touch is not None:
            return raw_id(review.a), raw_id(review.touch)
        case _:
            return raw_id(review.a), raw_id(review.b or review.a)
