"""`leadloom jobs`: work on many items that goes on piece by piece beside live traffic; how far it is, and stopping it (R61)."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.opening import carry_out, read
from runtime.cli.options import Looking, Saying, together
from runtime.cli.output import json_list, say, table
from runtime.cli.times import moment

if TYPE_CHECKING:
    from runtime.reading import Reading
    from schemas.command import Command

app = typer.Typer(no_args_is_help=True, help="Work on many items that goes on piece by piece beside live traffic.")


@app.command("list")
@together
def list_(where: Looking) -> None:
    """List jobs and how far they are, the newest first."""

    def show(here: "Reading") -> None:
        from runtime import modes

        found = modes.all_jobs(here.stores, where.workspace)
        if where.as_json:
            json_list({"workspace": shown.workspace, **shown.fields()} for shown in found)
        elif not found:
            print(
                "There was no job yet: switching a mode with open leads to convert opens one, and so does converting a lead of many activities."
            )
        else:
            table(
                ("id", "workspace", "what", "status", ">done", ">could not", ">of", "since", "until", "started by", "ended"),
                (
                    (
                        s.job.id[:8],
                        s.workspace,
                        s.what,
                        s.job.status,
                        s.job.done,
                        s.job.kept,
                        s.job.total,
                        moment(s.job.opened_at),
                        moment(s.job.ended_at),
                        s.job.by,
                        s.ending,
                    )
                    for s in found
                ),
            )
            if any(s.job.status == "running" for s in found):
                say("To stop one: leadloom jobs stop ID")
            if any(s.job.status == "stopped" and s.job.converts for s in found):
                say("To convert the leads that a stopped one has left: leadloom mode set simple --policy convert")

    read(where.settings(), show)


@app.command("stop")
@together
def stop(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of the job, or its beginning as `list` shows it.", show_default=False)],
    word: Saying,
) -> None:
    """Stop a job; what it did stays."""
    from runtime import modes
    from schemas import command

    def said(stores: Any) -> "tuple[str, Command]":
        found = modes.find(stores, id_, word.workspace)
        return found.workspace, command.StopJob(job=found.job.id, by=word.speaker, note=word.note)

    carry_out(word, said)
