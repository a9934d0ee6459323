"""Where open items stand, and how many: counted as they move, so that a stage in use is known without a search (R49)."""

import msgspec

from processors.remembered import Item

Place = tuple[str, str, str]
"""Where an open item stands: its kind, its pipeline (empty for a lead) and its stage."""


class Standing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How many open items stand at a stage of a pipeline, or have a lead status."""

    kind: str
    pipeline: str
    stage: str
    count: int

    @property
    def place(self) -> Place:
        return self.kind, self.pipeline, self.stage


def place_of(item: Item | None) -> Place | None:
    """Where an item stands while it is open; None once it is finished."""
    return (item.kind, item.pipeline, item.stage) if item is not None and item.semantic == "process" else None
