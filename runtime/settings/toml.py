"""TOML with places: where each key of a file stands, so that an error can name its line."""

import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]


def lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every key of a valid TOML document, by its path; items of arrays of tables count from 0.

    A key inside a value that spans lines has the line at which its statement begins.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    sizes: dict[Path, int] = {}
    for line, statement in _statements(text):
        parsed = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _header(parsed, sizes)
            for depth in range(1, len(table) + 1):
                found.setdefault(table[:depth], line)
        else:
            for path in _paths(parsed):
                found.setdefault(table + path, line)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header or key with its whole value, and the line where it begins: rows are added until what stands there is valid by itself."""
    rows = text.split("\n")
    at = 0
    while at < len(rows):
        begin, statement = at, rows[at]
        at += 1
        while not _complete(statement) and at < len(rows):
            statement += "\n" + rows[at]
            at += 1
        yield begin + 1, statement


def _complete(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _header(parsed: dict[str, Any], sizes: dict[Path, int]) -> Path:
    """The path of a `[table]` or `[[array]]` header; `sizes` counts the items of each array and is brought up to date."""
    path: Path = ()
    inner: Any = parsed
    while inner:
        name, inner = next(iter(inner.items()))
        path += (name,)
        if isinstance(inner, list):
            sizes[path] = sizes.get(path, 0) + 1
            inner = None
        if path in sizes:
            path += (sizes[path] - 1,)
    return path


def _paths(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))
