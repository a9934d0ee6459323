"""Patterns: how settings name many values at once, `*` standing for anything; compared without regard to case."""

from collections.abc import Iterable
from typing import NamedTuple


class Pattern(NamedTuple):
    """A pattern, folded and taken apart at its stars; a value without stars is its only part."""

    parts: tuple[str, ...]

    def fits(self, value: str) -> bool:
        """Whether the pattern names the folded value; linear in its length."""
        first, *rest = self.parts
        if not rest:
            return value == first
        *middle, last = rest
        if len(value) < len(first) + len(last) or not value.startswith(first) or not value.endswith(last):
            return False
        at, end = len(first), len(value) - len(last)
        for part in middle:
            if (found := value.find(part, at, end)) < 0:
                return False
            at = found + len(part)
        return True


def pattern(folded: str) -> Pattern:
    """The pattern in a text that is folded as the values are that it is held against."""
    return Pattern(tuple(folded.split("*")))


def any_fits(patterns: Iterable[Pattern], values: Iterable[str]) -> bool:
    """Whether any of the patterns names any of the values."""
    return any(one.fits(value) for value in values for one in patterns)
