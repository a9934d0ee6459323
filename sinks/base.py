"""The contract of a sink: it takes the public records of one decision partition in their order and keeps its place atomically with them.

A sink is one folder with sink.py, README.md and fixtures/; its sink.py defines SINK. At least once and in order comes in; one effect per
(entity id, version) goes out (I3): a sink that cannot write its place together with the records must be idempotent by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from pydantic import BaseModel, ConfigDict

from schemas.decision import Place


class SinkSettings(BaseModel):
    """What every sink's settings share: frozen, and nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Delivery(msgspec.Struct, frozen=True):
    """One public record on its way: `topic` is the short name, `data` its JSON (None: tombstone), `offset` that of its decision,
    `at` the decision's now (ms since 1970 UTC), `capture` its cause."""

    topic: str
    key: str
    version: int
    data: bytes | None
    workspace: str
    capture: str
    offset: int
    at: int


class Sink(Protocol):
    """An open sink. Every method raises Retry when the destination is unwell, and then nothing has moved."""

    async def open(self) -> None:
        """Connect, and bring the destination's schema up to date."""
        ...

    async def place(self, partition: int) -> Place:
        """Where delivery of this partition stands; a fresh Place where it has not begun."""
        ...

    async def deliver(self, partition: int, deliveries: Sequence[Delivery], place: Place) -> None:
        """Write the records in order and the place that follows them, all or nothing. May be called with none, to move the place."""
        ...

    async def close(self) -> None: ...


T = TypeVar("T", bound=SinkSettings)


@dataclass(frozen=True, slots=True)
class SinkSpec(Generic[T]):
    """How a sink is named, configured and made."""

    name: str
    settings: type[T]
    make: Callable[[T], Sink]


AnySink = SinkSpec[Any]
