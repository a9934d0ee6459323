"""A dead letter or a quarantined capture as operators get it: the original record, and headers that say why and whence."""

from collections.abc import Sequence

from schemas.decision import Decision, Entry
from schemas.record import NewRecord, Record

REASON_LIMIT = 4000
"""The longest reason in a header, in characters."""

PUT_ASIDE = {"dead": "dead", "quarantine": "quarantine"}
"""By the outcome of an entry: the topic that gets the original."""


def put_aside(decision: Decision) -> dict[str, list[Entry]]:
    """By topic (`dead`, `quarantine`): the entries of a decision that put its capture there; empty for nearly every decision."""
    found: dict[str, list[Entry]] = {}
    for entry in decision.entries:
        if topic := PUT_ASIDE.get(entry.outcome):
            found.setdefault(topic, []).append(entry)
    return found


def letter(original: Record | None, decision: Decision, entries: Sequence[Entry], origin: tuple[str, int], release: str) -> NewRecord:
    """The record for the topic: key, value and headers of the original, then the `dlq-` headers (schemas/crm.py, Dead).

    `origin`: (topic, partition) that the capture came from. `original` None: it is no longer kept, and the letter says so.
    """
    topic, partition = origin
    reason = " | ".join(dict.fromkeys(entry.reason for entry in entries))
    if original is None:
        reason = f"(The original bytes had expired when this was published.) {reason}"
    faults = dict.fromkeys(entry.fault for entry in entries if entry.fault)
    said = {
        "reason": reason[:REASON_LIMIT],
        "fault": ",".join(faults),
        "capture": decision.capture,
        "channel": entries[0].channel,
        "source": entries[0].source,
        "topic": topic,
        "partition": str(partition),
        "offset": str(decision.offset),
        "release": release,
    }
    added = tuple((f"dlq-{name}", text.encode("utf-8", "replace")) for name, text in said.items())
    if original is None:
        return NewRecord(decision.workspace.encode(), None, added)
    return NewRecord(original.key, original.value, original.headers + added)
