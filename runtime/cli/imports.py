"""`leadloom import`: rows of a file become enquiries."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.options import DryRun, Json, Where, together
from runtime.cli.output import NOTHING_WRITTEN, json, say, table
from runtime.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runtime.importfile import ImportOptions, ImportReport, Progress
    from runtime.preview import Row
    from runtime.settings import Settings

PARTIAL = 5


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
    some rows could not be taken; each is named with its line and the reason. `--dry-run` says of each row what would become of it, after those
    before it: create, update (which fields), attach, review, duplicate, or why it would be rejected.
    """
    import asyncio

    settings = where.settings()
    if file.suffix.lower() == ".eml" or file.is_dir():
        asyncio.run(_mails(settings, file, workspace_of(settings, workspace), preset or "file", dry_run=dry_run, as_json=json_))
        return
    if dry_run:
        report = asyncio.run(_foresee(settings, file, _options(settings, workspace, preset), as_json=json_))
    else:
        report = asyncio.run(_import(settings, file, _options(settings, workspace, preset)))
        if json_:
            json(report)
    if not json_:
        _print(report)
    if report.rejected or report.undecided or not report.complete:
        raise typer.Exit(PARTIAL)


@contextmanager
def _reading(file: Path, options: "ImportOptions", what: str) -> "Iterator[Progress]":
    """Progress over the bytes of a file, and Ctrl-C ends it after the rows under way."""
    import asyncio
    import signal

    from runtime.cli.progress import progress

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, options.stop.set)
    with progress(f"{what} {file.name}", "bytes") as moved:
        yield lambda _rows, done, size: moved(done, size)


async def _import(settings: "Settings", file: Path, options: "ImportOptions") -> "ImportReport":
    from dataclasses import replace

    from runtime.importer import import_file
    from runtime.submit import appending, place_of

    begin = await place_of(settings, options.settings.workspace)
    options = replace(options, waiting=lambda: _waiting(settings), begin=begin)
    with _reading(file, options, "importing") as read:
        async with appending(settings) as log:
            return await import_file(log, file, options, read)


async def _foresee(settings: "Settings", file: Path, options: "ImportOptions", *, as_json: bool) -> "ImportReport":
    """Print what would become of each row as it is found out; as one JSON document with a line a row."""
    import asyncio

    from runtime.importpreview import foresee
    from runtime.preview import foreseeing

    shown = _Shown("line", as_json=as_json)
    with _reading(file, options, "looking at") as read:
        async with foreseeing(settings, options.settings.workspace) as foresight:
            report = await asyncio.to_thread(foresee, file, options, foresight.rows, shown.one, read)
    shown.end(report)
    return report


class _Shown:
    """A preview as it is printed: for people a line each, for programs {"preview": [a line each], what the report says}."""

    def __init__(self, place: str, *, as_json: bool) -> None:
        self._place, self._json, self._any = place, as_json, False

    def one(self, at: int | str, row: "Row") -> None:
        """What would become of the touch at a place."""
        from msgspec.json import encode

        from runtime.preview import in_a_line

        if not self._json:
            print(f"{self._place} {at:<6} {in_a_line(row)}")
            return
        body = encode(row)
        print(
            ("," if self._any else '{"preview": [') + f'\n{{"{self._place}":{encode(at).decode()},' + body.decode().removeprefix("{"),
            end="",
        )
        self._any = True

    def end(self, report: object) -> None:
        """The end of the document."""
        from msgspec.json import encode

        if self._json:
            print(("\n" if self._any else '{"preview": [') + "],\n" + encode(report).decode().removeprefix("{"))


def _options(settings: "Settings", workspace: str | None, preset: str | None) -> "ImportOptions":
    from ingestors.csvfile.channel import CsvSettings
    from runtime.importfile import ImportOptions
    from runtime.settings import SettingsError

    presets = settings.sources.of("csvfile")
    if preset is not None and preset not in presets:
        raise SettingsError(
            f"There is no preset {preset!r}: add a table [sources.csvfile.{preset}] (there are: {', '.join(presets) or 'none'})."
        )
    chosen = presets[preset] if preset else CsvSettings(workspace=next(iter(settings.workspaces)))
    if workspace is not None:
        chosen = chosen.model_copy(update={"workspace": workspace_of(settings, workspace)})
    return ImportOptions(settings=chosen, preset=preset or "file")


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
    """Append the mails and say what they became; in a dry run what they would become."""
    from collections import Counter

    from processors.decisionlog import TOPIC
    from runtime.maildrop import drop, mails, taken
    from runtime.preview import foreseeing
    from runtime.submit import appending, decisions
    from schemas.capture import LIVE
    from schemas.topics import partition_of

    files, became = mails(path), Counter[str]()
    if dry_run:
        shown = _Shown("mail", as_json=as_json)
        async with foreseeing(settings, workspace) as foresight:
            for file in files:
                for row in foresight.rows(taken(file, workspace, source)):
                    shown.one(file.name, row)
                    became[row.outcome] += 1
        shown.end({"mails": len(files), "outcomes": dict(became), "dry_run": True})
    else:
        async with appending(settings) as log:
            partition = partition_of(workspace, log.partitions)
            since = (await log.span(TOPIC, partition))[1]
            offsets = await drop(log, files, workspace, source)
            async for decision in decisions(log, partition, LIVE, set(offsets), since, lambda: _waiting(settings)):
                became.update(entry.outcome for entry in decision.entries)
        if as_json:
            json({"mails": len(files), "outcomes": dict(became), "dry_run": False})
    if not as_json:
        table((f"mails that {'would be' if dry_run else 'became'}", ">count"), [*became.most_common(), ("all", len(files))])
        if dry_run:
            say(NOTHING_WRITTEN)


def _print(report: "ImportReport") -> None:
    say(f"{report.file}: {report.encoding}, parted by {report.delimiter!r}, into workspace {report.workspace}")
    say("columns: " + ", ".join(f"{column or '(nameless)'} = {field or 'kept as it is'}" for column, field in report.columns))
    if report.resumed_line:
        say(f"went on at line {report.resumed_line}, where it was interrupted")
    if report.rows:
        rows = sorted(report.outcomes.items(), key=lambda pair: -pair[1])
        waiting = [("not yet decided", report.undecided)] if report.undecided else []
        table((f"rows that {'would be' if report.dry_run else 'became'}", ">count"), [*rows, *waiting, ("all", report.rows)])
    elif report.complete:
        say("No rows: behind the header the table is empty.")
    if report.dry_run:
        did = ", ".join(f"{count} {action}" for action, count in sorted(report.actions.items(), key=lambda pair: -pair[1]))
        say(f"{did}; {counted(report.new_clients, 'new client', 'new clients')}." if did else "Nothing would be done.")
        say(NOTHING_WRITTEN)
    else:
        for row in report.rejected:
            print(f"line {row.line}: {row.reason}")
        if report.rows:
            say(f"{counted(report.new_clients, 'new client', 'new clients')}.")
    if not report.complete:
        say(f"Stopped before the end of the file{'' if report.dry_run else ': run it again to go on'}.")
