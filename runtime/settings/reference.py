"""The reference file: every setting with its description and default, written from the models so that nothing is left out.

`python -m runtime.settings.reference > deploy/leadloom.reference.toml`; a test holds the committed file against it.
"""

import textwrap
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from runtime.settings import shape
from runtime.settings.load import kinds
from runtime.settings.show import to_value

HEAD = """\
# leadloom.toml with every setting there is. Nothing here is needed: without a file, and with this one as it stands, the defaults are in force.
#
#     #key = value    a setting with its default: take the # away to change it
#     #>key = value   an example where there is no default
#
# A secret never stands here: "env:NAME" is read from a variable, "file:PATH" from a file (beside this one). Any setting can also be given as a
# variable, LEADLOOM_EDGE__PORT=80 for [edge] port, which goes before the file. What is not known is refused: leadloom config check.
"""

EXAMPLES: dict[str, Any] = {
    "public_url": "https://leads.example.com",
    "region": "DE",
    "email": "ann@example.com",
    "extension": "101",
    "default_queue": "everyone",
    "fallback": "ann",
    "default_pipeline": "sales",
    "queue": "everyone",
    "pipeline": "sales",
    "members": ["ann"],
    "number": 100,
    "conversion_percent": 20.0,
    "reaction_s": 900,
    "when": {"language": ["de"], "utm_source": "google"},
    "kind": "text",
    "host": "imap.example.com",
    "user": "sales@example.com",
    "address": "sales@example.com",
    "folder": "out",
}
"""Of fields that have no default, by name; a name that is asked for elsewhere with another meaning gets an example by its type."""

IDS = {
    "responsibles": "ann",
    "fields": "budget",
    "queues": "everyone",
    "pipelines": "sales",
    "targets": "webform",
    "roles": "clerk",
    "departments": "office",
}
NAMES = {
    "workspaces": "main", "workspaces.main.write": "webform", "sources.webform": "contact", "sources.telephony": "pbx",
    "sources.chat": "site", "sources.messengers": "bot",
    "sources.imap": "sales", "sources.csvfile": "leads", "sources.manual": "meeting", "sinks.postgres": "crm", "sinks.files": "out",
}  # fmt: skip
"""What tables are called whose names people give."""


def reference() -> str:
    """The whole file."""
    return HEAD + "\n".join(_fields(kinds(), "", "#")) + "\n"


def _fields(model: type[BaseModel], path: str, mark: str) -> Iterator[str]:
    """The plain settings of a model, then its tables; `mark`: how a setting that has a default begins."""
    later = []
    for name, field in shape.keys(model).items():
        below = f"{path}.{name}" if path else name
        if _is_table(field) or (_item(field) and not field.get_default(call_default_factory=True)):
            later.append((below, field))
            continue
        yield from ("", *_about(field.description))
        for inner, of in shape.keys(item).items() if (item := _item(field)) else ():
            yield f"#   {inner} - {of.description}"
        default = None if field.is_required() or _secret(field) else field.get_default(call_default_factory=True)
        if default is None:
            yield f"#>{name} = {to_value(_example(below, name, field))}"
        else:
            yield f"{mark}{name} = {to_value(to_jsonable_python(default))}"
    for below, field in later:
        yield from _table(below, field)


def _table(path: str, field: FieldInfo) -> Iterator[str]:
    inner = shape.model(field.annotation)
    if inner is not None:
        if path in ("sources", "sinks"):
            yield from _fields(inner, path, "#>")
        else:
            yield from ("", "", *_about(inner.__doc__), f"[{path}]", *_fields(inner, path, "#"))
    elif item := _item(field):
        yield from ("", *_about(field.description), f"#>[[{path}]]", *_fields(item, path, "#>"))
    elif value := shape.model(shape.at(field.annotation, ("NAME",))):
        name = NAMES.get(path, "name")
        plain = path == "workspaces"
        yield from ("", "", *_about(value.__doc__), f"{'' if plain else '#>'}[{path}.{name}]")
        yield from _fields(value, f"{path}.{name}", "#" if plain else "#>")


def _is_table(field: FieldInfo) -> bool:
    return shape.model(field.annotation) is not None or shape.model(shape.at(field.annotation, ("NAME",))) is not None


def _item(field: FieldInfo) -> type[BaseModel] | None:
    """The model of a list's items."""
    return shape.model(shape.at(field.annotation, (0,)))


def _secret(field: FieldInfo) -> bool:
    return shape.is_secret(field.annotation) or shape.is_secret(shape.at(field.annotation, (0,)))


def _about(text: str | None) -> Iterator[str]:
    paragraph = " ".join((text or "").strip().split("\n\n")[0].split())
    return (f"# {line}" for line in textwrap.wrap(paragraph, 130))


def _example(path: str, name: str, field: FieldInfo) -> Any:
    kind = next((IDS[table] for table in IDS if path.endswith(f"{table}.id")), None)
    if kind:
        return kind
    if _secret(field):
        variable = f"env:{'_'.join(path.split('.')[-2:]).upper().removesuffix('S')}"
        return variable if shape.is_secret(field.annotation) else [variable]
    return EXAMPLES.get(name) or next(iter(shape.choices(field.annotation)), "...")


if __name__ == "__main__":
    print(reference(), end="")
