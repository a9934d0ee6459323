"""Settings as TOML for people: what is in force, secrets masked."""

from collections.abc import Iterator, Mapping
from typing import Any

from runtime.settings.models import Settings


def plain(settings: Settings) -> dict[str, Any]:
    """The settings as plain values, defaults included, secrets masked."""
    dumped: dict[str, Any] = settings.model_dump(mode="json", by_alias=True)
    return dumped


def to_toml(tree: Mapping[str, Any]) -> str:
    """A TOML document of plain values; what is None is left out, as TOML has no such value."""
    return "\n".join(_tables(tree, "")).strip() + "\n"


def _tables(tree: Mapping[str, Any], path: str) -> Iterator[str]:
    inner = {name: value for name, value in tree.items() if isinstance(value, Mapping) and not _is_flat(value)}
    for name, value in tree.items():
        if value is not None and name not in inner and not _is_array_of_tables(value):
            yield f"{_key(name)} = {to_value(value)}"
    for name, value in tree.items():
        below = f"{path}.{_key(name)}" if path else _key(name)
        if name in inner:
            if any(v is not None and not (isinstance(v, Mapping) and not _is_flat(v)) for v in value.values()):
                yield from ("", f"[{below}]")
            yield from _tables(value, below)
        elif _is_array_of_tables(value):
            for item in value:
                yield from ("", f"[[{below}]]")
                yield from _tables(item, below)


def _is_flat(value: Mapping[str, Any]) -> bool:
    """Whether a mapping reads best in one line: people's names for plain values."""
    return all(isinstance(v, str) for v in value.values())


def _is_array_of_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) and len(item) > 2 for item in value)


def to_value(value: object) -> str:
    """A TOML value in one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case Mapping():
            inner = ", ".join(f"{_key(name)} = {to_value(v)}" for name, v in value.items() if v is not None)
            return f"{{ {inner} }}" if inner else "{}"
        case list() | tuple():
            return f"[{', '.join(map(to_value, value))}]"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    escaped = "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else "\\" + c if c in '"\\' else c for c in text)
    return f'"{escaped}"'


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else _text(name)
