"""The decider of the scratch state: what the real one does, with nothing appended. It is asked by messages, so that another process may be it.

Fold, as often as there is something to fold; then Begin; then Take, Job and GoOn; then Done.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec

from processors import queries
from processors.decisionlog import KEY_BYTES, Decide, DecisionLog, Stopped
from processors.memory import JOBS, Memory
from runtime.configure import Change
from runtime.guard import Ahead
from runtime.whatif.own import at_jobs, due
from runtime.whatif.scratch import Scratch
from schemas.capture import BULK, Appended, Capture
from schemas.codec import pack
from schemas.config import WorkspaceConfig
from schemas.decision import LIMIT, Entry, Place
from schemas.errors import Reject
from schemas.state import Overlay

replace = msgspec.structs.replace


class Fold(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """More of the state as it stood before anything is decided again."""

    changes: dict[bytes, bytes | None]
    place: Place


class Begin(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """From here on the other configuration is in force, by workspace."""

    wanted: dict[str, WorkspaceConfig]


class Take(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Captures to decide, in their order. `touches`: those in each, packed, where its reader was asked already."""

    captures: list[Appended]
    touches: list[bytes | None] = []


class GoOn(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The next piece of each of the scratch state's own jobs is to be decided."""


class Job(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Whether a job, by its key on the list of those at work, is at work as recorded: then it waits for GoOn, and else it goes on by itself."""

    key: bytes
    at_work: bool


class Done(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The scratch state is to be written, so that it can be read when the decider is closed."""


Request = Fold | Begin | Take | GoOn | Job | Done


class Answer(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """To Take: the packed entries of each capture. To GoOn: the ids of the pieces."""

    entries: list[bytes] = []
    pieces: list[str] = []


entries_of = msgspec.msgpack.Decoder(tuple[Entry, ...]).decode


class Decider:
    """Decides in a scratch state of its own, in an empty folder."""

    def __init__(self, folder: Path, ahead: Ahead) -> None:
        self._scratch, self._ahead = Scratch(folder), ahead
        self._jobs: set[bytes] = set()
        self._recorded_jobs: set[bytes] = set()
        """Those at work here, and those at work as recorded, by their keys."""

    def answer(self, request: Request) -> Answer:
        """Do what is asked. Raises Reject where the configuration does not hold together, Retry where the disk refuses."""
        match request:
            case Take(captures):
                decide = self._ahead(captures, self._scratch)
                return Answer([self._taken(appended, decide) for appended in captures])
            case Fold(changes, place):
                self._scratch.keep(changes, place)
            case Begin(wanted):
                self._jobs = {key for key, _ in self._scratch.scan(JOBS)}
                self._recorded_jobs |= self._jobs
                for name, config in wanted.items():
                    self._configure(name, config)
            case GoOn():
                return Answer(pieces=self._go_on(self._jobs))
            case Job(key, at_work):
                (self._recorded_jobs.add if at_work else self._recorded_jobs.discard)(key)
            case Done():
                self._scratch.finish()
        return Answer()

    @property
    def at_work(self) -> frozenset[bytes]:
        """The keys of the jobs that are at work here."""
        return frozenset(self._jobs)

    def close(self) -> None:
        self._scratch.close()

    def _configure(self, name: str, config: WorkspaceConfig) -> None:
        """The other configuration, by the step itself: what it refuses, is refused here."""
        old = queries.config(self._scratch, name)
        change = Change(name, old, replace(config, version=old.version + 1))
        if change.fields():
            for entry in entries_of(self._decided_alone(self._own(change.capture()))):
                if entry.outcome != "applied":
                    raise Reject(f"Workspace {name} cannot be decided by this configuration: {entry.reason}")
        self._override(name, config)

    def _override(self, name: str, config: WorkspaceConfig) -> None:
        """Modes that a command has set are upheld against a file that is applied, but not against one that is tried."""
        stored = queries.config(self._scratch, name)
        tried = replace(config, version=stored.version, switched=stored.switched, converting=stored.converting, set_by=stored.set_by)
        if tried != stored:
            overlay = Overlay(self._scratch)
            Memory(overlay, name).keep_config(pack(tried))
            self._scratch.keep(overlay.changes, self._scratch.place())

    def _own(self, capture: Capture) -> Appended:
        """A capture that is not recorded: it comes next, at the now that it is."""
        return Appended(capture, BULK, 0, self._scratch.place().lanes.get(BULK, 0), self._scratch.place().now)

    def _taken(self, appended: Appended, decide: Decide) -> bytes:
        """What became of a recorded capture; before it, what is no recorded job's goes on."""
        if self._jobs and (own := self._jobs - self._recorded_jobs):
            self._go_on(own)
        return self._decided(appended, decide)

    def _go_on(self, jobs: Collection[bytes]) -> list[str]:
        """Decide the next piece of each of the jobs; the pieces' ids."""
        pieces = [self._own(capture) for capture in due(self._scratch, jobs)] if jobs else []
        for appended in pieces:
            self._decided_alone(appended)
        return [appended.capture.id for appended in pieces]

    def _decided_alone(self, appended: Appended) -> bytes:
        return self._decided(appended, self._ahead((appended,), self._scratch))

    def _decided(self, appended: Appended, decide: Decide) -> bytes:
        """What became of the capture. No decision is made of it that nobody would read, but where this might be none that can be recorded."""
        place = self._scratch.place()
        now, overlay = max(place.now, appended.at), Overlay(self._scratch)
        try:
            verdict = decide(appended, overlay, now)
            entries = pack(verdict.entries)
        except (Stopped, Exception):  # noqa: BLE001 - as the decision log tells what raises, so it is told here
            return self._recorded(appended, decide)
        changes = overlay.changes
        size = len(entries) + sum([len(value or b"") for value in changes.values()]) + sum([len(emit.data or b"") for emit in verdict.emit])
        if size > LIMIT // 2 or b"" in changes or max(map(len, changes), default=0) > KEY_BYTES:
            return self._recorded(appended, decide)
        self._scratch.keep(changes, replace(place, now=now))
        self._note_jobs(changes)
        return entries

    def _recorded(self, appended: Appended, decide: Decide) -> bytes:
        """The same by way of a decision, as the real decider makes them."""
        log = DecisionLog(self._scratch)
        draft = log.draft([appended], decide)
        assert log.landed(draft, draft.before.next)
        [(_, decision)] = draft.accepted
        self._note_jobs(decision.learn)
        return pack(decision.entries)

    def _note_jobs(self, changes: Mapping[bytes, bytes | None]) -> None:
        for key in at_jobs(changes):
            (self._jobs.discard if changes[key] is None else self._jobs.add)(key)
