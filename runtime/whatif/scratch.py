"""The scratch state: a Store that is thrown away in the end, so nothing of it is synced; what was used last is at hand, the rest is in a file."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import lmdb

from processors.decisionlog import INDEX
from runtime.store import MAP_BYTES, unwell
from schemas.decision import Place

_AT_HAND = 200_000
"""How many values are at hand at most; with their keys some 60 MB."""
_LARGE = 4096
"""Longer values, in bytes, are not kept at hand."""
_UNWRITTEN = 50_000
"""How many changes one transaction has at most: LMDB keeps the pages that it changes in memory, up to 200 MB for so many."""


class Scratch:
    """A Store (processors/decisionlog.py) in an empty folder, of this process alone. Which decisions a capture has is not kept: nobody asks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._env: Any = lmdb.open(str(folder), map_size=MAP_BYTES, sync=False, metasync=False, lock=False, meminit=False, readahead=False)
        self._hand: dict[bytes, bytes | None] = {}
        self._place = Place()
        self._begin()

    def _begin(self) -> None:
        self._txn: Any = self._env.begin(write=True)
        self._get: Any = self._txn.get
        self._unwritten = 0

    def get(self, key: bytes) -> bytes | None:
        hand = self._hand
        if key in hand:
            return hand[key]
        value: bytes | None = self._get(key)
        if value is None or len(value) <= _LARGE:
            hand[key] = value
        return value

    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        with self._txn.cursor() as cursor:
            if cursor.set_range(prefix):
                for key, value in cursor:
                    if not key.startswith(prefix):
                        return
                    yield key, value

    def place(self) -> Place:
        return self._place

    def keep(self, changes: Mapping[bytes, bytes | None], place: Place) -> None:
        """Take in the changes; raises Retry when the disk refuses."""
        hand, put, delete = self._hand, self._txn.put, self._txn.delete
        if len(hand) + len(changes) > _AT_HAND:
            hand.clear()
        try:
            for key in sorted(changes):
                if key.startswith(INDEX):
                    continue
                value = changes[key]
                if value is None:
                    delete(key)
                else:
                    put(key, value)
                if value is None or len(value) <= _LARGE:
                    hand[key] = value
                else:
                    hand.pop(key, None)
            self._unwritten += len(changes)
            if self._unwritten > _UNWRITTEN:
                self._txn.commit()
                self._begin()
        except lmdb.Error as error:
            raise unwell(self._folder, error) from error
        self._place = place

    def clear(self) -> None:
        """Drop everything."""
        self._txn.drop(self._env.open_db(txn=self._txn), delete=False)
        self._hand.clear()
        self._place = Place()

    def filling(self) -> AbstractContextManager[None]:
        return nullcontext()

    def close(self) -> None:
        self._hand.clear()
        self._txn.abort()
        self._env.close()
