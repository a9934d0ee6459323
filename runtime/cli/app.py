"""The commands of leadloom, and the help that is their manual."""

from typing import Annotated

import typer

from runtime.cli import (
    activities,
    add,
    config,
    dead,
    demo,
    doctor,
    feedback,
    funnel,
    imports,
    jobs,
    life,
    matchreport,
    merge,
    mode,
    records,
    replay,
    review,
    status,
    topics,
    touches,
    up,
    whatif,
    why,
)

app = typer.Typer(
    name="leadloom",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Takes in a company's enquiries from every channel, weaves them into clients, and gives a CRM its leads,
or clients with deals.

Start with `leadloom demo` (a thousand enquiries in a folder of its own) or `leadloom up` (the real thing, no broker
needed). `leadloom doctor` says what is missing.

Exit codes: 0 ok, 1 failure, 2 usage, 3 configuration, 4 dependency unreachable, 5 partial.""",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"leadloom {version('leadloom')}")
        raise typer.Exit


@app.callback()
def _all_commands(
    _version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
    _traceback: Annotated[bool, typer.Option("--traceback", help="Show errors whole, for reports.")] = False,
) -> None:
    """What stands before every command."""


RUN, READ, SAY, CARE = "Run", "Read", "Say who is who", "Set up and look after"
LIVE = "Say what becomes of leads and deals"

app.command("up", rich_help_panel=RUN)(up.up)
app.command("demo", rich_help_panel=RUN)(demo.demo)
app.command("import", rich_help_panel=RUN)(imports.import_)
app.command("add", rich_help_panel=RUN)(add.add)
app.command("feedback", rich_help_panel=RUN)(feedback.feedback)
for _kind in records.KINDS:
    app.add_typer(records.commands(_kind), name=_kind, rich_help_panel=READ)
app.add_typer(activities.app, name="activities", rich_help_panel=READ)
app.command("touches", rich_help_panel=READ)(touches.touches)
app.command("why", rich_help_panel=READ)(why.why)
app.command("whatif", rich_help_panel=READ)(whatif.whatif)
app.add_typer(dead.app, name="dead", rich_help_panel=READ)
app.command("match-report", rich_help_panel=READ)(matchreport.match_report)
app.command("funnel", rich_help_panel=READ)(funnel.funnel)
app.command("status", rich_help_panel=READ)(status.status)
app.add_typer(review.app, name="review", rich_help_panel=SAY)
app.command("merge", rich_help_panel=SAY)(merge.merge)
app.command("unmerge", rich_help_panel=SAY)(merge.unmerge)
app.command("promote", rich_help_panel=LIVE)(touches.promote)
app.add_typer(life.lead, name="lead", rich_help_panel=LIVE)
app.add_typer(life.deal, name="deal", rich_help_panel=LIVE)
app.add_typer(mode.app, name="mode", rich_help_panel=CARE)
app.add_typer(jobs.app, name="jobs", rich_help_panel=CARE)
app.add_typer(config.app, name="config", rich_help_panel=CARE)
app.add_typer(topics.app, name="topics", rich_help_panel=CARE)
app.command("replay", rich_help_panel=CARE)(replay.replay)
app.command("doctor", rich_help_panel=CARE)(doctor.doctor)

COMMAND = typer.main.get_command(app)
"""All of them, built once: Typer would build them again each time that it is called."""
