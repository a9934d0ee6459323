"""The options that several commands share, and the settings that they lead to."""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

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


@dataclass(frozen=True)
class Where:
    """Which leadloom: the options of whatever opens its log."""

    config: ConfigFile = None
    data: Data = None
    log: LogUrl = None

    def settings(self) -> "Settings":
        """The settings without secrets; raises SettingsError."""
        return settings_without_secrets(self.config, self.data, self.log)


@dataclass(frozen=True)
class Looking(Where):
    """The options of what reads a log and shows nobody's clients."""

    workspace: Workspace = None
    as_json: Json = False


@dataclass(frozen=True)
class Asking(Looking):
    """The options of what shows clients, or figures over them, to whoever may see them (R43)."""

    as_: As = None


@dataclass(frozen=True)
class Word:
    """Whose word it is, and why."""

    by: By = None
    note: Note = None

    @property
    def speaker(self) -> str:
        """Who says so; raises Reject where this machine does not know."""
        return speaker(self.by)


@dataclass(frozen=True)
class Saying(Looking, Word):
    """The options of a person's word that goes to the log."""

    dry_run: DryRun = False


def together(command: Callable[..., None]) -> Callable[..., None]:
    """The command with every parameter that is a group of options (a dataclass, as `Asking`) taken apart, so that typer sees each option."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    options: dict[str, Parameter] = {}
    for name, parameter in signature(command).parameters.items():
        if (group := groups.get(name)) is None:
            options[name] = parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[name])
            continue
        of = get_type_hints(group, include_extras=True)
        for field in fields(group):
            options[field.name] = Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=of[field.name])

    @wraps(command)
    def run(**given: Any) -> None:
        grouped = {name: group(**{field.name: given.pop(field.name) for field in fields(group)}) for name, group in groups.items()}
        command(**given, **grouped)

    run.__annotations__ = {name: parameter.annotation for name, parameter in options.items()}
    run.__signature__ = signature(command).replace(parameters=list(options.values()))  # type: ignore[attr-defined]
    return run
