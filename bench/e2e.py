"""From the 202 to the public topic: form posts at a steady rate to leadloom on a real Kafka, until a subscriber has the lead."""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

import orjson
import uvloop
from aiokafka import AIOKafkaConsumer, TopicPartition

from bench.report import Result, at_most, figure, finish, middle
from runtime.kafka import create_topics
from runtime.testing.kafka import KafkaServer
from runtime.testing.servers import end, free_port, until
from schemas.topics import TOPICS

RATE, SECONDS, WARM_S, RUNS, CONNECTIONS = 500, 10.0, 4.0, 3, 16
APART = (("ingest", "decide"), ("publish",), ("deliver", "views"))
TOGETHER = (("ingest", "decide", "publish", "deliver", "views"),)
"""The roles of each process. Publishing in a process of its own does not wait for its turn behind the edge and the step."""

COMMAND = (sys.executable, "-m", "runtime.cli")
SETTINGS = """
data = "{folder}/data"
[log]
url = "kafka://{bootstrap}"
prefix = "{prefix}"
[edge]
port = {port}
per_ip_per_minute = 0
per_source_per_minute = 0
[workspaces.main]
[[workspaces.main.responsibles]]
id = "anna"
[[workspaces.main.responsibles]]
id = "boris"
[sources.webform.contact]
"""


@contextmanager
def leadloom(bootstrap: str, prefix: str, processes: Sequence[Sequence[str]]) -> Iterator[int]:
    """The product with these roles in each process; the port of its edge."""
    asyncio.run(create_topics(bootstrap, prefix, 1))
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-e2e-") as folder, ExitStack() as running:
        file = Path(folder) / "leadloom.toml"
        file.write_text(SETTINGS.format(folder=folder, bootstrap=bootstrap, prefix=prefix, port=port))
        for roles in processes:
            running.enter_context(_process(file, roles))
        subprocess.run([*COMMAND, "config", "apply", "--config", str(file)], check=True, stdout=sys.stderr)
        yield port


@contextmanager
def _process(settings: Path, roles: Sequence[str]) -> Iterator[None]:
    said = settings.with_name("-".join(roles))
    with said.open("wb") as output:
        command = [*COMMAND, "up", "--config", str(settings), *(word for role in roles for word in ("--role", role))]
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        until(lambda: process.poll() is not None or b"is up" in said.read_bytes(), f"leadloom {said.name}", 60)
        yield
    finally:
        end(process, 30)


class Connection(asyncio.Protocol):
    """Posts one form after the other; what is given while one is under way waits."""

    def __init__(self, accepted: dict[str, float]) -> None:
        self._accepted = accepted
        self._waiting: deque[bytes] = deque()
        self._busy, self._heard = False, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def post(self, request: bytes) -> None:
        self._waiting.append(request)
        self._next()

    def _next(self) -> None:
        if self._waiting and not self._busy:
            self._busy = True
            self._transport.write(self._waiting.popleft())

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, gap, body = self._heard.partition(b"\r\n\r\n")
        if not gap or len(body) < int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]):
            return
        assert head.startswith(b"HTTP/1.1 202"), self._heard
        self._accepted[orjson.loads(body)["id"]] = time.perf_counter()
        self._busy, self._heard = False, b""
        self._next()

    def close(self) -> None:
        self._transport.close()


def request(n: int) -> bytes:
    """A form of somebody new."""
    form = {"name": f"Anna Berg{n}", "email": f"anna{n}@firm{n}.example.org", "message": "Please send an offer.", "_id": f"e2e-{n}"}
    body = urlencode(form).encode()
    return (
        "POST /f/contact HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\n"
        f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(body)}\r\n\r\n"
    ).encode() + body


class Subscriber:
    """A subscriber of leads: when it had which, by the capture that caused it. Only what is committed counts."""

    def __init__(self, bootstrap: str, prefix: str) -> None:
        self._leads = TopicPartition(TOPICS["lead"].full(prefix), 0)
        self.seen: dict[str, float] = {}
        self._consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="latest")

    async def run(self) -> None:
        await self._consumer.start()
        try:
            self._consumer.assign([self._leads])
            await self._consumer.seek_to_end()
            async for record in self._consumer:
                self.seen.setdefault(orjson.loads(record.value)["cause"], time.perf_counter())
        finally:
            await self._consumer.stop()


async def measure(port: int, subscriber: Subscriber, first: int, seconds: float) -> list[float]:
    """Milliseconds from 202 to the lead on its topic, sorted, of every post of so many seconds at RATE."""
    loop = asyncio.get_running_loop()
    accepted: dict[str, float] = {}
    reading = asyncio.create_task(subscriber.run())
    await asyncio.sleep(0.5)
    connections = [(await loop.create_connection(lambda: Connection(accepted), "127.0.0.1", port))[1] for _ in range(CONNECTIONS)]
    began, count = loop.time(), int(RATE * seconds)
    for n in range(count):
        if (ahead := began + n / RATE - loop.time()) > 0:
            await asyncio.sleep(ahead)
        connections[n % CONNECTIONS].post(request(first + n))
    async with asyncio.timeout(30):
        while len(accepted) < count or not accepted.keys() <= subscriber.seen.keys():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    for connection in connections:
        connection.close()
    reading.cancel()
    await asyncio.wait({reading})
    return sorted((subscriber.seen[capture] - at) * 1000 for capture, at in accepted.items())


def runs(bootstrap: str, prefix: str, processes: Sequence[Sequence[str]], seconds: float) -> list[list[float]]:
    """What RUNS runs measured, after a warm-up."""

    async def once(first: int, seconds: float) -> list[float]:
        return await measure(port, Subscriber(bootstrap, prefix), first, seconds)

    with leadloom(bootstrap, prefix, processes) as port:
        uvloop.run(once(0, WARM_S))
        return [uvloop.run(once(1_000_000 * run, seconds)) for run in range(1, RUNS + 1)]


def middle_of(measured: Sequence[Sequence[float]], share: float) -> float:
    """The median of the runs' quantile, in ms."""
    return middle([ms[min(len(ms) - 1, int(len(ms) * share))] for ms in measured])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    asked = parser.parse_args()
    with KafkaServer() as kafka:
        apart = runs(kafka.bootstrap, "apart", APART, SECONDS)
        together = runs(kafka.bootstrap, "together", TOGETHER, SECONDS / 2)
    results: list[Result] = [
        at_most("from 202 to the public topic, p50", middle_of(apart, 0.5), "ms", 25),
        at_most("from 202 to the public topic, p99", middle_of(apart, 0.99), "ms", 100),
        figure("the slowest", middle_of(apart, 1), "ms"),
        figure("all roles in one process, p50", middle_of(together, 0.5), "ms"),
        figure("all roles in one process, p99", middle_of(together, 0.99), "ms"),
        figure("posts per second", RATE, "1/s"),
    ]
    return finish("e2e", results, asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
