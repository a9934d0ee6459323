"""Decisions made by hand for tests of readers: a chain of records as a decider would append them."""

from collections.abc import Iterable, Sequence

from runtime.log import Log
from schemas.capture import LIVE
from schemas.codec import digest
from schemas.decision import FORMAT, GENESIS, Decision, Emit, Entry, encode
from schemas.record import NewRecord

NOW = 1_790_000_000_000


def decision(prev: bytes, offset: int, emit: Sequence[Emit] = (), entries: Sequence[Entry] = ()) -> Decision:
    """What became of the capture at `offset` of the live lane."""
    return Decision(FORMAT, prev, LIVE, offset, f"c-{offset}", "main", NOW + offset, tuple(entries), {}, tuple(emit))


def versions(n: int) -> Emit:
    """The n-th change: ten leads take turns, so that each has versions in order."""
    return Emit("lead", f"l-{n % 10}", n // 10 + 1, b'{"n":%d}' % n)


def chain(emits: Iterable[Sequence[Emit]], prev: bytes = GENESIS, first: int = 0) -> tuple[list[NewRecord], bytes]:
    """Records of decisions, one for each of `emits`, and the digest of the last."""
    records = []
    for offset, emit in enumerate(emits, first):
        raw = encode(decision(prev, offset, emit))
        records.append(NewRecord(b"c-%d" % offset, raw))
        prev = digest(raw)
    return records, prev


async def append_changes(log: Log, partition: int, count: int, prev: bytes = GENESIS, first: int = 0) -> bytes:
    """Append `count` decisions that emit one record each; the digest of the last."""
    records, last = chain(([versions(n)] for n in range(first, first + count)), prev, first)
    await log.append("decision", partition, records)
    return last
