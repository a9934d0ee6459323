"""Silence: how long after they were last heard of people come back, as seen so far; who comes later than nearly all of them may be another."""

from collections.abc import Sequence
from math import log2

NOTED = 4
"""Days of silence from which on a key's return may be another's; shorter ones are everybody's."""
CLASSES = 36
SILENCE = "after so long a silence"
LATELY = "heard of lately"
"""What the evidence is called."""
_TAKEN = 4.0
"""Returns after a silence of any length that are taken for granted before any was seen."""


def class_of(days: int) -> int:
    """The class of a silence: below NOTED days one each, then four for each doubling; the last one is years."""
    if days < NOTED:
        return days
    length = days.bit_length() - 3
    return min(CLASSES - 1, NOTED + 4 * length + (days >> length & 3))


def rare(returns: Sequence[int], days: int) -> float:
    """How rare it is among those who came back after NOTED days or more to have been silent so long or longer, in bits (0 or less);
    `returns`: by class."""
    later = sum(returns[class_of(days) :])
    return log2((later + _TAKEN) / (sum(returns[NOTED:]) + _TAKEN))


def likelier(returns: Sequence[int], days: int, others: float) -> float:
    """How much likelier somebody comes back after so many days than anybody else was last heard of then, in bits; 0 before any came back.

    `others`: the part of all who were last heard of on one day of those.
    """
    found = class_of(days)
    anybody = min(1.0, others * (1 if found < NOTED else 1 << (found - NOTED) // 4))
    return log2((returns[found] + _TAKEN * anybody) / (sum(returns) + _TAKEN) / anybody) if returns else 0.0
