"""Serving over real sockets: a clean end under load, slow senders, and what stays the application's own."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette

from runtime.edge import serve
from runtime.embedded import EmbeddedLog
from tests.edge.doors import Unwell, captures, make

ANN = {"name": "Ann", "phone": "+49 30 1234567", "_id": "key-1"}


@asynccontextmanager
async def serving(app: Starlette, stop: asyncio.Event, head_s: float = 10.0) -> AsyncIterator[tuple[int, asyncio.Task[None]]]:
    """The application on a free port, and the task that serves it; ended with the block."""
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(app, "127.0.0.1", 0, stop, drain_s=5, ready=port.set_result, head_s=head_s))
    try:
        await asyncio.wait((port, task), return_when=asyncio.FIRST_COMPLETED)
        yield port.result(), task
    finally:
        stop.set()
        await task


async def test_f22_what_is_under_way_is_answered_before_the_end(unwell: Unwell) -> None:
    stop, unwell.stuck = asyncio.Event(), asyncio.Event()
    app = make(unwell)
    async with serving(app, stop) as (port, task), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        posted = asyncio.create_task(http.post("/f/contact", json=ANN))
        await unwell.asked.wait()
        stop.set()
        await app.state.shared.draining.wait()
        unwell.stuck.set()
        answer = await posted
        await task
        with pytest.raises(httpx.ConnectError):
            await http.get("/livez")
    assert answer.status_code == 202
    assert [capture.id for capture in await captures(unwell)] == [answer.json()["id"]]


async def test_signal_handlers_stay_the_applications_own(log: EmbeddedLog) -> None:
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    async with serving(make(log), asyncio.Event()):
        during = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    assert before == during


async def test_a_head_that_drips_in_is_cut_off(log: EmbeddedLog) -> None:
    async with serving(make(log), asyncio.Event(), head_s=0.2) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /f/contact HTTP/1.1\r\nhost: x\r\n")
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()


async def test_a_connection_whose_requests_come_whole_is_kept_open(log: EmbeddedLog) -> None:
    async with serving(make(log), asyncio.Event(), head_s=0.1) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(2):
            writer.write(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n")
            assert (await asyncio.wait_for(reader.readuntil(b"ok\n"), 5)).startswith(b"HTTP/1.1 200")
            with pytest.raises(TimeoutError):  # nothing comes, and nobody hangs up
                await asyncio.wait_for(reader.read(1), 0.3)
        writer.close()


async def test_a_port_that_is_taken_is_an_error_of_the_system(log: EmbeddedLog) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            await serve(make(log), "127.0.0.1", taken.getsockname()[1], asyncio.Event())


async def test_nothing_is_left_when_serving_is_cancelled(log: EmbeddedLog) -> None:
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(make(log), "127.0.0.1", 0, asyncio.Event(), ready=port.set_result))
    await port
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [other for other in asyncio.all_tasks() if other is not asyncio.current_task()] == []
