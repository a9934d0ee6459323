"""One channel's door: check, append durably, answer; nothing is understood here (R44)."""

import asyncio
import math
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from starlette.types import Receive, Scope, Send

from ingestors.answers import problem
from ingestors.base import Answer, Push, Refused, SourceSettings
from runtime import crash
from runtime.edge.limits import Buckets, Refusals, sender
from runtime.edge.requests import Gone, Wire, announced
from runtime.log import Log
from runtime.metrics import Metrics
from schemas.capture import LIVE, Capture, encode
from schemas.errors import Reject, Retry
from schemas.topics import partition_of

_log = structlog.get_logger("edge")

_PREFLIGHT: Final = {
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type, accept",
    "access-control-max-age": "600",
    "vary": "origin",
}


@dataclass(slots=True)
class Shared:
    """What all doors share. `under_way` bounds memory: beyond `most` requests, or their bodies together, the answer is 503 at once."""

    log: Log
    metrics: Metrics
    wire: Wire
    per_ip: Buckets
    per_source: Buckets
    append_wait_s: float
    most: int = 2_000
    most_bytes: int = 256 << 20
    under_way: int = 0
    bytes_under_way: int = 0
    draining: asyncio.Event = field(default_factory=asyncio.Event)
    refusals: Refusals = field(default_factory=Refusals)


class Intake:
    """The ASGI application of one push channel, for every configured source of it."""

    def __init__(self, channel: Push[Any], sources: Mapping[str, SourceSettings], shared: Shared) -> None:
        self._channel, self._sources, self._shared = channel, sources, shared
        self._partitions = {s.workspace: partition_of(s.workspace, shared.log.partitions) for s in sources.values()}
        self._allow = ", ".join(("GET, HEAD, POST" if channel.page else "POST", *(("OPTIONS",) if channel.origins else ())))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        shared, name = self._shared, self._channel.name
        shared.under_way += 1
        shared.metrics.in_flight.inc()
        try:
            answer = await self._answer(scope, receive)
        except Refused as refused:
            answer = refused.answer
        except Gone:
            shared.metrics.answered(name, 499)
            return
        finally:
            shared.under_way -= 1
            shared.metrics.in_flight.dec()
        shared.metrics.answered(name, answer.status)
        await respond(answer, scope, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        source = scope["path_params"]["source"]
        settings = self._sources.get(source)
        if settings is None:
            return problem(404, "There is no such source: see the address in its settings.")
        channel, wire = self._channel, self._shared.wire
        headers = wire.headers(scope)
        origin = headers.get("origin")
        known = origin is not None and channel.origins is not None and origin in channel.origins(settings)
        try:
            if scope["method"] == "OPTIONS" and channel.origins:
                answer = Answer(204, b"", _PREFLIGHT) if known else problem(403, "This origin is not among the source's `origins`.")
            else:
                answer = await self._do(_Visit(scope, receive, headers, wire.peer(scope, headers)), source, settings)
        except Refused as refused:
            answer = refused.answer
        if known and origin:
            return Answer(answer.status, answer.body, {**answer.headers, "access-control-allow-origin": origin, "vary": "origin"})
        return answer

    async def _do(self, visit: "_Visit", source: str, settings: SourceSettings) -> Answer:
        shared, channel, method = self._shared, self._channel, visit.scope["method"]
        now = time.monotonic()
        if wait := shared.per_ip.take(sender(visit.peer), now) or shared.per_source.take(f"{channel.name}/{source}", now):
            raise Refused(problem(429, "Too many requests: wait as long as Retry-After says.", {"retry-after": str(math.ceil(wait))}))
        if method == "POST":
            size = announced(visit.headers, channel.limit)
            if shared.under_way > shared.most or shared.bytes_under_way + size > shared.most_bytes:
                raise _not_now("Too much is under way.", 1.0)
            shared.bytes_under_way += size
            try:
                body = await shared.wire.body(visit.headers, channel.limit, visit.receive)
                return await self._take(visit, body, source, settings)
            finally:
                shared.bytes_under_way -= size
        if channel.page is not None and method in ("GET", "HEAD"):
            nonce = secrets.token_urlsafe(18)
            return channel.page(shared.wire.request(visit.scope, visit.headers, peer=visit.peer, nonce=nonce), settings, source)
        return problem(405, f"Only {self._allow} here.", {"allow": self._allow})

    async def _take(self, visit: "_Visit", body: bytes, source: str, settings: SourceSettings) -> Answer:
        """Verify, admit, append durably, answer, in this order. Raises Refused, with nothing appended but after a time-out (F2)."""
        channel, shared, now_s = self._channel, self._shared, time.time()
        nonce = secrets.token_urlsafe(18) if channel.page is not None else ""
        request = shared.wire.request(visit.scope, visit.headers, peer=visit.peer, body=body, nonce=nonce)
        channel.verify(request, settings, now_s)
        admitted = channel.admit(request, settings, source, now_s)
        capture = Capture(
            id=admitted.id,
            workspace=settings.workspace,
            channel=channel.name,
            source=source,
            body=body,
            content_type=admitted.content_type,
            meta=admitted.meta,
        )
        crash.point("edge.before_append")
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(shared.append_wait_s):
                await shared.log.append(LIVE, self._partitions[settings.workspace], (encode(capture),))
        except TimeoutError:
            raise self._refused("The log did not answer in time.", 5.0) from None
        except Retry as retry:
            raise self._refused("The log cannot take it now.", retry.after_s, str(retry)) from None
        except Reject:
            raise Refused(problem(413, "It is larger than the log takes.")) from None
        if shared.refusals.taken():
            _log.info("captures are taken again")
        shared.metrics.appended(channel.name, time.perf_counter() - begun)
        crash.point("edge.appended")
        return channel.answer(request, settings, admitted.id)

    def _refused(self, why: str, after_s: float, cause: str = "") -> Refused:
        """503, and the edge is not ready; the cause, which may name folders and hosts, is for our own log alone."""
        if self._shared.refusals.refused(why, time.monotonic()):
            _log.error("captures are refused with 503", why=cause or why)
        return _not_now(why, after_s)


@dataclass(frozen=True, slots=True)
class _Visit:
    scope: Scope
    receive: Receive
    headers: dict[str, str]
    peer: str


def _not_now(why: str, after_s: float) -> Refused:
    """503: nothing is promised, send it again; the same bytes get the same capture id, so once is enough (R20, R44)."""
    return Refused(problem(503, f"{why} Send it again after the time in Retry-After.", {"retry-after": str(max(1, math.ceil(after_s)))}))


async def respond(answer: Answer, scope: Scope, send: Send) -> None:
    """Send an answer; to HEAD without its body."""
    headers = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in answer.headers.items()]
    headers += ((b"content-length", b"%d" % len(answer.body)), (b"x-content-type-options", b"nosniff"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})
