"""What only the log on one machine can suffer: another layout, a newer folder, a commit that fails or hangs, readers that were killed."""

import asyncio
import multiprocessing
import threading
from pathlib import Path

import lmdb
import pytest

from runtime.embedded import EmbeddedLog, NoData
from runtime.log import WrongLayout
from runtime.store import LmdbStore
from schemas.decision import Place
from schemas.record import NewRecord

ONE = [NewRecord(b"k", b"v")]


async def test_another_number_of_partitions_is_refused_in_one_line(tmp_path: Path) -> None:
    await EmbeddedLog(tmp_path, partitions=3).close()
    for other in (1, 4):
        with pytest.raises(WrongLayout, match=rf"has 3 partition\(s\), the settings ask for {other}: set \[log\] partitions = 3"):
            EmbeddedLog(tmp_path, partitions=other)
    assert not (tmp_path / "p3").exists()
    await EmbeddedLog(tmp_path, partitions=3).close()


async def test_a_start_that_was_killed_while_making_partitions_is_gone_on_with(tmp_path: Path) -> None:
    await EmbeddedLog(tmp_path, partitions=3).close()
    (tmp_path / "p2" / "data.mdb").unlink()
    with pytest.raises(NoData):
        EmbeddedLog(tmp_path, readonly=True)
    log = EmbeddedLog(tmp_path, partitions=3)
    assert await log.append("capture", 2, ONE) == 0
    await log.close()


@pytest.mark.parametrize("readonly", [False, True])
async def test_a_folder_of_a_newer_release_is_refused_in_one_line(tmp_path: Path, readonly: bool) -> None:
    await EmbeddedLog(tmp_path).close()
    (tmp_path / "layout.json").write_text('{"format": 2, "partitions": 1, "new": true}')
    with pytest.raises(WrongLayout, match="has format 2, which this release cannot read: update leadloom"):
        EmbeddedLog(tmp_path, readonly=readonly)


async def test_a_commit_that_fails_in_an_unknown_way_fails_all_who_wait_and_the_next_goes_on(tmp_path: Path) -> None:
    times = iter([float("inf"), 1.0])
    log = EmbeddedLog(tmp_path, clock=lambda: next(times))
    failed = await asyncio.wait_for(asyncio.gather(*(log.append("capture", 0, ONE) for _ in range(3)), return_exceptions=True), 5)
    assert [type(error) for error in failed] == [OverflowError] * 3
    assert await log.append("capture", 0, ONE) == 0
    await log.close()


async def test_what_was_given_up_while_the_disk_hung_is_not_kept_in_memory(tmp_path: Path) -> None:
    hangs = threading.Event()
    log = EmbeddedLog(tmp_path, clock=lambda: float(hangs.wait(10)))
    first = asyncio.create_task(log.append("capture", 0, ONE))
    await asyncio.wait({first}, timeout=0.05)
    for _ in range(20):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.001):
                await log.append("capture", 0, ONE)
    hangs.set()
    assert await first == 0
    assert await log.append("capture", 0, ONE) == 1
    await log.close()


async def test_a_key_of_any_length_has_a_newest_value_and_harms_no_neighbour(tmp_path: Path) -> None:
    log = EmbeddedLog(tmp_path)
    keys = [b"k" * size for size in (1, 511, 512, 5000)]
    await asyncio.wait_for(asyncio.gather(*(log.append("cursor", 0, [NewRecord(key, key)]) for key in keys)), 5)
    await log.append("cursor", 0, [NewRecord(keys[3], b"new")])
    assert [await log.latest("cursor", 0, key) for key in keys] == [*keys[:3], b"new"]
    await log.close()


def _reads_until_killed(path: str, ready: object) -> None:
    store = LmdbStore(Path(path), readonly=True)
    store.get(b"key")
    ready.set()  # type: ignore[attr-defined]
    threading.Event().wait()


@pytest.mark.slow
def test_a_reader_that_was_killed_does_not_make_the_state_grow_for_ever(tmp_path: Path) -> None:
    store = LmdbStore(tmp_path, check_s=0)
    store.keep({b"key": b"v"}, Place())
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Event()
    reader = spawn.Process(target=_reads_until_killed, args=(str(tmp_path), ready))
    reader.start()
    assert ready.wait(20)
    reader.kill()
    reader.join(10)
    for n in range(200):
        store.keep({b"%d" % k: b"%d" % n for k in range(50)}, Place(next=n))
    store.close()
    with lmdb.open(str(tmp_path), readonly=True) as env:
        assert env.info()["last_pgno"] < 50
