"""Cells as spreadsheets leave them: phones that became numbers, several values in one cell, dates that count days."""

import re
from datetime import UTC, datetime

_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_FLOAT = re.compile(r"(\+?\d{5,17})[.,]0+")
_NUMERIC, _MARKS = frozenset(".,eE"), frozenset(",;\n|/")
"""What numbers of a spreadsheet have in them, and what several phones in one cell."""
_SEVERAL = re.compile(r"\s*(?:[,;\n|]|\s/\s)\s*")
_PARTS = re.compile(r"[,;|\s]+")
_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,T]+(\d{1,2}):(\d\d)(?::(\d\d))?)?\s*([AaPp][Mm])?")
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,10}))?")
_EPOCH_DAYS = 25_569
"""What a spreadsheet calls 1970-01-01: days since the last day of 1899."""


def text(raw: str) -> str:
    """A cell as it was meant: without the marks by which a spreadsheet keeps text from being counted (`'+7...`, `="0049..."`), NULs, and
    carriage returns in it."""
    value = raw.strip()
    if "\r" in value or "\0" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if value[:1] == "'" and value[1:2] in "+=-@0123456789":
        value = value[1:]
    elif value[:2] == '="' and (match := _EXCEL_TEXT.fullmatch(value)):
        value = match[1]
    return value.strip()


def phones(value: str) -> tuple[tuple[str, ...], bool]:
    """The phones in a cell, and whether one was lost: `7.91612E+10` has no last digits any more, and so is no phone."""
    if _NUMERIC.isdisjoint(value) and _MARKS.isdisjoint(value):
        return (value,), False
    if match := _FLOAT.fullmatch(value):
        return (match[1],), False
    if match := _SCIENTIFIC.fullmatch(value):
        digits, exponent = match[1] + (match[2] or ""), int(match[3])
        if len(digits.rstrip("0")) < min(exponent, 9):
            return (), True
        return ((digits + "0" * (exponent + 1 - len(digits)))[: exponent + 1],) if exponent < 16 else (), exponent >= 16
    if not _MARKS.isdisjoint(value):
        parts = [part for part in _SEVERAL.split(value) if part]
        if len(parts) > 1 and all(sum(map(str.isdigit, part)) >= 7 for part in parts):
            return tuple(found for part in parts[:10] for found in phones(part)[0]), False
    return (value,), False


def emails(value: str) -> tuple[str, ...]:
    """The e-mail addresses in a cell; nothing when there is no @ in it."""
    if "@" not in value:
        return ()
    parts = [part.removeprefix("mailto:").strip("<>\"'()") for part in _PARTS.split(value)]
    return tuple([part for part in parts if "@" in part][:10])


def moment(value: str, month_first: bool = False) -> int | None:
    """A date in ms since 1970 UTC: ISO 8601, `31.12.2026 15:00`, `12/31/2026`, or a spreadsheet's count of days; None for anything else.

    Where day and month could be either, `month_first` decides (with `/` only).
    """
    if match := _SERIAL.fullmatch(value):
        days = int(match[1]) + (float("0." + match[2]) if match[2] else 0.0)
        return round((days - _EPOCH_DAYS) * 86_400_000) if 20_000 < days < 73_000 else None
    if match := _DAY.match(value):
        return _day(match, month_first)
    try:
        found = datetime.fromisoformat(value[:40])
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return int(found.timestamp() * 1000) if 1970 < found.year < 2100 else None


def _day(match: re.Match[str], month_first: bool) -> int | None:
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    if month > 12 or (month_first and match[2] == "/" and day <= 12):
        day, month = month, day
    hour = int(match[5] or 0)
    if match[8]:
        hour = hour % 12 + (12 if match[8].lower() == "pm" else 0)
    try:
        found = datetime(year + 2000 if year < 100 else year, month, day, hour, int(match[6] or 0), int(match[7] or 0), tzinfo=UTC)
    except ValueError:
        return None
    return int(found.timestamp() * 1000) if 1970 < found.year < 2100 else None
