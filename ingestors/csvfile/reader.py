"""One row read: its bytes and the header that came with it become a touch."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from ingestors import hints
from ingestors.charsets import decode
from ingestors.csvfile import cells
from ingestors.csvfile.columns import mapping
from schemas.capture import Capture
from schemas.codec import digest
from schemas.errors import Ignore, Reject
from schemas.touch import Attribution, Company, Person, Touch

COLUMNS = 256
FIELD_CHARS = 64 << 10
ROW_BYTES = 256 << 10
KEPT_FIELDS, KEPT_CHARS, KEPT_TEXT = 64, 4096, 16_000

csv.field_size_limit(ROW_BYTES)

_ATTRIBUTION = frozenset(Attribution.__struct_fields__)
_FILE_WORDS = re.compile(r"[^a-z]+")
_NO_REGION = frozenset({"in", "my", "is", "it", "me", "no", "so", "to", "at", "be", "do", "am", "id", "as", "by", "la", "al"})
"""Country codes that are words in file names: `leads_in_may.csv` is not from India."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What all rows of a file share: the columns' names and fields, and where its phones may be from."""

    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    regions: tuple[str, ...]


@lru_cache(maxsize=256)
def layout(header: str, confirmed: str, region: str, file: str) -> Layout:
    """The layout from the texts in a capture's meta; raises Reject when they are no lists of names."""
    try:
        names = msgspec.json.decode(header, type=tuple[str, ...])
        chosen = msgspec.json.decode(confirmed or "{}", type=dict[str, str])
    except msgspec.DecodeError:
        raise Reject("The row came without the header of its file: import the file again.") from None
    return Layout(names, mapping(names, chosen), hints.regions(hints.of_country(region), of_file(file)))


def of_file(name: str) -> tuple[str, ...]:
    """The country in a file's name: `leads_ru_2026-03.csv` -> RU."""
    words = _FILE_WORDS.split(name.rpartition("/")[2].lower().rpartition(".")[0])
    return next((found for word in words if len(word) == 2 and word not in _NO_REGION and (found := hints.of_country(word))), ())


def parse(capture: Capture) -> list[Touch]:
    """Read the row; raises Reject, with what it is known by, when it is damaged or does not fit its header, and Ignore when every cell is blank.

    `meta`: `header` (JSON list), `encoding`, `delimiter`, and optionally `columns` (JSON object, column -> field), `region`, `file`,
    `row` (physical line, 1 is the first), `problem` (what was wrong already when the file was cut into rows), `owners` (`1`: the row may
    name its owner).
    """
    try:
        return _parse(capture)
    except Reject as refused:
        content = digest(b"\0".join((capture.meta.get("header", "").encode(), capture.body)))
        raise Reject(str(refused), key=f"unread:{capture.source}:{content.hex()}") from None


def _parse(capture: Capture) -> list[Touch]:
    meta = capture.meta
    if problem := meta.get("problem"):
        raise Reject(problem)
    shape = layout(meta.get("header", ""), meta.get("columns", ""), meta.get("region", ""), meta.get("file", ""))
    values = split_row(decode(capture.body, meta.get("encoding", "")), meta.get("delimiter", ","))
    values = fitted(values, len(shape.header))
    if not any(values):
        raise Ignore("The row is empty.")
    return [_touch(capture, shape, values)]


def split_row(text: str, delimiter: str) -> list[str]:
    """The values of a row as they stand; raises Reject for broken quotes, a second row in it, and what passes a limit."""
    try:
        lines = io.StringIO(text, newline="") if "\n" in text or "\r" in text else (text,)
        rows = list(csv.reader(lines, delimiter=delimiter[:1] or ",", strict=True))
    except csv.Error as error:
        raise Reject(f"The row cannot be read ({_said(error)}). Mend its quotes and import it again.") from None
    if len(rows) > 1:
        raise Reject("There is more than one row here: a quote is missing. Mend it and import the row again.")
    values = rows[0] if rows else []
    if len(values) > COLUMNS:
        raise Reject(f"The row has {len(values)} columns; at most {COLUMNS} are read.")
    if len(text) > FIELD_CHARS and any(len(value) > FIELD_CHARS for value in values):
        raise Reject(f"A value of the row is longer than {FIELD_CHARS} characters.")
    return values


def _said(error: csv.Error) -> str:
    said = str(error)
    return (
        "a quote is opened and never closed"
        if "unexpected end" in said
        else "text follows a closing quote"
        if "expected after" in said
        else said
    )


def fitted(values: Sequence[str], columns: int) -> list[str]:
    """The values cleaned and fitted to the header: missing ones at the end are blank; raises Reject when values are left over."""
    clean = [cells.text(value) if value else "" for value in values]
    if any(clean[columns:]):
        raise Reject(f"The row has {len(values)} values, the header {columns}: a value with the delimiter in it needs quotes.")
    return clean[:columns] + [""] * (columns - len(clean))


def _touch(capture: Capture, shape: Layout, values: Sequence[str]) -> Touch:
    meta = capture.meta
    row = _Row(shape, values)
    single = row.single
    said = digest(msgspec.json.encode(sorted([(name, value) for name, value in zip(shape.header, values, strict=True) if value])))
    regions = hints.regions(hints.of_country(single.get("country")), shape.regions)
    owner = single.get("owner")
    if owner and meta.get("owners") != "1":
        row.bag["owner"] = owner
        owner = None
    return Touch(
        key=f"import:{capture.source}:{said.hex()}",
        fingerprint=said,
        activity="import",
        keep_for_ever=True,
        person=_person(row),
        company=_company(single),
        occurred_at=cells.moment(single["date"], regions[:1] == ("US",)) if "date" in single else None,
        subject=single.get("subject"),
        text="\n".join(row.comments)[:KEPT_TEXT] or None,
        regions=regions,
        product=single.get("product"),
        attribution=Attribution(**{name: value for name, value in single.items() if name in _ATTRIBUTION}),
        owner=owner,
        fields=row.bag,
    )


class _Row:
    """The values of a row by field: single ones, lists, and the bag of what has no field."""

    __slots__ = ("bag", "comments", "emails", "messengers", "phones", "single")

    def __init__(self, shape: Layout, values: Sequence[str]) -> None:
        self.single: dict[str, str] = {}
        self.phones: list[str] = []
        self.emails: list[str] = []
        self.comments: list[str] = []
        self.messengers: list[str] = []
        self.bag: dict[str, str] = {}
        for name, field, value in zip(shape.header, shape.fields, values, strict=True):
            if value:
                self._put(name, field, value)

    def _put(self, name: str, field: str | None, value: str) -> None:
        if field == "phone":
            found, lost = ((), False) if "@" in value else cells.phones(value)
            self.phones.extend(found)
            self.emails.extend(cells.emails(value))
            if lost:
                self._keep(name, value)
        elif field == "email":
            self.emails.extend(cells.emails(value))
            if "@" not in value:
                self.phones.extend((value,) if sum(map(str.isdigit, value)) >= 7 else ())
                self._keep(name, value)
        elif field == "comment":
            self.comments.append(value)
        elif field == "messenger":
            self.messengers.append(value)
        elif field is None:
            self._keep(name, value)
        elif field != "ignore":
            self.single[field] = value[:KEPT_CHARS]

    def _keep(self, name: str, value: str) -> None:
        if len(self.bag) < KEPT_FIELDS:
            self.bag[name[:200] or "?"] = value[:KEPT_CHARS]


def _person(row: _Row) -> Person:
    single = row.single
    given, family = single.get("given"), single.get("family")
    name = single.get("name") or " ".join([part for part in (given, single.get("patronymic"), family) if part])
    return Person(
        name=name or None,
        given=given,
        family=family,
        phones=tuple(dict.fromkeys(row.phones)),
        emails=tuple(dict.fromkeys(row.emails)),
        messengers=tuple([("telegram", handle) for handle in row.messengers]),
        position=single.get("position"),
        city=single.get("city"),
        language=hints.language(single.get("language")),
    )


def _company(single: Mapping[str, str]) -> Company | None:
    if "company" not in single and "tax_id" not in single:
        return None
    return Company(name=single.get("company"), tax_id=single.get("tax_id"), website=single.get("website"))
