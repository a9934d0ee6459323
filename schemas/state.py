"""State as the step sees it: ordered keys and values in bytes, and an overlay that holds changes not yet kept."""

from collections.abc import Iterator
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

    __slots__ = ("_get_below", "below", "changes")

    def __init__(self, below: ReadState) -> None:
        self.below, self._get_below = below, below.get
        self.changes: dict[bytes, bytes | None] = {}

    def get(self, key: bytes) -> bytes | None:
        return self.changes[key] if key in self.changes else self._get_below(key)

    def put(self, key: bytes, value: bytes) -> None:
        self.changes[key] = value

    def delete(self, key: bytes) -> None:
        self.changes[key] = None

    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        mine = {k: v for k, v in self.changes.items() if k.startswith(prefix)}
        waiting = iter(sorted(mine))
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
