"""The step alone: captures of a mixed stream, parsed and decided on LMDB state, caches warm, commits not counted; and how it grows with the clients.

Two stores are filled by a sorted append, one with ten thousand clients and one with ten million; the same stream is decided on both in turn,
its changes committed in groups as the decider does, and taken back after each round.
"""

import argparse
import gc
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

import lmdb

from bench.leadbench import configuration
from bench.report import at_most, figure, finish
from bench.stream import WORKSPACE, captures, events
from processors.decisionlog import Decide
from processors.memory import FORMAT, prefix_of, text_id
from processors.remembered import Client, OpenItem, Shown
from processors.resolve.profile import Name, Profile
from processors.step import Step
from runtime import collector
from runtime.discover import readers
from runtime.store import MAP_BYTES, LmdbStore
from schemas.capture import LIVE, Appended
from schemas.codec import pack
from schemas.config import Mode
from schemas.state import Overlay

STREAM = Path(__file__).parent.parent / "runtime/demo/enquiries.jsonl.gz"
FEW, MANY = 10_000, 10_000_000
GROUP = 20
ROUNDS = 3
CHUNK = 100_000
SHARED = 100_000
MINUTE = 60_000


def synthetic(count: int) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of `count` clients with a phone, an e-mail, a profile and two blocking keys each, in key order, spread evenly over the
    space of ids and digests; and the counts that say how many they are."""
    prefix, step = prefix_of(WORKSPACE), (1 << 128) // count
    some = text_id(bytes(16))
    shown = Shown(name="Ivan Petrov", phones=("+79161234567",), emails=("ivan.petrov@example.org",))
    body = FORMAT + pack(Client(some, 1, 1, shown, open=(OpenItem("lead", some),), touches=3))
    profile = Profile(
        (Name(("ivan", "petrov")),), ("ivan.petrov@example.org",), ("+79161234567",), companies=("@example.org",), last=20_000
    )
    head, _, tail = body.partition(some.encode())
    for n in range(2 * count):
        yield prefix + b"b" + (n * step // 2 >> 48).to_bytes(10, "big"), FORMAT + (n // 2 * step).to_bytes(16, "big")
    for n in range(count):
        raw = (n * step).to_bytes(16, "big")
        yield prefix + b"c" + raw, head + text_id(raw).encode() + tail
    for n in range(count):
        yield prefix + b"h" + (n * step).to_bytes(16, "big"), FORMAT + pack(profile)
    for kind in (b"ke", b"kp"):
        for n in range(count):
            raw = (n * step).to_bytes(16, "big")
            yield prefix + kind + raw, FORMAT + b"\x00" + raw
    for kind in (b"n", b"w"):
        yield prefix + b"z" + kind, FORMAT + count.to_bytes(8, "big")


def fill(folder: Path, count: int) -> LmdbStore:
    """A store with that many clients in it."""
    LmdbStore(folder).close()
    env = lmdb.open(str(folder), map_size=MAP_BYTES, sync=False, metasync=False, writemap=True, map_async=True)
    records = synthetic(count)
    while chunk := list(islice(records, CHUNK)):
        with env.begin(write=True) as txn, txn.cursor() as cursor:
            cursor.putmulti(chunk, append=True)
    env.sync(True)
    env.close()
    return LmdbStore(folder)


def round_(store: LmdbStore, stream: Sequence[Appended], step: Step, mode: Mode, ahead: bool = False) -> list[float]:
    """Microseconds of each capture; the store is left as it was found. `ahead`: read a group at once, as the decider does where many wait;
    each has an equal share of that."""
    touched: set[bytes] = set()
    took = []
    place = store.place()
    overlay = Overlay(store)
    step(Appended(configuration(mode), LIVE, 0, 0, 0), overlay, 0)
    decide: Decide = step
    for first in range(0, len(stream), GROUP):
        group = stream[first : first + GROUP]
        began, share = time.perf_counter(), 0.0
        if ahead:
            decide = step.ahead(group, overlay)
            share = (time.perf_counter() - began) / len(group)
        for appended in group:
            capture = Overlay(overlay)
            began = time.perf_counter()
            decide(appended, capture, appended.at)
            took.append((time.perf_counter() - began + share) * 1e6)
            overlay.changes.update(capture.changes)
        touched.update(overlay.changes)
        store.keep(overlay.changes, place)
        overlay = Overlay(store)
    store.keep(dict.fromkeys(touched), place)
    return took


class Rounds(NamedTuple):
    """The rounds' microseconds: on the small store one capture at a time and in groups, and on the large one."""

    few: list[list[float]]
    grouped: list[list[float]]
    many: list[list[float]]


def measure(folder: Path, path: Path, clients: int, mode: Mode) -> Rounds:
    """The rounds in turn, after one of each to warm up."""
    stream = [Appended(capture, LIVE, 0, n, int(at * 1000)) for n, (_, at, capture) in enumerate(captures(events(path)))]
    step, found = Step(readers()), Rounds([], [], [])
    print(f"filling {FEW:,} and {clients:,} clients", file=sys.stderr)
    small, large = fill(folder / "small", FEW), fill(folder / "large", clients)
    gc.collect()
    collector.settle()
    try:
        for n in range(ROUNDS + 1):
            each = round_(small, stream, step, mode), round_(small, stream, step, mode, ahead=True), round_(large, stream, step, mode)
            for rounds, took in zip(found, each, strict=True):
                if n:
                    rounds.append(took)
    finally:
        small.close()
        large.close()
    return found


def shared(folder: Path, count: int, decide: Decide, names: bool) -> tuple[float, float]:
    """Microseconds a touch, median: of the second thousand and of the last one, of `count` touches that all give one phone, each by somebody
    of another e-mail, or (no `names`) all by one."""
    forms = [
        {
            "event_id": f"{n:016x}",
            "occurred_at": "2026-01-05T10:00:00Z",
            "channel": "form",
            "payload": {"phone": "+79161234567", "page": "/ru/"} | ({"name": "Office", "email": f"p{n}x@e{n}.example"} if names else {}),
        }
        for n in range(count)
    ]
    store = LmdbStore(folder)
    place, state, took = store.place(), Overlay(store), []
    decide(Appended(configuration("classic"), LIVE, 0, 0, 0), state, 0)
    for n, (_, at, capture) in enumerate(captures(forms), 1):
        draft = Overlay(state)
        began = time.perf_counter()
        decide(Appended(capture, LIVE, 0, n, int(at * 1000) + n * MINUTE), draft, int(at * 1000) + n * MINUTE)
        took.append((time.perf_counter() - began) * 1e6)
        state.changes.update(draft.changes)
        if n % GROUP == 0:
            store.keep(state.changes, place)
            state = Overlay(store)
    store.close()
    return median(took[1000:2000]), median(took[-1000:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=Path, default=STREAM, help="a file of events, JSON lines, .gz or not")
    parser.add_argument("--clients", type=int, default=MANY, help="how many clients the large store has")
    parser.add_argument(
        "--shared", type=int, default=SHARED, help="how many touches share one key: once all of one client, once each of another"
    )
    parser.add_argument("--mode", choices=("classic", "simple"), default="classic")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="leadloom-bench-"))
    try:
        few, grouped, many = measure(folder, asked.events, asked.clients, asked.mode)
        decide = Step(readers())
        several = [shared(folder / f"shared-{names}", asked.shared, decide, names) for names in (True, False)]
    finally:
        shutil.rmtree(folder)
    medians = [median(took) for took in few]
    ratio = median(median(large) / median(small) for small, large in zip(few, many, strict=True))
    results = [
        at_most("the step alone, with matching, median", median(medians), "us", 200),
        figure(f"median, {GROUP} read at once", median([median(took) for took in grouped]), "us"),
        at_most(f"median at {asked.clients:,} clients / at {FEW:,}", ratio, "x", 1.3),
        figure("the step alone, mean", median([sum(took) / len(took) for took in few]), "us"),
        at_most("the step alone, 99th percentile", median([sorted(took)[len(took) * 99 // 100] for took in few]), "us", 1500),
        figure(f"median at {asked.clients:,} clients", median([median(took) for took in many]), "us"),
        at_most(f"one phone in {asked.shared:,} touches of as many people, last / first", several[0][1] / several[0][0], "x", 1.3),
        at_most(f"one phone in {asked.shared:,} touches of one client, last / first", several[1][1] / several[1][0], "x", 1.3),
    ]
    return finish("step", results, asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
