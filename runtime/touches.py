"""Touches as they were decided, found in the decision log by outcome, and the capture that one came in, to be promoted (R56)."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass

import msgspec

from processors.decisionlog import TOPIC, decided_at
from processors.memory import Memory
from runtime.putaside import backwards
from runtime.reading import Reading
from schemas.capture import Capture, decode
from schemas.command import Original
from schemas.decision import Decision, Entry
from schemas.decision import decode as decision_of
from schemas.errors import Hole, Reject
from schemas.record import Record

OWN = frozenset(("config", "command", "continue", "timer"))
"""Channels that no enquiry comes through."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A touch with the decision that it stands in; `entry` says what it became."""

    partition: int
    decision: Decision
    entry: Entry

    def client_now(self, here: Reading) -> str | None:
        """The client that it is one with now: another than the entry says where that one was merged since (R18)."""
        if self.entry.client is None:
            return None
        now = Memory(here.stores[self.partition], self.decision.workspace).client(self.entry.client)
        return now.id if now else self.entry.client


async def newest_first(here: Reading, outcomes: Collection[str], since_ms: int = 0) -> AsyncIterator[Decided]:
    """Touches by what they are now, partition by partition the newest first; no outcome named: all. What was promoted since is what it
    became. Raises Retry when the log cannot be read."""
    marks = tuple(outcome.encode() for outcome in (*outcomes, "promoted")) if outcomes else ()
    for partition in range(here.log.partitions):
        promoted: set[str] = set()
        async for record in backwards(here, partition, since_ms):
            if marks and not any(mark in (record.value or b"") for mark in marks):
                continue
            for one in _of_record(here, partition, record):
                if one.decision.now < since_ms:
                    continue
                if one.entry.touch not in promoted and (not outcomes or one.entry.outcome in outcomes):
                    yield one
                if one.entry.was is not None:
                    promoted.add(one.entry.touch)


def _of_record(here: Reading, partition: int, record: Record) -> list[Decided]:
    """The touches in the decision of a record, the last one first, if it counts."""
    try:
        decision = decision_of(record.value or b"")
    except msgspec.DecodeError:
        return []  # no decision, and passed over by every reader
    if record.offset not in decided_at(here.stores[partition], decision.capture):
        return []
    return [Decided(partition, decision, entry) for entry in reversed(decision.entries) if entry.channel not in OWN]


async def named(here: Reading, text: str, workspace: str | None = None) -> Decided:
    """The touch, or a touch of the capture, whose id is this or begins so; the newest decision of it. Raises Reject for none and for several."""
    found: dict[str, Decided] = {}
    for partition, store in enumerate(here.stores):
        for offset in reversed(decided_at(store, text)):
            for record in await here.log.read(TOPIC, partition, offset, limit=1, wait_s=1.0):
                for one in _of_record(here, partition, record):
                    found.setdefault(one.decision.capture, one)
    if not found:
        async for one in _beginning(here, text):
            found.setdefault(one.decision.capture, one)
    # A promotion has the touch in it, too, but it is the capture that came in which can be read again.
    original = [one for one in found.values() if one.entry.was is None and workspace in (None, one.decision.workspace)]
    if len(original) != 1:
        raise Reject(f"{len(original) or 'No'} captures or touches begin with {text!r}: see `leadloom touches --outcome not_enquiry`.")
    return original[0]


async def _beginning(here: Reading, text: str) -> AsyncIterator[Decided]:
    """Every decision of a touch whose id begins so, or that of its capture, the newest first; what was promoted since, too."""
    for partition in range(here.log.partitions):
        async for record in backwards(here, partition, 0):
            for one in _of_record(here, partition, record):
                if text and (one.entry.touch.startswith(text) or one.decision.capture.startswith(text)):
                    yield one


async def captures_named(here: Reading, text: str) -> list[str]:
    """The captures whose own id begins so, or that of a touch of them; the oldest first. Raises Reject where several ids begin so."""
    found: dict[str, str] = {}
    async for one in _beginning(here, text):
        found.setdefault(one.decision.capture, one.entry.touch if one.entry.touch.startswith(text) else one.decision.capture)
    if len(set(found.values())) > 1:
        raise Reject(f"{len(set(found.values()))} captures or touches begin with {text!r}: give more of the id.")
    return list(reversed(found))


async def original(here: Reading, one: Decided) -> Original:
    """The capture as it was appended. Raises Reject where it is no longer kept, Retry when the log cannot be read."""
    decision = one.decision
    try:
        records = await here.log.read(decision.lane, one.partition, decision.offset, limit=1, wait_s=1.0)
    except Hole:
        records = []
    record = next((record for record in records if record.offset == decision.offset), None)
    if record is None:
        raise Reject("Its bytes are no longer kept (30 days, unless the log was set up otherwise): enter it with `leadloom add`.")
    capture: Capture = decode(record)
    return Original(
        id=capture.id,
        channel=capture.channel,
        source=capture.source,
        body=capture.body,
        content_type=capture.content_type,
        meta=dict(capture.meta),
    )
