"""What configurations say about figures: the targets, as rows beside the figures, and which lead statuses mean spam (R42)."""

from collections.abc import Callable

import msgspec

from processors.decisionlog import MemoryStore
from processors.memory import Memory
from processors.views.keys import Key, joined
from schemas.codec import pack
from schemas.command import CHANNEL as COMMAND
from schemas.config import WorkspaceConfig
from schemas.crm import Metric
from schemas.decision import Decision
from schemas.state import Overlay

NAME, RULES = "target", "rules"
_CHANNELS = ("config", COMMAND)


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A target. `members`: whose figures together are a group's. One that was given up stays as a row without any aim."""

    workspace: str
    of: str
    target: str
    members: tuple[str, ...]
    number: int | None
    conversion_permille: int | None
    reaction_s: int | None
    offset: int
    at: int

    @property
    def key(self) -> Key:
        return Key(NAME, joined(self.workspace, NAME, self.of, self.target))


class Rules(msgspec.Struct, frozen=True, array_like=True):
    """What the fold needs of a workspace's configuration, as of the decision at `offset`."""

    offset: int
    spam: tuple[str, ...]
    targets: tuple[tuple[str, str], ...] = ()


class Group(msgspec.Struct, frozen=True):
    """What is read of a queue."""

    id: str
    members: tuple[str, ...] = ()


class Aim(msgspec.Struct, frozen=True):
    """What is read of a target."""

    of: str
    id: str
    number: int | None = None
    conversion_percent: float | None = None
    reaction_s: int | None = None


class Said(msgspec.Struct, frozen=True):
    """What is read of a configuration."""

    spam_statuses: tuple[str, ...] = WorkspaceConfig().spam_statuses
    targets: tuple[Aim, ...] = ()
    queues: tuple[Group, ...] = ()


decode = msgspec.msgpack.Decoder(Row).decode
rules = msgspec.msgpack.Decoder(Rules).decode
_said = msgspec.msgpack.Decoder(Said).decode
_DEFAULT = Rules(-1, WorkspaceConfig().spam_statuses)


class Aims:
    """Configurations as the decisions of a batch have changed them, over what is kept."""

    def __init__(self, kept: Callable[[Key], bytes | None]) -> None:
        self._kept = kept
        self._rules: dict[str, Rules] = {}
        self._rows: dict[Key, Row] = {}
        self._changed: set[str] = set()

    def spam(self, workspace: str) -> tuple[str, ...]:
        """The ids of the statuses that mean spam now."""
        return self._of(workspace).spam

    def take(self, offset: int, decision: Decision) -> None:
        """Look for a configuration that the decision brings into force."""
        if any(entry.channel in _CHANNELS and entry.outcome == "applied" for entry in decision.entries):
            state = Overlay(MemoryStore())
            state.changes.update(decision.learn)
            raw = Memory(state, decision.workspace).config()
            if raw is not None:
                self._apply(offset, decision, _said(raw))

    def changes(self) -> dict[Key, bytes]:
        found = {Key(RULES, name): pack(self._rules[name]) for name in self._changed}
        return found | {key: pack(row) for key, row in self._rows.items()}

    def _of(self, workspace: str) -> Rules:
        if (found := self._rules.get(workspace)) is None:
            raw = self._kept(Key(RULES, workspace))
            found = self._rules[workspace] = _DEFAULT if raw is None else rules(raw)
        return found

    def _apply(self, offset: int, decision: Decision, said: Said) -> None:
        workspace, now = decision.workspace, decision.now
        for of, target in self._of(workspace).targets:
            self._keep(Row(workspace, of, target, (), None, None, None, offset, now))
        members = {queue.id: queue.members for queue in said.queues}
        for aim in said.targets:
            permille = None if aim.conversion_percent is None else round(aim.conversion_percent * 10)
            team = members.get(aim.id, ()) if aim.of == "group" else ()
            self._keep(Row(workspace, aim.of, aim.id, team, aim.number, permille, aim.reaction_s, offset, now))
        self._rules[workspace] = Rules(offset, said.spam_statuses, tuple((aim.of, aim.id) for aim in said.targets))
        self._changed.add(workspace)

    def _keep(self, row: Row) -> None:
        self._rows[row.key] = row


def metric(row: Row) -> Metric:
    """The row as the world sees it; an aim that there is none of is left out of `values`."""
    aims = {"number": row.number, "conversion_permille": row.conversion_permille, "reaction_s": row.reaction_s}
    dimensions = {"of": row.of, row.of: row.target}
    if row.members:
        dimensions["members"] = " ".join(row.members)
    values = {name: value for name, value in aims.items() if value is not None}
    return Metric(
        id=row.key.id, workspace=row.workspace, view=NAME, dimensions=dimensions, value=row.number or 0, values=values, offset=row.offset
    )


def row(metric: Metric) -> Row:
    """The row that a metric of this view shows; raises KeyError for one that is none."""
    said, values = metric.dimensions, metric.values
    number, permille, reaction = (values.get(name) for name in ("number", "conversion_permille", "reaction_s"))
    members = tuple(said.get("members", "").split())
    return Row(metric.workspace, said["of"], said[said["of"]], members, number, permille, reaction, metric.offset, 0)
