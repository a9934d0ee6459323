"""Conversion (R42): what became of the leads and deals of each day, and how they went from stage to stage; a fold of decisions' records."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from processors.decisionlog import Accepted
from processors.views import aims
from processors.views.keys import Key, joined
from processors.views.tracked import COHORT, STAGE, Record, Share, Tracked, after, begun, shares
from schemas.codec import pack
from schemas.crm import Metric
from schemas.decision import Decision

NAME, ITEMS = "conversion", "item"
TEST = "test"
"""The flag of an entry whose touch was a test: what it makes counts nowhere (R27)."""

Kept = Callable[[Key], bytes | None]


class Row(msgspec.Struct, array_like=True, gc=False):
    """Counters of one cohort: items `of` a kind created on `day` (UTC), new or `again`, in one division (`by` `value`; `all` has none).

    `counts` are tracked.STAGE where `by` is `stage`, and `semantic` is the stage's then; else tracked.COHORT.
    """

    workspace: str
    of: str
    by: str
    value: str
    semantic: str
    again: bool
    day: str
    counts: list[int]
    offset: int
    at: int

    @property
    def key(self) -> Key:
        named = filter(None, (self.value, self.semantic))
        return Key(table(self.by), joined(self.workspace, NAME, self.of, self.by, *named, "repeat" if self.again else "new", self.day))


class Activity(msgspec.Struct, frozen=True):
    """What is read of an activity's record."""

    item: str | None = None
    item_kind: str | None = None
    direction: str = "in"
    call_status: str | None = None
    answered_by: str | None = None
    duration_s: int | None = None
    status: str | None = None

    @property
    def ours(self) -> bool:
        """Whether somebody of ours was in contact with the client: wrote, called, took the call, or did what was planned."""
        if self.status is not None:
            return self.status == "done"
        return self.direction == "out" or self.call_status == "answered" or bool(self.answered_by or self.duration_s)


decode = msgspec.msgpack.Decoder(Row).decode
tracked = msgspec.msgpack.Decoder(Tracked).decode
_record, _activity = msgspec.json.Decoder(Record).decode, msgspec.json.Decoder(Activity).decode


def table(by: str) -> str:
    """The table of a division's rows."""
    return f"{NAME}.{by}"


def fold(kept: Kept, accepted: Iterable[Accepted]) -> dict[Key, bytes]:
    """The rows and items that the decisions change, packed. To be kept with the place, all or none: what an item was before is needed."""
    batch = _Batch(kept)
    for offset, decision in accepted:
        batch.take(offset, decision)
    return batch.changes()


class _Batch:
    """Rows and items as the decisions of a batch have changed them."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._items: dict[Key, Tracked] = {}
        self._rows: dict[tuple[object, ...], Row] = {}
        self._aims = aims.Aims(kept)

    def take(self, offset: int, decision: Decision) -> None:
        self._aims.take(offset, decision)
        if not decision.emit:
            return
        said = [emit for emit in decision.emit if emit.topic in ("deal", "lead")]
        said.sort(key=lambda emit: emit.topic)  # deals first: a lead's record names those that it became
        for emit in said:
            if emit.data is None:
                self._gone(offset, decision, emit.topic, emit.key)
            elif (record := _read(_record, emit.data)) is not None:
                self._item(offset, decision, emit.topic, record)
        for emit in decision.emit:
            if emit.topic == "activity" and emit.data and (activity := _read(_activity, emit.data)) is not None and activity.ours:
                self._reaction(offset, decision, activity)

    def changes(self) -> dict[Key, bytes]:
        found = {row.key: pack(row) for row in self._rows.values()}
        found.update({key: pack(item) for key, item in self._items.items()})
        return found | self._aims.changes()

    def _item(self, offset: int, decision: Decision, kind: str, record: Record) -> None:
        workspace = decision.workspace
        key = _item_key(workspace, kind, record.id)
        before = self._known(key)
        if before is not None and not before.gone:
            item = before
        else:
            before = None
            if (of := _made(decision, kind, record)) is None:
                return
            item = begun(record, of, decision.now, offset)
        spam = kind == "lead" and record.semantic == "failure" and record.status in self._aims.spam(workspace)
        dealt = bool(record.converted_to) and (item.dealt or any(self._counts(workspace, deal) for deal in record.converted_to))
        self._change(key, before, after(item, record, decision.now, offset, spam=spam, dealt=dealt), decision)

    def _counts(self, workspace: str, deal: str) -> bool:
        return self._known(_item_key(workspace, "deal", deal)) is not None

    def _gone(self, offset: int, decision: Decision, kind: str, entity: str) -> None:
        """What was removed was never there, for the figures too: so they are those of the log once it is trimmed."""
        key = _item_key(decision.workspace, kind, entity)
        if (before := self._known(key)) is not None and not before.gone:
            self._change(key, before, Tracked(offset, before.of, before.day, before.began, gone=True), decision)

    def _reaction(self, offset: int, decision: Decision, activity: Activity) -> None:
        key = _item_key(decision.workspace, activity.item_kind or "", activity.item or "")
        before = self._known(key)
        if before is not None and not before.gone and before.reaction < 0 and before.of != "made":
            took = max(decision.now - before.began, 0)
            self._change(key, before, msgspec.structs.replace(before, offset=offset, reaction=took), decision)

    def _known(self, key: Key) -> Tracked | None:
        if (item := self._items.get(key)) is None and (raw := self._kept(key)) is not None:
            item = tracked(raw)
        return item

    def _change(self, key: Key, before: Tracked | None, item: Tracked, decision: Decision) -> None:
        if item is before:
            return
        self._items[key] = item
        was, is_ = tuple(shares(before)) if before is not None else (), tuple(shares(item))
        same = before is not None and before.repeat == item.repeat
        for share in was:
            if not same or share not in is_:
                assert before is not None
                self._count(before, share, -1, item.offset, decision)
        for share in is_:
            if not same or share not in was:
                self._count(item, share, 1, item.offset, decision)

    def _count(self, item: Tracked, share: Share, sign: int, offset: int, decision: Decision) -> None:
        by, value, semantic, counts = share
        of = (decision.workspace, item.of, by, value, semantic, item.repeat, item.day)
        row = self._rows.get(of)
        if row is None:
            row = Row(*of, counts=[0] * len(counts), offset=offset, at=0)
            if (raw := self._kept(row.key)) is not None:
                row = decode(raw)
            self._rows[of] = row
        row.counts = [a + sign * b for a, b in zip(row.counts, counts, strict=True)]
        row.offset, row.at = offset, decision.now


def _read(decoder: Callable[[bytes], Any], raw: bytes) -> Any:
    """The record; None where it is none that is counted."""
    try:
        return decoder(raw)
    except msgspec.DecodeError:
        return None


def _item_key(workspace: str, kind: str, entity: str) -> Key:
    return Key(ITEMS, joined(workspace, kind, entity))


def _made(decision: Decision, kind: str, record: Record) -> str | None:
    """What a new item counts as; None for one that a test made, of which later versions tell nothing either."""
    for entry in decision.entries:
        if entry.item == record.id and entry.outcome == kind:
            return None if TEST in entry.flags else kind
    if record.version != 1:
        return None
    return "lead" if kind == "lead" else "made"


def metric(row: Row) -> Metric:
    """The row as the world sees it: `value` is the first of its counts."""
    names = STAGE if row.by == "stage" else COHORT
    dimensions = {"of": row.of, "clients": "repeat" if row.again else "new", "day": row.day}
    if row.by != "all":
        dimensions[row.by] = row.value
    if row.semantic:
        dimensions["semantic"] = row.semantic
    values = dict(zip(names[1:], row.counts[1:], strict=True))
    key = row.key
    return Metric(
        id=key.id, workspace=row.workspace, view=NAME, dimensions=dimensions, value=row.counts[0], values=values, offset=row.offset
    )


def row(metric: Metric) -> Row:
    """The row that a metric of this view shows; raises KeyError for one that is none."""
    said = metric.dimensions
    by = next((name for name in ("stage", "channel", "source", "manager", "market", "readiness") if name in said), "all")
    counts = [metric.value, *(metric.values[name] for name in (STAGE if by == "stage" else COHORT)[1:])]
    again = said["clients"] == "repeat"
    return Row(metric.workspace, said["of"], by, said.get(by, ""), said.get("semantic", ""), again, said["day"], counts, metric.offset, 0)
