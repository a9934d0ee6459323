"""`make bench`: every benchmark in turn, one table with the bar beside each figure, and bench/results.json."""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ORDER = ("step", "embedded", "kafka", "edge", "e2e", "recovery", "funnel", "leadbench", "matching")
ARGUMENTS = {"leadbench": ("runtime/demo/enquiries.jsonl.gz", "--out", os.devnull)}
"""What a benchmark must be told; leadbench is best run by hand on a stream whose truth is known."""
TIME_S = 1800


def main() -> int:
    """Run what is named, or all; 1 when a benchmark does not end well. One that misses its bar has run: the table says by how much."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which; default: all ({', '.join(found())})")
    chosen = parser.parse_args().names or found()
    results = []
    for name in chosen:
        print(f"bench {name} ...", file=sys.stderr, flush=True)
        begin = time.monotonic()
        results.append(run(name))
        print(f"bench {name}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    print(table(results))
    machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "machine": platform.machine()}
    written = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "on": machine, "benches": results}
    (HERE / "results.json").write_text(json.dumps(written, indent=2) + "\n")
    return int(any(result.get("error") for result in results))


def found() -> list[str]:
    """The benchmarks that there are: modules of this folder that can be run, in the order of the table."""
    names = [p.stem for p in sorted(HERE.glob("*.py")) if not p.stem.startswith("_") and '__name__ == "__main__"' in p.read_text()]
    return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


def run(name: str) -> dict[str, Any]:
    """One benchmark in a process of its own; its last line on stdout is its result."""
    command = [sys.executable, "-m", f"bench.{name}", *ARGUMENTS.get(name, ()), "--json"]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=TIME_S, check=False)
        result: dict[str, Any] = json.loads(done.stdout.strip().rsplit("\n", 1)[-1])
    except subprocess.TimeoutExpired:
        return {"bench": name, "results": [], "error": f"not done within {TIME_S} s"}
    except json.JSONDecodeError:
        return {"bench": name, "results": [], "error": f"ended with {done.returncode} and no result"}
    return result


def table(results: list[dict[str, Any]]) -> str:
    """The figures with their bars, as text."""
    rows = [("bench", "what", "figure", "bar", "")]
    for result in results:
        if error := result.get("error"):
            rows.append((result["bench"], error, "-", "-", "MISSED"))
        for r in result["results"]:
            rows.append((result["bench"], r["name"], f"{_short(r['value'])} {r['unit']}".strip(), str(r["bar"]), _verdict(r)))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _verdict(result: dict[str, Any]) -> str:
    return "" if result["bar"] in ("", None) else "ok" if result["ok"] else "MISSED"


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    raise SystemExit(main())
