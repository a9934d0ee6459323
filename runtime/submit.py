"""Commands that append: their captures are decided by whoever runs, else by the command itself while it lasts."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence, Set
from contextlib import AsyncExitStack, asynccontextmanager

import msgspec
import structlog

from processors.decisionlog import TOPIC, MemoryStore, follow
from processors.step import Step
from runtime import discover
from runtime.configure import Change, changes, foreseen, settle
from runtime.decider import Decider, Limits
from runtime.embedded import EmbeddedLog, NoData, SecondDecider, holder
from runtime.hosts import host, local_store
from runtime.jobs import with_jobs
from runtime.log import Log, append_at
from runtime.reading import Reading, reading
from runtime.settings import Settings
from schemas.capture import LANES, LIVE, Appended, Capture, encode
from schemas.command import CHANNEL
from schemas.decision import Decision, Place, Verdict, decode
from schemas.errors import Reject, Retry
from schemas.state import Overlay
from schemas.topics import partition_of

_log = structlog.get_logger("submit")

DECIDED_S = 15.0
"""How long a decision is waited for when nothing is decided at all."""
SAY_S = 3.0
"""After how long it is said that nobody seems to decide."""
FIRST_S = 2.0
"""The same on a partition where nothing was ever decided: most likely nobody is there yet."""


def stop_at(why: str) -> None:
    """Settings that are refused end what takes enquiries in: nothing is decided by the old ones unsaid."""
    raise Reject(why)


def tell_of(why: str) -> None:
    """A person's word goes on by the old ones, as `up` does: it may be what mends the refusal (R49: an item moved out of a stage)."""
    _log.error("configuration refused", why=why)


def decides_by_settings(settings: Settings) -> bool:
    """Whether a command that appends would decide for itself, and so apply the settings first: nobody else decides on this machine."""
    return settings.log.embedded and holder(settings.data) is None


@asynccontextmanager
async def appending(settings: Settings, refused: Callable[[str], None] | None = stop_at) -> AsyncIterator[Log]:
    """The log, to append to. Embedded, and nobody decides on it: this process does, until the block ends.

    Then what the settings say of workspaces is applied first, as at a start of `up`; `refused` is called with the reason where it is not,
    and None leaves them as they are. Raises Retry where there is no broker, WrongLayout where its topics are missing.
    """
    async with AsyncExitStack() as stack:
        try:
            here = await stack.enter_async_context(host(settings))
        except SecondDecider:
            log = EmbeddedLog(settings.data / "log", partitions=settings.log.partitions)
            stack.push_async_callback(log.close)
            yield log
            return
        if settings.log.embedded:
            stop, turn = asyncio.Event(), asyncio.Lock()
            limits = Limits(batch=settings.decide.batch, capture_s=settings.decide.step_timeout_s)
            deciders = []
            for partition in range(here.log.partitions):
                store = stack.enter_context(local_store(settings.data, f"decide-{partition}"))
                deciders.append(Decider(here.log, partition, store, Step(discover.readers()), limits, turn=turn))
            if refused is not None:
                for workspace, why in [each for decider in deciders for each in (await settle(settings, decider)).items()]:
                    refused(f"The settings of workspace {workspace} are refused: {why}")
            group = await stack.enter_async_context(asyncio.TaskGroup())
            stack.callback(stop.set)
            for decider in deciders:
                group.create_task(with_jobs(decider, stop))
        yield here.log


async def decisions(
    log: Log, partition: int, lane: str, offsets: Set[int], since: int, waiting: Callable[[], None] = lambda: None
) -> AsyncIterator[Decision]:
    """The decisions of the captures at `offsets` of a lane, as they come; `since`: the decision offset to look from.

    `waiting` is called when none comes for a few seconds. Raises Retry when nothing is decided for a while: nobody decides.
    """
    offset, left = since, set(offsets)
    while left:
        if not (records := await log.read(TOPIC, partition, offset, wait_s=SAY_S)):
            waiting()
            records = await log.read(TOPIC, partition, offset, wait_s=DECIDED_S - SAY_S)
        if not records:
            raise Retry("It is in the log, but nobody decides: start `leadloom up` (on Kafka: the role `decide`), and it will be.")
        for record in records:
            try:
                decision = decode(record.value or b"")
            except msgspec.DecodeError:
                continue  # no decision, and passed over by every reader
            if decision.lane == lane and decision.offset in left:
                left.discard(decision.offset)
                yield decision
        offset = records[-1].offset + 1


async def settled(log: Log) -> None:
    """Wait until every capture that is in the log now is decided; raises Retry when nothing is decided for a while."""
    for partition in range(log.partitions):
        place, ends = Place(), {lane: (await log.span(lane, partition))[1] for lane in LANES}
        while any(place.lanes.get(lane, 0) < end for lane, end in ends.items()):
            records = await log.read(TOPIC, partition, place.next, limit=2000, wait_s=DECIDED_S)
            if not records:
                raise Retry("Nobody decides any more: is leadloom still up?")
            _, place = follow(place, records)


async def place_of(settings: Settings, workspace: str) -> Place | None:
    """How far the workspace's partition is folded here; None where nothing is yet. Raises Retry where there is no broker."""
    try:
        async with reading(settings) as here:
            return here.stores[partition_of(workspace, here.log.partitions)].place()
    except NoData:
        return None


async def pending_changes(settings: Settings) -> list[Change]:
    """What the settings would change in the workspaces, against what decisions go by now."""
    try:
        async with reading(settings) as here:
            return [
                change for partition, store in enumerate(here.stores) for change in changes(settings, store, partition, here.log.partitions)
            ]
    except NoData:
        return changes(settings, MemoryStore(), 0, 1)


async def rehearse_changes(settings: Settings) -> Sequence[Change]:
    """What would be changed; nothing is written. Raises Reject where a change would be refused."""
    found = await pending_changes(settings)
    for change in found:
        try:
            refused = await refusal(settings, change)
        except NoData:
            continue
        if refused is not None:
            raise Reject(f"The change of workspace {change.workspace} would be refused: {refused}")
    return found


async def refusal(settings: Settings, change: Change) -> str | None:
    """Why a change would be refused; None where it would be applied. Raises what `reading` raises."""
    async with reading(settings) as here:
        verdict = _next(here, change.capture())
    return next((entry.reason for entry in verdict.entries if entry.outcome != "applied"), None)


async def apply_changes(settings: Settings) -> tuple[Sequence[Change], bool]:
    """Append what the settings change, and wait until it is decided: the changes, and whether they are in force.

    They are not yet where nothing was ever decided: then they are the first that a new leadloom will decide. Raises Reject where one was
    refused (somebody else changed it too).
    """
    found, in_force = await pending_changes(settings), True
    if not found:
        return found, in_force
    async with appending(settings, refused=None) as log:  # they are what is appended here
        # All of them first: where nobody decides yet, waiting for one is not to leave out the others.
        for change, (partition, at, since) in [(change, await _append(log, change.capture())) for change in found]:
            if since == 0 and not settings.log.embedded and not await log.read(TOPIC, partition, 0, limit=1, wait_s=FIRST_S):
                in_force = False
                continue
            async for decision in decisions(log, partition, LIVE, {at}, since):
                for entry in decision.entries:
                    if entry.outcome != "applied":
                        raise Reject(f"The change of workspace {change.workspace} was refused: {entry.reason}")
    return found, in_force


async def submit(settings: Settings, capture: Capture) -> Verdict:
    """Append a capture to the live lane and wait for what is decided of it. Raises Retry where nobody decides."""
    found = Verdict(())
    async with appending(settings, refused=tell_of if capture.channel == CHANNEL else stop_at) as log:
        partition, at, since = await _append(log, capture)
        async for decision in decisions(log, partition, LIVE, {at}, since):
            found = Verdict(decision.entries, decision.emit)
    return found


async def rehearse(settings: Settings, capture: Capture) -> Verdict:
    """What would be decided of a capture if it were the next one; nothing is appended. Raises what `reading` raises."""
    async with reading(settings) as here:
        return _next(here, capture, settings if decides_by_settings(settings) else None)


def _next(here: Reading, capture: Capture, settings: Settings | None = None) -> Verdict:
    """What is decided of a capture on an overlay that is thrown away; with `settings`, once they are applied where they are not refused."""
    partition = partition_of(capture.workspace, here.log.partitions)
    store, decide = here.stores[partition], Step(discover.readers())
    now = max(store.place().now, time.time_ns() // 1_000_000)
    state = foreseen(settings, store, capture.workspace, decide, now)[0] if settings is not None else Overlay(store)
    return decide(Appended(capture, LIVE, partition, -1, now), state, now)


async def _append(log: Log, capture: Capture) -> tuple[int, int, int]:
    """Append a capture; its partition and offset, and the decision offset to look for its decision from."""
    partition = partition_of(capture.workspace, log.partitions)
    since = (await log.span(TOPIC, partition))[1]
    return partition, await append_at(log, LIVE, partition, [encode(capture)]), since
