"""Where a partition's state is kept between runs: an LMDB environment whose every commit carries the place it stands at."""

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lmdb
import structlog

from runtime import crash
from schemas.decision import Place, decode_place, encode_place
from schemas.errors import Retry

MAP_BYTES = 1 << 40
"""The largest size of one environment: address space, not disk; the file grows as it is filled."""

CHECK_S = 30.0
"""How often readers that were killed are looked for, in seconds."""

_log = structlog.get_logger("store")

_PLACE, _FORMAT, FORMAT = b"\x00place", b"\x00format", b"1"


def unwell(path: Path, error: lmdb.Error | OSError) -> Retry:
    """What a failed commit means to the host: nothing was changed, and it may go better later."""
    return Retry(f"{path} cannot be written ({error}): is the disk full? Nothing was lost; free some space and it goes on.")


class GoneReaders:
    """Frees, now and then, the places of readers that were killed: while one is taken LMDB uses no page again, and the file only grows."""

    def __init__(self, check_s: float = CHECK_S) -> None:
        self._check_s, self._due = check_s, 0.0

    def check(self, env: Any) -> None:
        """To be called before a commit."""
        now = time.monotonic()
        if now >= self._due:
            self._due = now + self._check_s
            env.reader_check()


class LmdbStore:
    """A Store (processors/decisionlog.py) of one partition. It is a fold and so disposable: the log can always build it again.

    A commit is whole or not at all, also after a power cut, which may undo the last ones: the place in it tells where to go on
    (metadata is not synced; data is). One process writes, any number may read. Values of another format are dropped and folded anew, and
    so is a file that is none of LMDB, or broken. What `filling` fills lies in a folder of its own, beside, until it is whole.
    """

    def __init__(self, path: Path, *, readonly: bool = False, check_s: float = CHECK_S) -> None:
        self._path, self._gone = path, GoneReaders(check_s)
        if not readonly:
            shutil.rmtree(self._beside, ignore_errors=True)
            path.mkdir(parents=True, exist_ok=True)
        try:
            self._use(_open(path, readonly))
        except (lmdb.InvalidError, lmdb.CorruptedError, lmdb.VersionMismatchError) as broken:
            if readonly:
                raise
            _log.warning("local state is broken and is built again", path=str(path), why=str(broken))
            shutil.rmtree(path)
            path.mkdir()
            self._use(_open(path, readonly))
        if not readonly and self.get(_FORMAT) != FORMAT:
            self.clear()

    @property
    def _beside(self) -> Path:
        return self._path.with_name(f"{self._path.name}.filling")

    def _use(self, env: Any) -> None:
        self._env: Any = env
        self._read: Any = env.begin(buffers=False)

    def get(self, key: bytes) -> bytes | None:
        value: bytes | None = self._read.get(key)
        return value

    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        yield from under(self._read, prefix)

    def place(self) -> Place:
        raw = self.get(_PLACE)
        return Place() if raw is None else decode_place(raw)

    def keep(self, changes: Mapping[bytes, bytes | None], place: Place) -> None:
        """Commit the changes and the place together; raises Retry when the disk refuses, and then nothing has changed."""
        try:
            self._gone.check(self._env)
            with self._env.begin(write=True) as txn:
                for key in sorted(changes):
                    value = changes[key]
                    if value is None:
                        txn.delete(key)
                    else:
                        txn.put(key, value)
                txn.put(_PLACE, encode_place(place))
        except lmdb.Error as error:
            raise unwell(self._path, error) from error
        self.refresh()

    def refresh(self) -> None:
        """See what was committed since, by this process or another."""
        self._read.abort()
        self._read = self._env.begin(buffers=False)

    def clear(self) -> None:
        """Drop everything: the state is to be folded from the start of the log. Raises Retry when the disk refuses."""
        try:
            with self._env.begin(write=True) as txn:
                txn.drop(self._env.open_db(txn=txn), delete=False)
                txn.put(_FORMAT, FORMAT)
        except lmdb.Error as error:
            raise unwell(self._path, error) from error
        self.refresh()

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Fill an empty store fast: no commit in here is synced, and only at the end all is, at once. Killed meanwhile, it is empty again.

        A store that is not empty is written as ever. Raises Retry when the disk refuses the end.
        """
        if self.place() != Place():
            yield
            return
        self.close()
        shutil.rmtree(self._beside, ignore_errors=True)
        self._beside.mkdir()
        self._use(_open(self._beside, synced=False))
        self.clear()
        try:
            yield
        finally:
            self._take_in()

    def _take_in(self) -> None:
        """What was filled beside becomes the store's own, or, where the disk refuses, is dropped."""
        try:
            crash.point("fill.kept")
            self._env.sync(True)
            crash.point("fill.synced")
            self.close()
            shutil.rmtree(self._path)
            crash.point("fill.removed")
            self._beside.rename(self._path)
            _sync_folder(self._path.parent)
            self._use(_open(self._path))
        except (lmdb.Error, OSError) as error:
            self.close()
            shutil.rmtree(self._beside, ignore_errors=True)
            self._path.mkdir(exist_ok=True)
            self._use(_open(self._path))
            raise unwell(self._path, error) from error

    def close(self) -> None:
        self._read.abort()
        self._env.close()


def under(txn: Any, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every (key, value) under the prefix, in key order, as an LMDB transaction sees them."""
    with txn.cursor() as cursor:
        if cursor.set_range(prefix):
            for key, value in cursor:
                if not key.startswith(prefix):
                    return
                yield key, value


def _open(path: Path, readonly: bool = False, *, synced: bool = True) -> Any:
    return lmdb.open(str(path), map_size=MAP_BYTES, metasync=False, sync=synced, readonly=readonly, max_spare_txns=4, readahead=False)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
