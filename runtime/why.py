"""Why: the decisions about a capture or an entity, read from the decision log and told in plain words (R52)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from processors import queries
from processors.decisionlog import TOPIC, Store, decided_at
from runtime.log import Log
from schemas.decision import Candidate, Decision, Entry, decode
from schemas.errors import Reject

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


async def told_of(log: Log, stores: Sequence[Store], what: str) -> list[Told]:
    """The decisions about a capture, or about every capture that made an entity what it is; oldest first, none where nothing is known.

    Of an entity's id the beginning is enough. Raises Reject where several begin so, Hole where the log was trimmed behind them.
    """
    if told := await _of_capture(log, stores, what):
        return told
    found = [
        (store, workspace, entity)
        for store in stores
        for workspace in queries.workspaces(store)
        for entity in queries.beginning(store, workspace, what)
    ]
    if len({entity for _, _, entity in found}) > 1:
        raise Reject(f"{len(found)} leads, deals or clients begin with {what!r}: give more of the id.")
    captures = [capture for where in found for capture in queries.captures_of(*where)]
    return [told for capture in captures for told in await _of_capture(log, stores, capture)]


async def _of_capture(log: Log, stores: Sequence[Store], capture: str) -> list[Told]:
    found = []
    for partition, store in enumerate(stores):
        for offset in decided_at(store, capture):
            for record in await log.read(TOPIC, partition, offset, limit=1, wait_s=1.0):
                found.append(Told(partition, offset, decode(record.value or b"")))
    return found


def names(stores: Sequence[Store]) -> Name:
    """Responsibles by their name where the configuration has one: `Ann Example (ann)`."""
    known = {
        person.id: person.name
        for store in stores
        for workspace in queries.workspaces(store)
        for person in queries.config(store, workspace).responsibles
        if person.name
    }
    return lambda who: f"{known[who]} ({who})" if who in known else who


def sentences(told: Told, name: Name = str) -> Iterator[str]:
    """A decision in plain words, a line each."""
    decision = told.decision
    at = datetime.fromtimestamp(decision.now / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    yield f"capture {decision.capture} in workspace {decision.workspace}, decided {at} (decision {told.offset})"
    for number, entry in enumerate(decision.entries, 1):
        if len(decision.entries) > 1:
            yield f" touch {number} of {len(decision.entries)}"
        for label, words in _entry(entry, name):
            yield f"  {label:<13} {words}"


def _entry(entry: Entry, name: Name) -> Iterator[tuple[str, str]]:
    yield "from", f"{entry.channel}, source {entry.source}"
    yield "became", BECAME[entry.outcome]
    yield "because", entry.reason
    if entry.item:
        yield entry.item_kind or "item", entry.item
    if entry.client:
        yield "client", entry.client + (" (new)" if entry.new_client else "")
    if entry.duplicate_of:
        yield "duplicate of", entry.duplicate_of
    for candidate in sorted(entry.candidates, key=_rank):
        yield "looked at", f"client {candidate.client} by {', '.join(candidate.by) or 'nothing'}: {candidate.why}"
    for number, step in enumerate(entry.chain, 1):
        yield f"owner, {number}.", f"{step.rule}: {step.why}" + (f" -> {name(step.owner)}" if step.owner else "")
    if entry.owner:
        yield "owner", name(entry.owner)
    for label, words in (("alarm", entry.alarm), ("fault", entry.fault), ("marks", ", ".join(entry.flags))):
        if words:
            yield label, words
    if entry.mode:
        yield "by", f"{entry.mode} mode, configuration version {entry.rules}"


def _rank(candidate: Candidate) -> int:
    return candidate.rank
