"""`leadloom activities`: what is planned, for whom and by when; `done` and `cancel` settle one (R51)."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from runtime.cli.options import As, By, ConfigFile, Data, DryRun, Json, LogUrl, Note, Workspace, settings_without_secrets, speaker
from runtime.cli.output import json_list, say, table
from runtime.cli.times import moment

if TYPE_CHECKING:
    from runtime.reading import Reading
    from schemas.command import Command
    from schemas.crm import Activity

app = typer.Typer(invoke_without_command=True, help="What is planned: calls and meetings, for whom and by when.")

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the planned activity; the beginning is enough.", show_default=False)]


@app.callback()
def activities(
    context: typer.Context,
    late: Annotated[bool, typer.Option("--late", help="Only those whose due time has passed.")] = False,
    owner: Annotated[str | None, typer.Option(help="Only those of this responsible.", metavar="ID")] = None,
    settled: Annotated[bool, typer.Option("--all", help="Those that are done or cancelled, too.")] = False,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    as_: As = None,
    json_: Json = False,
) -> None:
    """List planned activities, what is due first at the top; whose due time has passed while they are planned are late.

    Lateness is found when the list is made, by the clock of this machine: nothing is decided or sent because an activity is late.
    """
    if context.invoked_subcommand is not None:
        return
    import asyncio

    async def ask() -> "list[Activity]":
        from runtime.reading import reading

        async with reading(settings_without_secrets(config, data, log)) as here:
            return sorted(_of(here, workspace), key=lambda one: (one.due_at or 0, one.id))

    now = int(datetime.now(UTC).timestamp() * 1000)
    found = [
        one
        for one in asyncio.run(ask())
        if (settled or one.status == "planned") and owner in (None, one.responsible) and (not late or status(one, now) == "late")
    ]
    if json_:
        json_list(_public(one, now) for one in found)
        return
    table(
        ("id", "due", "status", "kind", "why", "responsible", "item", "subject"),
        (
            (
                one.id[:8],
                moment(one.due_at),
                status(one, now),
                one.kind,
                {"call_back": "a missed call", "asked": "the client asked"}.get(one.plan or ""),
                one.responsible,
                one.item and f"{one.item_kind} {one.item[:8]}",
                one.subject,
            )
            for one in found
        ),
    )
    say(f"{len(found)} activities, {sum(status(one, now) == 'late' for one in found)} of them late.")


def status(one: "Activity", now: int) -> Literal["planned", "done", "cancelled", "late"]:
    """The status as it is read at `now`, in ms since 1970 UTC (R51)."""
    return "late" if one.status == "planned" and (one.due_at or 0) < now else one.status or "done"


def _of(here: "Reading", workspace: str | None) -> "list[Activity]":
    from processors import queries

    return [
        one
        for store in here.stores
        for name in queries.workspaces(store)
        if workspace in (None, name)
        for one in here.viewer.only("activity", queries.planned(store, name))
    ]


def _public(one: "Activity", now: int) -> dict[str, Any]:
    import msgspec

    return {**msgspec.to_builtins(one), "status": status(one, now)}


@app.command()
def done(
    id_: Id,
    by: By = None,
    note: Note = None,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Say that a planned activity was done. A call is done by itself when somebody of yours and the client talk on the phone."""
    _settle(id_, "done", by, note, config, data, log, workspace, dry_run=dry_run, json_=json_)


@app.command()
def cancel(
    id_: Id,
    by: By = None,
    note: Note = None,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Say that a planned activity is not to be done any more."""
    _settle(id_, "cancelled", by, note, config, data, log, workspace, dry_run=dry_run, json_=json_)


def _settle(
    id_: str,
    to: Literal["done", "cancelled"],
    by: str | None,
    note: str | None,
    config: Any,
    data: Any,
    log: str | None,
    workspace: str | None,
    *,
    dry_run: bool,
    json_: bool,
) -> None:
    from runtime.cli.merge import carry_out
    from runtime.entities import beginning
    from schemas import command
    from schemas.errors import Reject

    def said(stores: Any) -> "tuple[str, Command]":
        found = beginning(stores, id_, "activity", workspace=workspace)
        if len(found) != 1:
            raise Reject(f"{len(found) or 'No'} planned activities begin with {id_!r}: see `leadloom activities`.")
        return found[0].workspace, command.Settle(activity=found[0].id, status=to, by=speaker(by), note=note)

    carry_out(settings_without_secrets(config, data, log), said, dry_run=dry_run, as_json=json_)
