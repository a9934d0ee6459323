"""A file that is imported: how, what its import is called, its rows in groups, and the report of what became of them (R40)."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingestors.csvfile.channel import CsvSettings, Import
from ingestors.csvfile.table import Mark, Row
from runtime.importcount import RejectedRow
from schemas.codec import derive_id
from schemas.decision import Place
from schemas.errors import Reject

GROUP_BYTES = 512 << 10
Progress = Callable[[int, int, int], None]
"""Called with (rows read, bytes read, bytes of the file)."""


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


def content_digest(path: Path) -> bytes:
    """What tells this file from an edited one; reads it once, a megabyte at a time. Raises Reject when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest()
    except OSError as error:
        raise Reject(f"{path} cannot be read: {error.strerror}.") from None


def report_of(found: Import, options: ImportOptions) -> ImportReport:
    """The report before anything became of its rows."""
    table = found.table
    columns = tuple(zip(table.header, table.fields, strict=True))
    return ImportReport(table.path.name, options.preset, found.workspace, table.encoding.name, table.delimiter, columns)


def run_id(name: tuple[str, str, str], run: int) -> str:
    """What an import of (workspace, preset, digest of the content) is called."""
    return derive_id("import", *name, str(run))


def groups(found: Import, mark: Mark, skip_to: int, size: int) -> Iterator[list[Row]]:
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
