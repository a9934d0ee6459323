"""Importing a file: its rows are appended to the bulk lane in groups, resumable at the row after any crash, and counted as they were decided."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from ingestors.csvfile.channel import Import, open_file
from ingestors.csvfile.table import Mark
from runtime import crash
from runtime.backoff import Backoff
from runtime.importcount import Appended, Counts, Patience, Ranges, count
from runtime.importfile import ImportOptions, ImportReport, Progress, content_digest, groups, report_of, run_id
from runtime.log import Log
from schemas.capture import BULK, Capture, decode, encode
from schemas.codec import digest
from schemas.decision import Place
from schemas.errors import Hole, Reject, Retry
from schemas.record import NewRecord, Record
from schemas.topics import partition_of

CURSOR = "cursor"


class ImportCursor(msgspec.Struct, frozen=True, kw_only=True):
    """The durable place of an import (R22's sister): where the next row begins, what was appended, and where the decisions began."""

    run: int
    offset: int
    line: int
    rows: int
    ranges: tuple[tuple[int, int], ...]
    begin: Place
    done: bool = False


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
        found = open_file(self._path, self._options.settings, self._options.preset, run_id(self._name, run))
        cursor, skip_to = await (self._resumed(last, found) if last and resumed else self._fresh(found, run))
        report = report_of(found, self._options)
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
        grouped = groups(found, Mark(cursor.offset, cursor.line), skip_to, self._options.group)
        ranges = Ranges(cursor.ranges)
        while not self._options.stop.is_set():
            group = await asyncio.to_thread(next, grouped, None)
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
