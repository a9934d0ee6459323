"""A file cut into rows, one at a time, each with its own bytes: quotes may span lines, but a forgotten one swallows nothing."""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ingestors.charsets import decode
from ingestors.csvfile import sniff
from ingestors.csvfile.columns import mapping
from ingestors.csvfile.reader import COLUMNS, ROW_BYTES
from ingestors.csvfile.sniff import Encoding
from schemas.errors import Reject

SPAN_LINES = 100
"""How many physical lines one row may span."""

UNCLOSED = "A quote is opened on this line and not closed in its row. Mend it and import the row again."
TOO_LONG = f"The line is longer than {ROW_BYTES} bytes; only its beginning was kept."


class Mark(NamedTuple):
    """A place between rows: the next line begins at byte `offset` and is physical line `line` (the first is 1)."""

    offset: int
    line: int


class Row(NamedTuple):
    """A row: the physical line that it begins on, its bytes as they stand in the file, what is wrong with it, and the place behind it."""

    line: int
    raw: bytes
    problem: str | None
    after: Mark


class Line(NamedTuple):
    """A physical line; `raw` is cut at ROW_BYTES, `after` is not."""

    number: int
    raw: bytes
    whole: bool
    after: Mark


@dataclass(frozen=True, slots=True)
class Table:
    """A file that can be imported: what was found out about it before its rows are read. `start` is behind the header."""

    path: Path
    size: int
    encoding: Encoding
    delimiter: str
    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    start: Mark

    def rows(self, mark: Mark | None = None) -> Iterator[Row]:
        """The rows from a place on (the first one without it), blank lines left out. Never more than a few rows are in memory."""
        with closing(self.path.open("rb")) as file:
            yield from _rows(_lines(file, self.encoding, mark or self.start), self._text, self.delimiter, self._is_row)

    def _text(self, raw: bytes) -> str:
        return decode(raw, self.encoding.name)

    def _is_row(self, values: Sequence[str]) -> bool:
        """Whether a line read by itself looks like a row of this table: the right number of values, and contacts where contacts belong."""
        if len(values) != len(self.header) or len(values) < 2 or not any(value.strip() for value in values):
            return False
        contacts = [(f, v) for f, v in zip(self.fields, values, strict=True) if f in ("phone", "email") and v.strip()]
        likely = [("@" in v) if f == "email" else sum(c.isdigit() for c in v) >= 6 for f, v in contacts]
        return all(likely) and (bool(likely) or len(values) > 2)


def read(path: Path, *, encoding: str | None = None, delimiter: str | None = None, columns: Mapping[str, str] | None = None) -> Table:
    """Look at a file; raises Reject when it cannot be an import: no text, empty, a workbook, no header that says where a phone, an
    e-mail or a name is, or too many columns. `columns` (name -> field) wins over what the table of names says."""
    with closing(path.open("rb")) as file:
        how = sniff.encoding(file, encoding)
        lines, start, forced = _head(file, how)
        separator = delimiter or forced or sniff.delimiter(lines)
        head = next(_rows(_lines(file, how, start), lambda raw: decode(raw, how.name), separator, lambda _: False), None)
    if head is None:
        raise Reject("The file has no header.")
    if head.problem:
        raise Reject(f"Line {head.line}, the header: {head.problem}")
    header = tuple(name.strip().removeprefix("\ufeff") for name in _values(decode(head.raw, how.name), separator))
    if len(header) > COLUMNS:
        raise Reject(f"The header has {len(header)} columns; at most {COLUMNS} are read. Is {separator!r} the delimiter?")
    fields = mapping(header, columns)
    if not {"phone", "email", "name", "given", "family", "messenger"}.intersection(fields):
        shown = ", ".join(name[:30] for name in header[:8] if field_safe(name)) or "none that could be a name"
        raise Reject(
            f"Line {head.line} names no column with a phone, an e-mail or a name (columns: {shown}). Add a header line, or say which column "
            "holds what under `columns` of this preset."
        )
    return Table(path, path.stat().st_size, how, separator, header, fields, head.after)


def field_safe(name: str) -> bool:
    """Whether a header cell may be shown in a message: no address, no number (a file without header has people in its first line)."""
    return bool(name) and "@" not in name and sum(c.isdigit() for c in name) < 5


def _head(file: BinaryIO, how: Encoding) -> tuple[list[str], Mark, str | None]:
    """The first lines as text, the place of the header, and the delimiter where a first line `sep=;` says it."""
    start, forced = Mark(how.bom, 1), None
    lines: list[str] = []
    for line in _lines(file, how, start):
        text = decode(line.raw, how.name)
        if not lines and text[:4].lower() == "sep=" and len(text.strip("\r\n")) == 5:
            start, forced = line.after, text[4]
        elif text.strip():
            lines.append(text)
        if len(lines) >= 20:
            break
    return lines, start, forced


def _lines(file: BinaryIO, how: Encoding, mark: Mark) -> Iterator[Line]:
    """The physical lines from a place on; of one that is too long the beginning is kept and the rest is passed over."""
    file.seek(mark.offset)
    offset, number = mark
    read_line: Callable[[], bytes] = (lambda: file.readline(ROW_BYTES)) if how.newline == b"\n" else _WideLines(file, how.newline).read
    while raw := read_line():
        offset += len(raw)
        whole = len(raw) < ROW_BYTES or raw.endswith(how.newline)
        rest = raw
        while not rest.endswith(how.newline) and (rest := read_line()):
            offset += len(rest)
        number += 1
        yield Line(number - 1, raw, whole, Mark(offset, number))


class _WideLines:
    """`readline` for a line end that is not one byte `\\n`: UTF-16, UTF-32, and the carriage returns of old programs."""

    def __init__(self, file: BinaryIO, newline: bytes) -> None:
        self._file, self._newline, self._buffer = file, newline, b""

    def read(self) -> bytes:
        """The next line with its end, at most ROW_BYTES of it; nothing at the end of the file."""
        width, searched = len(self._newline), 0
        while True:
            at = self._buffer.find(self._newline, searched)
            if at >= 0 and at % width:
                searched = at + 1
                continue
            if at >= 0 or len(self._buffer) >= ROW_BYTES:
                return self._take(min(at + width, ROW_BYTES) if at >= 0 else ROW_BYTES)
            searched = max(0, len(self._buffer) - width)
            more = self._file.read(64 << 10)
            if not more:
                return self._take(len(self._buffer))
            self._buffer += more

    def _take(self, size: int) -> bytes:
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken


def _rows(lines: Iterator[Line], text: Callable[[bytes], str], delimiter: str, is_row: Callable[[Sequence[str]], bool]) -> Iterator[Row]:
    """Logical rows of physical lines. A row that spans lines is taken only if its quotes close and no line in it looks like a row of its
    own; else its first line alone is refused, and the lines behind it are read again."""
    waiting: deque[Line] = deque()
    while (line := _next(waiting, lines)) is not None:
        if not line.raw.strip(b" \t\r\n\0"):
            continue
        if not line.whole:
            yield Row(line.number, line.raw, TOO_LONG, line.after)
            continue
        if b'"' not in line.raw or not _open(text(line.raw), delimiter):
            yield Row(line.number, line.raw, None, line.after)
            continue
        span = _span(line, waiting, lines, text, delimiter)
        if span and not any(is_row(_values(text(more.raw), delimiter)) for more in span[1:]):
            yield Row(line.number, b"".join(part.raw for part in span), None, span[-1].after)
            for _ in span[1:]:
                waiting.popleft()
        else:
            yield Row(line.number, line.raw, UNCLOSED, line.after)


def _next(waiting: deque[Line], lines: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(lines, None)


def _span(first: Line, waiting: deque[Line], lines: Iterator[Line], text: Callable[[bytes], str], delimiter: str) -> list[Line] | None:
    """The lines of a row whose quote is open at the end of its first one; None when it does not close within the limits. The lines
    looked at stay in `waiting`."""
    raw, size = [first], len(first.raw)
    for n in range(SPAN_LINES):
        if n == len(waiting):
            line = next(lines, None)
            if line is None:
                return None
            waiting.append(line)
        line = waiting[n]
        size += len(line.raw)
        if not line.whole or size > ROW_BYTES:
            return None
        raw.append(line)
        if b'"' not in line.raw:
            continue
        state = _open(text(b"".join(part.raw for part in raw)), delimiter)
        if state is None:
            return None
        if not state:
            return raw
    return None


def _open(text: str, delimiter: str) -> bool | None:
    """Whether a quote is open at the end of the text; None when it is broken otherwise (text follows a closing quote)."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return True if "unexpected end of data" in str(error) else None
    return False


def _values(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []
