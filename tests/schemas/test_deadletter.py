"""A dead letter keeps the original as it was and says in headers what happened to it."""

from schemas.deadletter import REASON_LIMIT, letter, put_aside
from schemas.decision import GENESIS, Decision, Entry, Fault, Outcome
from schemas.record import Record


def entry(outcome: Outcome, reason: str, fault: Fault | None = None) -> Entry:
    return Entry(touch="t", outcome=outcome, channel="imap", source="info", reason=reason, fault=fault)


def decision(*entries: Entry) -> Decision:
    return Decision(1, GENESIS, "capture", 41, "c-1", "main", 0, entries, {}, ())


def test_only_dead_and_quarantined_entries_put_a_capture_aside() -> None:
    dead, held, lead = entry("dead", "a", "bug"), entry("quarantine", "b"), entry("lead", "c")
    assert put_aside(decision(lead, dead, held, dead)) == {"dead": [dead, dead], "quarantine": [held]}
    assert put_aside(decision(lead)) == {}


def test_one_letter_for_all_touches_of_a_capture_with_each_reason_once() -> None:
    entries = [entry("dead", "No phone.", "input"), entry("dead", "No name.", "input"), entry("dead", "No phone.", "input")]
    original = Record(41, 0, b"main", b"\x00\xff", (("ll-id", b"c-1"),))
    made = letter(original, decision(*entries), entries, ("leadloom.capture.v1", 3), "0.1.0")
    assert (made.key, made.value, made.headers[0]) == (b"main", b"\x00\xff", ("ll-id", b"c-1"))
    assert dict(made.headers)["dlq-reason"] == b"No phone. | No name."
    assert [dict(made.headers)[f"dlq-{name}"] for name in ("fault", "topic", "partition", "offset", "release")] == [
        b"input",
        b"leadloom.capture.v1",
        b"3",
        b"41",
        b"0.1.0",
    ]


def test_a_long_reason_is_cut_so_that_the_letter_always_fits() -> None:
    entries = [entry("dead", "x" * 100_000, "input")]
    made = letter(Record(0, 0, None, None), decision(*entries), entries, ("t", 0), "1")
    assert len(dict(made.headers)["dlq-reason"]) == REASON_LIMIT


def test_expired_bytes_are_said_and_the_letter_is_still_written() -> None:
    entries = [entry("quarantine", "Honeypot.")]
    made = letter(None, decision(*entries), entries, ("t", 0), "1")
    assert (made.key, made.value) == (b"main", None)
    assert dict(made.headers)["dlq-reason"].startswith(b"(The original bytes had expired")
