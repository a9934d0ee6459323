"""Asking a mailbox for new mail."""

from collections.abc import Awaitable, Callable, Sequence

from pydantic import Field, SecretStr

from ingestors.base import Cursor, SourceSettings
from schemas.capture import Capture


class ImapSettings(SourceSettings):
    """One folder of one mailbox."""

    host: str = Field(description="Name of the IMAP server.")
    password: SecretStr = Field(description="Password or app password.")


async def poll(settings: ImapSettings, source: str, cursor: Cursor, append: Callable[[Sequence[Capture]], Awaitable[None]]) -> None:
    raise NotImplementedError
