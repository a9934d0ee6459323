"""A leadloom in processes of its own, as an operator runs it: started, killed, paused and asked through its public interfaces only."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from aiokafka import AIOKafkaProducer

from runtime.testing.servers import end, free_port, until

ROOT = Path(__file__).parents[2]

SETTINGS = """
data = "{folder}/data"
[log]
url = "{log}"
prefix = "{prefix}"
partitions = {partitions}
produce_timeout_s = 3
session_timeout_s = 1
[edge]
port = {port}
per_ip_per_minute = 0
per_source_per_minute = 0
{workspaces}
[sinks.files.out]
folder = "{folder}/out"
{more}
"""

WORKSPACE = """
[workspaces.{name}]
mode = "{mode}"
responsibles = [{{id = "ann"}}, {{id = "bob"}}, {{id = "cyd"}}]
[sources.webform.{name}]
workspace = "{name}"
"""
WORKSPACES = ("main", "north", "south", "east")
"""They lie in different partitions when there are three; the form `main` belongs to the workspace `main`, and so on."""


class Product:
    """One installation: its settings, its processes, and what it was sent."""

    def __init__(
        self, folder: Path, log: str = "embedded", prefix: str = "leadloom", partitions: int = 1, mode: str = "classic", more: str = ""
    ) -> None:
        self.folder, self.port, self.log, self.prefix = folder, free_port(), log, prefix
        self.accepted: dict[int, str] = {}
        self.sent: set[int] = set()
        self._processes: list[subprocess.Popen[bytes]] = []
        self.settings = folder / "leadloom.toml"
        self.settings.write_text(
            SETTINGS.format(
                folder=folder,
                log=log,
                prefix=prefix,
                partitions=partitions,
                port=self.port,
                more=more,
                workspaces="".join(WORKSPACE.format(name=name, mode=mode) for name in WORKSPACES),
            )
        )
        self.url = f"http://127.0.0.1:{self.port}"

    def up(self, *roles: str, crash: str | None = None, port: int | None = None) -> subprocess.Popen[bytes]:
        """Start a process with these roles (all when none is named); returns when it says that it is up. `crash` as in runtime/crash.py."""
        number = len(self._processes)
        said = self.folder / f"process-{number}.err"
        command = [sys.executable, "-m", "runtime.cli", "up", "--config", str(self.settings)]
        command += [word for role in roles for word in ("--role", role)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        environment |= {"LEADLOOM_CRASH": crash} if crash else {}
        environment |= {"LEADLOOM_EDGE__PORT": str(port)} if port else {}
        with said.open("wb") as errors:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=environment, cwd=self.folder)
        self._processes.append(process)
        until(lambda: process.poll() is not None or b"is up" in said.read_bytes(), f"leadloom ({said.read_text()})", 60)
        return process

    def said(self) -> str:
        """What all processes wrote to stderr."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("process-*.err")))

    @property
    def bootstrap(self) -> str:
        return self.log.removeprefix("kafka://")

    def wait(self, process: subprocess.Popen[bytes], code: int, what: str) -> None:
        """Wait until a process ends; it must do so with this code."""
        try:
            found = process.wait(40)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{what}: it did not end\n{self.said()[-3000:]}") from None
        assert found == code, f"{what}: it ended with {found}\n{self.said()[-3000:]}"

    def append_raw(self, key: bytes | None, *values: bytes, headers: tuple[tuple[str, bytes], ...] = ()) -> None:
        """Put records of somebody else's making on the capture topic, in partition 0."""

        async def produce() -> None:
            async with AIOKafkaProducer(bootstrap_servers=self.bootstrap) as producer:
                for value in values:
                    await producer.send_and_wait(f"{self.prefix}.capture.v1", value, key, partition=0, headers=list(headers))

        asyncio.run(produce())

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL, and wait until it is gone."""
        process.kill()
        process.wait()

    def stop(self) -> None:
        """End every process; what they said is kept."""
        for process in self._processes:
            process.send_signal(signal.SIGCONT)
            end(process, 40)

    @contextmanager
    def running(self, *roles: str) -> Iterator["Product"]:
        """Up inside the block."""
        process = self.up(*roles)
        try:
            assert process.poll() is None, self.said()
            yield self
        finally:
            end(process, 40)

    def post(self, numbers: Iterable[int], tries: int = 1, person: int = 50, url: str | None = None) -> int:
        """Send one form for each number (the same person every `person` numbers), again after a refusal; how many were accepted."""
        before = len(self.accepted)
        with httpx.Client(base_url=url or self.url, timeout=10, headers={"accept": "application/json"}) as client:
            for number in numbers:
                self.sent.add(number)
                for _ in range(tries):
                    if (found := self._post(client, number, person)) is not None:
                        self.accepted[number] = found
                        break
        return len(self.accepted) - before

    def _post(self, client: httpx.Client, number: int, person: int) -> str | None:
        who = number % person
        form = {
            "name": f"Person {who}",
            "email": f"person{who}@client{who}.example",
            "message": f"enquiry {number}",
            "_id": f"key-{number}",
        }
        try:
            answer = client.post(f"/f/{WORKSPACES[who % len(WORKSPACES)]}", json=form)
        except httpx.TransportError:
            return None
        if answer.status_code != 202:
            assert answer.status_code == 503, answer.text
            assert answer.headers["retry-after"]
            return None
        found: str = answer.json()["id"]
        return found

    def cli(self, *arguments: str, stdin: str = "", code: int = 0) -> str:
        """Run a command of the product; its stdout. The exit code must be the one expected."""
        done = subprocess.run(
            [sys.executable, "-m", "runtime.cli", *arguments, "--config", str(self.settings)],
            capture_output=True,
            input=stdin,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=self.folder,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stderr}"
        return done.stdout

    def ask(self, *arguments: str, stdin: str = "") -> Any:
        """A reading command with --json."""
        return json.loads(self.cli(*arguments, "--json", stdin=stdin))

    def delivered(self) -> list[dict[str, Any]]:
        """Every line of the files sink, in the order of each file."""
        return [json.loads(row) for path in sorted((self.folder / "out").glob("*.jsonl")) for row in path.read_text().splitlines()]


def ids(product: Product) -> Sequence[str]:
    """The ids of accepted captures."""
    return sorted(set(product.accepted.values()))
