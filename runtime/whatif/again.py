"""Deciding again: the recorded captures, stepped in the decisions' order at the recorded now, on a scratch state that starts as it stood."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from processors import queries
from processors.decisionlog import Decide, DecisionLog, follow
from processors.memory import Memory
from runtime.configure import Change
from runtime.whatif.captures import Captures
from runtime.whatif.differences import Differences, Found
from runtime.whatif.own import due, overridden, passed_over
from runtime.whatif.scratch import Scratch
from runtime.whatif.window import Progress, Recorded, Since, complete, decisions, stand
from schemas.capture import BULK, Appended, Capture
from schemas.codec import pack
from schemas.config import WorkspaceConfig
from schemas.decision import Decision, Place
from schemas.errors import Reject
from schemas.state import Overlay

replace = msgspec.structs.replace

_TOGETHER = 500
"""How many captures are decided before their changes are kept: more make reading through them slow, fewer make keeping them so."""

Wanted = Mapping[str, Callable[[int], WorkspaceConfig]]
"""By workspace: its other configuration, as this version."""


async def decide_again(
    recorded: Recorded, wanted: Wanted, decide: Decide, since: Since = Since(), moved: Progress = lambda _done, _all: None
) -> list[Found]:
    """What would have come out otherwise of these workspaces of a partition, each with its other configuration in force from `since` on.

    Nothing is written but a scratch state in a temporary folder. Raises Reject where captures are missing, or a configuration does not hold
    together.
    """
    with TemporaryDirectory(prefix="leadloom-whatif-") as folder:
        scratch = Scratch(Path(folder))
        try:
            await stand(recorded, scratch, since, wanted, moved)
            await complete(recorded, scratch.place(), wanted)
            run = _Run(scratch, wanted, decide)
            captures, place = Captures(recorded.log, recorded.partition), run.begin
            while place.next < recorded.goal.next:
                accepted, place = follow(place, await decisions(recorded, place.next))
                for _, decision in accepted:
                    if decision.workspace in wanted:
                        await run.take(decision, captures)
                moved(place.next, recorded.goal.next)
            run.finish()
            return [differences.found(recorded, scratch, run.begin) for differences in run.differences.values()]
        finally:
            scratch.close()


class _Run:
    """The decider of the scratch state: what the real one does, with nothing appended."""

    def __init__(self, scratch: Scratch, wanted: Wanted, decide: Decide) -> None:
        self._scratch, self._decide = scratch, decide
        self.begin: Place = scratch.place()
        self._log = DecisionLog(scratch)
        self.differences = {name: Differences(name) for name in wanted}
        self._waiting: list[tuple[Appended, Decision]] = []
        self._configure(wanted)

    def _configure(self, wanted: Wanted) -> None:
        """The other configuration, by the step itself: what it refuses, is refused here."""
        for name, config in wanted.items():
            old = queries.config(self._scratch, name)
            change = Change(name, old, config(old.version + 1))
            if change.fields():
                [decision] = self._land([self._own(change.capture())])
                for entry in decision.entries:
                    if entry.outcome != "applied":
                        raise Reject(f"Workspace {name} cannot be decided by this configuration: {entry.reason}")
            self._override(name, config)

    def _override(self, name: str, config: Callable[[int], WorkspaceConfig]) -> None:
        """Modes that a command has set are upheld against a file that is applied, but not against one that is tried."""
        stored = queries.config(self._scratch, name)
        tried = replace(config(stored.version), switched=stored.switched, converting=stored.converting)
        if tried != stored:
            overlay = Overlay(self._scratch)
            Memory(overlay, name).keep_config(pack(tried))
            self._scratch.keep(overlay.changes, self._log.place)

    def _own(self, capture: Capture) -> Appended:
        """A capture that is not recorded: it comes next, at the now that it is."""
        return Appended(capture, BULK, 0, self._log.place.lanes.get(BULK, 0), self._log.place.now)

    async def take(self, decision: Decision, captures: Captures) -> None:
        """Note a recorded decision, to be decided again with its neighbours."""
        differences, what = self.differences[decision.workspace], passed_over(decision)
        if what is not None:
            differences.pass_over(what)
            if what == "jobs":
                self.decide()
                self.go_on()
            return
        appended = await captures.of(decision)
        if overridden(appended.capture):
            differences.pass_over("configuration")
            return
        self._waiting.append((appended, decision))
        if len(self._waiting) >= _TOGETHER:
            self.decide()

    def go_on(self) -> list[str]:
        """Decide the next piece of each of the scratch state's own jobs; the pieces' ids."""
        return [decision.capture for decision in self._land([self._own(capture) for capture in due(self._scratch)])]

    def finish(self) -> None:
        """Decide what is still waiting, and go on with the jobs until they are done, or get no further."""
        self.decide()
        before: list[str] = []
        while (pieces := self.go_on()) != before:
            before = pieces

    def decide(self) -> None:
        """Decide what is waiting, and compare."""
        waiting, self._waiting = self._waiting, []
        again = self._land([appended for appended, _ in waiting])
        for (_, decision), other in zip(waiting, again, strict=True):
            self.differences[decision.workspace].compare(decision, other)

    def _land(self, captures: Sequence[Appended]) -> list[Decision]:
        """The captures' decisions, kept in the scratch state."""
        made: list[Decision] = []
        while len(made) < len(captures):
            draft = self._log.draft(captures[len(made) :], self._decide)
            assert self._log.landed(draft, draft.before.next)
            made += [decision for _, decision in draft.accepted]
        return made
