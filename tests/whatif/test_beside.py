"""What-if with a process beside that decides: the same comes out, what it refuses is told, and nothing is left of it, however it ends."""

import asyncio
from collections.abc import AsyncIterator
from multiprocessing import active_children
from pathlib import Path

import msgspec
import pytest

from runtime.whatif.hosts import beside
from runtime.whatif.window import Since
from schemas.config import Matching, WorkspaceConfig
from schemas.errors import Reject
from tests.whatif.past import ANN, BOB, CID, CLASSIC, SIMPLE, Past, config, form, said

pytestmark = pytest.mark.slow

replace = msgspec.structs.replace
BESIDE = beside(5.0)


@pytest.fixture
async def past(tmp_path: Path) -> AsyncIterator[Past]:
    """A log with all that is decided in ways of its own: configuration, commands, a job, what no reader understands."""
    made = Past(tmp_path)
    await made.live(config(CLASSIC), form(1, **ANN), form(2, **BOB), form(2, **BOB), form(1, "other", **ANN))
    await made.live(
        replace(form(3), body=b"\xff{"), replace(form(4), channel="nobody"), config(replace(CLASSIC, repeat_sales=True, version=2))
    )
    await made.live(said(1, "mode", mode="simple", policy="convert"), form(5, **CID), form(6, **ANN))
    yield made
    await made.log.close()
    assert active_children() == []


@pytest.mark.parametrize("since", [Since(), Since(offset=3)])
@pytest.mark.parametrize("rules", [CLASSIC, SIMPLE, replace(CLASSIC, matching=Matching(attach=0.995, merge=0.996))])
async def test_the_same_comes_out_as_in_one_process(past: Past, rules: WorkspaceConfig, since: Since) -> None:
    both = {"main": rules, "other": SIMPLE}
    assert await past.each(both, since, BESIDE) == await past.each(both, since)


async def test_what_is_refused_there_is_told_here(past: Past) -> None:
    with pytest.raises(Reject, match="cannot be decided by this configuration: The default queue `nowhere` does not exist"):
        await past.each({"main": replace(CLASSIC, default_queue="nowhere")}, host=BESIDE)


async def test_when_it_is_killed_that_is_told(past: Past) -> None:
    def kill(_done: int, _all: int) -> None:
        for process in active_children():
            process.kill()

    with pytest.raises(Reject, match="has ended by itself"):
        await past.each({"main": SIMPLE}, host=BESIDE, moved=kill)


async def test_given_up_it_is_gone(past: Past) -> None:
    reached = asyncio.Event()
    task = asyncio.create_task(past.each({"main": SIMPLE}, host=BESIDE, moved=lambda _done, _all: reached.set()))
    await reached.wait()
    assert len(active_children()) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert active_children() == []
