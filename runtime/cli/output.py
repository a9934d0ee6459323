"""What commands print: data on stdout, everything else on stderr."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from rich.console import Console

NOTHING_WRITTEN = "Nothing was written (--dry-run)."


def console(*, stderr: bool = False, width: int = 200) -> "Console":
    """A console as wide as the terminal; where there is none `width` columns, by default enough not to cut anything."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, width=None if stream.isatty() else width, highlight=False, emoji=False)


def say(line: str) -> None:
    """A line of progress or advice, for people."""
    print(line, file=sys.stderr, flush=True)


def named(value: Any) -> Any:
    """Plain values of anything made of Structs, every field by its name, also of those that are kept as lists."""
    match value:
        case msgspec.Struct():
            return {name: named(inner) for name, inner in msgspec.structs.asdict(value).items()}
        case dict():
            return {name: named(inner) for name, inner in value.items()}
        case list() | tuple():
            return [named(inner) for inner in value]
        case _:
            return value


def json(value: Any) -> None:
    """One JSON document; a Struct or anything made of plain values."""
    print(msgspec.json.format(msgspec.json.encode(value)).decode())


def json_list(values: Iterable[Any]) -> None:
    """A JSON list, an item a line, written as it comes."""
    before = "["
    for value in values:
        sys.stdout.write(before + "\n" + msgspec.json.encode(value).decode())
        before = ","
    print("[]" if before == "[" else "\n]")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """A plain table; None shows as a dash. Columns whose name begins with `>` are numbers."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column.removeprefix(">"), justify="right" if column.startswith(">") else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text("-" if cell is None else str(cell)) for cell in row))
    console().print(drawn)
