"""Who is the same person? Any event file through the real channel parsers and the step; writes the client each event stands at in the end."""

import argparse
import time
from collections import Counter
from pathlib import Path

import orjson

from bench.report import Result, figure, finish
from bench.stream import WORKSPACE, captures, events
from processors.decisionlog import MemoryStore
from processors.queries import client_after
from processors.step import Decide, deciding
from runtime.discover import readers
from schemas.capture import LIVE, Appended, Capture
from schemas.codec import to_json
from schemas.config import ConfigChange, Mode, Queue, Responsible, WorkspaceConfig
from schemas.decision import Entry
from schemas.state import Overlay, State

TEAM = ("anna", "boris", "clara")


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


def decide_all(path: Path, mode: Mode) -> tuple[list[tuple[str, Entry]], State, float]:
    """(event, entry) of every event, the state in the end, and the seconds that deciding took."""
    stream = list(captures(events(path)))
    state = Overlay(MemoryStore())
    decide: Decide = deciding(readers())
    decide(Appended(configuration(mode), LIVE, 0, 0, 0), state, 0)
    decided: list[tuple[str, Entry]] = []
    began = time.perf_counter()
    for offset, (event, at, capture) in enumerate(stream, 1):
        now = int(at * 1000)
        verdict = decide(Appended(capture, LIVE, 0, offset, now), state, now)
        decided.append((event, verdict.entries[0]))
    return decided, state, time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=Path, help="a file of events, JSON lines, .gz or not")
    parser.add_argument("--out", type=Path, required=True, help="where to write {event_id, entity_id}, a line each")
    parser.add_argument("--mode", choices=("classic", "simple"), default="classic")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    asked = parser.parse_args()
    decided, state, seconds = decide_all(asked.events, asked.mode)
    with asked.out.open("wb") as out:
        for event, entry in decided:
            client = client_after(state, WORKSPACE, entry.client) if entry.client else None
            out.write(orjson.dumps({"event_id": event, "entity_id": client or f"none-{event}"}) + b"\n")
    outcomes = Counter(entry.outcome for _, entry in decided)
    results: list[Result] = [
        figure("captures per second", len(decided) / seconds, "1/s"),
        figure("microseconds a capture", seconds / max(1, len(decided)) * 1e6, "us"),
        *(figure(outcome, count, "touches") for outcome, count in outcomes.most_common()),
    ]
    return finish("leadbench", results, asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
