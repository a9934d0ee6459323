"""Public records are CloudEvents: the SDK's own Kafka reader gives back what the decision said."""

from datetime import UTC, datetime

from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event
from hypothesis import given
from hypothesis import strategies as st

from schemas.cloudevents import event_time, public_record
from schemas.decision import GENESIS, Decision, Emit

NOW = 1_790_000_000_123


def decision(emit: Emit, workspace: str = "main") -> Decision:
    return Decision(1, GENESIS, "capture", 7, "c-1", workspace, NOW, (), {}, (emit,))


def test_the_sdk_reads_a_public_record_back() -> None:
    emit = Emit("lead", "l-1", 3, b'{"id":"l-1","version":3,"title":"M\xc3\xbcller"}')
    record = public_record(emit, decision(emit))
    assert record.key == b"l-1"
    assert record.value is not None
    event = from_kafka_event(KafkaMessage(dict(record.headers), record.key, record.value))
    assert event.get_specversion() == "1.0"
    assert event.get_id() == "lead/l-1/3"
    assert event.get_type() == "leadloom.lead.v1"
    assert event.get_source() == "/leadloom/main"
    assert event.get_subject() == "l-1"
    assert event.get_time() == datetime.fromtimestamp(NOW / 1000, UTC)
    assert event.get_dataschema() == "urn:leadloom:schema:lead.v1"
    assert event.get_datacontenttype() == "application/json"
    assert event.get_data() == {"id": "l-1", "version": 3, "title": "Müller"}


def test_a_tombstone_has_no_value_and_keeps_its_headers() -> None:
    emit = Emit("contact", "k-1", 9, None)
    record = public_record(emit, decision(emit))
    assert (record.key, record.value) == (b"k-1", None)
    assert dict(record.headers)["ce_id"] == b"contact/k-1/9"


words = st.text(st.characters(codec="utf-8"), min_size=1)


@given(workspace=words, key=words, version=st.integers(min_value=1))
def test_any_workspace_and_id_make_a_readable_event(workspace: str, key: str, version: int) -> None:
    emit = Emit("deal", key, version, b"{}")
    record = public_record(emit, decision(emit, workspace))
    event = from_kafka_event(KafkaMessage(dict(record.headers), record.key, record.value or b""))
    assert event.get_id() == f"deal/{key}/{version}"
    assert event.get_source().isascii()


def test_the_time_is_rfc_3339_in_utc_with_milliseconds() -> None:
    assert event_time(0) == "1970-01-01T00:00:00.000Z"
    assert event_time(NOW) == "2026-09-21T14:13:20.123Z"
