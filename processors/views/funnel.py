"""The funnel: how many touches became what, by workspace, channel, outcome and day."""

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec

from processors.decisionlog import Accepted
from processors.views.keys import day_of, joined
from schemas.codec import pack
from schemas.crm import Metric
from schemas.decision import Decision

NAME = "funnel"
TEST = "test"
"""The flag of an entry whose touch was a test: it counts nowhere (R27)."""


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One counter. `day` is of UTC, as 2026-01-31; `offset` is the last decision counted in it, `at` its now."""

    workspace: str
    channel: str
    outcome: str
    day: str
    count: int
    offset: int
    at: int

    @property
    def id(self) -> str:
        """Workspace, view and dimensions, joined by slashes; those inside of them are escaped."""
        return row_id(self.workspace, self.channel, self.outcome, self.day)


encode = pack
decode = msgspec.msgpack.Decoder(Row).decode


def row_id(workspace: str, channel: str, outcome: str, day: str) -> str:
    """The id of the counter with these dimensions."""
    return joined(workspace, NAME, channel, outcome, day)


def fold(kept: Callable[[str], Row | None], accepted: Iterable[Accepted]) -> dict[str, Row]:
    """The rows that the decisions change, by id; every entry of a decision is one touch (R52), each counted once (R45).

    `kept` gives a row as it is, by id. A row passes over the decisions that it already holds, so that rows and the place need not be kept
    together: after a crash between them the same decisions are folded again, and nothing counts twice.
    """
    changed: dict[str, Row] = {}
    for offset, decision in accepted:
        for (channel, outcome, day), touches in _touches(decision).items():
            key = row_id(decision.workspace, channel, outcome, day)
            before = changed.get(key) or kept(key)
            if before is None:
                changed[key] = Row(decision.workspace, channel, outcome, day, touches, offset, decision.now)
            elif before.offset < offset:
                changed[key] = msgspec.structs.replace(before, count=before.count + touches, offset=offset, at=decision.now)
    return changed


def _touches(decision: Decision) -> Counter[tuple[str, str, str]]:
    """How many more of each channel, outcome and day there are. What is decided anew takes the place of what it was, on the day of that (R45)."""
    found: Counter[tuple[str, str, str]] = Counter()
    for entry in decision.entries:
        if TEST in entry.flags:
            continue
        day = day_of(decision.now if entry.was is None else entry.was_at)
        found[entry.channel, entry.outcome, day] += 1
        if entry.was is not None:
            found[entry.channel, entry.was, day] -= 1
    return found


def metric(row: Row) -> Metric:
    """The row as the world sees it."""
    dimensions = {"channel": row.channel, "outcome": row.outcome, "day": row.day}
    return Metric(id=row.id, workspace=row.workspace, view=NAME, dimensions=dimensions, value=row.count, offset=row.offset)


def row(metric: Metric) -> Row:
    """The row that a metric of this view shows; raises KeyError for one that is none."""
    said = metric.dimensions
    return Row(metric.workspace, said["channel"], said["outcome"], said["day"], metric.value, metric.offset, 0)
