"""What every benchmark prints: a table for people and, with --json, one object as the last line."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Result:
    """One figure beside its bar, both in `unit`. `ok`: the bar is reached; a bar of "" is none."""

    name: str
    value: float
    unit: str
    bar: str
    ok: bool


def at_most(name: str, value: float, unit: str, bar: float) -> Result:
    return Result(name, _rounded(value), unit, f"<= {bar:g}", value <= bar)


def at_least(name: str, value: float, unit: str, bar: float) -> Result:
    return Result(name, _rounded(value), unit, f">= {bar:g}", value >= bar)


def figure(name: str, value: float, unit: str) -> Result:
    """A figure without a bar, for reading."""
    return Result(name, _rounded(value), unit, "", True)


def middle(values: Sequence[float]) -> float:
    """The median of at least three runs."""
    return median(values)


def finish(bench: str, results: Sequence[Result], as_json: bool) -> int:
    """Print the results; 0 whether or not the bars are reached, as a benchmark that ran has not failed."""
    out = sys.stderr if as_json else sys.stdout
    width = max((len(result.name) for result in results), default=0)
    for result in results:
        verdict = "" if not result.bar else "ok" if result.ok else "MISSED"
        print(f"{bench:<10} {result.name:<{width}} {result.value:>12g} {result.unit:<12} {result.bar:<10} {verdict}", file=out)
    if as_json:
        print(json.dumps({"bench": bench, "results": [asdict(result) for result in results]}))
    return 0


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
