"""What the pages say is there: files that they link to, commands and options that they show, topics that they list."""

import re
from pathlib import Path

import pytest

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


def test_every_option_shown_is_one(leadloom: Leadloom) -> None:
    text = (ROOT / "README.md").read_text()
    for command, options in re.findall(r"(?m)^ {4}leadloom ((?:topics |config )?[a-z]+)\s+(--.*)$", text):
        help_ = leadloom(*command.split(), "--help").out
        assert [option for option in re.findall(r"--[a-z]+", options) if option not in help_] == [], command


def test_every_topic_listed_is_public() -> None:
    text = (ROOT / "README.md").read_text()
    listed = {name for name in re.findall(r"`([a-z]+)\.v1`", text) if name != "leadloom"}
    assert {TOPICS[name].readers for name in listed} == {"public", "operators"}


def test_the_makefile_has_the_targets_that_the_pages_name() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"(?m)(?:`|^ {4})make ([a-z]+)", (ROOT / "README.md").read_text())):
        assert re.search(rf"(?m)^{target}:", makefile), target
