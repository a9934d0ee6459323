"""Times as people read them."""

from datetime import UTC, datetime


def moment(ms: int | None) -> str | None:
    """A time for people, UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M") if ms else None
