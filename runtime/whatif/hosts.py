"""Where the decider of the scratch state is at work: in this process or, where there is much to decide, beside it on another core."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from processors.decisionlog import Stopped
from processors.step import Step
from runtime.discover import readers
from runtime.guard import Ahead, ahead, bounded
from runtime.whatif.beside import Failed, reading, reply_of, work
from runtime.whatif.decider import Answer, Decider, Request, Take
from schemas.capture import Capture
from schemas.codec import pack
from schemas.errors import Reject, Retry

Ask = Callable[[Request], Awaitable[Answer]]
"""Requests are answered in their order, and several may be under way. What is wrong is raised here, or to who awaits the answer."""

Host = Callable[[Path], AbstractAsyncContextManager[Ask]]
"""A decider at work in an empty folder."""


_MANY = 10_000
"""From how many decisions on the start of another process pays, which takes most of a second."""


def fitting(decisions: int, timeout_s: float) -> Host:
    """For so many decisions. `timeout_s`: how long a capture may keep the step busy (F4)."""
    if decisions >= _MANY and (os.cpu_count() or 1) > 1:
        return beside(timeout_s)
    return here(ahead(Step(readers()), timeout_s))


def here(decide: Ahead) -> Host:
    """In this process, with this step."""
    return partial(_here, decide)


def beside(timeout_s: float) -> Host:
    """In a process of its own, which decides while this one reads and compares."""
    return partial(_beside, timeout_s)


@asynccontextmanager
async def _here(decide: Ahead, folder: Path) -> AsyncIterator[Ask]:
    with closing(Decider(folder, decide)) as decider:

        def ask(request: Request) -> Awaitable[Answer]:
            answer = asyncio.get_running_loop().create_future()
            answer.set_result(decider.answer(request))
            return answer

        yield ask


@asynccontextmanager
async def _beside(timeout_s: float, folder: Path) -> AsyncIterator[Ask]:
    context = get_context("spawn")
    mine, its = context.Pipe()
    process = context.Process(target=work, args=(its, folder, timeout_s), name="whatif", daemon=True)
    with _deaf():
        process.start()
    its.close()
    line = _Line(mine, timeout_s)
    try:
        yield line.ask
    finally:
        # What it may still be doing is of no use; and who waits for it is let go.
        process.kill()
        process.join()
        line.close()


@contextmanager
def _deaf() -> Iterator[None]:
    """A process started in here does not hear Ctrl-C: this one does, and ends it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Line:
    """The line to the other process. What waits on it is in threads, one for each direction, which so keep the order."""

    def __init__(self, line: Connection, timeout_s: float) -> None:
        self._line = line
        self._sending, self._hearing = (ThreadPoolExecutor(1, thread_name_prefix=f"whatif-{what}") for what in ("ask", "hear"))
        self._read = bounded(reading(readers()), timeout_s)

    def ask(self, request: Request) -> Awaitable[Answer]:
        """Captures are read here, so that the other process has less to do."""
        if isinstance(request, Take):
            request = Take(request.captures, [self._understood(appended.capture) for appended in request.captures])
        sent = self._sending.submit(self._line.send_bytes, pack(request))
        return asyncio.wrap_future(self._hearing.submit(self._hear, sent))

    def _understood(self, capture: Capture) -> bytes | None:
        try:
            return self._read(capture)
        except Stopped:
            return None

    def _hear(self, sent: "Future[None]") -> Answer:
        try:
            sent.result()
            reply: Answer | Failed = reply_of(self._line.recv_bytes())
        except (EOFError, OSError):
            raise Reject("The process that decides again has ended by itself: is memory short? Run it again.") from None
        if isinstance(reply, Failed):
            raise (Retry if reply.passing else Reject)(reply.why)
        return reply

    def close(self) -> None:
        for threads in (self._sending, self._hearing):
            threads.shutdown(cancel_futures=True)
        self._line.close()
