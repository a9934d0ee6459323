"""`leadloom whatif`: what other rules would have made of what came in."""

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.options import As, Data, Json, LogUrl, Workspace, settings_without_secrets
from runtime.cli.output import table

if TYPE_CHECKING:
    from runtime.settings import Settings
    from runtime.whatif.differences import Found
    from runtime.whatif.window import Since
    from schemas.config import WorkspaceConfig


def whatif(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", "-c", help="The other settings file; its workspaces are tried. Default: the one in force.", metavar="FILE"
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            help="From where on: a date or time (UTC unless it says otherwise), or the number of a decision as `why` shows it.",
            metavar="DATE|OFFSET",
        ),
    ] = None,
    workspace: Workspace = None,
    data: Data = None,
    log: LogUrl = None,
    as_: As = None,
    json_: Json = False,
) -> None:
    """Decide again what came in, by other rules, modes or thresholds, and show what would have come out otherwise. Nothing is changed.

    It starts from the state as it stood at --since (default: the beginning), with the other file's configuration in force from there on.
    Where the file names neither `data` nor \\[log], those of the settings in force are meant. Captures are kept for 30 days.
    """
    import asyncio

    from runtime.collector import settle
    from runtime.rights import Viewer

    begin = _since(since)
    settle()
    other, here = _settings(config, data, log)
    Viewer(here).must_see_reports(workspace)
    found = asyncio.run(_all(other, here, workspace, begin, in_force=config is None))
    if json_:
        from runtime.whatif.telling import document

        sys.stdout.buffer.writelines(document(found))
        return
    for n, one in enumerate(found):
        if n:
            print()
        _show(one)


def _since(text: str | None) -> "Since":
    from runtime.cli.times import since
    from runtime.whatif.window import Since

    if text is not None and text.isascii() and text.isdigit():
        return Since(offset=int(text))
    return Since(at=since(text))


def _settings(config: Path | None, data: Path | None, log: str | None) -> "tuple[Settings, Settings]":
    """The settings to try, and those over whose log they are tried: the ones in force, unless the file names a log of its own."""
    other = settings_without_secrets(config)
    own = config is None or {"data", "log"} & other.model_fields_set
    return other, settings_without_secrets(config if own else None, data, log)


async def _all(other: "Settings", over: "Settings", only: str | None, since: "Since", *, in_force: bool) -> "list[Found]":
    """`in_force`: no file was named, so modes that a command has set are those to try (R11)."""
    from processors.queries import config as stored
    from processors.queries import workspaces
    from runtime.cli.progress import progress
    from runtime.reading import reading
    from runtime.whatif.again import decide_again
    from runtime.whatif.hosts import fitting
    from runtime.whatif.window import Recorded
    from schemas.errors import Reject

    asked = {name: wanted.to_config for name, wanted in other.workspaces.items() if only in (None, name)}
    found: list[Found] = []
    async with reading(over) as here:
        each = [{name: asked[name] for name in workspaces(store) if name in asked} for store in here.stores]
        if in_force:
            each = [
                {name: partial(_upheld, stored(store, name), of) for name, of in wanted.items()}
                for store, wanted in zip(here.stores, each, strict=True)
            ]
        known = {name for store in here.stores for name in workspaces(store)}
        if not any(each):
            raise Reject(
                f"Nothing was ever decided for {_names([only] if only else asked)}: the log knows {_names(known)}. "
                "Name the workspace in the file as it is named there."
            )
        if since.offset is not None and sum(map(bool, each)) > 1:
            raise Reject(
                "The number of a decision counts in one partition, and these workspaces lie in several: name one with --workspace."
            )
        for partition, (store, wanted) in enumerate(zip(here.stores, each, strict=True)):
            if wanted:
                recorded = Recorded(here.log, partition, store, store.place())
                host = fitting(recorded.goal.next, over.decide.step_timeout_s)
                with progress(f"deciding again, partition {partition}", "decisions") as moved:
                    found += await decide_again(recorded, wanted, host, since, moved)
    if all(one.begin >= one.end for one in found):
        raise Reject("Nothing was decided since then: give an earlier --since.")
    return found


def _upheld(now: "WorkspaceConfig", of: "Callable[[int], WorkspaceConfig]", version: int) -> "WorkspaceConfig":
    return now.upheld(of(version))


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "none"


def _show(found: "Found") -> None:
    from runtime.whatif.telling import differences, heading, sums

    for line in heading(found):
        print(line)
    print()
    table(
        ("", ">as recorded", ">there", ">"), [(what, was, is_, f"{is_ - was:+d}" if is_ != was else "") for what, was, is_ in sums(found)]
    )
    print()
    for line in differences(found):
        print(line)
