"""A log record as bytes: what every log implementation takes and gives back."""

from typing import NamedTuple

Headers = tuple[tuple[str, bytes], ...]


class NewRecord(NamedTuple):
    """A record to append; the log gives it its offset and its time."""

    key: bytes | None
    value: bytes | None
    headers: Headers = ()


class Record(NamedTuple):
    """A record as read; `timestamp` is the log's append time in ms since 1970 UTC."""

    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
