"""The stage: scenarios played by the real decider on a log, one step after the other, each when the one before is decided."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from processors import queries
from processors.decisionlog import TOPIC, Store
from processors.step import deciding
from runtime import discover
from runtime.configure import Change
from runtime.decider import Decider
from runtime.embedded import EmbeddedLog
from runtime.log import Log
from runtime.settings.workspace import WorkspaceSettings
from runtime.store import LmdbStore
from schemas.capture import LIVE, Capture, encode
from schemas.decision import Decision, decode
from schemas.topics import partition_of
from tests.scenarios.entrances import Entering, Place, enter
from tests.scenarios.story import GIVEN, Scenario, Step

Append = Callable[[str, int, Capture, int], Awaitable[int]]
"""Append a capture to a lane of a partition at a time, ms since 1970: its offset."""

PATIENCE_S = 30.0


@dataclass(slots=True)
class Played:
    """What came of a scenario: the decision of each step, and the state in the end."""

    scenario: Scenario
    state: Store
    decisions: list[Decision] = field(default_factory=list)


@dataclass(slots=True)
class Stage:
    """A log with a decider of each partition, and how to append to it at any time of the past."""

    log: Log
    append: Append
    stores: Mapping[int, LmdbStore]
    folder: Path
    _read: dict[int, int] = field(default_factory=dict)

    async def play(self, scenario: Scenario, shift_ms: int = 0) -> Played:
        """Play all steps, `shift_ms` later than they are written."""
        workspace, partition = scenario.name, partition_of(scenario.name, self.log.partitions)
        played = Played(scenario, self.stores[partition])
        folder = self.folder / workspace
        folder.mkdir()
        moments = [_ms(moment) + shift_ms for moment in scenario.moments()]
        settings = {**GIVEN, "mode": scenario.mode, **scenario.given}
        first = self._configuration(played.state, workspace, settings)
        applied = await self._decided(partition, Entering(LIVE, first), moments[0] - 1000)
        assert applied.entries[0].outcome == "applied", applied.entries[0].reason
        for number, (step, at) in enumerate(zip(scenario.step, moments, strict=True)):
            self.stores[partition].refresh()
            if step.settings is not None:
                settings |= step.settings
                entering = Entering(LIVE, self._configuration(played.state, workspace, settings))
            else:
                entering = enter(self._named(step, played), Place(workspace, number, at, folder))
            played.decisions.append(await self._decided(partition, entering, at))
        self.stores[partition].refresh()
        return played

    def _configuration(self, state: Store, workspace: str, settings: Mapping[str, Any]) -> Capture:
        old = queries.config(state, workspace)
        return Change(workspace, old, WorkspaceSettings(**settings).to_config(old.version + 1)).capture()

    def _named(self, step: Step, _played: Played) -> Step:
        return step

    async def _decided(self, partition: int, entering: Entering, at_ms: int) -> Decision:
        """Append a capture and wait for its decision."""
        offset = await self.append(entering.lane, partition, entering.capture, at_ms)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for record in await self.log.read(TOPIC, partition, self._read.get(partition, 0), wait_s=1.0):
                    self._read[partition] = record.offset + 1
                    decision = decode(record.value or b"")
                    if (decision.lane, decision.offset) == (entering.lane, offset):
                        return decision


@asynccontextmanager
async def deciders(log: Log, folder: Path) -> AsyncIterator[dict[int, LmdbStore]]:
    """A decider for each partition of a log, as long as the block lasts; the stores that they keep."""
    stop, turn = asyncio.Event(), asyncio.Lock()
    stores = {partition: LmdbStore(folder / f"decide-{partition}") for partition in range(log.partitions)}
    decide = deciding(discover.readers())
    try:
        async with asyncio.TaskGroup() as group:
            for partition, store in stores.items():
                group.create_task(Decider(log, partition, store, decide, turn=turn).run(stop))
            yield stores
            stop.set()
    finally:
        for store in stores.values():
            store.close()


@asynccontextmanager
async def embedded(folder: Path) -> AsyncIterator[Stage]:
    """A stage on this machine, whose clock stands where the last capture was put."""
    now = [0.0]
    log = EmbeddedLog(folder / "log", clock=lambda: now[0])

    async def append(lane: str, partition: int, capture: Capture, at_ms: int) -> int:
        now[0] = at_ms / 1000
        return await log.append(lane, partition, [encode(capture)])

    try:
        async with deciders(log, folder) as stores:
            yield Stage(log, append, stores, folder)
    finally:
        await log.close()


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
