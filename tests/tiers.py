"""Which tiers ran: a real server that cannot be had is named in the run's last lines, and fails the run in CI.

The run of every day (`-m "not slow"`) is to take less than a minute, so it tries each law with a fifth of the examples that the full run
tries it with, and keeps its files in memory where there is room, as most of what it waits for is the disk.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from runtime.testing.servers import Missing

_ran: dict[str, int] = {}
_missing: dict[str, str] = {}
TIERS = ("kafka", "postgres", "imap", "browser")
SHARE = 5  # of a law's examples one in so many is tried every day
FEWEST = 5
MEMORY, ROOM = Path("/dev/shm"), 1 << 30  # bytes: several times what a run has lying about at once


def missing(tier: str, why: Missing) -> None:
    """Called by a server's fixture that cannot start: the test is skipped by name, or fails where every tier is required."""
    _missing[tier] = str(why)
    if os.environ.get("CI"):
        pytest.fail(f"the {tier} tier is required in CI: {why}", pytrace=False)
    pytest.skip(f"{tier} tier missing: {why}")


def _everyday(config: pytest.Config) -> bool:
    return "not slow" in config.option.markexpr


@pytest.hookimpl(tryfirst=True)  # before pytest settles where its folders are
def pytest_configure(config: pytest.Config) -> None:
    if _everyday(config) and "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not _everyday(config):
        return
    for law in {item.obj for item in items if isinstance(item, pytest.Function) and hypothesis.is_hypothesis_test(item.obj)}:
        full = law._hypothesis_internal_use_settings  # as the plugin of Hypothesis does; there is no public way
        law._hypothesis_internal_use_settings = hypothesis.settings(full, max_examples=max(FEWEST, full.max_examples // SHARE))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    marks = {m.name for m in item.iter_markers()}
    for tier in marks.intersection(TIERS) or {"plain"}:
        _ran[tier] = _ran.get(tier, 0) + 1
    return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    ran = ", ".join(f"{tier} {_ran[tier]}" for tier in ("plain", *TIERS) if tier in _ran)
    terminalreporter.write_line(f"tiers that ran (tests): {ran or 'none'}")
    for tier in TIERS:
        if tier in _missing:
            terminalreporter.write_line(f"tier MISSING: {tier}: {_missing[tier]}")
        elif tier not in _ran:
            terminalreporter.write_line(f"tier not asked for: {tier}")
