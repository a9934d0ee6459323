"""Token buckets: how many requests one address, or one source, may send before it has to wait."""

from functools import lru_cache
from ipaddress import IPv6Network


@lru_cache(maxsize=10_000)
def sender(address: str) -> str:
    """Who counts as one sender: an IPv4 address, or the /64 of an IPv6 one, which anybody has for themselves."""
    try:
        return str(IPv6Network(f"{address}/64", strict=False)) if ":" in address else address
    except ValueError:
        return address


class Buckets:
    """A bucket a key: full it holds a minute's worth, and it fills evenly. Remembers the `most` keys seen last, so that memory is bounded."""

    def __init__(self, per_minute: int, most: int = 10_000) -> None:
        self._size, self._per_s, self._most = float(per_minute), per_minute / 60.0, most
        self._kept: dict[str, tuple[float, float]] = {}

    def take(self, key: str, now: float) -> float:
        """0.0 when there was a token; else the seconds until there will be one. `now` is monotonic. A limit of 0 never waits."""
        if not self._size:
            return 0.0
        tokens, since = self._kept.pop(key, (self._size, now))
        tokens = min(self._size, tokens + (now - since) * self._per_s)
        wait = 0.0 if tokens >= 1.0 else (1.0 - tokens) / self._per_s
        self._kept[key] = (tokens if wait else tokens - 1.0, now)
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return wait
