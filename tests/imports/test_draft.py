"""A draft reads like the state with its changes, whatever was kept in which order."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.decisionlog import MemoryStore
from runtime.draft import Draft
from schemas.decision import Place
from schemas.state import Overlay

KEYS = st.sampled_from([b"a", b"ab", b"abc", b"b", b"ba", b"\xff", b"\xff\xff"])
CHANGES = st.dictionaries(KEYS, st.one_of(st.none(), st.binary(max_size=2)), max_size=5)


@settings(max_examples=100, deadline=None)
@given(CHANGES, st.lists(CHANGES, max_size=4))
def test_a_draft_is_an_overlay_in_a_file(below: dict[bytes, bytes | None], many: list[dict[bytes, bytes | None]]) -> None:
    state = MemoryStore()
    state.keep(below, Place())
    overlay = Overlay(state)
    with TemporaryDirectory() as folder, closing(Draft(state, Path(folder))) as draft:
        for changes in many:
            overlay.changes |= changes
            draft.keep(changes)
        for prefix in (b"", b"a", b"ab", b"b", b"\xff"):
            assert list(draft.scan(prefix)) == list(overlay.scan(prefix))
        assert [draft.get(key) for key in (b"a", b"ab", b"zz")] == [overlay.get(key) for key in (b"a", b"ab", b"zz")]
