"""A job as it is remembered: how far it is, and that somebody is to go on with it (R61)."""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from processors.memory import Memory, prefix_of, raw_id
from schemas.codec import pack

_KIND = b"J"


class Job(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The conversion of a workspace's open leads, those that `channel` made or all; or of one `lead` that was converted the moving of its
    activities, which are many, to its `deal` (R42a); or the telling of the activities of a `client` who was another one (R19).

    `step`: how many pieces are decided; `cursor`: the raw id of the last lead, or touch, that was looked at; `total`: how many open leads, or
    activities, there were at the start; `done`: how many became deals, in pieces or because a touch met them, or moved; `kept`: how many could
    not. `by`: who started it; `ended_at`: when it was over; `ended_by`: who stopped it, and `why`: what they said.
    """

    id: str
    status: Literal["running", "done", "stopped"]
    by: str
    opened_at: int
    pipeline: str
    channel: str | None
    total: int
    step: int = 0
    cursor: bytes = b""
    done: int = 0
    kept: int = 0
    ended_at: int | None = None
    lead: str | None = None
    deal: str | None = None
    why: str | None = None
    client: str | None = None
    ended_by: str | None = None

    @property
    def converts(self) -> bool:
        """Whether it converts open leads."""
        return self.lead is None and self.client is None

    def concerns(self, channel: str) -> bool:
        """Whether it converts leads that came through this channel."""
        return self.channel is None or self.channel == channel


_decoder = msgspec.msgpack.Decoder(Job)


def job(memory: Memory, id_: str) -> Job | None:
    """The job of this id; raises Reject for what is no id."""
    return memory.read(_KIND, raw_id(id_), _decoder)


def jobs(memory: Memory) -> Iterator[Job]:
    """All that there were, in the order of their ids."""
    return memory.all(_KIND, _decoder)


def running(memory: Memory) -> Job | None:
    """The one that converts open leads; there is one at a time."""
    return next((found for found in jobs(memory) if found.status == "running" and found.converts), None)


def keep(memory: Memory, found: Job) -> None:
    memory.write(_KIND, raw_id(found.id), found)
    memory.enlist_job(raw_id(found.id), pack((found.id, found.step)) if found.status == "running" else None)


def learned(learn: Mapping[bytes, bytes | None], workspace: str, id_: str) -> Job | None:
    """The job as a decision that changes it has it, None where it does not."""
    value = learn.get(prefix_of(workspace) + _KIND + raw_id(id_))
    return None if value is None else _decoder.decode(value[1:])
