"""Preview: what would become of captures if they were decided now, one after the other, told for people and programs; nothing is written."""

import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from processors.decisionlog import MemoryStore
from processors.memory import Memory
from processors.remembered import Item, Shown
from processors.step import Step
from runtime import discover
from runtime.configure import foreseen
from runtime.draft import Draft
from runtime.embedded import NoData
from runtime.importcount import outcome_of
from runtime.reading import reading
from runtime.settings import Settings
from runtime.submit import decides_by_settings, stop_at
from runtime.why import BECAME
from schemas.capture import LIVE, Appended, Capture
from schemas.decision import Entry
from schemas.state import Overlay, ReadState
from schemas.topics import partition_of

_FIELDS = ("name", "position", "language", "city", "company_name", "phones", "emails", "messengers")


class Change(msgspec.Struct, frozen=True):
    """A field of the client, or of the lead or deal, before and after."""

    field: str
    old: str
    new: str


class Row(msgspec.Struct, frozen=True):
    """What one touch would become (R40): `action` is create, update (of fields), attach, review (a person is asked), duplicate (it was taken
    already), ignore (there is nothing in it) or reject.

    `client` is None for somebody new; `who` is how the client is called. `made_here`: nobody knew the client before this preview.
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
    made_here: bool = False
    merges: int = 0
    new_client: bool = False


class Foresight:
    """What would become of one capture after the other; each is decided as if those before had been."""

    def __init__(self, state: ReadState, folder: Path, now: int) -> None:
        self._known, self._draft = state, Draft(state, folder)
        self._decide, self._now, self._offset = Step(discover.readers()), now, 0

    def configure(self, settings: Settings, workspace: str) -> None:
        """Go by the settings of a workspace from here on, as whoever decides next would; raises Reject where they would be refused."""
        after, why = foreseen(settings, self._draft, workspace, self._decide, self._now)
        if why is not None:
            stop_at(f"The settings of workspace {workspace} would be refused: {why}")
        self._draft.keep(after.changes)

    def rows(self, capture: Capture, later: int = 0) -> list[Row]:
        """What would be decided of it, touch by touch, were it appended so many ms from now: who came first is older."""
        after, now = Overlay(self._draft), self._now + later
        verdict = self._decide(Appended(capture, LIVE, 0, self._offset, now), after, now)
        self._offset += 1
        memories = [Memory(state, capture.workspace) for state in (self._known, self._draft, after)]
        rows = [_row(entry, *memories) for entry in verdict.entries]
        self._draft.keep(after.changes)
        return rows

    def close(self) -> None:
        self._draft.close()


@asynccontextmanager
async def foreseeing(settings: Settings, workspace: str) -> AsyncIterator[Foresight]:
    """To look ahead from what is decided now, by the settings where whoever appends would apply them first.

    Raises Retry where there is no broker, or the disk is full, and Reject for settings that would be refused.
    """
    async with AsyncExitStack() as stack:
        state: ReadState = MemoryStore()
        now = time.time_ns() // 1_000_000
        try:
            here = await stack.enter_async_context(reading(settings))
        except NoData:
            pass
        else:
            store = here.stores[partition_of(workspace, here.log.partitions)]
            state, now = store, max(store.place().now, now)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="leadloom-preview-"))
        foresight = Foresight(state, Path(folder), now)
        stack.callback(foresight.close)
        if decides_by_settings(settings):
            foresight.configure(settings, workspace)
        yield foresight


async def preview(settings: Settings, capture: Capture) -> list[Row]:
    """What would be decided of a capture if it were the next one, touch by touch. Raises Retry where there is no broker."""
    async with foreseeing(settings, capture.workspace) as foresight:
        return foresight.rows(capture)


def _row(entry: Entry, known: Memory, old: Memory, new: Memory) -> Row:
    client = new.client(entry.client) if entry.client else None
    before = old.client(entry.client) if entry.client else None
    changes: list[Change] = []
    if client is not None:
        shown = before.shown if before is not None else Shown()
        changes += _changes(_shown(shown), _shown(client.shown))
        changes += _changes(before.own if before is not None else {}, client.own)
    if entry.item and entry.item_kind and (was := old.item(entry.item_kind, entry.item)) is not None:
        now = new.item(entry.item_kind, entry.item)
        changes += _changes(_fields_of(was), _fields_of(now or was))
    return Row(
        action=_action(entry, changes),
        outcome=outcome_of(entry),
        reason=entry.reason,
        client=entry.client if not entry.new_client else None,
        who=_who(client.shown) if client else None,
        item=entry.item,
        item_kind=entry.item_kind,
        owner=entry.owner,
        alarm=entry.alarm,
        changes=tuple(changes),
        reviews=len(entry.reviews),
        flags=entry.flags,
        made_here=client is not None and known.client(client.id) is None,
        merges=len(entry.merges),
        new_client=entry.new_client,
    )


def _shown(shown: Shown) -> dict[str, object]:
    return {name: getattr(shown, name) for name in _FIELDS}


def _fields_of(item: Item) -> dict[str, object]:
    return {**item.fields, **item.own}


def _who(shown: Shown) -> str | None:
    return shown.name or shown.company_name or next(iter((*shown.phones, *shown.emails)), None)


def _action(entry: Entry, changes: list[Change]) -> str:
    match entry.outcome:
        case "duplicate":
            return "duplicate" if entry.fault is None else "reject"
        case "ignored":
            return "ignore"
        case "dead" | "refused" | "excluded" | "quarantine" | "not_enquiry" | "no_contact":
            return "reject"
        case _ if entry.reviews:
            return "review"
        case "lead" | "deal":
            return "create"
        case _:
            return "update" if changes else "attach"


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield Change(name, _text(old), _text(new))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple() | list():
            return ", ".join(":".join(one) if isinstance(one, tuple) else str(one) for one in value)
        case msgspec.Struct():
            return " ".join(str(one) for one in msgspec.structs.astuple(value) if one is not None)
        case _:
            return str(value)


def sentences(row: Row, *, would: bool) -> Iterator[str]:
    """A row in plain words, a line each; `would`: nothing was written."""
    yield f"{'would become' if would else 'became'}: {BECAME[row.outcome]}"
    yield f"because: {row.reason}"
    if row.item and not (would and row.outcome in ("lead", "deal")):  # which id it would get is found out when it is made
        yield f"{row.item_kind}: {row.item[:8]}"
    if row.who or row.client:
        yield f"client: {row.who or '-'}" + (
            f" ({row.client[:8]})" if row.client else ", new" if row.outcome not in ("dead", "excluded") else ""
        )
    for change in row.changes:
        yield f"  {_diff(change)}"
    if row.owner:
        yield f"owner: {row.owner}"
    if row.alarm:
        yield f"alarm: {row.alarm}"
    if row.reviews:
        yield f"asks a person: {row.reviews} (leadloom review list)"
    if row.flags:
        yield f"marks: {', '.join(row.flags)}"


def in_a_line(row: Row) -> str:
    """A row in a line: what would be done, with whom, and what would change; of what would not be taken the reason."""
    if row.action in ("reject", "ignore", "duplicate"):
        return f"{row.action:<9}  {row.reason}"
    who = f"{row.who or '-'} ({'new' if row.client is None else 'of this file' if row.made_here else row.client[:8]})"
    what = [BECAME[row.outcome] if row.action in ("create", "review") else "", *map(_diff, row.changes if row.client else ())]
    if row.item and row.outcome == "activity" and not row.made_here:
        what.append(f"on {row.item_kind} {row.item[:8]}")
    what += [f"owner {row.owner}" if row.owner else "", f"alarm: {row.alarm}" if row.alarm else ""]
    what += [
        "two clients become one" if row.merges else "",
        row.reason if row.reviews else "",
        f"marks: {', '.join(row.flags)}" if row.flags else "",
    ]
    return f"{row.action:<9}  {who}: {'; '.join(filter(None, what)) or BECAME[row.outcome]}"


def _diff(change: Change) -> str:
    return f"{change.field}: {change.old or '-'} -> {change.new or '-'}"
