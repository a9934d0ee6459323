"""PostgreSQL for tests: one server per session, an empty database per test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from runtime.testing.postgres import PostgresServer
from runtime.testing.servers import Missing
from tests import tiers


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The session's server. A test that stops it starts it again before it ends."""
    server = PostgresServer()
    try:
        yield server.start()
    except Missing as why:
        tiers.missing("postgres", why)
    finally:
        server.close()


@pytest.fixture
async def postgres_dsn(postgres: PostgresServer) -> AsyncIterator[str]:
    """An empty database of the test's own."""
    dsn = await postgres.create()
    yield dsn
    await postgres.drop(dsn)
