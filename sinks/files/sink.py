"""Public records as JSON lines, one file per topic in a folder; a killed process leaves no line behind that its place does not know.

What is true is what the sidecar says: `.place-0.json` holds the place of partition 0 and the length in bytes of each of its files. Lines are
written and synced first, then the sidecar is replaced in one step; whatever lies behind a recorded length was never delivered and is cut off.
"""

import asyncio
import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
from pydantic import Field

from schemas.codec import to_json
from schemas.decision import Place
from schemas.errors import Retry
from sinks.base import Delivery, SinkSettings, SinkSpec


class FilesSettings(SinkSettings):
    """Where the files go."""

    folder: Path = Field(description="The folder of the files; made where it is missing. One installation writes into it, nobody else.")


class Line(msgspec.Struct, frozen=True):
    """One line of a file: `time` is when it was decided (ms since 1970 UTC), `data` the record as published, null for a tombstone."""

    topic: str
    key: str
    version: int
    time: int
    capture: str
    data: msgspec.Raw


class Sidecar(msgspec.Struct, frozen=True):
    """What is true of one partition: its place, and the length of each file in bytes."""

    place: Place
    lengths: Mapping[str, int]


_NULL = msgspec.Raw(b"null")
_sidecar = msgspec.json.Decoder(Sidecar).decode


def line(delivery: Delivery) -> bytes:
    """The line of a record, with its line feed. A line feed in a text is written \\n; between the parts of JSON it is space."""
    data = _NULL if delivery.data is None else msgspec.Raw(delivery.data.replace(b"\n", b" "))
    return to_json(Line(delivery.topic, delivery.key, delivery.version, delivery.at, delivery.capture, data)) + b"\n"


class FilesSink:
    """A Sink over a folder. A partition belongs to the process that wrote it first, until it closes or ends; anybody may ask where it stands."""

    def __init__(self, settings: FilesSettings) -> None:
        self._folder = settings.folder.expanduser()
        self._kept: dict[int, Sidecar] = {}
        self._locks: dict[int, int] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sink-files")

    async def open(self) -> None:
        with _unwell(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)

    async def place(self, partition: int) -> Place:
        """Where this partition stands, also while another process writes it."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._place, partition)

    async def deliver(self, partition: int, deliveries: Sequence[Delivery], place: Place) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._deliver, partition, deliveries, place)

    async def close(self) -> None:
        """Give the partitions back. A delivery whose caller was cancelled is finished first."""
        await asyncio.to_thread(self._thread.shutdown)
        for lock in self._locks.values():
            os.close(lock)
        self._locks.clear()
        self._kept.clear()

    def _place(self, partition: int) -> Place:
        with _unwell(self._folder):
            path = self._folder / f".place-{partition}.json"
            return _parsed(path).place if path.exists() else Place()

    def _load(self, partition: int) -> Sidecar:
        if partition not in self._kept:
            with _unwell(self._folder):
                self._lock(partition)
                self._kept[partition] = self._read(partition)
        return self._kept[partition]

    def _lock(self, partition: int) -> None:
        if partition in self._locks:
            return
        lock = os.open(self._folder / f".lock-{partition}", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise Retry(f"Another process writes partition {partition} in {self._folder}: stop it, or name another folder.") from None
        self._locks[partition] = lock

    def _read(self, partition: int) -> Sidecar:
        path = self._folder / f".place-{partition}.json"
        if not path.exists():
            # Files that were here before us are somebody's: theirs up to now, ours from here on.
            theirs = {p.name: p.stat().st_size for p in self._folder.glob("*.jsonl")}
            _replace(path, Sidecar(Place(), theirs))
        return _parsed(path)

    def _deliver(self, partition: int, deliveries: Sequence[Delivery], place: Place) -> None:
        kept = self._load(partition)
        if Place().next < place.next <= kept.place.next:
            return  # another process, whose partition it was until now, has delivered this and more
        lines: dict[str, list[bytes]] = {}
        for delivery in deliveries:
            # The caller may repeat what it could not know to be written.
            if delivery.offset >= kept.place.next:
                lines.setdefault(_name(delivery.topic, partition), []).append(line(delivery))
        with _unwell(self._folder):
            new_kept = Sidecar(place, self._append_all(lines, kept.lengths))
            # From here on only the disk knows which sidecar is there; it is read again unless this succeeds.
            del self._kept[partition]
            _replace(self._folder / f".place-{partition}.json", new_kept)
            self._kept[partition] = new_kept

    def _append_all(self, lines: Mapping[str, list[bytes]], before: Mapping[str, int]) -> Mapping[str, int]:
        lengths = dict(before)
        try:
            for name, new in lines.items():
                lengths[name] = _append(self._folder / name, before.get(name, 0), b"".join(new))
        except OSError:
            for name in lines:
                _cut(self._folder / name, before.get(name, 0))
            raise
        return lengths


def _parsed(path: Path) -> Sidecar:
    try:
        return _sidecar(path.read_bytes())
    except msgspec.DecodeError:
        raise Retry(f"{path} cannot be read: put it back, or remove it to have everything delivered again.", after_s=30) from None


def _name(topic: str, partition: int) -> str:
    return f"{topic}.jsonl" if partition == 0 else f"{topic}.{partition}.jsonl"


def _append(path: Path, length: int, new: bytes) -> int:
    """Write after the recorded length, synced; the new length. A file that somebody took away or shortened goes on from its end."""
    with path.open("ab") as file:
        start = min(length, file.tell())
        file.truncate(start)
        file.write(new)
        file.flush()
        os.fsync(file.fileno())
    return start + len(new)


def _cut(path: Path, length: int) -> None:
    """Free the space of lines that were not delivered; where even that fails, the next delivery does it."""
    with contextlib.suppress(OSError):
        if path.stat().st_size > length:
            os.truncate(path, length)


def _replace(path: Path, sidecar: Sidecar) -> None:
    """All of the new sidecar or all of the old one, whenever the power goes; the folder's sync makes new files' names durable too."""
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(to_json(sidecar))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextlib.contextmanager
def _unwell(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Retry(f"The disk of {folder} is full: free some space and delivery goes on.", after_s=5) from error
        raise Retry(f"{folder} cannot be written ({error.strerror}): mend that and delivery goes on.", after_s=5) from error


SINK = SinkSpec("files", FilesSettings, FilesSink)
