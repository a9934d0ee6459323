"""What a file is before a row of it is read: its encoding, its line ends and its delimiter."""

import codecs
import csv
from collections import Counter
from collections.abc import Sequence
from typing import BinaryIO, NamedTuple

from ingestors.charsets import codec, guess
from ingestors.csvfile.columns import field_of
from schemas.errors import Reject

SAMPLE = 64 << 10
DELIMITERS = ",;\t|"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


class Encoding(NamedTuple):
    """`bom` bytes are to be passed over; `newline` ends a line, and stands at a multiple of its own length from the bom."""

    name: str
    bom: int
    newline: bytes


def encoding(file: BinaryIO, declared: str | None = None) -> Encoding:
    """The encoding: a byte order mark, what was declared, UTF-8, else a guess from the first text that is not ASCII.

    Raises Reject for workbooks, for other files that are no text, and for an encoding that nobody knows.
    """
    file.seek(0)
    sample = file.read(SAMPLE)
    if sample.startswith(_WORKBOOKS):
        raise Reject("This is a spreadsheet workbook, not CSV. Open it, choose `Save as`, take `CSV UTF-8 (*.csv)`, and import that file.")
    if not sample.strip():
        raise Reject("The file is empty: it has no header and no rows.")
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return _ended(name, len(bom), sample[len(bom) :])
    if declared is not None:
        if (known := codec(declared)) is None:
            raise Reject(f"There is no encoding {declared[:40]!r}: take one like utf-8, cp1251, cp1250, cp1252 or koi8-r, or leave it out.")
        return _ended(known, 0, sample)
    if wide := _wide(sample):
        return _ended(wide, 0, sample)
    if sample.count(b"\0") > len(sample) // 100:
        raise Reject("This is no text file. Export the rows as CSV and import that file.")
    return _ended(_narrow(file, sample), 0, sample)


def _ended(name: str, bom: int, sample: bytes) -> Encoding:
    newline, carriage = "\n".encode(name), "\r".encode(name)
    return Encoding(name, bom, carriage if newline not in sample and carriage in sample else newline)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of its delimiters and digits is zero."""
    even, odd = sample[0:4096:2].count(0), sample[1:4096:2].count(0)
    half = max(1, len(sample[:4096]) // 2)
    if odd > half // 8 and even < half // 50:
        return "utf-16-le"
    return "utf-16-be" if even > half // 8 and odd < half // 50 else None


def _narrow(file: BinaryIO, sample: bytes) -> str:
    """UTF-8 or one byte a character: judged where the first letters outside ASCII stand, which may be far into the file."""
    while sample.isascii():
        tail = sample[-200:]
        more = file.read(1 << 20)
        if not more:
            return "utf-8"
        sample = tail + more
    first = next(i for i, byte in enumerate(sample) if byte > 127)
    sample = sample[max(0, first - 200) :][:SAMPLE]
    high = sum(byte > 127 for byte in sample)
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    return "utf-8" if broken * 10 <= high or broken <= 1 < high // 4 else guess(sample)


def delimiter(lines: Sequence[str]) -> str:
    """The delimiter of the first lines of a file: the one that makes column names of the header, then the one that gives most lines
    the same number of values, then the one that gives most values. A file of one column gets a comma."""
    best, best_rank = ",", (0, 0.0, 1)
    for candidate in DELIMITERS:
        counts = [len(values) for line in lines if (values := _values(line, candidate))]
        if not counts or counts[0] < 2:
            continue
        known = sum(field_of(name) is not None for name in _values(lines[0], candidate))
        usual, often = Counter(counts).most_common(1)[0]
        rank = (known, often / len(counts) if usual > 1 else 0.0, counts[0])
        if rank > best_rank:
            best, best_rank = candidate, rank
    return best


def _values(line: str, candidate: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=candidate), [])
    except csv.Error:
        return []
