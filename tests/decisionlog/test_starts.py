"""How a decider starts and goes on where the world is unwell: nobody pays for a neighbour's poison, a slow disk, or another log's state."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import structlog

from processors.decisionlog import TOPIC, Accepted, MemoryStore, follow
from runtime.decider import Decider, Limits
from runtime.embedded import EmbeddedLog
from runtime.store import LmdbStore
from schemas.capture import BULK, LIVE, Appended
from schemas.decision import Place, Verdict
from schemas.errors import Hole, Reject, Retry
from schemas.record import NewRecord, Record
from schemas.state import State
from tests.decisionlog.test_decider import captures, count, decide_all, outcomes

KILLER = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.decisionlog.test_decider import count
from tests.decisionlog.test_starts import run_all

def step(appended, state, now):
    if appended.capture.body == b"kill":
        os.kill(os.getpid(), signal.SIGKILL)
    return count(appended, state, now)

asyncio.run(run_all(Path(sys.argv[1]), step, int(sys.argv[2])))
"""


class Unwell(EmbeddedLog):
    """An embedded log that acts as a slow or trimmed one: appends that land but are not acknowledged, or do not land; a start that is gone."""

    late: dict[str, int]
    refused: dict[str, int]
    start: dict[str, int]

    def __init__(self, path: Path, **some: dict[str, int]) -> None:
        super().__init__(path)
        self.late, self.refused, self.start = some.get("late", {}), some.get("refused", {}), some.get("start", {})

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
        if self.refused.get(topic, 0) > 0:
            self.refused[topic] -= 1
            raise Retry("no space", after_s=0)
        offset = await super().append(topic, partition, records)
        if self.late.get(topic, 0) > 0:
            self.late[topic] -= 1
            raise Retry("too slow", after_s=0)
        return offset

    async def read(self, topic: str, partition: int, offset: int, *, limit: int = 500, wait_s: float = 0.0) -> Sequence[Record]:
        if offset < self.start.get(topic, 0):
            raise Hole(topic, partition, offset, self.start[topic])
        return await super().read(topic, partition, offset, limit=limit, wait_s=wait_s)


async def run_all(folder: Path, step: object, each: int) -> None:
    """Deciders of two partitions in one process, as they run side by side, until each has folded `each` decisions; bounded."""
    log, stop, turn = EmbeddedLog(folder / "log", partitions=2), asyncio.Event(), asyncio.Lock()
    with contextlib.closing(LmdbStore(folder / "s0")) as zero, contextlib.closing(LmdbStore(folder / "s1")) as one:

        def observe(_: Sequence[Accepted]) -> None:
            if all(decider.decisions.place.next >= each for decider in deciders):
                stop.set()

        deciders = [Decider(log, p, s, step, observe=observe, turn=turn) for p, s in enumerate((zero, one))]  # type: ignore[arg-type]
        async with asyncio.timeout(20), asyncio.TaskGroup() as group:
            for decider in deciders:
                group.create_task(decider.run(stop))
    await log.close()


async def prepare(folder: Path, *appends: tuple[str, int, list[NewRecord]]) -> None:
    log = EmbeddedLog(folder / "log", partitions=2)
    for lane, partition, records in appends:
        await log.append(lane, partition, records)
    await log.close()


async def decided(folder: Path, partition: int) -> list[tuple[str, str]]:
    """(lane, fault or outcome) of what counts."""
    log = EmbeddedLog(folder / "log", partitions=2)
    accepted, _ = follow(Place(), await log.read(TOPIC, partition, 0, limit=10_000))
    await log.close()
    return [(a.decision.lane, e.fault or e.outcome) for a in accepted for e in a.decision.entries]


def start(folder: Path, each: int) -> int:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", KILLER, str(folder), str(each)]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode in (0, -9), done.stderr.decode()
    return done.returncode


class Marked(EmbeddedLog):
    """An embedded log that knows which partitions have their mark set: should the process die now, these would pay."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, partitions=3)
        self.marked: set[int] = set()

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
        if topic == "cursor" and b'"tries":0' not in (records[0].value or b""):
            self.marked.add(partition)
        offset = await super().append(topic, partition, records)
        if topic == "cursor" and b'"tries":0' in (records[0].value or b""):
            self.marked.discard(partition)
        return offset


async def test_nobody_decides_while_another_partition_would_pay_for_it(tmp_path: Path) -> None:
    log, stop, turn = Marked(tmp_path), asyncio.Event(), asyncio.Lock()
    pays: set[int] = set()
    done: list[int] = []

    def step(appended: Appended, state: State, now: int) -> Verdict:
        pays.update(log.marked - {appended.partition})
        done.append(appended.partition)
        if len(done) == 60:
            stop.set()
        return count(appended, state, now)

    for lane in (LIVE, BULK):
        for partition in range(3):
            await log.append(lane, partition, captures(*[b"x"] * 10))
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        for partition in range(3):
            group.create_task(Decider(log, partition, MemoryStore(), step, Limits(batch=2, bulk_batch=2), turn=turn).run(stop))
    assert (len(done), pays) == (60, set())
    await log.close()


@pytest.mark.slow
def test_a_capture_on_the_bulk_lane_that_kills_the_process_is_put_aside_though_live_ones_always_come_first(tmp_path: Path) -> None:
    asyncio.run(prepare(tmp_path, (BULK, 0, captures(b"x", b"kill", b"x")), (LIVE, 1, captures(*[b"x"] * 20))))
    starts: list[int] = []
    while (not starts or starts[-1]) and len(starts) < 10:
        asyncio.run(prepare(tmp_path, (LIVE, 0, captures(b"x"))))
        starts.append(start(tmp_path, 4 + len(starts)))
    assert starts[-1] == 0
    assert [what for lane, what in asyncio.run(decided(tmp_path, 0)) if lane == BULK] == ["lead", "bug", "lead"]


async def test_f02_marks_that_land_unacknowledged_are_no_starts(tmp_path: Path) -> None:
    log = Unwell(tmp_path, late={"cursor": 3})
    await log.append(LIVE, 0, captures(b"x"))
    await decide_all(log, MemoryStore(), 1)
    assert await outcomes(log) == ["lead"]
    await log.close()


async def test_f17_captures_that_are_decided_again_because_the_log_was_full_count_once(tmp_path: Path) -> None:
    log = Unwell(tmp_path, refused={TOPIC: 4})
    await log.append(LIVE, 0, captures(*[b"bug"] * 6))
    await decide_all(log, MemoryStore(), 6)
    assert await outcomes(log) == ["bug"] * 6
    await log.close()


async def test_f23_the_state_of_another_log_is_folded_anew_though_this_log_is_longer(tmp_path: Path) -> None:
    store, old, new = MemoryStore(), EmbeddedLog(tmp_path / "old"), EmbeddedLog(tmp_path / "new")
    await old.append(LIVE, 0, captures(*[b"x"] * 3))
    await decide_all(old, store, 3)
    await new.append(LIVE, 0, captures(b"bug", *[b"x"] * 9))
    await decide_all(new, MemoryStore(), 10)
    await new.append(LIVE, 0, captures(b"x"))
    await decide_all(new, store, 11)
    assert store.get(b"count") == b"10"
    assert await outcomes(new) == ["bug"] + ["lead"] * 10
    await old.close()
    await new.close()


async def test_f23_state_that_is_broken_is_built_again_from_the_log(tmp_path: Path) -> None:
    log = EmbeddedLog(tmp_path / "log")
    await log.append(LIVE, 0, captures(*[b"x"] * 3))
    for kept in (b"", b"no database" * 1000):
        (tmp_path / "state").mkdir(exist_ok=True)
        (tmp_path / "state" / "data.mdb").write_bytes(kept)
        with contextlib.closing(LmdbStore(tmp_path / "state")) as store:
            await decide_all(log, store, 3) if not kept else await Decider(log, 0, store, count).catch_up()
            assert store.get(b"count") == b"3"
    await log.close()


async def test_f20_a_decision_log_without_its_beginning_is_said_and_not_read_for_ever(tmp_path: Path) -> None:
    log = Unwell(tmp_path, start={TOPIC: 2})
    await log.append(LIVE, 0, captures(b"x"))
    with pytest.raises(Reject, match="begins at 2"):
        await decide_all(log, MemoryStore(), 1)
    await log.close()


async def test_f20_a_capture_topic_that_was_made_anew_stops_the_decider_with_what_to_do(tmp_path: Path) -> None:
    log = EmbeddedLog(tmp_path)
    await log.append(LIVE, 0, captures(b"x"))
    store = MemoryStore()
    await decide_all(log, store, 1)
    store.keep({}, Place(store.place().next, store.place().digest, {LIVE: 40}, store.place().now))
    with pytest.raises(Reject, match="capture/0 ends at 1, but captures up to 40 are decided"):
        await decide_all(log, store, 2)
    await log.close()


async def test_f20_captures_that_expired_undecided_are_an_alarm_once(tmp_path: Path) -> None:
    log, stop = Unwell(tmp_path, start={LIVE: 3}), asyncio.Event()
    await log.append(LIVE, 0, captures(*[b"x"] * 3))
    with structlog.testing.capture_logs() as said:
        running = asyncio.create_task(Decider(log, 0, MemoryStore(), count).run(stop))
        await asyncio.wait({running}, timeout=0.4)
        stop.set()
        await running
    assert [(line["event"], line["lost"]) for line in said] == [("captures expired before they were decided", 3)]
    await log.close()
