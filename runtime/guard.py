"""A bound on how long one capture may keep the step busy: what hangs becomes a dead letter, what cannot be stopped ends the process."""

import faulthandler
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import ParamSpec, TypeVar

from processors.decisionlog import Decide, Stopped
from processors.reading import read
from processors.step import Step
from schemas.capture import Appended
from schemas.state import ReadState

P = ParamSpec("P")
T = TypeVar("T")

Ahead = Callable[[Sequence[Appended], ReadState], Decide]
"""What decides these captures, in this order; the state is the one before the first."""

_busy_s: float | None = None


def _alarm(_signal: int, _frame: FrameType | None) -> None:
    if _busy_s is not None:
        raise Stopped(f"Deciding it took more than {_busy_s:g} s of CPU and was stopped.")


def bounded(decide: Callable[P, T], seconds: float) -> Callable[P, T]:
    """The step, or a part of it, stopped after `seconds` of CPU time; off the main thread, where no alarm reaches, only `watched` bounds it."""
    if threading.current_thread() is not threading.main_thread():
        return decide
    signal.signal(signal.SIGVTALRM, _alarm)

    def decide_in_time(*args: P.args, **kwargs: P.kwargs) -> T:
        global _busy_s
        _busy_s = seconds
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            return decide(*args, **kwargs)
        finally:
            _busy_s = None
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    return decide_in_time


def ahead(decide: Decide, seconds: float) -> Ahead:
    """The step for a batch, which a `Step` reads at once; so long may each capture keep busy who reads it, and who decides it."""
    if not isinstance(decide, Step):
        one = bounded(decide, seconds)
        return lambda captures, state: one
    reading = bounded(read, seconds)
    return lambda captures, state: bounded(decide.ahead(captures, state, reading), seconds)


@contextmanager
def watched(seconds: float) -> Iterator[None]:
    """End the process when the block takes longer, even if it hangs in native code; the attempt mark tells the next start (decider)."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
