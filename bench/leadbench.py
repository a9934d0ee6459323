"""Who is the same person? Any event file through the real channel parsers and the step; writes the client each event stands at in the end."""

import argparse
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from bench.report import Result, at_most, figure, finish
from bench.stream import WORKSPACE, captures, events
from processors.queries import client_after
from processors.step import Decide, deciding
from runtime.discover import readers
from runtime.store import LmdbStore
from schemas.capture import LIVE, Appended, Capture
from schemas.codec import to_json
from schemas.config import ConfigChange, Mode, Queue, Responsible, WorkspaceConfig
from schemas.decision import Entry
from schemas.state import Overlay

TEAM = ("anna", "boris", "clara")
GROUP = 20


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


def decide_all(path: Path, mode: Mode, store: LmdbStore) -> Iterator[tuple[str, Entry, float]]:
    """(event, entry, seconds) of every event, decided on the store; its changes are kept in groups as the decider does, not counted."""
    decide: Decide = deciding(readers())
    place, state = store.place(), Overlay(store)
    decide(Appended(configuration(mode), LIVE, 0, 0, 0), state, 0)
    for offset, (event, at, capture) in enumerate(list(captures(events(path))), 1):
        now = int(at * 1000)
        draft = Overlay(state)
        began = time.perf_counter()
        verdict = decide(Appended(capture, LIVE, 0, offset, now), draft, now)
        took = time.perf_counter() - began
        state.changes.update(draft.changes)
        if offset % GROUP == 0:
            store.keep(state.changes, place)
            state = Overlay(store)
        yield event, verdict.entries[0], took
    store.keep(state.changes, place)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=Path, help="a file of events, JSON lines, .gz or not")
    parser.add_argument("--out", type=Path, required=True, help="where to write {event_id, entity_id}, a line each")
    parser.add_argument("--mode", choices=("classic", "simple"), default="classic")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="leadloom-bench-"))
    try:
        store = LmdbStore(folder)
        decided = list(decide_all(asked.events, asked.mode, store))
        with asked.out.open("wb") as out:
            for event, entry, _ in decided:
                client = client_after(store, WORKSPACE, entry.client) if entry.client else None
                out.write(orjson.dumps({"event_id": event, "entity_id": client or f"none-{event}"}) + b"\n")
        store.close()
    finally:
        shutil.rmtree(folder)
    return finish("leadbench", figures(decided), asked.json)


def figures(decided: Sequence[tuple[str, Entry, float]]) -> list[Result]:
    """How fast it was, what became of the touches, and how often a person is asked."""
    took = sorted(seconds * 1e6 for _, _, seconds in decided) or [0.0]
    touches = max(1, len(decided))
    return [
        figure("captures per second", touches / sum(took) * 1e6, "1/s"),
        figure("microseconds a capture", sum(took) / touches, "us"),
        figure("microseconds a capture, median", took[len(took) // 2], "us"),
        figure("microseconds a capture, 99th percentile", took[len(took) * 99 // 100], "us"),
        at_most("200 thousand events on one core", sum(took) / touches * 0.2, "s", 45),
        at_most("review items", 100 * sum(len(entry.reviews) for _, entry, _ in decided) / touches, "% of touches", 3),
        figure("merges", sum(len(entry.merges) for _, entry, _ in decided), ""),
        *(figure(outcome, count, "touches") for outcome, count in Counter(entry.outcome for _, entry, _ in decided).most_common()),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
