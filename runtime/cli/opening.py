"""Opening the log for a command: to read it, or to say something and tell what was decided of it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import typer

from runtime.cli.options import Saying
from runtime.cli.output import NOTHING_WRITTEN, json, say

if TYPE_CHECKING:
    from runtime.reading import Reading
    from runtime.settings import Settings
    from schemas.command import Command
    from schemas.decision import Verdict
    from schemas.state import ReadState

T = TypeVar("T")


def read(settings: "Settings", do: "Callable[[Reading], T]") -> T:
    """What `do` says of the state; raises what `reading` raises."""

    async def done(here: "Reading") -> T:
        return do(here)

    return read_log(settings, done)


def read_log(settings: "Settings", do: "Callable[[Reading], Awaitable[T]]") -> T:
    """What `do` says of the state and the log, which it reads itself; raises what `reading` raises."""
    import asyncio

    from runtime.reading import reading

    async def once() -> T:
        async with reading(settings) as here:
            return await do(here)

    return asyncio.run(once())


def carry_out(word: Saying, said: "Callable[[Sequence[ReadState]], tuple[str, Command]]") -> "Verdict":
    """Append what `said(stores)` gives, (workspace, command), wait for what is decided of it, and print that. Ends with 1 when refused."""
    import asyncio

    import msgspec

    from processors.memory import Memory
    from runtime import merges
    from runtime.reading import reading
    from runtime.submit import rehearse, submit
    from schemas.errors import Reject
    from schemas.topics import partition_of

    settings = word.settings()

    async def once() -> "tuple[Verdict, list[str]]":
        async with reading(settings) as here:
            workspace, command = said(here.stores)
        verdict = await (rehearse if word.dry_run else submit)(settings, merges.capture(workspace, command))
        async with reading(settings) as here:
            memory = Memory(here.stores[partition_of(workspace, here.log.partitions)], workspace)
            return verdict, list(merges.sentences(verdict, memory))

    verdict, lines = asyncio.run(once())
    refused = next((entry for entry in verdict.entries if entry.outcome != "applied"), None)
    if word.as_json:
        json({"dry_run": word.dry_run, "entries": msgspec.to_builtins(verdict.entries), "sentences": lines})
        if refused:
            raise typer.Exit(1)
        return verdict
    if refused:
        raise Reject(refused.reason)
    for line in lines:
        print(line)
    if word.dry_run:
        say(NOTHING_WRITTEN)
    return verdict
