"""The scratch state: a Store that is thrown away in the end, so nothing of it is synced; what was used last is at hand, the rest in a file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Any

import lmdb

from runtime.store import MAP_BYTES, under, unwell
from schemas.decision import Place

_AT_HAND = 600_000
"""How many values are at hand at most; with their keys some 200 MB, and half as much again while they are written.

What changed is written to the file when they are let go, in the order of the keys: one by one, as they come, each is on a page of its own.
"""
_LARGE = 4096
"""Longer values, in bytes, are not kept at hand."""
_AT_ONCE = 20_000
"""How many changes one transaction has: LMDB keeps the pages that it changes in memory, at most 80 MB for so many."""


class Scratch:
    """A Store (processors/decisionlog.py) in an empty folder, of this process alone."""

    def __init__(self, folder: Path, at_hand: int = _AT_HAND) -> None:
        self._folder, self._at_hand = folder, at_hand
        self._env: Any = lmdb.open(str(folder), map_size=MAP_BYTES, sync=False, metasync=False, meminit=False, readahead=False)
        self._read: Any = self._env.begin()
        self._hand: dict[bytes, bytes | None] = {}
        self._changed: defaultdict[bytes, dict[bytes, bytes | None]] = defaultdict(dict)
        """What is not in the file yet, by the workspace and kind that its keys begin with."""
        self._place = Place()

    def get(self, key: bytes) -> bytes | None:
        hand = self._hand
        if key in hand:
            return hand[key]
        value: bytes | None = self._read.get(key)
        if value is None or len(value) <= _LARGE:
            hand[key] = value
        return value

    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        """What is asked for goes to the file first, with all of its kind; that may happen while another scan is under way."""
        for kind in [kind for kind in self._changed if kind.startswith(prefix) or prefix.startswith(kind)]:
            self._write(self._changed.pop(kind))
        with self._env.begin() as txn:
            yield from under(txn, prefix)

    def place(self) -> Place:
        return self._place

    def keep(self, changes: Mapping[bytes, bytes | None], place: Place) -> None:
        """Take in the changes; raises Retry when the disk refuses."""
        self._place = place
        changed = self._changed
        for key, value in changes.items():
            changed[key[: key.find(0) + 2]][key] = value
        self._hand.update(changes)
        if len(self._hand) > self._at_hand:
            self._let_go()

    def _let_go(self) -> None:
        self._write({key: value for kind in self._changed.values() for key, value in kind.items()})
        self._changed.clear()
        self._hand.clear()

    def _write(self, changes: Mapping[bytes, bytes | None]) -> None:
        keys = iter(sorted(changes))
        try:
            while some := list(islice(keys, _AT_ONCE)):
                with self._env.begin(write=True) as txn:
                    for key in some:
                        value = changes[key]
                        if value is None:
                            txn.delete(key)
                        else:
                            txn.put(key, value)
        except lmdb.Error as error:
            raise unwell(self._folder, error) from error
        self._read.abort()
        self._read = self._env.begin()

    def clear(self) -> None:
        """Drop everything."""
        self._let_go()
        with self._env.begin(write=True) as txn:
            txn.drop(self._env.open_db(txn=txn), delete=False)
        self._write({})
        self._place = Place()

    def filling(self) -> AbstractContextManager[None]:
        return nullcontext()

    def finish(self) -> None:
        """Write all that is at hand: closed then, it can be read from its folder."""
        self._let_go()

    def close(self) -> None:
        self._read.abort()
        self._env.close()
