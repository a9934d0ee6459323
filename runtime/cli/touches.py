"""`leadloom touches` and `leadloom promote`: what came in by what it became, and a person's word that it is an enquiry after all (R56)."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from runtime.cli.opening import read_log
from runtime.cli.options import Asking, Saying, together
from runtime.cli.output import NOTHING_WRITTEN, json, say, table
from runtime.cli.times import moment
from runtime.cli.times import since as since_ms
from runtime.wording import counted
from schemas.decision import Outcome as _Outcome

if TYPE_CHECKING:
    from runtime.reading import Reading
    from runtime.touches import Decided

Outcome = StrEnum("Outcome", {name: name for name in get_args(_Outcome) if name not in ("applied", "refused")})  # type: ignore[misc]

ASIDE = {"not_enquiry", "no_contact"}
"""Outcomes of which a person makes an enquiry with `leadloom promote` (R56)."""

NEVER_ASIDE = ("excluded", "quarantine", "ignored", "dead")
"""Outcomes of which a person's word alone makes no enquiry (R56)."""


@together
def touches(
    *,
    outcome: Annotated[
        list[Outcome] | None, typer.Option(help="Only what became this; may be given several times.", show_default=False)
    ] = None,
    channel: Annotated[str | None, typer.Option(help="Only what came through this channel.", metavar="NAME")] = None,
    since: Annotated[
        str | None,
        typer.Option(help='Only what was decided since then: a date or time (UTC), or how long ago: "90m", "24h", "7d".', metavar="WHEN"),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0: all.")] = 50,
    ask: Asking,
) -> None:
    """List what came in and what it became, the newest first: `--outcome not_enquiry` for what was set aside by your criteria.

    `leadloom promote` makes an enquiry of what was set aside (not_enquiry, no_contact); `leadloom why` tells each decision in full.
    """
    from runtime.touches import newest_first

    asked, begin = [one.value for one in outcome or ()], since_ms(since) or 0

    async def wanted(here: "Reading") -> "list[tuple[Decided, str | None]]":
        found = []
        async for one in newest_first(here, asked, begin):
            if _wanted(here, one, ask.workspace, channel):
                found.append(one)
                if limit and len(found) >= limit and here.log.partitions == 1:
                    break
        found.sort(key=lambda one: one.decision.now, reverse=True)
        return [(one, one.client_now(here)) for one in (found[:limit] if limit else found)]

    found = read_log(ask.settings(), wanted)
    if ask.as_json:
        json([_public(one, client) for one, client in found])
        return
    table(
        ("decided", "touch", "from", "became", "client", "because"),
        (
            (
                moment(one.decision.now),
                one.entry.touch[:8],
                f"{one.entry.channel}/{one.entry.source}",
                one.entry.outcome,
                client and client[:8],
                one.entry.reason,
            )
            for one, client in found
        ),
    )
    more = ", the newest; all: --limit 0." if len(found) == limit else "."
    advice = " Make an enquiry of one: leadloom promote TOUCH" if found and asked and {*asked} <= ASIDE else ""
    say(counted(len(found), "touch", "touches") + more + advice)


def _wanted(here: "Reading", one: "Decided", workspace: str | None, channel: str | None) -> bool:
    name, entry = one.decision.workspace, one.entry
    return workspace in (None, name) and channel in (None, entry.channel) and here.viewer.sees(name, "activity", entry.owner)


def _public(one: "Decided", client: str | None) -> dict[str, Any]:
    """`client`: the one that it is now; the one that was decided stands beside it."""
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
        "client": client,
        "decided_client": entry.client,
        "item": entry.item,
        "item_kind": entry.item_kind,
        "activity": entry.activity,
        "owner": entry.owner,
        "flags": entry.flags,
        "was": entry.was,
    }


@together
def promote(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="CAPTURE_OR_TOUCH", help="Id of the capture or touch, or its beginning as `touches` shows it.", show_default=False
        ),
    ],
    word: Saying,
) -> None:
    """Say that something set aside is an enquiry: it is decided anew, whatever criteria and write policies say, and gets its lead or deal.

    Of a capture, all that was set aside is promoted; of a touch, that one. Doing it again changes nothing. Ends with 1 when refused.
    """
    import asyncio

    import msgspec

    from runtime.why import BECAME
    from schemas.decision import Verdict
    from schemas.errors import Reject

    settings = word.settings()

    async def once() -> Verdict:
        from runtime.merges import capture
        from runtime.reading import reading
        from runtime.submit import rehearse, submit
        from runtime.touches import named, original
        from schemas.command import Promote

        async with reading(settings) as here:
            one = await named(here, id_, word.workspace)
            touch = one.entry.touch if not one.decision.capture.startswith(id_) and one.entry.touch.startswith(id_) else None
            if all(entry.outcome in NEVER_ASIDE for entry in one.decision.entries if touch in (None, entry.touch)):
                raise Reject(
                    f"It is {BECAME[one.entry.outcome]}. Only what is not_enquiry or no_contact can be promoted: "
                    "enter this one with `leadloom add`."
                )
            said = Promote(by=word.speaker, note=word.note, capture=await original(here, one), touch=touch)
        return await (rehearse if word.dry_run else submit)(settings, capture(one.decision.workspace, said))

    verdict = asyncio.run(once())
    refused = next((entry for entry in verdict.entries if entry.outcome in ("refused", "dead")), None)
    if word.as_json:
        json({"dry_run": word.dry_run, "entries": msgspec.to_builtins(verdict.entries)})
        if refused:
            raise typer.Exit(1)
        return
    if refused:
        raise Reject(refused.reason)
    for entry in verdict.entries:
        if entry.outcome == "applied":
            print(entry.reason)
            continue
        print(f"{entry.touch[:8]} {'would be' if word.dry_run else 'is'} {BECAME[entry.outcome]}: {entry.reason}")
        if entry.item:
            print(f"{entry.item_kind}: {entry.item}" + (f", owner {entry.owner}" if entry.owner else ""))
    if word.dry_run:
        say(NOTHING_WRITTEN)
