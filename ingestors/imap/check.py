"""Asking whether a mailbox can be read as it is configured: reached, TLS, logged in, its folder; what mends it is said in settings."""

import asyncio
import os
import socket
import ssl as tls

from ingestors.base import Checked
from ingestors.imap.mailbox import ImapSettings, account
from ingestors.imap.session import LoginRefused, NoFolder, session
from schemas.errors import Retry

CHECK_S = 10.0
"""How long all of it may take (seconds)."""

_PORTS = "set host, port and ssl: mostly port = 993 with ssl = true, or 143 with ssl = false"


async def check(settings: ImapSettings, within_s: float = CHECK_S) -> Checked:
    """Look without reading anything; never raises Retry. Raises Reject without the extra `email`."""
    where = f"{settings.host}:{settings.port}"
    try:
        async with asyncio.timeout(within_s):
            return await _reached(settings, where) or await _entered(settings, where, within_s)
    except TimeoutError:
        return Checked(f"{where} was silent for {within_s:g} s", _PORTS)


async def _reached(settings: ImapSettings, where: str) -> Checked | None:
    """What is wrong with the connection itself, None where nothing is; the session would only say that there is none."""
    try:
        context = tls.create_default_context() if settings.ssl else None
        _, writer = await asyncio.open_connection(settings.host, settings.port, ssl=context)
    except tls.SSLCertVerificationError as error:
        return Checked(
            f"{where}: its certificate is not believed ({error.verify_message})",
            "set host to the name that the certificate is for, or have its issuer trusted on this machine",
        )
    except tls.SSLError as error:
        return Checked(f"{where} does not speak TLS ({error.reason or type(error).__name__})", _PORTS)
    except socket.gaierror:
        return Checked(f"the name {settings.host} is not known here", "set host to the name of the IMAP server, or mend this machine's DNS")
    except OSError as error:
        return Checked(f"{where} cannot be reached ({os.strerror(error.errno) if error.errno else type(error).__name__})", _PORTS)
    writer.transport.abort()
    return None


async def _entered(settings: ImapSettings, where: str, within_s: float) -> Checked:
    try:
        async with session(account(settings, min(settings.timeout_s, within_s))) as opened:
            await opened.select(settings.folder)
    except LoginRefused:
        return Checked(f"{where} refused the user name or the password", "set user and password; many providers want an app password")
    except NoFolder:
        return Checked(f"{where} has no folder {settings.folder!r} for this user", "set folder to one that there is, such as INBOX")
    except Retry as retry:
        return Checked(f"{where}: {retry}", "look at the mail server, then: leadloom doctor")
    return Checked(f"{where} lets in, and the folder {settings.folder!r} is there")
