"""The decision log: state is its fold, outputs are a map of it, the position is in it; a chain of digests says which records count.

Every host uses this file and nothing else for deciding:

    accepted, place = follow(place, records)      any reader: which records count, and where it stands after them
    log = DecisionLog(store); log.fold(records)   a reader whose derived thing is the state
    draft = log.draft(captures, decide)           a writer decides a batch on an overlay, chained to what it has folded
    log.landed(draft, offset)                     after the append: no gap, and the overlay becomes state; a gap, and it is dropped

Why no lock is needed: a record counts if, and only if, its `prev` is the digest of the last record that counted. Of two writers
who extend the same record the first in the log wins, for every reader alike; whatever the other one wrote on top of its own, lost
record is passed over.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import msgspec

from schemas.capture import Appended
from schemas.codec import digest
from schemas.decision import FORMAT, LIMIT, Decision, Entry, Fault, Place, Verdict, decode, encode
from schemas.errors import Hole, Reject
from schemas.record import NewRecord, Record
from schemas.state import Overlay, State

TOPIC = "decision"
INDEX = b"\x00d"
"""Prefix of the index capture id -> offsets of its decisions, kept by the fold beside the state."""

DRAFT_LIMIT = 4 << 20
"""How many bytes one draft may have: it is appended as one record batch."""

KEY_BYTES = 511
"""The longest key that a store keeps; what is longer must never get into a decision, as no reader could then go past it."""

Decide = Callable[[Appended, State, int], Verdict]
"""The step: (capture, state to read and write, now in ms) -> verdict. Pure; what it raises all the same is a dead letter."""


class Stopped(BaseException):
    """The host stopped the step from outside (it hung); not an Exception, so that no reader can catch it. The capture is a dead letter."""


class Store(Protocol):
    """What a fold is kept in: keys, values and the place, changed together or not at all.

    In `filling` that may hold of all that is kept in it together, where that is faster: a crash then leaves the store as it was before.
    """

    def get(self, key: bytes) -> bytes | None: ...
    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]: ...
    def place(self) -> Place: ...
    def keep(self, changes: Mapping[bytes, bytes | None], place: Place) -> None: ...
    def clear(self) -> None: ...
    def filling(self) -> AbstractContextManager[None]: ...


class Accepted(NamedTuple):
    """A decision that counts, at its offset."""

    offset: int
    decision: Decision


class _Head(msgspec.Struct, array_like=True):
    format: int
    prev: bytes


_head = msgspec.msgpack.Decoder(_Head).decode


def _extension(prev: bytes, record: Record) -> Decision | None:
    """The decision in a record if it extends `prev`; None when it does not count."""
    raw = record.value or b""
    try:
        decision = decode(raw)
    except msgspec.DecodeError:
        try:
            head = _head(raw)
        except msgspec.DecodeError:
            return None
        if head.prev != prev:
            return None
        raise Reject(
            f"The decision at offset {record.offset} has format {head.format}, which this release cannot read: update leadloom."
        ) from None
    if decision.prev != prev:
        return None
    if decision.format != FORMAT:
        raise Reject(
            f"The decision at offset {record.offset} has format {decision.format}, which this release cannot read: update leadloom."
        )
    return decision


def follow(place: Place, records: Iterable[Record]) -> tuple[list[Accepted], Place]:
    """The decisions among consecutive records that count for a reader at `place`, and its place after them.

    Raises Hole when the records do not start or go on where the reader stands, Reject for a valid decision of a newer release.
    """
    accepted: list[Accepted] = []
    at, last, now = place.next, place.digest, place.now
    lanes = dict(place.lanes)
    for record in records:
        if record.offset != at:
            raise Hole(TOPIC, -1, at, record.offset)
        at += 1
        decision = _extension(last, record)
        if decision is None:
            continue
        accepted.append(Accepted(record.offset, decision))
        assert record.value is not None
        last, now = digest(record.value), decision.now
        lanes[decision.lane] = decision.offset + 1
    return accepted, Place(at, last, lanes, now)


def index_key(capture_id: str, offset: int) -> bytes:
    """The key under which the fold keeps that the decision at `offset` is one of this capture."""
    return INDEX + digest(capture_id.encode()) + offset.to_bytes(8, "big")


def decided_at(store: Store, capture_id: str) -> list[int]:
    """The offsets of a capture's decisions, oldest first (a repeated capture has several)."""
    return [int.from_bytes(key[-8:], "big") for key, _ in store.scan(INDEX + digest(capture_id.encode()))]


def _changes(accepted: Iterable[Accepted]) -> dict[bytes, bytes | None]:
    changes: dict[bytes, bytes | None] = {}
    for offset, decision in accepted:
        changes.update(decision.learn)
        changes[index_key(decision.capture, offset)] = b""
    return changes


@dataclass(frozen=True, slots=True)
class Draft:
    """A batch decided but not yet appended: it counts only if its first record lands at `before.next`."""

    before: Place
    after: Place
    records: tuple[NewRecord, ...]
    accepted: tuple[Accepted, ...]


def dead(appended: Appended, reason: str, fault: Fault) -> Verdict:
    """The verdict that makes a capture a dead letter without looking at it."""
    capture = appended.capture
    entry = Entry(touch=capture.id, outcome="dead", channel=capture.channel, source=capture.source, reason=reason, fault=fault)
    return Verdict((entry,))


class DecisionLog:
    """One partition's decisions as this process knows them: a store that is their fold, and drafts on top of it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.place = store.place()

    def fold(self, records: Sequence[Record]) -> list[Accepted]:
        """Apply records read from `place.next` on; store and place move together. Raises Hole: call `forget` and fold from the start."""
        accepted, place = follow(self.place, records)
        self.store.keep(_changes(accepted), place)
        self.place = place
        return accepted

    @contextmanager
    def filling(self) -> Iterator[None]:
        """For folding much at once: durable at the end, all of it or nothing (Store)."""
        try:
            with self.store.filling():
                yield
        finally:
            self.place = self.store.place()

    def forget(self) -> None:
        """Drop what was derived: the next fold begins at the start of the log."""
        self.store.clear()
        self.place = self.store.place()

    def draft(self, captures: Sequence[Appended], decide: Decide) -> Draft:
        """Decide captures in order on an overlay; the store is not touched.

        Stops early when the draft is full, and behind a capture that hung: several would add up, and nothing else runs meanwhile.
        """
        overlay = Overlay(self.store)
        records: list[NewRecord] = []
        accepted: list[Accepted] = []
        last, now, lanes, size = self.place.digest, self.place.now, dict(self.place.lanes), 0
        for appended in captures:
            now = max(now, appended.at)
            decision, changes, raw, hung = _decide_one(appended, overlay, now, last, decide)
            size += len(raw)
            if records and size > DRAFT_LIMIT:
                break
            overlay.changes.update(changes)
            accepted.append(Accepted(self.place.next + len(records), decision))
            records.append(NewRecord(decision.capture.encode(), raw))
            last = digest(raw)
            lanes[appended.lane] = appended.offset + 1
            if hung:
                break
        # A capture left out by the size limit may have raised `now`; the place says the now of the last one taken.
        now = accepted[-1].decision.now if accepted else self.place.now
        after = Place(self.place.next + len(records), last, lanes, now)
        return Draft(self.place, after, tuple(records), tuple(accepted))

    def landed(self, draft: Draft, offset: int | None) -> bool:
        """The draft was acknowledged at `offset`. True: it is state now. False: somebody else wrote meanwhile, or nobody knows where it
        is; it is dropped, and the caller folds to the end of the log before drafting again."""
        if offset != draft.before.next or self.place != draft.before:
            return False
        self.store.keep(_changes(draft.accepted), draft.after)
        self.place = draft.after
        return True


class _Decided(NamedTuple):
    decision: Decision
    changes: Mapping[bytes, bytes | None]
    raw: bytes
    hung: bool = False


def _decide_one(appended: Appended, below: Overlay, now: int, prev: bytes, decide: Decide) -> _Decided:
    overlay, hung = Overlay(below), False
    try:
        verdict = decide(appended, overlay, now)
        decision = _decision(appended, now, prev, verdict, overlay.changes)
        raw = encode(decision)
        if len(raw) <= LIMIT and b"" not in overlay.changes and max(map(len, overlay.changes), default=0) <= KEY_BYTES:
            return _Decided(decision, overlay.changes, raw)
        if len(raw) > LIMIT:
            way = "Split the capture; of many merges take back the newest first."
            verdict = dead(appended, f"Its decision would have {len(raw)} bytes; at most {LIMIT} are allowed. {way}", "input")
        else:
            verdict = dead(
                appended, f"It would change a key of none or more than {KEY_BYTES} bytes. Report it, update, then redrive.", "bug"
            )
    except Stopped as stopped:
        verdict, hung = dead(appended, str(stopped), "bug"), True
    except Exception as error:  # noqa: BLE001 - a step that raises, or says what cannot be written down, is a dead letter (F17)
        verdict = dead(appended, f"A bug of leadloom: {type(error).__name__}. Report it, update, then redrive.", "bug")
    decision = _decision(appended, now, prev, verdict, {})
    return _Decided(decision, {}, encode(decision), hung)


def _decision(appended: Appended, now: int, prev: bytes, verdict: Verdict, learn: dict[bytes, bytes | None]) -> Decision:
    capture = appended.capture
    return Decision(FORMAT, prev, appended.lane, appended.offset, capture.id, capture.workspace, now, verdict.entries, learn, verdict.emit)


class MemoryStore:
    """A Store in a dictionary, for tests, what-if and reading tools; new keys are sorted in when somebody scans."""

    def __init__(self) -> None:
        self.items: dict[bytes, bytes] = {}
        self._order: list[bytes] = []
        self._unsorted: set[bytes] = set()
        self._place = Place()

    def get(self, key: bytes) -> bytes | None:
        return self.items.get(key)

    def scan(self, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
        if self._unsorted:
            self._order = [key for key in self._order if key not in self._unsorted]
            self._order += self._unsorted
            self._order.sort()
            self._unsorted = set()
        order, found = self._order, []
        for n in range(bisect_left(order, prefix), len(order)):
            if not order[n].startswith(prefix):
                break
            if (value := self.items.get(order[n])) is not None:
                found.append((order[n], value))
        return iter(found)

    def place(self) -> Place:
        return self._place

    def keep(self, changes: Mapping[bytes, bytes | None], place: Place) -> None:
        for key, value in changes.items():
            if value is None:
                self.items.pop(key, None)
                continue
            if key not in self.items:
                self._unsorted.add(key)
            self.items[key] = value
        self._place = place

    def clear(self) -> None:
        self.items, self._order, self._unsorted, self._place = {}, [], set(), Place()

    def filling(self) -> AbstractContextManager[None]:
        return nullcontext()
