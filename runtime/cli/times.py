"""Times as people read and write them."""

import re
from datetime import UTC, datetime, timedelta

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment(ms: int | None) -> str | None:
    """A time for people, UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M") if ms else None


def since(text: str | None, now: datetime | None = None) -> int | None:
    """A date or time as a person gives it, UTC unless it says otherwise, or how long before `now` (default: this moment) as 90m, 24h or 7d,
    in ms since 1970; raises BadParameter for what is none."""
    if text is None:
        return None
    if ago := re.fullmatch(r"(\d{1,4})([mhdw])", text):
        return int(((now or datetime.now(UTC)) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})).timestamp() * 1000)
    given = written(text)
    if given is None:
        import typer

        raise typer.BadParameter(
            f"{text!r} is no date or time: 2026-03-01, 2026-03-01T10:00, or how long ago, as 90m, 24h or 7d", param_hint="--since"
        )
    return int(given.timestamp() * 1000)


def written(text: str) -> datetime | None:
    """A date or time as a person writes it, UTC unless it says otherwise; None for what is none."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return None
    return given if given.tzinfo else given.replace(tzinfo=UTC)
