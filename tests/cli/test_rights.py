"""`--as USER`: what is read is what this person may see, on every command that reads (R43)."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Leadloom

pytestmark = pytest.mark.slow

SETTINGS = """\
[workspaces.main]
responsibles = [{id = "ann"}, {id = "bob"}]
queues = [{id = "sales", members = ["ann", "bob"]}]
roles = [
    {id = "seller", sees = {lead = "own", contact = "own"}},
    {id = "boss", members = ["eve"], sees = {lead = "all", contact = "all", report = "all"}},
]
departments = [{id = "sales", members = ["ann", "bob"], roles = ["seller"]}]
"""
ROWS = "Name,Email\nZofia Kowalska,zofia@firma.example\nBernd Maier,bernd@werk.example\n"


@pytest.fixture
def shop(leadloom: Leadloom, tmp_path: Path) -> Leadloom:
    """Two leads, one of Ann's and one of Bob's."""
    (tmp_path / "leadloom.toml").write_text(SETTINGS)
    (tmp_path / "rows.csv").write_text(ROWS)
    assert leadloom("config", "apply").code == leadloom("import", "rows.csv").code == 0
    return leadloom


def listed(leadloom: Leadloom, *who: str) -> list[tuple[str, str]]:
    ran = leadloom("leads", "list", "--json", *who)
    assert ran.code == 0, ran.err
    return sorted((lead["responsible"], lead["id"]) for lead in json.loads(ran.out))


def test_r43_lists_hold_only_what_the_reader_may_see(shop: Leadloom) -> None:
    both = listed(shop)
    assert [owner for owner, _ in both] == ["ann", "bob"]
    assert [listed(shop, "--as", who) for who in ("ann", "bob", "eve")] == [both[:1], both[1:], both]
    assert listed(shop) == both


def test_r43_show_and_why_refuse_what_the_reader_may_not_see(shop: Leadloom) -> None:
    (_, anns), (_, bobs) = listed(shop)
    for command in (("leads", "show", bobs), ("why", bobs)):
        ran = shop(*command, "--as", "ann")
        assert (ran.code, "ann may not see this" in ran.err, ran.out) == (1, True, "")
        assert shop(*command, "--as", "eve").code == 0
    assert shop("leads", "show", anns, "--as", "ann").code == shop("why", anns, "--as", "ann").code == 0


@pytest.mark.parametrize("command", [("status",), ("funnel",), ("match-report",), ("dead", "list"), ("whatif",)])
def test_r43_figures_over_everything_are_for_who_sees_reports(shop: Leadloom, command: tuple[str, ...]) -> None:
    ran = shop(*command, "--as", "ann")
    assert (ran.code, "ann may not see figures over everything" in ran.err) == (1, True)
    assert shop(*command, "--as", "eve").code == 0


def test_r43_a_name_that_nobody_has_is_refused_with_the_one_that_was_meant(shop: Leadloom) -> None:
    ran = shop("leads", "list", "--as", "anne")
    assert (ran.code, "Nobody is called 'anne' in leadloom.toml; did you mean 'ann'?" in ran.err) == (1, True)


def test_r43_roles_that_do_not_hold_together_are_refused_by_config_check(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text('[workspaces.main]\nroles = [{id = "a", inherits = ["gone"]}]\n')
    ran = leadloom("config", "check")
    assert (ran.code, "role `a` inherits from `gone`, which is no role" in ran.err + ran.out) == (3, True)
