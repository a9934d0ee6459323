"""A mailbox on a real Dovecot is read whole, once, in order, whatever happens to the connection, the server and the folder (F9-F11, R22)."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from pydantic import SecretStr

from ingestors.imap.mailbox import ImapSettings, Place
from ingestors.imap.reader import parse
from ingestors.imap.session import utf7
from processors.decisionlog import MemoryStore
from processors.step import Step
from runtime import discover, poller
from runtime.decider import Decider
from runtime.embedded import EmbeddedLog
from runtime.testing.dovecot import Dovecot
from schemas.capture import LIVE, Capture, decode
from schemas.decision import decode as decision
from schemas.errors import Reject, Retry
from schemas.record import NewRecord
from tests.mail.mails import mail
from tests.mail.proxy import Wire, wire

pytestmark = [pytest.mark.imap, pytest.mark.slow]


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[EmbeddedLog]:
    embedded = EmbeddedLog(tmp_path / "log")
    yield embedded
    await embedded.close()


@pytest.fixture
def user() -> str:
    return f"user-{uuid4().hex[:12]}"


def settings(server: Dovecot, user: str, port: int = 0, folder: str = "INBOX", poll_s: float = 0.2) -> ImapSettings:
    return ImapSettings(
        host=server.host,
        port=port or server.port,
        ssl=False,
        user=server.user(user),
        password=SecretStr(server.password),
        folder=folder,
        poll_s=poll_s,
        addresses=("sales-de@acme.example",),
    )


@asynccontextmanager
async def polling(log: EmbeddedLog, one: ImapSettings) -> AsyncIterator[None]:
    """The poller at work for as long as the block lasts; its own failure ends the test."""
    stop = asyncio.Event()
    task = asyncio.create_task(poller.poll(log, {("imap", "sales"): one}, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def captured(log: EmbeddedLog) -> list[Capture]:
    return [decode(record) for record in await log.read(LIVE, 0, 0)]


async def arrived(log: EmbeddedLog, count: int) -> list[Capture]:
    """All captures, as soon as there are so many; an extra one would be seen, too."""
    async with asyncio.timeout(20):
        while len(found := await captured(log)) < count:
            await log.read(LIVE, 0, len(found), wait_s=5)
    return found


async def stands_at(log: EmbeddedLog, one: ImapSettings, uid: int) -> Place:
    """The cursor, as soon as it is at this UID."""
    async with asyncio.timeout(20):
        offset = 0
        while not (records := await log.read("cursor", 0, offset, wait_s=5)) or (await cursor(log, one)).uid != uid:
            offset = records[-1].offset + 1 if records else offset
    return await cursor(log, one)


def idling(line: Wire) -> bool:
    return bool(line.sent) and b"IDLE" in line.sent[-1]


def subjects(captures: Sequence[Capture]) -> list[str]:
    return [touch.subject or "" for capture in captures for touch in parse(capture)]


async def cursor(log: EmbeddedLog, one: ImapSettings) -> Place:
    name = f"{one.user}@{one.host}:{one.port}"
    raw = await log.latest("cursor", 0, f"imap\x1fmain\x1f{name}\x1f{one.folder}".encode())
    assert raw is not None
    return msgspec.json.decode(raw, type=Place)


async def test_mail_is_captured_byte_for_byte_in_order_and_never_marked_as_read(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    mails = [mail(n) for n in range(3)]
    dovecot.deliver(user, *mails)
    one = settings(dovecot, user)
    async with polling(log, one):
        captures = await arrived(log, 3)
        dovecot.deliver(user, mail(3))
        captures = await arrived(log, 4)
        seen = dovecot.flags(user)
        await stands_at(log, one, 4)
    assert [capture.body.replace(b"\r\n", b"\n") for capture in captures[:3]] == mails
    assert [capture.meta["uid"] for capture in captures] == ["1", "2", "3", "4"]
    assert subjects(captures) == [f"Question {n}" for n in range(4)]
    assert not any("Seen" in flags for flags in seen)


async def test_idle_says_at_once_that_mail_is_there(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    dovecot.deliver(user, mail(0))
    async with wire(dovecot.port) as line, polling(log, settings(dovecot, user, line.port, poll_s=300)):
        await arrived(log, 1)
        await line.when(idling)
        dovecot.deliver(user, mail(1))
        assert subjects(await arrived(log, 2)) == ["Question 0", "Question 1"]


async def test_r22_the_cursor_survives_a_restart(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    dovecot.deliver(user, mail(0), mail(1))
    one = settings(dovecot, user)
    async with polling(log, one):
        await arrived(log, 2)
    dovecot.deliver(user, mail(2))
    async with polling(log, one):
        captures = await arrived(log, 3)
    assert subjects(captures) == ["Question 0", "Question 1", "Question 2"]


async def test_r22_a_mail_is_appended_before_the_cursor_moves(dovecot: Dovecot, tmp_path: Path, user: str) -> None:
    """F1: while the log is unwell nothing moves; when it is well again nothing is missing."""

    class Unwell(EmbeddedLog):
        refusals = 3
        cursor_writes = 0

        async def append(self, topic: str, partition: int, records: Sequence[NewRecord]) -> int:
            if topic == LIVE and self.refusals:
                self.refusals -= 1
                assert self.cursor_writes == 0
                raise Retry("full", after_s=0.01)
            self.cursor_writes += topic == "cursor"
            return await super().append(topic, partition, records)

    unwell = Unwell(tmp_path / "unwell")
    dovecot.deliver(user, mail(0), mail(1))
    async with polling(unwell, settings(dovecot, user)):
        captures = await arrived(unwell, 2)
    assert subjects(captures) == ["Question 0", "Question 1"]
    await unwell.close()


async def test_f9_a_connection_cut_in_the_middle_of_a_mail_goes_on_behind_the_last_one(
    dovecot: Dovecot, log: EmbeddedLog, user: str
) -> None:
    dovecot.deliver(user, *(mail(n, "word " * 2000) for n in range(5)))
    async with wire(dovecot.port) as line:
        line.cut_after = 25_000
        async with polling(log, settings(dovecot, user, line.port)):
            captures = await arrived(log, 5)
        assert line.connections == 2
    assert subjects(captures) == [f"Question {n}" for n in range(5)]


async def test_f9_a_bye_during_idle_is_survived(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    dovecot.deliver(user, mail(0))
    async with wire(dovecot.port) as line, polling(log, settings(dovecot, user, line.port, poll_s=300)):
        await arrived(log, 1)
        await line.when(idling)
        line.say(b"* BYE Disconnected for inactivity.\r\n")
        dovecot.deliver(user, mail(1))
        assert subjects(await arrived(log, 2)) == ["Question 0", "Question 1"]


async def test_f9_a_server_that_closes_instead_of_answering_idle_is_survived(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    """aioimaplib's idle_start would wait for ever (its issue 110)."""
    dovecot.deliver(user, mail(0))
    async with wire(dovecot.port) as line:

        def hang_up(data: bytes) -> None:
            if b"IDLE" in data:
                line.on_sent = lambda _: None
                line.silent = True
                line.say(b"")

        line.on_sent = hang_up
        async with polling(log, settings(dovecot, user, line.port, poll_s=300)):
            await line.when(lambda _: line.silent)
            line.silent = False
            dovecot.deliver(user, mail(1))
            assert subjects(await arrived(log, 2)) == ["Question 0", "Question 1"]


async def test_f9_a_half_open_connection_is_given_up(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    dovecot.deliver(user, mail(0))
    async with wire(dovecot.port) as line:
        one = settings(dovecot, user, line.port).model_copy(update={"timeout_s": 0.5})
        async with polling(log, one):
            await arrived(log, 1)
            line.silent = True
            dovecot.deliver(user, mail(1))
            await line.when(lambda _: line.connections >= 2)
            line.silent = False
            assert subjects(await arrived(log, 2)) == ["Question 0", "Question 1"]


async def test_f9_a_server_killed_during_idle_and_started_again_is_survived(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    dovecot.deliver(user, mail(0))
    async with wire(dovecot.port) as line, polling(log, settings(dovecot, user, line.port, poll_s=300)):
        await arrived(log, 1)
        await line.when(idling)
        dovecot.kill()
        dovecot.start()
        dovecot.deliver(user, mail(1))
        assert subjects(await arrived(log, 2)) == ["Question 0", "Question 1"]


async def test_f10_a_folder_made_anew_is_read_again_without_gaps_and_its_repeats_are_known(
    dovecot: Dovecot, log: EmbeddedLog, user: str
) -> None:
    dovecot.make(user, "Leads")
    dovecot.deliver(user, mail(0), mail(1), folder="Leads")
    one = settings(dovecot, user, folder="Leads")
    async with polling(log, one):
        before = await arrived(log, 2)
        await stands_at(log, one, 2)
        dovecot.remake(user, "Leads")
        dovecot.deliver(user, mail(1), mail(2), folder="Leads")
        captures = await arrived(log, 4)
    after = captures[2:]
    assert before[0].meta["uidvalidity"] != after[0].meta["uidvalidity"]
    assert subjects(after) == ["Question 1", "Question 2"]
    assert {capture.id for capture in before}.isdisjoint(capture.id for capture in after)
    keys = [touch.key for capture in captures for touch in parse(capture)]
    assert keys == ["mail:0@mail.example", "mail:1@mail.example", "mail:1@mail.example", "mail:2@mail.example"]


async def test_f11_mail_that_another_client_removed_first_is_counted_as_vanished(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    dovecot.deliver(user, *(mail(n) for n in range(4)))
    async with wire(dovecot.port) as line:

        def remove_first(data: bytes) -> None:
            if b"BODY.PEEK" in data:
                line.on_sent = lambda _: None
                dovecot.expunge(user, 1, 3)

        line.on_sent = remove_first
        one = settings(dovecot, user, line.port)
        async with polling(log, one):
            captures = await arrived(log, 2)
            place = await stands_at(log, one, 4)
    assert subjects(captures) == ["Question 1", "Question 3"]
    assert place.vanished == 2


async def test_f11_mail_that_another_client_has_read_is_captured_all_the_same(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    dovecot.deliver(user, mail(0))
    with dovecot.login(user) as client:
        client.select()
        client.fetch("1", "(BODY[])")
    async with polling(log, settings(dovecot, user)):
        assert subjects(await arrived(log, 1)) == ["Question 0"]


async def test_f18_a_mail_over_the_limit_is_refused_by_a_stub_and_its_neighbours_pass(
    dovecot: Dovecot, log: EmbeddedLog, user: str
) -> None:
    big = mail(1, "x" * 60 + "\n") + b"y" * 76 + b"\r\n"
    big += (b"z" * 998 + b"\r\n") * 27_000
    dovecot.deliver(user, mail(0), big, mail(2))
    async with polling(log, settings(dovecot, user)):
        captures = await arrived(log, 3)
    assert subjects([captures[0], captures[2]]) == ["Question 0", "Question 2"]
    assert captures[1].body.startswith(b"From: Customer 1")
    assert len(captures[1].body) <= 128 << 10
    with pytest.raises(Reject, match="bytes; at most 26214400 are read"):
        parse(captures[1])


async def test_many_mails_come_in_batches_and_none_is_missing(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    with dovecot.login(user) as client:
        for n in range(450):
            client.append("INBOX", "", "", mail(n))
    async with polling(log, settings(dovecot, user)):
        captures = await arrived(log, 450)
    assert subjects(captures) == [f"Question {n}" for n in range(450)]


async def test_a_wrong_password_is_said_and_nothing_is_lost_until_it_is_right(
    dovecot: Dovecot, log: EmbeddedLog, user: str, capsys: pytest.CaptureFixture[str]
) -> None:
    dovecot.deliver(user, mail(0))
    wrong = settings(dovecot, user).model_copy(update={"password": SecretStr("wrong")})
    async with wire(dovecot.port) as line, polling(log, wrong.model_copy(update={"port": line.port})):
        await line.when(lambda _: any(b"LOGIN" in data for data in line.sent))
        await line.when(lambda _: line.hung_up == 1)
    assert "refused the user name or the password" in capsys.readouterr().out
    async with polling(log, settings(dovecot, user)):
        assert subjects(await arrived(log, 1)) == ["Question 0"]


async def test_only_new_mail_where_the_source_says_so(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    dovecot.deliver(user, mail(0), mail(1))
    one = settings(dovecot, user).model_copy(update={"first": "new"})
    async with wire(dovecot.port) as line:
        one = one.model_copy(update={"port": line.port})
        async with polling(log, one):
            await line.when(lambda _: any(b"SEARCH" in data for data in line.sent))
            dovecot.deliver(user, mail(2))
            assert subjects(await arrived(log, 1)) == ["Question 2"]


async def test_a_folder_is_named_in_any_alphabet(dovecot: Dovecot, log: EmbeddedLog, user: str) -> None:
    name = 'Заявки & "Leads"'
    with dovecot.login(user) as client:
        client.create('"' + utf7(name).replace('"', '\\"') + '"')
        client.append('"' + utf7(name).replace('"', '\\"') + '"', "", "", mail(0))
    async with polling(log, settings(dovecot, user, folder=name)):
        assert subjects(await arrived(log, 1)) == ["Question 0"]


KILLED = """
import asyncio, sys
from pathlib import Path
from pydantic import SecretStr
from ingestors.imap.mailbox import ImapSettings
from runtime.embedded import EmbeddedLog
from runtime.poller import poll

async def main() -> None:
    folder, host, port, user, password = sys.argv[1:]
    one = ImapSettings(host=host, port=int(port), ssl=False, user=user, password=SecretStr(password), poll_s=0.1)
    await asyncio.wait_for(poll(EmbeddedLog(Path(folder)), {("imap", "sales"): one}, asyncio.Event()), 20)

asyncio.run(main())
"""


@pytest.mark.parametrize("point", ["poll.appended:1", "poll.cursor_saved:1"])
async def test_f4_a_poller_killed_between_append_and_cursor_loses_nothing_and_repeats_are_known(
    dovecot: Dovecot, tmp_path: Path, user: str, point: str
) -> None:
    dovecot.deliver(user, *(mail(n) for n in range(60)))
    where = (str(tmp_path / "log"), dovecot.host, str(dovecot.port), dovecot.user(user), dovecot.password)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, *where, env={**os.environ, "LEADLOOM_CRASH": point})
    assert await asyncio.wait_for(process.wait(), 30) == -signal.SIGKILL
    log = EmbeddedLog(tmp_path / "log")
    repeated = 50 if point.startswith("poll.appended") else 0
    stop = asyncio.Event()
    decider = Decider(log, 0, MemoryStore(), Step(discover.readers()))
    async with polling(log, settings(dovecot, user)), asyncio.timeout(30):
        deciding_now = asyncio.create_task(decider.run(stop))
        while decider.decisions.place.lanes.get(LIVE, 0) < 60 + repeated:
            await log.read("decision", 0, decider.decisions.place.next, wait_s=5)
    stop.set()
    await deciding_now
    became = Counter(entry.outcome for record in await log.read("decision", 0, 0) for entry in decision(record.value or b"").entries)
    assert became == {"lead": 60, **({"duplicate": repeated} if repeated else {})}
    await log.close()
