"""What of the log is not decided again: configuration that the file overrides, and captures that leadloom itself made as time passed.

A release with timers makes the scratch state's own here, as record time passes; this one has none.
"""

from typing import Literal

from schemas.decision import Decision

PassedOver = Literal["configuration", "timers", "jobs"]

_CHANNELS: dict[str, PassedOver] = {"config": "configuration", "timer": "timers", "job": "jobs"}
"""By the channel of the capture."""


def passed_over(decision: Decision) -> PassedOver | None:
    """As what a recorded capture is not decided again; None: it is."""
    return _CHANNELS.get(decision.entries[0].channel)
