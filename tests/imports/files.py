"""Files that are imported in tests, and a decider for their rows."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from processors.decisionlog import MemoryStore
from processors.step import Step
from runtime import discover
from runtime.decider import Decider, Limits
from runtime.embedded import EmbeddedLog
from runtime.importcount import NOT_READ
from runtime.importfile import ImportOptions, ImportReport
from schemas.capture import BULK, decode


@asynccontextmanager
async def deciding_on(log: EmbeddedLog) -> AsyncIterator[None]:
    """A decider at work with the real step."""
    stop = asyncio.Event()
    task = asyncio.create_task(Decider(log, 0, MemoryStore(), Step(discover.readers()), Limits(idle_s=0.005)).run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


def table(numbers: Sequence[int]) -> str:
    return "Name,Phone,Notes\n" + "".join(f"Customer {n},+49 30 90{n:05d},wants {n}\n" for n in numbers)


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def options(**more: object) -> ImportOptions:
    return ImportOptions(preset="expo", group=50, **more)  # type: ignore[arg-type]


async def rows_in(log: EmbeddedLog) -> list[str]:
    """The lines of the captures on the bulk lane, in order."""
    found: list[str] = []
    while records := await log.read(BULK, 0, len(found)):
        found += [decode(record).meta["row"] for record in records]
    return found


def assert_adds_up(report: ImportReport) -> None:
    assert sum(report.outcomes.values()) + report.undecided == report.rows
    assert len(report.rejected) == min(sum(report.outcomes.get(name, 0) for name in NOT_READ), 100)
