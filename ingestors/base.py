"""The contract of a channel: how a request is admitted, what is captured of it, and how the capture is read.

A channel is one folder with channel.py, README.md and fixtures/; its channel.py defines CHANNEL as a Push, Poll, File or Entry. Everything here
is pure but `Poll.poll` and `File.rows`; the edge, the poller and the importer in runtime/ do the rest (R44).
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from schemas.capture import Capture
from schemas.touch import Touch

Parse = Callable[[Capture], Sequence[Touch]]
"""Read a capture: its touches, raw (the step normalises). Pure and total on any bytes within seconds; raises Ignore and Reject."""


class SourceSettings(BaseModel):
    """What every configured source of a channel has; a channel's settings extend it. The source decides the workspace, never the request."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workspace: str = Field(
        default="main", description="The workspace that enquiries of this source belong to.", min_length=1, max_length=64
    )


S = TypeVar("S", bound=SourceSettings)


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as the edge hands it over. Header names are lower-case; `url` is the public one; `peer` the client's address.

    `nonce` is fresh randomness for a page that is about to be rendered (a form's client key, a CSP nonce); nothing that is captured may rest on it.
    """

    method: str
    url: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    peer: str = ""
    nonce: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; `headers` without content-length."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """The request is not admitted: nothing is appended and `answer` goes back (401, 403, 413, 415, 422 ...)."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"refused with {answer.status}")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Admitted:
    """What is to be appended for a request: the capture's id (derived, so that a vendor's repeat has the same), and what only the transport knew."""

    id: str
    meta: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Push(Generic[S]):
    """A channel that calls us. The edge mounts `path` (with `{source}`), then: verify, admit, append durably, answer.

    `verify(request, settings, now_s)` raises Refused unless genuine, over the raw bytes, in constant time, failing closed.
    `admit(request, settings, source, now_s)` checks only what the source declares and says what to append; raises Refused (422) to append nothing.
    `answer(request, settings, capture_id)` is called after the durable append. `page(request, settings, source)` serves GET, where there is one.
    `limit` is the largest body in bytes. `origins(settings)` are the exact origins whose scripts may post and read the answer (CORS, no credentials).
    """

    name: str
    path: str
    settings: type[S]
    verify: Callable[[Request, S, float], None]
    admit: Callable[[Request, S, str, float], Admitted]
    answer: Callable[[Request, S, str], Answer]
    parse: Parse
    page: Callable[[Request, S, str], Answer] | None = None
    limit: int = 1 << 20
    origins: Callable[[S], Sequence[str]] | None = None


class Cursor(Protocol):
    """A poller's durable place (R22): it moves only after the captures before it are appended."""

    async def load(self, key: str) -> bytes | None: ...
    async def save(self, key: str, value: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a source found, and which setting or command mends it; None where all is well."""

    found: str
    mend: str | None = None


@dataclass(frozen=True, slots=True)
class Poll(Generic[S]):
    """A channel that we ask. `poll` runs until cancelled: loads its cursor, awaits `append(captures)` (durable when it returns; raises Retry),
    and only then saves the cursor. `needs` are packages of an extra that `poll` imports; reading what was captured needs none.
    `check(settings)` looks, within seconds, whether the source can be asked, and reads nothing."""

    name: str
    settings: type[S]
    poll: Callable[[S, str, Cursor, Callable[[Sequence[Capture]], Awaitable[None]]], Awaitable[None]]
    parse: Parse
    needs: Sequence[str] = ()
    check: Callable[[S], Awaitable[Checked]] | None = None


@dataclass(frozen=True, slots=True)
class File(Generic[S]):
    """A channel that is read from a file. `open(path, settings, preset)` raises Reject for a file that cannot be an import at all."""

    name: str
    settings: type[S]
    open: Callable[..., Any]
    parse: Parse


@dataclass(frozen=True, slots=True)
class Entry(Generic[S]):
    """A channel that our own people fill in with a command; a source needs no table in the settings."""

    name: str
    settings: type[S]
    parse: Parse


Channel = Push[Any] | Poll[Any] | File[Any] | Entry[Any]

__all__ = [
    "Admitted",
    "Answer",
    "AsyncIterator",
    "Channel",
    "Checked",
    "Cursor",
    "Entry",
    "File",
    "Iterator",
    "Parse",
    "Poll",
    "Push",
    "Refused",
    "Request",
    "SourceSettings",
]
