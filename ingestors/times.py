"""A moment as others write it, in ms since 1970 UTC."""

from datetime import UTC, datetime

_LAST = 4_102_444_800_000
"""The year 2100: what is later was no time."""


def millis(value: object) -> int | None:
    """ISO 8601 (without a zone: UTC) or seconds, milliseconds since 1970, as text or number; None for anything else."""
    if isinstance(value, str) and not value.replace(".", "", 1).isdecimal():
        try:
            moment = datetime.fromisoformat(value[:40])
            value = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    number = float(value)
    ms = number if number > 1e11 else number * 1000
    return int(ms) if 0 < ms < _LAST else None
