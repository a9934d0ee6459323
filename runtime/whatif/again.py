"""Deciding again: the recorded captures, stepped in the decisions' order at the recorded now, on a scratch state that starts as it stood."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from processors.decisionlog import follow
from runtime.store import LmdbStore
from runtime.whatif.captures import Captures
from runtime.whatif.decider import Answer, Begin, Done, GoOn, Job, Request, Take, entries_of
from runtime.whatif.differences import Differences, Found
from runtime.whatif.hosts import Ask, Host
from runtime.whatif.own import at_jobs, overridden, passed_over
from runtime.whatif.window import Progress, Recorded, Since, complete, decisions, stand
from schemas.capture import Appended
from schemas.config import WorkspaceConfig
from schemas.decision import Decision

_TOGETHER = 100
"""How many captures are asked for at once; fewer, where their bodies have more bytes than so."""
_BYTES = 1 << 20
_AHEAD = 4
"""How many requests are under way before the oldest is waited for."""

Wanted = Mapping[str, Callable[[int], WorkspaceConfig]]
"""By workspace: its other configuration, as this version."""


async def decide_again(
    recorded: Recorded, wanted: Wanted, host: Host, since: Since = Since(), moved: Progress = lambda _done, _all: None
) -> list[Found]:
    """What would have come out otherwise of these workspaces of a partition, each with its other configuration in force from `since` on.

    Nothing is written but a scratch state in a temporary folder. Raises Reject where captures are missing, or a configuration does not hold
    together.
    """
    with TemporaryDirectory(prefix="leadloom-whatif-") as name:
        folder = Path(name)
        async with host(folder) as ask:
            run = _Run(ask, {name: Differences(name, recorded.state) for name in wanted})
            begin = await stand(recorded, run.ask, since, wanted, moved)
            await complete(recorded, begin, wanted)
            await run.ask(Begin({name: config(0) for name, config in wanted.items()}))
            captures, place = Captures(recorded.log, recorded.partition), begin
            while place.next < recorded.goal.next:
                accepted, place = follow(place, await decisions(recorded, place.next))
                for _, decision in accepted:
                    if decision.workspace in wanted:
                        await run.take(decision, captures)
                moved(place.next, recorded.goal.next)
            await run.finish()
        with closing(LmdbStore(folder, readonly=True)) as scratch:
            return [differences.found(recorded, scratch, begin) for differences in run.differences.values()]


class _Run:
    """What is asked of the scratch state's decider, and what its answers differ in from what was recorded."""

    def __init__(self, ask: Ask, differences: Mapping[str, Differences]) -> None:
        self._ask, self.differences = ask, differences
        self._waiting: list[tuple[Appended, Decision]] = []
        self._size = 0
        self._asked: deque[tuple[Awaitable[Answer], Sequence[Decision]]] = deque()

    async def take(self, decision: Decision, captures: Captures) -> None:
        """Note a recorded decision, to be decided again with its neighbours."""
        differences, what = self.differences[decision.workspace], passed_over(decision)
        if what is None:
            appended = await captures.of(decision)
            if overridden(appended.capture):
                what = "configuration"
            else:
                self._waiting.append((appended, decision))
                self._size += len(appended.capture.body)
        if what is not None:
            differences.pass_over(what)
        if what == "jobs":
            await self._decide()
            await self.ask(GoOn())
        for key in at_jobs(decision.learn):
            await self._decide()
            await self.ask(Job(key, decision.learn[key] is not None))
        if len(self._waiting) >= _TOGETHER or self._size >= _BYTES:
            await self._decide()

    async def finish(self) -> None:
        """Decide what is still waiting, go on with the jobs until they are done or get no further, and leave the state to be read."""
        await self._decide()
        before: Sequence[str] = ()
        while (pieces := (await self._answered(GoOn())).pieces) != before:
            before = pieces
        await self._answered(Done())

    async def ask(self, request: Request, decisions: Sequence[Decision] = ()) -> None:
        """Ask without waiting for the answer, where few others are under way; `decisions` are compared with it when it comes."""
        self._asked.append((self._ask(request), decisions))
        while len(self._asked) > _AHEAD:
            await self._hear()

    async def _answered(self, request: Request) -> Answer:
        await self.ask(request)
        while len(self._asked) > 1:
            await self._hear()
        return await self._hear()

    async def _hear(self) -> Answer:
        """The oldest answer under way."""
        answering, decisions = self._asked.popleft()
        answer = await answering
        if decisions:
            for decision, entries in zip(decisions, answer.entries, strict=True):
                self.differences[decision.workspace].compare(decision, entries_of(entries))
        return answer

    async def _decide(self) -> None:
        """Have decided what is waiting."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        if waiting:
            await self.ask(Take([appended for appended, _ in waiting]), [decision for _, decision in waiting])
