"""`leadloom touches` and `leadloom promote`: what came in by what it became, and a person's word that it is an enquiry after all (R56)."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from runtime.cli.options import As, By, ConfigFile, Data, DryRun, Json, LogUrl, Note, Workspace, settings_without_secrets, speaker
from runtime.cli.output import json, say, table
from runtime.cli.times import moment
from runtime.cli.times import since as since_ms
from schemas.decision import Outcome as _Outcome

if TYPE_CHECKING:
    from runtime.reading import Reading
    from runtime.touches import Decided

Outcome = StrEnum("Outcome", {name: name for name in get_args(_Outcome) if name not in ("applied", "refused")})  # type: ignore[misc]

NEVER_ASIDE = ("excluded", "quarantine", "ignored", "dead")
"""Outcomes of which a person's word alone makes no enquiry (R56)."""


def touches(
    outcome: Annotated[
        list[Outcome] | None, typer.Option(help="Only what became this; may be given several times.", show_default=False)
    ] = None,
    channel: Annotated[str | None, typer.Option(help="Only what came through this channel.", metavar="NAME")] = None,
    since: Annotated[str | None, typer.Option(help="Only what was decided since then (UTC), as 2026-03-01.", metavar="WHEN")] = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0: all.")] = 50,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    as_: As = None,
    json_: Json = False,
) -> None:
    """List what came in and what it became, the newest first: `--outcome not_enquiry` for what was set aside by your criteria.

    `leadloom promote` makes an enquiry of what was set aside (not_enquiry, no_contact); `leadloom why` tells each decision in full.
    """
    import asyncio

    asked, begin = [one.value for one in outcome or ()], since_ms(since) or 0

    async def ask() -> "list[Decided]":
        from runtime.reading import reading
        from runtime.touches import newest_first

        async with reading(settings_without_secrets(config, data, log)) as here:
            found = []
            async for one in newest_first(here, asked, begin):
                if _wanted(here, one, workspace, channel):
                    found.append(one)
                    if limit and len(found) >= limit and here.log.partitions == 1:
                        break
            found.sort(key=lambda one: one.decision.now, reverse=True)
            return found[:limit] if limit else found

    found = asyncio.run(ask())
    if json_:
        json([_public(one) for one in found])
        return
    table(
        ("decided", "touch", "from", "became", "client", "because"),
        (
            (
                moment(one.decision.now),
                one.entry.touch[:8],
                f"{one.entry.channel}/{one.entry.source}",
                one.entry.outcome,
                one.entry.client and one.entry.client[:8],
                one.entry.reason,
            )
            for one in found
        ),
    )
    say(f"{len(found)} touches." + (" Make an enquiry of one: leadloom promote TOUCH" if asked else ""))


def _wanted(here: "Reading", one: "Decided", workspace: str | None, channel: str | None) -> bool:
    name, entry = one.decision.workspace, one.entry
    return workspace in (None, name) and channel in (None, entry.channel) and here.viewer.sees(name, "activity", entry.owner)


def _public(one: "Decided") -> dict[str, Any]:
    entry = one.entry
    return {
        "workspace": one.decision.workspace,
        "at": one.decision.now,
        "capture": one.decision.capture,
        "touch": entry.touch,
        "channel": entry.channel,
        "source": entry.source,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "client": entry.client,
        "item": entry.item,
        "item_kind": entry.item_kind,
        "activity": entry.activity,
        "owner": entry.owner,
        "flags": entry.flags,
        "was": entry.was,
    }


def promote(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="CAPTURE_OR_TOUCH", help="Id of the capture or touch, or its beginning as `touches` shows it.", show_default=False
        ),
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
    """Say that something set aside is an enquiry: it is decided anew, whatever criteria and write policies say, and gets its lead or deal.

    Of a capture, all that was set aside is promoted; of a touch, that one. Doing it again changes nothing. Ends with 1 when refused.
    """
    import asyncio

    import msgspec

    from runtime.why import BECAME
    from schemas.decision import Verdict
    from schemas.errors import Reject

    settings = settings_without_secrets(config, data, log)

    async def once() -> Verdict:
        from runtime.merges import capture
        from runtime.reading import reading
        from runtime.submit import rehearse, submit
        from runtime.touches import named, original
        from schemas.command import Promote

        async with reading(settings) as here:
            one = await named(here, id_, workspace)
            touch = one.entry.touch if not one.decision.capture.startswith(id_) and one.entry.touch.startswith(id_) else None
            if all(entry.outcome in NEVER_ASIDE for entry in one.decision.entries if touch in (None, entry.touch)):
                raise Reject(
                    f"It is {BECAME[one.entry.outcome]}. Only what is not_enquiry or no_contact can be promoted: "
                    "enter this one with `leadloom add`."
                )
            said = Promote(by=speaker(by), note=note, capture=await original(here, one), touch=touch)
        return await (rehearse if dry_run else submit)(settings, capture(one.decision.workspace, said))

    verdict = asyncio.run(once())
    refused = next((entry for entry in verdict.entries if entry.outcome in ("refused", "dead")), None)
    if json_:
        json({"dry_run": dry_run, "entries": msgspec.to_builtins(verdict.entries)})
        if refused:
            raise typer.Exit(1)
        return
    if refused:
        raise Reject(refused.reason)
    for entry in verdict.entries:
        if entry.outcome == "applied":
            print(entry.reason)
            continue
        print(f"{entry.touch[:8]} {'would be' if dry_run else 'is'} {BECAME[entry.outcome]}: {entry.reason}")
        if entry.item:
            print(f"{entry.item_kind}: {entry.item}" + (f", owner {entry.owner}" if entry.owner else ""))
    if dry_run:
        say("Nothing was written (--dry-run).")
