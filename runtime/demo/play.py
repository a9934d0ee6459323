"""Playing enquiries through the real entrances, in the order in which they came."""

import asyncio
import gzip
import http.client
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from ingestors.csvfile.channel import CsvSettings
from runtime.demo.enquiries import MAILBOX, PRESET, Enquiry, Letter, Post, Row, enquiry, sheets
from runtime.demo.stage import Stage
from runtime.importer import import_file
from runtime.importfile import ImportOptions
from runtime.log import Log
from runtime.maildrop import drop
from schemas.errors import Reject, Retry

ENTRANCES = {
    "webform": "website form (HTTP)",
    "telephony": "phone calls (signed HTTP)",
    "chat": "site chat (HTTP)",
    "messengers": "Telegram (HTTP with its secret token)",
    "imap": "e-mail (.eml)",
    "csvfile": "lists (import of CSV files)",
}
"""Channel -> by which entrance it is played."""

Played = Callable[[str, int], None]
"""Called with (channel, how many) as they are in."""


def enquiries(limit: int | None = None) -> list[Enquiry]:
    """The enquiries that the repository carries, in their order."""
    raw = gzip.decompress(files("runtime.demo").joinpath("enquiries.jsonl.gz").read_bytes())
    events: list[Mapping[str, Any]] = [orjson.loads(line) for line in raw.splitlines()]
    return [enquiry(event) for event in events[:limit]]


def channel_of(entry: Enquiry) -> str:
    """The channel that the enquiry enters by."""
    match entry:
        case Post():
            return entry.channel
        case Letter():
            return "imap"
        case Row():
            return "csvfile"


async def play(stage: Stage, log: Log, entries: Sequence[Enquiry], rate: float | None, played: Played) -> None:
    """Send everything; files are imported when all else is in. `rate`: at most so many a second. Raises Reject for what is refused."""
    door = _Door(stage)
    mail = stage.folder / "mail"
    mail.mkdir(exist_ok=True)
    begin = time.monotonic()
    try:
        for number, entry in enumerate(entries):
            if rate and (wait := begin + number / rate - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            match entry:
                case Post():
                    await asyncio.to_thread(door.send, entry)
                case Letter():
                    file = mail / f"{entry.event}.eml"
                    file.write_bytes(entry.raw)
                    await drop(log, [file], "main", MAILBOX)
                case Row():
                    continue
            played(channel_of(entry), 1)
    finally:
        door.close()
    await _import(stage.folder / "files", log, [entry for entry in entries if isinstance(entry, Row)], played)


async def _import(folder: Path, log: Log, rows: Sequence[Row], played: Played) -> None:
    for number, sheet in enumerate(sheets(rows)):
        file = folder / str(number) / sheet.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(sheet.text, encoding="utf-8", newline="")
        await import_file(log, file, ImportOptions(settings=CsvSettings(), preset=PRESET, decided_s=None))
        played("csvfile", len(sheet.events))


class _Door:
    """One kept connection to the edge."""

    def __init__(self, stage: Stage) -> None:
        self._secrets = stage.secrets
        self._connection = http.client.HTTPConnection(urlsplit(stage.url).netloc, timeout=30)

    def send(self, post: Post) -> None:
        """Post it as its sender would, signed or with its token; raises Reject when it is not taken, Retry when nobody answers."""
        headers = {**post.headers, "accept": "application/json", **self._proof(post)}
        try:
            self._connection.request("POST", post.path, post.body, headers)
            answer = self._connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Retry(f"The edge does not answer any more ({type(error).__name__}): see leadloom.log in the demo's folder.") from None
        if answer.status >= 300:
            raise Reject(f"The edge answered {answer.status} to a post to {post.path}: {said[:300].decode(errors='replace')}")

    def _proof(self, post: Post) -> dict[str, str]:
        match post.channel:
            case "telephony":
                from standardwebhooks import Webhook

                now = datetime.now(UTC)
                signature = Webhook(self._secrets[post.source]).sign(post.event, now, post.body.decode())
                return {"webhook-id": post.event, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
            case "messengers":
                return {"x-telegram-bot-api-secret-token": self._secrets[post.source]}
            case _:
                return {}

    def close(self) -> None:
        self._connection.close()
