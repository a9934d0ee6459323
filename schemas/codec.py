"""Bytes in and out: MessagePack for private records, JSON for public ones, and ids derived from names (RFC 9562, version 5)."""

from hashlib import blake2b, sha1
from uuid import UUID

import msgspec

_NAMESPACE = UUID("5b1f0f0e-6f0e-5c55-9f43-6c6561646c6d").bytes

pack = msgspec.msgpack.Encoder().encode
to_json = msgspec.json.Encoder().encode


def derive_id(*parts: str | int) -> str:
    """A uuid5 of the parts: the same parts give the same id on any machine, for ever."""
    raw = bytearray(sha1(_NAMESPACE + "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x50
    raw[8] = raw[8] & 0x3F | 0x80
    h = raw.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def digest(raw: bytes) -> bytes:
    """16 bytes of BLAKE2b: the link of the decision chain, and the short form of long keys."""
    return blake2b(raw, digest_size=16).digest()
