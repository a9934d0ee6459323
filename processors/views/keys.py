"""Where views keep what: tables of rows, and the days that rows are of."""

from datetime import date
from typing import NamedTuple

from schemas.topics import DAY_MS

_EPOCH = date(1970, 1, 1).toordinal()


class Key(NamedTuple):
    """A row of a table. Of a public table `id` is the metric's; it can be longer than a key of a store may be."""

    table: str
    id: str


def joined(*parts: str) -> str:
    """Names as one id, joined by slashes; those inside of them are escaped, so that different names never give the same id."""
    return "/".join([part if "/" not in part and "%" not in part else part.replace("%", "%25").replace("/", "%2F") for part in parts])


def day_of(ms: int) -> str:
    """The day of UTC that a time (ms since 1970) is in, as 2026-01-31, within the years that there are."""
    return date.fromordinal(min(max(_EPOCH + ms // DAY_MS, 1), date.max.toordinal())).isoformat()
