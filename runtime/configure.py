"""Configuration enters through the log: what the settings say and the state does not yet becomes a `config` capture."""

import asyncio
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import msgspec
import structlog

from processors.decisionlog import Accepted, Decide
from processors.queries import config
from runtime.decider import Decider
from runtime.settings import Settings
from schemas.capture import LIVE, Appended, Capture, encode
from schemas.codec import derive_id, digest
from schemas.config import ConfigChange, WorkspaceConfig
from schemas.decision import Entry
from schemas.errors import Retry
from schemas.state import Overlay, ReadState
from schemas.topics import partition_of

_log = structlog.get_logger("configure")

_ROUNDS = 10
"""How often the settings are asked for before it is said that somebody else undoes them."""


@dataclass(frozen=True, slots=True)
class Change:
    """A workspace whose settings differ from what decisions go by: the configuration in force, and the one that is wanted."""

    workspace: str
    old: WorkspaceConfig
    new: WorkspaceConfig

    def capture(self) -> Capture:
        """The capture that asks for it; appending it twice does no harm, as the second one's base is stale."""
        body = msgspec.json.encode(ConfigChange(base=self.old.version, config=self.new))
        return Capture(
            id=derive_id("config", self.workspace, str(self.old.version), digest(body).hex()),
            workspace=self.workspace,
            channel="config",
            source="leadloom.toml",
            body=body,
            content_type="application/json",
        )

    def fields(self) -> Mapping[str, tuple[object, object]]:
        """The fields that change: name -> (old, new)."""
        pairs = {
            name: (getattr(self.old, name), getattr(self.new, name)) for name in WorkspaceConfig.__struct_fields__ if name != "version"
        }
        return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def names_workspaces(settings: Settings) -> bool:
    """Whether the settings say anything of workspaces."""
    return "workspaces" in settings.model_fields_set


def changes(settings: Settings, state: ReadState, partition: int, partitions: int) -> list[Change]:
    """What the settings would change in the workspaces of one partition: nothing where they name none, as without its file a folder is not to
    be set back to the defaults."""
    found: list[Change] = []
    if not names_workspaces(settings):
        return found
    for workspace, wanted in settings.workspaces.items():
        if partition_of(workspace, partitions) == partition:
            old = config(state, workspace)
            change = Change(workspace, old, old.upheld(wanted.to_config(version=old.version + 1)))
            if change.fields():
                found.append(change)
    return found


async def ask(settings: Settings, decider: Decider, stop: asyncio.Event | None = None) -> list[Change]:
    """Bring the decider up to date, and append what the settings change in its partition: the changes. Raises Retry and Reject."""
    await decider.catch_up(stop)
    found = changes(settings, decider.store, decider.partition, decider.log.partitions)
    for change in found:
        await decider.log.append(LIVE, decider.partition, [encode(change.capture())])
        _log.info("configuration asked for", workspace=change.workspace, changed=",".join(change.fields()))
    return found


async def settle(settings: Settings, decider: Decider) -> Mapping[str, str]:
    """Ask, and decide until the partition goes by the settings; workspace -> why, where they were refused and the old ones stay in force.

    Of one partition's only decider, before it runs. What somebody else asked for meanwhile comes first, and is no refusal: it is asked again.
    """
    for _ in range(_ROUNDS):
        if not (asked := await ask(settings, decider)):
            return {}
        entries = await _decided(decider, {change.capture().id for change in asked})
        refused = {change.workspace: why for change in asked if (why := _refused(entries[change.capture().id], change.old.version))}
        if refused:
            return refused
    raise Retry("The configuration is changed again and again meanwhile: let the others finish, then run it once more.")


async def _decided(decider: Decider, captures: Set[str]) -> Mapping[str, Entry]:
    """Run the decider until these captures are decided and kept: capture -> what became of it first."""
    found, stop, observe = dict[str, Entry](), asyncio.Event(), decider.observe

    def decided(accepted: Sequence[Accepted]) -> None:
        observe(accepted)
        for _, decision in accepted:
            if decision.capture in captures:
                found.setdefault(decision.capture, decision.entries[0])
        if found.keys() >= captures:
            stop.set()

    decider.observe = decided
    try:
        await decider.run(stop)
    finally:
        decider.observe = observe
    return found


def _refused(entry: Entry, base: int) -> str | None:
    """Why the configuration itself was refused; None where it was applied, or its base was not the one in force any more."""
    stale = entry.outcome == "refused" and entry.rules != base
    return None if stale or entry.outcome == "applied" else entry.reason


def foreseen(settings: Settings, state: ReadState, workspace: str, decide: Decide, now: int) -> tuple[Overlay, str | None]:
    """The state as it would be once a workspace goes by the settings, and why it would not: then it is the state as it is."""
    for change in changes(settings, state, 0, 1):
        if change.workspace == workspace:
            after = Overlay(state)
            (entry,) = decide(Appended(change.capture(), LIVE, 0, -1, now), after, now).entries
            why = _refused(entry, change.old.version)
            return (after, None) if why is None else (Overlay(state), why)
    return Overlay(state), None
