"""A bound on how long one capture may keep the step busy: what hangs becomes a dead letter, what cannot be stopped ends the process."""

import faulthandler
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from processors.decisionlog import Decide, Stopped
from schemas.capture import Appended
from schemas.decision import Verdict
from schemas.state import State

_busy_s: float | None = None


def _alarm(_signal: int, _frame: FrameType | None) -> None:
    if _busy_s is not None:
        raise Stopped(f"Deciding it took more than {_busy_s:g} s of CPU and was stopped.")


def bounded(decide: Decide, seconds: float) -> Decide:
    """The step, stopped after `seconds` of CPU time; off the main thread, where no alarm reaches, only `watched` bounds it."""
    if threading.current_thread() is not threading.main_thread():
        return decide
    signal.signal(signal.SIGVTALRM, _alarm)

    def decide_in_time(appended: Appended, state: State, now: int) -> Verdict:
        global _busy_s
        _busy_s = seconds
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            return decide(appended, state, now)
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
