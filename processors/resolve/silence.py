"""Silence: how long after they were last heard of people come back, as seen so far; who comes later than nearly all of them may be another."""

from collections.abc import Sequence
from math import log2

NOTED = 4
"""Days of silence from which on a return is counted; shorter ones say nothing."""
CLASSES = 32
SILENCE = "after so long a silence"
"""What the evidence is called."""
_TAKEN = 8.0
"""Returns after a silence of any length that are taken for granted before any was seen."""


def class_of(days: int) -> int:
    """The class of a silence of at least NOTED days, four classes for each doubling; the last one is years."""
    length = days.bit_length()
    return min(CLASSES - 1, 4 * (length - 3) + (days >> (length - 3) & 3))


def rare(returns: Sequence[int], days: int) -> float:
    """How rare it is among those who came back to have been silent so long or longer, in bits (0 or less); `returns`: by class."""
    later = sum(returns[class_of(days) :])
    return log2((later + _TAKEN) / (sum(returns) + _TAKEN))
