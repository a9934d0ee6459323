"""The deciding loop on a real embedded log: it goes on after poison, crashes and gaps, and stops when most captures fail."""

import asyncio
import contextlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from processors.decisionlog import TOPIC, Accepted, Decide, DecisionLog, MemoryStore, dead, follow
from runtime.decider import Decider, Limits, MostFail
from runtime.embedded import EmbeddedLog
from runtime.replay import replay
from runtime.store import LmdbStore
from schemas.capture import BULK, LIVE, Appended, Capture, encode
from schemas.decision import Entry, Place, Verdict
from schemas.record import NewRecord
from schemas.state import State


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[EmbeddedLog]:
    embedded = EmbeddedLog(tmp_path / "log")
    yield embedded
    await embedded.close()


def count(appended: Appended, state: State, now: int) -> Verdict:
    """A step with a counter in state; some bodies are poison."""
    if appended.capture.body == b"hang":
        while True:
            state.put(b"half done", b"")
    if appended.capture.body == b"bug":
        return dead(appended, "ZeroDivisionError in the step", "bug")
    if appended.capture.body == b"reject":
        return dead(appended, "nobody could be reached", "input")
    state.put(b"count", b"%d" % (int(state.get(b"count") or b"0") + 1))
    return Verdict((Entry(touch=appended.capture.id, outcome="lead", channel="c", source="s", reason="new"),))


def captures(*bodies: bytes) -> list[NewRecord]:
    return [encode(Capture(id=f"id-{n}", workspace="w", channel="c", source="s", body=body)) for n, body in enumerate(bodies)]


async def decide_all(
    log: EmbeddedLog, store: LmdbStore | MemoryStore, until: int, step: Decide = count, limits: Limits = Limits()
) -> Decider:
    """Run a decider until it has folded `until` decisions of any lane; bounded."""
    stop = asyncio.Event()

    def observe(accepted: Sequence[Accepted]) -> None:
        if decider.decisions.place.next >= until:
            stop.set()

    decider = Decider(log, 0, store, step, limits, observe)
    await asyncio.wait_for(decider.run(stop), 20)
    return decider


async def outcomes(log: EmbeddedLog) -> list[str]:
    accepted, _ = follow(Place(), await log.read(TOPIC, 0, 0, limit=10_000))
    return [entry.fault or entry.outcome for _, decision in accepted for entry in decision.entries]


async def test_captures_are_decided_in_order_and_kept(log: EmbeddedLog, tmp_path: Path) -> None:
    await log.append(LIVE, 0, captures(*[b"x"] * 500))
    store = LmdbStore(tmp_path / "state")
    await decide_all(log, store, 500)
    assert store.get(b"count") == b"500"
    assert store.place().lanes == {LIVE: 500}
    assert (await replay(log, 0, store)).key is None


async def test_bulk_is_decided_too_but_yields_to_live(log: EmbeddedLog) -> None:
    await log.append(BULK, 0, captures(*[b"x"] * 300))
    await log.append(LIVE, 0, captures(*[b"x"] * 300))
    await decide_all(log, MemoryStore(), 600)
    accepted, place = follow(Place(), await log.read(TOPIC, 0, 0, limit=1000))
    assert place.lanes == {LIVE: 300, BULK: 300}
    assert [a.decision.lane for a in accepted] == [LIVE] * 300 + [BULK] * 300


async def test_a_step_that_hangs_makes_a_dead_letter_and_the_neighbours_are_unharmed(log: EmbeddedLog) -> None:
    await log.append(LIVE, 0, captures(b"a", b"hang", b"b"))
    store = MemoryStore()
    await decide_all(log, store, 3, limits=Limits(capture_s=0.2))
    assert await outcomes(log) == ["lead", "bug", "lead"]
    assert (store.get(b"count"), store.get(b"half done")) == (b"2", None)


async def test_f17_when_most_captures_fail_the_decider_stops_and_drains_nothing(log: EmbeddedLog) -> None:
    await log.append(LIVE, 0, captures(*[b"bug"] * 40, *[b"x"] * 10))
    with pytest.raises(MostFail, match=r"40 of the last 50 captures failed.*ZeroDivisionError in the step"):
        await decide_all(log, MemoryStore(), 50)
    assert await outcomes(log) == []


async def test_f17_what_senders_get_wrong_does_not_stop_the_decider(log: EmbeddedLog) -> None:
    await log.append(LIVE, 0, captures(*[b"reject"] * 50))
    await decide_all(log, MemoryStore(), 50)
    assert await outcomes(log) == ["input"] * 50


async def test_f17_a_record_that_no_release_made_is_read_as_unreadable(log: EmbeddedLog) -> None:
    seen: list[tuple[str, str]] = []

    def step(appended: Appended, state: State, now: int) -> Verdict:
        seen.append((appended.capture.channel, appended.capture.meta.get("reason", "")))
        return count(appended, state, now)

    future = NewRecord(b"w", b"x", (("ll-format", b"9"),))
    await log.append(LIVE, 0, [NewRecord(None, b"x"), NewRecord(b"w", None), future, *captures(b"fine")])
    await decide_all(log, MemoryStore(), 4, step)
    assert [channel for channel, _ in seen] == ["unreadable"] * 3 + ["c"]
    assert re.search("update leadloom", seen[2][1])


async def test_f23_a_deleted_state_is_built_from_the_log_before_anything_is_decided(log: EmbeddedLog, tmp_path: Path) -> None:
    await log.append(LIVE, 0, captures(*[b"x"] * 30))
    await decide_all(log, MemoryStore(), 30)
    await log.append(LIVE, 0, captures(b"x"))
    store = LmdbStore(tmp_path / "new")
    await decide_all(log, store, 31)
    assert store.get(b"count") == b"31"


async def test_a_state_that_is_ahead_of_the_log_is_folded_again(log: EmbeddedLog) -> None:
    store = MemoryStore()
    store.keep({b"count": b"77"}, Place(next=9, lanes={LIVE: 9}))
    await log.append(LIVE, 0, captures(*[b"x"] * 3))
    await decide_all(log, store, 3)
    assert store.get(b"count") == b"3"


async def test_two_deciders_at_once_decide_every_capture_once(log: EmbeddedLog) -> None:
    """What the lock prevents and a paused worker does all the same: both write, the chain decides, nothing is doubled."""
    stop = asyncio.Event()
    deciders = [Decider(log, 0, MemoryStore(), count, Limits(batch=7)) for _ in range(2)]
    end = DecisionLog(MemoryStore())
    accepted: list[Accepted] = []
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        for decider in deciders:
            group.create_task(decider.run(stop))
        for _ in range(40):
            await log.append(LIVE, 0, captures(*[b"x"] * 10))
        while len(accepted) < 400:
            accepted += end.fold(await log.read(TOPIC, 0, end.place.next, wait_s=1))
        stop.set()
    assert [a.decision.offset for a in accepted] == list(range(400))
    for decider in deciders:
        await decider.catch_up()
        assert decider.store.get(b"count") == b"400"


KILLER = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.decisionlog.test_decider import count, run_until_stopped

def step(appended, state, now):
    if appended.capture.body == b"kill":
        os.kill(os.getpid(), signal.SIGKILL)
    return count(appended, state, now)

asyncio.run(run_until_stopped(Path(sys.argv[1]), step, 30))
"""


async def run_until_stopped(folder: Path, step: Decide, until: int) -> None:
    """A decider in a process of its own, as the killing test starts it."""
    log = EmbeddedLog(folder / "log")
    with contextlib.closing(LmdbStore(folder / "state")) as store:
        await decide_all(log, store, until, step)
    await log.close()


async def on_log(folder: Path, *records: NewRecord) -> list[str]:
    """Append live captures, and the outcomes that are there."""
    log = EmbeddedLog(folder / "log")
    if records:
        await log.append(LIVE, 0, records)
    found = await outcomes(log)
    await log.close()
    return found


@pytest.mark.slow
def test_a_capture_that_kills_the_worker_is_dead_at_the_third_start_and_the_worker_goes_on(tmp_path: Path) -> None:
    asyncio.run(on_log(tmp_path, *captures(*[b"x"] * 10, b"kill", *[b"x"] * 19)))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    codes: list[int] = []
    while len(codes) < 8 and (not codes or codes[-1]):
        done = subprocess.run([sys.executable, "-c", KILLER, str(tmp_path)], env=environment, capture_output=True, timeout=60, check=False)
        codes.append(done.returncode)
    assert codes[-1] == 0, done.stderr.decode()
    assert set(codes[:-1]) == {-9}
    assert asyncio.run(on_log(tmp_path)) == ["lead"] * 10 + ["bug"] + ["lead"] * 19
