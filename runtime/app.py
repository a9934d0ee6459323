"""The composition root: which parts run in this process, on which host, and how they start and end together."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from processors.decisionlog import TOPIC, Accepted
from processors.step import CONFIG, Step
from runtime import collector, configure, discover
from runtime.backoff import Backoff
from runtime.decider import Decider, Limits
from runtime.deliverer import deliver
from runtime.edge import edge, serve
from runtime.fausthost import run_views
from runtime.feedback import TOPIC as FEEDBACK
from runtime.feedback import take_up
from runtime.hosts import EmbeddedHost, Host, KafkaHost, host, local_store
from runtime.jobs import with_jobs
from runtime.metrics import Metrics
from runtime.poller import poll
from runtime.publisher import publish
from runtime.settings import Settings
from runtime.views import fold_views
from schemas.capture import LIVE
from schemas.errors import Retry
from schemas.topics import partition_of
from sinks.base import SinkSettings

ROLES = ("ingest", "decide", "publish", "deliver", "views")

_log = structlog.get_logger("app")


@dataclass(frozen=True, slots=True)
class Running:
    """What `up` reports when it is ready; `url` is the edge's address, None without the role `ingest`."""

    url: str | None


Ready = Callable[[Running], None]


async def up(settings: Settings, *, roles: Sequence[str] = ROLES, stop: asyncio.Event, ready: Ready = lambda _: None) -> None:
    """Run the roles until `stop` is set, then end: the intake first, drained, then the rest, each finishing what is under way.

    Raises what the command line makes one line of: Retry (unreachable at the start), WrongLayout, SecondDecider, MostFail, Reject.
    """
    async with host(settings) as here:
        parts = Parts(settings, here)
        try:
            async with asyncio.TaskGroup() as group:
                for name, work in parts.work(roles):
                    group.create_task(work, name=name)
                if "ingest" in roles:
                    await parts.intake(stop, ready)
                else:
                    ready(Running(None))
                    await stop.wait()
                parts.ending.set()
        except BaseExceptionGroup as several:
            raise _first(several) from several


def _first(error: BaseException) -> BaseException:
    """The first error of a group: the others are its consequences."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one process; all but the intake run until `ending` is set, which comes when the intake has drained."""

    settings: Settings
    host: Host
    metrics: Metrics = field(default_factory=Metrics)
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    deciders: dict[int, Decider] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def work(self, roles: Sequence[str]) -> list[tuple[str, Coroutine[None, None, None]]]:
        """(name, coroutine) of everything but the HTTP intake."""
        each, settings, found = self.host.each_partition, self.settings, []
        if "decide" in roles:
            found.append(("decide", each("decide", LIVE, self._decide, self.ending, self._decided)))
        if "ingest" in roles and any(settings.sources.of(name) for name in discover.polls()):
            found.append(("poll", each("poll", "cursor", self._poll, self.ending)))
        if "ingest" in roles and isinstance(self.host, KafkaHost):
            found.append(("feedback", each("feedback", FEEDBACK, self._feedback, self.ending)))
        if "publish" in roles and isinstance(self.host, KafkaHost):
            found.append(("publish", each("publish", TOPIC, self._publish, self.ending)))
        if "deliver" in roles:
            for kind, name, sink in settings.sinks.each():
                found.append((f"{kind}/{name}", each(f"deliver.{kind}.{name}", TOPIC, self._deliver(kind, name, sink), self.ending)))
        if "views" in roles and isinstance(self.host, KafkaHost):
            log = self.host.log
            found.append(("views", run_views(log.bootstrap, log.prefix, settings.data / "views", self.ending)))
        elif "views" in roles:
            found.append(("views", each("views", TOPIC, self._views, self.ending)))
        return found

    async def intake(self, stop: asyncio.Event, ready: Ready) -> None:
        """Serve the edge until `stop` is set and what is under way is answered."""
        options = self.settings.edge
        sources = {(channel, source): settings for channel, source, settings in self.settings.sources.each()}
        app = edge(self.host.log, sources, options, self.metrics, append_wait_s=self.settings.log.produce_timeout_s)

        def listening(port: int) -> None:
            ready(Running(f"http://{options.host}:{port}"))

        await serve(app, options.host, options.port, stop, ready=listening)

    async def _decide(self, partition: int, stop: asyncio.Event) -> None:
        limits = Limits(batch=self.settings.decide.batch, capture_s=self.settings.decide.step_timeout_s)
        collector.settle()
        with local_store(self.settings.data, f"decide-{partition}") as store:
            decider = Decider(self.host.log, partition, store, Step(discover.readers()), limits, self._count, self.turn)
            self.deciders[partition] = decider
            if isinstance(self.host, EmbeddedHost):
                await self._configure(decider, stop)
            await with_jobs(decider, stop)

    def _decided(self, partition: int) -> Mapping[str, int]:
        decider = self.deciders.get(partition)
        return decider.decisions.place.lanes if decider else {}

    async def _configure(self, decider: Decider, stop: asyncio.Event) -> None:
        """One machine has one settings file: what it says enters the log at every start, as soon as the disk takes it."""
        backoff = Backoff(stop)
        while not stop.is_set():
            try:
                await configure.ask(self.settings, decider, stop)
            except Retry as retry:
                _log.warning("waiting", partition=decider.partition, why=str(retry))
                await backoff.wait(retry)
            else:
                return

    def _count(self, accepted: Sequence[Accepted]) -> None:
        for _, decision in accepted:
            for entry in decision.entries:
                self.metrics.decided(entry.channel, entry.outcome)
                if entry.channel == CONFIG and entry.outcome == "refused":
                    _log.error("configuration refused", workspace=decision.workspace, why=entry.reason)
                elif entry.channel == CONFIG and entry.outcome == "applied":
                    _log.info("configuration in force", workspace=decision.workspace, version=entry.rules)

    async def _poll(self, partition: int, stop: asyncio.Event) -> None:
        """The sources that we ask, shared out over the partitions by name, so that one process polls each."""
        log = self.host.log
        mine = {
            (channel, source): settings
            for channel in discover.polls()
            for source, settings in self.settings.sources.of(channel).items()
            if partition_of(f"{channel}/{source}", log.partitions) == partition
        }
        await poll(log, mine, stop)

    async def _feedback(self, partition: int, stop: asyncio.Event) -> None:
        assert isinstance(self.host, KafkaHost)
        await take_up(self.host.log, partition, stop)

    async def _publish(self, partition: int, stop: asyncio.Event) -> None:
        assert isinstance(self.host, KafkaHost)
        await publish(self.host.log, partition, stop)

    def _deliver(self, kind: str, name: str, settings: SinkSettings) -> Callable[[int, asyncio.Event], Coroutine[None, None, None]]:
        async def one(partition: int, stop: asyncio.Event) -> None:
            with self.metrics.delivering(f"{kind}/{name}", partition) as behind:
                await deliver(self.host.log, partition, discover.sinks()[kind].make(settings), stop, lag=behind)

        return one

    async def _views(self, partition: int, stop: asyncio.Event) -> None:
        with local_store(self.settings.data, f"views-{partition}") as store:
            await fold_views(self.host.log, partition, store, stop)
