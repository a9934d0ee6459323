"""Who is the same person? Any event file through the real channel parsers and the step; writes the client each event stands at in the end."""

import argparse
import gc
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from bench.report import Result, at_most, figure, finish
from bench.stream import WORKSPACE, captures, events
from processors.queries import client_after
from processors.step import Step
from runtime import collector
from runtime.decider import Limits
from runtime.discover import readers
from runtime.store import LmdbStore
from schemas.capture import LIVE, Appended, Capture
from schemas.codec import to_json
from schemas.config import ConfigChange, Mode, Queue, Responsible, WorkspaceConfig
from schemas.state import Overlay

TEAM = ("anna", "boris", "clara")
BATCH = Limits().batch
"""So many captures are read at once and kept at once, as the decider does where so many wait."""


def configuration(mode: Mode) -> Capture:
    """The configuration that the stream is decided by: three people who take turns."""
    config = WorkspaceConfig(
        mode=mode,
        responsibles=tuple(Responsible(id=name) for name in TEAM),
        queues=(Queue(id="sales", members=TEAM),),
        default_queue="sales",
    )
    return Capture(
        id="configuration", workspace=WORKSPACE, channel="config", source="bench", body=to_json(ConfigChange(base=0, config=config))
    )


class Decided(NamedTuple):
    """What became of an event: its client at that time, the outcome, how many merges and review items it caused, and the seconds
    of processor time that it took: neighbours on the machine do not count."""

    event: str
    client: str | None
    outcome: str
    merges: int
    reviews: int
    seconds: float


def decide_all(path: Path, mode: Mode, store: LmdbStore) -> Iterator[Decided]:
    """Every event, decided on the store; changes are kept batch by batch, which is not counted. Reading a batch is each one's equal share."""
    step = Step(readers())
    place, state = store.place(), Overlay(store)
    step(Appended(configuration(mode), LIVE, 0, 0, 0), state, 0)
    stream = [(event, Appended(capture, LIVE, 0, n, int(at * 1000))) for n, (event, at, capture) in enumerate(captures(events(path)), 1)]
    gc.collect()
    collector.settle()  # the stream is no part of what a decider holds
    for first in range(0, len(stream), BATCH):
        batch = stream[first : first + BATCH]
        began = time.thread_time()
        decide = step.ahead([appended for _, appended in batch], state)
        reading = (time.thread_time() - began) / len(batch)
        for event, appended in batch:
            draft = Overlay(state)
            began = time.thread_time()
            verdict = decide(appended, draft, appended.at)
            took = time.thread_time() - began + reading
            state.changes.update(draft.changes)
            entry = verdict.entries[0]
            yield Decided(event, entry.client, entry.outcome, len(entry.merges), len(entry.reviews), took)
        store.keep(state.changes, place)
        state = Overlay(store)


def decide_to(path: Path, out: Path, mode: Mode) -> list[Decided]:
    """Decide every event of a file, and write the client that each stands at in the end."""
    folder = Path(tempfile.mkdtemp(prefix="leadloom-bench-"))
    try:
        store = LmdbStore(folder)
        decided = list(decide_all(path, mode, store))
        with out.open("wb") as lines:
            for each in decided:
                client = client_after(store, WORKSPACE, each.client) if each.client else None
                lines.write(orjson.dumps({"event_id": each.event, "entity_id": client or f"none-{each.event}"}) + b"\n")
        store.close()
    finally:
        shutil.rmtree(folder)
    return decided


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=Path, help="a file of events, JSON lines, .gz or not")
    parser.add_argument("--out", type=Path, required=True, help="where to write {event_id, entity_id}, a line each")
    parser.add_argument("--mode", choices=("classic", "simple"), default="classic")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    asked = parser.parse_args()
    decided = decide_to(asked.events, asked.out, asked.mode)
    return finish("leadbench", figures(decided), asked.json)


def figures(decided: Sequence[Decided]) -> list[Result]:
    """How fast it was, what became of the touches, and how often a person is asked."""
    took = sorted(each.seconds * 1e6 for each in decided) or [0.0]
    touches = max(1, len(decided))
    return [
        figure("captures per second", touches / sum(took) * 1e6, "1/s"),
        figure("microseconds a capture", sum(took) / touches, "us"),
        figure("microseconds a capture, median", took[len(took) // 2], "us"),
        figure("microseconds a capture, 99th percentile", took[len(took) * 99 // 100], "us"),
        at_most("200 thousand events on one core", sum(took) / touches * 0.2, "s", 45),
        at_most("review items", 100 * sum(each.reviews for each in decided) / touches, "% of touches", 3),
        figure("merges", sum(each.merges for each in decided), ""),
        *(figure(outcome, count, "touches") for outcome, count in Counter(each.outcome for each in decided).most_common()),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
