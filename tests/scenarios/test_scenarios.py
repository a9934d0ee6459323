"""Every scenario on both hosts: on this machine each by itself, on Kafka all of them one after the other."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from runtime.testing.kafka import KafkaServer
from tests.scenarios.judge import failures
from tests.scenarios.stage import embedded
from tests.scenarios.stage import kafka as on_kafka
from tests.scenarios.story import BEGIN, FOLDER, Scenario, scenarios


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.name)
async def test_scenario(scenario: Scenario, folder: Path) -> None:
    async with embedded(folder) as stage:
        wrong = failures(await stage.play(scenario))
    if wrong:
        pytest.fail(wrong, pytrace=False)


def test_every_row_of_the_tables_has_its_scenarios() -> None:
    rows = [line.split("|") for line in (FOLDER / "README.md").read_text().splitlines() if re.match(r"\| R\d+\.\d", line)]
    named = {row[1].strip(): re.findall(r"`(\w+)`", row[3]) for row in rows}
    there = {scenario.name for scenario in scenarios()}
    assert [name for names in named.values() for name in names if name not in there] == []
    assert [row for row in named if row.startswith("R5.")] == ["R5.1", "R5.2", "R5.3", "R5.4", "R5.5", "R5.5, `repeat_sales = false`"]
    assert [row for row in named if row.startswith("R10.")] == [f"R10.{n}" for n in range(1, 8)]
    assert all(named.values())


@pytest.mark.slow
@pytest.mark.kafka
async def test_on_kafka_every_scenario_comes_out_the_same(kafka: KafkaServer, kafka_prefix: str, folder: Path) -> None:
    wrong, later = [], timedelta()
    async with on_kafka(kafka.bootstrap, kafka_prefix, folder) as stage:
        for scenario in scenarios():
            # One after the other in time, too, as the time that rules use never runs backwards in a partition (R62); far in the past, as a
            # broker takes nothing of the future.
            wrong.append(failures(await stage.play(scenario, int((later - LONG_AGO).total_seconds() * 1000))))
            later += _weeks(scenario)
    if any(wrong):
        pytest.fail("\n\n".join(filter(None, wrong)), pytrace=False)


LONG_AGO, WEEK = timedelta(weeks=52 * 50), timedelta(weeks=1)


def _weeks(scenario: Scenario) -> timedelta:
    """How long a scenario lasts, in whole weeks and one more, so that the next begins on the weekday that it names."""
    moments = [BEGIN, *scenario.moments()]
    return ((max(moments) - min(moments)) // WEEK + 2) * WEEK
