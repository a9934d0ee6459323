"""A recorded stream as captures: every event through the real entrance of its channel, as the edge, the mailbox or the importer would do it."""

import gzip
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from ingestors.base import Push, Request
from ingestors.csvfile.channel import CsvSettings, open_file
from runtime.demo.enquiries import MAILBOX, PRESET, Letter, Post, Row, enquiry, region_of_bot, sheets
from runtime.discover import channels
from schemas.capture import Capture
from schemas.codec import derive_id

WORKSPACE = "main"


def events(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The events of a file of JSON lines, gzipped or not."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        return [orjson.loads(line) for n, line in enumerate(lines) if line.strip() and (limit is None or n < limit)]


def captures(found: Sequence[dict[str, Any]]) -> Iterator[tuple[str, float, Capture]]:
    """(event id, seconds since 1970, capture) of each event, in their order."""
    entering = [enquiry(event) for event in found]
    rows = _rows([entry for entry in entering if isinstance(entry, Row)])
    for entry in entering:
        match entry:
            case Post():
                yield entry.event, entry.at, _pushed(entry)
            case Letter():
                yield entry.event, entry.at, _mailed(entry)
            case Row():
                yield entry.event, entry.at, rows[entry.event]


def _pushed(post: Post) -> Capture:
    channel: Push[Any] = channels()[post.channel]  # type: ignore[assignment]
    said: dict[str, Any] = {}
    if post.channel == "webform":
        said["require_contact"] = False
    elif post.channel == "messengers" and (region := region_of_bot(post.source)):
        said["region"] = region
    request = Request("POST", f"https://leadloom.example{post.path}", "", post.headers, post.body)
    admitted = channel.admit(request, channel.settings(**said), post.source, post.at)
    return Capture(
        id=admitted.id,
        workspace=WORKSPACE,
        channel=post.channel,
        source=post.source,
        body=post.body,
        content_type=admitted.content_type,
        meta=admitted.meta,
    )


def _mailed(letter: Letter) -> Capture:
    return Capture(
        id=derive_id("imap", MAILBOX, letter.event),
        workspace=WORKSPACE,
        channel="imap",
        source=MAILBOX,
        body=letter.raw,
        content_type="message/rfc822",
        meta={"received_ms": str(int(letter.at * 1000))},
    )


def _rows(rows: Sequence[Row]) -> dict[str, Capture]:
    """The captures of rows, by event: each sheet is written to a file and read as an import."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for n, sheet in enumerate(sheets(rows)):
            path = Path(folder) / str(n) / sheet.name
            path.parent.mkdir()
            path.write_text(sheet.text, encoding="utf-8", newline="")
            reading = open_file(path, CsvSettings(workspace=WORKSPACE), PRESET, f"import-{n}")
            for event, row in zip(sheet.events, reading.rows(), strict=True):
                found[event] = reading.capture(row)
    return found
