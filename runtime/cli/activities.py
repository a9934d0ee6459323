"""`leadloom activities`: what is planned, for whom and by when; `done` and `cancel` settle one (R51)."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from runtime.cli.opening import carry_out, read
from runtime.cli.options import Asking, Saying, together
from runtime.cli.output import json_list, say, table
from runtime.cli.times import moment
from runtime.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from runtime.reading import Reading
    from schemas.command import Command
    from schemas.crm import Activity, Client

app = typer.Typer(invoke_without_command=True, help="What is planned: calls and meetings, for whom and by when.")

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the planned activity; the beginning is enough.", show_default=False)]


@app.callback()
@together
def activities(
    context: typer.Context,
    *,
    late: Annotated[bool, typer.Option("--late", help="Only those whose due time has passed.")] = False,
    owner: Annotated[str | None, typer.Option(help="Only those of this responsible.", metavar="ID")] = None,
    settled: Annotated[bool, typer.Option("--all", help="Those that are done or cancelled, too.")] = False,
    ask: Asking,
) -> None:
    """List planned activities, what is due first at the top; whose due time has passed while they are planned are late.

    Lateness is found when the list is made, by the clock of this machine: nothing is decided or sent because an activity is late.
    """
    if context.invoked_subcommand is not None:
        return
    now = int(datetime.now(UTC).timestamp() * 1000)

    def wanted(one: "Activity") -> bool:
        return (settled or one.status == "planned") and owner in (None, one.responsible) and (not late or status(one, now) == "late")

    def asked(here: "Reading") -> "list[tuple[Activity, Client | None]]":
        found = sorted(_of(here, ask.workspace, wanted), key=lambda pair: (pair[0].due_at or 0, pair[0].id))
        if owner is not None and not found:
            _must_be_somebody(here, ask.workspace, owner)
        return found

    found = read(ask.settings(), asked)
    if ask.as_json:
        json_list(_public(one, now) for one, _ in found)
        return
    table(
        ("id", "due", "reminder", "status", "kind", "why", "client", "phone", "responsible", "item", "subject"),
        (
            (
                one.id[:8],
                moment(one.due_at),
                moment(one.remind_at),
                f"{status(one, now)}: {one.reason}" if one.reason else status(one, now),
                one.kind,
                {"call_back": "a missed call", "asked": "the client asked"}.get(one.plan or ""),
                whom and (whom.name or whom.company_name),
                whom and next(iter(whom.phones), None),
                one.responsible,
                one.item and f"{one.item_kind} {one.item[:8]}",
                one.subject,
            )
            for one, whom in found
        ),
    )
    say(f"{counted(len(found), 'activity', 'activities')}, {sum(status(one, now) == 'late' for one, _ in found)} of them late.")


def status(one: "Activity", now: int) -> Literal["planned", "done", "cancelled", "late"]:
    """The status as it is read at `now`, in ms since 1970 UTC (R51)."""
    return "late" if one.status == "planned" and (one.due_at or 0) < now else one.status or "done"


def _of(here: "Reading", workspace: str | None, wanted: "Callable[[Activity], bool]") -> "Iterator[tuple[Activity, Client | None]]":
    """Planned activities, each with the client as its lead or deal has it, where that may be seen, too (R43)."""
    from processors import queries
    from runtime.entities import workspaces

    for store, name in workspaces(here.stores, workspace):
        for one in filter(wanted, here.viewer.only("activity", queries.planned(store, name))):
            kind = one.item_kind
            item: Any = queries.find(store, name, kind, one.item) if kind and one.item else None
            yield one, item.client if item is not None and kind and here.viewer.sees(name, kind, item.responsible) else None


def _must_be_somebody(here: "Reading", workspace: str | None, owner: str) -> None:
    """Raises Reject for who is no responsible of the workspaces, and has nothing planned from before."""
    from processors import queries
    from processors.faults import did_you_mean
    from runtime.entities import workspaces
    from schemas.errors import Reject

    where = list(workspaces(here.stores, workspace))
    people = {person.id for store, name in where for person in queries.config(store, name).responsibles}
    if owner not in people and all(one.responsible != owner for store, name in where for one in queries.planned(store, name)):
        raise Reject(f"No responsible is called {owner!r}{did_you_mean(owner, people)}")


def _public(one: "Activity", now: int) -> dict[str, Any]:
    import msgspec

    return {**msgspec.to_builtins(one), "status": status(one, now)}


@app.command()
@together
def done(id_: Id, word: Saying) -> None:
    """Say that a planned activity was done. A call is done by itself when somebody of yours and the client talk on the phone."""
    _settle(id_, "done", word)


@app.command()
@together
def cancel(id_: Id, word: Saying) -> None:
    """Say that a planned activity is not to be done any more."""
    _settle(id_, "cancelled", word)


def _settle(id_: str, to: Literal["done", "cancelled"], word: Saying) -> None:
    from runtime.entities import one
    from schemas import command

    def said(stores: Any) -> "tuple[str, Command]":
        found = one(stores, id_, "activity", word.workspace)
        return found.workspace, command.Settle(activity=found.id, status=to, by=word.speaker, note=word.note)

    carry_out(word, said)
