"""The files for deploying are true as far as this machine can tell."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from runtime.app import ROLES
from runtime.cli.up import Role
from runtime.metrics import Metrics

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.mark.parametrize("unit", ["leadloom.service", "leadloom@.service"])
def test_a_unit_starts_leadloom_and_starts_it_again(unit: str) -> None:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "systemd" / unit)
    service = parser["Service"]
    assert (service["Restart"], service["ExecStart"].split()[:2]) == ("always", ["/opt/leadloom/bin/leadloom", "up"])
    assert parser["Unit"]["StartLimitIntervalSec"] == "0"


def test_the_alerts_ask_for_metrics_that_there_are() -> None:
    metrics = Metrics()
    metrics.answered("webform", 503)
    metrics.decided("webform", "dead")
    with metrics.delivering("postgres/crm", 0) as behind:
        behind(7)
        served = metrics.page().decode()
    assert 'leadloom_sink_behind_decisions{partition="0",sink="postgres/crm"} 7.0' in served
    assert "postgres/crm" not in metrics.page().decode()
    asked = set(re.findall(r"leadloom_\w+", (DEPLOY / "prometheus/alerts.yml").read_text()))
    assert {"leadloom_refused_total", "leadloom_touches_total"} <= asked
    assert [name for name in asked if not re.search(rf"(?m)^{name}\b", served)] == []


def test_the_roles_of_the_command_line_are_those_of_the_application() -> None:
    assert tuple(role.value for role in Role) == ROLES


def test_the_image_holds_every_package_and_the_compose_file_names_roles_that_there_are() -> None:
    image = (DEPLOY / "Dockerfile").read_text()
    for package in ("schemas", "ingestors", "processors", "sinks", "runtime"):
        assert f"COPY {package} {package}" in image
    compose = (DEPLOY / "compose.yaml").read_text()
    assert set(re.findall(r"--role, (\w+)", compose)) == set(ROLES)
