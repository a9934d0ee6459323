"""Refold the decision log from nothing and compare with the state that the deciders keep."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from processors.decisionlog import TOPIC, DecisionLog, Store
from runtime.log import Log
from runtime.store import LmdbStore
from schemas.decision import Place


class Compared(NamedTuple):
    """What a replay found: `key` is the first that differs (None: equal), `decisions` how many were folded, `keys` how many compared."""

    decisions: int
    keys: int
    key: bytes | None
    kept: bytes | None
    folded: bytes | None


async def replay(log: Log, partition: int, kept: Store, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Compared:
    """Fold decisions 0 to the place of `kept` into a scratch store and compare key by key. Raises Hole when the log was trimmed.

    `progress(done, all)` is called with offsets. The scratch store is on disk, so a large state needs no memory.
    """
    goal: Place = kept.place()
    with TemporaryDirectory(prefix="leadloom-replay-") as folder:
        scratch = LmdbStore(Path(folder) / "state")
        try:
            again = DecisionLog(scratch)
            with again.filling():
                while again.place.next < goal.next:
                    records = await log.read(TOPIC, partition, again.place.next, limit=min(2000, goal.next - again.place.next))
                    if not records:
                        break
                    again.fold(records)
                    progress(again.place.next, goal.next)
            return _compare(again.place.next, kept, scratch)
        finally:
            scratch.close()


def _compare(decisions: int, kept: Store, folded: Store) -> Compared:
    ours, theirs, keys = kept.scan(b""), folded.scan(b""), 0
    one, two = next(ours, None), next(theirs, None)
    while one == two and one is not None:
        keys += 1
        one, two = next(ours, None), next(theirs, None)
    if one is None and two is None:
        return Compared(decisions, keys, None, None, None)
    key = min(pair[0] for pair in (one, two) if pair is not None)
    return Compared(decisions, keys, key, _value(one, key), _value(two, key))


def _value(pair: tuple[bytes, bytes] | None, key: bytes) -> bytes | None:
    return pair[1] if pair is not None and pair[0] == key else None
