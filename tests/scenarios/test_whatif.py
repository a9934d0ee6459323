"""What-if over every scenario: where the rules stay the same they find no difference, by all channels, commands, jobs and words of a CRM."""

from contextlib import closing
from pathlib import Path

import pytest

from processors.step import Step
from runtime import discover
from runtime.embedded import EmbeddedLog
from runtime.settings.workspace import WorkspaceSettings
from runtime.store import LmdbStore
from runtime.whatif.again import decide_again
from runtime.whatif.hosts import here
from runtime.whatif.telling import differences
from runtime.whatif.window import Recorded
from tests.scenarios.stage import embedded
from tests.scenarios.story import GIVEN, Scenario, scenarios


def constant(scenario: Scenario) -> bool:
    """Whether nobody changes the rules in it."""
    return not any(step.settings or "mode" in (step.command or ()) for step in scenario.step)


@pytest.mark.slow
async def test_the_same_rules_find_no_difference_in_any_scenario(folder: Path) -> None:
    wrong, tried = {}, list(filter(constant, scenarios()))
    assert len(tried) > 50
    for scenario in tried:
        host = folder / f"{scenario.name}.host"
        host.mkdir()
        async with embedded(host) as stage:
            played = await stage.play(scenario)
        rules = WorkspaceSettings(**{**GIVEN, "mode": scenario.mode, **scenario.given})
        log = EmbeddedLog(host / "log", readonly=True)
        with closing(LmdbStore(host / "decide-0", readonly=True)) as store:
            [found] = await decide_again(
                Recorded(log, 0, store, store.place()), {scenario.name: rules.to_config}, here(Step(discover.readers()).ahead)
            )
        await log.close()
        assert found.captures == len(played.decisions)
        if (told := list(differences(found))) != ["no differences"]:
            wrong[scenario.name] = told
    assert wrong == {}
