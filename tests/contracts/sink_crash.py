"""A process that delivers to a sink and kills itself with SIGKILL in the middle of it, at any step that Python takes."""

import asyncio
import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext
from typing import Any

from schemas.decision import Place
from sinks.base import Delivery, Sink
from tests.contracts.sink_kit import made

Batch = tuple[Sequence[Delivery], Place]


async def resume(sink: Sink, batches: Sequence[Batch]) -> None:
    """Deliver what the sink does not yet have, batch by batch."""
    await sink.open()
    reached = (await sink.place(0)).next
    for deliveries, place in batches:
        if place.next > reached:
            await sink.deliver(0, deliveries, place)
    await sink.close()


def _run(kind: str, options: Mapping[str, Any], batches: Sequence[Batch], steps: int) -> None:
    count = itertools.count()

    def step(*_: object) -> None:
        if next(count) == steps:
            os.kill(os.getpid(), signal.SIGKILL)

    sink = made(kind, options)
    threading.setprofile(step)
    sys.setprofile(step)
    asyncio.run(resume(sink, batches))


def forked() -> ForkServerContext:
    """How tests start processes that may die: forked from one that has imported what they need, and nothing else of pytest's."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.contracts.sink_crash"])
    return context


def survived(kind: str, options: Mapping[str, Any], batches: Sequence[Batch], steps: int) -> bool:
    """Run it in a process that is killed after so many calls and returns of functions; whether it came to its end."""
    process = forked().Process(target=_run, args=(kind, options, batches, steps))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL), f"the sink failed by itself: exit code {process.exitcode}"
    return process.exitcode == 0
