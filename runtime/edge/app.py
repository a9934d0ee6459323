"""The edge as one ASGI application: a door for every push channel, and what operators ask."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ingestors.answers import problem
from ingestors.base import Push, SourceSettings
from runtime import discover
from runtime.edge.intake import Intake, Shared
from runtime.edge.limits import Buckets
from runtime.edge.requests import Wire
from runtime.log import Log
from runtime.metrics import Metrics
from runtime.settings.models import EdgeSettings
from schemas.capture import LIVE
from schemas.errors import Retry

APPEND_WAIT_S = 5.0
READY_WAIT_S = 2.0


def edge(
    log: Log,
    sources: Mapping[tuple[str, str], SourceSettings],
    options: EdgeSettings,
    metrics: Metrics,
    *,
    append_wait_s: float = APPEND_WAIT_S,
) -> Starlette:
    """The application that takes in every push channel's posts; `sources` by (channel, source), others than push channels' are passed over.

    Answers 2xx only after the durable append, and 503 when the log has not taken a capture within `append_wait_s` (R44).
    """
    wire = Wire(options.public_url, options.trusted_proxies, options.read_timeout_s)
    shared = Shared(log, metrics, wire, Buckets(options.per_ip_per_minute), Buckets(options.per_source_per_minute), append_wait_s)
    routes = []
    for name, channel in discover.channels().items():
        mine = {source: settings for (of, source), settings in sources.items() if of == name}
        if isinstance(channel, Push):
            routes.append(Route(channel.path, Intake(channel, mine, shared)))
    routes += [Route("/livez", _livez), Route("/readyz", _Ready(shared)), Route("/metrics", _Pages(metrics))]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _as_problem})
    app.router.redirect_slashes = False
    app.state.shared = shared
    return app


async def _livez(request: Request) -> Response:
    """The process answers."""
    return Response(b"ok\n", media_type="text/plain")


class _Ready:
    """Whether a capture could be taken now: the log answers and took the last one, and the process is not on its way out."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        response = Response(b"ok\n", media_type="text/plain")
        if self._shared.draining.is_set():
            response = _problem(503, "On its way out: connections are drained.")
        elif why := self._shared.refusals.why(time.monotonic()):
            response = _problem(503, f"The last capture was refused: {why} See `leadloom doctor`.")
        else:
            try:
                async with asyncio.timeout(READY_WAIT_S):
                    await self._shared.log.span(LIVE, 0)
            except (TimeoutError, Retry):
                response = _problem(503, "The log does not answer.")
        await response(scope, receive, send)


class _Pages:
    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await Response(self._metrics.page(), media_type="text/plain; version=0.0.4; charset=utf-8")(scope, receive, send)


def _problem(status: int, detail: str) -> Response:
    answer = problem(status, detail)
    return Response(answer.body, answer.status, dict(answer.headers))


async def _as_problem(request: Request, error: Exception) -> Response:
    """What Starlette refuses by itself (404, 405), as a problem."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _problem(status, "There is nothing at this address." if status == 404 else "This cannot be done here.")
