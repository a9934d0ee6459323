"""The contract of a sink (sinks/base.py), kept by every kind that is there: the same tests against real files and a real PostgreSQL."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from runtime.discover import sinks
from schemas.codec import digest, to_json
from schemas.decision import Place
from schemas.errors import Retry
from sinks.base import Delivery
from tests.contracts.sink_crash import Batch, resume, survived
from tests.contracts.sink_kit import FilesKit, Kit, PostgresKit, Rows

TOPICS = ("lead", "deal", "contact", "company", "bundle", "activity", "assignment", "merge", "sla")
KITS = {"files": [], "postgres": [pytest.mark.postgres, pytest.mark.slow]}


@pytest.fixture(params=[pytest.param(kind, marks=marks) for kind, marks in KITS.items()])
def kit(request: pytest.FixtureRequest, tmp_path: Path) -> Kit:
    if request.param == "postgres":
        return PostgresKit(request.getfixturevalue("postgres"), request.getfixturevalue("postgres_dsn"))
    return FilesKit(tmp_path)


def record(topic: str, key: str, version: int, offset: int, **data: Any) -> Delivery:
    body = {"id": key, "workspace": "main", "version": version, "cause": f"c{offset}", **data}
    return Delivery(topic, key, version, to_json(body), "main", f"c{offset}", offset, 1_700_000_000_000 + offset)


def tombstone(topic: str, key: str, version: int, offset: int) -> Delivery:
    return Delivery(topic, key, version, None, "main", f"c{offset}", offset, 1_700_000_000_000 + offset)


def at(offset: int) -> Place:
    return Place(offset, digest(b"%d" % offset), {"capture": offset}, offset)


def some(seed: int, decisions: int) -> list[Delivery]:
    """The records of so many decisions: entities come again with rising versions, and now and then are erased."""
    dice, versions, found = random.Random(seed), dict[tuple[str, str], int](), list[Delivery]()
    for offset in range(decisions):
        for topic in dice.sample(TOPICS, dice.choice((0, 1, 1, 2, 3))):
            key = f"{topic}-{dice.randrange(6)}"
            version = versions[topic, key] = versions.get((topic, key), 0) + 1
            make: Callable[..., Delivery] = tombstone if dice.random() < 0.1 else record
            found.append(make(topic, key, version, offset))
    return found


def cut(deliveries: Sequence[Delivery], decisions: int, size: int) -> list[Batch]:
    """Batches of so many decisions, each with the place after it."""
    edges = [*range(size, decisions, size), decisions]
    return [
        ([d for d in deliveries if edge - size <= d.offset < edge or (edge == decisions and d.offset >= edges[-2])], at(edge))
        for edge in edges
    ]


def expected(deliveries: Sequence[Delivery]) -> Rows:
    rows: dict[tuple[str, str], tuple[int, Any]] = {}
    for d in deliveries:
        if d.data is None:
            rows.pop((d.topic, d.key), None)
        else:
            rows[d.topic, d.key] = (d.version, msgspec.json.decode(d.data))
    return rows


def test_every_kind_of_sink_is_under_contract() -> None:
    assert set(sinks()) == set(KITS)


def test_every_sink_is_a_folder_with_a_readme_and_fixtures() -> None:
    for kind in sinks():
        folder = Path(__file__).parents[2] / "sinks" / kind
        assert {"sink.py", "README.md", "fixtures"} <= {path.name for path in folder.iterdir()}, kind


async def test_delivery_begins_at_a_fresh_place_and_stays_where_it_came_to(kit: Kit) -> None:
    sink = kit.make()
    await sink.open()
    assert await sink.place(0) == Place()
    await sink.deliver(0, [record("lead", "a", 1, 0)], at(1))
    assert await sink.place(0) == at(1)
    await sink.close()
    again = kit.make()
    await again.open()
    assert await again.place(0) == at(1)
    assert await again.place(1) == Place()
    await again.close()


async def test_the_newest_version_of_each_entity_is_there_in_the_end(kit: Kit) -> None:
    deliveries = some(1, 60)
    await resume(kit.make(), cut(deliveries, 60, 7))
    assert await kit.rows() == expected(deliveries)


async def test_records_of_one_key_in_one_batch_keep_their_order(kit: Kit) -> None:
    sink = kit.make()
    await sink.open()
    await sink.deliver(0, [record("lead", "a", n, n, title=f"t{n}") for n in range(1, 5)], at(5))
    assert await kit.rows() == expected([record("lead", "a", 4, 4, title="t4")])
    await sink.close()


async def test_a_tombstone_removes_and_a_later_version_brings_back(kit: Kit) -> None:
    sink = kit.make()
    await sink.open()
    await sink.deliver(0, [record("contact", "a", 1, 0), record("contact", "b", 1, 0)], at(1))
    await sink.deliver(0, [tombstone("contact", "a", 2, 1), tombstone("sla", "never", 1, 1)], at(2))
    assert set(await kit.rows()) == {("contact", "b")}
    await sink.deliver(0, [record("contact", "a", 3, 2)], at(3))
    assert set(await kit.rows()) == {("contact", "a"), ("contact", "b")}
    await sink.close()


async def test_the_place_moves_without_records_too(kit: Kit) -> None:
    sink = kit.make()
    await sink.open()
    await sink.deliver(0, [], at(9))
    assert await sink.place(0) == at(9)
    assert await kit.effects() == 0
    await sink.close()


async def test_i3_a_batch_delivered_twice_has_one_effect(kit: Kit) -> None:
    deliveries = [record("lead", "a", 1, 0), record("lead", "a", 2, 1), record("deal", "d", 1, 1)]
    sink = kit.make()
    await sink.open()
    await sink.deliver(0, deliveries, at(2))
    before = await kit.rows(), await kit.effects()
    await sink.deliver(0, deliveries, at(2))
    assert (await kit.rows(), await kit.effects()) == before
    await sink.close()
    again = kit.make()
    await again.open()
    await again.deliver(0, deliveries, at(2))
    assert (await kit.rows(), await kit.effects()) == before
    await again.close()


async def test_partitions_have_places_of_their_own(kit: Kit) -> None:
    one, two = kit.make(), kit.make()
    for partition, sink in enumerate((one, two)):
        await sink.open()
        await sink.place(partition)
    await one.deliver(0, [record("lead", "a", 1, 0)], at(1))
    await two.deliver(1, [record("lead", "b", 1, 0), record("lead", "c", 1, 6)], at(7))
    await one.deliver(0, [record("lead", "d", 1, 1)], at(2))
    assert (await one.place(0), await two.place(1)) == (at(2), at(7))
    assert {key for _, key in await kit.rows()} == {"a", "b", "c", "d"}
    await one.close()
    await two.close()


async def test_two_on_one_partition_have_one_effect_and_the_place_of_the_one_that_is_let(kit: Kit) -> None:
    one, two = kit.make(), kit.make()
    for sink in (one, two):
        await sink.open()
    assert await one.place(0) == Place()

    async def second() -> None:
        assert await two.place(0) == Place()
        await one.deliver(0, [record("lead", "a", 1, 0)], at(1))
        await two.deliver(0, [record("lead", "a", 1, 0)], at(1))

    with pytest.raises(Retry):
        await second()
    await one.deliver(0, [record("lead", "a", 1, 0), record("lead", "b", 1, 1)], at(2))
    assert await kit.effects() == 2
    await one.close()
    assert await two.place(0) == at(2)
    await two.close()


async def test_f13_an_unwell_destination_is_retry_and_nothing_moves(kit: Kit) -> None:
    sink = kit.make()
    await sink.open()
    await sink.deliver(0, [record("lead", "a", 1, 0)], at(1))
    async with kit.unwell():
        for _ in range(2):
            with pytest.raises(Retry) as why:
                await sink.deliver(0, [record("lead", "a", 2, 1)], at(2))
        assert str(why.value).endswith((".", "?"))
        other = kit.make()
        with pytest.raises(Retry):
            await other.open()
        await other.close()
    assert await sink.place(0) == at(1)
    await sink.deliver(0, [record("lead", "a", 2, 1)], at(2))
    assert await kit.rows() == expected([record("lead", "a", 2, 1)])
    await sink.close()


async def test_what_people_write_comes_through_whole(kit: Kit) -> None:
    said = 'a\nb\r\u2028\u2029 "c" \\u0000 \\ 😀 Łódź \u202e ; drop table lead; --'
    deliveries = [record("lead", said, 1, 0, title=said, fields={said: said}), record("lead", "k" * 2000, 1, 1)]
    await resume(kit.make(), [(deliveries, at(2))])
    assert await kit.rows() == expected(deliveries)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_f5_kill_9_at_any_step_between_write_and_place_has_one_effect(kit: Kit, seed: int) -> None:
    deliveries = some(seed, 40)
    batches, steps, kills = cut(deliveries, 40, 3), 301 * seed, 0
    while not survived(kit.kind, kit.options, batches, steps):
        kills += 1
        steps = steps * 8 // 7 + 7 * seed
    assert kills >= 5, "killed too seldom to prove anything"
    assert await kit.rows() == expected(deliveries)
    wanted = len(deliveries) if kit.kind == "files" else len(expected(deliveries))
    assert await kit.effects() == wanted
