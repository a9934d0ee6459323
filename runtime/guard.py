"""A bound on how long one capture may keep the step busy: what hangs becomes a dead letter, what cannot be stopped ends the process."""

import faulthandler
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import ParamSpec, TypeVar

from processors.decisionlog import Stopped

P = ParamSpec("P")
T = TypeVar("T")

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


@contextmanager
def watched(seconds: float) -> Iterator[None]:
    """End the process when the block takes longer, even if it hangs in native code; the attempt mark tells the next start (decider)."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
