"""Dovecot for tests: one server per session, a mailbox per test."""

from collections.abc import Iterator

import pytest

from runtime.testing.dovecot import Dovecot
from runtime.testing.servers import Missing
from tests import tiers


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """The session's server. A test that stops it starts it again before it ends."""
    server = Dovecot()
    try:
        server.start()
    except Missing as why:
        server.close()
        tiers.missing("imap", why)
    yield server
    server.close()
