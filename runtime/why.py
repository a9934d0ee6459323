"""Why: the decisions about a capture or an entity, read from the decision log and told in plain words (R52)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from processors import queries
from processors.decisionlog import TOPIC, Store, decided_at
from processors.memory import Memory
from processors.merge import ledger
from processors.merge.remembered import Merge, Review, Why
from runtime.entities import Named, beginning
from runtime.evidence import percent, pieces
from runtime.importcount import KNOWN_DEAD
from runtime.log import Log
from runtime.merges import history, members, who
from runtime.wording import clause
from schemas import command
from schemas.capture import read
from schemas.config import WorkspaceConfig
from schemas.decision import Candidate, Decision, Entry, decode
from schemas.errors import Hole, Reject

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
    KNOWN_DEAD: "a dead letter since before",
    "applied": "applied",
    "refused": "refused",
}
"""Outcome -> words."""

VETO = -30.0
"""Bits from which down a piece of evidence forbids whatever the others say."""


@dataclass(frozen=True, slots=True)
class Told:
    """A decision with its partition and offset; of a person's command, what was `said`, while its capture is kept."""

    partition: int
    offset: int
    decision: Decision
    said: command.Said | None = None


async def told_of(log: Log, stores: Sequence[Store], what: str) -> list[Told]:
    """The decisions about a capture, what promoted it too, or about every capture that made an entity what it is, its merges too; oldest first.

    None where nothing is known. Of the id of an entity, merge or review item the beginning is enough. Raises Reject where several begin so,
    Hole where the log was trimmed behind them.
    """
    if told := await _of_capture(log, stores, what):
        later = [by for one in told for by in [Memory(stores[one.partition], one.decision.workspace).promoted_by(what)] if by is not None]
        return [*told, *[one for by in dict.fromkeys(later) for one in await _of_capture(log, stores, by)]]
    found = {named.id: named for named in (*beginning(stores, what), *beginning(stores, what, "merge", "review"))}
    if len(found) > 1:
        raise Reject(f"{len(found)} leads, deals, clients or merges begin with {what!r}: give more of the id.")
    captures = [capture for named in found.values() for capture in _captures(named)]
    told = [told for capture in dict.fromkeys(captures) for told in await _of_capture(log, stores, capture)]
    return sorted(told, key=lambda one: (one.partition, one.offset))


def _captures(named: Named) -> Iterator[str]:
    """The captures behind an entity: those that speak of it, and those that merged it or took a merge back."""
    memory = named.memory
    match named.kind:
        case "merge":
            merges = [found] if (found := ledger.merge(memory, named.id)) is not None else []
        case "review":
            if (review := ledger.review(memory, named.id)) is not None:
                yield from filter(None, (review.cause, review.decided))
            return
        case _:
            yield from queries.captures_of(named.store, named.workspace, named.id)
            member = named.member()
            merges = history(memory, members(memory, member)) if member else []
    for merge in merges:
        yield from filter(None, (merge.cause, merge.undone))


async def _of_capture(log: Log, stores: Sequence[Store], capture: str) -> list[Told]:
    found = []
    for partition, store in enumerate(stores):
        for offset in decided_at(store, capture):
            for record in await log.read(TOPIC, partition, offset, limit=1, wait_s=1.0):
                decision = decode(record.value or b"")
                found.append(Told(partition, offset, decision, await _said(log, partition, decision)))
    return found


async def _said(log: Log, partition: int, decision: Decision) -> command.Said | None:
    """The command that was decided; None for what is none, or whose capture expired."""
    if not any(entry.channel == command.CHANNEL for entry in decision.entries):
        return None
    try:
        records = await log.read(decision.lane, partition, decision.offset, limit=1, wait_s=1.0)
        return command.decode(read(decision.lane, partition, records[0]).capture.body) if records else None
    except (Hole, msgspec.DecodeError):
        return None


@dataclass(frozen=True, slots=True)
class Words:
    """How ids are told: responsibles by their name where the configuration has one, `Ann Example (ann)`; clients and merges by their people.

    Without state everything is told by its id.
    """

    responsibles: Mapping[str, str] = field(default_factory=dict)
    memories: Mapping[str, Memory] = field(default_factory=dict)
    configs: Mapping[str, WorkspaceConfig] = field(default_factory=dict)

    def responsible(self, who: str) -> str:
        return f"{self.responsibles[who]} ({who})" if who in self.responsibles else who

    def client(self, workspace: str, client: str, mark: str = "") -> str:
        """Its name, and whom it is one with by now."""
        memory = self.memories.get(workspace)
        if memory is None or (now := memory.client(client)) is None:
            return client + mark
        name = who(memory, client).removesuffix(f" ({client[:8]})")
        known = (f"{client} {name}" if name != client[:8] else client) + mark
        return known if now.id == client else f"{known}, now {now.id}"

    def merge(self, workspace: str, merge: str) -> str:
        """Who was merged, and why."""
        memory = self.memories.get(workspace)
        if memory is None or (found := ledger.merge(memory, merge)) is None:
            return merge
        undone = ", taken back since" if found.undone else ""
        return f"{who(memory, found.a)} and {who(memory, found.b)}: {weighed(found.why)} (merge {merge[:8]}{undone})"

    def review(self, workspace: str, review: str) -> str:
        """What a person is asked, and why."""
        memory = self.memories.get(workspace)
        if memory is None or (found := ledger.review(memory, review)) is None:
            return review
        both = " and ".join(who(memory, side) for side in (found.a, found.b) if side)
        stands = f"; in the way: {found.obstacle}" if found.obstacle else ""
        return f"{both}: {weighed(found.why)}{stands} (review item {review[:8]}, {found.status})"

    def thresholds(self, workspace: str, entry: Entry) -> str:
        """The thresholds that the touch went by, while the configuration of then is in force; older ones stand in its `config` capture."""
        config = self.configs.get(workspace)
        if config is None or config.version != entry.rules or not entry.candidates:
            return ""
        matching = config.matching
        return f"; attached from {matching.attach:.0%}, asked from {matching.review:.0%}, merged from {matching.merge:.0%}"

    def ledger(self, decision: Decision) -> tuple[list[Merge], list[Review]]:
        """The merges and review items that a decision names, as they are now."""
        memory = self.memories.get(decision.workspace)
        if memory is None:
            return [], []
        merges = [ledger.merge(memory, id_) for entry in decision.entries for id_ in entry.merges]
        reviews = [ledger.review(memory, id_) for entry in decision.entries for id_ in entry.reviews]
        return [merge for merge in merges if merge is not None], [review for review in reviews if review is not None]


def weighed(why: Why) -> str:
    """A reason with its evidence and probability."""
    parts = (clause(why.why), pieces(why.evidence), percent(why.probability) if why.probability is not None else "")
    by = f" (by {why.by}{f': {why.note}' if why.note else ''})" if why.by else ""
    return "; ".join(filter(None, parts)) + by


def words(stores: Sequence[Store]) -> Words:
    """As the state of these partitions has them."""
    known = [(store, workspace) for store in stores for workspace in queries.workspaces(store)]
    configs = {workspace: queries.config(store, workspace) for store, workspace in known}
    people = {p.id: p.name for config in configs.values() for p in config.responsibles if p.name}
    return Words(people, {workspace: Memory(store, workspace) for store, workspace in known}, configs)


def sentences(told: Told, words: Words = Words()) -> Iterator[str]:
    """A decision in plain words, a line each."""
    decision = told.decision
    at = datetime.fromtimestamp(decision.now / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    yield f"capture {decision.capture} in workspace {decision.workspace}, decided {at} (decision {told.offset})"
    if told.said is not None:
        yield f"  {'said by':<13} {spoken(told.said)}"
    for number, entry in enumerate(decision.entries, 1):
        if len(decision.entries) > 1:
            yield f" touch {number} of {len(decision.entries)}"
        for label, text in _entry(entry, decision.workspace, words):
            yield f"  {label:<13} {text}"


def spoken(said: command.Said) -> str:
    """A command as it was said: who, what, and their words."""
    fields = msgspec.to_builtins(said)
    what = " ".join(_plain(value) for name, value in fields.items() if name not in ("by", "note"))
    return f"{said.by}: {what}" + (f": {said.note}" if said.note else "")


def _plain(value: object) -> str:
    """A value as it is told: criteria by name, a capture by its id."""
    if not isinstance(value, dict):
        return str(value)
    return str(value["id"]) if "id" in value else " ".join(f"{name} {state}" for name, state in value.items())


def _entry(entry: Entry, workspace: str, words: Words) -> Iterator[tuple[str, str]]:
    yield "from", f"{entry.channel}, source {entry.source}"
    yield "became", BECAME[entry.outcome]
    yield "because", entry.reason
    if entry.item:
        yield entry.item_kind or "item", entry.item
    if entry.client:
        yield "client", words.client(workspace, entry.client, " (new)" if entry.new_client else "")
    if entry.duplicate_of:
        yield "duplicate of", entry.duplicate_of
    told: set[str] = set()
    for candidate in sorted(entry.candidates, key=_rank):
        yield from _candidate(candidate, workspace, words, again=candidate.client in told)
        told.add(candidate.client)
    for merge in entry.merges:
        yield "merged", words.merge(workspace, merge)
    for review in entry.reviews:
        yield "asked", words.review(workspace, review)
    yield from _owner(entry, words)
    for label, text in (("alarm", entry.alarm), ("fault", entry.fault), ("marks", ", ".join(entry.flags))):
        if text:
            yield label, text
    if entry.mode:
        yield "by", f"{entry.mode} mode, configuration version {entry.rules}{words.thresholds(workspace, entry)}"


def _candidate(candidate: Candidate, workspace: str, words: Words, *, again: bool) -> Iterator[tuple[str, str]]:
    """Somebody who was looked at: by what, with which evidence for and against, and what came of it. `again`: a member of a client of whom
    another member was told before."""
    likely = f", {percent(candidate.probability)} by itself" if candidate.probability is not None else ""
    by = ", ".join(candidate.by) or ("likeness" if candidate.evidence else "nothing")
    whom = "another member of the same client," if again else "client"
    yield "looked at", f"{whom} {words.client(workspace, candidate.client)} by {by}{likely}: {candidate.why}"
    vetoes = [piece for piece in candidate.evidence if piece[1] <= VETO]
    for label, weighed in (
        ("  for", [piece for piece in candidate.evidence if piece[1] > 0]),
        ("  against", [piece for piece in candidate.evidence if VETO < piece[1] < 0]),
    ):
        if weighed:
            yield label, pieces(weighed)
    if vetoes:
        yield "  veto", ", ".join(says for says, _ in vetoes)


def _owner(entry: Entry, words: Words) -> Iterator[tuple[str, str]]:
    for number, step in enumerate(entry.chain, 1):
        yield f"owner, {number}.", f"{step.rule}: {step.why}" + (f" -> {words.responsible(step.owner)}" if step.owner else "")
    if entry.owner:
        yield "owner", words.responsible(entry.owner)


def _rank(candidate: Candidate) -> int:
    return candidate.rank
