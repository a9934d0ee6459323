"""A real PostgreSQL for tests and demos: found or installed, started, killed and started again, with a database for each who asks."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

from runtime.testing.servers import Missing, answers, debian, end, free_port, until

_DEBIAN_BIN = "/usr/lib/postgresql/15/bin"


def _account() -> str | None:
    """PostgreSQL refuses root: whom to run it as there; None: as who we are."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise Missing(
            "PostgreSQL refuses root, and there is no user postgres to run it as: install postgresql-15, or run as another user."
        ) from None


class PostgresServer:
    """One server on a loopback port with its data folder; also a context manager.

    Order: the DSN in LEADLOOM_TEST_POSTGRES (a server that somebody else runs, whose user may create databases: it cannot be stopped
    from here) -> a program on the machine -> Debian's package.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._foreign = os.environ.get("LEADLOOM_TEST_POSTGRES")
        self.port = 0

    @property
    def dsn(self) -> str:
        """How to connect to its database `postgres`."""
        return self._foreign or f"postgresql://leadloom@127.0.0.1:{self.port}/postgres"

    def start(self) -> "PostgresServer":
        """Start a fresh server and wait until it answers; raises Missing where there is none to be had."""
        if self._foreign:
            return self
        initdb = Path(debian("postgresql-15", "initdb", _DEBIAN_BIN)).resolve()
        self._programs = initdb.parent
        self._user = _account()
        self._folder = Path(tempfile.mkdtemp(prefix="leadloom-postgres-"))
        if self._user:
            shutil.chown(self._folder, self._user)
        command = [str(initdb), "-D", str(self._folder / "data"), "-U", "leadloom", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]
        done = subprocess.run(command, capture_output=True, check=False, user=self._user, cwd="/", env=self._environment())
        if done.returncode:
            raise Missing(f"initdb failed: {done.stderr.decode(errors='replace').strip()[-300:]}")
        self.port = free_port()
        self._run()
        return self

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}

    def _run(self) -> None:
        assert self._folder is not None
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self._folder),
            "fsync": "off",
            "shared_buffers": "32MB",
            "max_connections": "40",
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "postgres.out").open("ab") as out:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self._folder / "data"), *settings],
                stdout=out,
                stderr=out,
                user=self._user,
                cwd="/",
                env=self._environment(),
                start_new_session=True,
            )
        until(self._ready, f"PostgreSQL on port {self.port} ({self._folder}/postgres.out)")

    def _ready(self) -> bool:
        if self._process is not None and self._process.poll() is not None and self._folder is not None:
            raise RuntimeError(f"PostgreSQL ended: {(self._folder / 'postgres.out').read_text(errors='replace')[-500:]}")
        # It opens its port a moment before it lets anybody in.
        asked = [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return answers(self.port) and subprocess.run(asked, check=False).returncode == 0

    def _own(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise Missing("this needs a PostgreSQL that can be stopped: unset LEADLOOM_TEST_POSTGRES so that the test starts its own.")
        return self._process

    def stop(self) -> None:
        """End the server as an administrator does, its connections with it; its data stays for `restart`."""
        process = self._own()
        process.send_signal(signal.SIGINT)
        process.wait(20)

    def kill(self) -> None:
        """End the server with SIGKILL; its data stays for `restart`."""
        process = self._own()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def restart(self) -> None:
        """Start the ended server again: same port, same data."""
        assert self._own().poll() is not None, "stop or kill it first"
        self._run()

    async def create(self) -> str:
        """A new, empty database; its DSN."""
        name = f"t{uuid4().hex}"
        await self.run(f"create database {name}")
        return urlunsplit(urlsplit(self.dsn)._replace(path=f"/{name}"))

    async def drop(self, dsn: str) -> None:
        """End the connections of a database of `create`, and delete it."""
        await self.run(f"drop database {urlsplit(dsn).path[1:]} with (force)")

    async def cut(self, dsn: str) -> None:
        """End every connection to a database, as a fail-over does."""
        name = urlsplit(dsn).path[1:]
        await self.run(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")

    async def run(self, sql: str) -> None:
        """One statement in the database `postgres`."""
        connection: Any = await asyncpg.connect(self.dsn)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    def close(self) -> None:
        """End the server and delete its data; does nothing to one that somebody else runs."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.send_signal(signal.SIGQUIT)
            end(self._process)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = self._folder = None

    def __enter__(self) -> "PostgresServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()
