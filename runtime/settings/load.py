"""Loading the settings: the file, LEADLOOM_ variables over it, the command line over both; every mistake is named with its line."""

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError, create_model
from pydantic_settings import BaseSettings, EnvSettingsSource, InitSettingsSource, PydanticBaseSettingsSource

from runtime.settings import secrets, shape, toml
from runtime.settings.models import PREFIX, Settings, Sinks, Sources

FILE = "leadloom.toml"
NO_SETTINGS = ("LEADLOOM_CONFIG", "LEADLOOM_CRASH")
"""Variables that are none: the file's name, and the crash point that a test arms. Those of LEADLOOM_TEST_ (servers for tests) are none either."""


class SettingsError(Exception):
    """The settings cannot be used; each of `problems` is a line that says where and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Text:
    """A file as read: its name, its tree, and the line of each key."""

    name: str
    tree: dict[str, Any]
    lines: Mapping[toml.Path, int]

    def place(self, path: toml.Path) -> str:
        """`leadloom.toml:12` for a path of which the file holds at least the beginning; the bare name otherwise."""
        for depth in range(len(path), 0, -1):
            if line := self.lines.get(path[:depth]):
                return f"{self.name}:{line}"
        return self.name


def find(named: Path | None) -> Path | None:
    """The file to use: the one named, else LEADLOOM_CONFIG, else ./leadloom.toml where it is; None: defaults only."""
    if named is not None:
        return named
    if variable := os.environ.get("LEADLOOM_CONFIG"):
        return Path(variable)
    return Path(FILE) if Path(FILE).exists() else None


def load(
    path: Path | None = None, *, off: MutableMapping[str, str] | None = None, data: Path | None = None, log: str | None = None
) -> Settings:
    """The settings of `path` (None: defaults), LEADLOOM_ variables over it, `data` and `log` (its url) over both; raises SettingsError.

    With `off`, a source or sink whose secret cannot be had is left out and named there with the reason, instead of being an error.
    """
    model, folder = kinds(), path.parent if path else Path()
    text = _read(path) if path else _Text("The settings", {}, {})
    if problems := [*_unknown(text, model), *_unknown_variables(text, model)]:
        raise SettingsError(*problems)
    missing: dict[toml.Path, str] = {}
    tree = secrets.resolved(text.tree, model, folder, missing)
    variables = secrets.resolved(EnvSettingsSource(model)(), model, folder, missing, literal=True)
    if off is not None:
        _leave_out(missing, off, (tree, variables))
    if missing:
        raise SettingsError(*(f"{text.place(place)}: {_dotted(place)} {reason}" for place, reason in missing.items()))
    over: dict[str, Any] = {"data": data} if data else {}
    if log:
        over["log"] = {"url": log}
    try:
        settings = _layered(model, over, variables, _with_form(tree))
    except ValidationError as error:
        raise SettingsError(*(_sentence(text, model, e) for e in error.errors(include_url=False))) from None
    if strangers := [*_strangers(text, settings)]:
        raise SettingsError(*strangers)
    return settings


def _strangers(text: _Text, settings: Settings) -> Iterator[str]:
    """A line for every source whose workspace there is not."""
    for channel, source, of in settings.sources.each():
        if of.workspace not in settings.workspaces:
            path = ("sources", channel, source, "workspace")
            place = f"The variable {_variable(path)}" if _variable(path) in os.environ else text.place(path)
            hint = shape.among(of.workspace, settings.workspaces)
            yield f"{place}: source {channel}/{source} belongs to workspace {of.workspace!r}, which is not configured{hint}"


@cache
def kinds() -> type[Settings]:
    """Settings with the sections of every channel and sink that there is."""
    from runtime import discover

    sources: dict[str, Any] = {name: _tables(channel.settings) for name, channel in discover.channels().items()}
    if "webform" in sources:
        form = discover.channels()["webform"].settings
        sources["webform"] = _tables(form, {"contact": form()})
    sinks: dict[str, Any] = {name: _tables(sink.settings) for name, sink in discover.sinks().items()}
    all_sources = create_model("Sources", __base__=Sources, **sources)
    all_sinks = create_model("Sinks", __base__=Sinks, **sinks)
    fields: dict[str, Any] = {"sources": (all_sources, all_sources()), "sinks": (all_sinks, all_sinks())}
    return create_model("Settings", __base__=Settings, **fields)


def _tables(model: type[BaseModel], default: Mapping[str, BaseModel] | None = None) -> tuple[Any, Any]:
    about = (model.__doc__ or "").strip().split("\n")[0]
    return dict[str, model], Field(default=dict(default or {}), description=about)  # type: ignore[valid-type]


def _read(path: Path) -> _Text:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"{path}: cannot be read ({error.strerror}): name another file with --config, or none for the defaults."
        ) from None
    try:
        text = raw.decode()
        tree = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}:{raw[: error.start].count(10) + 1}: this is not UTF-8: save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).removesuffix(")").partition(" (at ")
        line, _, column = where.removeprefix("line ").partition(", column ")
        place = f"line {line}, column {column}" if column else f"line {text.count(chr(10)) + 1}, the end of the file"
        raise SettingsError(f"{path}: {place}: this is not TOML: {what[:1].lower() + what[1:]}.") from None
    return _Text(str(path), tree, toml.lines(text))


def _with_form(tree: dict[str, Any]) -> dict[str, Any]:
    """Where workspaces are named, none of them `main`, and no form is: the form `contact` belongs to the first workspace."""
    spaces, sources = tree.get("workspaces"), tree.get("sources", {})
    if not isinstance(spaces, dict) or not spaces or "main" in spaces or not isinstance(sources, dict) or "webform" in sources:
        return tree
    return {**tree, "sources": {**sources, "webform": {"contact": {"workspace": next(iter(spaces))}}}}


def _layered(model: type[Settings], *layers: dict[str, Any]) -> Settings:
    """The settings made of layers, first one over the others, key by key."""

    def sources(
        cls: type[BaseSettings], /, settings_cls: type[BaseSettings], **_: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return tuple(InitSettingsSource(settings_cls, layer) for layer in layers)

    layered: type[Settings] = type(model.__name__, (model,), {"settings_customise_sources": classmethod(sources), "__module__": __name__})
    return layered()


def _leave_out(missing: secrets.Missing, off: MutableMapping[str, str], trees: Iterable[dict[str, Any]]) -> None:
    for place in [place for place in missing if place[0] in ("sources", "sinks")]:
        off.setdefault("/".join(map(str, place[:3])), missing.pop(place))
        for tree in trees:
            tree.get(str(place[0]), {}).get(place[1], {}).pop(place[2], None)


def _unknown(text: _Text, model: type[Settings]) -> list[str]:
    """A line for every name in the file that is no setting; nothing for what is below it."""
    problems: dict[toml.Path, str] = {}
    for path, _, annotation in shape.walk(text.tree, model):
        if annotation is None and (first := _first_unknown(model, path)):
            hint = shape.meant(model, first)
            problems[first] = f"{text.place(first)}: {_dotted(first)} is no setting" + (f"; did you mean {hint}?" if hint else ".")
    return list(problems.values())


def _first_unknown(model: type[Settings], path: toml.Path) -> toml.Path | None:
    """The shortest beginning of a path that is no setting; None where the value, and not the name, is wrong: the models say that better."""
    first = next(path[:depth] for depth in range(1, len(path) + 1) if shape.at(model, path[:depth]) is None)
    return first if shape.model(shape.at(model, first[:-1])) and isinstance(first[-1], str) else None


def _unknown_variables(text: _Text, model: type[Settings]) -> list[str]:
    secrets_ = {f"env:{name}" for name in os.environ}.intersection(str(value) for _, value, _ in shape.walk(text.tree, model))
    problems = []
    for variable in sorted(os.environ):
        if not variable.startswith(PREFIX) or variable in NO_SETTINGS or variable.startswith("LEADLOOM_TEST_"):
            continue
        if f"env:{variable}" in secrets_:
            continue
        path: toml.Path = tuple(variable.removeprefix(PREFIX).lower().split("__"))
        if shape.at(model, path) is None:
            first = _first_unknown(model, path) or path
            hint = shape.meant(model, first)
            whole = (*first[:-1], hint, *path[len(first) :]) if hint and "." not in hint else (hint or "").split(".")
            problems.append(f"The variable {variable} is no setting" + (f"; did you mean {_variable(whole)}?" if hint else ": unset it."))
    return problems


def _sentence(text: _Text, model: type[Settings], error: Mapping[str, Any]) -> str:
    message = str(error["msg"]).removeprefix("Value error, ").removesuffix(".")
    path = tuple(segment for segment in error["loc"] if segment != "[key]")
    if error["type"] == "string_pattern_mismatch" and (about := shape.about(model, path)):
        message = f"{error['input']!r} will not do: {about.removesuffix('.')}"
    if error["type"] in ("dict_type", "model_type"):
        message = f"a table is expected here: [{_table(model, path)}]"
    elif error["type"] == "path_type":
        message = "a path is expected, in quotes"
    message = message[:1].lower() + message[1:] + ("" if message.endswith("?") else ".")
    if (variable := _variable(path)) in os.environ:
        return f"The variable {variable}: {message}"
    return f"{text.place(path)}: {_dotted(path) + ': ' if path else ''}{message}"


def _table(model: type[Settings], path: toml.Path) -> str:
    """The header of the table that a path stands for; what users name themselves is a NAME."""
    if path and shape.model(shape.at(model, path[:-1])) is None:
        return f"{_dotted(path[:-1])}.NAME"
    return _dotted(path) + ("" if shape.model(shape.at(model, path)) else ".NAME")


def _variable(path: Iterable[str | int]) -> str:
    return PREFIX + "__".join(str(segment).upper() for segment in path)


def _dotted(path: toml.Path) -> str:
    return ".".join(map(str, path))
