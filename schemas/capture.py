"""A capture: what a channel received, byte for byte, and how it travels on the capture topics."""

from collections.abc import Mapping

import msgspec

from schemas.codec import derive_id
from schemas.errors import Reject
from schemas.record import Headers, NewRecord, Record

LIVE, BULK = "capture", "capture-bulk"
LANES = (LIVE, BULK)
"""The lanes that feed a partition, by precedence: `bulk` (imports, jobs) yields to `live`."""

FORMAT = b"1"


class Capture(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a channel received. `body` is verbatim; `meta` is what only the transport knew, as short texts.

    `channel` names the reader: a folder of ingestors/, or one of the step's own: `config`, `timer`, `redrive`.
    `source` is the configured source (form key, exchange, site, bot, mailbox, import preset) and decides the workspace.
    """

    id: str
    workspace: str
    channel: str
    source: str
    body: bytes
    content_type: str = "application/octet-stream"
    meta: Mapping[str, str] = {}


class Appended(msgspec.Struct, frozen=True, gc=False):
    """A capture with its place in the log. `at` is the append time in ms since 1970 UTC (the broker's, or the appender's when embedded)."""

    capture: Capture
    lane: str
    partition: int
    offset: int
    at: int


def encode(capture: Capture) -> NewRecord:
    """The record of a capture: key = workspace, value = the original bytes, everything else in text headers."""
    headers: Headers = (
        ("ll-format", FORMAT),
        ("ll-id", capture.id.encode()),
        ("ll-channel", capture.channel.encode()),
        ("ll-source", capture.source.encode()),
        ("ll-type", capture.content_type.encode()),
        ("ll-meta", msgspec.json.encode(capture.meta)),
    )
    return NewRecord(capture.workspace.encode(), capture.body, headers)


_meta = msgspec.json.Decoder(dict[str, str])


def decode(record: Record) -> Capture:
    """The capture in a record; raises Reject when the record was not made by `encode` of a release we know (F17)."""
    if not record.key:
        raise Reject("The capture has no workspace: its key is empty. Append captures with `leadloom`, or set the key.")
    if record.value is None:
        raise Reject("The capture has no bytes: its value is null.")
    headers = dict(record.headers)
    if headers.get("ll-format") != FORMAT:
        raise Reject(f"Capture format {headers.get('ll-format', b'none')!r} is not known to this release: update leadloom, then redrive.")
    try:
        return Capture(
            id=headers["ll-id"].decode(),
            workspace=record.key.decode(),
            channel=headers["ll-channel"].decode(),
            source=headers["ll-source"].decode(),
            body=record.value,
            content_type=headers["ll-type"].decode(),
            meta=_meta.decode(headers["ll-meta"]),
        )
    except KeyError as missing:
        raise Reject(f"The capture lacks its header {missing}.") from None
    except (UnicodeDecodeError, msgspec.DecodeError) as error:
        raise Reject(f"The capture's headers cannot be read: {type(error).__name__}.") from None


UNREADABLE = "unreadable"
"""The channel of a record that `decode` refuses; its step is a dead letter with fault `envelope`."""


def read(lane: str, partition: int, record: Record) -> Appended:
    """The capture in a record of any bytes; never raises: what cannot be decoded comes back on the channel `unreadable`, reason in meta."""
    try:
        capture = decode(record)
    except Reject as reason:
        capture = Capture(
            id=derive_id("unreadable", lane, str(partition), str(record.offset)),
            workspace=(record.key or b"").decode("utf-8", "replace"),
            channel=UNREADABLE,
            source=lane,
            body=record.value or b"",
            meta={"reason": str(reason)},
        )
    return Appended(capture, lane, partition, record.offset, record.timestamp)
