"""Named points at which a test may kill the process, to prove that nothing between input and commit can be lost or done twice (F4).

`LEADLOOM_CRASH=decide.appended:3` kills the process with SIGKILL the third time it passes that point; without it a point is one comparison.
"""

import os
import signal

POINTS = (
    "edge.before_append",
    "edge.appended",
    "decide.read",
    "decide.drafted",
    "decide.appended",
    "decide.kept",
    "fill.kept",
    "fill.synced",
    "fill.removed",
    "publish.before_commit",
    "publish.committed",
    "deliver.before_write",
    "deliver.written",
    "import.appended",
    "import.cursor_saved",
    "poll.appended",
    "poll.cursor_saved",
)

_armed: str | None = None
_left = 0


def arm(spec: str) -> None:
    """Arm `NAME:N`; raises ValueError for a name that is not a point."""
    global _armed, _left
    name, _, count = spec.partition(":")
    if name not in POINTS:
        raise ValueError(f"LEADLOOM_CRASH names no crash point: {name}; there are {', '.join(POINTS)}")
    _armed, _left = name, int(count or 1)


def point(name: str) -> None:
    """Pass a point; does not return when it is the armed one and its count is up."""
    global _left
    if _armed == name:
        _left -= 1
        if _left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


if _spec := os.environ.get("LEADLOOM_CRASH"):
    arm(_spec)
