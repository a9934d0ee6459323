"""Going on with jobs: whoever decides a partition appends the next piece of each that is at work there, on the bulk lane (R61)."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import msgspec
import structlog

from processors.decisionlog import TOPIC, Accepted, Store, follow
from processors.memory import JOBS
from processors.switch.job import Job, learned
from runtime.backoff import Backoff
from runtime.decider import Decider
from runtime.log import Log
from schemas.capture import BULK, Capture, encode
from schemas.codec import derive_id
from schemas.decision import Place
from schemas.errors import Retry
from schemas.job import CHANNEL, Continue
from schemas.job import encode as body_of
from schemas.topics import partition_of

_SILENT_S = 15.0
"""How long a watcher waits for news of a job before it says that nobody works on it."""
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

    A piece appended twice (another process, a restart) does no harm: it is late, and changes nothing.
    """
    backoff, appended = Backoff(stop), dict[bytes, int]()
    while not stop.is_set():
        news.clear()
        try:
            for key, value in list(store.scan(JOBS)):
                id_, step = _at(value[1:])
                if appended.get(key) != step:
                    workspace = key[len(JOBS) :].partition(b"\x00")[0].decode("utf-8", "surrogatepass")
                    await log.append(BULK, partition, [encode(piece(workspace, id_, step))])
                    appended[key] = step
            backoff.succeeded()
        except Retry as retry:
            _log.warning("waiting", partition=partition, why=str(retry))
            await backoff.wait(retry)
            continue
        waiting = [asyncio.create_task(event.wait()) for event in (news, stop)]
        _, late = await asyncio.wait(waiting, timeout=_WAIT_S, return_when=asyncio.FIRST_COMPLETED)
        for task in late:
            task.cancel()


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
