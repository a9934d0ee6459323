"""Round robin: the next after the last chosen, in roster order (R30)."""

from collections.abc import Callable, Sequence

from processors.remembered import Turn


def next_in_turn(members: Sequence[str], turn: Turn | None, eligible: Callable[[str], bool]) -> str | None:
    """The next eligible member after the last chosen one; None when nobody is eligible.

    Survives roster edits: where the last chosen one has left, the roster of their turn says who came next. With a constant roster of
    eligible members the counts differ by at most one over any window (R39).
    """
    start = 0 if turn is None else _after(members, turn)
    for i in range(len(members)):
        member = members[(start + i) % len(members)]
        if eligible(member):
            return member
    return None


def _after(members: Sequence[str], turn: Turn) -> int:
    if turn.last in members:
        return members.index(turn.last) + 1
    old = turn.roster
    at = old.index(turn.last) if turn.last in old else -1
    for i in range(1, len(old)):
        if (heir := old[(at + i) % len(old)]) in members:
            return members.index(heir)
    return 0
