"""One connection to an IMAP folder with every await bounded; the only file that knows aioimaplib (GPL-3.0-only, the extra `email`)."""

import asyncio
import base64
import contextlib
import importlib
import logging
import re
import ssl as tls
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from schemas.errors import Reject, Retry

FETCH_S = 600.0
"""How long a whole fetch may take that goes on making progress (seconds)."""

_UIDVALIDITY = re.compile(rb"UIDVALIDITY (\d+)")
_UIDNEXT = re.compile(rb"UIDNEXT (\d+)")
_FETCH = re.compile(rb"\d+ FETCH \(")
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]{10,40})"')

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is and how to get in; `timeout_s` is how long the server may take for an answer."""

    host: str
    port: int
    ssl: bool
    user: str
    password: str
    timeout_s: float = 30.0


class Message(NamedTuple):
    """A message as fetched; `received_ms` is its INTERNALDATE, ms since 1970 UTC (0: not told)."""

    uid: int
    received_ms: int
    body: bytes


class LoginRefused(Retry):
    """The server took neither the user name nor the password."""


class NoFolder(Retry):
    """The folder is not there for this user."""


class Session:
    """A connection that is logged in; every method raises Retry when the server is gone, silent for too long, or refuses."""

    def __init__(self, imap: Any, lost: asyncio.Event, timeout_s: float) -> None:
        self._imap, self._lost, self._timeout_s = imap, lost, timeout_s
        self.uidvalidity = self.uidnext = 0

    async def ask(self, work: Awaitable[T], seconds: float = 0.0) -> T:
        """The answer to a command, unless the connection is lost or time runs out first: aioimaplib never wakes who waits on a dead one."""
        seconds = seconds or self._timeout_s
        task = asyncio.ensure_future(work)
        lost = asyncio.ensure_future(self._lost.wait())
        try:
            await asyncio.wait((task, lost), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise Retry("The mail server closed the connection." if lost.done() else f"The mail server was silent for {seconds:g} s.")
        finally:
            task.cancel()
            lost.cancel()

    async def enter(self, account: Account) -> None:
        """Log in; raises Retry with what the server said."""
        await self.ask(self._imap.wait_hello_from_server())
        answer = await self.ask(self._imap.login(_quoted(account.user), account.password))
        if answer.result != "OK":
            raise LoginRefused("The mail server refused the user name or the password.", after_s=30)

    async def select(self, folder: str) -> None:
        """Select the folder, again at every look: of a folder that was deleted and made anew meanwhile an open one tells nothing."""
        answer = await self.ask(self._imap.select(_quoted(utf7(folder))))
        if answer.result != "OK":
            raise NoFolder(f"The mail server has no folder {folder!r} for this user.", after_s=30)
        said = b"\n".join(bytes(line) for line in answer.lines)
        if not (validity := _UIDVALIDITY.search(said)):
            raise Retry("The mail server gives no UIDVALIDITY, so a place in this folder cannot be kept.", after_s=60)
        self.uidvalidity = int(validity[1])
        self.uidnext = int(found[1]) if (found := _UIDNEXT.search(said)) else 0

    def _expect(self, answer: Any, what: str) -> None:
        if answer.result != "OK":
            raise Retry(f"The mail server {what}.")

    async def uids(self, first: int, among: Sequence[int] = ()) -> list[int]:
        """The UIDs in the folder from `first` on, in order; with `among` only those of them."""
        wanted = ",".join(map(str, among)) or f"{first}:*"
        answer = await self.ask(self._imap.uid_search("UID", wanted, charset=None))
        self._expect(answer, "refused to search the folder")
        found = {int(word) for line in answer.lines[:-1] for word in bytes(line).split() if word.isdigit()}
        return sorted(uid for uid in found if uid >= first)

    async def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Sizes in bytes by UID; messages that are gone are missing."""
        found = {}
        for text, _ in await self._fetch(uids, "(UID RFC822.SIZE)"):
            if (uid := _UID.search(text)) and (size := _SIZE.search(text)):
                found[int(uid[1])] = int(size[1])
        return found

    async def messages(self, uids: Sequence[int], limit: int | None = None) -> list[Message]:
        """The messages whole, or their first `limit` bytes, never marking them as read; messages that are gone are missing."""
        part = f"<0.{limit}>" if limit else ""
        found = {}
        for text, body in await self._fetch(uids, f"(UID INTERNALDATE BODY.PEEK[]{part})"):
            if body is not None and (uid := _UID.search(text)):
                found[int(uid[1])] = Message(int(uid[1]), _received(text), body)
        return [found[uid] for uid in sorted(found)]

    async def _fetch(self, uids: Sequence[int], what: str) -> list[tuple[bytes, bytes | None]]:
        """(attributes as text, literal) per message. A NO is no failure: the server says so when some of them are gone."""
        answer = await self.ask(self._imap.uid("fetch", ",".join(map(str, uids)), what), FETCH_S)
        if answer.result not in ("OK", "NO"):
            raise Retry("The mail server refused to hand messages over.")
        found: list[tuple[bytes, bytes | None]] = []
        for line in answer.lines[:-1]:
            if isinstance(line, bytearray):
                if found:
                    found[-1] = (found[-1][0], bytes(line))
            elif _FETCH.match(line):
                found.append((bytes(line), None))
            elif found:
                found[-1] = (found[-1][0] + b" " + bytes(line), found[-1][1])
        return found

    async def news(self, seconds: float) -> None:
        """Wait until the server says that something changed, at most so long; where it knows no IDLE, just wait."""
        if not self._imap.has_capability("IDLE"):
            await self._pause(seconds)
            return
        idling = await self.ask(self._imap.idle_start(seconds + 2 * self._timeout_s))
        with contextlib.suppress(TimeoutError):
            await self.ask(self._imap.wait_server_push(seconds), seconds + self._timeout_s)
        self._imap.idle_done()
        await self.ask(idling)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._lost.wait(), seconds)
            raise Retry("The mail server closed the connection.")


@contextlib.asynccontextmanager
async def session(account: Account) -> AsyncIterator[Session]:
    """A session, logged in and closed however the block ends; raises Retry when it cannot be had, Reject without the extra `email`."""
    try:
        lib = importlib.import_module("aioimaplib")
    except ModuleNotFoundError:
        raise Reject("Reading mailboxes needs aioimaplib (GPL-3.0-only): install `leadloom[email]`.") from None
    logging.getLogger("aioimaplib").setLevel(logging.ERROR)  # its debug and info lines quote mail
    lost = asyncio.Event()
    context = tls.create_default_context() if account.ssl else None
    imap = lib.IMAP4(account.host, account.port, timeout=account.timeout_s, conn_lost_cb=lambda _: lost.set(), ssl_context=context)
    open_one = Session(imap, lost, account.timeout_s)
    try:
        await open_one.enter(account)
        yield open_one
    except (lib.AioImapException, OSError, TimeoutError) as error:
        raise Retry(f"The mail server cannot be reached or broke off ({type(error).__name__}).") from error
    finally:
        for task in (imap._client_task, *imap.tasks, *imap.protocol.tasks):
            task.cancel()
        if imap.protocol.transport is not None:
            imap.protocol.transport.abort()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def utf7(folder: str) -> str:
    """A folder's name as IMAP writes it (RFC 3501, 5.1.3): `Отправленные` in modified UTF-7."""
    pieces = re.split(r"([^ -~]+)", folder.replace("&", "&-"))
    for place in range(1, len(pieces), 2):
        raw = base64.b64encode(pieces[place].encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
        pieces[place] = f"&{raw.decode()}-"
    return "".join(pieces)


def _received(text: bytes) -> int:
    match = _DATE.search(text)
    try:
        return int(datetime.strptime(match[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z").timestamp() * 1000) if match else 0
    except ValueError:
        return 0
