"""`leadloom match-report`: how matching went, and what other thresholds would move."""

from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.opening import read_log
from runtime.cli.options import Asking, together
from runtime.cli.output import json, say, table

if TYPE_CHECKING:
    from runtime.matchreport import Report, Tried
    from runtime.reading import Reading


@together
def match_report(
    *,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", help='Only what was decided from then on: a date or time (UTC), or how long ago: "24h", "7d".', metavar="DATE"
        ),
    ] = None,
    ask: Asking,
) -> None:
    """Say how likely the best candidates were, how much another threshold would move, and what people decided, over what the log holds.

    Nothing is decided again: every probability is a candidate's own, as its decision has it, and what would follow from a touch that moved
    is not followed up. `leadloom whatif` does that.
    """
    from runtime.cli.progress import progress
    from runtime.cli.times import since as moment
    from runtime.matchreport import Report, report
    from schemas.errors import Reject

    begin = moment(since)

    async def all_partitions(here: "Reading") -> "list[Report]":
        here.viewer.must_see_reports(ask.workspace)
        found: list[Report] = []
        for partition, store in enumerate(here.stores):
            with progress(f"reading partition {partition}", "decisions") as moved:
                found += await report(here.log, partition, store, ask.workspace, begin, moved)
        return found

    found = read_log(ask.settings(), all_partitions)
    if not found:
        raise Reject(
            f"There is no workspace {ask.workspace!r} here." if ask.workspace else "Nothing was decided yet, so there is nothing to report."
        )
    if ask.as_json:
        json(found)
        return
    for n, one in enumerate(found):
        if n:
            print()
        _print(one)


def _print(found: "Report") -> None:
    from runtime.matchreport import summary

    for line in summary(found):
        print(line)
    measured = sum(bar.attached + bar.apart for bar in found.bars)
    if not measured:
        say("No decision in it tells how likely a candidate was: nobody was ever looked at.")
        return
    most = max(bar.attached + bar.apart for bar in found.bars)
    print()
    table(
        ("best candidate", ">touches", ">its client's", ">somebody else's or new", ">with an exact key", ""),
        [
            (
                f"{bar.low:4.0%} - {bar.high:4.0%}",
                bar.attached + bar.apart,
                bar.attached,
                bar.apart,
                bar.by_key,
                "#" * round(40 * (bar.attached + bar.apart) / most),
            )
            for bar in found.bars
        ],
    )
    print()
    table(
        ("at", ">as attach: would join", ">would part", ">as review: would be asked", ">as merge: might merge", ">would be asked", ""),
        [(f"{t.threshold:.0%}", *_moves(found, t), _now(found, t.threshold)) for t in found.tried],
    )
    say("Each probability is a candidate's own; what would follow from a touch that moved, `leadloom whatif` finds out.")


def _moves(found: "Report", tried: "Tried") -> tuple[int | None, ...]:
    """What moves; a dash where a threshold cannot, as lower ones join and higher ones part."""
    attach, merge = found.thresholds["attach"], found.thresholds["merge"]
    lower, least = tried.threshold < attach, tried.threshold < merge
    return (
        tried.join if lower else None,
        tried.part if tried.threshold > attach else None,
        tried.asked if lower else None,
        tried.made if least else None,
        tried.unmade if tried.threshold > merge else None,
    )


def _now(found: "Report", threshold: float) -> str:
    names = [name for name, value in found.thresholds.items() if value == threshold]
    return f"<- {', '.join(names)}" if names else ""
