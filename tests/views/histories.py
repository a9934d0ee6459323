"""Histories of leads and deals made up for tests: what commands, feedback and touches do to items, as decisions with their public records."""

import random
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st

from processors.memory import Memory
from schemas import crm
from schemas.codec import digest, to_json
from schemas.config import Queue, Target, WorkspaceConfig
from schemas.decision import FORMAT, GENESIS, Decision, Emit, Entry, encode
from schemas.state import Overlay
from tests.views.made import CHANNELS

BEGIN = 1_760_000_000_000
STATUSES = (("NEW", "process"), ("IN_PROGRESS", "process"), ("CONVERTED", "success"), ("RECYCLED", "failure"), ("JUNK", "failure"))
STAGES = (("NEW", "process"), ("PROPOSAL", "process"), ("INVOICED", "process"), ("PAID", "won"), ("LOST", "lost"))
MANAGERS = (None, "ann", "bob", "eve")
READINESS = (None, "ready", "wants_information", "not_ready")
SPAM = (("JUNK",), ("RECYCLED",), (), ("JUNK", "RECYCLED"))
OPS = (
    "lead",
    "deal",
    "made",
    "test",
    "move",
    "move",
    "assign",
    "qualify",
    "convert",
    "fold",
    "remove",
    "reply",
    "plan",
    "touch",
    "configure",
)


class Op(NamedTuple):
    """Something that happens: to which of the items there are, with which of the values there are, how long after the one before (ms)."""

    what: str
    item: int
    value: int
    after: int


_op = st.builds(Op, st.sampled_from(OPS), st.integers(0, 3), st.integers(0, 11), st.integers(0, 100_000_000))
ops = st.lists(_op, min_size=1, max_size=12) | st.lists(_op, min_size=25, max_size=60)


def some(seed: int, count: int) -> list[Op]:
    """As many of them, by chance."""
    dice = random.Random(seed)
    return [Op(dice.choice(OPS), dice.randrange(40), dice.randrange(12), dice.randrange(20_000_000)) for _ in range(count)]


class Histories:
    """The decisions of a partition with two workspaces, as things happen."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []
        self._items: list[tuple[str, dict[str, Any]]] = []
        self._promoted: set[str] = set()
        self._now, self._prev = BEGIN, GENESIS

    def play(self, happened: Iterable[Op]) -> list[Decision]:
        for op in happened:
            self._now += op.after
            getattr(self, f"_{op.what}")(op)
        return self.decisions

    def _decide(self, workspace: str, entry: Entry, *said: tuple[str, Any], learn: dict[bytes, bytes | None] | None = None) -> None:
        emit = tuple(Emit(topic, data["id"], data["version"], to_json(data)) for topic, data in said)
        n = len(self.decisions)
        made = Decision(FORMAT, self._prev, "capture", n, f"c{n}", workspace, self._now, (entry,), learn or {}, emit)
        self.decisions.append(made)
        self._prev = digest(encode(made))

    def _entry(self, outcome: str, channel: str = "command", item: str | None = None, flags: tuple[str, ...] = ()) -> Entry:
        return Entry(
            touch=f"t{len(self.decisions)}",
            outcome=outcome,  # type: ignore[arg-type]
            channel=channel,
            source="s",
            reason="r",
            item=item,
            flags=flags,
        )

    def _new(self, kind: str, op: Op, workspace: str) -> dict[str, Any]:
        channel = CHANNELS[op.value % 3]
        said: dict[str, Any] = {
            "id": f"{kind}{len(self._items)}",
            "workspace": workspace,
            "version": 1,
            "cause": "c",
            "title": "t",
            "client": crm.Client(id="x"),
            "responsible": MANAGERS[op.item % 4],
            "first_source": crm.Source(channel=channel, source="a/b", at=self._now) if op.value != 5 else None,
            "created_at": self._now,
        }
        item: crm.Lead | crm.Deal
        if kind == "lead":
            item = crm.Lead(**said, status="NEW", repeat=op.value % 2 == 0)
        else:
            item = crm.Deal(**said, pipeline="sales", stage="NEW", repeat="repeat_deal" if op.value % 2 == 0 else None)
        plain: dict[str, Any] = msgspec.json.decode(to_json(item))
        return plain

    def _touched(self, kind: str, op: Op, flags: tuple[str, ...] = ()) -> None:
        said = self._new(kind, op, ("main", "a/b")[op.value % 2])
        self._items.append((kind, said))
        self._decide(said["workspace"], self._entry(kind, CHANNELS[op.value % 3], said["id"], flags), (kind, said))

    def _lead(self, op: Op) -> None:
        self._touched("lead", op)

    def _deal(self, op: Op) -> None:
        self._touched("deal", op)

    def _test(self, op: Op) -> None:
        self._touched(("lead", "deal")[op.item % 2], op, ("test",))

    def _made(self, op: Op) -> None:
        said = self._new("deal", op, "main")
        self._items.append(("deal", said))
        self._decide("main", self._entry("applied"), ("deal", said))

    def _some(self, op: Op, kind: str | None = None) -> tuple[str, dict[str, Any]] | None:
        found = [item for item in self._items if kind in (None, item[0])]
        return found[op.item % len(found)] if found else None

    def _change(self, op: Op, kind: str | None = None, **changes: Any) -> None:
        if (found := self._some(op, kind)) is not None:
            found[1].update(changes, version=found[1]["version"] + 1)
            self._decide(found[1]["workspace"], self._entry("applied", item=found[1]["id"]), found)

    def _move(self, op: Op) -> None:
        if (found := self._some(op)) is not None:
            name, semantic = (STATUSES if found[0] == "lead" else STAGES)[op.value % 5]
            self._change(op, **{"status" if found[0] == "lead" else "stage": name, "semantic": semantic})

    def _assign(self, op: Op) -> None:
        self._change(op, responsible=MANAGERS[op.value % 4])

    def _qualify(self, op: Op) -> None:
        self._change(op, market=(None, "de", "pl")[op.value % 3], readiness=READINESS[op.value % 4])

    def _convert(self, op: Op) -> None:
        found = self._some(op, "lead")
        if found is None:
            return
        lead = found[1]
        deal = self._new("deal", op, lead["workspace"])
        lead.update(version=lead["version"] + 1, status="CONVERTED", semantic="success", converted_to=("contact", deal["id"]))
        told: list[tuple[str, Any]] = [("lead", lead)]
        if op.value % 3:
            self._items.append(("deal", deal))
            told.append(("deal", deal))
        self._decide(lead["workspace"], self._entry("applied", item=lead["id"]), *told)

    def _fold(self, op: Op) -> None:
        if (found := self._some(op)) is not None:
            folded = found[1].get("merged_into")
            name = {"lead": "status", "deal": "stage"}[found[0]]
            stood, semantic = ("NEW", "process") if folded else ("MERGED", "failure" if found[0] == "lead" else "lost")
            self._change(op, merged_into=None if folded else "other", **{name: stood, "semantic": semantic})

    def _remove(self, op: Op) -> None:
        if op.value < 3 and (found := self._some(op)) is not None:
            self._items.remove(found)
            kind, said = found
            n = len(self.decisions)
            emit = (Emit(kind, said["id"], said["version"] + 1, None),)
            made = Decision(FORMAT, self._prev, "capture", n, f"c{n}", said["workspace"], self._now, (self._entry("applied"),), {}, emit)
            self.decisions.append(made)
            self._prev = digest(encode(made))

    def _reply(self, op: Op, **more: Any) -> None:
        if (found := self._some(op)) is not None:
            kind, item = found
            said = {"id": f"a{len(self.decisions)}", "version": 1, "item": item["id"], "item_kind": kind}
            said |= ({"direction": "out"}, {"call_status": "answered"}, {"direction": "in"}, {"duration_s": 7})[op.value % 4] | more
            self._decide(item["workspace"], self._entry("activity", "telephony", item["id"]), ("activity", said))

    def _plan(self, op: Op) -> None:
        self._reply(op, direction="out", status=("planned", "cancelled", "done")[op.value % 3])

    def _touch(self, op: Op) -> None:
        outcomes = ("activity", "duplicate", "excluded", "not_enquiry", "no_contact", "quarantine", "dead", "ignored")
        self._decide("main", self._entry(outcomes[op.value % 8], CHANNELS[op.item % 4]))

    def _promote(self, op: Op) -> None:
        """Something that was set aside becomes a lead after all."""
        aside = [(d.now, d.entries[0]) for d in self.decisions if d.entries[0].outcome in ("not_enquiry", "no_contact")]
        aside = [(now, entry) for now, entry in aside if entry.touch not in self._promoted]
        if aside:
            now, before = aside[op.item % len(aside)]
            self._promoted.add(before.touch)
            said = self._new("lead", op, "main")
            self._items.append(("lead", said))
            entry = msgspec.structs.replace(before, outcome="lead", item=said["id"], flags=("promoted",), was=before.outcome, was_at=now)
            self._decide("main", entry, ("lead", said))

    def _configure(self, op: Op) -> None:
        targets = (
            Target(of="channel", id="webform", number=30 * op.value, conversion_percent=12.5),
            Target(of="manager", id="ann", reaction_s=900),
            Target(of="group", id="team", number=10),
        )[: op.item % 4]
        config = WorkspaceConfig(spam_statuses=SPAM[op.value % 4], targets=targets, queues=(Queue(id="team", members=("ann", "bob")),))
        state = Overlay(_Nothing())
        Memory(state, "main").keep_config(msgspec.msgpack.encode(config))
        self._decide("main", self._entry("applied", "config"), learn=state.changes)


class _Nothing:
    def get(self, key: bytes) -> bytes | None:
        return None

    def scan(self, prefix: bytes) -> Any:
        return iter(())
