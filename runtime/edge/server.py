"""Serving the edge over HTTP: an own socket, no signal handlers, slow senders cut off, and a clean end."""

import asyncio
import contextlib
import math
import socket
from collections.abc import Callable, Iterator
from typing import ClassVar

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 10.0
"""Seconds within which the head of a request must have arrived, once a connection is open or has begun one."""


async def serve(
    app: Starlette,
    host: str,
    port: int,
    stop: asyncio.Event,
    drain_s: float = 20.0,
    *,
    ready: Callable[[int], None] = lambda _: None,
    head_s: float = HEAD_S,
) -> None:
    """Serve until `stop` is set; then take no new connection, finish what is under way within `drain_s`, and return (F22).

    `port` 0 takes any free one; `ready` is called with the one taken, when it answers. Raises OSError when the port is not to be had.
    """
    with contextlib.closing(_bind(host, port)) as listener:
        server = _Server(
            uvicorn.Config(
                app,
                http=type("_Http", (_PatientHttp,), {"head_s": head_s}),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=15,
                timeout_graceful_shutdown=max(1, math.ceil(drain_s)),
            )
        )
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        stopping = asyncio.create_task(_ready_then(server, stop, lambda: ready(listener.getsockname()[1])))
        try:
            await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
            if stopping.done():
                stopping.result()
        finally:  # also when cancelled: what is under way is finished first
            app.state.shared.draining.set()
            server.should_exit = True
            stopping.cancel()
            await serving


async def _ready_then(server: "_Server", stop: asyncio.Event, ready: Callable[[], None]) -> None:
    await server.listening.wait()
    ready()
    await stop.wait()


def _bind(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise OSError(error.errno, error.strerror, f"{host}:{port}") from None
    listener.setblocking(False)
    return listener


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the application's own decide when it ends."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class _PatientHttp(H11Protocol):
    """HTTP/1.1 whose patience has an end: a head that drips in for longer than `head_s` closes the connection."""

    head_s: ClassVar[float] = HEAD_S
    _head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._head = self.loop.call_later(self.head_s, self._too_slow)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            if self._head is not None:
                self._head.cancel()
                self._head = None
        elif self._head is None:
            self._head = self.loop.call_later(self.head_s, self._too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None
        super().connection_lost(exc)

    def _too_slow(self) -> None:
        self._head = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
