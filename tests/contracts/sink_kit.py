"""What the contract of sinks needs to know of each kind: how to make one on an empty destination, what it holds, and how to make it unwell.

A new sink adds its kit here; the contract itself is the same for all.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from runtime.discover import sinks
from runtime.testing.postgres import PostgresServer
from sinks.base import Sink

Rows = Mapping[tuple[str, str], tuple[int, Any]]
"""What a destination holds in the end: (topic, key) -> (version, data); a tombstone leaves nothing."""


def made(kind: str, options: Mapping[str, Any]) -> Sink:
    """A sink of a kind with these settings."""
    spec = sinks()[kind]
    sink: Sink = spec.make(spec.settings(**options))
    return sink


class Kit(ABC):
    """One destination of one kind of sink; `options` are the settings as a child process is given them."""

    kind: str
    options: dict[str, Any]

    def make(self) -> Sink:
        return made(self.kind, self.options)

    @abstractmethod
    async def rows(self) -> Rows: ...

    @abstractmethod
    async def effects(self) -> int:
        """How many effects were had in all: lines written, or rows there."""

    @abstractmethod
    def unwell(self) -> AbstractAsyncContextManager[None]:
        """The destination does not work for the length of the block."""


class FilesKit(Kit):
    kind = "files"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "out"
        self.options = {"folder": str(self.folder)}

    def lines(self) -> list[dict[str, Any]]:
        """Every line of every file, in the files' order."""
        return [json.loads(line) for path in sorted(self.folder.glob("*.jsonl")) for line in path.read_bytes().splitlines()]

    async def rows(self) -> Rows:
        found: dict[tuple[str, str], tuple[int, Any]] = {}
        for line in self.lines():
            key = (line["topic"], line["key"])
            assert line["version"] > found.get(key, (0,))[0], "order per key"
            found[key] = (line["version"], line["data"])
        return {key: row for key, row in found.items() if row[1] is not None}

    async def effects(self) -> int:
        return len(self.lines())

    @asynccontextmanager
    async def unwell(self) -> AsyncIterator[None]:
        """The folder's place is taken by a file; what it held waits elsewhere."""
        away = self.folder.with_name("away")
        self.folder.rename(away)
        self.folder.write_bytes(b"")
        try:
            yield
        finally:
            self.folder.unlink()
            away.rename(self.folder)


class PostgresKit(Kit):
    kind = "postgres"

    def __init__(self, server: PostgresServer, dsn: str) -> None:
        self.server, self.dsn = server, dsn
        self.options = {"dsn": dsn, "schema": "crm"}

    async def rows(self) -> Rows:
        tables = ("lead", "deal", "contact", "company", "bundle", "activity", "assignment", "merge")
        found: dict[tuple[str, str], tuple[int, Any]] = {}
        connection: Any = await asyncpg.connect(self.dsn)
        try:
            for table in tables:
                for row in await connection.fetch(f"select id, version, data from crm.{table}"):
                    found[table, row["id"]] = (row["version"], json.loads(row["data"]))
            for row in await connection.fetch("select topic, id, version, data from crm.record"):
                found[row["topic"], row["id"]] = (row["version"], json.loads(row["data"]))
        finally:
            await connection.close()
        return found

    async def effects(self) -> int:
        return len(await self.rows())

    @asynccontextmanager
    async def unwell(self) -> AsyncIterator[None]:
        """The server is restarted, its connections with it (F13)."""
        self.server.stop()
        try:
            yield
        finally:
            self.server.restart()
