"""Modes as people see them: which there are, what a switch would do, and how far its job is (R11, R61)."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from processors import queries
from processors.memory import Memory
from processors.switch.job import Job, jobs
from processors.switch.mode import checked
from processors.switch.preview import Preview, preview, silenced
from runtime.entities import workspaces
from runtime.jobs import watch
from runtime.merges import capture
from runtime.reading import reading
from runtime.settings import Settings
from runtime.submit import appending, rehearse, tell_of
from schemas.command import SetMode
from schemas.decision import Place, Verdict
from schemas.errors import Reject
from schemas.state import ReadState
from schemas.topics import partition_of


class InForce(msgspec.Struct, frozen=True):
    """The mode of a workspace; `own`: channels with one of their own; `by`: the person who set a mode last, or the settings file."""

    workspace: str
    mode: str
    own: str | None
    by: str


class Plan(msgspec.Struct, frozen=True):
    """What a switch would do. `stops`: the rules that will not fire any more, a sentence each."""

    says: str
    policy: str
    by_status: Mapping[str, int]
    conflicts: int
    leads: Sequence[Preview]
    stops: Sequence[str]

    def shown(self, most: int) -> Sequence[Preview]:
        """So many of them, those with something to look at first."""
        return sorted(self.leads, key=lambda lead: lead.conflict is None)[:most]


def modes(stores: Sequence[ReadState], workspace: str | None) -> Iterator[InForce]:
    for store, name in workspaces(stores, workspace):
        config = queries.config(store, name)
        own = ", ".join(f"{channel}: {mode}" for channel, mode in sorted(config.channel_modes.items())) or None
        yield InForce(name, config.mode, own, (config.set_by or "leadloom mode set") if config.switched else "leadloom.toml")


def named(stores: Sequence[ReadState], workspace: str | None) -> str:
    """The workspace meant: the one named, or the only one that there is. Raises Reject."""
    known = [name for _, name in workspaces(stores)]
    if workspace is None and len(known) == 1:
        return known[0]
    if workspace in known:
        return str(workspace)
    there = f"there are {', '.join(sorted(known))}" if known else "there is none yet"
    if workspace is None:
        raise Reject(f"Which workspace? Of them {there}: name one with --workspace.")
    raise Reject(f"There is no workspace {workspace}: {there}.")


def meant(settings: Settings, workspace: str | None) -> str:
    """The workspace meant on a command line. Raises Reject, and what `reading` raises."""

    async def once() -> str:
        async with reading(settings) as here:
            return named(here.stores, workspace)

    return asyncio.run(once())


def plan(settings: Settings, workspace: str, said: SetMode) -> Plan:
    """The plan of a switch; it is rehearsed first. Raises Reject where it would be refused."""

    async def once() -> Plan:
        verdict = await rehearse(settings, capture(workspace, said))
        if verdict.entries[0].outcome != "applied":
            raise Reject(verdict.entries[0].reason)
        async with reading(settings) as here:
            return _plan(here.stores[partition_of(workspace, here.log.partitions)], workspace, said, verdict)

    return asyncio.run(once())


def _plan(store: ReadState, workspace: str, said: SetMode, verdict: Verdict) -> Plan:
    config, memory = queries.config(store, workspace), Memory(store, workspace)
    concerned = said.mode == "simple"
    leads = list(preview(memory, said, checked(config, said))) if concerned else []
    return Plan(
        says=verdict.entries[0].reason.partition("; job ")[0].rstrip(".").replace("from now on", "from then on") + ".",
        policy=said.policy,
        by_status=dict(Counter(lead.status for lead in leads).most_common()),
        conflicts=sum(lead.conflict is not None for lead in leads) if said.policy == "convert" else 0,
        leads=leads,
        stops=list(silenced(config, said)),
    )


class Shown(msgspec.Struct, frozen=True):
    """A job with the workspace that it works in."""

    workspace: str
    job: Job

    @property
    def what(self) -> str:
        """What it does."""
        if self.job.lead:
            return f"activities of lead {self.job.lead[:8]} move to deal {(self.job.deal or '')[:8]}"
        if self.job.client:
            return f"activities of client {self.job.client[:8]} are told as theirs"
        of = f" of {self.job.channel}" if self.job.channel else ""
        return f"open leads{of} become deals in {self.job.pipeline}"

    @property
    def ending(self) -> str | None:
        """Who stopped it, and what they said."""
        if self.job.ended_by is None:
            return self.job.why
        return f"stopped by {self.job.ended_by}{f': {self.job.why}' if self.job.why else ''}"

    def fields(self) -> dict[str, object]:
        """As JSON has it; times in ms since 1970 UTC."""
        return {name: value for name, value in msgspec.structs.asdict(self.job).items() if name != "cursor"}


def all_jobs(stores: Sequence[ReadState], workspace: str | None) -> list[Shown]:
    """Every job, the newest first."""
    found = [Shown(name, job) for store, name in workspaces(stores, workspace) for job in jobs(Memory(store, name))]
    return sorted(found, key=lambda shown: -shown.job.opened_at)


def find(stores: Sequence[ReadState], begin: str, workspace: str | None) -> Shown:
    """The job whose id begins so; raises Reject."""
    found = [shown for shown in all_jobs(stores, workspace) if begin and shown.job.id.startswith(begin)]
    if len(found) != 1:
        raise Reject(
            f"{len(found) or 'No'} job{'s begin' if len(found) > 1 else ' begins'} with {begin!r}: `leadloom jobs list` shows them."
        )
    return found[0]


async def follow(settings: Settings, workspace: str, progress: Callable[[int, int], None]) -> Job | None:
    """Wait until the workspace's newest job is over, working on it where nobody else does; the job. Raises Retry where nobody does."""
    async with reading(settings) as here:
        partition = partition_of(workspace, here.log.partitions)
        found = next((shown.job for shown in all_jobs(here.stores, workspace) if shown.job.converts), None)
        place: Place = here.stores[partition].place()
    if found is None or found.status != "running":
        return found
    async with appending(settings, refused=tell_of) as log:
        async for now in watch(log, workspace, found.id, place):
            progress(now.done + now.kept, now.total)
            found = now
    return found
