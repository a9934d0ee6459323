"""State as the step sees it: ordered keys and values in bytes, and an overlay that holds changes not yet kept."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Protocol


class State(Protocol):
    """Ordered key/value state of one partition. Keys are 1 to 511 bytes; hash what can be long.

    Keys of the step start with the workspace and a zero byte; keys that start with a zero byte belong to the decision log.
    """

    def get(self, key: bytes) -> bytes | None: ...
    def put(self, key: bytes, value: bytes) -> None: ...
    def delete(self, key: bytes) -> None: ...
    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Every (key, value) under the prefix, in key order; the state may not be changed while scanning."""
        ...


class ReadState(Protocol):
    """State that can only be read."""

    def get(self, key: bytes) -> bytes | None: ...
    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]: ...


class Overlay:
    """A State over another one: reads fall through, writes stay here in `changes` (None: deleted) until somebody keeps them."""

    __slots__ = ("_get_below", "_order", "below", "changes")

    def __init__(self, below: ReadState) -> None:
        self.below, self._get_below = below, below.get
        self.changes: dict[bytes, bytes | None] = {}
        self._order: list[bytes] = []
        """The keys of `changes` as far as a scan has needed them, sorted."""

    def get(self, key: bytes) -> bytes | None:
        return self.changes[key] if key in self.changes else self._get_below(key)

    def put(self, key: bytes, value: bytes) -> None:
        self.changes[key] = value

    def delete(self, key: bytes) -> None:
        self.changes[key] = None

    def drop(self) -> None:
        """Forget all changes."""
        self.changes.clear()
        self._order.clear()

    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        mine = {key: self.changes[key] for key in self._under(prefix)}
        waiting = iter(mine)
        mine_next = next(waiting, None)
        for key, value in self.below.scan(prefix):
            while mine_next is not None and mine_next < key:
                if (kept := mine[mine_next]) is not None:
                    yield mine_next, kept
                mine_next = next(waiting, None)
            if key not in mine:
                yield key, value
        while mine_next is not None:
            if (kept := mine[mine_next]) is not None:
                yield mine_next, kept
            mine_next = next(waiting, None)

    def _under(self, prefix: bytes) -> Iterator[bytes]:
        """The changed keys under the prefix, in key order. A dictionary has its keys in the order they came, so those behind the known are new."""
        order, changes = self._order, self.changes
        if len(order) < len(changes):
            order += islice(changes, len(order), None)
            order.sort()
        for n in range(bisect_left(order, prefix), len(order)):
            if not order[n].startswith(prefix):
                return
            yield order[n]
