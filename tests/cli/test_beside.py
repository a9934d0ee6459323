"""What is read beside a working decider is not behind what it has said."""

import asyncio
from pathlib import Path

from processors.decisionlog import TOPIC, DecisionLog
from processors.step import Step
from runtime.discover import readers
from runtime.embedded import EmbeddedLog
from runtime.reading import kept
from runtime.store import LmdbStore
from schemas.capture import LIVE, Appended, Capture


async def test_the_state_is_waited_for_where_its_decisions_are_in_the_log_already(tmp_path: Path) -> None:
    log, store = EmbeddedLog(tmp_path / "log"), LmdbStore(tmp_path / "state" / "decide-0.0")
    decisions = DecisionLog(store)
    form = Capture(
        id="a", workspace="main", channel="webform", source="s", body=b'{"email": "a@example.org"}', content_type="application/json"
    )
    draft = decisions.draft([Appended(form, LIVE, 0, 0, 1)], Step(readers()))
    offset = await log.append(TOPIC, 0, draft.records)

    asked = asyncio.create_task(kept(log, 0, store))
    await asyncio.sleep(0)
    assert (asked.done(), store.place().next) == (False, 0)
    assert decisions.landed(draft, offset)
    await asyncio.wait_for(asked, 5)
    assert store.place().next == 1
    store.close()
    await log.close()
