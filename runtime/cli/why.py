"""`leadloom why`: explain a decision."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.options import ConfigFile, Data, Json, LogUrl, settings_without_secrets
from runtime.cli.output import json

if TYPE_CHECKING:
    from runtime.why import Told


def why(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="CAPTURE_OR_ENTITY...",
            help='Ids of captures, leads, contacts, companies, deals or clients, as lists show them; "-": from stdin.',
        ),
    ],
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    json_: Json = False,
) -> None:
    """Explain what became of a capture, or which captures made a lead, contact, company, deal or client what it is.

    Each decision is told in full: the outcome and its reason, who was looked at and why taken or not, and how the owner was found.
    """
    import asyncio

    import msgspec

    from runtime.reading import reading
    from runtime.why import names, sentences, told_of
    from schemas.errors import Reject

    wanted = sys.stdin.read().split() if what == ["-"] else what

    async def ask() -> "tuple[list[Told], Any]":
        async with reading(settings_without_secrets(config, data, log)) as here:
            found = [told for one in wanted for told in await told_of(here.log, here.stores, one)]
            return found, names(here.stores)

    told, name = asyncio.run(ask())
    if not told:
        raise Reject(
            f"Nothing is known of {' '.join(wanted[:3])!r}: give the whole id of a capture (as the sender got it), "
            "or one that `leadloom leads list` shows."
        )
    if json_:
        json([{"partition": t.partition, "offset": t.offset, **msgspec.to_builtins(_public(t))} for t in told])
        return
    for number, one in enumerate(told):
        if number:
            print()
        for line in sentences(one, name):
            print(line)


def _public(told: "Told") -> dict[str, Any]:
    d = told.decision
    return {"capture": d.capture, "workspace": d.workspace, "lane": d.lane, "now": d.now, "entries": d.entries}
