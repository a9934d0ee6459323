"""How long to wait before the next try: doubling with jitter, bounded, and back to the start after a success."""

import asyncio
import random

from schemas.errors import Retry

_FIRST_S, _MOST_S = 0.1, 10.0


class Backoff:
    """One per loop that retries; `wait` returns early when `stop` is set."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop, self._tries = stop, 0

    async def wait(self, retry: Retry) -> None:
        """Sleep as the error asks, but longer with every failure in a row; between half and all of it, so that many do not come back at once."""
        delay = min(_MOST_S, max(_FIRST_S, min(retry.after_s, 1.0)) * 2**self._tries)
        self._tries = min(self._tries + 1, 8)
        try:
            await asyncio.wait_for(self._stop.wait(), delay * random.uniform(0.5, 1.0))
        except TimeoutError:
            return

    def succeeded(self) -> None:
        self._tries = 0
