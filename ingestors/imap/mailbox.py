"""Asking a mailbox for new mail: a durable cursor, batches bounded by bytes, and nothing passed over in silence (R22)."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec
import structlog
from pydantic import Field, SecretStr

from ingestors.base import Cursor, SourceSettings
from ingestors.imap.mime import HEADER_BYTES, MAIL_BYTES
from ingestors.imap.session import Account, Message, Session, session
from schemas.capture import Capture
from schemas.codec import derive_id
from schemas.errors import Retry

BATCH_BYTES, BATCH_MAILS, LOOK_AHEAD = 8 << 20, 50, 200
"""How much is fetched at once, how many mails, and of how many the sizes are asked."""

TRIES = 5
"""How often a message that is there but not handed over is asked for before only its number is captured."""

UNREADABLE = "The mail server has this message, but did not hand it over. Look at it in the mailbox."

_log = structlog.get_logger("imap")

Append = Callable[[Sequence[Capture]], Awaitable[None]]


class ImapSettings(SourceSettings):
    """One folder of one mailbox."""

    host: str = Field(description="Name of the IMAP server, such as imap.example.org.", min_length=1)
    port: int = Field(default=993, description="Its port: 993 with TLS, 143 without.", ge=1, le=65535)
    ssl: bool = Field(default=True, description="Speak TLS. Without it the password crosses the network in the clear.")
    user: str = Field(description="User name, mostly the mail address.", min_length=1, max_length=320, pattern=r"^[^\x00-\x1f]+$")
    password: SecretStr = Field(description="Password or app password; in leadloom.toml only as `env:NAME` or `file:PATH`.")
    folder: str = Field(default="INBOX", description="The folder to read; take one source for each folder.", pattern=r"^[^\x00-\x1f]+$")
    poll_s: float = Field(
        default=60.0, description="Look at least so often (seconds); a server that knows IDLE says sooner.", ge=0.05, le=500.0
    )
    timeout_s: float = Field(default=30.0, description="How long the server may take for an answer (seconds).", gt=0, le=300)
    first: str = Field(
        default="all",
        description="What a folder never read before gives: `all` of its mails, or only `new` ones from now on.",
        pattern="^(all|new)$",
    )
    region: str | None = Field(
        default=None,
        description="Country of phones without a prefix where the address written to does not tell (ISO 3166, two letters).",
        pattern="^[A-Z]{2}$",
    )
    addresses: tuple[str, ...] = Field(
        default=(), description="Our own addresses and aliases: they tell the alias a mail came to, and colleagues from customers."
    )


class Place(msgspec.Struct, frozen=True):
    """The cursor: every message up to `uid` under this UIDVALIDITY is in the log, or was gone before it could be fetched (`vanished`)."""

    uidvalidity: int
    uid: int
    vanished: int = 0


def account(settings: ImapSettings, timeout_s: float) -> Account:
    """Where the mailbox is and how to get in."""
    return Account(settings.host, settings.port, settings.ssl, settings.user, settings.password.get_secret_value(), timeout_s)


async def poll(settings: ImapSettings, source: str, cursor: Cursor, append: Append) -> None:
    """Read the folder until cancelled; connections that fail are made anew, at intervals that grow from one second to a minute."""
    reader = _Reader(settings, source, cursor, append)
    failures = 0
    while True:
        try:
            async with session(reader.account) as opened:
                while True:
                    await reader.begin(opened)
                    await reader.catch_up(opened)
                    failures = 0
                    await opened.news(settings.poll_s)
        except Retry as retry:
            delay = min(60.0, max(retry.after_s, 0.2 * 2**failures))
            failures = min(failures + 1, 10)
            _log.warning("mailbox waits", source=source, why=str(retry), seconds=round(delay, 1))
            await asyncio.sleep(delay * random.uniform(0.5, 1.0))


@dataclass(slots=True)
class _Batch:
    """Consecutive UIDs that are fetched at once; one that is too large stands alone."""

    uids: list[int]
    too_large: int = 0


class _Reader:
    """One folder being read into the log."""

    def __init__(self, settings: ImapSettings, source: str, cursor: Cursor, append: Append) -> None:
        self._settings, self._source, self._cursor, self._append = settings, source, cursor, append
        self.account = account(settings, settings.timeout_s)
        self._name = f"{settings.user}@{settings.host}:{settings.port}"
        self._key = f"imap\x1f{settings.workspace}\x1f{self._name}\x1f{settings.folder}"
        own = {address.lower() for address in (*settings.addresses, settings.user) if "@" in address}
        self._own = " ".join(sorted(own))
        self._place = Place(0, 0)
        self._refused: dict[int, int] = {}

    async def begin(self, opened: Session) -> None:
        """Select the folder and load the cursor; under another UIDVALIDITY it is read again from its start, and R20 finds the repeats."""
        await opened.select(self._settings.folder)
        raw = await self._cursor.load(self._key)
        if raw is None:
            skip = self._settings.first == "new" and opened.uidnext > 0
            self._place = Place(opened.uidvalidity, opened.uidnext - 1 if skip else 0)
            if skip:  # else mail that comes before the next look would be skipped, too
                await self._cursor.save(self._key, msgspec.json.encode(self._place))
            return
        place = msgspec.json.decode(raw, type=Place)
        if place.uidvalidity != opened.uidvalidity:
            _log.warning("the folder was made anew: it is read from its start", source=self._source)
            place = Place(opened.uidvalidity, 0, place.vanished)
        self._place = place

    async def catch_up(self, opened: Session) -> None:
        """Bring everything behind the cursor into the log: append first, then move the cursor (R22)."""
        while uids := await opened.uids(self._place.uid + 1):
            async for batch in _batches(opened, uids):
                messages = await self._fetched(opened, batch)
                captures = [self._capture(opened.uidvalidity, message, batch.too_large) for message in messages]
                if captures:
                    await self._append(captures)
                vanished = self._place.vanished + len(batch.uids) - len(captures)
                self._place = Place(opened.uidvalidity, batch.uids[-1], vanished)
                await self._cursor.save(self._key, msgspec.json.encode(self._place))
                if len(captures) < len(batch.uids):
                    _log.info("mail was gone before it could be fetched", source=self._source, count=len(batch.uids) - len(captures))

    async def _fetched(self, opened: Session, batch: _Batch) -> list[Message]:
        """The messages of a batch that still are; raises Retry when one is there but was not handed over."""
        messages = await opened.messages(batch.uids, HEADER_BYTES if batch.too_large else None)
        missing = sorted(set(batch.uids) - {message.uid for message in messages})
        if not missing:
            return messages
        still = [uid for uid in await opened.uids(missing[0], missing) if uid in missing]
        for uid in still:
            self._refused[uid] = self._refused.get(uid, 0) + 1
            if self._refused[uid] < TRIES:
                raise Retry("The mail server did not hand over a message that is in the folder.")
            messages.append(Message(uid, 0, b""))
        return sorted(messages)

    def _capture(self, uidvalidity: int, message: Message, size: int) -> Capture:
        settings = self._settings
        meta = {
            "account": self._name,
            "folder": settings.folder,
            "uidvalidity": str(uidvalidity),
            "uid": str(message.uid),
            "received_ms": str(message.received_ms),
            "own": self._own,
            "region": settings.region or "",
            "size": str(size) if size else "",
            "problem": UNREADABLE if self._refused.get(message.uid, 0) >= TRIES else "",
        }
        return Capture(
            id=derive_id("imap", settings.workspace, self._name, settings.folder, str(uidvalidity), str(message.uid)),
            workspace=settings.workspace,
            channel="imap",
            source=self._source,
            body=message.body,
            content_type="message/rfc822",
            meta={name: value for name, value in meta.items() if value},
        )


async def _batches(opened: Session, uids: Sequence[int]) -> AsyncIterator[_Batch]:
    """The UIDs in batches bounded by number and bytes; a message without a size may be gone, and costs nothing."""
    for start in range(0, len(uids), LOOK_AHEAD):
        ahead = uids[start : start + LOOK_AHEAD]
        sizes = await opened.sizes(ahead)
        batch, held = _Batch([]), 0
        for uid in ahead:
            size = sizes.get(uid, 0)
            if batch.uids and (size > MAIL_BYTES or held + size > BATCH_BYTES or len(batch.uids) >= BATCH_MAILS):
                yield batch
                batch, held = _Batch([]), 0
            if size > MAIL_BYTES:
                yield _Batch([uid], size)
                continue
            batch.uids.append(uid)
            held += size
        if batch.uids:
            yield batch
