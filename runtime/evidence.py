"""Evidence in words and numbers: what each piece says, its weight in bits, and how much likelier it makes one person than two."""

from collections.abc import Iterable, Iterator

MOST_TOLD = 1_000_000


PRIOR = "anybody"
"""What the piece says that weighs against everybody: before any evidence, one client of all is meant only by chance."""


def pieces(evidence: Iterable[tuple[str, float]]) -> str:
    """All in one line, what weighs most first: `same mobile +7.4, another personal e-mail -3.0`."""
    return ", ".join(f"{_says(says)} {signed(bits)}" if bits else says for says, bits in _heaviest(evidence))


def strongest(evidence: Iterable[tuple[str, float]]) -> str:
    """What speaks most for it, and what most against it."""
    weighed = [piece for piece in _heaviest(evidence) if piece[0] != PRIOR]
    ends = (next((p for p in weighed if p[1] >= 0), None), next((p for p in weighed if p[1] < 0), None))
    return pieces(piece for piece in ends if piece is not None)


def lines(evidence: Iterable[tuple[str, float]]) -> Iterator[str]:
    """A line each: `+7.4  same mobile (170 times likelier if they are one)`."""
    for says, bits in _heaviest(evidence):
        if says == PRIOR:
            yield f"{signed(bits):>6}  {_says(says)} (one client of {2.0 ** min(60.0, -bits):,.0f})"
        else:
            yield f"{signed(bits):>6}  {says} ({in_words(bits)})" if bits else f"{'':>6}  {says}"


def _says(says: str) -> str:
    return "by chance" if says == PRIOR else says


def signed(bits: float) -> str:
    return f"{bits:+.1f}"


def in_words(bits: float) -> str:
    """What a weight means."""
    if abs(bits) < 0.15:
        return "says nothing either way"
    times = 2.0 ** min(abs(bits), 60.0)
    shown = f"over {MOST_TOLD:,}" if times > MOST_TOLD else f"{times:,.0f}" if times >= 10 else f"{times:.1f}"
    return f"{shown} times likelier if they are {'one' if bits > 0 else 'two'}"


def percent(probability: float | None) -> str:
    """A probability for people, never rounded to certainty."""
    if probability is None:
        return "-"
    if 0.0 < probability < 0.001:
        return "< 0.1 %"
    if 0.999 < probability < 1.0:
        return "> 99.9 %"
    return f"{100 * probability:.1f} %"


def _heaviest(evidence: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(evidence, key=lambda piece: -abs(piece[1]))
