"""Running the command as its entry point does: the exit code, and what went to stdout and stderr."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import structlog

from runtime.cli import main
from runtime.rights import reader


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Leadloom = Callable[..., Ran]


@pytest.fixture
def leadloom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Leadloom]:
    """Call the entry point in this process, in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    before = logging.getLogger().handlers[:]

    def run(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["leadloom", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capfd.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    yield run
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()
    reader.set(None)
