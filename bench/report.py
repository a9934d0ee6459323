"""What every benchmark prints: its figures with the bar beside each, for people, or as one JSON object in the last line."""

import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import msgspec


@dataclass(frozen=True, slots=True)
class Result:
    """One figure. `bar` is what it is held against, in the same unit; `sense` says on which side of the bar it is to be. No bar: `ok` is true."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    sense: Literal["at least", "at most"] = "at least"

    @property
    def ok(self) -> bool:
        if self.bar is None:
            return True
        return self.value >= self.bar if self.sense == "at least" else self.value <= self.bar


def median_of(runs: int, measure: Callable[[], float]) -> float:
    """The median of several runs of a measurement."""
    return statistics.median(measure() for _ in range(runs))


def say(line: str) -> None:
    """Progress, for people."""
    print(line, file=sys.stderr, flush=True)


def finish(bench: str, results: Sequence[Result], as_json: bool) -> None:
    """Print the figures; a missed bar is said, and is no failure of the benchmark."""
    if as_json:
        rows = [asdict(r) | {"value": round(r.value, 4), "ok": r.ok} for r in results]
        print(msgspec.json.encode({"bench": bench, "results": rows}).decode())
        return
    for r in results:
        bar = "" if r.bar is None else f"   {r.sense} {r.bar:g} {'ok' if r.ok else 'MISSED'}"
        print(f"{r.name:<48} {r.value:>12,.2f} {r.unit:<18}{bar}")
