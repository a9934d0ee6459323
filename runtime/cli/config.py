"""`leadloom config`: look at the settings, check them, and apply what changes decisions."""

from typing import TYPE_CHECKING, Any

import typer

from runtime.cli.options import ConfigFile, Data, DryRun, Json, LogUrl, settings_of, settings_without_secrets
from runtime.cli.output import json, say

if TYPE_CHECKING:
    from runtime.configure import Change

WAITING = "Written; it is in force as soon as `leadloom up` decides, before anything that comes in from now on."

app = typer.Typer(no_args_is_help=True, help="Check and show the settings; apply what changes decisions.")


@app.command()
def check(config: ConfigFile = None, json_: Json = False) -> None:
    """Check the settings file and LEADLOOM_ variables without starting anything; ends with 3 and a line for each mistake."""
    from runtime.cli.findings import advice
    from runtime.settings import SettingsError, find

    try:
        settings = settings_of(config)
    except SettingsError as error:
        if json_:
            json({"ok": False, "problems": list(error.problems), "advice": []})
        raise
    advised = advice(settings)
    if json_:
        json({"ok": True, "problems": [], "advice": advised})
        return
    sources, sinks = len(list(settings.sources.each())), len(list(settings.sinks.each()))
    print(
        f"{find(config) or 'The defaults'}: ok: {_many(len(settings.workspaces), 'workspace')}, {_many(sources, 'source')}, {_many(sinks, 'sink')}."
    )
    for line in advised:
        say(f"advice: {line}")


@app.command()
def show(config: ConfigFile = None, data: Data = None, log: LogUrl = None, json_: Json = False) -> None:
    """Print the settings in force, defaults included, secrets masked; the text is TOML."""
    from runtime.settings.show import plain, to_toml

    shown = plain(settings_of(config, data, log))
    if json_:
        json(shown)
    else:
        print(to_toml(shown), end="")


@app.command()
def apply(config: ConfigFile = None, data: Data = None, log: LogUrl = None, dry_run: DryRun = False, json_: Json = False) -> None:
    """Apply what the settings say of workspaces: it enters through the log, so that a replay reproduces it.

    Shows what changes. On the embedded log `leadloom up` does the same when it starts, and so does a command that enters something while nobody
    else decides; on Kafka only this command does.
    """
    import asyncio

    from runtime.submit import apply_changes, rehearse_changes

    settings = settings_without_secrets(config, data, log)
    found, in_force = (asyncio.run(rehearse_changes(settings)), False) if dry_run else asyncio.run(apply_changes(settings))
    if json_:
        json([_as_data(change) for change in found])
        return
    for change in found:
        print(f"workspace {change.workspace}: version {change.old.version} -> {change.new.version}")
        for name, (old, new) in change.fields().items():
            print(f"  {name}: {_brief(old)} -> {_brief(new)}")
    if not found:
        say("Nothing to change: decisions already go by these settings.")
    else:
        say("Nothing was written (--dry-run)." if dry_run else "Applied." if in_force else WAITING)


def _as_data(change: "Change") -> dict[str, Any]:
    fields = {name: {"old": old, "new": new} for name, (old, new) in change.fields().items()}
    return {"workspace": change.workspace, "base": change.old.version, "version": change.new.version, "fields": fields}


def _brief(value: object) -> str:
    import msgspec

    return msgspec.json.encode(value).decode()


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
