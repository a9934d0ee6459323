"""The doctor's look at a mailbox: what is wrong is told apart, and said with the settings that mend it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr

from ingestors.base import Checked
from ingestors.imap.check import check
from ingestors.imap.mailbox import ImapSettings
from runtime.testing.dovecot import Dovecot
from runtime.testing.servers import free_port


def settings(port: int, **more: object) -> ImapSettings:
    about = {"host": "127.0.0.1", "ssl": False, "user": "ann@acme.example", "password": SecretStr("wrong"), **more}
    return ImapSettings.model_validate({"port": port, **about})


@asynccontextmanager
async def server(says: bytes) -> AsyncIterator[int]:
    """A server that says so much and no more; its port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(says)
        await reader.read()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
        yield listening.sockets[0].getsockname()[1]


def said(checked: Checked) -> tuple[str, str]:
    return checked.found, (checked.mend or "").split(":")[0].split(";")[0]


async def test_a_server_that_is_not_there_is_said() -> None:
    port = free_port()
    assert said(await check(settings(port))) == (
        f"127.0.0.1:{port} cannot be reached (Connection refused)",
        "set host, port and ssl",
    )
    nowhere = await check(settings(993, host="mail.nowhere.invalid"))
    assert (nowhere.found, "set host" in (nowhere.mend or "")) == ("the name mail.nowhere.invalid is not known here", True)


async def test_a_server_that_says_nothing_is_waited_for_only_so_long() -> None:
    async with server(b"") as port:
        assert said(await check(settings(port), within_s=0.2)) == (f"127.0.0.1:{port} was silent for 0.2 s", "set host, port and ssl")


async def test_a_server_without_tls_is_said() -> None:
    async with server(b"* OK hello\r\n") as port:
        checked = await check(settings(port, ssl=True))
    assert ("does not speak TLS" in checked.found, "ssl = false" in (checked.mend or "")) == (True, True)


@pytest.mark.imap
@pytest.mark.slow
async def test_a_mailbox_that_is_well_and_what_a_server_refuses_are_told_apart(dovecot: Dovecot) -> None:
    right = settings(dovecot.port, host=dovecot.host, user=dovecot.user("checked"), password=SecretStr(dovecot.password))
    assert await check(right) == Checked(f"{dovecot.host}:{dovecot.port} lets in, and the folder 'INBOX' is there")
    folder = await check(right.model_copy(update={"folder": "Nope"}))
    assert ("has no folder 'Nope'" in folder.found, "set folder" in (folder.mend or "")) == (True, True)
    password = await check(right.model_copy(update={"password": SecretStr("wrong")}))
    assert ("refused the user name or the password" in password.found, "set user and password" in (password.mend or "")) == (True, True)
