"""The file channel: each row of a CSV file becomes a capture of its own bytes, and then one touch."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from pydantic import Field

from ingestors.base import File, SourceSettings
from ingestors.csvfile import table
from ingestors.csvfile.columns import Field as ColumnField
from ingestors.csvfile.reader import parse
from ingestors.csvfile.table import Mark, Row, Table
from schemas.capture import Capture
from schemas.codec import derive_id
from schemas.errors import Reject


class CsvSettings(SourceSettings):
    """A preset: how the files of one origin are read. Everything may be left out; it is then found out from the file."""

    rows: Literal["enquiries"] = Field(
        default="enquiries", description="What the rows are (R40): enquiries go through the same matching as live ones."
    )
    encoding: str | None = Field(
        default=None, description="Encoding of the files, such as utf-8, cp1251, cp1250 or koi8-r; found out when left out."
    )
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(default=None, description="What parts the values; found out when left out.")
    columns: dict[str, ColumnField] = Field(
        default_factory=dict,
        description='Which column holds what, where its name does not say so: `Kontaktnr = "phone"`; `ignore` leaves one out.',
    )
    region: str | None = Field(
        default=None,
        description="Country of phones without a prefix (ISO 3166, two letters); else the one in the file's name (`leads_de_...`).",
        pattern="^[A-Z]{2}$",
    )
    owners: bool = Field(default=False, description="Whether the column of the responsible decides who gets the row (R29).")


@dataclass(frozen=True, slots=True)
class Import:
    """One file being read with one preset: what its rows have in common."""

    table: Table
    workspace: str
    preset: str
    run: str
    meta: dict[str, str]

    def rows(self, mark: Mark | None = None) -> Iterator[Row]:
        """The rows from a place on."""
        return self.table.rows(mark)

    def capture(self, row: Row) -> Capture:
        """The capture of a row; its id depends on the run and the line, so that a repeated append is the same capture."""
        meta = {**self.meta, "row": str(row.line)}
        if row.problem:
            meta["problem"] = row.problem
        return Capture(
            id=derive_id("csvfile", self.run, str(row.line)),
            workspace=self.workspace,
            channel="csvfile",
            source=self.preset,
            body=row.raw,
            content_type="text/csv",
            meta=meta,
        )


def open_file(path: Path, settings: CsvSettings, preset: str, run: str = "") -> Import:
    """Look at a file and make it ready to be read; raises Reject with what to do when it cannot be an import. `run` names this import of it."""
    try:
        found = table.read(path, encoding=settings.encoding, delimiter=settings.delimiter, columns=settings.columns)
    except OSError as error:
        raise Reject(f"{path} cannot be read: {error.strerror}.") from None
    meta = {
        "file": path.name[:200],
        "import": run,
        "encoding": found.encoding.name,
        "delimiter": found.delimiter,
        "header": msgspec.json.encode(found.header).decode(),
        "columns": msgspec.json.encode(settings.columns).decode() if settings.columns else "",
        "region": settings.region or "",
        "owners": "1" if settings.owners else "",
    }
    return Import(found, settings.workspace, preset, run, {name: value for name, value in meta.items() if value})


CHANNEL = File(name="csvfile", settings=CsvSettings, open=open_file, parse=parse)
