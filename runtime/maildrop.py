"""Mail from files: an `.eml`, or a folder of them, is captured whole and appended just as the mailbox would be read."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from runtime.log import Log, append_at
from schemas.capture import LIVE, Capture, encode
from schemas.codec import derive_id
from schemas.errors import Reject
from schemas.topics import partition_of

LIMIT = 25 << 20
"""The largest mail in bytes (FAULTS: limits at the edge)."""


def mails(path: Path) -> list[Path]:
    """The mails that a path names: itself, or the `.eml` files of a folder by name; raises Reject when there are none."""
    found = sorted(path.glob("*.eml")) if path.is_dir() else [path]
    if not found or not found[0].exists():
        raise Reject(f"{path}: there is no mail here: name an .eml file, or a folder that holds some; CSV files are imported one by one.")
    return found


def capture(raw: bytes, workspace: str, source: str, received_ms: int) -> Capture:
    """The capture of a mail's bytes: the same bytes give the same id, and its Message-ID decides about repeats (R20)."""
    return Capture(
        id=derive_id("imap", workspace, "file", sha256(raw).hexdigest()),
        workspace=workspace,
        channel="imap",
        source=source,
        body=raw,
        content_type="message/rfc822",
        meta={"received_ms": str(received_ms)},
    )


def taken(file: Path, workspace: str, source: str) -> Capture:
    """The capture of a mail in a file; raises Reject for one too large."""
    if (size := file.stat().st_size) > LIMIT:
        raise Reject(f"{file} has {size} bytes: at most {LIMIT} are taken.")
    return capture(file.read_bytes(), workspace, source, int(file.stat().st_mtime * 1000))


async def drop(log: Log, files: Sequence[Path], workspace: str, source: str) -> list[int]:
    """Append the mails to the live lane, one by one, durable when it returns; their offsets. Raises Retry, and Reject for one too large."""
    partition = partition_of(workspace, log.partitions)
    return [await append_at(log, LIVE, partition, [encode(taken(file, workspace, source))]) for file in files]
