"""What `leadloom doctor` looks at: each check says what it found, and the command that mends it where it is not well."""

import asyncio
import http.client
import os
import resource
import shutil
import socket
import sys
import time
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingestors.base import Entry, File, Poll, SourceSettings
from runtime import discover
from runtime.configure import names_workspaces
from runtime.embedded import EmbeddedLog, NoData, holder
from runtime.settings import Settings, SettingsError, find, load
from runtime.settings.shape import at, is_secret
from runtime.submit import pending_changes, refusal
from schemas.capture import LANES
from schemas.errors import Retry

FREE_BYTES = 1 << 30
OPEN_FILES = 1024


@dataclass(frozen=True, slots=True)
class Found:
    """One check: `mend` is the command or the change that mends it; None where all is well. A note is well, but worth knowing."""

    check: str
    found: str
    mend: str | None = None
    note: bool = False

    @property
    def ok(self) -> bool:
        return self.mend is None or self.note


async def all_checks(config: Path | None, data: Path | None, log: str | None) -> list[Found]:
    """Every check in the order in which to mend; where the settings do not load, those that need them are left out."""
    results = [python(), *extras(), open_files()]
    off: dict[str, str] = {}
    try:
        settings = load(find(config), data=data, log=log, off=off)
    except SettingsError as error:
        return results + [Found("settings", problem, "mend that line, then: leadloom config check") for problem in error.problems]
    results.append(Found("settings", f"{find(config) or 'defaults'} load"))
    results += [
        Found("secret", f"{source} {reason}", "set it, or remove the source; until then leadloom does not start")
        for source, reason in off.items()
    ]
    results += [*sources(settings, off), *await asked(settings), *folder(settings.data), port(settings)]
    if settings.log.embedded:
        results += [lock(settings.data), await clock(settings.data)]
    else:
        results += [clock_alone(), *await kafka(settings)]
    if all(found.ok for found in results if found.check in ("data folder", "broker", "topics")):
        results += [found async for found in in_force(settings)]
    return results


def python() -> Found:
    version = ".".join(map(str, sys.version_info[:3]))
    return Found(
        "python", f"Python {version}", None if sys.version_info >= (3, 11) else "install Python 3.11 or newer, then: make clean demo"
    )


def _extra(name: str) -> str:
    """The command that installs an optional part, for the Python that runs this."""
    return f"in the folder of leadloom: {sys.executable} -m pip install -e '.[{name}]'"


def extras() -> Iterator[Found]:
    """Optional parts: mail needs its extra; without RocksDB the views on Kafka keep their tables in memory."""
    for channel, package in discover.missing().items():
        yield Found("channel", f"{channel} cannot run: {package} is not installed", _extra("email"), note=True)
    if not find_spec("rocksdict"):
        yield Found("rocksdb", "not installed: views on Kafka rebuild their tables at each start", _extra("rocksdb"), note=True)


def open_files() -> Found:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    well = soft == resource.RLIM_INFINITY or soft >= OPEN_FILES
    return Found("open files", f"limit {soft}", None if well else "ulimit -n 4096 (in a systemd unit: LimitNOFILE=4096)")


def sources(settings: Settings, off: Collection[str]) -> Iterator[Found]:
    """Which sources take in, and which channels have none; a source that wants a secret and has none refuses everything.
    `off`: what lacks its secret on this machine, as `sources/CHANNEL/NAME`."""
    configured = {path.split("/")[1] for path in off if path.startswith("sources/")}
    for channel, source, of in settings.sources.each():
        configured.add(channel)
        empty = [name for name, field in type(of).model_fields.items() if is_secret(at(field.annotation, (0,))) and not getattr(of, name)]
        if empty:
            yield Found(
                "source",
                f"{channel}/{source} has no {empty[0]}: it refuses everything",
                f'set {empty[0]} = ["env:NAME"] in [sources.{channel}.{source}]',
            )
        else:
            yield Found("source", f"{channel}/{source} on, workspace {of.workspace}")
    for channel, kind in discover.channels().items():
        if channel not in configured and not isinstance(kind, File | Entry):
            yield Found(
                "source", f"{channel} off: no source", f"to use it, add a table [sources.{channel}.NAME] to leadloom.toml", note=True
            )


async def asked(settings: Settings) -> list[Found]:
    """Whether the sources that we ask (mailboxes) let us in; all at once, so that several that are silent take no longer than one."""
    return await asyncio.gather(
        *(
            _asked(kind, source, of)
            for channel, source, of in settings.sources.each()
            if isinstance(kind := discover.channels()[channel], Poll) and kind.check is not None
        )
    )


async def _asked(kind: Poll[Any], source: str, of: SourceSettings) -> Found:
    name = f"{kind.name}/{source}"
    if package := discover.missing().get(kind.name):
        return Found("mailbox", f"{name} cannot be asked: {package} is not installed", _extra("email"))
    assert kind.check is not None
    checked = await kind.check(of)
    mend = checked.mend and f"in [sources.{kind.name}.{source}] {checked.mend}"
    return Found("mailbox", f"{name}: {checked.found}", mend)


def folder(data: Path) -> Iterator[Found]:
    """The data folder, or the one that it would be made in: may we write, is there room."""
    there = next(path for path in (data, *data.absolute().parents) if path.exists())
    if not there.is_dir():
        yield Found("data folder", f"{there} is not a folder", "name another with --data DIR")
        return
    writable = os.access(there, os.W_OK | os.X_OK)
    state = str(data) if there == data else f"{data} (to be made in {there})"
    yield Found(
        "data folder", state + (" is writable" if writable else " is not writable"), None if writable else f"sudo chown -R $USER {there}"
    )
    free = shutil.disk_usage(there).free
    yield Found("disk", f"{free / 2**30:.1f} GiB free", None if free >= FREE_BYTES else f"free some space: du -sh {there}/*")


async def in_force(settings: Settings) -> AsyncIterator[Found]:
    """Whether decisions go by what the settings say of workspaces: they do not where that was refused, or not applied yet. Nothing where
    nothing was ever started."""
    if not names_workspaces(settings):
        yield Found("in force", "the settings name no workspace: decisions go by what was applied last")
        return
    try:
        for change in (pending := await pending_changes(settings)):
            refused = await refusal(settings, change)
            differs = f"workspace {change.workspace}: decisions do not go by the settings' {', '.join(change.fields())}"
            if refused is None:
                yield Found("in force", f"{differs}, which were not applied yet", "leadloom config apply", note=True)
            else:
                yield Found("in force", f"{differs}: {refused}", "mend the settings, then: leadloom config apply")
    except NoData:
        return
    if not pending:
        yield Found("in force", "decisions go by these settings")


def lock(data: Path) -> Found:
    """Who works on the data folder; somebody may, only not two."""
    if (process := holder(data)) is not None:
        return Found("lock", f"held by process {process}: leadloom is running on {data}")
    there = (data / "decider.lock").exists()
    return Found("lock", "free: leadloom is not running" if there else "free: nothing was ever started here")


def port(settings: Settings) -> Found:
    """Whether the edge could listen; taken by a running leadloom is well."""
    edge = settings.edge
    family = socket.AF_INET6 if ":" in edge.host else socket.AF_INET
    with socket.socket(family) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind((edge.host, edge.port))
        except OSError as error:
            if _leadloom_answers(edge.host, edge.port):
                return Found("port", f"{edge.host}:{edge.port} is listened on by the running leadloom")
            taken = f"{edge.host}:{edge.port} cannot be listened on ({error.strerror})"
            return Found("port", taken, "set [edge] port to a free one, or 0 for any")
    return Found("port", f"{edge.host}:{edge.port or 'any'} is free")


def _leadloom_answers(host: str, port: int) -> bool:
    """Whether who listens there is a leadloom."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/livez")
        answer = connection.getresponse()
        return (answer.status, answer.read(16)) == (200, b"ok\n")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def clock_alone(newest_ms: int = 0) -> Found:
    now = int(time.time() * 1000)
    well = now >= newest_ms - 60_000 and now > 1_780_000_000_000
    shown = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
    return Found(
        "clock", shown if well else f"{shown}, but the log goes on to a later time", None if well else "sudo timedatectl set-ntp true"
    )


async def clock(data: Path) -> Found:
    """The clock is not behind what the log already holds."""
    try:
        log = EmbeddedLog(data / "log", readonly=True)
    except NoData:
        return clock_alone()
    try:
        newest = 0
        for partition in range(log.partitions):
            for lane in LANES:
                first, end = await log.span(lane, partition)
                if end > first:
                    newest = max(newest, (await log.read(lane, partition, end - 1, limit=1))[0].timestamp)
        return clock_alone(newest)
    finally:
        await log.close()


async def kafka(settings: Settings) -> list[Found]:
    """Whether the broker answers, and the topics are as they should be."""
    from runtime.kafka import diff_topics

    at = settings.log.bootstrap
    try:
        differences = await diff_topics(at, settings.log.prefix)
    except Retry as retry:
        return [Found("broker", str(retry), f"start it, or mend [log] url; try: nc -zv {at.split(',')[0].replace(':', ' ')}")]
    found = [Found("broker", f"Kafka at {at} answers")]
    if not differences:
        return [*found, Found("topics", "as they should be")]
    create = all(d.have is None for d in differences)
    mend = (
        f"leadloom topics create --log {settings.log.url}"
        if create
        else f"leadloom topics diff --log {settings.log.url}, then kafka-configs"
    )
    return [*found, Found("topics", f"{differences[0]}" + (f", and {len(differences) - 1} more" if len(differences) > 1 else ""), mend)]
