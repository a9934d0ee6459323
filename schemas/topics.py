"""Every topic in one table: its name, key, how long it is kept and who may read it."""

from dataclasses import dataclass
from typing import Literal

DAY_MS = 86_400_000
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Topic:
    """`name` is the short name in code; on Kafka it stands behind the prefix (`leadloom.capture.v1`).

    `keep_ms` None: kept until trimmed.
    """

    name: str
    version: int
    key: str
    readers: Literal["private", "public", "inbound", "operators"]
    keep_ms: int | None = None
    compacted: bool = False
    max_bytes: int = MIB
    append_time: bool = False
    hot: bool = False
    """Written again and again under few keys, and read from its start: to be compacted soon, not after a gigabyte or a week."""

    def full(self, prefix: str = "leadloom") -> str:
        """The name on Kafka."""
        return f"{prefix}.{self.name}.v{self.version}"


_ALL = (
    Topic("capture", 1, "workspace", "private", 30 * DAY_MS, max_bytes=40 * MIB, append_time=True),
    Topic("capture-bulk", 1, "workspace", "private", 30 * DAY_MS, max_bytes=40 * MIB, append_time=True),
    Topic("decision", 1, "capture id", "private", None, max_bytes=8 * MIB),
    Topic("snapshot", 1, "state key", "private", None),
    Topic("cursor", 1, "what it is a cursor of", "private", compacted=True, hot=True),
    Topic("lead", 1, "lead id", "public", compacted=True),
    Topic("contact", 1, "contact id", "public", compacted=True),
    Topic("company", 1, "company id", "public", compacted=True),
    Topic("deal", 1, "deal id", "public", compacted=True),
    Topic("bundle", 1, "client id", "public", 90 * DAY_MS),
    Topic("activity", 1, "activity id", "public", 90 * DAY_MS),
    Topic("assignment", 1, "item id", "public", 90 * DAY_MS),
    Topic("sla", 1, "item id", "public", 90 * DAY_MS),
    Topic("merge", 1, "loser id", "public", compacted=True),
    Topic("metric", 1, "workspace and dimensions", "public", compacted=True),
    Topic("dictionary", 1, "kind and id", "public", compacted=True),
    Topic("funnel-changelog", 1, "partition and counter", "private", compacted=True),
    Topic("feedback", 1, "workspace", "inbound", 30 * DAY_MS, append_time=True),
    # a little larger than the capture topics: the original comes with its own headers and the dlq- headers
    Topic("dead", 1, "original key", "operators", 30 * DAY_MS, max_bytes=41 * MIB, append_time=True),
    Topic("quarantine", 1, "original key", "operators", 30 * DAY_MS, max_bytes=41 * MIB, append_time=True),
)

TOPICS = {topic.name: topic for topic in _ALL}
"""By short name."""


def partition_of(workspace: str, partitions: int) -> int:
    """The partition of a workspace: FNV-1a of its name, set explicitly and never left to a client's partitioner."""
    h = 0x811C9DC5
    for byte in workspace.encode():
        h = (h ^ byte) * 0x01000193 & 0xFFFFFFFF
    return h % partitions
