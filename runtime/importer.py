"""Importing a file: its rows are appended to the bulk lane in groups, resumable at the row after any crash, and counted as they were decided."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from ingestors.csvfile.channel import CsvSettings, Import, open_file
from ingestors.csvfile.table import Mark, Row
from runtime import crash
from runtime.backoff import Backoff
from runtime.importcount import SHOWN, Appended, Counts, Patience, Ranges, RejectedRow, count
from runtime.log import Log
from runtime.preview import Row as Foreseen
from schemas.capture import BULK, Capture, decode, encode
from schemas.codec import derive_id, digest
from schemas.decision import Place
from schemas.errors import Hole, Reject, Retry
from schemas.record import NewRecord, Record
from schemas.topics import partition_of

CURSOR = "cursor"
GROUP_BYTES = 512 << 10
Progress = Callable[[int, int, int], None]
"""Called with (rows read, bytes read, bytes of the file)."""
Look = Callable[[Capture, int], Sequence[Foreseen]]
"""What would become of a capture, touch by touch, if it were appended so many milliseconds from now."""
Tell = Callable[[int, Foreseen], None]
"""Called with a row's line and what would become of it."""


class ImportCursor(msgspec.Struct, frozen=True, kw_only=True):
    """The durable place of an import (R22's sister): where the next row begins, what was appended, and where the decisions began."""

    run: int
    offset: int
    line: int
    rows: int
    ranges: tuple[tuple[int, int], ...]
    begin: Place
    done: bool = False


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import. `preset` is the source that the captures carry, and part of each row's key (R20).

    `decided_s`: how long the report waits for decisions when none comes (seconds); None: it does not wait. `patience_s`: how long a log
    that cannot be written is tried again. `begin`: a place of the decision log at or before now, from a store that folds it; without one
    the decisions are followed from the start of the log. `stop`: set it to end the import after the group under way. `waiting` is called
    once when no decision has come for a few seconds.
    """

    settings: CsvSettings = field(default_factory=CsvSettings)
    preset: str = "file"
    group: int = 200
    decided_s: float | None = 60.0
    patience_s: float = 30.0
    begin: Place | None = None
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file (R40). `outcomes` are counts by outcome of what was decided, and with `undecided` they add up to `rows`.

    `columns`: what each column was taken for, None for those kept as they are. `rejected`: the first of the rows that could not be read, by line.
    `resumed_line`: the line at which an interrupted import went on. `complete`: the whole file was read. In a dry run it is what would be, and
    `actions` counts what would be done: create, update and so on, as `runtime/preview.py` has them.
    """

    file: str
    preset: str
    workspace: str
    encoding: str
    delimiter: str
    columns: tuple[tuple[str, str | None], ...]
    rows: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    new_clients: int = 0
    undecided: int = 0
    rejected: tuple[RejectedRow, ...] = ()
    resumed_line: int | None = None
    complete: bool = True
    dry_run: bool = False
    actions: dict[str, int] = field(default_factory=dict)


async def import_file(log: Log, path: Path, options: ImportOptions, progress: Progress = lambda *_: None) -> ImportReport:
    """Import a CSV file; the same file again after an interruption goes on where it stood (F19).

    Raises Reject with what to do for a file that cannot be an import, or that changed while it was read; Retry when the log cannot be
    written: what was appended is kept, and the import goes on when it is run again.
    """
    before = _changed(path)
    content = await asyncio.to_thread(content_digest, path)
    report = await _Run(log, path, options, progress, content).run()
    if _changed(path) != before:
        raise Reject(f"{path.name} changed while it was read: import it again; rows that were taken are recognised.")
    return report


def _changed(path: Path) -> tuple[int, int]:
    """What differs when somebody wrote to the file; raises Reject when it is not there."""
    try:
        stat = path.stat()
    except OSError as error:
        raise Reject(f"{path} cannot be read: {error.strerror}.") from None
    return stat.st_size, stat.st_mtime_ns


def content_digest(path: Path) -> bytes:
    """What tells this file from an edited one; reads it once, a megabyte at a time. Raises Reject when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest()
    except OSError as error:
        raise Reject(f"{path} cannot be read: {error.strerror}.") from None


def _report(found: Import, options: ImportOptions) -> ImportReport:
    table = found.table
    columns = tuple(zip(table.header, table.fields, strict=True))
    return ImportReport(table.path.name, options.preset, found.workspace, table.encoding.name, table.delimiter, columns)


def foresee(path: Path, options: ImportOptions, look: Look, tell: Tell, progress: Progress = lambda *_: None) -> ImportReport:
    """Say of every row what would become of it, and write nothing (R40): `look` finds it out, row by row, `tell` is told, as it goes on.

    The rows have the ids that the file's first import gives them, and come in its groups, one after the other: of two clients who are alike in
    all else, time and ids say which one is the first (R4). Never more than a group is in memory. Raises what `import_file` raises for a file
    that cannot be an import.
    """
    name = options.settings.workspace, options.preset, content_digest(path).hex()
    found = open_file(path, options.settings, options.preset, _run_id(name, 1))
    outcomes, actions = Counter[str](), Counter[str]()
    rejected: list[RejectedRow] = []
    rows = new = 0
    begin = found.table.start
    groups = enumerate(_groups(found, begin, begin.line - 1, options.group))
    for later, row in ((later, row) for later, group in groups for row in group):
        if options.stop.is_set():
            break
        rows += 1
        for seen in look(found.capture(row), later):
            tell(row.line, seen)
            outcomes[seen.outcome] += 1
            actions[seen.action] += 1
            new += seen.new_client
            if seen.outcome == "dead" and len(rejected) < SHOWN:
                rejected.append(RejectedRow(row.line, seen.reason))
        if rows % 100 == 0:
            progress(rows, row.after.offset, found.table.size)
    progress(rows, found.table.size, found.table.size)
    return replace(
        _report(found, options),
        rows=rows,
        outcomes=dict(outcomes),
        actions=dict(actions),
        new_clients=new,
        rejected=tuple(rejected),
        complete=not options.stop.is_set(),
        dry_run=True,
    )


def _run_id(name: tuple[str, str, str], run: int) -> str:
    """What an import of (workspace, preset, digest of the content) is called."""
    return derive_id("import", *name, str(run))


class _Run:
    """One import of one file into one workspace."""

    def __init__(self, log: Log, path: Path, options: ImportOptions, progress: Progress, content: bytes) -> None:
        self._log, self._options, self._progress = log, options, progress
        self._path = path
        workspace = options.settings.workspace
        self._partition = partition_of(workspace, log.partitions)
        self._key = b"import\0" + digest(b"\0".join((workspace.encode(), options.preset.encode(), content)))
        self._name = (workspace, options.preset, content.hex())
        self._twice: set[str] = set()

    async def run(self) -> ImportReport:
        """Append what is not yet appended, then count."""
        raw = await self._log.latest(CURSOR, self._partition, self._key)
        last = None if raw is None else msgspec.json.decode(raw, type=ImportCursor)
        resumed = last is not None and not last.done
        run = last.run + (not resumed) if last else 1
        found = open_file(self._path, self._options.settings, self._options.preset, _run_id(self._name, run))
        cursor, skip_to = await (self._resumed(last, found) if last and resumed else self._fresh(found, run))
        report = _report(found, self._options)
        cursor = await self._append_all(found, cursor, skip_to)
        counts = await self._counts(cursor)
        return replace(
            report,
            rows=cursor.rows,
            outcomes=counts.outcomes,
            new_clients=counts.new_clients,
            undecided=cursor.rows - sum(counts.outcomes.values()),
            rejected=counts.rejected,
            resumed_line=skip_to + 1 if resumed else None,
            complete=cursor.done,
        )

    async def _fresh(self, found: Import, run: int) -> tuple[ImportCursor, int]:
        """The cursor of a new import, saved before its first row, so that a crash behind that row knows where to look."""
        start = found.table.start
        end = (await self._log.span(BULK, self._partition))[1]
        begin = self._options.begin or Place()
        cursor = ImportCursor(run=run, offset=start.offset, line=start.line, rows=0, ranges=((end, end),), begin=begin)
        await self._save(cursor)
        return cursor, start.line - 1

    async def _resumed(self, cursor: ImportCursor, found: Import) -> tuple[ImportCursor, int]:
        """The cursor of an interrupted import and the last line that is in the log: rows may have been appended after it was saved."""
        ranges, line, rows = Ranges(cursor.ranges), cursor.line - 1, cursor.rows
        offset = ranges.end
        while records := await self._bulk(offset):
            for record in records:
                capture = _capture(record)
                if capture is not None and capture.meta.get("import") == found.run:
                    if int(capture.meta["row"]) > line:
                        line, rows = int(capture.meta["row"]), rows + 1
                    ranges.add(record.offset, 1)
                    self._twice.add(capture.id)  # a group whose append was tried again may stand here twice
            offset = records[-1].offset + 1
        return msgspec.structs.replace(cursor, rows=rows, ranges=ranges.pairs), line

    async def _bulk(self, offset: int) -> Sequence[Record]:
        """The next records of the lane; where they are no longer kept, the first that are."""
        try:
            return await self._log.read(BULK, self._partition, offset, limit=1000)
        except Hole as hole:
            return await self._log.read(BULK, self._partition, hole.found, limit=1000) if hole.found > offset else ()

    async def _append_all(self, found: Import, cursor: ImportCursor, skip_to: int) -> ImportCursor:
        """Append the rows behind `skip_to` in groups; after each the cursor is saved, never before."""
        groups = _groups(found, Mark(cursor.offset, cursor.line), skip_to, self._options.group)
        ranges = Ranges(cursor.ranges)
        while not self._options.stop.is_set():
            group = await asyncio.to_thread(next, groups, None)
            if group is None:
                return await self._save(msgspec.structs.replace(cursor, done=True))
            captures = [found.capture(row) for row in group]
            first = await self._tried(BULK, [encode(capture) for capture in captures], captures)
            crash.point("import.appended")
            if first is None:  # the log does not tell where: known by their ids
                self._twice.update(capture.id for capture in captures)
            else:
                ranges.add(first, len(captures))
            after = group[-1].after
            rows = cursor.rows + len(group)
            cursor = msgspec.structs.replace(cursor, offset=after.offset, line=after.line, rows=rows, ranges=ranges.pairs)
            await self._save(cursor)
            crash.point("import.cursor_saved")
            self._progress(cursor.rows, after.offset, found.table.size)
        return cursor

    async def _tried(self, topic: str, records: Sequence[NewRecord], captures: Sequence[Capture] = ()) -> int | None:
        backoff = Backoff(self._options.stop)
        end = asyncio.get_running_loop().time() + self._options.patience_s
        while True:
            try:
                return await self._log.append(topic, self._partition, records)
            except Retry as retry:
                if self._options.stop.is_set() or asyncio.get_running_loop().time() > end:
                    raise
                self._twice.update(capture.id for capture in captures)  # it may have been appended all the same (F2)
                await backoff.wait(retry)

    async def _save(self, cursor: ImportCursor) -> ImportCursor:
        await self._tried(CURSOR, [NewRecord(self._key, msgspec.json.encode(cursor))])
        return cursor

    async def _counts(self, cursor: ImportCursor) -> Counts:
        if self._options.decided_s is None:
            return Counts()
        appended = Appended(cursor.ranges, frozenset(self._twice), cursor.rows)
        patience = Patience(self._options.decided_s, self._options.stop, self._options.waiting)
        return await count(self._log, self._partition, cursor.begin, appended, patience)


def _capture(record: Record) -> Capture | None:
    """The capture in a record of the lane; None for one that no release of ours made."""
    try:
        return decode(record)
    except Reject:
        return None


def _groups(found: Import, mark: Mark, skip_to: int, size: int) -> Iterator[list[Row]]:
    """The rows behind line `skip_to` in groups bounded in number and bytes."""
    group: list[Row] = []
    held = 0
    for row in found.rows(mark):
        if row.line <= skip_to:
            continue
        group.append(row)
        held += len(row.raw) + 500
        if len(group) >= size or held >= GROUP_BYTES:
            yield group
            group, held = [], 0
    if group:
        yield group
