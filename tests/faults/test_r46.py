"""R46 as a property over both hosts: any capture delivered any number of times, with a crash anywhere, gives the same state and the same records."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processors.decisionlog import TOPIC, DecisionLog, MemoryStore, follow
from processors.step import Step
from runtime.decider import Decider, Limits
from runtime.discover import readers
from runtime.embedded import EmbeddedLog
from runtime.kafka import KafkaLog, create_topics
from runtime.log import Log
from runtime.testing.kafka import KafkaServer
from schemas.capture import LIVE, Capture, encode
from schemas.codec import derive_id, to_json
from schemas.config import ConfigChange, Mode, Queue, Responsible, WorkspaceConfig
from schemas.decision import Place
from schemas.errors import Retry
from schemas.record import NewRecord, Record

STEP = Step(readers())


class Crash(BaseException):
    """The process ends here."""


@dataclass
class Faulty:
    """A log on which the nth append of decisions goes wrong as planned, and all others well."""

    log: Log
    plan: dict[int, str]
    count: int = field(default=0)

    @property
    def partitions(self) -> int:
        return self.log.partitions

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int | None:
        fault = ""
        if topic == TOPIC:
            self.count += 1
            fault = self.plan.get(self.count, "")
        if fault == "crash before":
            raise Crash
        offset = await self.log.append(topic, partition, records)
        match fault:
            case "crash after":
                raise Crash
            case "twice":
                await self.log.append(topic, partition, records)
            case "no answer":
                raise Retry("the answer was lost", after_s=0)
            case "no offset":
                return None
        return offset

    async def read(self, topic: str, partition: int, offset: int, *, limit: int = 500, wait_s: float = 0.0) -> Sequence[Record]:
        return await self.log.read(topic, partition, offset, limit=limit, wait_s=wait_s)

    async def span(self, topic: str, partition: int) -> tuple[int, int]:
        return await self.log.span(topic, partition)

    async def latest(self, topic: str, partition: int, key: bytes) -> bytes | None:
        return await self.log.latest(topic, partition, key)

    async def close(self) -> None:
        await self.log.close()


def configuration(mode: Mode) -> Capture:
    people = ("ann", "bob", "cyd")
    config = WorkspaceConfig(
        mode=mode,
        region="DE",
        responsibles=tuple(Responsible(id=who) for who in people),
        queues=(Queue(id="all", members=people),),
        default_queue="all",
    )
    return Capture(id="config", workspace="w", channel="config", source="t", body=to_json(ConfigChange(base=0, config=config)))


def form(number: int) -> Capture:
    """The nth enquiry; several are of one person, some give only one of two keys."""
    who = number % 4
    said: dict[str, Any] = {"name": f"Person {who}", "message": f"enquiry {number}", "_id": f"key-{number}"}
    said |= {"email": f"p{who}@person.example"} if number % 3 else {"phone": f"030 5550{who}00"}
    body = orjson.dumps(said)
    return Capture(
        id=derive_id("form", str(number)), workspace="w", channel="webform", source="contact", body=body, content_type="application/json"
    )


numbers = st.lists(st.integers(0, 9), min_size=1, max_size=14)
faults = st.dictionaries(
    st.integers(1, 12), st.sampled_from(("crash before", "crash after", "twice", "no answer", "no offset")), max_size=6
)
modes = st.sampled_from(("classic", "simple"))


async def decide_all(log: Log, plan: dict[int, str], keep_state: bool, batch: int) -> None:
    """Decide what is there; a process that crashes is followed by another, with its state or without."""
    faulty, store = Faulty(log, plan), MemoryStore()
    _, end = await log.span(LIVE, 0)
    while True:
        stop = asyncio.Event()
        decider = Decider(faulty, 0, store, STEP, Limits(batch=batch))
        running = asyncio.create_task(_until_crash(decider.run(stop)))
        while not running.done() and decider.decisions.place.lanes.get(LIVE, 0) < end:
            await asyncio.wait({running}, timeout=0.005)
        stop.set()
        if not await running:
            return
        store = store if keep_state else MemoryStore()


async def _until_crash(work: Awaitable[None]) -> bool:
    try:
        await work
    except Crash:
        return True
    return False


async def outcome(log: Log) -> tuple[dict[bytes, bytes], list[tuple[str, str, int, Any]]]:
    """The state as the log says it, and the records in their order; times are masked where the log's clock is its own."""
    accepted, _ = follow(Place(), await _all(log))
    store = MemoryStore()
    DecisionLog(store).fold(await _all(log))
    emits = [(e.topic, e.key, e.version, _timeless(orjson.loads(e.data or b"{}"))) for _, d in accepted for e in d.emit]
    exact = isinstance(log, EmbeddedLog)
    return {key: value if exact else b"" for key, value in store.items.items() if not key.startswith(b"\x00")}, emits


async def _all(log: Log) -> list[Record]:
    records: list[Record] = []
    _, end = await log.span(TOPIC, 0)
    while len(records) < end:
        records += await log.read(TOPIC, 0, len(records), wait_s=5)
    return records


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(inner) for name, inner in value.items() if name not in ("at", "created_at", "modified_at")}
    return [_timeless(inner) for inner in value] if isinstance(value, list) else value


async def holds(
    fresh: Callable[[], Awaitable[Log]], arrivals: list[int], mode: Mode, plan: dict[int, str], keep_state: bool, batch: int
) -> None:
    once = list(dict.fromkeys(arrivals))
    results = []
    for deliveries, wrong in ((once, {}), (arrivals, plan)):
        log = await fresh()
        await log.append(LIVE, 0, [encode(configuration(mode)), *(encode(form(number)) for number in deliveries)])
        await decide_all(log, dict(wrong), keep_state, batch)
        results.append(await outcome(log))
        await log.close()
    (state, emits), (state_again, emits_again) = results
    assert state_again == state
    assert emits_again == emits


@pytest.mark.slow
@given(numbers, modes, faults, st.booleans(), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_r46_on_one_machine(arrivals: list[int], mode: Mode, plan: dict[int, str], keep_state: bool, batch: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = iter(range(9))

        async def fresh() -> Log:
            return EmbeddedLog(Path(folder) / str(next(made)), clock=lambda: 1_800_000_000.0)

        asyncio.run(holds(fresh, arrivals, mode, plan, keep_state, batch))


@pytest.mark.slow
@pytest.mark.kafka
def test_r46_on_kafka(kafka: KafkaServer) -> None:
    made = iter(range(1000))

    async def fresh() -> Log:
        prefix = f"r46-{next(made)}"
        await create_topics(kafka.bootstrap, prefix, 1)
        return await KafkaLog.open(kafka.bootstrap, prefix)

    @given(numbers, modes, faults, st.booleans(), st.integers(1, 5))
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    def property_(arrivals: list[int], mode: Mode, plan: dict[int, str], keep_state: bool, batch: int) -> None:
        asyncio.run(holds(fresh, arrivals, mode, plan, keep_state, batch))

    property_()
