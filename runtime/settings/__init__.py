"""The settings of a leadloom: `leadloom.toml` and LEADLOOM_ variables, checked before anything starts."""

from runtime.settings.load import SettingsError, find, kinds, load
from runtime.settings.models import DecideSettings, EdgeSettings, LogSettings, Settings, Sinks, Sources
from runtime.settings.workspace import WorkspaceSettings

__all__ = [
    "DecideSettings",
    "EdgeSettings",
    "LogSettings",
    "Settings",
    "SettingsError",
    "Sinks",
    "Sources",
    "WorkspaceSettings",
    "find",
    "kinds",
    "load",
]
