"""A message split into its parts within fixed limits, and the text in them; linear in the message's size whatever the bytes."""

import binascii
from collections.abc import Iterator, Mapping

import msgspec

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


class Part(msgspec.Struct):
    """One part of a message: its headers, its kind (`text/plain`), where its body stands in `raw`, and the parts in it (of an attached
    message: that message). Nothing is copied before somebody asks for a body, so that deep nesting costs no memory."""

    headers: Headers
    kind: str
    params: Mapping[str, str]
    raw: bytes
    start: int
    end: int
    parts: list["Part"]

    @property
    def body(self) -> bytes:
        """The bytes behind the headers, still in their transfer encoding."""
        return self.raw[self.start : self.end]

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
    return _Splitter(raw).part(0, len(raw), "text/plain", 0)


class _Splitter:
    """Splits one message; `count` are the parts met so far."""

    __slots__ = ("count", "raw")

    def __init__(self, raw: bytes, count: int = 0) -> None:
        self.raw, self.count = raw, count

    def part(self, start: int, end: int, default: str, depth: int) -> Part:
        self.count += 1
        if self.count > PARTS:
            raise Reject(f"The mail has more than {PARTS} parts; it was not read any further.")
        if depth > DEPTH:
            raise Reject(f"The mail's parts are nested more than {DEPTH} deep; it was not read any further.")
        headers, start = self._head(start, end)
        kind, params = parameters(first(headers, "content-type")) if "content-type" in headers else (default, {})
        part = Part(headers, kind if "/" in kind else default, params, self.raw, start, end, [])
        if part.kind.startswith("multipart/") and (boundary := params.get("boundary")):
            inner = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
            mark = b"--" + boundary.rstrip().encode("utf-8", "surrogateescape")
            part.parts.extend(self.part(begin, stop, inner, depth + 1) for begin, stop in self._pieces(mark, start, end))
        elif part.kind == "message/rfc822":
            part.parts.append(self._enclosed(part, depth + 1))
        return part

    def _head(self, start: int, end: int) -> tuple[Headers, int]:
        """The headers and where the body begins."""
        for blank in (b"\n", b"\r\n"):
            if self.raw.startswith(blank, start, end):
                return {}, start + len(blank)
        stop, body = _blank(self.raw, start, min(end, start + HEADER_BYTES + 4)) or (end, end)
        if stop - start > HEADER_BYTES:
            raise Reject(f"The mail's header block is larger than {HEADER_BYTES} bytes; it was not read.")
        block = self.raw[start:stop]
        if len(block) > LINE_BYTES and max(map(len, block.split(b"\n"))) > LINE_BYTES:
            raise Reject(f"A header line of the mail is longer than {LINE_BYTES} bytes; it was not read.")
        return scan(block), body

    def _pieces(self, mark: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What stands between the delimiter lines; what is before the first and behind the closing one belongs to nobody (RFC 2046)."""
        raw, line = self.raw, b"\n" + mark
        piece = -1
        opens = raw.startswith(mark, start, end)  # the first delimiter needs no line before it
        at = start - 1 if opens else raw.find(line, start, end)
        while opens or at >= 0:
            opens = False
            behind = at + len(line)
            newline = raw.find(b"\n", behind, end)
            rest = raw[behind : min(newline if newline >= 0 else end, behind + 200)].strip()
            if rest in (b"", b"--"):  # anything else is a longer boundary, or text
                if piece >= 0:
                    yield piece, max(piece, at - (raw[at - 1 : at] == b"\r"))
                if rest:
                    return
                piece = newline + 1 if newline >= 0 else end
            at = raw.find(line, behind, end)
        if piece >= 0:
            yield piece, end

    def _enclosed(self, part: Part, depth: int) -> Part:
        """The message in a message/rfc822; RFC 2046 allows it no encoding, but some mailers use base64."""
        if first(part.headers, "content-transfer-encoding").lower() != "base64":
            return self.part(part.start, part.end, "text/plain", depth)
        decoded = unbase64(part.body)
        inner = _Splitter(decoded, self.count)
        found = inner.part(0, len(decoded), "text/plain", depth)
        self.count = inner.count
        return found


def _blank(raw: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Where the first blank line is, with the end of the line before it; the lines may end in LF or CRLF."""
    bare = raw.find(b"\n\n", start, end)
    found = raw.find(b"\n\r\n", start, end if bare < 0 else bare + 1)
    if found < 0 and (found := bare) < 0:
        return None
    return found - (raw[found - 1 : found] == b"\r"), found + (2 if found == bare else 3)


def content(part: Part) -> str:
    """The decoded text of a leaf, HTML as plain text."""
    data = part.body
    encoding = first(part.headers, "content-transfer-encoding").lower()
    if encoding == "base64":
        data = unbase64(data)
    elif encoding == "quoted-printable":
        data = binascii.a2b_qp(data)
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
