"""Which tiers ran: a real server that cannot be had is named in the run's last lines, and fails the run in CI."""

import os
from collections.abc import Iterator

import pytest

from runtime.testing.servers import Missing

_ran: dict[str, int] = {}
_missing: dict[str, str] = {}
TIERS = ("kafka", "postgres", "imap", "browser")


def missing(tier: str, why: Missing) -> None:
    """Called by a server's fixture that cannot start: the test is skipped by name, or fails where every tier is required."""
    _missing[tier] = str(why)
    if os.environ.get("CI"):
        pytest.fail(f"the {tier} tier is required in CI: {why}", pytrace=False)
    pytest.skip(f"{tier} tier missing: {why}")


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
