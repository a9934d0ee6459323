"""F5 and F13: the process that delivers to PostgreSQL is killed between its write and its commit, and the server is restarted; one effect each."""

import asyncio
import random
import signal
from pathlib import Path

import asyncpg
import pytest

from runtime.testing.postgres import PostgresServer
from runtime.testing.servers import until
from tests.faults.product import Product
from tests.faults.reconcile import reconcile

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(300)]

SINK = """
[sinks.postgres.crm]
dsn = "file:{file}"
"""


async def rows(dsn: str) -> dict[tuple[str, str], int]:
    """(table, id) -> version of what is in the database."""
    connection = await asyncpg.connect(dsn)
    try:
        found: dict[tuple[str, str], int] = {}
        for table in ("lead", "deal", "contact", "company", "activity", "assignment"):
            for row in await connection.fetch(f"select id, version from leadloom.{table}"):
                found[table, row["id"]] = row["version"]
        return found
    finally:
        await connection.close()


@pytest.mark.parametrize("mode", ["classic", "simple"])
def test_f05_f13_a_sink_killed_between_write_and_commit_and_a_server_restarted_have_one_effect(
    tmp_path: Path, postgres: PostgresServer, postgres_dsn: str, mode: str
) -> None:
    (tmp_path / "dsn").write_text(postgres_dsn)
    product, chance = Product(tmp_path, mode=mode, more=SINK.format(file=tmp_path / "dsn")), random.Random(mode)
    try:
        for n, point in enumerate(("deliver.before_write", "deliver.written", "deliver.written", "deliver.before_write")):
            process = product.up(crash=f"{point}:{chance.randint(1, 4)}")
            product.post(range(30 * n, 30 * n + 30))
            product.wait(process, -signal.SIGKILL, point)
        with product.running():
            postgres.kill()
            product.post(range(110, 120))
            postgres.restart()
            product.post(sorted(product.sent - set(product.accepted)), tries=5)
            product.post(range(120, 150))
            reconcile(product)
            expected: dict[tuple[str, str], int] = {}
            for row in product.delivered():
                if row["topic"] != "bundle":
                    expected[row["topic"], row["key"]] = row["version"]
            until(lambda: asyncio.run(rows(postgres_dsn)) == expected, "the rows that the files have too")
    finally:
        product.stop()
