"""What came over the wire as a channel's Request: bounded, in time, and with the address that the public knows."""

import asyncio
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Final

from starlette.types import Receive, Scope

from ingestors.answers import problem
from ingestors.base import Refused, Request
from schemas.errors import Reject

HEADERS: Final = 100
Network = IPv4Network | IPv6Network


class Gone(Exception):
    """The sender hung up before the request was whole: nothing is appended, and nobody is there to be answered."""


class Wire:
    """Reads requests: at most 100 headers, a body of at most `limit` bytes within `read_s`, X-Forwarded-* from trusted proxies alone.

    Raises Reject when a trusted proxy is no address.
    """

    def __init__(self, public_url: str | None, trusted: Sequence[str], read_s: float) -> None:
        self._public = public_url.rstrip("/") if public_url else None
        self._trusted = tuple(_network(address) for address in trusted)
        self._read_s = read_s

    def headers(self, scope: Scope) -> dict[str, str]:
        """The headers by lower-case name, repeated ones joined; raises Refused (431) for too many."""
        raw = scope["headers"]
        if len(raw) > HEADERS:
            raise Refused(problem(431, f"At most {HEADERS} headers are read."))
        found: dict[str, str] = {}
        for name, value in raw:
            key = name.decode("latin-1")
            found[key] = f"{found[key]}, {value.decode('latin-1')}" if key in found else value.decode("latin-1")
        return found

    def peer(self, scope: Scope, headers: dict[str, str]) -> str:
        """The sender's address: the last one in X-Forwarded-For that is no proxy of ours, where a proxy of ours says so."""
        client = scope.get("client")
        peer = str(client[0]) if client else ""
        if self._trusted and self._trusts(peer):
            for hop in reversed(headers.get("x-forwarded-for", "").split(",")):
                peer = hop.strip() or peer
                if not self._trusts(peer):
                    break
        return peer

    def _trusts(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._trusted)

    def url(self, scope: Scope, headers: dict[str, str]) -> str:
        """The address as the sender wrote it, as far as that can be known: signatures and redirects rest on it."""
        path = scope.get("raw_path", b"").decode("latin-1") or scope["path"]
        query = scope["query_string"].decode("latin-1")
        base = self._public
        if base is None:
            scheme, host = str(scope["scheme"]), headers.get("host", "")
            client = scope.get("client")
            if self._trusted and client and self._trusts(str(client[0])):
                scheme = headers.get("x-forwarded-proto", scheme).partition(",")[0].strip()
                host = headers.get("x-forwarded-host", host).partition(",")[0].strip()
            base = f"{scheme}://{host}"
        return f"{base}{path}?{query}" if query else f"{base}{path}"

    async def body(self, headers: dict[str, str], limit: int, receive: Receive) -> bytes:
        """The whole body; raises Refused (413 over the limit, announced or not; 408 when it does not come in time) and Gone."""
        announced(headers, limit)
        try:
            async with asyncio.timeout(self._read_s):
                message = await receive()
                if message["type"] == "http.request" and not message.get("more_body"):
                    whole: bytes = message.get("body", b"")
                    if len(whole) > limit:
                        raise _too_large(limit)
                    return whole
                return await self._rest(message, limit, receive)
        except TimeoutError:
            raise Refused(problem(408, f"The body did not arrive within {self._read_s:g} seconds.", {"connection": "close"})) from None

    async def _rest(self, message: Any, limit: int, receive: Receive) -> bytes:
        parts, size = [], 0
        while True:
            if message["type"] == "http.disconnect":
                raise Gone
            part: bytes = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise _too_large(limit)
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)
            message = await receive()

    def request(self, scope: Scope, headers: dict[str, str], *, peer: str, body: bytes = b"", nonce: str = "") -> Request:
        """The request as channels see it."""
        return Request(
            method=scope["method"],
            url=self.url(scope, headers),
            query=scope["query_string"].decode("latin-1"),
            headers=headers,
            body=body,
            peer=peer,
            nonce=nonce,
        )


def _network(address: str) -> Network:
    try:
        return ip_network(address, strict=False)
    except ValueError:
        raise Reject(f"[edge] trusted_proxies: {address!r} is neither an address nor a network like 10.0.0.0/8.") from None


def announced(headers: dict[str, str], limit: int) -> int:
    """Bytes that the body will have at most: its Content-Length, else the limit. Raises Refused (413) when it says that it is larger."""
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()):
        return limit if "transfer-encoding" in headers else 0
    if int(length[:18]) > limit:
        raise _too_large(limit)
    return int(length[:18])


def _too_large(limit: int) -> Refused:
    return Refused(problem(413, f"At most {limit} bytes are taken here.", {"connection": "close"}))
