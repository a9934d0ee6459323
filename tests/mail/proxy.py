"""A wire between a client and a mail server that can be cut, silenced, or made to say something."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Wire:
    """Forwards connections to a loopback port. `cut_after`: bytes from the server after which the next connection breaks, once."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.cut_after: int | None = None
        self.silent = False
        self.connections = self.hung_up = 0
        self.sent: list[bytes] = []
        self.on_sent: Callable[[bytes], None] = lambda _: None
        self.port = 0
        self._moved = asyncio.Condition()

    async def when(self, check: Callable[["Wire"], bool], seconds: float = 20.0) -> None:
        """Wait until something has gone over the wire that makes `check` true; raises TimeoutError."""
        async with asyncio.timeout(seconds), self._moved:
            await self._moved.wait_for(lambda: check(self))

    async def _tell(self) -> None:
        async with self._moved:
            self._moved.notify_all()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await self._tell()
        try:
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._writers += [writer, server_writer]
        for work in (self._up(reader, server_writer), self._down(server_reader, writer)):
            task = asyncio.create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                self.sent.append(data)
                self.on_sent(data)
                await self._tell()
                if not self.silent:
                    writer.write(data)
        self.hung_up += 1
        await self._tell()
        writer.close()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(4096):
                if self.silent:
                    continue
                if self.cut_after is not None:
                    writer.write(data[: self.cut_after])
                    self.cut_after -= len(data)
                    if self.cut_after <= 0:
                        self.cut_after = None
                        await writer.drain()
                        break
                else:
                    writer.write(data)
        writer.close()

    def say(self, data: bytes) -> None:
        """Put bytes into the newest client's connection, as if the server had said them, and hang up."""
        self._writers[-2].write(data)
        self._writers[-2].close()

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        for task in list(self._tasks):
            task.cancel()


@asynccontextmanager
async def wire(target: int) -> AsyncIterator[Wire]:
    """A wire to a loopback port, cut when the block ends."""
    one = Wire(target)
    await one.open()
    try:
        yield one
    finally:
        await one.close()
