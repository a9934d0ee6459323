"""What differs: each touch beside itself, as it was decided and as it would have been; and in the end who stands in which client."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import eq
from typing import Literal

import msgspec

from processors.decisionlog import Store
from processors.memory import Memory, raw_id, text_id
from runtime.whatif.own import PassedOver
from runtime.whatif.window import Recorded
from schemas.codec import pack
from schemas.decision import Decision, Entry, Place

MADE = ("lead", "deal")
"""The outcomes that are a new item."""

Kind = Literal["made", "not_made", "other_kind", "other_item", "other_owner", "outcome", "not_applicable"]


class Side(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a touch became on one side."""

    outcome: str
    reason: str = ""
    item: str | None = None
    item_kind: str | None = None
    client: str | None = None
    owner: str | None = None


class Differs(msgspec.Struct, frozen=True):
    """A touch that became something else, or went to another owner, or both. `at`: when it was decided, ms since 1970 UTC."""

    kinds: tuple[Kind, ...]
    capture: str
    touch: str
    channel: str
    source: str
    at: int
    recorded: Side
    there: Side


_differs = msgspec.msgpack.Decoder(Differs).decode


class Touched(Collection[Differs]):
    """Those that differ, in their order, each packed until it is looked at: there may be one for every capture of a month."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []

    def add(self, differs: Differs) -> None:
        self._packed.append(pack(differs))

    def __iter__(self) -> Iterator[Differs]:
        return map(_differs, self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, differs: object) -> bool:
        return any(differs == each for each in self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Collection) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]


class Regrouped(msgspec.Struct, frozen=True):
    """`joined`: a client `there` that is several as recorded; `apart`: a recorded client that is several there. `touches`: how many of the
    window are in it."""

    kind: Literal["joined", "apart"]
    recorded: tuple[str, ...]
    there: tuple[str, ...]
    touches: int


class Totals(msgspec.Struct, frozen=True):
    """The sums of one side: touches by outcome, items made by owner, new clients, merges, review items opened."""

    outcomes: dict[str, int]
    made_by_owner: dict[str, int]
    new_clients: int
    clients: int
    merges: int
    reviews: int


class Found(msgspec.Struct, frozen=True):
    """All that differs in one workspace. `begin`, `end`: decision offsets, the end not in it; `passed_over`: what was not decided again."""

    workspace: str
    partition: int
    begin: int
    end: int
    captures: int
    touches: int
    recorded: Totals
    there: Totals
    outcomes: tuple[tuple[str, str, int], ...]
    touched: Collection[Differs]
    clients: tuple[Regrouped, ...]
    passed_over: dict[str, int]

    def of(self, kind: Kind) -> Sequence[Differs]:
        return [differs for differs in self.touched if kind in differs.kinds]


@dataclass(slots=True)
class _Sum:
    outcomes: Counter[str] = field(default_factory=Counter)
    owners: Counter[str] = field(default_factory=Counter)
    new: int = 0
    merges: int = 0
    reviews: int = 0
    makers: dict[str, str] = field(default_factory=dict)
    """Item -> the touch that made it, of those made in the window."""
    stands: list[tuple[bytes, str]] = field(default_factory=list)
    """(touch, its client when it was decided) of the touches that have one on both sides."""

    def count(self, entry: Entry) -> None:
        self.outcomes[entry.outcome] += 1
        self.new += entry.new_client
        self.merges += len(entry.merges)
        self.reviews += len(entry.reviews)
        if entry.outcome in MADE and entry.item:
            self.makers[entry.item] = entry.touch
            self.owners[entry.owner or ""] += 1

    def maker(self, entry: Entry) -> str | None:
        """By what to know the entry's item on either side: the touch that made it; an older item by itself."""
        return self.makers.get(entry.item, entry.item) if entry.item else None

    def totals(self, clients: int) -> Totals:
        return Totals(dict(self.outcomes), dict(self.owners), self.new, clients, self.merges, self.reviews)


class Differences:
    """The differences of one workspace, as its decisions come by."""

    def __init__(self, workspace: str) -> None:
        self._workspace = workspace
        self._captures = 0
        self._recorded, self._there = _Sum(), _Sum()
        self._became: Counter[tuple[str, str]] = Counter()
        self._touched = Touched()
        self._passed_over: Counter[str] = Counter()

    def pass_over(self, what: PassedOver) -> None:
        """A capture that is not decided again."""
        self._passed_over[what] += 1

    def compare(self, recorded: Decision, there: Sequence[Entry]) -> None:
        """One capture's decision beside what became of it there, touch by touch."""
        self._captures += 1
        for n in range(max(len(recorded.entries), len(there))):
            one = recorded.entries[n] if n < len(recorded.entries) else _unread(there[n])
            other = there[n] if n < len(there) else _unread(one)
            self._compare(recorded, one, other)

    def _compare(self, decision: Decision, one: Entry, other: Entry) -> None:
        self._recorded.count(one)
        self._there.count(other)
        if one.outcome != other.outcome:
            self._became[one.outcome, other.outcome] += 1
        if one.client and other.client:
            self._recorded.stands.append((raw_id(one.touch), one.client))
            self._there.stands.append((raw_id(other.touch), other.client))
        kinds = self._kinds(one, other)
        if kinds:
            self._touched.add(
                Differs(kinds, decision.capture, one.touch, one.channel, one.source, decision.now, _side(one, other), _side(other, one))
            )

    def _kinds(self, one: Entry, other: Entry) -> tuple[Kind, ...]:
        fate = self._fate(one, other)
        owner: tuple[Kind, ...] = ("other_owner",) if one.item and other.item and one.owner != other.owner else ()
        return owner if fate is None else (fate, *owner)

    def _fate(self, one: Entry, other: Entry) -> Kind | None:
        match one.outcome in MADE, other.outcome in MADE:
            case False, True:
                return "made"
            case True, False:
                return "not_made"
        if one.outcome != other.outcome:
            if one.outcome in MADE:
                return "other_kind"
            return "not_applicable" if one.outcome == "applied" and other.outcome in ("refused", "dead") else "outcome"
        return "other_item" if self._recorded.maker(one) != self._there.maker(other) else None

    def found(self, recorded: Recorded, scratch: Store, begin: Place) -> Found:
        """The end, when both sides have come to their states."""
        kept = recorded.state
        one = _stands(kept, self._workspace, self._recorded.stands)
        other = _stands(scratch, self._workspace, self._there.stands)
        redirects = {text_id(key) for state in (kept, scratch) for key, _ in Memory(state, self._workspace).scan(b"r", b"")}
        for client in {*one, *other, *redirects}:
            before, after = (Memory(state, self._workspace).client(client) for state in (kept, scratch))
            if before is not None and after is not None:
                one.append(before.id)
                other.append(after.id)
        touches = len(self._recorded.stands)
        return Found(
            workspace=self._workspace,
            partition=recorded.partition,
            begin=begin.next,
            end=recorded.goal.next,
            captures=self._captures,
            touches=sum(self._recorded.outcomes.values()),
            recorded=self._recorded.totals(len(set(one[:touches]))),
            there=self._there.totals(len(set(other[:touches]))),
            outcomes=tuple((was, is_, count) for (was, is_), count in self._became.most_common()),
            touched=self._touched,
            clients=tuple(_regrouped(one, other, touches)),
            passed_over=dict(self._passed_over),
        )


def _unread(entry: Entry) -> Entry:
    """A touch that one side did not find in its capture."""
    return Entry(touch=entry.touch, outcome="ignored", channel=entry.channel, source=entry.source, reason="There is no such touch in it.")


def _side(entry: Entry, beside: Entry) -> Side:
    """The reason is said where the outcomes differ."""
    reason = entry.reason if entry.outcome != beside.outcome else ""
    return Side(entry.outcome, reason, entry.item, entry.item_kind, entry.client, entry.owner)


def _stands(state: Store, workspace: str, touches: Sequence[tuple[bytes, str]]) -> list[str]:
    """The clients that touches stand in at the end: by the member that each was noted for, as merges may have come and gone since."""
    memory = Memory(state, workspace)
    wanted = {touch for touch, _ in touches}
    members = {key[-16:]: key[-32:-16] for key, _ in state.scan(memory.prefix + b"t") if key[-16:] in wanted}
    clients: dict[bytes, str] = {}
    found = []
    for touch, then in touches:
        member = members.get(touch) or raw_id(then)
        if member not in clients:
            client = memory.client_of(member)
            clients[member] = client.id if client is not None else then
        found.append(clients[member])
    return found


def _regrouped(one: Sequence[str], other: Sequence[str], touches: int) -> Iterable[Regrouped]:
    """Where two partitions of the same things differ; the first `touches` of them are touches, the others clients."""
    there_of: dict[str, set[str]] = defaultdict(set)
    one_of: dict[str, set[str]] = defaultdict(set)
    for a, b in zip(one, other, strict=True):
        there_of[a].add(b)
        one_of[b].add(a)
    sizes, others = Counter(one[:touches]), Counter(other[:touches])
    for b, several in one_of.items():
        if len(several) > 1:
            yield Regrouped("joined", tuple(sorted(several)), (b,), others[b])
    for a, several in there_of.items():
        if len(several) > 1:
            yield Regrouped("apart", (a,), tuple(sorted(several)), sizes[a])
