"""Captures as decisions name them: by lane and offset, read many at once, as both rise together."""

from datetime import UTC, datetime

from runtime.log import Log
from schemas.capture import Appended, read
from schemas.decision import Decision
from schemas.errors import Hole, Reject
from schemas.record import Record

_AHEAD = 250


class Captures:
    """The captures of one partition. They are to be asked for in the order of their decisions."""

    def __init__(self, log: Log, partition: int) -> None:
        self._log, self._partition = log, partition
        self._ahead: dict[str, dict[int, Record]] = {}

    async def of(self, decision: Decision) -> Appended:
        """The capture that was decided, as if appended at the now of its decision (R62). Raises Reject when it is no longer kept."""
        ahead = self._ahead.get(decision.lane, {})
        if decision.offset not in ahead:
            ahead = self._ahead[decision.lane] = await self._read(decision)
        found = read(decision.lane, self._partition, ahead[decision.offset])
        return Appended(found.capture, found.lane, found.partition, found.offset, decision.now)

    async def _read(self, decision: Decision) -> dict[int, Record]:
        try:
            records = await self._log.read(decision.lane, self._partition, decision.offset, limit=_AHEAD, wait_s=5.0)
        except Hole:
            records = ()
        if not records:
            raise Reject(f"Capture {decision.capture} of {moment(decision.now)} expired while this ran: run it again with a later --since.")
        return {record.offset: record for record in records}


def moment(ms: int) -> str:
    """A time in ms since 1970 as people read it."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
