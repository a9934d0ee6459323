"""Where a leadloom stands: what is decided, what there is, how far readers are, and what came in lately."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from ingestors.base import Entry, File
from processors import queries
from processors.decisionlog import TOPIC
from processors.memory import Memory
from runtime import checks, discover, views
from runtime.log import Log
from runtime.publisher import CURSOR, place_key
from runtime.reading import Reading, newest_state, reading
from runtime.reviews import counts
from runtime.settings import Settings
from schemas.capture import LANES
from schemas.decision import decode_place
from schemas.errors import Reject, Retry
from sinks.base import SinkSettings

ASK_S = 5.0


class Lane(msgspec.Struct, frozen=True):
    """How far a capture lane is decided; offsets."""

    partition: int
    lane: str
    decided: int
    end: int
    lag: int


class Counts(msgspec.Struct, frozen=True):
    """What a workspace has; `review`: how much waits for a person to decide (R16)."""

    workspace: str
    mode: str
    clients: int
    contacts: int
    companies: int
    leads: int
    deals: int
    review: int


class Reader(msgspec.Struct, frozen=True):
    """How far a reader of the decision log is; `place` None where it cannot be asked, and `note` says why."""

    reader: str
    partition: int
    place: int | None
    behind: int | None
    note: str = ""


class Touches(msgspec.Struct, frozen=True):
    """Touches of one day (UTC) by channel and outcome."""

    day: str
    workspace: str
    channel: str
    outcome: str
    touches: int


class Source(msgspec.Struct, frozen=True):
    """Whether a source takes in."""

    source: str
    on: bool
    note: str


class Status(msgspec.Struct, frozen=True):
    """All of it."""

    log: str
    running: str
    lanes: list[Lane]
    workspaces: list[Counts]
    readers: list[Reader]
    recent: list[Touches]
    sources: list[Source]


async def status_of(settings: Settings, off: Mapping[str, str]) -> Status:
    """Ask everything; `off`: sources that were left out, with the reason. Raises what `reading` raises."""
    where = f"embedded in {settings.data}" if settings.log.embedded else f"Kafka at {settings.log.bootstrap}, prefix {settings.log.prefix}"
    async with reading(settings) as here:
        return Status(
            log=where,
            running=checks.lock(settings.data).found if settings.log.embedded else f"{here.log.partitions} partitions",
            lanes=[lane for partition in range(here.log.partitions) for lane in await _lanes(here, partition)],
            workspaces=[_counts(store, name) for store in here.stores for name in queries.workspaces(store)],
            readers=await _readers(settings, here.log),
            recent=await _recent(here.log),
            sources=[*_sources(settings), *(Source(name.removeprefix("sources/"), False, why) for name, why in off.items())],
        )


async def _lanes(here: Reading, partition: int) -> list[Lane]:
    place = here.stores[partition].place()
    found = []
    for lane in LANES:
        first, end = await here.log.span(lane, partition)
        decided = max(place.lanes.get(lane, 0), first)
        found.append(Lane(partition, lane, decided, end, max(0, end - decided)))
    return found


def _counts(store: object, workspace: str) -> Counts:
    memory = Memory(store, workspace)  # type: ignore[arg-type]
    clients = contacts = 0
    for client in memory.clients():
        clients += 1
        contacts += client.contact is not None
    leads, deals = (sum(1 for _ in memory.items(kind)) for kind in ("lead", "deal"))
    mode = queries.config(store, workspace).mode  # type: ignore[arg-type]
    asked = counts(memory).get("open", 0)
    return Counts(workspace, mode, clients, contacts, sum(1 for _ in memory.companies()), leads, deals, asked)


async def _readers(settings: Settings, log: Log) -> list[Reader]:
    found = []
    for partition in range(log.partitions):
        end = (await log.span(TOPIC, partition))[1]
        if not settings.log.embedded and (raw := await log.latest(CURSOR, partition, place_key(partition))) is not None:
            place = decode_place(raw).next
            found.append(Reader("publish", partition, place, max(0, end - place)))
        store = newest_state(settings.data, f"views-{partition}")
        if store is not None:
            place = store.place().next
            store.close()
            found.append(Reader("views", partition, place, max(0, end - place)))
        for kind, name, sink in settings.sinks.each():
            found.append(await _sink(f"{kind}/{name}", kind, sink, partition, end))
    return found


async def _sink(reader: str, kind: str, settings: SinkSettings, partition: int, end: int) -> Reader:
    """Only the sink knows its place. Where it lets only one process at it, and that is the running leadloom, it cannot be asked."""
    sink = discover.sinks()[kind].make(settings)
    try:
        async with asyncio.timeout(ASK_S):
            await sink.open()
            place = (await sink.place(partition)).next
        return Reader(reader, partition, place, max(0, end - place))
    except TimeoutError:
        return Reader(reader, partition, None, None, "does not answer")
    except (Retry, Reject) as why:
        return Reader(reader, partition, None, None, str(why))
    finally:
        await sink.close()


async def _recent(log: Log) -> list[Touches]:
    """The last seven days, the newest first."""
    since = (datetime.now(UTC).date() - timedelta(days=6)).isoformat()
    found = [
        Touches(metric.dimensions["day"], metric.workspace, metric.dimensions["channel"], metric.dimensions["outcome"], metric.value)
        for metric in await views.figures(log)
        if metric.view == "funnel" and metric.value and metric.dimensions.get("day", "") >= since
    ]
    return sorted(found, key=lambda t: t.day, reverse=True)


def _sources(settings: Settings) -> list[Source]:
    found = [Source(f"{channel}/{source}", True, of.workspace) for channel, source, of in settings.sources.each()]
    have = {channel for channel, _, _ in settings.sources.each()}
    for channel, kind in discover.channels().items():
        if channel not in have and not isinstance(kind, File | Entry):
            found.append(Source(channel, False, f"no table [sources.{channel}.NAME]"))
    found += [Source(channel, False, f"{package} is not installed") for channel, package in discover.missing().items()]
    return found
