"""The views on one machine: the same figures as a recount, after restarts, repeats and a log that was made anew."""

import asyncio
from pathlib import Path

import msgspec
import structlog

from processors.decisionlog import MemoryStore
from runtime.embedded import EmbeddedLog
from runtime.store import LmdbStore
from runtime.views import catch_up, figures, fold_views, rows
from schemas.decision import FORMAT, encode
from schemas.record import NewRecord
from tests.views import rows as conversion
from tests.views.histories import Histories, some
from tests.views.made import decisions, published, records, recounted, until_published
from tests.views.naive import recount

MADE = [decisions(partition, 300, workspaces=(f"w{partition}", f"x/{partition}")) for partition in range(2)]
WANTED = recounted(MADE[0]) | recounted(MADE[1])


async def test_figures_are_those_of_a_recount_also_after_a_restart_in_the_middle(tmp_path: Path) -> None:
    log = EmbeddedLog(tmp_path / "log", partitions=2)
    halves = [(r[: len(r) // 2], r[len(r) // 2 :]) for r in (records(made, 3) for made in MADE)]
    for half in range(2):
        stop, stores = asyncio.Event(), [LmdbStore(tmp_path / f"views-{p}") for p in range(2)]
        for partition in range(2):
            await log.append("decision", partition, halves[partition][half])
        running = [asyncio.create_task(fold_views(log, p, stores[p], stop)) for p in range(2)]
        await until_published(log, (bool, WANTED.__eq__)[half])
        stop.set()
        await asyncio.gather(*running)
        kept = {(r.workspace, r.channel, r.outcome, r.day): r.count for store in stores for r in rows(store)}
        for store in stores:
            store.close()
    assert kept == WANTED
    await log.close()


async def test_a_crash_between_publishing_and_keeping_counts_nothing_twice(tmp_path: Path) -> None:
    log, first, again = EmbeddedLog(tmp_path), MemoryStore(), MemoryStore()
    await log.append("decision", 0, records(MADE[0], 1))
    await catch_up(log, 0, first)
    await catch_up(log, 0, again)  # nothing of the first was kept
    assert await published(log) == recounted(MADE[0])
    assert rows(first) == rows(again)
    await log.close()


async def test_of_a_log_made_anew_only_its_own_touches_count(tmp_path: Path) -> None:
    store, old, new = MemoryStore(), EmbeddedLog(tmp_path / "old"), EmbeddedLog(tmp_path / "new")
    await old.append("decision", 0, records(MADE[0]))
    await catch_up(old, 0, store)
    await new.append("decision", 0, records(MADE[1], 2) * 2)
    await catch_up(new, 0, store)
    assert await published(new) == recounted(MADE[1])
    assert {r.workspace for r in rows(store)} == {"w1", "x/1"}
    await old.close()
    await new.close()


async def test_foreign_records_in_the_metric_topic_are_passed_over(tmp_path: Path) -> None:
    log = EmbeddedLog(tmp_path)
    await log.append("decision", 0, records(MADE[0]))
    await catch_up(log, 0, MemoryStore())
    wanted = await figures(log)
    raw = records(MADE[1])[0]
    await log.append("metric", 0, [raw])
    assert await figures(log) == wanted
    await log.close()


async def test_a_decision_of_a_newer_release_holds_the_views_and_nothing_else(tmp_path: Path) -> None:
    log, store, stop = EmbeddedLog(tmp_path), MemoryStore(), asyncio.Event()
    await log.append("decision", 0, records(MADE[0][:10]))
    await catch_up(log, 0, store)
    newer = msgspec.structs.replace(MADE[0][10], format=FORMAT + 1)
    await log.append("decision", 0, [NewRecord(b"x", encode(newer))])
    with structlog.testing.capture_logs() as said:
        running = asyncio.create_task(fold_views(log, 0, store, stop))
        async with asyncio.timeout(20):
            while not said:
                await asyncio.wait({running}, timeout=0.01)
        stop.set()
        await running
    assert [(entry["log_level"], entry["event"]) for entry in said] == [("error", "held")]
    assert "which this release cannot read: update leadloom" in said[0]["why"]
    assert await published(log) == recounted(MADE[0][:10])
    await log.close()


async def test_r42_conversion_is_that_of_a_recount_also_after_a_crash_between_publishing_and_keeping(tmp_path: Path) -> None:
    log, first, again = EmbeddedLog(tmp_path), MemoryStore(), MemoryStore()
    happened = Histories().play(some(1, 400))
    made = records(happened)
    await log.append("decision", 0, made[:200])
    await catch_up(log, 0, first)
    await log.append("decision", 0, made[200:])
    await catch_up(log, 0, again)  # nothing of the first was kept
    await catch_up(log, 0, first)
    assert await conversion.published(log) == recount(happened)
    assert first.items == again.items
    await log.close()


async def test_what_an_older_release_kept_is_folded_anew(tmp_path: Path) -> None:
    log, store = EmbeddedLog(tmp_path), LmdbStore(tmp_path / "views")
    happened = Histories().play(some(2, 100))
    await log.append("decision", 0, records(happened))
    await catch_up(log, 0, store)
    everything = {key: None for key, _ in store.scan(b"") if key.startswith((b"conversion", b"item", b"\x00views"))}
    store.keep(everything, store.place())
    await catch_up(log, 0, store)
    assert await conversion.published(log) == recount(happened)
    assert rows(store)
    assert {key for key, _ in store.scan(b"")} >= everything.keys()
    store.close()
    await log.close()
