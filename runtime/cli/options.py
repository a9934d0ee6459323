"""The options that several commands share, and the settings that they lead to."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from runtime.settings import Settings

ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", help="The settings file. Default: LEADLOOM_CONFIG, else ./leadloom.toml if there is one.", metavar="FILE"
    ),
]
Data = Annotated[
    Path | None, typer.Option("--data", "-d", help="The data folder. Default: `data` of the settings, ./leadloom-data.", metavar="DIR")
]
LogUrl = Annotated[
    str | None, typer.Option("--log", help='Where the log is: "embedded" or "kafka://host:9092". Default: \\[log] url.', metavar="URL")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text for people.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done; write nothing.")]
Workspace = Annotated[str | None, typer.Option("--workspace", "-w", help="Only this workspace.", metavar="NAME")]

By = Annotated[str | None, typer.Option("--by", help="Who says so. Default: the user of this machine.", metavar="NAME")]
Note = Annotated[str | None, typer.Option("--note", help="Why, in words; kept with the decision.", metavar="TEXT")]


def _reads(name: str | None) -> str | None:
    from runtime.rights import reader

    reader.set(name)
    return name


As = Annotated[
    str | None,
    typer.Option("--as", callback=_reads, help="Show only what this person may see, by the workspace's roles.", metavar="USER"),
]


def speaker(by: str | None) -> str:
    """Who says so."""
    import getpass

    from schemas.errors import Reject

    if by is not None and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise Reject("This machine does not know who you are: say it with --by NAME.") from None


def settings_of(
    config: Path | None, data: Path | None = None, log: str | None = None, off: MutableMapping[str, str] | None = None
) -> "Settings":
    """The settings as this command line has them; raises SettingsError."""
    from runtime.settings import find, load

    return load(find(config), data=data, log=log, off=off)


def settings_without_secrets(config: Path | None, data: Path | None = None, log: str | None = None) -> "Settings":
    """The same for commands that need no secret, so that they run in any terminal: what lacks its secret here is left out."""
    return settings_of(config, data, log, off={})
