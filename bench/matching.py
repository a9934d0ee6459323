"""Who is the same person? Every labelled stream in the folder LEADBENCH, decided and held against its truth by the scorer that lies there.

The folder holds `score.py` and a folder for each stream with `events.jsonl` and `truth.jsonl`, gzipped or not. Nothing but the scorer reads a truth.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.leadbench import decide_to, figures
from bench.orders import Orders, agreement
from bench.report import Result, at_least, at_most, figure, finish
from bench.stream import events

LARGE = 20_000
"""From so many events on a stream is held against the bars of the large one."""
FIRST = 5000
"""So many events of a stream are decided in other orders, too."""
BARS = {False: {"f1": 0.94, "precision": 0.95, "b3_f1": 0.955}, True: {"f1": 0.91, "precision": 0.94, "b3_f1": 0.945}}
SPLINK = {False: {"f1": 0.908, "precision": 0.924, "b3_f1": 0.936}, True: {"f1": 0.885, "b3_f1": 0.917}}
"""Splink, tuned with EM, on values pulled out of the text for it, in batch: the figures in leadbench's README, to stand beside ours."""
TRAPS = {"switchboard": 0.05, "mailbox": 0.05, "family": 0.2, "samename": 0.2, "fatherson": 0.2, "recycled": 0.2}


def streams(folder: Path) -> Iterator[Path]:
    """The folders of labelled streams, small ones first."""
    found = [each for each in folder.iterdir() if (each / "events.jsonl").exists() or (each / "events.jsonl.gz").exists()]
    yield from sorted(found, key=lambda each: sum(part.stat().st_size for part in each.glob("events.jsonl*")))


def unpacked(folder: Path, name: str, into: Path) -> Path:
    """The path of a file that may lie there gzipped."""
    if (folder / name).exists():
        return folder / name
    with gzip.open(folder / f"{name}.gz", "rb") as packed, (into / name).open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    return into / name


def measure(folder: Path, scorer: Path) -> list[Result]:
    """The figures of one stream."""
    work = Path(tempfile.mkdtemp(prefix="leadloom-bench-"))
    try:
        path = unpacked(folder, "events.jsonl", work)
        decided = decide_to(path, work / "pred.jsonl", "classic")
        command = [sys.executable, str(scorer), "--truth", str(unpacked(folder, "truth.jsonl", work)), "--pred", str(work / "pred.jsonl")]
        subprocess.run([*command, "--quiet", "--json", str(work / "scores.json")], check=True)
        scores = json.loads((work / "scores.json").read_text())
        alike, agreed = agreement(Orders(events(path, FIRST)), 3)
    finally:
        shutil.rmtree(work)
    found = list(scored(folder.name, scores, len(decided) >= LARGE))
    found.append(figure(f"{folder.name}: pairs grouped alike in another order (R54)", 100 * alike, "%"))
    found.append(figure(f"{folder.name}: or asked about (R54)", 100 * agreed, "%"))
    return found + [Result(f"{folder.name}: {each.name}", each.value, each.unit, each.bar, each.ok) for each in figures(decided)[:6]]


def scored(stream: str, scores: dict[str, Any], large: bool) -> Iterator[Result]:
    """What the scorer says, beside the bars and beside Splink."""
    for key, says in (("f1", "pairwise F1"), ("precision", "pairwise precision"), ("b3_f1", "B-cubed F1")):
        splink = f" (Splink {SPLINK[large][key]})" if key in SPLINK[large] else ""
        yield at_least(f"{stream}: {says}{splink}", scores[key], "", BARS[large][key])
    yield figure(f"{stream}: pairwise recall", scores["recall"], "")
    for trap, most in TRAPS.items():
        if trap in scores["hard_negatives"]:
            yield at_most(f"{stream}: wrongly joined, {trap}", scores["hard_negatives"][trap]["false_join_rate"], "", most)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=os.environ.get("LEADBENCH"), help="default: the environment's LEADBENCH")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    asked = parser.parse_args()
    if asked.folder is None:
        print("LEADBENCH names no folder of labelled streams: matching is not measured.", file=sys.stderr)
        return finish("matching", [], asked.json)
    results = [result for stream in streams(asked.folder) for result in measure(stream, asked.folder / "score.py")]
    return finish("matching", results, asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
