"""The files sink alone: its lines, a full disk, files that somebody takes away, and what is not ours."""

import resource
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from runtime.discover import sinks
from schemas.decision import Place
from schemas.errors import Retry
from sinks.base import Delivery, Sink
from tests.contracts import golden
from tests.contracts.sink_crash import forked


def files(folder: Path) -> Sink:
    spec = sinks()["files"]
    sink: Sink = spec.make(spec.settings(folder=folder))
    return sink


def lead(offset: int, text: str = "") -> Delivery:
    return Delivery("lead", f"l{offset}", 1, b'{"title":"%s"}' % text.encode(), "main", f"c{offset}", offset, offset)


async def deliver(folder: Path, partition: int, deliveries: list[Delivery], place: int) -> None:
    sink = files(folder)
    await sink.open()
    try:
        await sink.deliver(partition, deliveries, Place(place))
    finally:
        await sink.close()


async def test_records_become_the_lines_of_the_fixture(tmp_path: Path) -> None:
    await deliver(tmp_path, 0, golden.records("files"), 9)
    lines = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("*.jsonl")))
    assert lines.decode() == (golden.SINKS / "files" / "fixtures" / "lines.jsonl").read_text()


async def test_other_partitions_have_files_of_their_own(tmp_path: Path) -> None:
    await deliver(tmp_path, 0, [lead(0)], 1)
    await deliver(tmp_path, 3, [lead(0)], 1)
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["lead.3.jsonl", "lead.jsonl"]


async def test_files_that_were_there_before_keep_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "lead.jsonl").write_bytes(b"theirs\n")
    await deliver(tmp_path, 0, [lead(0)], 1)
    assert (tmp_path / "lead.jsonl").read_bytes().splitlines()[0] == b"theirs"
    assert len((tmp_path / "lead.jsonl").read_bytes().splitlines()) == 2


async def test_a_file_that_was_taken_away_starts_anew(tmp_path: Path) -> None:
    sink = files(tmp_path)
    await sink.open()
    await sink.deliver(0, [lead(0), lead(1)], Place(2))
    (tmp_path / "lead.jsonl").rename(tmp_path / "january")
    await sink.deliver(0, [lead(2)], Place(3))
    await sink.close()
    assert (tmp_path / "lead.jsonl").read_bytes().count(b"\n") == 1
    assert (tmp_path / "january").read_bytes().count(b"\n") == 2


async def test_a_place_that_cannot_be_read_is_named_and_nothing_is_overwritten(tmp_path: Path) -> None:
    await deliver(tmp_path, 0, [lead(0)], 1)
    (tmp_path / ".place-0.json").write_bytes(b"{")
    with pytest.raises(Retry, match=r"\.place-0\.json cannot be read"):
        await deliver(tmp_path, 0, [lead(1)], 2)
    assert (tmp_path / "lead.jsonl").read_bytes().count(b"\n") == 1


def _with_little_room(folder: Path, room: int, said: Connection) -> None:
    import asyncio

    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    async def until_full() -> int:
        sink = files(folder)
        await sink.open()
        reached = (await sink.place(0)).next
        try:
            while True:
                await sink.deliver(0, [lead(reached, "x" * 500), lead(reached + 1, "x" * 500)], Place(reached + 2))
                reached += 2
        except Retry as retry:
            said.send(str(retry))
            assert await sink.place(0) == Place(reached)
        finally:
            await sink.close()
        return reached

    said.send(asyncio.run(until_full()))


async def test_f14_a_full_disk_is_named_cut_back_and_gone_on_from(tmp_path: Path) -> None:
    context = forked()
    ours, theirs = context.Pipe()
    child = context.Process(target=_with_little_room, args=(tmp_path, 8000, theirs))
    child.start()
    said, reached = ours.recv(), ours.recv()
    child.join(20)
    assert said == f"The disk of {tmp_path} is full: free some space and delivery goes on."
    assert (tmp_path / "lead.jsonl").read_bytes().count(b"\n") == reached
    assert reached > 4
    await deliver(tmp_path, 0, [lead(reached)], reached + 1)
    assert (tmp_path / "lead.jsonl").read_bytes().count(b"\n") == reached + 1
