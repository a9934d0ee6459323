"""The stage: scenarios played by the real decider on a log, one step after the other, each when the one before is decided."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

import processors.step
from processors import queries
from processors.decisionlog import Accepted, Store
from runtime import discover
from runtime.configure import Change
from runtime.decider import Decider, Limits
from runtime.embedded import EmbeddedLog
from runtime.kafka import KafkaLog
from runtime.kafka.topics import create_topics, settings
from runtime.log import Log
from runtime.settings.workspace import WorkspaceSettings
from runtime.store import LmdbStore
from runtime.whatif.own import due
from schemas.capture import BULK, LANES, LIVE, Capture, encode
from schemas.decision import Decision
from schemas.topics import TOPICS, partition_of
from tests.scenarios.commands import say
from tests.scenarios.entrances import Entering, Place, enter
from tests.scenarios.story import GIVEN, Scenario, Step

Append = Callable[[str, int, Capture, int], Awaitable[int]]
"""Append a capture to a lane of a partition at a time, ms since 1970: its offset."""

PATIENCE_S = 30.0
IDLE_S = 0.005
"""A decider that has nothing to do looks whether it is to stop as often as this, which is what most scenarios would wait for."""


@dataclass(slots=True)
class Played:
    """What came of a scenario: each step's capture and decision, the state in the end, and what the scenario's names stand for."""

    scenario: Scenario
    state: Store
    captures: list[Capture] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)

    def note(self, step: Step, decision: Decision) -> None:
        """A step was decided: what it names for the first time is what it became."""
        self.decisions.append(decision)
        entry = decision.entries[0]
        for name, entity in ((step.expect.item, entry.item), (step.expect.client, entry.client)):
            if name is not None and entity is not None and name not in self.known and entity not in self.known.values():
                self.known[name] = entity


class Deciding:
    """The decider of one partition as seen from outside: what it decided, and its state."""

    def __init__(self, store: LmdbStore) -> None:
        self.store = store
        self._decided: dict[tuple[str, int], Decision] = {}
        self._news = asyncio.Event()

    def observe(self, accepted: Sequence[Accepted]) -> None:
        """Called by the decider with what has become state."""
        self._decided |= {(decision.lane, decision.offset): decision for _, decision in accepted}
        self._news.set()

    async def of(self, lane: str, offset: int) -> Decision:
        """The decision of a capture, as soon as there is one."""
        while (lane, offset) not in self._decided:
            self._news.clear()
            await self._news.wait()
        return self._decided[lane, offset]


@dataclass(slots=True)
class Stage:
    """A log with a decider of each partition, and how to append to it at any time of the past."""

    log: Log
    append: Append
    deciders: Mapping[int, Deciding]
    folder: Path

    async def play(self, scenario: Scenario, shift_ms: int = 0) -> Played:
        """Play all steps, `shift_ms` later than they are written."""
        workspace, partition = scenario.name, partition_of(scenario.name, self.log.partitions)
        played = Played(scenario, self.deciders[partition].store)
        folder = self.folder / workspace
        folder.mkdir()
        moments = [_ms(moment) + shift_ms for moment in scenario.moments()]
        given = {**GIVEN, "mode": scenario.mode, **scenario.given}
        first = self._configuration(played.state, workspace, given)
        applied = await self._decided(partition, Entering(LIVE, first), moments[0] - 1000)
        assert applied.entries[0].outcome == "applied", applied.entries[0].reason
        for number, (step, at) in enumerate(zip(scenario.step, moments, strict=True)):
            if step.settings is not None:
                given |= step.settings
                entering = Entering(LIVE, self._configuration(played.state, workspace, given))
            elif step.command is not None:
                entering = say(step.command, played.known, played.captures, Place(workspace, number, at, folder))
            else:
                entering = enter(step, played.known, Place(workspace, number, at, folder))
            played.captures.append(entering.capture)
            played.note(step, await self._decided(partition, entering, at))
            if step.jobs == "done":
                await self._finish(partition, played.state, at)
        return played

    def _configuration(self, state: Store, workspace: str, given: Mapping[str, Any]) -> Capture:
        old = queries.config(state, workspace)
        return Change(workspace, old, WorkspaceSettings(**given).to_config(old.version + 1)).capture()

    async def _finish(self, partition: int, state: Store, at_ms: int) -> None:
        """Go on with the jobs that are at work until there are none (R61)."""
        while pieces := list(due(state)):
            for piece in pieces:
                await self._decided(partition, Entering(BULK, piece), at_ms)

    async def _decided(self, partition: int, entering: Entering, at_ms: int) -> Decision:
        """Append a capture and wait until it is decided, and the decision is state."""
        offset = await self.append(entering.lane, partition, entering.capture, at_ms)
        async with asyncio.timeout(PATIENCE_S):
            return await self.deciders[partition].of(entering.lane, offset)


@asynccontextmanager
async def deciders(log: Log, folder: Path) -> AsyncIterator[dict[int, Deciding]]:
    """A decider for each partition of a log, as long as the block lasts."""
    stop, turn, decide = asyncio.Event(), asyncio.Lock(), processors.step.Step(discover.readers())
    found = {partition: Deciding(LmdbStore(folder / f"decide-{partition}")) for partition in range(log.partitions)}
    try:
        async with asyncio.TaskGroup() as group:
            for partition, one in found.items():
                group.create_task(Decider(log, partition, one.store, decide, Limits(idle_s=IDLE_S), one.observe, turn).run(stop))
            yield found
            stop.set()
    finally:
        for one in found.values():
            one.store.close()


@asynccontextmanager
async def embedded(folder: Path) -> AsyncIterator[Stage]:
    """A stage on this machine, whose clock stands where the last capture was put."""
    now = [0.0]
    log = EmbeddedLog(folder / "log", clock=lambda: now[0])

    async def append(lane: str, partition: int, capture: Capture, at_ms: int) -> int:
        now[0] = at_ms / 1000
        return await log.append(lane, partition, [encode(capture)])

    try:
        async with deciders(log, folder) as each:
            yield Stage(log, append, each, folder)
    finally:
        await log.close()


@asynccontextmanager
async def kafka(bootstrap: str, prefix: str, folder: Path) -> AsyncIterator[Stage]:
    """A stage on Kafka: fresh topics that take the producer's time for the append's, as a scenario lasts weeks."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics(
        [NewTopic(TOPICS[lane].full(prefix), 2, 1, topic_configs={**settings(TOPICS[lane]), **TIMELESS}) for lane in LANES]
    )
    await admin.close()
    await create_topics(bootstrap, prefix, 2)
    log = await KafkaLog.open(bootstrap, prefix)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap)
    await producer.start()

    async def append(lane: str, partition: int, capture: Capture, at_ms: int) -> int:
        record = encode(capture)
        sent = await producer.send_and_wait(
            TOPICS[lane].full(prefix), record.value, record.key, partition=partition, timestamp_ms=at_ms, headers=list(record.headers)
        )
        assert sent.timestamp_type == 0, "the broker put its own time"
        return int(sent.offset)

    try:
        async with deciders(log, folder) as each:
            yield Stage(log, append, each, folder)
    finally:
        await producer.stop()
        await log.close()


TIMELESS = {"message.timestamp.type": "CreateTime", "retention.ms": "-1"}


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
