"""Public records as rows of PostgreSQL: the newest version of each entity, and the place that they follow, in one transaction."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import asyncpg
from pydantic import Field, SecretStr

from schemas.decision import Place, decode_place, encode_place
from schemas.errors import Reject, Retry
from sinks.base import Delivery, SinkSettings, SinkSpec
from sinks.postgres.migrate import migrate
from sinks.postgres.rows import statements

_CONNECT_S, _COMMAND_S = 10, 20


class PostgresSettings(SinkSettings):
    """Which database, and which schema of it."""

    dsn: SecretStr = Field(description="postgresql://user:password@host:5432/database, given as env:NAME or file:PATH.")
    db_schema: str = Field(
        default="leadloom",
        alias="schema",
        pattern=r"^[a-z_][a-z0-9_]{0,62}$",
        description="The schema of the tables; made where it is missing. One installation writes into it, nobody else.",
    )


class PostgresSink:
    """A Sink over one connection, made anew after whatever broke it.

    Two processes that deliver the same partition by mistake cannot harm: the one whose place is not the newest is refused, reads it and
    goes on from there. Versions are never taken back.
    """

    def __init__(self, settings: PostgresSettings) -> None:
        self._dsn, self._schema = settings.dsn, settings.db_schema
        self._connection: Any = None
        self._places: dict[int, bytes | None] = {}
        self._one = asyncio.Lock()

    async def open(self) -> None:
        async with self._connected():
            pass

    async def place(self, partition: int) -> Place:
        async with self._connected() as connection:
            raw = await self._read(connection, partition)
        return Place() if raw is None else decode_place(raw)

    async def deliver(self, partition: int, deliveries: Sequence[Delivery], place: Place) -> None:
        async with self._connected() as connection:
            before = self._places[partition] if partition in self._places else await self._read(connection, partition)
            next_ = 0 if before is None else decode_place(before).next
            # The caller may repeat what it could not know to be written.
            writes = statements((d for d in deliveries if d.offset >= next_), self._schema)
            # Until it is known to be committed, only the database knows the place.
            self._places.pop(partition, None)
            async with connection.transaction():
                await self._move(connection, partition, before, place)
                for write in writes:
                    await connection.execute(write.sql, *write.arguments)
            self._places[partition] = encode_place(place)

    async def close(self) -> None:
        async with self._one:
            if self._connection is not None:
                with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                    await self._connection.close(timeout=2)
            self._drop()

    def _drop(self) -> None:
        """Forget the connection and what was known of places; a transaction still under way on the server is met by `_move`."""
        connection, self._connection = self._connection, None
        self._places.clear()
        if connection is not None:
            connection.terminate()

    async def _read(self, connection: Any, partition: int) -> bytes | None:
        raw: bytes | None = await connection.fetchval(f'select place from "{self._schema}".position where partition = $1', partition)
        self._places[partition] = raw
        return raw

    async def _move(self, connection: Any, partition: int, before: bytes | None, place: Place) -> None:
        """Move the place if it is where we think; its row stays locked until the commit."""
        arguments = (partition, place.next, place.digest, encode_place(place))
        if before is None:
            sql = f'insert into "{self._schema}".position (partition, next, digest, place) values ($1, $2, $3, $4) on conflict do nothing'
            moved = await connection.execute(sql, *arguments)
        else:
            sql = f'update "{self._schema}".position set next = $2, digest = $3, place = $4, moved_at = now() where partition = $1 and place = $5'
            moved = await connection.execute(sql, *arguments, before)
        if moved.endswith(" 0"):
            raise Retry(f"Another process delivered partition {partition} meanwhile; going on from its place.", after_s=0.1)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Any]:
        """The connection, one user at a time; what goes wrong with it becomes Retry or Reject, and the next user gets a new one."""
        async with self._one:
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await self._connect()
                yield self._connection
            except BaseException as error:
                self._drop()
                if (reaction := _reaction(error, self._where())) is None:
                    raise
                raise reaction from error

    async def _connect(self) -> Any:
        try:
            connection = await asyncpg.connect(
                self._dsn.get_secret_value(),
                timeout=_CONNECT_S,
                command_timeout=_COMMAND_S,
                statement_cache_size=0,  # so that it works behind a pooler
                server_settings={"application_name": "leadloom"},
            )
        except ValueError:  # also what asyncpg's own complaint about a dsn is
            raise Reject("The dsn of PostgreSQL cannot be read: write postgresql://user:password@host:5432/database.") from None
        try:
            await migrate(connection, self._schema)
        except BaseException:
            connection.terminate()
            raise
        return connection

    def _where(self) -> str:
        with suppress(ValueError):
            return f"PostgreSQL at {urlsplit(self._dsn.get_secret_value()).hostname or 'localhost'}"
        return "PostgreSQL"


def _reaction(error: BaseException, where: str) -> Exception | None:
    """What an error means to the host; None: nothing of ours. Texts of the server are left out, they can quote rows."""
    match error:
        case asyncpg.PostgresError(sqlstate=str(state)) if state[:2] in ("22", "23", "54"):
            return Reject(f"{where} refuses a record ({type(error).__name__}, SQLSTATE {state}): update leadloom, or mend the table.")
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            return Retry(f"{where} does not let us in: check user and password of the dsn.", after_s=10)
        case asyncpg.InvalidCatalogNameError():
            return Retry(f"{where} does not have the database that the dsn names: create it.", after_s=10)
        case asyncpg.InsufficientPrivilegeError():
            return Retry(f"{where} does not let us write: grant the user the rights on database and schema.", after_s=10)
        case asyncpg.PostgresError(sqlstate=state):
            return Retry(f"{where} is unwell ({type(error).__name__}, SQLSTATE {state}); delivery goes on when it is well.")
        case asyncpg.InterfaceError() | asyncpg.InternalClientError():
            return Retry(f"The connection to {where} broke ({type(error).__name__}); delivery goes on when it is back.")
        case TimeoutError():
            return Retry(f"{where} did not answer in time; delivery goes on when it does.")
        case OSError():
            return Retry(f"{where} cannot be reached ({error.strerror or type(error).__name__}): is it running, is the dsn right?")
        case _:
            return None


SINK = SinkSpec("postgres", PostgresSettings, PostgresSink)
