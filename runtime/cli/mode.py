"""`leadloom mode`: whether enquiries become leads (classic) or clients with deals (simple), and switching it while it runs (R11)."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.opening import carry_out, read
from runtime.cli.options import Looking, Saying, together
from runtime.cli.output import NOTHING_WRITTEN, json, say, table
from runtime.wording import counted

if TYPE_CHECKING:
    from runtime.modes import Plan
    from runtime.reading import Reading
    from runtime.settings import Settings
    from schemas.command import Command

app = typer.Typer(
    no_args_is_help=True, help="Whether enquiries become leads (classic) or clients with deals (simple), by workspace and channel."
)

SHOWN = 20


class Mode(StrEnum):
    """What a touch of somebody new becomes."""

    CLASSIC = "classic"
    SIMPLE = "simple"


class Policy(StrEnum):
    """What becomes of the leads that are open."""

    DRAIN = "drain"
    CONVERT = "convert"


@app.command("show")
@together
def show(where: Looking) -> None:
    """Show in which mode each workspace works, channels that have one of their own, and who set it."""

    def shown(here: "Reading") -> None:
        from runtime import modes

        found = list(modes.modes(here.stores, where.workspace))
        if where.as_json:
            json(found)
        elif not found:
            print("There is no workspace yet: the first configuration or enquiry makes it.")
        else:
            table(("workspace", "mode", "channels of their own", "set by"), ((m.workspace, m.mode, m.own, m.by) for m in found))

    read(where.settings(), shown)


@app.command("set")
@together
def set_(
    mode: Annotated[Mode, typer.Argument(help="classic: enquiries become leads; simple: clients with deals.", show_default=False)],
    *,
    channel: Annotated[str | None, typer.Option(help="Only what comes through this channel, as webform or imap.", metavar="NAME")] = None,
    policy: Annotated[
        Policy, typer.Option(help="drain: open leads stay leads until they are finished; convert: they become clients with deals now.")
    ] = Policy.DRAIN,
    pipeline: Annotated[str | None, typer.Option(help="Where converted leads go. Default: the default pipeline.", metavar="ID")] = None,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="Do not wait for the conversion: whoever runs goes on with it.")] = False,
    word: Saying,
) -> None:
    """Switch the mode, at any time. `--dry-run` lists what would happen, lead by lead, and which rules stop firing.

    The switch is one event in the log, so a replay reproduces it; from then on what leadloom.toml says of the mode is not applied any more.
    """
    from processors.faults import did_you_mean
    from runtime import discover, modes
    from schemas import command

    if channel is not None and channel not in (known := discover.channels()):
        raise typer.BadParameter(f"there is no channel {channel!r}{did_you_mean(channel, known)}", param_hint="--channel")
    settings = word.settings()
    switch = command.SetMode(mode=mode.value, channel=channel, policy=policy.value, pipeline=pipeline, by=word.speaker, note=word.note)
    meant = modes.meant(settings, word.workspace)

    def said(_stores: Any) -> "tuple[str, Command]":
        return meant, switch

    if word.dry_run:
        _draw(modes.plan(settings, meant, switch), as_json=word.as_json)
        return
    carry_out(word, said)
    if policy is Policy.CONVERT and not no_wait:
        _follow(settings, meant)


def _follow(settings: "Settings", workspace: str) -> None:
    import asyncio

    from runtime import modes
    from runtime.cli.progress import progress

    with progress("converting", "leads") as at:
        done = asyncio.run(modes.follow(settings, workspace, at))
    if done is not None:
        say(f"{done.done} of {done.total} open leads became deals{f'; {done.kept} could not and stay leads' if done.kept else ''}.")
        if done.status == "stopped":
            say(f"The job was stopped{f': {done.why}' if done.why else '.'}")


def _draw(plan: "Plan", *, as_json: bool) -> None:
    if as_json:
        json(plan)
        return
    print(plan.says)
    if plan.leads:
        what = "become deals" if plan.policy == "convert" else "stay leads until they are finished"
        leads = counted(len(plan.leads), "open lead", "open leads")
        print(f"{leads} would {what}: {', '.join(f'{count} {status}' for status, count in plan.by_status.items())}.")
        converts = plan.policy == "convert"
        rows = (
            (p.lead[:8], p.title, p.status, p.responsible, *((p.deal[:8] if p.deal else "new", p.conflict) if converts else ()))
            for p in plan.shown(SHOWN)
        )
        table(("lead", "title", "status", "responsible", *(("deal", "look first") if converts else ())), rows)
        if len(plan.leads) > SHOWN:
            say(f"and {len(plan.leads) - SHOWN} more (--json lists all)")
    else:
        print("No lead is open.")
    if plan.conflicts:
        print(f"{plan.conflicts} of them with something to look at first.")
    for line in plan.stops:
        print(f"stops firing: {line}")
    say(NOTHING_WRITTEN)
