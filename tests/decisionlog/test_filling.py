"""A store that is filled fast is whole or empty, whenever the process is killed; and it is the same as one that was filled slowly."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from processors.decisionlog import DecisionLog, MemoryStore
from runtime.store import LmdbStore
from schemas.codec import digest
from schemas.decision import FORMAT, Decision, Entry, Place, encode
from schemas.errors import Retry
from schemas.record import Record

FILL = """
import sys
from pathlib import Path
from runtime.store import LmdbStore
from schemas.decision import Place
store = LmdbStore(Path(sys.argv[1]))
with store.filling():
    store.keep({b"key": b"value"}, Place(1))
"""


def decisions(count: int) -> list[Record]:
    """A chain of decisions, each of which sets a key of its own and one that all share, and every third deletes one."""
    prev, found = bytes(16), []
    for n in range(count):
        learn = {b"own-%d" % n: b"%d" % n, b"shared": b"%d" % n}
        raw = encode(
            Decision(
                FORMAT,
                prev,
                "capture",
                n,
                f"c{n}",
                "w",
                n,
                (Entry(touch=f"c{n}", outcome="lead", channel="test", source="s", reason=""),),
                learn | ({b"own-%d" % (n - 1): None} if n % 3 == 2 else {}),
                (),
            )
        )
        found.append(Record(n, 0, None, raw))
        prev = digest(raw)
    return found


def fill_and_take_away(log: DecisionLog, folder: Path) -> None:
    with log.filling():
        log.fold(decisions(3))
        folder.rename(folder.with_name("taken away"))


@pytest.mark.slow
@pytest.mark.parametrize("point", ["fill.kept", "fill.synced", "fill.removed"])
def test_f4_a_store_that_is_killed_while_it_is_filled_is_empty_and_can_be_filled_again(tmp_path: Path, point: str) -> None:
    run = [sys.executable, "-c", FILL, str(tmp_path / "state")]
    killed = subprocess.run(run, env=os.environ | {"LEADLOOM_CRASH": point}, check=False)
    assert killed.returncode == -signal.SIGKILL
    with closing(LmdbStore(tmp_path / "state")) as store:
        assert (store.place(), store.get(b"key")) == (Place(), None)
    assert subprocess.run(run, check=False).returncode == 0
    with closing(LmdbStore(tmp_path / "state")) as store:
        assert (store.place(), store.get(b"key")) == (Place(1), b"value")
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_what_is_filled_is_what_is_folded_one_by_one_and_goes_on_from_there(tmp_path: Path) -> None:
    records, slow = decisions(30), MemoryStore()
    DecisionLog(slow).fold(records)
    with closing(LmdbStore(tmp_path / "state")) as store:
        log = DecisionLog(store)
        with log.filling():
            log.fold(records[:10])
            log.fold(records[10:20])
        with log.filling():  # no longer empty: as ever
            log.fold(records[20:])
        assert log.place == slow.place()
    with closing(LmdbStore(tmp_path / "state")) as store:
        assert store.place() == slow.place()
        for key, value in slow.scan(b""):
            assert store.get(key) == value
        assert store.get(b"own-1") is None


def test_f14_a_store_whose_disk_refuses_the_end_of_filling_is_empty_and_says_so(tmp_path: Path) -> None:
    with closing(LmdbStore(tmp_path / "state")) as store:
        log = DecisionLog(store)
        with pytest.raises(Retry, match="cannot be written"):
            fill_and_take_away(log, tmp_path / "state.filling")
        assert (log.place, store.place(), store.get(b"shared")) == (Place(), Place(), None)
        log.fold(decisions(3))
        assert store.get(b"shared") == b"2"
