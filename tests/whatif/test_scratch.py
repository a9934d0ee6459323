"""The scratch state is a store like any other, however little of it is at hand; and it can be read when it is closed."""

from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from processors.decisionlog import MemoryStore
from runtime.store import LmdbStore
from runtime.whatif.scratch import Scratch
from schemas.decision import Place

keys = st.binary(min_size=1, max_size=2).map(lambda tail: b"ws\x00k" + tail) | st.sampled_from(
    (b"ws\x00l1", b"\x01\x00ws", b"\x02\x00ws\x00j", b"x")
)
values = st.none() | st.binary(max_size=3) | st.just(b"l" * 5000)
PREFIXES = (b"", b"ws\x00", b"ws\x00k", b"ws\x00k\x00", b"\x01\x00", b"\x02\x00", b"x", b"y")


@given(st.lists(st.dictionaries(keys, values, max_size=5), max_size=8), st.integers(0, 12))
def test_it_gives_what_it_was_told_to_keep(batches: list[dict[bytes, bytes | None]], at_hand: int) -> None:
    with TemporaryDirectory() as folder:
        known = MemoryStore()
        with closing(Scratch(Path(folder), at_hand)) as scratch:
            for n, changes in enumerate(batches):
                for store in (known, scratch):
                    store.keep(changes, Place(n))
                for key in changes:
                    assert scratch.get(key) == known.get(key)
                prefix = PREFIXES[n % len(PREFIXES)]
                assert list(scratch.scan(prefix)) == list(known.scan(prefix))
                assert scratch.place() == known.place()
            scratch.finish()
        with closing(LmdbStore(Path(folder), readonly=True)) as left:
            assert list(left.scan(b"ws")) == list(known.scan(b"ws"))


def test_another_scan_may_begin_while_one_is_under_way(tmp_path: Path) -> None:
    chance = Random(1)
    with closing(Scratch(tmp_path, 50)) as scratch:
        scratch.keep({b"ws\x00a%03d" % n: b"a" for n in range(300)}, Place())
        for n, (key, value) in enumerate(scratch.scan(b"ws\x00a")):
            assert (key, value) == (b"ws\x00a%03d" % n, b"a")
            scratch.keep({b"ws\x00a%03d" % chance.randrange(n + 1): None, b"ws\x00b%03d" % n: b"b"}, Place())
            assert len(list(scratch.scan(b"ws\x00b"))) == n + 1
        assert n == 299


def test_cleared_it_is_empty(tmp_path: Path) -> None:
    with closing(Scratch(tmp_path)) as scratch:
        scratch.keep({b"ws\x00a": b"1"}, Place(3))
        scratch.clear()
        assert (list(scratch.scan(b"")), scratch.get(b"ws\x00a"), scratch.place()) == ([], None, Place())
