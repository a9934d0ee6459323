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
from runtime.follower import fold_to_end
from runtime.guard import Ahead, ahead, watched
from runtime.log import Log
from schemas.capture import BULK, LIVE, Appended, read
from schemas.decision import Verdict
from schemas.errors import Hole, Reject, Retry
from schemas.record import NewRecord, Record
from schemas.state import ReadState, State

_WINDOW, _ENOUGH = 200, 20

_log = structlog.get_logger("decide")


class MostFail(Exception):
    """Most captures fail (F17): the decider stops instead of draining the log into the dead letters."""


class Attempt(msgspec.Struct, frozen=True):
    """The mark written before the first batch of a lane after a start: where it begins, and how many starts have tried it in vain."""

    offset: int
    tries: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is decided at once, how long one capture and one batch may take, and how long the live lane is waited for before the bulk
    lane is looked at again (seconds)."""

    batch: int = 400
    bulk_batch: int = 50
    capture_s: float = 10.0
    batch_s: float = 120.0
    idle_s: float = 0.05


@dataclass(slots=True)
class Decider:
    """Decides one partition. Several may run at once by mistake (a paused worker waking up): the decision log makes that harmless."""

    log: Log
    partition: int
    store: Store
    decide: Decide
    limits: Limits = Limits()
    observe: Callable[[Sequence[Accepted]], None] = lambda _: None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Shared by the deciders of one process: while one has its mark set nobody else decides, or pays for what kills them all."""
    decisions: DecisionLog = field(init=False)
    _ahead: Ahead = field(init=False)
    _faults: deque[bool] = field(init=False)
    _attempts: dict[str, Attempt] = field(init=False, default_factory=dict)
    """By lane: what this start has counted; trying again within it is no new start."""
    _tried: set[str] = field(init=False, default_factory=set)
    """The lanes whose first batch the step has survived."""
    _careful: dict[str, int] = field(init=False, default_factory=dict)
    """By lane: how many reads are still to be of one capture each."""
    _expired: dict[str, int] = field(init=False, default_factory=dict)
    """By lane: the first capture that is left, where some expired undecided."""

    def __post_init__(self) -> None:
        self.decisions = DecisionLog(self.store)
        self._ahead = ahead(self.decide, self.limits.capture_s)
        self._faults = deque(maxlen=_WINDOW)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; a batch under way is finished. Raises MostFail (F17), and Reject for what waiting cannot mend (decisions of a
        newer release, a log that was made anew)."""
        backoff, known = Backoff(stop), False
        while not stop.is_set():
            try:
                if not known:
                    await self.catch_up(stop)
                    known = True
                    continue
                captures = await self.undecided()
                if captures:
                    known = await self._batch(captures) if captures[0].lane in self._tried else await self._first(captures)
                    backoff.succeeded()
            except Retry as retry:
                _log.warning("waiting", partition=self.partition, why=str(retry))
                known = False
                await backoff.wait(retry)

    async def catch_up(self, stop: asyncio.Event | None = None) -> None:
        """Fold the decision log to its end, or until `stop` is set. Raises Retry and Reject."""
        await fold_to_end(self.log, self.partition, self.decisions, stop)

    async def undecided(self) -> Sequence[Appended]:
        """The next captures to decide: the live lane's, and where it has none, a few of the bulk lane's; none after a short wait."""
        for lane, limit, wait_s in (
            (LIVE, self.limits.batch, 0.0),
            (BULK, self.limits.bulk_batch, 0.0),
            (LIVE, self.limits.batch, self.limits.idle_s),
        ):
            left = self._careful.get(lane, 0)
            if records := await self._next(lane, 1 if left else limit, wait_s):
                self._careful[lane] = max(0, left - 1)
                crash.point("decide.read")
                return [read(lane, self.partition, record) for record in records]
        return ()

    async def _next(self, lane: str, limit: int, wait_s: float) -> Sequence[Record]:
        """The lane's next captures; the earliest that are left where some expired undecided, with an alarm (F20)."""
        offset = max(self.decisions.place.lanes.get(lane, 0), self._expired.get(lane, 0))
        while True:
            try:
                return await self.log.read(lane, self.partition, offset, limit=limit, wait_s=wait_s)
            except Hole as hole:
                if hole.found < offset:
                    raise Reject(
                        f"{lane}/{self.partition} ends at {hole.found}, but captures up to {offset} are decided: it was made anew without the "
                        "decisions. Bring it back, or begin with all topics new (another [log] prefix)."
                    ) from None
                _log.error("captures expired before they were decided", partition=self.partition, lane=lane, lost=hole.found - offset)
                self._expired[lane] = offset = hole.found

    async def _batch(self, captures: Sequence[Appended]) -> bool:
        """Decide, append, keep. False: the state is not known to be the newest; catch up before the next batch."""
        async with self.turn:
            draft = self._draft(captures, self._ahead)
        return await self._land(draft)

    def _draft(self, captures: Sequence[Appended], ahead: Ahead) -> Draft:
        with watched(self.limits.batch_s):
            return self.decisions.draft(captures, ahead(captures, self.store))

    async def _land(self, draft: Draft) -> bool:
        crash.point("decide.drafted")
        faults = self._stop_when_most_fail(draft)
        offset = await self.log.append(TOPIC, self.partition, draft.records)
        crash.point("decide.appended")
        landed = self.decisions.landed(draft, offset)
        crash.point("decide.kept")
        if landed:
            self._faults = faults
            self.observe(draft.accepted)
        return landed

    async def _first(self, captures: Sequence[Appended]) -> bool:
        """As `_batch`, of a lane's first batch after a start: it may be one that killed us before, so the starts that try it are counted at
        its head, and the third makes a dead letter of that.

        The mark is taken back as soon as the step has returned, so only a step that never does counts as a try.
        """
        lane = captures[0].lane
        async with self.turn:
            attempt = await self._attempt(lane, captures[0].offset)
            await self._mark(lane, attempt)
            if attempt.tries > 1:
                self._careful[lane] = self.limits.batch
                captures = captures[:1]
            draft = self._draft(captures, _put_aside if attempt.tries > 2 else self._ahead)
            await self._mark(lane, Attempt(attempt.offset, 0))
        self._tried.add(lane)
        return await self._land(draft)

    async def _attempt(self, lane: str, offset: int) -> Attempt:
        """Which start this is that tries the capture."""
        mine = self._attempts.get(lane)
        if mine is None or mine.offset != offset:
            raw = await self.log.latest("cursor", self.partition, self._mark_key(lane))
            before = msgspec.json.decode(raw, type=Attempt) if raw else Attempt(offset, 0)
            mine = self._attempts[lane] = Attempt(offset, before.tries + 1 if before.offset == offset else 1)
        return mine

    async def _mark(self, lane: str, attempt: Attempt) -> None:
        await self.log.append("cursor", self.partition, [NewRecord(self._mark_key(lane), msgspec.json.encode(attempt))])

    def _mark_key(self, lane: str) -> bytes:
        return f"attempt/{self.partition}/{lane}".encode()

    def _stop_when_most_fail(self, draft: Draft) -> deque[bool]:
        """Which of the last captures failed, with the draft's: to be kept when it has landed, as it may be decided again."""
        faults = self._faults.copy()
        faults.extend(any(entry.fault in ("bug", "envelope") for entry in decision.entries) for _, decision in draft.accepted)
        failed = sum(faults)
        if len(faults) >= _ENOUGH and 2 * failed > len(faults):
            reason = next((e.reason for _, d in reversed(draft.accepted) for e in d.entries if e.fault), "")
            raise MostFail(
                f"{failed} of the last {len(faults)} captures failed, so deciding stopped and nothing more was dead-lettered. "
                f"The last reason: {reason} Mend that (often: an older release beside a newer one), then start again."
            )
        return faults


def _put_aside(_captures: Sequence[Appended], _state: ReadState) -> Decide:
    return _third_attempt


def _third_attempt(appended: Appended, _state: State, _now: int) -> Verdict:
    return dead(appended, "Deciding it ended the process twice; at the third start it was put aside.", "bug")
