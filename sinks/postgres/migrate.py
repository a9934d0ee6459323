"""The numbered SQL files of `migrations/`, applied in order, each once, by one process at a time."""

import re
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x6C656164  # of all who migrate any schema of ours in this database


class Migration(NamedTuple):
    """A file of `migrations/`: `0001_tables.sql` is number 1, `tables`."""

    number: int
    name: str
    sql: str


def migrations() -> list[Migration]:
    """All of them, in order."""
    found = []
    for path in sorted(FOLDER.glob("*.sql")):
        number, name = re.fullmatch(r"(\d{4})_(\w+)", path.stem).groups()  # type: ignore[union-attr]
        found.append(Migration(int(number), name, path.read_text()))
    return found


async def migrate(connection: Any, schema: str) -> list[Migration]:
    """Bring the schema up to date in one transaction; the migrations that were missing. A schema of a newer release is left as it is."""
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        # Asked first, because `create ... if not exists` wants the right to create even where there is nothing to create.
        if not await connection.fetchval("select 1 from pg_namespace where nspname = $1", schema):
            await connection.execute(f'create schema "{schema}"')
        if not await connection.fetchval("select to_regclass($1)", f'"{schema}".migration'):
            columns = "number integer primary key, name text not null, at timestamptz not null default now()"
            await connection.execute(f'create table "{schema}".migration ({columns})')
        done = {row["number"] for row in await connection.fetch(f'select number from "{schema}".migration')}
        missing = [m for m in migrations() if m.number not in done]
        if missing:
            await connection.execute(f'set local search_path to "{schema}"')
        for number, name, sql in missing:
            await connection.execute(sql)
            await connection.execute(f'insert into "{schema}".migration (number, name) values ($1, $2)', number, name)
    return missing
