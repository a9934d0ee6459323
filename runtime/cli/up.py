"""`leadloom up`: run leadloom until it is told to stop."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.options import ConfigFile, Data, LogUrl, settings_of
from runtime.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.app import Running
    from runtime.settings import Settings


class Role(StrEnum):
    """What a process can do on Kafka; on the embedded log one process does it all."""

    INGEST = "ingest"
    DECIDE = "decide"
    PUBLISH = "publish"
    DELIVER = "deliver"
    VIEWS = "views"


def up(
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    role: Annotated[
        list[Role] | None, typer.Option("--role", help="On Kafka: only this role, in a process of its own; may be repeated. Default: all.")
    ] = None,
) -> None:
    """Run leadloom: take in enquiries, decide them, deliver the results. Ends cleanly on Ctrl-C or SIGTERM.

    Without a settings file it keeps everything in ./leadloom-data and serves the form `contact` on http://127.0.0.1:8080/f/contact.
    On Kafka run `leadloom topics create` once before.
    """
    settings = settings_of(config, data, log)
    if role and settings.log.embedded:
        raise typer.BadParameter(
            "roles in processes of their own need Kafka; the embedded log has one process for all", param_hint="--role"
        )
    from runtime.app import ROLES

    given = (("--config", config), ("--data", data), ("--log", log))
    same = "".join(f" {option} {value}" for option, value in given if value)
    run(settings, [r.value for r in role] if role else ROLES, lambda running: _ready(settings, running, role or [], same))


def run(settings: "Settings", roles: "list[str] | tuple[str, ...]", ready: "Callable[[Running], None]") -> None:
    """Run the roles until SIGINT or SIGTERM; raises what the composition root raises."""
    import asyncio
    import signal

    import uvloop

    from runtime.app import up as run_up
    from runtime.cli.logs import quiet

    quiet()

    async def until_stopped() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await run_up(settings, roles=roles, stop=stop, ready=ready)

    uvloop.run(until_stopped())


def _ready(settings: "Settings", running: "Running", roles: "list[Role]", same: str) -> None:
    """Say what is there; `same` are the options under which other commands see the same leadloom."""
    where = f"the embedded log in {settings.data}" if settings.log.embedded else f"Kafka at {settings.log.bootstrap}"
    say(f"leadloom is up on {where}{', as ' + ', '.join(roles) if roles else ''}.")
    if running.url:
        for form in settings.sources.of("webform"):
            say(f"form: {running.url}/f/{form}")
        say(f"health: {running.url}/readyz   metrics: {running.url}/metrics")
    say(f"Stop with Ctrl-C. In another terminal: leadloom status{same}, or leads list, doctor.")
