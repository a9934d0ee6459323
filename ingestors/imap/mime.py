"""A message split into its parts within fixed limits, and the text in them; linear in the message's size whatever the bytes."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingestors.charsets import decode
from ingestors.imap.headers import Headers, first, parameters, scan, text, unbase64
from ingestors.imap.htmltext import html_text
from schemas.errors import Reject

MAIL_BYTES = 25 << 20
HEADER_BYTES = 128 << 10
LINE_BYTES = 64 << 10
DEPTH = 50
PARTS = 200
TEXT_BYTES = 1 << 20
"""How much of a text part is decoded; an enquiry longer than that is not read by anybody."""

_BLANK = re.compile(rb"\r?\n\r?\n")


@dataclass(slots=True)
class Part:
    """One part of a message: its headers, its kind (`text/plain`), the undecoded body, and its own parts when it is a multipart."""

    headers: Headers
    kind: str
    params: dict[str, str]
    body: bytes
    parts: list["Part"]

    @property
    def attached(self) -> bool:
        """Whether it is a file that came along, not something to read."""
        return first(self.headers, "content-disposition")[:10].lower() == "attachment"

    @property
    def filename(self) -> str:
        """The name of the attached file; empty when it has none."""
        disposition = parameters(first(self.headers, "content-disposition"))[1] if "content-disposition" in self.headers else {}
        return text(disposition.get("filename") or self.params.get("name") or "")[:200]


def split(raw: bytes) -> Part:
    """The message as a tree; raises Reject when a limit is passed (mail, header block, header line, depth, number of parts)."""
    if len(raw) > MAIL_BYTES:
        raise Reject(f"The mail has {len(raw)} bytes; at most {MAIL_BYTES} are read. Ask the sender for a link instead of attachments.")
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    return _part(raw, "text/plain", 0, [0])


def _part(raw: bytes, default: str, depth: int, count: list[int]) -> Part:
    count[0] += 1
    if count[0] > PARTS:
        raise Reject(f"The mail has more than {PARTS} parts; it was not read any further.")
    if depth > DEPTH:
        raise Reject(f"The mail's parts are nested more than {DEPTH} deep; it was not read any further.")
    headers, body = _head(raw)
    if "content-type" in headers:
        kind, params = parameters(first(headers, "content-type"))
        if "/" not in kind:
            kind = default
    else:
        kind, params = default, {}
    part = Part(headers, kind, params, body, [])
    if kind.startswith("multipart/") and (boundary := params.get("boundary")):
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        part.parts.extend(_part(piece, inner, depth + 1, count) for piece in _pieces(body, boundary.rstrip()))
    elif kind == "message/rfc822":
        part.parts.append(_part(_unwrapped(part), "text/plain", depth + 1, count))
    return part


def _unwrapped(part: Part) -> bytes:
    """The bytes of a part without its transfer encoding."""
    encoding = first(part.headers, "content-transfer-encoding").lower()
    if encoding == "base64":
        return unbase64(part.body)
    return binascii.a2b_qp(part.body) if encoding == "quoted-printable" else part.body


def _head(raw: bytes) -> tuple[Headers, bytes]:
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return {}, raw[1 if raw[:1] == b"\n" else 2 :]
    blank = _BLANK.search(raw, 0, HEADER_BYTES + 4)
    end = blank.start() if blank else len(raw)
    if end > HEADER_BYTES:
        raise Reject(f"The mail's header block is larger than {HEADER_BYTES} bytes; it was not read.")
    block = raw[:end]
    if end > LINE_BYTES and max(map(len, block.split(b"\n"))) > LINE_BYTES:
        raise Reject(f"A header line of the mail is longer than {LINE_BYTES} bytes; it was not read.")
    return scan(block), raw[blank.end() :] if blank else b""


def _pieces(body: bytes, boundary: str) -> Iterator[bytes]:
    """What stands between the delimiter lines; text before the first and after the closing one belongs to nobody (RFC 2046)."""
    mark = b"\n--" + boundary.encode("utf-8", "surrogateescape")
    if body.count(mark) > PARTS + 1:
        raise Reject(f"The mail has more than {PARTS} parts; it was not read any further.")
    piece: bytes | None = None
    for chunk in (b"\n" + body).split(mark):
        line, newline, rest = chunk.partition(b"\n")
        closing = line[:2] == b"--"
        if piece is None:
            piece = b""  # the preamble
            started = False
            continue
        if line[2 if closing else 0 :].strip():  # a longer boundary, or text: no delimiter
            piece += mark + chunk
            continue
        if started:
            yield piece.removesuffix(b"\r")
        started = True
        if closing:
            return
        piece = rest if newline else b""
    if piece is not None and started:
        yield piece


def content(part: Part) -> str:
    """The decoded text of a leaf, HTML as plain text."""
    data = _unwrapped(part)
    if len(data) > TEXT_BYTES:
        data = data[:TEXT_BYTES]
        data = data[: data.rfind(b"\n") + 1] or data
    found = decode(data, part.params.get("charset", ""))
    if "\r" in found:
        found = found.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in found:
        found = found.replace("\0", "")
    return html_text(found) if part.kind == "text/html" else found.removeprefix("\ufeff")


def readable(part: Part) -> str:
    """What a person is meant to read of a part: plain text where there is a choice, attachments left out."""
    if part.kind in ("text/plain", "text/html") or (part.kind.startswith("text/") and not part.attached):
        return "" if part.attached and part.filename else content(part)
    if part.kind[:10] != "multipart/":
        return ""
    if not part.parts:  # the boundary is missing or never used: what is there is better than nothing
        return content(part)
    if part.kind == "multipart/alternative":
        plain = [p for p in part.parts if p.kind == "text/plain"]
        return next((found for p in (*plain, *(p for p in part.parts if p not in plain)) if (found := readable(p)).strip()), "")
    if part.kind in ("multipart/related", "multipart/report"):
        return next((found for p in part.parts if (found := readable(p)).strip()), "")
    return "\n".join(found for p in part.parts if (found := readable(p)).strip())


def enclosed(part: Part) -> Part | None:
    """The first whole message that was attached, as forwards and digests do."""
    return next((inner.parts[0] for inner in walk(part) if inner.kind == "message/rfc822" and inner.parts), None)


def walk(part: Part) -> Iterator[Part]:
    """The part and all parts in it, depth first."""
    yield part
    for inner in part.parts:
        yield from walk(inner)
