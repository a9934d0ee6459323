"""Finding the channels and sinks that are there: every folder that has one, and nothing is listed anywhere."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

import ingestors
import sinks as sink_folders
from ingestors.base import Channel, Parse, Poll
from sinks.base import AnySink

_OWN = ("schemas", "ingestors", "processors", "sinks", "runtime")


def _folders(package: ModuleType) -> Iterator[str]:
    """Names of the folders of a package, in order."""
    return (found.name for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name) if found.ispkg)


def _module(name: str) -> ModuleType | None:
    """The module, None when there is no such module; raises ModuleNotFoundError when something that it imports is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name == name:
            return None
        raise


def _optional(missing: ModuleNotFoundError) -> str:
    """The name of a dependency that is not installed; raises again when it is a module of our own."""
    package = (missing.name or "").partition(".")[0]
    if not package or package in _OWN:
        raise missing
    return package


@cache
def channels() -> Mapping[str, Channel]:
    """Every channel that can run here, by name. One whose optional dependency is missing is left out: see `missing`."""
    found: dict[str, Channel] = {}
    for folder in _folders(ingestors):
        try:
            module = _module(f"ingestors.{folder}.channel")
        except ModuleNotFoundError as missing_part:
            _optional(missing_part)
            continue
        channel: Channel | None = getattr(module, "CHANNEL", None)
        if channel is not None:
            found[channel.name] = channel
    return MappingProxyType(found)


@cache
def missing() -> Mapping[str, str]:
    """Channels that cannot run here, with the package that each of them lacks."""
    found: dict[str, str] = {}
    for folder in _folders(ingestors):
        try:
            _module(f"ingestors.{folder}.channel")
        except ModuleNotFoundError as missing_part:
            found[folder] = _optional(missing_part)
    return MappingProxyType(found)


@cache
def readers() -> Mapping[str, Parse]:
    """How captures of each channel are read, also where the channel itself cannot run here: what was captured can be decided anywhere."""
    found: dict[str, Parse] = {name: channel.parse for name, channel in channels().items()}
    for folder in missing():
        reader = importlib.import_module(f"ingestors.{folder}.reader")
        found[folder] = reader.parse
    return MappingProxyType(found)


def polls() -> tuple[str, ...]:
    """Names of the channels that we ask, in order."""
    return tuple(name for name, channel in channels().items() if isinstance(channel, Poll))


@cache
def sinks() -> Mapping[str, AnySink]:
    """Every kind of sink, by name."""
    found: dict[str, AnySink] = {}
    for folder in _folders(sink_folders):
        module = _module(f"sinks.{folder}.sink")
        spec: AnySink | None = getattr(module, "SINK", None)
        if spec is not None:
            found[spec.name] = spec
    return MappingProxyType(found)
