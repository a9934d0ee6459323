"""`leadloom feedback`: what a CRM tells, from a file: what became of leads and deals there, or its clients and deals as a first load."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.options import DryRun, Looking, together
from runtime.cli.output import NOTHING_WRITTEN, json, say, table

if TYPE_CHECKING:
    from runtime.settings import Settings
    from schemas.capture import Capture

PARTIAL, GROUP = 5, 200


@together
def feedback(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="One record of feedback.v1 a line (ingestors/crmfeedback/README.md).")],
    *,
    source: Annotated[str, typer.Option("--source", help="The CRM's name, under which its own ids are kept.", metavar="NAME")] = "crm",
    where: Looking,
    dry_run: DryRun = False,
) -> None:
    """Take in what a CRM tells, one record a line. Safe to repeat: a record that was taken is known by its id.

    Ends with 5 when some records could not be taken; each is named with its line and the reason. `--dry-run` finds them, too, and writes nothing.
    """
    import asyncio

    from runtime.cli.imports import workspace_of
    from runtime.feedback import capture_of, lines

    settings = where.settings()
    name = workspace_of(settings, where.workspace)
    captures = [(number, capture_of(body, name, source)) for number, body in lines(file)]
    outcomes, refused = asyncio.run((_rehearsed if dry_run else _taken)(settings, name, captures))
    if where.as_json:
        json(
            {
                "records": len(captures),
                "outcomes": outcomes,
                "refused": [{"line": n, "reason": why} for n, why in refused],
                "dry_run": dry_run,
            }
        )
    else:
        table(("records that " + ("would be" if dry_run else "became"), ">count"), [*sorted(outcomes.items()), ("all", len(captures))])
        for number, why in refused:
            print(f"line {number}: {why}")
        if dry_run:
            say(NOTHING_WRITTEN)
    if refused:
        raise typer.Exit(PARTIAL)


async def _rehearsed(
    settings: "Settings", workspace: str, captures: "list[tuple[int, Capture]]"
) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """What would be decided of each, after those before it; nothing is written."""
    from collections import Counter

    from runtime.preview import foreseeing

    would, refused = Counter[str](), []
    async with foreseeing(settings, workspace) as foresight:
        for number, capture in captures:
            for row in foresight.rows(capture):
                would[row.outcome] += 1
                if row.outcome == "dead":
                    refused.append((number, row.reason))
    return dict(would), refused


async def _taken(
    settings: "Settings", workspace: str, captures: "list[tuple[int, Capture]]"
) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Append them in order and wait for what is decided of each."""
    from collections import Counter

    from processors.decisionlog import TOPIC
    from runtime.log import append_at
    from runtime.submit import appending, decisions
    from schemas.capture import LIVE, encode
    from schemas.topics import partition_of

    became, refused = Counter[str](), []
    async with appending(settings) as log:
        partition = partition_of(workspace, log.partitions)
        for begin in range(0, len(captures), GROUP):
            group = captures[begin : begin + GROUP]
            since = (await log.span(TOPIC, partition))[1]
            first = await append_at(log, LIVE, partition, [encode(capture) for _, capture in group])
            async for decision in decisions(log, partition, LIVE, set(range(first, first + len(group))), since):
                for entry in decision.entries:
                    became[entry.outcome] += 1
                    if entry.outcome == "dead":
                        refused.append((group[decision.offset - first][0], entry.reason))
    return dict(became), sorted(refused)
