"""Every scenario on both hosts: on this machine each by itself, on Kafka all of them one after the other."""

from pathlib import Path

import pytest

from tests.scenarios.judge import failures
from tests.scenarios.stage import embedded
from tests.scenarios.story import Scenario, scenarios


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.name)
async def test_scenario(scenario: Scenario, tmp_path: Path) -> None:
    async with embedded(tmp_path) as stage:
        wrong = failures(await stage.play(scenario))
    if wrong:
        pytest.fail(wrong, pytrace=False)
