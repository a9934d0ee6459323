"""Clients joined or apart: in which client each touch stands in the end, on either side."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal

import msgspec

from processors.decisionlog import Store
from processors.memory import Memory, text_id


class Regrouped(msgspec.Struct, frozen=True):
    """`joined`: a client `there` that is several as recorded; `apart`: a recorded client that is several there. `touches`: how many of the
    window are in it."""

    kind: Literal["joined", "apart"]
    recorded: tuple[str, ...]
    there: tuple[str, ...]
    touches: int


class Standing:
    """In which client each touch of a workspace stands, in a state that changes no more. Ids are raw.

    About 200 bytes are kept of each touch.
    """

    def __init__(self, state: Store, workspace: str) -> None:
        memory = Memory(state, workspace)
        self._get, self._client = state.get, memory.prefix + b"c"
        self._members = {key[-16:]: key[-32:-16] for key, _ in state.scan(memory.prefix + b"t")}
        """By touch: the member that it was noted for last, as merges may have come and gone since."""
        self.redirects = {key: value[:16] for key, value in memory.scan(b"r", b"")}

    def of(self, touch: bytes, then: bytes) -> bytes:
        """The client of a touch that was of the client `then` when it was decided."""
        return self.client(self._members.get(touch, then)) or then

    def client(self, member: bytes) -> bytes | None:
        """The client that a member stands in: itself, or the one that it was merged into (R18)."""
        if self._get(self._client + member) is not None:
            return member
        winner = self.redirects.get(member)
        return winner if winner is not None and self._get(self._client + winner) is not None else None


def both(one: Standing, other: Standing, clients: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Where the clients, and all that were merged, stand on the one side and on the other, if they stand on both."""
    for client in sorted({*clients, *one.redirects, *other.redirects}):
        before, after = one.client(client), other.client(client)
        if before is not None and after is not None:
            yield before, after


def regrouped(pairs: Sequence[tuple[bytes, bytes]], touches: int) -> Iterator[Regrouped]:
    """Where two partitions of the same things differ; the first `touches` of them are touches, the others clients."""
    sizes, others = (Counter([pair[side] for pair in islice(pairs, touches)]) for side in (0, 1))
    for b, several in _several((b, a) for a, b in pairs):
        yield Regrouped("joined", _texts(several), _texts([b]), others[b])
    for a, several in _several(pairs):
        yield Regrouped("apart", _texts([a]), _texts(several), sizes[a])


def _several(pairs: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, set[bytes]]]:
    """What stands beside more than one other, with all of these. Hardly any does, so that sets of all would be much for nothing."""
    first: dict[bytes, bytes] = {}
    more: dict[bytes, set[bytes]] = {}
    for one, other in pairs:
        if (known := first.setdefault(one, other)) != other:
            more.setdefault(one, {known}).add(other)
    for one in first:
        if one in more:
            yield one, more[one]


def _texts(ids: Iterable[bytes]) -> tuple[str, ...]:
    return tuple([text_id(raw) for raw in sorted(ids)])
