"""Dead letters and quarantine on the embedded log: listed newest first, shown with their bytes, and what does not count is left out."""

import asyncio
import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from runtime.cli.times import since
from runtime.embedded import EmbeddedLog
from runtime.putaside import PutAside, original
from schemas.decision import decode
from schemas.errors import Hole
from schemas.record import NewRecord, Record
from tests.cli.conftest import Leadloom
from tests.views.made import decisions, records

pytestmark = pytest.mark.slow

EVIL = b'"\x1b[31mEve;\n'
MAIL = b"From: Jan <j@post.example>\nTo: sales@acme.example\nSubject: x\nMessage-ID: <1@x>\n\nHello\n"


def put_aside(leadloom: Leadloom, *options: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(leadloom("dead", "list", "--json", *options).out)
    return found


@pytest.fixture
def row(leadloom: Leadloom, tmp_path: Path) -> dict[str, object]:
    """A dead letter that is in the log now."""
    (tmp_path / "x.csv").write_bytes(b"name;phone\nAnn;030 1234567\n" + EVIL)
    assert leadloom("import", "x.csv").code == 5
    (found,) = put_aside(leadloom)
    return found


def test_where_nothing_was_put_aside_that_is_said(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    assert leadloom("import", "a.eml").code == 0
    ran = leadloom("dead", "list")
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing was put aside: there are no dead letters, and nothing is in quarantine.\n")
    assert leadloom("dead", "list", "--json").out == "[]\n"


def test_a_dead_letter_is_listed_with_its_reason_and_shown_with_its_bytes(leadloom: Leadloom, row: dict[str, object]) -> None:
    capture = str(row["capture"])
    assert (row["what"], row["channel"], row["fault"], "quote" in str(row["reason"])) == ("dead", "csvfile", "input", True)
    text = leadloom("dead", "list")
    assert (capture[:8] in text.out, "A quote is opened" in text.out) == (True, True)
    shown = leadloom("dead", "show", capture[:8])
    assert ("ll-channel: csvfile" in shown.out, "Eve;" in shown.out, "\x1b" in shown.out) == (True, True, False)
    assert leadloom("dead", "show", capture, "--bytes").out.encode() == EVIL
    assert base64.b64decode(json.loads(leadloom("dead", "show", capture, "--json").out)["original"]["body"]) == EVIL


def test_the_newest_comes_first_and_since_leaves_out_what_is_older(leadloom: Leadloom, tmp_path: Path, row: dict[str, object]) -> None:
    (tmp_path / "y.csv").write_bytes(b'name;phone\n"Later;\n')
    leadloom("import", "y.csv")
    both = put_aside(leadloom)
    assert [one["capture"] for one in both[1:]] == [row["capture"]]
    assert put_aside(leadloom, "--limit", "1") == both[:1]
    moment = datetime.fromtimestamp(int(str(both[0]["at"])) / 1000, UTC).isoformat()
    assert put_aside(leadloom, "--since", moment) == [one for one in both if one["at"] == both[0]["at"]]
    assert (len(put_aside(leadloom, "--since", "1h")), leadloom("dead", "list", "--since", "9999-01-01").out) == (2, "")
    assert leadloom("dead", "list", "--since", "soon").code == 2


def test_a_decision_that_does_not_count_is_not_listed(leadloom: Leadloom, tmp_path: Path, row: dict[str, object]) -> None:
    async def append_again() -> None:
        log = EmbeddedLog(tmp_path / "leadloom-data" / "log")
        late = [record for record in await log.read("decision", 0, 0) if b"dead" in (record.value or b"")]
        await log.append("decision", 0, [NewRecord(record.key, record.value, record.headers) for record in late])
        await log.close()

    asyncio.run(append_again())
    (tmp_path / "a.eml").write_bytes(MAIL)
    assert leadloom("import", "a.eml").code == 0  # folds the record that came late
    assert put_aside(leadloom) == [row]


def test_nobody_knows_a_capture_that_was_not_put_aside(leadloom: Leadloom, row: dict[str, object]) -> None:
    ran = leadloom("dead", "show", "0000")
    assert (ran.code, ran.out, "see `leadloom dead list`" in ran.err) == (1, "", True)


async def test_bytes_that_the_log_no_longer_keeps_are_none(tmp_path: Path) -> None:
    class Trimmed(EmbeddedLog):
        async def read(self, topic: str, partition: int, offset: int, *, limit: int = 500, wait_s: float = 0.0) -> Sequence[Record]:
            raise Hole(topic, partition, offset, offset + 1)

    log = Trimmed(tmp_path)
    decision = decode(records(decisions(1, 1))[0].value or b"")
    assert await original(log, PutAside("dead", 0, 0, decision)) is None
    await log.close()


def test_moments_are_dates_times_and_how_long_ago() -> None:
    now = datetime(2026, 1, 31, 12, tzinfo=UTC)
    hour = 3_600_000
    noon = int(now.timestamp() * 1000)
    assert [(since(text, now) or 0) - noon for text in ("2026-01-31T12:00", "2026-01-31", "2026-01-31T13:00+01:00", "90m", "7d")] == [
        0, -12 * hour, 0, -hour * 3 // 2, -168 * hour,
    ]  # fmt: skip
    with pytest.raises(typer.BadParameter):
        since("yesterday", now)
