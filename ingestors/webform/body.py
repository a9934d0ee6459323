"""The pairs in a form's body, whichever of its three kinds it is: url-encoded, multipart or JSON."""

import re
from binascii import unhexlify
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import orjson

from schemas.errors import Reject

FORM_LIMIT = 64 << 10
"""Bytes of a form without its files."""
FILES_LIMIT = 10 << 20
"""Bytes of its files together."""
PAIRS_LIMIT = 256
"""Pairs that are looked at: a form has 64 fields, a list of boxes may repeat one."""

URLENCODED, MULTIPART, JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"


class File(NamedTuple):
    """A file that came with a form; its bytes stay in the capture."""

    name: str
    size: int


class Form(NamedTuple):
    """The pairs of a form in their order, as sent, and the names and sizes of its files by field."""

    pairs: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, File], ...] = ()


def kind(content_type: str) -> str:
    """The media type without its parameters: `text/html; charset=x` -> `text/html`."""
    return content_type.partition(";")[0].strip().lower()


def is_json(media: str) -> bool:
    return media == JSON or media.endswith("+json") or media == "text/json"


def read(body: bytes, content_type: str) -> Form:
    """The form in the body; raises Reject when it cannot be read as what its content type says."""
    media = kind(content_type)
    if is_json(media):
        return _json(body)
    if media == MULTIPART:
        return _multipart(body, content_type)
    if media in (URLENCODED, "application/octet-stream", ""):
        return Form(tuple(_urlencoded(body, _charset(content_type))))
    if media == "text/plain":  # a browser's sendBeacon and fetch without a type: JSON by habit
        return _json(body)
    raise Reject(f"A form is sent as {URLENCODED}, {MULTIPART} or {JSON}.")


# --- url-encoded ------------------------------------------------------------------------------------------------------------------------


def _charset(content_type: str) -> str:
    found = re.search(r'charset="?([\w-]{1,40})', content_type, re.I)
    return found.group(1) if found else "utf-8"


def _decode(raw: bytes, charset: str = "utf-8") -> str:
    """UTF-8 where it is, else the declared charset, else with marks for what cannot be read."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        try:
            return raw.decode(charset, "replace")
        except LookupError:
            return raw.decode("utf-8", "replace")


def _urlencoded(body: bytes, charset: str) -> Iterator[tuple[str, str]]:
    for pair in body.decode("latin-1").replace("+", " ").split("&", PAIRS_LIMIT)[:PAIRS_LIMIT]:
        if pair:
            name, _, value = pair.partition("=")
            yield _unescaped(name, charset), _unescaped(value, charset)


_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


def _unescaped(part: str, charset: str) -> str:
    """The text of a part whose bytes stand here as Latin-1; a run of escapes at a time, as names in Cyrillic are nothing but escapes."""
    if "%" not in part and part.isascii():
        return part
    return _decode(_ESCAPES.sub(lambda run: unhexlify(run.group().replace(b"%", b"")), part.encode("latin-1")), charset)


# --- multipart (RFC 7578) ---------------------------------------------------------------------------------------------------------------

_BOUNDARY = re.compile(r'boundary=(?:"([^"\r\n]{1,200})"|([^\s;"]{1,200}))', re.I)
_NAME = re.compile(rb'(?:^|[;\s])name="((?:[^"\\]|\\.){0,1024})"', re.I)
_NAME_BARE = re.compile(rb"(?:^|[;\s])name=([^\s;\"]{1,1024})", re.I)
_FILENAME = re.compile(rb"(?:^|[;\s])filename\*?=(?:\"((?:[^\"\\]|\\.){0,1024})\"|([^\s;\"]{0,1024}))", re.I)


def _multipart(body: bytes, content_type: str) -> Form:
    found = _BOUNDARY.search(content_type)
    if not found:
        raise Reject("The multipart form names no boundary in its Content-Type.")
    delimiter = b"--" + (found.group(1) or found.group(2)).encode("latin-1", "replace")
    parts = (b"\r\n" + body).split(b"\r\n" + delimiter, PAIRS_LIMIT + 1)
    if len(parts) < 2:
        raise Reject("The multipart form holds no part: its boundary does not occur in the body.")
    pairs: list[tuple[str, str]] = []
    files: list[tuple[str, File]] = []
    for part in parts[1 : PAIRS_LIMIT + 1]:
        if part.startswith(b"--"):
            break
        head, gap, content = part.partition(b"\r\n\r\n")
        disposition = _disposition(head) if gap else b""
        name = _NAME.search(disposition) or _NAME_BARE.search(disposition)
        if not name:
            continue
        field = _decode(_plain(name.group(1)))
        if filename := _FILENAME.search(disposition):
            given = _decode(_plain(filename.group(1) or filename.group(2) or b""))
            if given or content:
                files.append((field, File(given, len(content))))
        else:
            pairs.append((field, _decode(content)))
    return Form(tuple(pairs), tuple(files))


def _plain(quoted: bytes) -> bytes:
    """A quoted name without what browsers put for its quotation marks."""
    return quoted.replace(b'\\"', b'"').replace(b"%22", b'"')


def _disposition(head: bytes) -> bytes:
    for line in head[:8192].split(b"\r\n"):
        if line[:20].lower() == b"content-disposition:":
            return line[20:]
    return b""


# --- JSON -------------------------------------------------------------------------------------------------------------------------------


def _json(body: bytes) -> Form:
    """An object of fields; nested objects by their names (`utm.source` -> `utm_source`); the shape of HubSpot's forms too."""
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Reject(f"The form's body is not valid JSON: line {error.lineno}, column {error.colno}.") from None
    if not isinstance(sent, dict):
        raise Reject("The form's JSON must be an object of fields.")
    named = sent.get("fields")
    if isinstance(named, list):
        return Form(tuple(_hubspot(named, sent.get("context"), sent.get("legalConsentOptions"))))
    return Form(tuple(_flat(sent)[:PAIRS_LIMIT]))


def _flat(sent: Mapping[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in sent.items():
        if isinstance(value, str):
            found.append((name, value))
        elif isinstance(value, dict):
            found += [(f"{name}_{inner}", text) for inner, deep in value.items() if (text := _text(deep)) is not None]
        elif (text := _text(value)) is not None:
            found.append((name, text))
    return found


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(v, str | int | float) for v in value):
        return ", ".join(map(str, value))
    return orjson.dumps(value).decode()


def _hubspot(named: list[object], context: object, legal: object) -> Iterator[tuple[str, str]]:
    for field in named[:PAIRS_LIMIT]:
        if isinstance(field, dict) and isinstance(name := field.get("name"), str) and (text := _text(field.get("value"))) is not None:
            yield name, text
    if isinstance(context, dict):
        for name, ours in (("pageUri", "_page"), ("hutk", "_visitor")):
            if isinstance(value := context.get(name), str):
                yield ours, value
    consent = legal.get("consent") if isinstance(legal, dict) else None
    if isinstance(consent, dict) and consent.get("consentToProcess") is True:
        yield "consent", "yes"
        yield "consent_text", _text(consent.get("text")) or ""
