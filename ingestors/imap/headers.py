"""Mail headers as text: unfolding, encoded words, addresses, parameters and dates, all in linear time on any bytes."""

import binascii
import calendar
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from ingestors.charsets import decode

Headers = Mapping[str, list[str]]
"""Values by lower-case name, in order, unfolded; bytes above 127 are kept as surrogates until `text` decodes them."""

_FOLD = re.compile(r"\r?\n(?=[ \t])")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSEEN = bytes(code for code in range(32) if code not in b"\t\r\n") + b"\x7f"
_WORD = re.compile(r"=\?([^?\s]{1,64})\?([bBqQ])\?([^?]*)\?=(?:\s+(?==\?[^?\s]{1,64}\?[bBqQ]\?[^?]*\?=))?")
_ADDRESS = re.compile(r'\s*"?([^"<>(),:;@\\\n]*?)"?\s*<\s*([^<>()\s,;:"]+@[^<>()\s,;:"@]+)\s*>\s*\Z')
_BARE = re.compile(r'[^\s<>()\[\],;:"]{1,128}@[^\s<>()\[\],;:"@]{1,255}')
_TOKEN = re.compile(r'"((?:[^"\\]|\\.?)*+)"?|<([^<>]*+)>?|[(),;]|[^"<>(),;]++', re.DOTALL)
_PARAM = re.compile(r';\s*+([^\s=;"]++)\s*+=\s*+(?:"((?:[^"\\]|\\.?)*+)"?|([^;\s]*+))', re.DOTALL)
_ID = re.compile(r"<\s*([^<>\s]{1,500})\s*>")
_DATE = re.compile(
    r"\b(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*(?:([+-])(\d\d):?(\d\d)|[A-Za-z]{1,5}\b)?"
)
_MONTHS = {"janfebmaraprmayjunjulaugsepoctnovdec"[3 * n : 3 * n + 3]: n + 1 for n in range(12)}


def scan(block: bytes) -> dict[str, list[str]]:
    """The headers of a header block; lines that are none are passed over."""
    found: dict[str, list[str]] = {}
    lines = block.translate(None, _UNSEEN).decode("ascii", "surrogateescape")
    if "\n " in lines or "\n\t" in lines:
        lines = _FOLD.sub("", lines)
    for line in lines.split("\n"):
        name, colon, value = line.partition(":")
        if colon and name and " " not in name:
            found.setdefault(name.lower(), []).append(value.strip())
    return found


def first(headers: Headers, name: str) -> str:
    """The first value of a header, raw; empty when it is not there."""
    values = headers.get(name)
    return values[0] if values else ""


def text(value: str, charset: str = "") -> str:
    """A raw value as people read it: 8-bit bytes and encoded words decoded, white space collapsed, control characters removed.

    `charset` is the body's, tried for 8-bit bytes that are not UTF-8.
    """
    value = readable(value, charset)
    if "=?" in value:
        value = _words(value)
    if not value.isprintable():
        value = _CONTROL.sub("", _SPACE.sub(" ", value))
    return " ".join(value.split())


def readable(value: str, charset: str = "") -> str:
    """A raw value with its 8-bit bytes decoded and nothing else done."""
    return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape"), "utf-8", charset)


def _words(value: str) -> str:
    """Encoded words (RFC 2047) decoded; neighbours in one charset are joined as bytes first, as senders cut inside characters."""
    out: list[str] = []
    pending, pending_charset, at = b"", "", 0
    for match in _WORD.finditer(value):
        charset = match[1].partition("*")[0].lower()
        if pending and (match.start() != at or charset != pending_charset):
            out.append(decode(pending, pending_charset))
            pending = b""
        out.append(value[at : match.start()])
        pending, pending_charset, at = pending + _word(match[2], match[3]), charset, match.end()
    if pending:
        out.append(decode(pending, pending_charset))
    out.append(value[at:])
    return "".join(out)


def _word(kind: str, raw: str) -> bytes:
    data = raw.encode("utf-8", "surrogateescape")
    return unbase64(data) if kind in "bB" else binascii.a2b_qp(data, header=True)


def unbase64(data: bytes) -> bytes:
    """Base64 decoded as far as it goes: damaged or cut text gives what can be read."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        return binascii.a2b_base64(data[: len(data) - (len(data) % 4 == 1)] + b"==")


def addresses(value: str, charset: str = "") -> list[tuple[str, str]]:
    """The (name, address) pairs of an address header, at most 100; groups are flattened, what has no address is left out."""
    value = readable(value, charset)
    if _BARE.fullmatch(value):
        return [("", value)]
    if simple := _ADDRESS.match(value):
        return [(_name(simple[1], charset), simple[2])]
    found: list[tuple[str, str]] = []
    words: list[str] = []
    comment: list[str] = []
    angle, depth = "", 0
    for token in _TOKEN.finditer(value):
        piece = token[0]
        if piece in "()":
            depth = depth + 1 if piece == "(" else max(0, depth - 1)
        elif depth:
            comment.append(token[1] if token[1] is not None else piece)
        elif token[1] is not None:
            words.append(re.sub(r"\\(.)", r"\1", token[1]))
        elif token[2] is not None:
            angle = angle or token[2]
        elif piece in ",;":
            if pair := _pair(" ".join(words), angle, " ".join(comment), charset):
                found.append(pair)
                if len(found) >= 100:
                    break
            words, comment, angle = [], [], ""
        else:
            words.append(piece.strip())
    if len(found) < 100 and (pair := _pair(" ".join(words), angle, " ".join(comment), charset)):
        found.append(pair)
    return found


def _pair(words: str, angle: str, comment: str, charset: str) -> tuple[str, str] | None:
    if match := _BARE.search(angle):
        return _name(words or comment, charset), match[0]
    if match := _BARE.search(words):
        return _name(comment, charset), match[0]
    return None


def _name(raw: str, charset: str) -> str:
    name = text(raw, charset).strip(" '\"") if raw else ""
    return "" if "@" in name else name[:200]


@lru_cache(maxsize=128)
def parameters(value: str) -> tuple[str, Mapping[str, str]]:
    """(`type/subtype` in lower case, parameters) of a Content-Type or Content-Disposition; continued ones (RFC 2231) are joined."""
    kind, semicolon, _ = value.partition(";")
    params: dict[str, str] = {}
    if semicolon:
        for match in _PARAM.finditer(value, len(kind)):
            raw = re.sub(r"\\(.)", r"\1", match[2]) if match[2] is not None and "\\" in match[2] else match[2] or match[3] or ""
            params.setdefault(match[1].lower(), raw)
        if "*" in value and any("*" in name for name in params):
            params = _continued(params)
    return kind.strip().lower(), params


def _continued(params: Mapping[str, str]) -> dict[str, str]:
    joined: dict[str, str] = {name: value for name, value in params.items() if "*" not in name}
    pieces: dict[str, list[tuple[int, str, bool]]] = {}
    for name, value in params.items():
        base, star, rest = name.partition("*")
        if star:
            number = rest.rstrip("*")
            order = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
            pieces.setdefault(base, []).append((order, value, name.endswith("*")))
    for base, parts in pieces.items():
        charset, raw = "", b""
        for order, value, extended in sorted(parts):
            if extended and order == 0 and value.count("'") >= 2:
                charset, _, value = value.split("'", 2)
            raw += unquote_to_bytes(value.encode("utf-8", "surrogateescape")) if extended else value.encode("utf-8", "surrogateescape")
        joined.setdefault(base, decode(raw, charset))
    return joined


def message_ids(value: str) -> list[str]:
    """The message ids in a header, without their angle brackets, at most 50, the last ones (nearest in the thread) kept."""
    return _ID.findall(readable(value))[-50:]


def date_ms(value: str) -> int | None:
    """A Date header in ms since 1970 UTC; None when it cannot be read or lies outside 1990 to 2100. No zone means UTC."""
    match = _DATE.search(value[:200])
    if match is None or (month := _MONTHS.get(match[2].lower())) is None:
        return None
    day, year, hour, minute, second = map(int, (*match.group(1, 3, 4, 5), match[6] or 0))
    if not (1990 <= year <= 2100 and 1 <= day <= 31 and hour < 24 and minute < 60):
        return None
    offset = (int(match[8]) * 60 + int(match[9])) * 60 * (-1 if match[7] == "-" else 1) if match[7] else 0
    return (calendar.timegm((year, month, day, hour, minute, second)) - offset) * 1000
