"""The loop that decides one partition on any log: read captures, decide them on an overlay, append the decisions in one piece, keep the state."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec
import structlog

from processors.decisionlog import TOPIC, Accepted, Decide, DecisionLog, Draft, Store, dead
from runtime import crash
from runtime.backoff import Backoff
from runtime.guard import bounded, watched
from runtime.log import Log
from schemas.capture import BULK, LIVE, Appended, read
from schemas.decision import Verdict
from schemas.errors import Hole, Retry
from schemas.record import NewRecord, Record
from schemas.state import State

_IDLE_S = 0.05
"""How long the live lane is waited for before the bulk lane is looked at again."""
_WINDOW, _ENOUGH = 200, 20
_FOLD = 10_000

_log = structlog.get_logger("decide")


class MostFail(Exception):
    """Most captures fail (F17): the decider stops instead of draining the log into the dead letters."""


class Attempt(msgspec.Struct, frozen=True):
    """The mark written before the first batch after a start: where it begins, and how many starts have tried it without success."""

    lane: str
    offset: int
    tries: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is decided at once, and how long one capture and one batch may take (seconds)."""

    batch: int = 200
    bulk_batch: int = 50
    capture_s: float = 10.0
    batch_s: float = 120.0


@dataclass(slots=True)
class Decider:
    """Decides one partition. Several may run at once by mistake (a paused worker waking up): the decision log makes that harmless."""

    log: Log
    partition: int
    store: Store
    decide: Decide
    limits: Limits = Limits()
    observe: Callable[[Sequence[Accepted]], None] = lambda _: None
    decisions: DecisionLog = field(init=False)
    _faults: deque[bool] = field(init=False)
    _careful: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.decisions = DecisionLog(self.store)
        self.decide = bounded(self.decide, self.limits.capture_s)
        self._faults = deque(maxlen=_WINDOW)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; a batch under way is finished. Raises MostFail (F17) and Reject (decisions of a newer release)."""
        backoff = Backoff(stop)
        marked = known = False
        while not stop.is_set():
            try:
                if not known:
                    await self.catch_up()
                    known = True
                captures = await self.undecided()
                if not captures:
                    continue
                if not marked:
                    await self._first(captures)
                    marked = True
                else:
                    known = await self._batch(captures, self.decide)
                backoff.succeeded()
            except Retry as retry:
                _log.warning("waiting", partition=self.partition, why=str(retry))
                known = False
                await backoff.wait(retry)

    async def catch_up(self) -> None:
        """Fold the decision log from the store's place to its end; from the start where the place is no longer in the log (F20, F23)."""
        while True:
            try:
                records = await self._decided_elsewhere()
                if not records:
                    return
                self.decisions.fold(records)
            except Hole as hole:
                _log.warning("folding again", partition=self.partition, why=str(hole))
                self.decisions.forget()

    async def _decided_elsewhere(self) -> Sequence[Record]:
        """The decisions after our place, many at once: sorted changes of many are kept faster than of few."""
        found: list[Record] = []
        while len(found) < _FOLD:
            records = await self.log.read(TOPIC, self.partition, self.decisions.place.next + len(found), limit=_FOLD)
            if not records:
                break
            found += records
        return found

    async def undecided(self) -> Sequence[Appended]:
        """The next captures to decide: the live lane's, and where it has none, a few of the bulk lane's; none after a short wait."""
        limits = (1, 1) if self._careful else (self.limits.batch, self.limits.bulk_batch)
        for lane, limit, wait_s in ((LIVE, limits[0], 0.0), (BULK, limits[1], 0.0), (LIVE, limits[0], _IDLE_S)):
            offset = self.decisions.place.lanes.get(lane, 0)
            try:
                records = await self.log.read(lane, self.partition, offset, limit=limit, wait_s=wait_s)
            except Hole as hole:
                if hole.found < hole.expected:
                    raise
                _log.error("captures expired before they were decided", partition=self.partition, lane=lane, lost=hole.found - offset)
                records = await self.log.read(lane, self.partition, hole.found, limit=limit)
            if records:
                self._careful = max(0, self._careful - 1)
                crash.point("decide.read")
                return [read(lane, self.partition, record) for record in records]
        return ()

    async def _batch(self, captures: Sequence[Appended], decide: Decide) -> bool:
        """Decide, append, keep. False: the state is not known to be the newest; catch up before the next batch."""
        with watched(self.limits.batch_s):
            draft = self.decisions.draft(captures, decide)
        return await self._land(draft)

    async def _land(self, draft: Draft) -> bool:
        crash.point("decide.drafted")
        self._stop_when_most_fail(draft)
        offset = await self.log.append(TOPIC, self.partition, draft.records)
        crash.point("decide.appended")
        landed = self.decisions.landed(draft, offset)
        crash.point("decide.kept")
        if landed:
            self.observe(draft.accepted)
        return landed

    async def _first(self, captures: Sequence[Appended]) -> None:
        """The first batch after a start may be one that killed us before: count the tries at its head, and let the third be a dead letter.

        The mark is taken back as soon as the step has returned, so only a step that never does counts as a try.
        """
        key, head = b"attempt/%d" % self.partition, captures[0]
        raw = await self.log.latest("cursor", self.partition, key)
        before = msgspec.json.decode(raw, type=Attempt) if raw else Attempt("", 0, 0)
        tries = before.tries + 1 if (before.lane, before.offset) == (head.lane, head.offset) else 1
        self._careful = self.limits.batch if tries > 1 else 0

        async def mark(tries: int) -> None:
            value = msgspec.json.encode(Attempt(head.lane, head.offset, tries))
            await self.log.append("cursor", self.partition, [NewRecord(key, value)])

        await mark(tries)
        with watched(self.limits.batch_s):
            if tries > 2:
                draft = self.decisions.draft(captures[:1], _third_attempt)
            else:
                draft = self.decisions.draft(captures[: 1 if self._careful else None], self.decide)
        await mark(0)
        if not await self._land(draft):
            await self.catch_up()

    def _stop_when_most_fail(self, draft: Draft) -> None:
        for _, decision in draft.accepted:
            self._faults.append(any(entry.fault in ("bug", "envelope") for entry in decision.entries))
        failed = sum(self._faults)
        if len(self._faults) >= _ENOUGH and 2 * failed > len(self._faults):
            reason = next((e.reason for _, d in reversed(draft.accepted) for e in d.entries if e.fault), "")
            raise MostFail(
                f"{failed} of the last {len(self._faults)} captures failed, so deciding stopped and nothing more was dead-lettered. "
                f"The last reason: {reason} Mend that (often: an older release beside a newer one), then start again."
            )


def _third_attempt(appended: Appended, _state: State, _now: int) -> Verdict:
    return dead(appended, "Deciding it ended the process twice; at the third start it was put aside.", "bug")
