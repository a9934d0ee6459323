"""Configuration enters through the log: what the settings say and the state does not yet becomes a `config` capture."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from processors.queries import config
from runtime.settings import Settings
from schemas.capture import Capture
from schemas.codec import derive_id, digest
from schemas.config import ConfigChange, WorkspaceConfig
from schemas.state import ReadState
from schemas.topics import partition_of


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


def changes(settings: Settings, state: ReadState, partition: int, partitions: int) -> list[Change]:
    """What the settings would change in the workspaces of one partition."""
    found = []
    for workspace, wanted in settings.workspaces.items():
        if partition_of(workspace, partitions) == partition:
            old = config(state, workspace)
            change = Change(workspace, old, old.upheld(wanted.to_config(version=old.version + 1)))
            if change.fields():
                found.append(change)
    return found
