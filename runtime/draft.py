"""A draft of a state: what would change lies beside the state in a file of its own, which is thrown away; any number of changes, little memory."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import lmdb

from runtime.store import MAP_BYTES, under, unwell
from schemas.state import ReadState

_GONE, _THERE = b"\x00", b"\x01"


class Draft:
    """A ReadState over another one that can be kept changes of; of one process, in an empty folder. Raises Retry when the disk refuses."""

    def __init__(self, below: ReadState, folder: Path) -> None:
        self._below, self._folder = below, folder
        self._env: Any = lmdb.open(str(folder), map_size=MAP_BYTES, sync=False, metasync=False, lock=False, meminit=False)
        self._read: Any = self._env.begin()

    def get(self, key: bytes) -> bytes | None:
        mine = self._read.get(key)
        if mine is None:
            return self._below.get(key)
        return _value(mine)

    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Every (key, value) under the prefix, in key order."""
        mine = under(self._read, prefix)
        here = next(mine, None)
        for key, value in self._below.scan(prefix):
            while here is not None and here[0] < key:
                yield from _there(*here)
                here = next(mine, None)
            if here is not None and here[0] == key:
                yield from _there(*here)
                here = next(mine, None)
            else:
                yield key, value
        while here is not None:
            yield from _there(*here)
            here = next(mine, None)

    def keep(self, changes: Mapping[bytes, bytes | None]) -> None:
        """Take in the changes; None: deleted."""
        self._read.abort()
        try:
            with self._env.begin(write=True) as txn:
                for key in sorted(changes):
                    value = changes[key]
                    txn.put(key, _GONE if value is None else _THERE + value)
        except lmdb.Error as error:
            raise unwell(self._folder, error) from error
        finally:
            self._read = self._env.begin()

    def close(self) -> None:
        self._read.abort()
        self._env.close()


def _value(kept: bytes) -> bytes | None:
    return None if kept[:1] == _GONE else kept[1:]


def _there(key: bytes, kept: bytes) -> Iterator[tuple[bytes, bytes]]:
    if (value := _value(kept)) is not None:
        yield key, value
