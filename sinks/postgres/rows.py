"""From the records of a batch to rows: the newest of each entity, in columns that PostgreSQL takes at one go."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
import orjson

from schemas.errors import Reject
from sinks.base import Delivery

TABLES = frozenset(("lead", "deal", "contact", "company", "bundle", "activity", "assignment", "merge"))
"""Topics with a table of their own; the records of others go to `record`."""


class Statement(NamedTuple):
    """SQL and its arguments: one array per column."""

    sql: str
    arguments: tuple[Any, ...]


def statements(deliveries: Iterable[Delivery], schema: str) -> list[Statement]:
    """What writes the batch: per topic one upsert and one delete, none of which takes a version back."""
    newest: dict[str, dict[str, Delivery]] = {}
    for delivery in deliveries:
        rows = newest.setdefault(delivery.topic, {})
        if (before := rows.get(delivery.key)) is None or before.version <= delivery.version:
            rows[delivery.key] = delivery if before is None else _over(before, delivery)
    found = []
    for topic, rows in newest.items():
        if written := [d for d in rows.values() if d.data is not None]:
            found.append(_upsert(topic, written, schema))
        if gone := [d for d in rows.values() if d.data is None]:
            found.append(_delete(topic, gone, schema))
    return found


def _over(before: Delivery, after: Delivery) -> Delivery:
    """The later of two versions; where it tells only that an activity is another item's, with what the earlier one says."""
    if after.topic != "activity" or before.data is None or after.data is None or b'"moved_from"' not in after.data:
        return after
    try:
        said, moved = msgspec.json.decode(before.data), msgspec.json.decode(after.data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return after  # whoever writes it finds out
    return msgspec.structs.replace(after, data=msgspec.json.encode({**said, **moved})) if "moved_from" in moved else after


_ONLY_MOVED = "case when excluded.data ? 'moved_from' then old.data || excluded.data else excluded.data end"
"""What is known of an activity stands where a version tells its new item alone (R42a)."""


def _upsert(topic: str, rows: list[Delivery], schema: str) -> Statement:
    own = topic in TABLES
    sql = (
        f'insert into "{schema}".{topic if own else "record"} as old ({"" if own else "topic, "}id, workspace, version, cause, decided_at, data) '
        f"select {'' if own else '$7, '}id, workspace, version, cause, to_timestamp(ms / 1000.0), data::jsonb "
        "from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::text[]) as new (id, workspace, version, cause, ms, data) "
        f"on conflict ({'' if own else 'topic, '}id) do update set workspace = excluded.workspace, version = excluded.version, "
        f"cause = excluded.cause, decided_at = excluded.decided_at, data = {_ONLY_MOVED if topic == 'activity' else 'excluded.data'} "
        "where excluded.version > old.version"
    )
    columns = (
        [_text(d.key) for d in rows],
        [_text(d.workspace) for d in rows],
        [d.version for d in rows],
        [_text(d.capture) for d in rows],
        [d.at for d in rows],
        [_json(d) for d in rows],
    )
    return Statement(sql, columns if own else (*columns, topic))


def _delete(topic: str, rows: list[Delivery], schema: str) -> Statement:
    own = topic in TABLES
    sql = (
        f'delete from "{schema}".{topic if own else "record"} as old using unnest($1::text[], $2::bigint[]) as gone (id, version) '
        f"where old.id = gone.id and old.version <= gone.version{'' if own else ' and old.topic = $3'}"
    )
    columns = ([_text(d.key) for d in rows], [d.version for d in rows])
    return Statement(sql, columns if own else (*columns, topic))


def _text(text: str) -> str:
    """Without NULs, which PostgreSQL's text cannot hold."""
    return text.replace("\x00", "") if "\x00" in text else text


def _json(delivery: Delivery) -> str:
    raw = delivery.data or b"null"
    try:
        if b"\\u0000" in raw:
            raw = orjson.dumps(_without_nul(msgspec.json.decode(raw)))
        return raw.decode()
    except (msgspec.DecodeError, UnicodeDecodeError, orjson.JSONEncodeError):
        raise Reject(f"The {delivery.topic} of decision {delivery.offset} is no JSON, so PostgreSQL cannot take it.") from None


def _without_nul(value: Any) -> Any:
    match value:
        case str():
            return _text(value)
        case list():
            return [_without_nul(v) for v in value]
        case dict():
            return {_text(k): _without_nul(v) for k, v in value.items()}
        case _:
            return value
