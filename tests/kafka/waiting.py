"""Waiting for something that no event tells of, within bounds."""

import asyncio
from collections.abc import Callable


async def until(so: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    """Return as soon as `so()`; fails naming `what` after the bound."""
    async with asyncio.timeout(seconds):
        while not so():  # noqa: ASYNC110 - several processes and a broker are at work, none of them tells
            await asyncio.sleep(0.02)
    assert so(), what
