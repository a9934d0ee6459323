"""What the edge's tests share: an edge on a log, and logs that are unwell."""

import asyncio
import base64
import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from ingestors.base import SourceSettings
from ingestors.chat.channel import ChatSettings
from ingestors.messengers.channel import TelegramSettings
from ingestors.telephony.channel import TelephonySettings
from ingestors.webform.settings import WebformSettings
from runtime.edge import edge
from runtime.embedded import EmbeddedLog
from runtime.log import Log
from runtime.metrics import Metrics
from runtime.settings.models import EdgeSettings
from schemas.capture import LIVE, Capture, decode
from schemas.errors import Reject, Retry
from schemas.record import NewRecord, Record

SECRET, NEXT_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_" + base64.b64encode(b"the next secret of it").decode()
TOKEN = "telegram-token"

SOURCES: Mapping[tuple[str, str], SourceSettings] = {
    ("webform", "contact"): WebformSettings(
        origins=("https://site.example",), next_origins=("https://site.example",), region="DE", test_key=SecretStr("the-key")
    ),
    ("telephony", "office"): TelephonySettings(secrets=(SecretStr(SECRET), SecretStr(NEXT_SECRET)), region="DE"),
    ("chat", "shop"): ChatSettings(origins=("https://shop.example",)),
    ("messengers", "bot"): TelegramSettings(secret_tokens=(SecretStr(TOKEN),)),
}


def make(
    log: Log,
    sources: Mapping[tuple[str, str], SourceSettings] = SOURCES,
    options: EdgeSettings | None = None,
    append_wait_s: float = 5.0,
) -> Starlette:
    """An edge on a log."""
    return edge(log, sources, options or EdgeSettings(per_ip_per_minute=0), Metrics(), append_wait_s=append_wait_s)


def client(app: Starlette, **headers: str) -> httpx.AsyncClient:
    """A client that speaks to the application itself, without a socket."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://in.example", headers=headers)


async def captures(log: Log) -> list[Capture]:
    """Everything that was appended, in order."""
    return [decode(record) for record in await log.read(LIVE, 0, 0)]


def signed(body: bytes, secret: str = SECRET, at: float | None = None, message: str = "msg_1") -> dict[str, str]:
    """Headers of Standard Webhooks for a body."""
    moment = str(int(time.time() if at is None else at))
    mac = hmac.digest(base64.b64decode(secret.removeprefix("whsec_")), f"{message}.{moment}.".encode() + body, hashlib.sha256)
    return {
        "content-type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": "v1," + base64.b64encode(mac).decode(),
    }


class Unwell:
    """A log that answers as told: append raises `fault`, and waits for `stuck` where there is one; `asked` is set when it was called."""

    def __init__(self, path: Path) -> None:
        self.inner = EmbeddedLog(path)
        self.fault: Retry | Reject | None = None
        self.stuck: asyncio.Event | None = None
        self.asked = asyncio.Event()

    @property
    def partitions(self) -> int:
        return self.inner.partitions

    async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int | None:
        self.asked.set()
        if self.stuck is not None:
            await self.stuck.wait()
        if self.fault is not None:
            raise self.fault
        return await self.inner.append(topic, partition, records)

    async def read(self, topic: str, partition: int, offset: int, *, limit: int = 500, wait_s: float = 0.0) -> Sequence[Record]:
        return await self.inner.read(topic, partition, offset, limit=limit, wait_s=wait_s)

    async def span(self, topic: str, partition: int) -> tuple[int, int]:
        if isinstance(self.fault, Retry):
            raise self.fault
        return await self.inner.span(topic, partition)

    async def latest(self, topic: str, partition: int, key: bytes) -> bytes | None:
        return await self.inner.latest(topic, partition, key)

    async def close(self) -> None:
        await self.inner.close()
