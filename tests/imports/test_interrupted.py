"""An import goes on at its row after kill -9, a stop, and a log that is unwell, and no row comes twice or is passed over (F1, F2, F19)."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from runtime.embedded import EmbeddedLog
from runtime.importer import import_file
from runtime.kafka.log import KafkaLog
from schemas.capture import BULK, Capture, decode, encode
from schemas.errors import Retry
from schemas.record import NewRecord
from schemas.topics import partition_of
from tests.imports.files import deciding_on, options, rows_in, table, write


async def test_a_stopped_import_goes_on_at_its_row(log: EmbeddedLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(300)))
    stop = asyncio.Event()
    async with deciding_on(log):
        first = await import_file(log, path, options(stop=stop), lambda rows, *_: stop.set() if rows >= 100 else None)
        second = await import_file(log, path, options())
    assert (first.rows, first.complete) == (100, False)
    assert (second.rows, second.complete, second.resumed_line) == (300, True, 102)
    assert second.outcomes == {"lead": 300}
    assert await rows_in(log) == [str(n) for n in range(2, 302)]


KILLED = """
import asyncio, sys
from pathlib import Path
from runtime.embedded import EmbeddedLog
from runtime.importer import import_file
from runtime.importfile import ImportOptions

async def main() -> None:
    log = EmbeddedLog(Path(sys.argv[1]))
    await import_file(log, Path(sys.argv[2]), ImportOptions(preset="expo", group=50, decided_s=None))
    await log.close()

asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("point", ["import.appended:1", "import.appended:3", "import.cursor_saved:2"])
async def test_f19_an_import_killed_at_any_point_goes_on_at_its_row_without_repeats(tmp_path: Path, point: str) -> None:
    path = write(tmp_path / "leads.csv", table(range(300)))
    log = EmbeddedLog(tmp_path / "log")
    await log.append(BULK, 0, [encode(other(n)) for n in range(3)])
    environment = {**os.environ, "LEADLOOM_CRASH": point}
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, str(tmp_path / "log"), str(path), env=environment)
    assert await asyncio.wait_for(process.wait(), 30) == -signal.SIGKILL
    await log.append(BULK, 0, [encode(other(n)) for n in range(3, 6)])
    async with deciding_on(log):
        report = await import_file(log, path, options())
    assert report.outcomes == {"lead": 300}
    assert (report.rows, report.undecided, report.complete) == (300, 0, True)
    assert report.resumed_line == 50 * int(point[-1]) + 2
    assert [row for row in await rows_in(log) if row != "0"] == [str(n) for n in range(2, 302)]
    await log.close()


def other(n: int) -> Capture:
    """A row of somebody else's import on the same lane."""
    meta = {"row": "0", "header": '["Phone"]', "import": "another"}
    return Capture(id=f"other-{n}", workspace="main", channel="csvfile", source="other", body=b"+49 30 5%06d" % n, meta=meta)


async def test_f1_a_log_that_is_unwell_is_tried_again_and_no_row_is_passed_over(tmp_path: Path) -> None:
    class Unwell(EmbeddedLog):
        calls = 0

        async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
            self.calls += topic == BULK
            if topic == BULK and self.calls % 2:
                raise Retry("full", after_s=0.01)
            return await super().append(topic, partition, records)

    log = Unwell(tmp_path / "log")
    path = write(tmp_path / "leads.csv", table(range(120)))
    async with deciding_on(log):
        report = await import_file(log, path, options())
    assert report.outcomes == {"lead": 120}
    assert await rows_in(log) == [str(n) for n in range(2, 122)]
    await log.close()


async def test_f2_rows_that_were_appended_though_the_log_said_no_count_once(tmp_path: Path) -> None:
    class Forgetful(EmbeddedLog):
        told = False

        async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
            offset = await super().append(topic, partition, records)
            if topic == BULK and not self.told:
                self.told = True
                raise Retry("no answer", after_s=0.01)
            return offset

    log = Forgetful(tmp_path / "log")
    path = write(tmp_path / "leads.csv", table(range(60)))
    async with deciding_on(log):
        report = await import_file(log, path, options())
    assert report.outcomes == {"lead": 60}
    assert Counter(await rows_in(log)).most_common(1)[0][1] == 2
    await log.close()


async def test_f1_a_log_that_stays_unwell_ends_the_import_with_its_reason_and_it_can_go_on(tmp_path: Path) -> None:
    class Full(EmbeddedLog):
        well = False

        async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
            if topic == BULK and not self.well:
                raise Retry("the disk is full", after_s=0.01)
            return await super().append(topic, partition, records)

    log = Full(tmp_path / "log")
    path = write(tmp_path / "leads.csv", table(range(60)))
    with pytest.raises(Retry, match="the disk is full"):
        await import_file(log, path, options(patience_s=0.2))
    log.well = True
    async with deciding_on(log):
        report = await import_file(log, path, options())
    assert report.outcomes == {"lead": 60}
    await log.close()


@pytest.mark.kafka
@pytest.mark.slow
async def test_an_import_on_kafka_stops_and_goes_on_at_its_row(kafka_log: KafkaLog, tmp_path: Path) -> None:
    path = write(tmp_path / "leads.csv", table(range(300)))
    stop = asyncio.Event()
    await import_file(kafka_log, path, options(stop=stop, decided_s=None), lambda rows, *_: stop.set() if rows >= 100 else None)
    report = await import_file(kafka_log, path, options(decided_s=None))
    partition, found = partition_of("main", kafka_log.partitions), list[str]()
    while len(found) < 300 and (records := await kafka_log.read(BULK, partition, len(found), wait_s=5)):
        found += [decode(record).meta["row"] for record in records]
    assert (report.rows, report.complete, report.resumed_line) == (300, True, 102)
    assert found == [str(n) for n in range(2, 302)]
    assert (await kafka_log.span(BULK, partition))[1] == 300
