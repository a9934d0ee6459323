"""Delivery (runtime/deliverer.py): everything once and in order, whoever dies, is unwell, or comes with the place of another log."""

import asyncio
import json
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import structlog

from runtime import crash
from runtime.deliverer import deliver
from runtime.discover import sinks
from runtime.embedded import EmbeddedLog
from schemas.decision import Decision, Place
from schemas.errors import Reject, Retry
from sinks.base import Delivery, Sink
from tests.contracts.sink_crash import forked
from tests.views.made import decisions, records

MADE = decisions(5, 200)


def files(folder: Path) -> Sink:
    spec = sinks()["files"]
    sink: Sink = spec.make(spec.settings(folder=folder))
    return sink


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "lead.jsonl").read_bytes().splitlines()]


def wanted(made: Sequence[Decision]) -> list[tuple[str, int]]:
    return [(emit.key, emit.version) for decision in made for emit in decision.emit]


def shape(folder: Path) -> list[tuple[str, int]]:
    return [(line["key"], line["version"]) for line in lines(folder)]


async def until_done(log: EmbeddedLog, sink: Sink, *, batch: int = 500) -> None:
    """Deliver until nothing is left to deliver."""
    stop = asyncio.Event()

    def lag(left: int) -> None:
        if left == 0:
            stop.set()

    async with asyncio.timeout(30):
        await deliver(log, 0, sink, stop, batch=batch, lag=lag)


@pytest.fixture
async def log(tmp_path: Path) -> Any:
    log = EmbeddedLog(tmp_path / "log")
    await log.append("decision", 0, records(MADE, 5))
    yield log
    await log.close()


async def test_every_record_of_every_decision_that_counts_is_delivered_in_order(log: EmbeddedLog, tmp_path: Path) -> None:
    await until_done(log, files(tmp_path / "out"), batch=7)
    assert shape(tmp_path / "out") == wanted(MADE)


async def test_delivery_goes_on_where_the_sink_stands(log: EmbeddedLog, tmp_path: Path) -> None:
    await until_done(log, files(tmp_path / "out"))
    more = decisions(5, 260)[200:]
    await log.append("decision", 0, records(more, 6))
    await until_done(log, files(tmp_path / "out"))
    assert shape(tmp_path / "out") == wanted(MADE) + wanted(more)


class Moody:
    """A sink that is unwell whenever its script says so: before it writes, or after, when nobody knows any more."""

    def __init__(self, sink: Sink, script: str) -> None:
        self.sink, self.script = sink, list(script)
        self.place, self.close = sink.place, sink.close

    async def open(self) -> None:
        self.mood("o")
        await self.sink.open()

    async def deliver(self, partition: int, deliveries: Sequence[Delivery], place: Place) -> None:
        self.mood("b")
        await self.sink.deliver(partition, deliveries, place)
        self.mood("a")

    def mood(self, when: str) -> None:
        if self.script and self.script[0] == when:
            self.script.pop(0)
            raise Retry("The sink is unwell.", after_s=0.01)
        if self.script and self.script[0] == ".":
            self.script.pop(0)


async def test_f13_an_unwell_sink_loses_nothing_and_gets_nothing_twice(log: EmbeddedLog, tmp_path: Path) -> None:
    moody = Moody(files(tmp_path / "out"), "oab..a")
    with structlog.testing.capture_logs() as said:
        await until_done(log, moody, batch=20)
    assert moody.script == []
    assert shape(tmp_path / "out") == wanted(MADE)
    assert {(entry["log_level"], entry["why"]) for entry in said} == {("warning", "The sink is unwell.")}


async def test_what_waits_behind_a_sink_that_is_unwell_is_told(log: EmbeddedLog, tmp_path: Path) -> None:
    stop, told = asyncio.Event(), list[int]()

    def lag(left: int) -> None:
        told.append(left)
        if len(told) == 2:
            stop.set()

    _, end = await log.span("decision", 0)
    async with asyncio.timeout(30):
        await deliver(log, 0, Moody(files(tmp_path / "out"), ".b"), stop, batch=end // 2, lag=lag)
    assert told == [end, end - end // 2]


async def test_the_place_of_another_log_is_not_believed(log: EmbeddedLog, tmp_path: Path) -> None:
    for other in (decisions(9, 40), decisions(9, 400)):
        elsewhere = EmbeddedLog(tmp_path / f"log-{len(other)}")
        await elsewhere.append("decision", 0, records(other, 1))
        out = tmp_path / f"out-{len(other)}"
        await until_done(elsewhere, files(out))
        await elsewhere.close()
        with structlog.testing.capture_logs() as said:
            await until_done(log, files(out))
        assert shape(out) == wanted(other) + wanted(MADE)
        assert [entry["event"] for entry in said] == ["delivering again from the start"]


async def held(log: EmbeddedLog, sink: Sink) -> str:
    """Deliver until an error is said; what it says."""
    stop = asyncio.Event()
    with structlog.testing.capture_logs() as said:
        running = asyncio.create_task(deliver(log, 0, sink, stop))
        async with asyncio.timeout(20):
            while not any(entry["log_level"] == "error" for entry in said):
                await asyncio.wait({running}, timeout=0.01)
        stop.set()
        await running
    (error,) = [entry for entry in said if entry["log_level"] == "error"]
    return str(error["why"])


async def test_a_log_without_its_beginning_holds_the_sink_and_says_what_to_do(log: EmbeddedLog, tmp_path: Path) -> None:
    class Trimmed(EmbeddedLog):
        async def span(self, topic: str, partition: int) -> tuple[int, int]:
            return 50, (await super().span(topic, partition))[1]

    await log.close()
    trimmed, stands = Trimmed(tmp_path / "log"), Place(3, b"x" * 16)
    sink = files(tmp_path / "out")
    await sink.open()
    await sink.deliver(0, (), stands)
    await sink.close()
    assert "give the sink an empty destination" in await held(trimmed, files(tmp_path / "out"))
    again = files(tmp_path / "out")
    await again.open()
    assert await again.place(0) == stands
    await again.close()
    await trimmed.close()


async def test_a_record_that_can_never_be_taken_holds_the_sink_and_nothing_moves(log: EmbeddedLog, tmp_path: Path) -> None:
    class Picky(Moody):
        async def deliver(self, partition: int, deliveries: Sequence[Delivery], place: Place) -> None:
            raise Reject("This record can never be taken: update leadloom.")

    assert await held(log, Picky(files(tmp_path / "out"), "")) == "This record can never be taken: update leadloom."
    await until_done(log, files(tmp_path / "out"))
    assert shape(tmp_path / "out") == wanted(MADE)


async def test_stop_ends_a_delivery_that_waits(log: EmbeddedLog, tmp_path: Path) -> None:
    stop, delivered = asyncio.Event(), asyncio.Event()

    def lag(left: int) -> None:
        if left == 0:
            delivered.set()

    running = asyncio.create_task(deliver(log, 0, files(tmp_path / "out"), stop, lag=lag))
    async with asyncio.timeout(5):
        await delivered.wait()
        assert not running.done()
        stop.set()
        await running
    assert shape(tmp_path / "out") == wanted(MADE)


def _killed(point: str, folder: Path) -> None:
    async def run() -> None:
        log = EmbeddedLog(folder / "log")
        await until_done(log, files(folder / "out"), batch=10)
        await log.close()

    crash.arm(point)
    asyncio.run(run())


@pytest.mark.slow
@pytest.mark.parametrize("point", ["deliver.before_write:1", "deliver.before_write:7", "deliver.written:1", "deliver.written:7"])
async def test_f5_killed_at_a_crash_point_delivery_has_one_effect(log: EmbeddedLog, tmp_path: Path, point: str) -> None:
    await log.close()
    child = forked().Process(target=_killed, args=(point, tmp_path))
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    again = EmbeddedLog(tmp_path / "log")
    await until_done(again, files(tmp_path / "out"))
    await again.close()
    assert shape(tmp_path / "out") == wanted(MADE)
