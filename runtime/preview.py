"""Preview: what would become of a capture if it were decided now, told for people and programs; nothing is written."""

import time
from collections.abc import Iterator

import msgspec

from processors.decisionlog import MemoryStore
from processors.memory import Memory
from processors.remembered import Shown
from processors.step import deciding
from runtime import discover
from runtime.embedded import NoData
from runtime.reading import reading
from runtime.settings import Settings
from runtime.why import BECAME
from schemas.capture import LIVE, Appended, Capture
from schemas.decision import Entry
from schemas.state import Overlay, ReadState
from schemas.topics import partition_of

_FIELDS = ("name", "position", "language", "city", "company_name", "phones", "emails", "messengers")


class Change(msgspec.Struct, frozen=True):
    """A field of the client before and after."""

    field: str
    old: str
    new: str


class Row(msgspec.Struct, frozen=True):
    """What one touch would become (R40): `action` create, update (of the client's fields), attach, review or reject, in this order of weight.

    `client` is None for somebody new; `who` is how the client is called.
    """

    action: str
    outcome: str
    reason: str
    client: str | None
    who: str | None
    item: str | None
    item_kind: str | None
    owner: str | None
    alarm: str | None
    changes: tuple[Change, ...] = ()
    reviews: int = 0
    flags: tuple[str, ...] = ()


async def preview(settings: Settings, capture: Capture) -> list[Row]:
    """What would be decided of a capture if it were the next one, touch by touch. Raises Retry where there is no broker."""
    try:
        async with reading(settings) as here:
            partition = partition_of(capture.workspace, here.log.partitions)
            store = here.stores[partition]
            return rows(store, capture, max(store.place().now, time.time_ns() // 1_000_000))
    except NoData:
        return rows(MemoryStore(), capture, time.time_ns() // 1_000_000)


def rows(state: ReadState, capture: Capture, now: int) -> list[Row]:
    """The same on a state at hand, which is left as it is; `now`: ms since 1970 UTC."""
    after = Overlay(state)
    verdict = deciding(discover.readers())(Appended(capture, LIVE, 0, -1, now), after, now)
    old, new = Memory(state, capture.workspace), Memory(after, capture.workspace)
    return [_row(entry, old, new) for entry in verdict.entries]


def _row(entry: Entry, old: Memory, new: Memory) -> Row:
    client = new.client(entry.client) if entry.client else None
    before = old.client(entry.client) if entry.client else None
    changes = tuple(_changes(before.shown if before else Shown(), client.shown)) if client else ()
    return Row(
        action=_action(entry, changes),
        outcome=entry.outcome,
        reason=entry.reason,
        client=entry.client if not entry.new_client else None,
        who=_who(client.shown) if client else None,
        item=entry.item,
        item_kind=entry.item_kind,
        owner=entry.owner,
        alarm=entry.alarm,
        changes=changes,
        reviews=len(entry.reviews),
        flags=entry.flags,
    )


def _who(shown: Shown) -> str | None:
    return shown.name or shown.company_name or next(iter((*shown.phones, *shown.emails)), None)


def _action(entry: Entry, changes: tuple[Change, ...]) -> str:
    match entry.outcome:
        case "dead" | "refused" | "excluded" | "ignored" | "duplicate" | "quarantine" | "not_enquiry" | "no_contact":
            return "reject"
        case "lead" | "deal":
            return "create"
        case _ if entry.reviews:
            return "review"
        case _:
            return "update" if changes else "attach"


def _changes(before: Shown, after: Shown) -> Iterator[Change]:
    for name in _FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Change(name, _text(old), _text(new))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(":".join(one) if isinstance(one, tuple) else str(one) for one in value)
    return "" if value is None else str(value)


def sentences(row: Row, *, would: bool) -> Iterator[str]:
    """A row in plain words, a line each; `would`: nothing was written."""
    yield f"{'would become' if would else 'became'}: {BECAME[row.outcome]}"
    yield f"because: {row.reason}"
    if row.item:
        yield f"{row.item_kind}: {row.item[:8]}"
    yield f"client: {row.who or '-'}" + (
        f" ({row.client[:8]})" if row.client else ", new" if row.outcome not in ("dead", "excluded") else ""
    )
    for change in row.changes:
        yield f"  {change.field}: {change.old or '-'} -> {change.new or '-'}"
    if row.owner:
        yield f"owner: {row.owner}"
    if row.alarm:
        yield f"alarm: {row.alarm}"
    if row.reviews:
        yield f"asks a person: {row.reviews} (leadloom review list)"
    if row.flags:
        yield f"marks: {', '.join(row.flags)}"
