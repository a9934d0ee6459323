"""Bytes in and out: MessagePack for private records, JSON for public ones, and ids derived from names (RFC 9562, version 5)."""

from hashlib import blake2b, sha1
from uuid import UUID

import msgspec

_NAMESPACE = UUID("5b1f0f0e-6f0e-5c55-9f43-6c6561646c6d").bytes
_NAMED = sha1(_NAMESPACE, usedforsecurity=False)
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}

pack = msgspec.msgpack.Encoder().encode
to_json = msgspec.json.Encoder().encode


def derive_id(*parts: str) -> str:
    """A uuid5 of the parts: the same parts give the same id on any machine, for ever."""
    hashed = _NAMED.copy()
    hashed.update("\x1f".join(parts).encode("utf-8", "surrogatepass"))
    h = hashed.hexdigest()
    return f"{h[:8]}-{h[8:12]}-5{h[13:16]}-{_VARIANT[h[16]]}{h[17:20]}-{h[20:32]}"


def digest(raw: bytes) -> bytes:
    """16 bytes of BLAKE2b: the link of the decision chain, and the short form of long keys."""
    return blake2b(raw, digest_size=16).digest()
