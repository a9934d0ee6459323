"""Captured payloads beside each channel with what they are read as: `x.in`, `x.meta.json` where the transport mattered, golden `x.json`.

`python -m runtime.testing.fixtures` writes the goldens anew; read their diff before you commit it.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

import ingestors
from ingestors.base import Parse
from runtime import discover
from schemas.capture import Capture
from schemas.errors import Ignore, Reject


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`x.meta.json`: what the payload itself does not say."""

    source: str = "fixture"
    content_type: str = "application/json"
    meta: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Fixture:
    """One payload of a channel; `golden` is where its expected reading stands."""

    channel: str
    name: str
    capture: Capture
    golden: Path


def folder(channel: str) -> Path:
    """The folder of a channel."""
    return Path(ingestors.__path__[0]) / channel


def fixtures(channel: str) -> Iterator[Fixture]:
    """The payloads of a channel in order of their names."""
    for payload in sorted((folder(channel) / "fixtures").glob("*.in")):
        beside = payload.with_suffix(".meta.json")
        about = msgspec.json.decode(beside.read_bytes(), type=About) if beside.exists() else About()
        capture = Capture(
            id=f"fixture-{payload.stem}",
            workspace="main",
            channel=channel,
            source=about.source,
            body=payload.read_bytes(),
            content_type=about.content_type,
            meta=about.meta,
        )
        yield Fixture(channel, payload.stem, capture, payload.with_suffix(".json"))


def reading(parse: Parse, capture: Capture) -> object:
    """What a capture is read as, in the words of a golden."""
    try:
        return {"touches": msgspec.to_builtins(list(parse(capture)))}
    except Ignore as reason:
        return {"ignored": str(reason)}
    except Reject as reason:
        return {"rejected": str(reason)}


def write() -> list[Path]:
    """Write every golden that differs from what is read now; the ones written."""
    written = []
    for channel, parse in discover.readers().items():
        for fixture in fixtures(channel):
            golden = msgspec.json.format(msgspec.json.encode(reading(parse, fixture.capture)), indent=1) + b"\n"
            if not fixture.golden.exists() or fixture.golden.read_bytes() != golden:
                fixture.golden.write_bytes(golden)
                written.append(fixture.golden)
    return written


if __name__ == "__main__":
    for path in write():
        sys.stdout.write(f"{path}\n")
