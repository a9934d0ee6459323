"""What the pages say is there: files that they link to, commands and options that they show, topics that they list."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from runtime.cli.app import COMMAND
from schemas.topics import TOPICS
from tests.cli.conftest import Leadloom

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "deploy/README.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text()
    linked = re.findall(r"\]\(([^)#]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    assert [link for link in linked if not link.startswith("http") and not ((ROOT / page).parent / link).exists()] == []


def test_every_command_shown_is_one(leadloom: Leadloom) -> None:
    text = "\n".join((ROOT / page).read_text() for page in PAGES)
    shown = set(re.findall(r"(?m)(?:`|^ {4})leadloom ([a-z-]+(?: (?:list|show|create|diff|check|apply|accept|reject)\b)?)", text))
    assert {"up", "doctor", "why", "leads list", "topics create", "config apply"} <= shown
    for command in shown:
        assert leadloom(*command.split(), "--help").code == 0, command


def test_every_option_shown_is_one() -> None:
    shown = {
        (said.split("#")[0].strip(), option)
        for page in PAGES
        for said in re.findall(r"(?m)(?:`|^ {4})(leadloom [^`\n]*)", (ROOT / page).read_text())
        for option in re.findall(r" (--[a-z-]+)", said)
    }
    assert {"--policy", "--dry-run", "--config", "--partitions"} <= {option for _, option in shown}
    assert sorted((said, option) for said, option in shown if option not in _options(said.split()[1:])) == []


def test_every_option_of_the_table_is_one_of_its_commands() -> None:
    rows = [line.split("|")[1:3] for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `leadloom")]
    assert len(rows) > 15
    missing = []
    for commands, says in rows:
        named = re.findall(r"`(?:leadloom )?([^`]+)`", commands)
        first = named[0].split()[0]
        each = [(said, _options(said.split()) | _options([first, *said.split()])) for said in named]
        missing += [(said, option) for said, known in each for option in re.findall(r"--[a-z-]+", said) if option not in known]
        known = set().union(*(options for _, options in each))
        missing += [(commands, option) for option in re.findall(r"`(--[a-z-]+)`", says) if option not in known]
    assert missing == []


def _options(words: Sequence[str]) -> set[str]:
    """The options of the command that the words begin with."""
    command: Any = COMMAND
    for word in words:
        if word not in getattr(command, "commands", {}):
            break
        command = command.commands[word]
    return {name for parameter in command.params for name in parameter.opts}


def test_every_topic_listed_is_public() -> None:
    text = (ROOT / "README.md").read_text()
    listed = {name for name in re.findall(r"`([a-z]+)\.v1`", text) if name != "leadloom"}
    assert {TOPICS[name].readers for name in listed} == {"public", "operators"}


def test_the_makefile_has_the_targets_that_the_pages_name() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"(?m)(?:`|^ {4})make ([a-z]+)", (ROOT / "README.md").read_text()))
    assert {"demo", "test"} <= targets
    assert [target for target in targets if not re.search(rf"(?m)^{target}:", makefile)] == []
