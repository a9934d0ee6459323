"""`leadloom demo`: a thousand enquiries through every entrance, and what became of them."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.options import Json
from runtime.cli.output import console, json, say

if TYPE_CHECKING:
    import subprocess

    from runtime.demo.enquiries import Enquiry
    from runtime.demo.figures import Figures
    from runtime.demo.stage import Stage


class Mode(StrEnum):
    """What enquiries become."""

    CLASSIC = "classic"
    SIMPLE = "simple"


def demo(
    mode: Annotated[Mode, typer.Option(help="classic: leads. simple: bundles of a client and a deal.")] = Mode.CLASSIC,
    rate: Annotated[float | None, typer.Option(min=0.1, help="Play slowly: at most so many a second.", metavar="N")] = None,
    data: Annotated[Path | None, typer.Option("--data", "-d", help="The folder to play into. Default: a fresh one.", metavar="DIR")] = None,
    enquiries: Annotated[int | None, typer.Option(min=1, help="Only the first so many of about a thousand.", metavar="N")] = None,
    json_: Json = False,
) -> None:
    """Play about a thousand made-up enquiries through the real entrances into leadloom on this machine, and sum up what became of them.

    Form, calls, chat and Telegram go over HTTP, mails as .eml, lists through the importer. Needs no account and no broker, and nothing
    leaves this machine. At a terminal leadloom then stays up for you to try; elsewhere the command ends.
    """
    import asyncio
    import signal
    import sys

    from runtime.demo.enquiries import Post
    from runtime.demo.play import enquiries as carried
    from runtime.demo.stage import build, running

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # however this ends, the leadloom that it started ends too
    entries = carried(enquiries)
    stage = build(data or _fresh(), mode.value, [entry for entry in entries if isinstance(entry, Post)])
    if stage.again:
        say(f"{stage.folder} was played into before: the same enquiries count as repeats, and the figures are of everything in it.")
    with running(stage) as process:
        asyncio.run(_play(stage, entries, rate, as_json=json_))
        if sys.stdin.isatty() and sys.stdout.isatty() and not json_:
            _invite(stage)
            _until_stopped(process)
        else:
            say(f"Everything is in {stage.folder}: leadloom leads list --data {stage.folder}")


def _fresh() -> Path:
    """A folder that was not there: demo-data/2026-01-31-120000, with a number behind it where it is taken."""
    from datetime import UTC, datetime
    from itertools import count

    begin = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    return next(path for n in count() if not (path := Path("demo-data") / (begin + (f"-{n}" if n else ""))).exists())


async def _play(stage: "Stage", entries: "list[Enquiry]", rate: float | None, *, as_json: bool) -> None:
    import time
    from collections import Counter

    from runtime.cli.progress import channels
    from runtime.demo import play
    from runtime.demo.figures import figures
    from runtime.demo.summary import draw
    from runtime.reading import reading
    from runtime.settings import load
    from runtime.submit import appending, settled
    from runtime.why import words

    settings = load(stage.config, data=stage.folder)
    sizes = Counter(play.channel_of(entry) for entry in entries)
    begin = time.monotonic()
    with channels({play.ENTRANCES[channel]: sizes[channel] for channel in play.ENTRANCES if sizes[channel]}) as moved:
        async with appending(settings) as log:
            await play.play(stage, log, entries, rate, lambda channel, count: moved(play.ENTRANCES[channel], count))
            await settled(log)
    seconds = time.monotonic() - begin
    async with reading(settings) as here:
        found = await figures(here)
        if as_json:
            json(_data(found, stage, seconds))
        else:
            draw(console(width=118), found, None if stage.again else seconds, words(here.stores))


def _data(found: "Figures", stage: "Stage", seconds: float) -> dict[str, object]:
    return {
        "data": str(stage.folder),
        "mode": found.mode,
        "seconds": round(seconds, 1),
        "enquiries": found.enquiries,
        "by_channel": found.by_channel,
        "clients": found.clients,
        "several_channels": found.several_channels,
        "repeats": found.repeats,
        "joined": found.joined,
        "colleagues": found.colleagues,
        found.items: sum(found.owners.values()),
        "owners": found.owners,
        "bundles": found.bundles,
        "explained": [{"sentence": sentence, "capture": told.decision.capture} for sentence, told in found.explained],
    }


def _until_stopped(process: "subprocess.Popen[bytes]") -> None:
    """Wait for Ctrl-C, the invited end; raises Retry when leadloom ends by itself."""
    from schemas.errors import Retry

    try:
        process.wait()
    except KeyboardInterrupt:
        say("\nStopped; the folder stays.")
    else:
        raise Retry("leadloom ended by itself: see leadloom.log in the demo's folder.")


def _invite(stage: "Stage") -> None:
    """What to try while it is up."""
    command = _command()
    print(f"\nleadloom is still up. Open its form and send something:  {stage.url}/f/contact")
    print("Then, in another terminal:\n")
    tries = {
        f"{command} {words}": about
        for words, about in (
            (f"leads list --limit 10 --data {stage.folder}", "what you sent is at the top"),
            (f"why ID --data {stage.folder}", "why it became what it is, and who was looked at"),
            (f"review list --data {stage.folder}", "who may be one, and is for you to say"),
            (f"status --config {stage.config}", "where everything stands"),
            (f"replay --data {stage.folder}", "the log gives the same state again"),
        )
    }
    for words, about in tries.items():
        print(f"  {words.ljust(max(map(len, tries)))}  {about}")
    print(f"\nWhat a CRM would get is in {stage.folder}/out. Your own: {command} up. Stop with Ctrl-C.")


def _command() -> str:
    """How to call leadloom from here."""
    import sys

    found = Path(sys.executable).parent / "leadloom"
    here = Path.cwd()
    return str(found.relative_to(here)) if found.is_relative_to(here) else "leadloom"
