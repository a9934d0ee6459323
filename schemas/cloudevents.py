"""A public record on Kafka: a CloudEvent 1.0 in binary mode, its attributes in headers and its data, JSON, as the value."""

from datetime import UTC, datetime
from urllib.parse import quote

from schemas.decision import Decision, Emit
from schemas.record import Headers, NewRecord
from schemas.topics import TOPICS


def event_time(ms: int) -> str:
    """RFC 3339 in UTC with milliseconds; `ms` since 1970 UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event_id(emit: Emit) -> str:
    """The same change of the same entity has the same id, whoever publishes it how often."""
    return f"{emit.topic}/{emit.key}/{emit.version}"


def headers(emit: Emit, workspace: str, at: int) -> Headers:
    """The attributes of a public record of a workspace, decided `at` ms since 1970 UTC; `content-type` is CloudEvents' own name for the
    data's type on Kafka."""
    version = TOPICS[emit.topic].version
    return (
        ("ce_specversion", b"1.0"),
        ("ce_id", event_id(emit).encode()),
        ("ce_type", f"leadloom.{emit.topic}.v{version}".encode()),
        ("ce_source", f"/leadloom/{quote(workspace)}".encode()),
        ("ce_subject", emit.key.encode()),
        ("ce_time", event_time(at).encode()),
        ("ce_dataschema", f"urn:leadloom:schema:{emit.topic}.v{version}".encode()),
        ("content-type", b"application/json"),
    )


def public_record(emit: Emit, decision: Decision) -> NewRecord:
    """The record that a decision emits as its public topic gets it; a tombstone keeps its headers."""
    return NewRecord(emit.key.encode(), emit.data, headers(emit, decision.workspace, decision.now))
