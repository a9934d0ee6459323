"""Where a reader of the decision log goes on: whether the log still holds the record that its place rests on."""

from processors.decisionlog import TOPIC
from runtime.log import Log
from schemas.codec import digest
from schemas.decision import GENESIS, Place
from schemas.errors import Hole

_LOOK_BACK = 64


async def stands(log: Log, partition: int, place: Place) -> bool:
    """Whether the place is one of this log: the record whose digest it has is there, before the place and not trimmed away.

    A place of another log (the data folder was deleted, the topics were made anew, the sink was used by another host) would pass over
    every record in silence. Raises Retry.
    """
    if place.next == 0:
        return True
    start, end = await log.span(TOPIC, partition)
    if not start <= place.next <= end:
        return False
    if place.digest == GENESIS or place.next == start:
        return True
    upper, window = place.next, _LOOK_BACK
    try:
        while upper > start:
            lower = max(start, upper - window)
            if place.digest in await _digests(log, partition, lower, upper):
                return True
            upper, window = lower, 2 * window
    except Hole:
        return False
    return False


async def _digests(log: Log, partition: int, lower: int, upper: int) -> set[bytes]:
    found: set[bytes] = set()
    while lower < upper:
        records = await log.read(TOPIC, partition, lower, limit=upper - lower, wait_s=1.0)
        if not records:
            break
        found.update(digest(record.value or b"") for record in records)
        lower = records[-1].offset + 1
    return found
