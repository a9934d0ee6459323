"""Form posts per second through the edge on Kafka, against a bare Starlette handler that only produces: same server, same broker, same client."""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import cast
from urllib.parse import urlencode

import uvicorn
import uvloop
from aiokafka import AIOKafkaProducer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bench.report import Result, at_least, figure, finish, middle
from ingestors.webform.settings import WebformSettings
from runtime.edge import edge, serve
from runtime.kafka.log import KafkaLog
from runtime.kafka.topics import create_topics
from runtime.metrics import Metrics
from runtime.settings.models import EdgeSettings
from runtime.testing.kafka import KafkaServer
from runtime.testing.servers import answers as listens
from runtime.testing.servers import end, free_port, until
from schemas.capture import LIVE
from schemas.topics import TOPICS

SECONDS, ROUNDS, CONNECTIONS = 3.0, 5, 64
PREFIX = "bench"
PATH = "/f/contact"


async def serve_edge(bootstrap: str, port: int) -> None:
    """The product's edge with one form, without rate limits."""
    log = await KafkaLog.open(bootstrap, PREFIX)
    options = EdgeSettings(per_ip_per_minute=0, per_source_per_minute=0)
    app = edge(log, {("webform", "contact"): WebformSettings()}, options, Metrics())
    await serve(app, "127.0.0.1", port, asyncio.Event())


async def serve_bare(bootstrap: str, port: int) -> None:
    """A handler that does no work: the body is produced, durably as the edge's, and answered."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, enable_idempotence=True)
    await producer.start()
    topic = TOPICS[LIVE].full(PREFIX)

    async def post(request: Request) -> JSONResponse:
        await producer.send_and_wait(topic, await request.body(), partition=0)
        return JSONResponse({"ok": True}, 202)

    app = Starlette(routes=[Route(PATH, post, methods=["POST"])])
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off", ws="none")
    await uvicorn.Server(config).serve()


@contextmanager
def served(what: str, bootstrap: str) -> Iterator[tuple[int, int]]:
    """(port, process id) of one of the two in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "bench.edge", "--serve", what, "--bootstrap", bootstrap, "--port", str(port)]
    process = subprocess.Popen(command)
    try:
        until(lambda: listens(port), what)
        yield port, process.pid
    finally:
        process.kill()
        end(process)


class Client(asyncio.Protocol):
    """One connection that posts the next form when the one before is answered with 2xx; counts them."""

    def __init__(self, posts: Iterator[bytes]) -> None:
        self.done, self.posts = 0, posts
        self.heard = b""
        self.wrong: bytes | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(next(self.posts))

    def data_received(self, data: bytes) -> None:
        self.heard += data
        head, gap, body = self.heard.partition(b"\r\n\r\n")
        if not gap or len(body) < int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]):
            return
        if not head.startswith(b"HTTP/1.1 202"):
            self.wrong = self.heard
            self.transport.close()
            return
        self.done, self.heard = self.done + 1, b""
        self.transport.write(next(self.posts))


def posts(start: int) -> Iterator[bytes]:
    """Requests as a site's script sends them, each form with a client key of its own."""
    while True:
        start += 1
        form = {
            "name": "Петро Іваненко",
            "phone": "067 123 45 67",
            "email": "petro@firma.ua",
            "company": "Зоря",
            "message": "Потрібна пропозиція",
        }
        body = urlencode({**form, "_page": "https://example.com/ua/contact", "utm_source": "google", "_id": f"key-{start}"}).encode()
        yield (
            f"POST {PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\nuser-agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
            f"accept-language: uk,en;q=0.8\r\norigin: https://example.com\r\nreferer: https://example.com/ua/contact\r\n"
            f"content-type: application/x-www-form-urlencoded\r\ncontent-length: {len(body)}\r\n\r\n"
        ).encode() + body


async def load(port: int, seconds: float) -> float:
    """Posts answered per second over so many connections."""
    loop = asyncio.get_running_loop()
    stream = posts(time.time_ns())
    clients = [(await loop.create_connection(lambda: Client(stream), "127.0.0.1", port))[1] for _ in range(CONNECTIONS)]
    await asyncio.sleep(seconds * 0.2)
    before, began = sum(client.done for client in clients), time.perf_counter()
    await asyncio.sleep(seconds)
    rate = (sum(client.done for client in clients) - before) / (time.perf_counter() - began)
    for client in clients:
        if client.wrong:
            raise RuntimeError(f"not a 202: {client.wrong[:200]!r}")
        client.transport.close()
    return rate


def cpu_s(process: int) -> float:
    """CPU seconds that a process has used."""
    with open(f"/proc/{process}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(bootstrap: str, rounds: int) -> list[Result]:
    """Rounds of both in turn, so that whatever else the machine does meets both."""
    rates: dict[str, list[float]] = {"edge": [], "bare": []}
    costs: dict[str, list[float]] = {"edge": [], "bare": []}
    with served("edge", bootstrap) as edge_at, served("bare", bootstrap) as bare_at:
        for port, _ in (edge_at, bare_at):
            uvloop.run(load(port, 1.0))
        for _ in range(rounds):
            for what, (port, process) in (("edge", edge_at), ("bare", bare_at)):
                used = cpu_s(process)
                rate = uvloop.run(load(port, SECONDS))
                rates[what].append(rate)
                costs[what].append((cpu_s(process) - used) / (rate * SECONDS * 1.2) * 1e6)
    ratios = [ours / theirs for ours, theirs in zip(rates["edge"], rates["bare"], strict=True)]
    return [
        at_least("form posts/s, edge : bare handler that only produces", middle(ratios), "", 0.7),
        figure("form posts/s through the edge", middle(rates["edge"]), "1/s"),
        figure("posts/s through the bare handler", middle(rates["bare"]), "1/s"),
        figure("CPU of a post in the edge", middle(costs["edge"]), "us"),
        figure("CPU of a post in the bare handler", middle(costs["bare"]), "us"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of both")
    parser.add_argument("--serve", choices=("edge", "bare"), help=argparse.SUPPRESS)
    parser.add_argument("--bootstrap", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        with suppress(KeyboardInterrupt):
            uvloop.run((serve_edge if asked.serve == "edge" else serve_bare)(asked.bootstrap, asked.port))
        return 0
    with KafkaServer() as kafka:
        asyncio.run(create_topics(kafka.bootstrap, PREFIX, 1))
        return finish("edge", measure(kafka.bootstrap, asked.rounds), asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
