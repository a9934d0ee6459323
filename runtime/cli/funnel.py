"""`leadloom funnel`: what the touches became, how leads and deals convert, and targets beside it."""

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.options import Asking, together
from runtime.cli.output import json, say, table
from runtime.cli.times import since as since_ms
from runtime.wording import counted

if TYPE_CHECKING:
    from processors.views.report import Cohort, Report, Stage


class By(StrEnum):
    """By what conversion is divided."""

    SOURCE = "source"
    CHANNEL = "channel"
    MANAGER = "manager"
    STAGE = "stage"
    MARKET = "market"
    READINESS = "readiness"


OF = {"lead": "leads", "deal": "deals", "made": "other deals"}


@together
def funnel(
    *,
    by: Annotated[By | None, typer.Option(help="Divide leads and deals: by the manager who had them first, by what they are now.")] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help='Only touches, leads and deals from this day on (UTC): 2026-03-01, or how long ago: "7d", "4w".'),
    ] = None,
    csv_: Annotated[bool, typer.Option("--csv", help="Print one figure a line, for spreadsheets.")] = False,
    ask: Asking,
) -> None:
    """Say what touches became, how many leads got a deal and deals were won, and how they went from stage to stage.

    Leads and deals count on the day on which they were created. Conversion: leads with a deal of all leads but spam; deals won of all deals that
    touches made. Lost ones count. "Other deals" were made by converting leads, by hand, or by the CRM.
    """
    import asyncio

    import msgspec

    from runtime.funnel import funnel_of
    from runtime.rights import Viewer

    settings = ask.settings()
    Viewer(settings).must_see_reports(ask.workspace)
    begin = since_ms(since)
    day = None if begin is None else datetime.fromtimestamp(begin / 1000, UTC).date().isoformat()
    found, upto, end = asyncio.run(funnel_of(settings, by.value if by else None, day, ask.workspace))
    if ask.as_json:
        json(msgspec.to_builtins(found))
    elif csv_:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("workspace", "what", "by", "value", "clients", "figure", "number"))
        writer.writerows(_lines(found))
    elif not (found.touches or found.totals):
        where = f" in workspace {ask.workspace}" if ask.workspace else ""
        print(f"No touches{where}{f' since {day}' if day else ''} yet: they come in with `leadloom up` or `leadloom import`.")
    else:
        _print(found)
        touches = sum(t.touches for t in found.touches)
        beside = (
            f" and {counted(found.commands, 'other capture')} (commands, configurations, jobs, words of a CRM)" if found.commands else ""
        )
        say(f"{counted(touches, 'touch', 'touches')}{beside}, up to decision {upto}.")
    if upto < end:
        say(f"{end - upto} decisions are not counted yet: the role `views` of `leadloom up` counts them.")


def _print(found: "Report") -> None:
    several = len({t.workspace for t in found.touches} | {c.workspace for c in found.totals}) > 1

    def draw(columns: tuple[str, ...], lines: list[Any], cells: Any) -> None:
        """A table, with a column for the workspace where there are several."""
        if lines:
            names = ("workspace", *columns) if several else columns
            table(names, [(line.workspace, *cells(line)) if several else cells(line) for line in lines])
            print()

    channel = ("channel",) if found.by == "channel" else ()
    draw(
        (*channel, "touches became", ">touches", ">%"),
        found.touches,
        lambda t: (*((t.channel,) if channel else ()), t.outcome, t.touches, f"{t.percent:.1f}"),
    )
    counted = (">created", ">spam", ">converted", ">conversion %", ">otherwise", ">lost", ">open", ">folded")
    draw(("", "clients", *counted, ">reaction"), found.totals, lambda c: (OF[c.of], c.clients, *_cells(c), _time(c.reaction_s)))
    closed = (">closed",) if found.by == "manager" else ()
    draw(
        ("", found.by or "", "clients", *counted, *closed, ">reaction"),
        found.cohorts,
        lambda c: (OF[c.of], c.value, c.clients, *_cells(c), *((c.closed,) if closed else ()), _time(c.reaction_s)),
    )
    draw(
        ("", "stage", "clients", ">reached", ">passed", ">pass %", ">in it now", ">time in it"),
        found.stages,
        lambda s: (OF[s.of], s.stage, s.clients, s.reached, s.passed, s.pass_rate, s.standing, _time(s.mean_s)),
    )
    draw(
        ("target of", "", ">number", ">of", ">conversion %", ">of", ">reaction", ">of"),
        found.targets,
        lambda a: (
            *(a.of, a.target, a.number, a.number_aim, a.conversion, a.conversion_aim, _time(a.reaction_s), _time(a.reaction_aim_s)),
        ),
    )


def _cells(cohort: "Cohort") -> tuple[object, ...]:
    c = cohort
    return c.items, c.spam, c.converted, c.conversion, c.without_deal, c.lost, c.open, c.folded


def _time(seconds: int | None) -> str | None:
    """A length of time in its two largest units."""
    if seconds is None:
        return None
    units = [(seconds // 86_400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")]
    first = next((n for n, (count, _) in enumerate(units) if count), 3)
    return " ".join(f"{count} {unit}" for count, unit in units[first : first + 2] if count) or "0 s"


def _lines(found: "Report") -> Iterator[tuple[object, ...]]:
    """Every figure of the report: workspace, what, by, value, clients, figure, number."""
    for t in found.touches:
        of = (t.workspace, "touch", "channel" if t.channel else "", t.channel or "", "")
        yield (*of, t.outcome, t.touches)
    for by, cohorts in (("", found.totals), (found.by, found.cohorts)):
        for c in cohorts:
            yield from _figures(c, (c.workspace, c.of, by, c.value or "", c.clients))
    for s in found.stages:
        yield from _figures(s, (s.workspace, s.of, "stage", s.stage, s.clients))
    for a in found.targets:
        yield from _figures(a, (a.workspace, "target", a.of, a.target, ""))


def _figures(line: "Cohort | Stage | Any", of: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    for name in line.__struct_fields__:
        value = getattr(line, name)
        if isinstance(value, int | float):
            yield (*of, name, value)
