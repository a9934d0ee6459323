"""The PostgreSQL sink alone: its rows, its migrations, connections that are cut, and what PostgreSQL cannot take."""

import asyncio
import json
import re
from typing import Any

import asyncpg
import pytest

from runtime.discover import sinks
from runtime.testing.postgres import PostgresServer
from runtime.testing.servers import free_port
from schemas.crm import PUBLIC
from schemas.decision import Place
from schemas.errors import Reject, Retry
from sinks.base import Delivery, Sink
from sinks.postgres.migrate import migrations
from sinks.postgres.rows import TABLES
from tests.contracts import golden


def postgres_sink(dsn: str) -> Sink:
    spec = sinks()["postgres"]
    sink: Sink = spec.make(spec.settings(dsn=dsn, schema="crm"))
    return sink


async def ask(dsn: str, sql: str, *arguments: object) -> list[Any]:
    connection: Any = await asyncpg.connect(dsn)
    try:
        return list(await connection.fetch(sql, *arguments))
    finally:
        await connection.close()


async def deliver(dsn: str, deliveries: list[Delivery], place: int) -> None:
    sink = postgres_sink(dsn)
    await sink.open()
    try:
        await sink.deliver(0, deliveries, Place(place))
    finally:
        await sink.close()


def lead(data: bytes, key: str = "l", version: int = 1, offset: int = 0) -> Delivery:
    return Delivery("lead", key, version, data, "main", "c", offset, 1_700_000_000_000)


def test_every_column_is_a_field_of_its_record() -> None:
    for table in TABLES:
        (body,) = re.findall(rf"create table {table} \((.*?)\n\);", "".join(m.sql for m in migrations()), re.DOTALL)
        fields = set(PUBLIC[table].__struct_fields__)
        assert set(re.findall(r"data->>?'(\w+)'", body)) <= fields, table


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [m.number for m in migrations()] == list(range(1, len(migrations()) + 1))


@pytest.mark.postgres
@pytest.mark.slow
async def test_records_become_the_rows_of_the_fixture(postgres_dsn: str) -> None:
    await deliver(postgres_dsn, golden.records("postgres"), 9)
    rows = {}
    for table in sorted(TABLES):
        (row,) = await ask(postgres_dsn, f"select to_jsonb(t) - 'data' from crm.{table} t")
        rows[table] = json.loads(row[0])
    assert rows == json.loads((golden.SINKS / "postgres" / "fixtures" / "rows.json").read_text())


@pytest.mark.postgres
@pytest.mark.slow
async def test_several_who_open_an_empty_database_at_once_migrate_it_once(postgres_dsn: str) -> None:
    many = [postgres_sink(postgres_dsn) for _ in range(6)]
    await asyncio.gather(*(sink.open() for sink in many))
    await asyncio.gather(*(sink.close() for sink in many))
    assert [tuple(row) for row in await ask(postgres_dsn, "select number, name from crm.migration order by 1")] == [
        (m.number, m.name) for m in migrations()
    ]


@pytest.mark.postgres
@pytest.mark.slow
async def test_f13_a_connection_that_is_cut_in_the_middle_is_made_again(postgres: PostgresServer, postgres_dsn: str) -> None:
    sink = postgres_sink(postgres_dsn)
    await sink.open()
    await sink.deliver(0, [lead(b"{}", "a")], Place(1))
    holder: Any = await asyncpg.connect(postgres_dsn)
    await holder.execute("begin; lock table crm.lead")
    under_way = asyncio.create_task(sink.deliver(0, [lead(b"{}", "b", offset=1)], Place(2)))
    async with asyncio.timeout(10):
        while not await holder.fetchval("select count(*) from pg_locks where not granted"):
            await asyncio.wait({under_way}, timeout=0.01)
    await postgres.cut(postgres_dsn)
    with pytest.raises(Retry):
        await under_way
    assert await sink.place(0) == Place(1)
    await sink.deliver(0, [lead(b"{}", "b", offset=1)], Place(2))
    assert [row["id"] for row in await ask(postgres_dsn, "select id from crm.lead order by 1")] == ["a", "b"]
    await sink.close()


@pytest.mark.postgres
@pytest.mark.slow
async def test_a_version_is_never_taken_back_even_when_all_is_delivered_again(postgres_dsn: str) -> None:
    deliveries = [lead(b'{"status":"%d"}' % n, version=n, offset=n) for n in (1, 2, 3)]
    await deliver(postgres_dsn, deliveries, 4)
    await deliver(postgres_dsn, [], 0)
    await deliver(postgres_dsn, deliveries[:1], 2)
    assert [tuple(r) for r in await ask(postgres_dsn, "select version, status from crm.lead")] == [(3, "3")]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.postgres
@pytest.mark.slow
async def test_r42a_an_activity_that_moves_with_its_lead_keeps_what_it_says(postgres_dsn: str, together: bool) -> None:
    said = b'{"id":"a","item":"l","item_kind":"lead","subject":"Roof","text":"A flat one","direction":"out"}'
    moved = b'{"id":"a","item":"d","item_kind":"deal","moved_from":"l"}'
    both = [Delivery("activity", "a", n, data, "main", f"c{n}", n, 1) for n, data in ((1, said), (2, moved))]
    for batch in [both] if together else [both[:1], both[1:]]:
        await deliver(postgres_dsn, batch, batch[-1].offset + 1)
    [row] = await ask(postgres_dsn, "select version, item, item_kind, subject, direction, data->>'text', cause from crm.activity")
    assert tuple(row) == (2, "d", "deal", "Roof", "out", "A flat one", "c2")


@pytest.mark.postgres
@pytest.mark.slow
async def test_nuls_are_left_out(postgres_dsn: str) -> None:
    raw = rb'{"title":"a\u0000b","status":"\\u0000","fields":{"k\u0000":["\u0000"]}}'
    await deliver(postgres_dsn, [lead(raw, key="l\x001")], 1)
    ((key, data),) = await ask(postgres_dsn, "select id, data from crm.lead")
    assert (key, json.loads(data)) == ("l1", {"title": "ab", "status": "\\u0000", "fields": {"k": [""]}})


@pytest.mark.postgres
@pytest.mark.slow
async def test_hostile_lengths_times_and_numbers_fit(postgres_dsn: str) -> None:
    data = {
        "title": "t" * 100_000,
        "status": "s" * 5000,
        "client": {"id": "k", "phones": ["9" * 9000] * 300},
        "created_at": 10**18,
        "activities": -1,
    }
    await deliver(postgres_dsn, [lead(json.dumps(data).encode())], 1)
    (row,) = await ask(
        postgres_dsn, "select length(status) s, length(phones[1]) p, created_at, length(data->>'status') whole from crm.lead"
    )
    assert dict(row) == {"s": 200, "p": 320, "created_at": None, "whole": 5000}


@pytest.mark.postgres
@pytest.mark.slow
async def test_what_can_never_be_taken_is_a_reject_that_quotes_nothing(postgres_dsn: str) -> None:
    for raw in (b'{"title":"secret" ', b'{"a": 1e999999}', b"\xff\\u0000", b'{"\\u0000": '):
        with pytest.raises(Reject) as why:
            await deliver(postgres_dsn, [lead(raw)], 1)
        assert "secret" not in str(why.value)
    assert await ask(postgres_dsn, "select id from crm.lead") == []


@pytest.mark.postgres
@pytest.mark.slow
async def test_a_user_without_rights_and_a_missing_database_are_named(postgres: PostgresServer, postgres_dsn: str) -> None:
    await ask(postgres_dsn, "create role nobody_much login")
    try:
        with pytest.raises(Retry, match="does not let us write: grant"):
            await postgres_sink(postgres_dsn.replace("leadloom@", "nobody_much@")).open()
        with pytest.raises(Retry, match="does not have the database"):
            await postgres_sink(f"{postgres_dsn}_missing").open()
    finally:
        await postgres.run("drop role nobody_much")


async def test_an_unreachable_server_is_retry_and_a_dsn_that_is_none_is_reject() -> None:
    with pytest.raises(Retry, match=r"PostgreSQL at 127\.0\.0\.1 cannot be reached"):
        await postgres_sink(f"postgresql://u:hidden@127.0.0.1:{free_port()}/d").open()
    for dsn in ("nonsense", "postgresql://[::1/d", "postgresql://h:port/d", "mysql://h/d"):
        with pytest.raises(Reject, match="dsn of PostgreSQL cannot be read"):
            await postgres_sink(dsn).open()


def test_the_dsn_is_masked_wherever_settings_are_shown() -> None:
    spec = sinks()["postgres"]
    assert "hidden" not in repr(spec.settings(dsn="postgresql://u:hidden@h/d"))
