"""What differs: each touch beside itself, as it was decided and as it would have been; and in the end who stands in which client."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from operator import eq
from typing import Literal

import msgspec

from processors.decisionlog import Store
from processors.memory import raw_id
from runtime.whatif.clients import Regrouped, Standing, both, regrouped
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

    def __init__(self, workspace: str, recorded: Store) -> None:
        """`recorded`: the state that all the recorded decisions have led to."""
        self._workspace = workspace
        self._standing = Standing(recorded, workspace)
        self._captures = 0
        self._recorded, self._there = _Sum(), _Sum()
        self._became: Counter[tuple[str, str]] = Counter()
        self._touched = Touched()
        self._stands: list[tuple[bytes, bytes, bytes]] = []
        """Of each touch that has a client on both sides: the recorded client in the end, the touch, its client there when it was decided."""
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
            before = self._standing.of(raw_id(one.touch), raw_id(one.client))
            self._stands.append((before, raw_id(other.touch), raw_id(other.client)))
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
        if one.outcome == "refused":
            return None
        return "other_item" if self._recorded.maker(one) != self._there.maker(other) else None

    def found(self, recorded: Recorded, scratch: Store, begin: Place) -> Found:
        """The end, when the other side has come to its state, too."""
        there = Standing(scratch, self._workspace)
        pairs = [(before, there.of(touch, then)) for before, touch, then in self._stands]
        touches = len(pairs)
        clients = [len({pair[side] for pair in pairs}) for side in (0, 1)]
        pairs += both(self._standing, there, {client for pair in pairs for client in pair})
        return Found(
            workspace=self._workspace,
            partition=recorded.partition,
            begin=begin.next,
            end=recorded.goal.next,
            captures=self._captures,
            touches=sum(self._recorded.outcomes.values()),
            recorded=self._recorded.totals(clients[0]),
            there=self._there.totals(clients[1]),
            outcomes=tuple((was, is_, count) for (was, is_), count in self._became.most_common()),
            touched=self._touched,
            clients=tuple(regrouped(pairs, touches)),
            passed_over=dict(self._passed_over),
        )


def _unread(entry: Entry) -> Entry:
    """A touch that one side did not find in its capture."""
    return Entry(touch=entry.touch, outcome="ignored", channel=entry.channel, source=entry.source, reason="There is no such touch in it.")


def _side(entry: Entry, beside: Entry) -> Side:
    """The reason is said where the outcomes differ."""
    reason = entry.reason if entry.outcome != beside.outcome else ""
    return Side(entry.outcome, reason, entry.item, entry.item_kind, entry.client, entry.owner)
