"""What-if over what people did: modes that a command set are tried otherwise, jobs are the scratch state's own, and what is not there is told."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from processors import queries
from runtime.store import LmdbStore
from runtime.whatif.own import due
from runtime.whatif.telling import differences
from runtime.whatif.window import Since
from tests.whatif.past import ANN, BOB, CID, CLASSIC, SIMPLE, Past, config, feedback, form, said


@pytest.fixture
async def past(tmp_path: Path) -> AsyncIterator[Past]:
    """A log of nothing yet."""
    made = Past(tmp_path)
    yield made
    await made.log.close()


def leads(past: Past) -> list[str]:
    """The ids of the leads as recorded, oldest first."""
    store = LmdbStore(past.folder / "state" / "decide-0.0", readonly=True)
    found = [lead.id for lead in sorted(queries.leads(store, "main"), key=lambda lead: lead.created_at)]
    store.close()
    return found


async def test_commands_on_what_does_not_exist_there_are_told_as_not_applicable(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), form(2, **BOB))
    ann, bob = leads(past)
    await past.live(said(1, "move", kind="lead", item=ann, stage="IN_PROGRESS"), said(2, "judge", lead=bob, verdict="junk"))
    same = await past.whatif(CLASSIC)
    assert same.touched == ()
    found = await past.whatif(SIMPLE)
    told = found.of("not_applicable")
    assert [(d.recorded.outcome, d.there.outcome) for d in told] == [("applied", "refused")] * 2
    assert all("There is no lead" in d.there.reason for d in told)
    assert "2 commands or words of a CRM are not applicable there" in list(differences(found))


async def test_what_a_crm_told_of_what_does_not_exist_there_is_told_likewise(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN))
    [ann] = leads(past)
    await past.live(feedback(1, past.now, "stage", ann, stage="IN_PROGRESS"))
    found = await past.whatif(SIMPLE)
    assert [(d.recorded.outcome, d.there.outcome) for d in found.of("not_applicable")] == [("applied", "dead")]


async def test_a_mode_that_a_command_set_is_tried_otherwise(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), said(1, "mode", mode="simple"), form(2, **BOB))
    found = await past.whatif(CLASSIC)
    assert (found.recorded.outcomes, found.there.outcomes) == ({"lead": 1, "deal": 1}, {"lead": 2})
    assert found.passed_over == {"configuration": 2}


async def test_it_is_tried_otherwise_also_where_it_was_set_before(past: Past) -> None:
    await past.live(config(CLASSIC), said(1, "mode", mode="simple"), form(1, **ANN), form(2, **BOB))
    found = await past.whatif(CLASSIC, Since(offset=3))
    assert (found.recorded.outcomes, found.there.outcomes) == ({"deal": 1}, {"lead": 1})
    again = await past.whatif(SIMPLE, Since(offset=3))
    assert again.touched == ()


async def test_a_job_that_was_at_work_is_gone_on_with(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), form(2, **BOB), form(3, **CID), said(1, "mode", mode="simple", policy="convert"))
    begun = past.now
    await past.live(form(4, **ANN))
    store = LmdbStore(past.folder / "state" / "decide-0.0", readonly=True)
    pieces = list(due(store))
    store.close()
    assert len(pieces) == 1
    await past.live(*pieces, form(5, **BOB))
    found = await past.whatif(SIMPLE, Since(at=begun + 1))
    assert found.passed_over == {"jobs": 1}
    assert (found.touched, found.clients, found.recorded.outcomes) == ((), (), {"activity": 2})


async def test_a_job_that_was_not_recorded_yet_ends_there(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), said(1, "mode", mode="simple", policy="convert"), form(2, **BOB))
    found = await past.whatif(SIMPLE, Since(offset=3))
    assert (found.captures, found.touched) == (1, ())
