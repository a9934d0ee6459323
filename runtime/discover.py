"""Finding the channels and sinks that are there: every folder that has one, and nothing is listed anywhere."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from types import MappingProxyType, ModuleType
from typing import Any

import ingestors
import sinks as sink_folders
from ingestors.base import Channel, Parse, Poll
from sinks.base import AnySink


def _found(package: ModuleType, part: str, name: str) -> Iterator[Any]:
    """What `name` stands for in the module `part` of every folder of a package that has one, in order."""
    for folder in sorted(found.name for found in pkgutil.iter_modules(package.__path__) if found.ispkg):
        if find_spec(module := f"{package.__name__}.{folder}.{part}"):
            thing = getattr(importlib.import_module(module), name, None)
            if thing is not None:
                yield thing


@cache
def channels() -> Mapping[str, Channel]:
    """Every channel, by name."""
    return MappingProxyType({channel.name: channel for channel in _found(ingestors, "channel", "CHANNEL")})


@cache
def readers() -> Mapping[str, Parse]:
    """How captures of each channel are read; what was captured can be decided anywhere, also where a package of its poller is missing."""
    return MappingProxyType({name: channel.parse for name, channel in channels().items()})


@cache
def missing() -> Mapping[str, str]:
    """Channels that cannot poll here, with the package that each of them lacks."""
    polled = ((name, channel) for name, channel in channels().items() if isinstance(channel, Poll))
    return MappingProxyType({name: package for name, channel in polled for package in channel.needs if not find_spec(package)})


def polls() -> tuple[str, ...]:
    """Names of the channels that we ask, in order."""
    return tuple(name for name, channel in channels().items() if isinstance(channel, Poll))


@cache
def sinks() -> Mapping[str, AnySink]:
    """Every kind of sink, by name."""
    return MappingProxyType({spec.name: spec for spec in _found(sink_folders, "sink", "SINK")})
