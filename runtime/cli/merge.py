"""`leadloom merge` and `leadloom unmerge`: a person says that two clients are one, or that they are two."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.options import By, ConfigFile, Data, DryRun, Json, LogUrl, Note, Workspace, settings_without_secrets, speaker
from runtime.cli.output import json, say

if TYPE_CHECKING:
    from runtime.settings import Settings
    from schemas.command import Command
    from schemas.decision import Verdict

Client = Annotated[str, typer.Argument(help="Id of a client, or of its contact, lead or deal; the beginning is enough.")]


def merge(
    a: Client,
    b: Client,
    by: By = None,
    note: Note = None,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Say that two clients are one: from now on they have one history and one set of fields, and their open items are folded.

    Nothing is overwritten: `leadloom unmerge` gives back exactly what was. The id that is given up leads to the other one for ever.
    """
    from runtime import entities
    from schemas import command

    settings = settings_without_secrets(config, data, log)

    def said(stores: Any) -> "tuple[str, Command]":
        one, mine = entities.client(stores, a, workspace)
        other, yours = entities.client(stores, b, workspace)
        if one.workspace != other.workspace:
            from schemas.errors import Reject

            raise Reject(f"{a!r} is a client of workspace {one.workspace}, {b!r} of {other.workspace}: no client can be of both.")
        return one.workspace, command.Merge(a=mine, b=yours, by=speaker(by), note=note)

    found = carry_out(settings, said, dry_run=dry_run, as_json=json_)
    for entry in found.entries if not dry_run and not json_ else ():
        for made in entry.merges:
            say(f"To take it back: leadloom unmerge {made[:8]}")


def unmerge(
    id_: Annotated[
        str,
        typer.Argument(metavar="ID", help="Id of the merge, as `why` shows it, or of a client that was merged once.", show_default=False),
    ],
    by: By = None,
    note: Note = None,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Take a merge back: both have the fields, the history and the items that they would have if they had never been merged.

    The two count as different people from then on, and are not proposed again.
    """
    from runtime import merges
    from schemas import command

    def said(stores: Any) -> "tuple[str, Command]":
        named, found = merges.find(stores, id_, workspace)
        return named.workspace, command.Unmerge(merge=found.id, by=speaker(by), note=note)

    carry_out(settings_without_secrets(config, data, log), said, dry_run=dry_run, as_json=json_)


def carry_out(settings: "Settings", said: Any, *, dry_run: bool, as_json: bool) -> "Verdict":
    """Append what `said(stores)` gives, (workspace, command), wait for what is decided of it, and print that. Ends with 1 when refused."""
    import asyncio

    import msgspec

    from processors.memory import Memory
    from runtime import merges
    from runtime.reading import reading
    from runtime.submit import rehearse, submit
    from schemas.errors import Reject
    from schemas.topics import partition_of

    async def once() -> "tuple[Verdict, list[str]]":
        async with reading(settings) as here:
            workspace, command = said(here.stores)
        verdict = await (rehearse if dry_run else submit)(settings, merges.capture(workspace, command))
        async with reading(settings) as here:
            memory = Memory(here.stores[partition_of(workspace, here.log.partitions)], workspace)
            return verdict, list(merges.sentences(verdict, memory))

    verdict, lines = asyncio.run(once())
    refused = next((entry for entry in verdict.entries if entry.outcome != "applied"), None)
    if as_json:
        json({"dry_run": dry_run, "entries": msgspec.to_builtins(verdict.entries), "sentences": lines})
        if refused:
            raise typer.Exit(1)
        return verdict
    if refused:
        raise Reject(refused.reason)
    for line in lines:
        print(line)
    if dry_run:
        say("Nothing was written (--dry-run).")
    return verdict
