"""The embedded log: topics in LMDB on one machine, durable without a broker, the same contract as Kafka."""

import asyncio
import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import lmdb
import msgspec

from processors.decisionlog import KEY_BYTES
from runtime import layout
from runtime.store import MAP_BYTES, GoneReaders, unwell
from schemas.codec import digest, pack
from schemas.errors import Hole, Reject, Retry
from schemas.record import Headers, NewRecord, Record
from schemas.topics import TOPICS

READ_BYTES = 8 << 20
KEYS = ".keys"
"""Behind a compacted topic's name: the database key -> offset of its newest record."""
_POLL_S = 0.02
"""How soon an append by another process is seen; appends of this process are seen at once."""

Kept = tuple[int, bytes | None, bytes | None, Headers]
_unpack = msgspec.msgpack.Decoder(Kept).decode


class NoData(Exception):
    """There is no embedded log in the folder."""


class SecondDecider(Exception):
    """Another process decides on this data folder; the message names it."""


class _Waiting(NamedTuple):
    topic: str
    partition: int
    records: Sequence[NewRecord]
    done: asyncio.Future[int]


class EmbeddedLog:
    """A Log (runtime/log.py) in `path`: one LMDB environment per partition, one database per topic, offset -> record.

    Appends that wait at the same time share one synced commit, made in a thread of its own, as LMDB's writers wait for each other and the
    event loop must not. Any number of processes may read and append. Compacted topics keep the newest record of a key only.

    Raises WrongLayout for a folder with another number of partitions or of a newer release, NoData where there is nothing to read.
    """

    def __init__(self, path: Path, *, partitions: int = 1, readonly: bool = False, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock, self._readonly = path, clock, readonly
        if readonly:
            there = layout.found(path)
            if there is None or not all((path / f"p{k}" / "data.mdb").exists() for k in range(there.partitions)):
                raise NoData(f"There is no data in {path}: start `leadloom up`, or name the folder with --data.")
            partitions = there.partitions
        else:
            layout.settle(path, partitions)
        self._envs = [self._open(k) for k in range(partitions)]
        self._dbs = [self._databases(env) for env in self._envs]
        self._readers = [GoneReaders() for _ in self._envs]
        self._waiting: dict[asyncio.Future[int], _Waiting] = {}
        self._committing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="log-commit")
        self._news = asyncio.Event()

    def _open(self, partition: int) -> Any:
        path = self._path / f"p{partition}"
        if not self._readonly:
            path.mkdir(parents=True, exist_ok=True)
        return lmdb.open(str(path), map_size=MAP_BYTES, max_dbs=2 * len(TOPICS), readonly=self._readonly, max_spare_txns=4)

    def _databases(self, env: Any) -> dict[str, Any]:
        """Every topic's database, opened once: LMDB allows no opening beside a running transaction. A reader may find some missing."""
        names = [*TOPICS, *(name + KEYS for name, topic in TOPICS.items() if topic.compacted)]
        if not self._readonly:
            with env.begin(write=True) as txn:
                return {name: env.open_db(name.encode(), txn=txn) for name in names}
        # One by one: the handles of a shared transaction that only reads would be gone with it.
        found: dict[str, Any] = {}
        for name in names:
            try:
                found[name] = env.open_db(name.encode(), create=False)
            except (lmdb.NotFoundError, lmdb.ReadonlyError):
                continue
        return found

    @property
    def partitions(self) -> int:
        return len(self._envs)

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
        """Durable when it returns. Raises Retry when the disk refuses, Reject for a record that is too large."""
        limit = TOPICS[topic].max_bytes
        for record in records:
            if len(record.value or b"") > limit:
                raise Reject(f"A record of {len(record.value or b'')} bytes is too large for {topic}: at most {limit} are allowed.")
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting[done] = _Waiting(topic, partition, records, done)
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        try:
            return await done
        finally:
            # Given up, as a sender waits no longer than so: nothing is to pile up behind a disk that hangs.
            self._waiting.pop(done, None)

    async def _commit_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = list(self._waiting.values()), {}
            for partition in {w.partition for w in batch}:
                mine = [w for w in batch if w.partition == partition and not w.done.done()]
                try:
                    offsets = await loop.run_in_executor(self._thread, self._commit, partition, mine)
                except Exception as error:  # noqa: BLE001 - whatever it is, those who wait are told
                    for waiting in mine:
                        if not waiting.done.done():
                            waiting.done.set_exception(Retry(str(error), after_s=error.after_s) if isinstance(error, Retry) else error)
                    continue
                for waiting, offset in zip(mine, offsets, strict=True):
                    if not waiting.done.done():
                        waiting.done.set_result(offset)
            self._news.set()
            self._news = asyncio.Event()

    def _commit(self, partition: int, batch: Sequence[_Waiting]) -> list[int]:
        at = int(self._clock() * 1000)
        env = self._envs[partition]
        try:
            self._readers[partition].check(env)
            with env.begin(write=True) as txn:
                return [self._put(txn, w.topic, partition, w.records, at) for w in batch]
        except lmdb.Error as error:
            raise unwell(self._path, error) from error

    def _put(self, txn: Any, topic: str, partition: int, records: Iterable[NewRecord], at: int) -> int:
        db, keys = self._dbs[partition][topic], self._dbs[partition].get(topic + KEYS)
        first = offset = _end(txn, db)
        for record in records:
            place = offset.to_bytes(8, "big")
            txn.put(place, pack((at, *record)), db=db, append=True)
            if keys is not None and record.key:
                key = _short(record.key)
                if older := txn.get(key, db=keys):
                    txn.delete(older, db=db)
                txn.put(key, place, db=keys)
            offset += 1
        return first

    async def read(self, topic: str, partition: int, offset: int, *, limit: int = 500, wait_s: float = 0.0) -> Sequence[Record]:
        end = asyncio.get_running_loop().time() + wait_s
        while True:
            news = self._news
            if found := self._read(topic, partition, offset, limit):
                return found
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                return ()
            try:
                # Not wait_for: in Python 3.11 it loses a cancellation that comes together with the news.
                async with asyncio.timeout(min(left, _POLL_S)):
                    await news.wait()
            except TimeoutError:
                continue

    def _read(self, topic: str, partition: int, offset: int, limit: int) -> list[Record]:
        db = self._dbs[partition].get(topic)
        found: list[Record] = []
        if db is None:
            if offset > 0:
                raise Hole(topic, partition, offset, 0)
            return found
        with self._envs[partition].begin(db=db) as txn, txn.cursor() as cursor:
            size = 0
            if cursor.set_range(offset.to_bytes(8, "big")):
                first = int.from_bytes(cursor.key(), "big")
                if first != offset and not TOPICS[topic].compacted:
                    raise Hole(topic, partition, offset, first)
                for key, raw in cursor:
                    found.append(Record(int.from_bytes(key, "big"), *_unpack(raw)))
                    size += len(raw)
                    if len(found) >= limit or size >= READ_BYTES:
                        break
            elif offset > _end(txn, db):
                raise Hole(topic, partition, offset, _end(txn, db))
        return found

    async def span(self, topic: str, partition: int) -> tuple[int, int]:
        db = self._dbs[partition].get(topic)
        if db is None:
            return 0, 0
        with self._envs[partition].begin(db=db) as txn, txn.cursor() as cursor:
            start = int.from_bytes(cursor.key(), "big") if cursor.first() else 0
            return start, _end(txn, db)

    async def latest(self, topic: str, partition: int, key: bytes) -> bytes | None:
        keys, db = self._dbs[partition].get(topic + KEYS), self._dbs[partition].get(topic)
        if keys is None or db is None:
            return None
        with self._envs[partition].begin() as txn:
            place = txn.get(_short(key), db=keys)
            return None if place is None else _unpack(txn.get(place, db=db))[2]

    async def close(self) -> None:
        """Wait for the appends under way, then close."""
        if self._committing is not None:
            await self._committing
        self._thread.shutdown()
        for env in self._envs:
            env.close()


def _short(key: bytes) -> bytes:
    """The key as LMDB takes it: one that is too long by its digest."""
    return key if len(key) <= KEY_BYTES else digest(key)


def _end(txn: Any, db: Any) -> int:
    with txn.cursor(db=db) as cursor:
        return int.from_bytes(cursor.key(), "big") + 1 if cursor.last() else 0


class DeciderLock:
    """The right to decide on a data folder: held by one process at a time, and freed by the system when that process ends."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._file = os.open(data / "decider.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._file, 32).decode(errors="replace").strip() or "unknown"
            os.close(self._file)
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            raise SecondDecider(f"Process {holder} already works on {data}: stop it first, or name another folder with --data.") from None
        os.ftruncate(self._file, 0)
        os.write(self._file, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        os.close(self._file)


def holder(data: Path) -> str | None:
    """The process that holds the right to decide on a data folder (`unknown` for a moment); None where nobody does."""
    try:
        with (data / "decider.lock").open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return file.read(32).strip() or "unknown"
    except OSError:
        return None
    return None
