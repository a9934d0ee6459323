"""Times as people read and write them."""

from datetime import UTC, datetime


def moment(ms: int | None) -> str | None:
    """A time for people, UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M") if ms else None


def since(text: str | None) -> int | None:
    """A date or time as a person gives it, UTC unless it says otherwise, in ms since 1970; raises BadParameter for what is none."""
    if text is None:
        return None
    import typer

    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date or time: 2026-03-01, or 2026-03-01T10:00.", param_hint="--since") from None
    return int((given if given.tzinfo else given.replace(tzinfo=UTC)).timestamp() * 1000)
