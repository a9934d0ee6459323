"""`leadloom import`: rows of a file become enquiries."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.options import DryRun, Json, Where, together
from runtime.cli.output import NOTHING_WRITTEN, json, say, table

if TYPE_CHECKING:
    from runtime.importer import ImportOptions, ImportReport
    from runtime.settings import Settings

PARTIAL = 5
WOULD_BE = {"readable": "imported", "ignored": "passed over (blank)", "dead": "dead letters"}
"""Outcome of a dry run -> words."""


@together
def import_(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A CSV file (what it holds is found out), an .eml file, or a folder of them."),
    ],
    *,
    workspace: Annotated[
        str | None, typer.Option("--workspace", "-w", help="The workspace that the rows belong to. Default: the preset's.", metavar="NAME")
    ] = None,
    preset: Annotated[
        str | None, typer.Option("--preset", "-p", help="How to read it: a table \\[sources.csvfile.NAME] of the settings.", metavar="NAME")
    ] = None,
    where: Where,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Import a CSV file, or mails: each is matched like any other enquiry. Safe to repeat: what was taken is recognised.

    Reports what became of the rows, not how many were read. Interrupted, it goes on where it stood when it is run again. Ends with 5 when
    some rows could not be taken; each is named with its line and the reason.
    """
    import asyncio

    settings = where.settings()
    if file.suffix.lower() == ".eml" or file.is_dir():
        asyncio.run(_mails(settings, file, workspace_of(settings, workspace), preset or "file", dry_run=dry_run, as_json=json_))
        return
    report = asyncio.run(_import(settings, file, workspace, preset, dry_run=dry_run))
    if json_:
        json(report)
    else:
        _print(report)
    if report.rejected or report.undecided or not report.complete:
        raise typer.Exit(PARTIAL)


async def _import(settings: "Settings", file: Path, workspace: str | None, preset: str | None, *, dry_run: bool) -> "ImportReport":
    import asyncio
    import signal
    from dataclasses import replace

    from runtime.cli.progress import progress
    from runtime.importer import import_file
    from runtime.submit import appending, place_of

    options = replace(_options(settings, workspace, preset, dry_run=dry_run), waiting=lambda: _waiting(settings))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, options.stop.set)
    with progress(f"importing {file.name}", "bytes") as moved:

        def read(_rows: int, done: int, size: int) -> None:
            moved(done, size)

        if dry_run:
            return await import_file(None, file, options, read)
        options = replace(options, begin=await place_of(settings, options.settings.workspace))
        async with appending(settings) as log:
            return await import_file(log, file, options, read)


def _options(settings: "Settings", workspace: str | None, preset: str | None, *, dry_run: bool) -> "ImportOptions":
    from ingestors.csvfile.channel import CsvSettings
    from runtime.importer import ImportOptions
    from runtime.settings import SettingsError

    presets = settings.sources.of("csvfile")
    if preset is not None and preset not in presets:
        raise SettingsError(
            f"There is no preset {preset!r}: add a table [sources.csvfile.{preset}] (there are: {', '.join(presets) or 'none'})."
        )
    chosen = presets[preset] if preset else CsvSettings(workspace=next(iter(settings.workspaces)))
    if workspace is not None:
        chosen = chosen.model_copy(update={"workspace": workspace_of(settings, workspace)})
    return ImportOptions(settings=chosen, preset=preset or "file", dry_run=dry_run)


def workspace_of(settings: "Settings", name: str | None) -> str:
    from runtime.settings import SettingsError
    from runtime.settings.shape import among

    if name is None:
        return next(iter(settings.workspaces))
    if name not in settings.workspaces:
        raise SettingsError(f"There is no workspace {name!r}{among(name, settings.workspaces)}")
    return name


def _waiting(settings: "Settings") -> None:
    """Somebody else is to decide, and does not: said while there is still time to mend it."""
    say("waiting for a decider: " + ("is the running leadloom well?" if settings.log.embedded else "start `leadloom up --role decide`"))


async def _mails(settings: "Settings", path: Path, workspace: str, source: str, *, dry_run: bool, as_json: bool) -> None:
    """Append the mails and say what they became."""
    from collections import Counter

    from processors.decisionlog import TOPIC
    from runtime.maildrop import drop, mails
    from runtime.submit import appending, decisions
    from schemas.capture import LIVE
    from schemas.topics import partition_of

    files, became = mails(path), Counter[str]()
    if not dry_run:
        async with appending(settings) as log:
            partition = partition_of(workspace, log.partitions)
            since = (await log.span(TOPIC, partition))[1]
            offsets = await drop(log, files, workspace, source)
            async for decision in decisions(log, partition, LIVE, set(offsets), since, lambda: _waiting(settings)):
                became.update(entry.outcome for entry in decision.entries)
    if as_json:
        json({"mails": len(files), "outcomes": dict(became), "dry_run": dry_run})
    elif dry_run:
        table(("mails that would be", ">count"), [("imported", len(files))])
        say(NOTHING_WRITTEN)
    else:
        table(("mails that became", ">count"), [*became.most_common(), ("all", len(files))])


def _print(report: "ImportReport") -> None:
    say(f"{report.file}: {report.encoding}, parted by {report.delimiter!r}, into workspace {report.workspace}")
    say("columns: " + ", ".join(f"{column or '(nameless)'} = {field or 'kept as it is'}" for column, field in report.columns))
    if report.resumed_line:
        say(f"went on at line {report.resumed_line}, where it was interrupted")
    if report.rows:
        rows = sorted(report.outcomes.items(), key=lambda pair: -pair[1])
        shown = [(WOULD_BE[outcome] if report.dry_run else outcome, count) for outcome, count in rows]
        waiting = [("not yet decided", report.undecided)] if report.undecided else []
        table((f"rows that {'would be' if report.dry_run else 'became'}", ">count"), [*shown, *waiting, ("all", report.rows)])
    elif report.complete:
        say("No rows: behind the header the table is empty.")
    for row in report.rejected:
        print(f"line {row.line}: {row.reason}")
    if report.dry_run:
        say(NOTHING_WRITTEN)
    elif report.rows:
        say(f"{report.new_clients} new clients.")
    if not report.complete:
        say("Stopped before the end of the file: run it again to go on.")
