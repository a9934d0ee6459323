"""Why: the decisions about a capture or an entity, read from the decision log and told in plain words (R52)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from processors.decisionlog import TOPIC, Accepted, Store, decided_at
from runtime.log import Log
from schemas.decision import Decision, Entry, decode

BECAME = {
    "lead": "a new lead",
    "deal": "a new deal",
    "activity": "an activity on what was there",
    "excluded": "excluded: it is from our own list",
    "not_enquiry": "no enquiry by this workspace's criteria",
    "no_contact": "no contact: nobody could be reached back",
    "duplicate": "a duplicate of an earlier one",
    "quarantine": "quarantined, kept until somebody looks at it",
    "ignored": "ignored on purpose",
    "dead": "a dead letter; its original bytes are kept",
    "applied": "applied",
    "refused": "refused",
}
"""Outcome -> words."""

Name = Callable[[str], str]
"""How a responsible's id is shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """A decision with its partition and offset."""

    partition: int
    offset: int
    decision: Decision


async def decisions_of(log: Log, stores: Sequence[Store], capture: str) -> list[Told]:
    """Every decision about a capture, oldest first; several where it arrived again. Raises Hole where the log was trimmed behind them."""
    found = []
    for partition, store in enumerate(stores):
        for offset in decided_at(store, capture):
            for record in await log.read(TOPIC, partition, offset, limit=1):
                found.append(Told(partition, offset, decode(record.value or b"")))
    return found


def sentences(told: Told | Accepted, name: Name = str) -> Iterator[str]:
    """A decision in plain words, a line each."""
    decision = told.decision
    at = datetime.fromtimestamp(decision.now / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    yield f"capture {decision.capture} in workspace {decision.workspace}, decided {at} (decision {told.offset})"
    for number, entry in enumerate(decision.entries, 1):
        if len(decision.entries) > 1:
            yield f"touch {number} of {len(decision.entries)}"
        yield from _entry(entry, name)


def _entry(entry: Entry, name: Name) -> Iterator[str]:
    yield f"  from {entry.channel}/{entry.source} it became {BECAME[entry.outcome]}"
    yield f"  because: {entry.reason}"
    if entry.item:
        yield f"  {entry.item_kind or 'item'}: {entry.item}"
    if entry.client:
        yield f"  client: {entry.client}{' (new)' if entry.new_client else ''}"
    if entry.duplicate_of:
        yield f"  duplicate of: {entry.duplicate_of}"
    for candidate in sorted(entry.candidates, key=lambda c: c.rank):
        by = f" found by {', '.join(candidate.by)}" if candidate.by else ""
        yield f"  looked at client {candidate.client}{by}: {candidate.why}"
    for number, step in enumerate(entry.chain, 1):
        to = f" -> {name(step.owner)}" if step.owner else ""
        yield f"  owner, step {number} ({step.rule}): {step.why}{to}"
    if entry.owner:
        yield f"  owner: {name(entry.owner)}"
    if entry.alarm:
        yield f"  alarm: {entry.alarm}"
    if entry.fault:
        yield f"  fault: {entry.fault}"
    if entry.flags:
        yield f"  marks: {', '.join(entry.flags)}"
    if entry.mode:
        yield f"  mode: {entry.mode}, configuration version {entry.rules}"
