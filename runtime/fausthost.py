"""Hosting the Faust app in a process of its own: started, watched, started again when it fails, and ended within bounds.

Faust has ways to hang (a stop after a crash can take minutes), so nothing waits for it: the process that needs the views only talks to a child,
by its standard input (closed: please end) and its exit.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import structlog

from processors.decisionlog import TOPIC
from runtime.backoff import Backoff
from runtime.cli.logs import quiet
from runtime.faustviews import CHANGELOG, FunnelApp, mark
from runtime.kafka import KafkaLog, WrongLayout
from schemas.decision import decode_place
from schemas.errors import Retry

_TICK_S, _START_S, _STUCK_S, _STOP_S = 0.5, 30.0, 20.0, 8.0

_log = structlog.get_logger("views")


class Failed(Exception):
    """The app cannot go on; the message says why."""


async def run_views(bootstrap: str, prefix: str, folder: Path, stop: asyncio.Event) -> None:
    """Keep the views of our share of the partitions until `stop` is set. A child that ends is started again, after growing pauses."""
    backoff = Backoff(stop)
    loop = asyncio.get_running_loop()
    while not stop.is_set():
        since = loop.time()
        async with _child(bootstrap, prefix, folder) as child:
            ended, asked = asyncio.create_task(child.wait()), asyncio.create_task(stop.wait())
            await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
            asked.cancel()
        if not stop.is_set():
            if loop.time() - since > _STUCK_S:
                backoff.succeeded()
            why = Retry(f"The process of the views ended with {child.returncode}; its reason is in the lines above. It is started again.")
            _log.warning("waiting", why=str(why))
            await backoff.wait(why)


@contextlib.asynccontextmanager
async def _child(bootstrap: str, prefix: str, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The child, gone when the block ends. A session of its own, so that Ctrl-C reaches only us."""
    root = str(Path(__file__).parents[1])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "runtime.fausthost", bootstrap, prefix, str(folder)),
        stdin=asyncio.subprocess.PIPE,
        stdout=2,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )
    try:
        yield child
    finally:
        assert child.stdin is not None
        child.stdin.close()
        try:
            await asyncio.wait_for(child.wait(), _STOP_S + 2)
        except TimeoutError:
            child.kill()
            await child.wait()


async def _hosted(bootstrap: str, prefix: str, folder: Path) -> int:
    """Run the app until standard input ends; the exit code."""
    log = await KafkaLog.open(bootstrap, prefix)
    host = FunnelApp(log, folder)
    app = host.app
    try:
        await asyncio.wait_for(app.start(), _START_S)
    except TimeoutError:
        raise Failed(f"Faust did not start within {_START_S:.0f} s.") from None
    eof: asyncio.Future[None] = asyncio.create_task(_end_of_input())
    try:
        await _watch(host, log, eof)
        return 0
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(app.stop(), _STOP_S)


async def _watch(host: FunnelApp, log: KafkaLog, eof: asyncio.Future[None]) -> None:
    """Save and publish what changes, until the end of input; raises Failed when the fold raised, Faust crashed, or nothing moves though
    there is something to do."""
    loop = asyncio.get_running_loop()
    moved, before = loop.time(), (host.progress(), await _places(host, log))
    waits: set[asyncio.Future[Any]] = {eof, host.failed}
    while True:
        await asyncio.wait(waits, timeout=_TICK_S, return_when=asyncio.FIRST_COMPLETED)
        if host.failed.done():
            raise Failed(f"The funnel cannot be folded on: {host.failed.result()!r}")
        if host.app.crashed:
            raise Failed(f"Faust crashed: {host.app.crash_reason!r}")
        try:
            await host.save()
        except Retry as retry:
            _log.warning("waiting", why=str(retry))
        if eof.done():
            return
        places = await _places(host, log)
        if (now := (host.progress(), places)) != before or not (host.recovering or await _behind(log, places)):
            moved, before = loop.time(), now
        elif loop.time() - moved > _STUCK_S:
            raise Failed(f"Faust has not moved for {_STUCK_S:.0f} s though there is something to do.")


async def _places(host: FunnelApp, log: KafkaLog) -> dict[int, int]:
    """How far our partitions are folded. A member that was given none looks at what the others have saved of all of them: Faust was seen to
    lose its membership, when the broker went away while it joined, and never to ask again."""
    if host.shards:
        return {partition: shard.place.next for partition, shard in host.shards.items()}
    try:
        marks = {partition: await log.latest(CHANGELOG, partition, mark(partition)) for partition in range(log.partitions)}
    except Retry:
        return {}
    return {partition: decode_place(raw).next if raw else 0 for partition, raw in marks.items()}


async def _behind(log: KafkaLog, places: Mapping[int, int]) -> bool:
    """Whether there are decisions that are not folded. Without a broker nobody can tell, and nothing could move."""
    try:
        return any([(await log.span(TOPIC, partition))[1] > following for partition, following in places.items()])
    except Retry:
        return False


async def _end_of_input() -> None:
    """Returns when whoever started us closes our standard input, or dies."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


async def _main(bootstrap: str, prefix: str, folder: Path) -> None:
    code = 1
    quiet()
    try:
        code = await _hosted(bootstrap, prefix, folder)
    except (Failed, Retry, WrongLayout) as why:
        _log.error("ended", why=str(why))
    finally:
        sys.stderr.flush()
        # Faust's tasks and threads may hang for minutes; everything that counts is written.
        os._exit(code)


if __name__ == "__main__":
    # `python -m runtime.fausthost BOOTSTRAP PREFIX FOLDER`, for `run_views` alone.
    asyncio.run(_main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
