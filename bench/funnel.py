"""The funnel over a million touches: from the rows that views keep, on disk, to the report; folding them is measured beside it.

A year of a workspace with eight sources, twenty managers and two modes is made up and folded by the views' own fold; a third of the touches makes
leads and deals, most of which go on through their stages. What has a bar is what `leadloom funnel` does in its process once it runs: read and
decode the rows of the tables that it needs, add them up, and make the report.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.report import at_most, figure, finish, middle
from processors.decisionlog import Accepted
from processors.views import hosted
from processors.views.keys import Key
from processors.views.report import Asked, report
from runtime.store import LmdbStore
from runtime.views import store_key, table
from schemas.codec import to_json
from schemas.decision import FORMAT, GENESIS, Decision, Emit, Entry, Outcome, Place
from schemas.topics import DAY_MS

TOUCHES, DAYS, RUNS = 1_000_000, 365, 5
BEGIN = 1_767_225_600_000
SOURCES = tuple((channel, f"{channel}-{n}") for channel in ("webform", "telephony", "imap", "chat") for n in range(2))
OTHERS: tuple[Outcome, ...] = ("activity", "activity", "activity", "duplicate", "no_contact", "not_enquiry", "quarantine", "dead")
PATHS = {
    "lead": (("NEW", "process"), ("IN_PROGRESS", "process"), ("QUALIFIED", "process"), ("CONVERTED", "success"), ("JUNK", "failure")),
    "deal": (("NEW", "process"), ("PROPOSAL", "process"), ("NEGOTIATION", "process"), ("PAID", "won"), ("LOST", "lost")),
}


def decisions(touches: int) -> Iterator[Decision]:
    """A year of them, in order: one touch each, and every move of an item a decision of its own."""
    dice, n = random.Random(1), 0
    for touch in range(touches):
        now = BEGIN + touch * DAYS * DAY_MS // touches
        channel, source = dice.choice(SOURCES)
        if touch % 3:
            yield _decision(n, now, dice.choice(OTHERS), channel, source, None, ())
            n += 1
            continue
        kind = "lead" if touch % 2 else "deal"
        item = f"{touch:032x}"
        said: dict[str, object] = {
            "id": item,
            "created_at": now,
            "responsible": f"m{dice.randrange(20)}",
            "first_source": {"channel": channel, "source": source},
            "repeat": dice.random() < 0.3 if kind == "lead" else None,
            "market": dice.choice((None, "de", "pl", "uk")),
            "readiness": dice.choice((None, "ready", "not_ready")),
            "pipeline": "sales",
        }
        for version, (stage, semantic) in enumerate(PATHS[kind][: dice.choice((1, 1, 2, 3, 4, 5))], 1):
            said |= {"version": version, "semantic": semantic, "status" if kind == "lead" else "stage": stage}
            emit = (Emit(kind, item, version, to_json(said)),)
            yield _decision(n, now + version * 60_000, kind if version == 1 else "applied", channel, source, item, emit)
            n += 1


def _decision(n: int, now: int, outcome: str, channel: str, source: str, item: str | None, emit: tuple[Emit, ...]) -> Decision:
    entry = Entry(touch=f"{n}", outcome=outcome, channel=channel, source=source, reason="", item=item)  # type: ignore[arg-type]
    return Decision(FORMAT, GENESIS, "capture", n, f"{n}", "main", now, (entry,), {}, emit)


def fill(folder: Path, touches: int) -> tuple[LmdbStore, int, float]:
    """A store with the folded rows; how many rows are public, and seconds of folding for each decision."""
    rows: dict[Key, bytes] = {}
    batch: list[Accepted] = []
    count, folding = 0, 0.0

    def fold() -> None:
        nonlocal folding
        began = time.perf_counter()
        rows.update(hosted.fold(rows.get, batch))
        folding += time.perf_counter() - began
        batch.clear()

    for count, decision in enumerate(decisions(touches), 1):
        batch.append(Accepted(count, decision))
        if len(batch) == 2000:
            fold()
    fold()
    store = LmdbStore(folder)
    store.keep({store_key(key): raw for key, raw in rows.items()}, Place(next=count))
    return store, sum(key.table in hosted.PUBLIC for key in rows), folding / count


def asked(store: LmdbStore, by: str | None) -> float:
    """Milliseconds for one report."""
    began = time.perf_counter()
    found = report(lambda name: hosted.decoded(name, table(store, name).values()), Asked("2026-12-31", by))
    took = (time.perf_counter() - began) * 1000
    assert found.touches
    assert found.totals
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--touches", type=int, default=TOUCHES)
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    wanted = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="leadloom-bench-"))
    print(f"folding {wanted.touches:,} touches", file=sys.stderr)
    try:
        store, rows, folding = fill(folder / "views", wanted.touches)
        took = {by: middle([asked(store, by) for _ in range(RUNS)]) for by in (None, "channel", "source", "manager", "stage", "market")}
        store.close()
    finally:
        shutil.rmtree(folder)
    results = [
        at_most(f"funnel over {wanted.touches:,} touches, in process", took.pop(None), "ms", 200),
        at_most("the same by what takes longest", max(took.values()), "ms", 200),
        figure("rows kept of a year", rows, "rows"),
        figure("folding, each decision", folding * 1e6, "us"),
    ]
    return finish("funnel", results, wanted.json)


if __name__ == "__main__":
    raise SystemExit(main())
