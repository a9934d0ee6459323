"""What-if (R52): other rules over the captures that the log holds; the same rules find no difference, from wherever it starts."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from bench.stream import captures, events
from processors.decisionlog import TOPIC
from runtime.whatif.differences import Found
from runtime.whatif.telling import differences, heading, sums
from runtime.whatif.window import Since
from schemas.capture import LANES
from schemas.config import Matching, WorkspaceConfig
from schemas.errors import Reject
from tests.whatif.past import ANN, BEGIN, BOB, CID, CLASSIC, MINUTE, SIMPLE, Past, config, form

STREAM = Path(__file__).parents[2] / "runtime/demo/enquiries.jsonl.gz"

replace = msgspec.structs.replace


@pytest.fixture
async def past(tmp_path: Path) -> AsyncIterator[Past]:
    """A log of nothing yet."""
    made = Past(tmp_path)
    yield made
    await made.log.close()


def nothing_differs(found: Found) -> bool:
    return (found.touched, found.clients, found.outcomes) == ((), (), ()) and found.recorded == found.there


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["classic", "simple"])
async def test_the_same_rules_find_no_difference_from_wherever_it_starts(past: Past, mode: str) -> None:
    rules = CLASSIC if mode == "classic" else SIMPLE
    stream = [capture for _, _, capture in captures(events(STREAM, 300))]
    await past.live(config(rules), *stream)
    for since in (0, 1, 150, 299):
        found = await past.whatif(rules, Since(offset=since))
        assert nothing_differs(found)
        assert found.captures == 301 - max(1, since)


async def test_another_mode_makes_deals_of_what_were_leads(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), form(2, **BOB), form(3, **ANN))
    found = await past.whatif(SIMPLE)
    assert (found.recorded.outcomes, found.there.outcomes) == ({"lead": 2, "activity": 1}, {"deal": 2, "activity": 1})
    assert (found.captures, found.passed_over, found.outcomes) == (3, {"configuration": 1}, (("lead", "deal", 2),))
    assert [differs.kinds for differs in found.touched] == [("other_kind",), ("other_kind",)]
    assert {differs.recorded.item_kind for differs in found.touched} == {"lead"}
    assert {differs.there.item_kind for differs in found.touched} == {"deal"}


async def test_it_starts_from_the_state_as_it_stood(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), form(2, **BOB), form(3, **ANN))
    by_offset = await past.whatif(SIMPLE, Since(offset=2))
    by_time = await past.whatif(SIMPLE, Since(at=BEGIN + 2 * MINUTE + 1))
    assert by_offset == by_time
    assert by_offset.begin == 2
    assert (by_offset.recorded.outcomes, by_offset.there.outcomes) == ({"lead": 1, "activity": 1}, {"deal": 1, "activity": 1})
    [bob] = by_offset.touched
    assert bob.there.outcome == "deal"


async def test_an_exclusion_takes_items_away_and_its_absence_brings_them(past: Past) -> None:
    excluding = replace(CLASSIC, exclude=("@ann.example",))
    await past.live(config(excluding), form(1, **ANN), form(2, **BOB))
    [made] = (await past.whatif(CLASSIC)).of("made")
    assert (made.recorded.outcome, made.there.outcome, made.there.owner) == ("excluded", "lead", "ann")
    found = await past.whatif(replace(CLASSIC, exclude=("@bob.example",)))
    [not_made] = found.of("not_made")
    assert (not_made.recorded.outcome, not_made.there.outcome) == ("lead", "excluded")


async def test_who_is_somebody_elses_now_is_told_and_counted(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), form(2, **BOB), form(3, **ANN))
    found = await past.whatif(replace(CLASSIC, queues=(replace(CLASSIC.queues[0], members=("bob",)),)))
    assert [(d.recorded.owner, d.there.owner, d.recorded.outcome) for d in found.of("other_owner")] == [
        ("ann", "bob", "lead"),
        ("ann", "bob", "activity"),
    ]
    assert (found.recorded.made_by_owner, found.there.made_by_owner) == ({"ann": 1, "bob": 1}, {"bob": 2})


STRICT = replace(CLASSIC, matching=Matching(attach=0.995, merge=0.996))
"""Rules by which a number alone is not enough to be known again."""
CALLS = (form(1, name="Ann Example", phone="0171 5559817"), form(4, **CID), form(2, phone="+49 171 5559817"))


async def test_clients_are_joined_where_less_is_asked_for(past: Past) -> None:
    await past.live(config(STRICT), *CALLS)
    found = await past.whatif(CLASSIC)
    [group] = found.clients
    assert (group.kind, len(group.recorded), len(group.there), group.touches) == ("joined", 2, 1, 2)
    assert (found.recorded.clients, found.there.clients) == (3, 2)


async def test_clients_are_parted_where_more_is_asked_for(past: Past) -> None:
    await past.live(config(CLASSIC), *CALLS)
    [group] = (await past.whatif(STRICT)).clients
    assert (group.kind, len(group.recorded), len(group.there), group.touches) == ("apart", 1, 2, 2)


async def test_recorded_changes_of_the_configuration_are_passed_over(past: Past) -> None:
    first = replace(CLASSIC, version=1)
    await past.live(config(CLASSIC), form(1, **ANN), config(SIMPLE, first), form(2, **BOB))
    found = await past.whatif(CLASSIC)
    assert found.passed_over == {"configuration": 2}
    assert found.there.outcomes == {"lead": 2}


async def test_other_workspaces_are_left_alone(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), form(1, "other", **BOB), form(2, **CID))
    main, other = await past.each({"main": SIMPLE, "other": SIMPLE})
    assert [(found.workspace, found.captures, found.there.outcomes) for found in (main, other)] == [
        ("main", 2, {"deal": 2}),
        ("other", 1, {"deal": 1}),
    ]


async def test_a_configuration_that_does_not_hold_together_is_refused(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN))
    with pytest.raises(Reject, match="cannot be decided by this configuration: The default queue `nowhere` does not exist"):
        await past.whatif(replace(CLASSIC, default_queue="nowhere"))


async def test_nothing_is_touched(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), form(2, **BOB))
    files = {path: path.read_bytes() for path in past.folder.rglob("data.mdb")}
    before = {topic: await past.log.span(topic, 0) for topic in (TOPIC, *LANES, "lead", "deal", "cursor")}
    await past.whatif(SIMPLE)
    assert {path: path.read_bytes() for path in past.folder.rglob("data.mdb")} == files
    assert {topic: await past.log.span(topic, 0) for topic in before} == before


async def test_what_differs_is_told_with_three_examples_each(past: Past) -> None:
    await past.live(config(CLASSIC), *(form(n, name=f"P {n}", email=f"p{n}@p{n}.example") for n in range(5)))
    found = await past.whatif(SIMPLE)
    told = list(differences(found))
    assert list(heading(found)) == [
        "workspace main: decisions 0 to 5, 5 captures with 5 touches decided again",
        "  not decided again: 1 configuration",
    ]
    assert ("touches: deal", 0, 5) in list(sums(found))
    assert told[0] == "5 make an item of the other kind"
    assert sum(line.startswith("    capture ") for line in told) == 3
    assert list(differences(await past.whatif(CLASSIC))) == ["no differences"]


async def test_an_empty_configuration_is_the_default_one(past: Past) -> None:
    await past.live(form(1, **ANN))
    assert nothing_differs(await past.whatif(WorkspaceConfig()))


async def test_where_only_more_is_asked_of_people_it_does_not_say_that_nothing_differs(past: Past) -> None:
    await past.live(config(CLASSIC), form(1, **ANN), form(2, **ANN | {"email": "other@example.org", "phone": "+49 170 1234599"}))
    found = await past.whatif(replace(CLASSIC, matching=Matching(review=0.0001)))
    assert (found.recorded.reviews, found.there.reviews) == (0, 1)
    assert list(differences(found)) == ["no item, owner or client differs, only what is counted above"]
