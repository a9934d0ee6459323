"""Configuration enters through the log: applied on the newest version only, and only when it holds together."""

import pytest

from processors import queries
from schemas.capture import Capture
from schemas.config import Pipeline, Queue, Responsible, Rule, Stage, WorkspaceConfig
from tests.rules.office import Office, form, team


def test_a_configuration_is_applied_and_its_version_rises_by_one() -> None:
    office = Office()
    entries = [office.configure(team("anna")), office.configure(team("boris"))]
    assert [(entry.outcome, entry.rules) for entry in entries] == [("applied", 1), ("applied", 2)]
    assert queries.config(office.state, "main") == team("boris", version=2)


def test_a_stale_base_is_refused_and_changes_nothing() -> None:
    office = Office(team("anna"))
    entry = office.configure(team("boris"), base=0)
    assert (entry.outcome, entry.rules) == ("refused", 1)
    assert entry.reason == "It is based on version 0, but version 1 is in force: read it again and apply anew."
    assert queries.config(office.state, "main") == team("anna", version=1)


@pytest.mark.parametrize(
    ("config", "word"),
    [
        (WorkspaceConfig(queues=(Queue(id="q", members=("ghost",)),)), "`ghost`"),
        (WorkspaceConfig(queues=(Queue(id="q", members=()),)), "`q` has no members"),
        (WorkspaceConfig(default_queue="q"), "default queue `q`"),
        (WorkspaceConfig(fallback="ghost"), "fallback `ghost`"),
        (WorkspaceConfig(default_pipeline="p"), "default pipeline `p`"),
        (WorkspaceConfig(rules=(Rule(when={}, queue="q"),)), "Rule 1 names the queue `q`"),
        (WorkspaceConfig(rules=(Rule(when={}, pipeline="p"),)), "Rule 1 names the pipeline `p`"),
        (WorkspaceConfig(rules=(Rule(when={"colour": ("red",)}),)), "`colour`"),
        (WorkspaceConfig(responsibles=(Responsible(id="a"), Responsible(id="a"))), "two responsibles `a`"),
        (WorkspaceConfig(pipelines=(Pipeline(id="sales", stages=(Stage("WON", "won"),)),)), "no stage"),
        (WorkspaceConfig(lead_statuses=()), "No lead status"),
    ],
)
def test_an_inconsistent_configuration_is_refused_with_what_is_wrong(config: WorkspaceConfig, word: str) -> None:
    office = Office(team("anna"))
    entry = office.configure(config)
    assert entry.outcome == "refused"
    assert word in entry.reason


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"base": "x"}', b'{"base": 0, "config": {"mode": "baroque"}}', b"[" * 100_000])
def test_a_body_that_is_no_configuration_is_a_dead_letter(body: bytes) -> None:
    [entry] = Office().capture(Capture(id="c", workspace="main", channel="config", source="t", body=body)).entries
    assert (entry.outcome, entry.fault) == ("dead", "input")


def test_workspaces_are_known_by_their_first_capture() -> None:
    office = Office()
    office.one(form(phone="+79161234567"))
    other = Office(workspace="b/ü")
    other.state = office.state
    other.configure(team("anna"))
    assert sorted(queries.workspaces(office.state)) == ["b/ü", "main"]
