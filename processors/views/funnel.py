"""The funnel: how many touches became what, by workspace, channel, outcome and day."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from processors.decisionlog import Accepted
from schemas.cloudevents import headers
from schemas.codec import pack, to_json
from schemas.crm import Metric
from schemas.decision import Decision, Emit
from schemas.record import NewRecord
from schemas.topics import DAY_MS

NAME, TOPIC = "funnel", "metric"
TEST = "test"
"""The flag of an entry whose touch was a test: it counts nowhere (R27)."""

_EPOCH = date(1970, 1, 1).toordinal()


class Row(msgspec.Struct, frozen=True, array_like=True):
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
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in (workspace, NAME, channel, outcome, day))


def day_of(now: int) -> str:
    """The day of UTC that a decision's now (ms since 1970) is in, within the years that there are."""
    return date.fromordinal(min(max(_EPOCH + now // DAY_MS, 1), date.max.toordinal())).isoformat()


def fold(row: Callable[[str], Row | None], accepted: Iterable[Accepted]) -> dict[str, Row]:
    """The rows that the decisions change, by id; every entry of a decision is one touch (R52).

    `row` gives the row as kept, by id. A row passes over the decisions that it already holds, so that rows and the place need not be kept
    together: after a crash between them the same decisions are folded again, and nothing counts twice.
    """
    changed: dict[str, Row] = {}
    for offset, decision in accepted:
        day = day_of(decision.now)
        for (channel, outcome), touches in _touches(decision).items():
            key = row_id(decision.workspace, channel, outcome, day)
            before = changed.get(key) or row(key)
            if before is None:
                changed[key] = Row(decision.workspace, channel, outcome, day, touches, offset, decision.now)
            elif before.offset < offset:
                changed[key] = msgspec.structs.replace(before, count=before.count + touches, offset=offset, at=decision.now)
    return changed


def _touches(decision: Decision) -> Counter[tuple[str, str]]:
    return Counter((entry.channel, entry.outcome) for entry in decision.entries if TEST not in entry.flags)


def metric(row: Row) -> Metric:
    """The row as the world sees it."""
    dimensions = {"channel": row.channel, "outcome": row.outcome, "day": row.day}
    return Metric(id=row.id, workspace=row.workspace, view=NAME, dimensions=dimensions, value=row.count, offset=row.offset)


def record(row: Row) -> NewRecord:
    """The record that publishes the row; its version is the offset of its last decision."""
    emit = Emit(TOPIC, row.id, row.offset, to_json(metric(row)))
    return NewRecord(row.id.encode(), emit.data, headers(emit, row.workspace, row.at))
