"""What of the log is not decided again, as the scratch state has its own: the configuration, jobs and timers.

A recorded piece of a job says when jobs went on, and then those of the scratch state do; a job that there is only there goes on with every
capture. A release with timers makes the scratch state's own here, too, as record time passes; this one has none.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

import msgspec

from processors.decisionlog import Store
from processors.memory import JOBS
from runtime.jobs import piece
from schemas import command, job
from schemas.capture import Capture
from schemas.decision import Decision

PassedOver = Literal["configuration", "timers", "jobs"]

_CHANNELS: dict[str, PassedOver] = {"config": "configuration", "timer": "timers", job.CHANNEL: "jobs"}
"""By the channel of the capture."""

_at_work = msgspec.msgpack.Decoder(tuple[str, int]).decode


def passed_over(decision: Decision) -> PassedOver | None:
    """As what a recorded capture is not decided again, as far as its decision tells; None: it may be."""
    return _CHANNELS.get(decision.entries[0].channel)


def overridden(capture: Capture) -> bool:
    """Whether the capture is a command that sets what the file sets."""
    if capture.channel != command.CHANNEL:
        return False
    try:
        return isinstance(command.decode(capture.body), command.SetMode)
    except (msgspec.DecodeError, RecursionError):
        return False


def at_jobs(changes: Iterable[bytes]) -> list[bytes]:
    """Of the keys those on the list of jobs at work."""
    return [key for key in changes if key.startswith(JOBS)]


def due(scratch: Store, jobs: Collection[bytes] | None = None) -> Iterator[Capture]:
    """The next piece of each job that is at work in the scratch state; only of these, by their keys on the list of jobs at work."""
    for key, value in list(scratch.scan(JOBS)):
        if jobs is None or key in jobs:
            id_, step = _at_work(value[1:])
            yield piece(key[len(JOBS) :].partition(b"\x00")[0].decode(), id_, step)
