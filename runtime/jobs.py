"""Going on with jobs: whoever decides a partition appends the next piece of each that is at work there, on the bulk lane (R61)."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import msgspec
import structlog

from processors.case import OURS
from processors.decisionlog import TOPIC, Accepted, Store, decided_at, follow
from processors.memory import JOBS
from processors.switch.job import Job, learned
from runtime.backoff import Backoff
from runtime.decider import Decider
from runtime.log import Log
from schemas import command
from schemas.capture import BULK, LIVE, Capture, encode
from schemas.codec import derive_id
from schemas.decision import Place
from schemas.decision import decode as decision_of
from schemas.errors import Retry
from schemas.job import CHANNEL, Continue
from schemas.job import encode as body_of
from schemas.topics import partition_of

_SILENT_S = 15.0
"""How long a watcher waits for news of a job before it says that nobody works on it."""
_NOTE = 2000
"""How long a note may be, in characters (schemas/command.py)."""
_WAIT_S = 1.0
"""How long news are waited for before the list of jobs is looked at again."""

_log = structlog.get_logger("jobs")
_at = msgspec.msgpack.Decoder(tuple[str, int]).decode


async def with_jobs(decider: Decider, stop: asyncio.Event) -> None:
    """Decide a partition until `stop` is set, and go on with the jobs that are at work there. Raises what the decider raises."""
    news, ended = asyncio.Event(), asyncio.Event()
    observe = decider.observe

    def decided(accepted: Sequence[Accepted]) -> None:
        observe(accepted)
        news.set()

    decider.observe = decided
    pieces = asyncio.create_task(go_on(decider.log, decider.partition, decider.store, news, ended), name=f"jobs-{decider.partition}")
    try:
        await decider.run(stop)
    finally:
        ended.set()
        await pieces


async def go_on(log: Log, partition: int, store: Store, news: asyncio.Event, stop: asyncio.Event) -> None:
    """Until `stop` is set: append each job's next piece once it has decided the one before. `news` is set whenever something was decided.

    A piece appended twice (another process, a restart) does no harm: it is late, and changes nothing. A job whose piece became a dead letter
    is stopped with the reason, as no other piece follows one that was never done.
    """
    backoff, appended = Backoff(stop), dict[bytes, str]()
    while not stop.is_set():
        news.clear()
        try:
            for key, value in list(store.scan(JOBS)):
                id_, step = _at(value[1:])
                workspace = key[len(JOBS) :].partition(b"\x00")[0].decode("utf-8", "surrogatepass")
                lane, capture = BULK, piece(workspace, id_, step)
                if (why := await _failed(log, partition, store, capture)) is not None:
                    lane, capture = LIVE, _stop(workspace, id_, step, why)
                if appended.get(key) != capture.id:
                    await log.append(lane, partition, [encode(capture)])
                    appended[key] = capture.id
            backoff.succeeded()
        except Retry as retry:
            _log.warning("waiting", partition=partition, why=str(retry))
            await backoff.wait(retry)
            continue
        waiting = [asyncio.create_task(event.wait()) for event in (news, stop)]
        _, late = await asyncio.wait(waiting, timeout=_WAIT_S, return_when=asyncio.FIRST_COMPLETED)
        for task in late:
            task.cancel()


async def _failed(log: Log, partition: int, store: Store, asked: Capture) -> str | None:
    """Why a piece is a dead letter; None where it is none, or not decided yet. Raises Retry when the log cannot be read."""
    for offset in decided_at(store, asked.id)[-1:]:
        for record in await log.read(TOPIC, partition, offset, limit=1):
            for entry in decision_of(record.value or b"").entries:
                if entry.outcome == "dead":
                    return f"Piece {asked.id[:8]} is a dead letter (`leadloom dead show {asked.id[:8]}`): {entry.reason}"
    return None


def _stop(workspace: str, job: str, step: int, why: str) -> Capture:
    """The command that stops a job because the piece after `step` of them failed."""
    return Capture(
        id=derive_id(workspace, "stop", job, str(step)),
        workspace=workspace,
        channel=command.CHANNEL,
        source="jobs",
        body=command.encode(command.StopJob(job=job, by=OURS, note=why[:_NOTE])),
        content_type="application/json",
    )


async def watch(log: Log, workspace: str, job: str, place: Place) -> AsyncIterator[Job]:
    """The job as it gets on, from the decisions after `place`, until it is over. Raises Retry when nobody works on it."""
    partition = partition_of(workspace, log.partitions)
    while True:
        records = await log.read(TOPIC, partition, place.next, wait_s=_SILENT_S)
        if not records:
            raise Retry(f"Nobody works on job {job} any more: start `leadloom up`, and it goes on where it is.")
        accepted, place = follow(place, records)
        for _, decision in accepted:
            found = learned(decision.learn, workspace, job) if decision.workspace == workspace else None
            if found is not None:
                yield found
                if found.status != "running":
                    return


def piece(workspace: str, job: str, step: int) -> Capture:
    """The capture that asks for the piece after `step` of them."""
    return Capture(
        id=derive_id(workspace, "continue", job, str(step)),
        workspace=workspace,
        channel=CHANNEL,
        source=job,
        body=body_of(Continue(job=job, step=step)),
        content_type="application/json",
    )
