"""Records that the sinks' fixtures hold."""

import json
from pathlib import Path

from schemas.codec import to_json
from sinks.base import Delivery

SINKS = Path(__file__).parents[2] / "sinks"


def records(kind: str) -> list[Delivery]:
    """The records of `sinks/KIND/fixtures/records.json`, one of every topic and a tombstone."""
    found = json.loads((SINKS / kind / "fixtures" / "records.json").read_text())
    return [Delivery(**(r | {"data": None if r["data"] is None else to_json(r["data"])})) for r in found]
