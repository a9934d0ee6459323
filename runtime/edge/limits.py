"""What the edge remembers to decide by: how many requests a sender may still send, and whether the log takes what is appended."""

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


class Refusals:
    """Whether the log takes captures, as the last append told; nothing is written to find out.

    Without news a refusal is believed for `believed_s`: who sends nothing to an edge that is not ready (a balancer) would never learn that
    it is ready again.
    """

    def __init__(self, believed_s: float = 60.0) -> None:
        self._believed_s, self._why, self._since = believed_s, "", 0.0

    def refused(self, why: str, now: float) -> bool:
        """An append failed; `now` is monotonic. Whether that is news."""
        news = not self._why
        self._why, self._since = why, now
        return news

    def taken(self) -> bool:
        """An append succeeded. Whether that is news."""
        news, self._why = bool(self._why), ""
        return news

    def why(self, now: float) -> str:
        """Why the log is believed to refuse; empty where it takes captures, for all that is known."""
        return self._why if now - self._since < self._believed_s else ""
