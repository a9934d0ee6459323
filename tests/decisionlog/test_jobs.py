"""Jobs on a real embedded log (R61): a piece that can never be decided ends its job, with the reason."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from processors.decisionlog import Accepted, Decide, MemoryStore, dead
from processors.memory import JOBS, Memory
from processors.step import Step
from processors.switch.job import Job, jobs
from runtime.decider import Decider, Limits
from runtime.discover import readers
from runtime.embedded import EmbeddedLog
from runtime.jobs import with_jobs
from runtime.merges import capture
from schemas.capture import LIVE, Appended, encode
from schemas.command import SetMode
from schemas.decision import Verdict
from schemas.job import CHANNEL
from schemas.state import State
from tests.whatif.past import ANN, BOB, form

STEP = Step(readers())


def broken(appended: Appended, state: State, now: int) -> Verdict:
    """The step of a release that cannot work off a piece."""
    if appended.capture.channel == CHANNEL:
        return dead(appended, "Deciding it took more than 10 s of CPU and was stopped.", "bug")
    return STEP(appended, state, now)


async def worked(log: EmbeddedLog, store: MemoryStore, step: Decide) -> list[Job]:
    """The jobs that there are, once none is at work any more."""
    stop = asyncio.Event()

    def observe(_: Sequence[Accepted]) -> None:
        found = list(jobs(Memory(store, "main")))
        if found and not list(store.scan(JOBS)):
            stop.set()

    async with asyncio.timeout(20):
        await with_jobs(Decider(log, 0, store, step, Limits(idle_s=0.005), observe), stop)
    return list(jobs(Memory(store, "main")))


async def test_r61_a_job_whose_piece_is_a_dead_letter_is_stopped_with_the_reason_and_another_can_be_begun(tmp_path: Path) -> None:
    log, store = EmbeddedLog(tmp_path / "log"), MemoryStore()
    switch = SetMode(mode="simple", policy="convert", by="olga")
    await log.append(LIVE, 0, [encode(one) for one in (form(1, **ANN), form(2, **BOB), capture("main", switch))])
    [failed] = await worked(log, store, broken)
    assert (failed.status, failed.done, failed.ended_at is None) == ("stopped", 0, False)
    assert failed.why is not None
    assert failed.why.startswith("Piece ")
    assert failed.why.endswith(": Deciding it took more than 10 s of CPU and was stopped.")

    await log.append(LIVE, 0, [encode(capture("main", switch))])
    found = await worked(log, store, STEP)
    assert sorted((each.status, each.done) for each in found) == [("done", 2), ("stopped", 0)]
    await log.close()
