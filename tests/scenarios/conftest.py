"""Where scenarios are played: in memory, where the machine has a folder there, as it is not the disk that is tested."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.tiers import MEMORY


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty folder."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(prefix="leadloom-scenario-", dir=MEMORY) as name:
        yield Path(name)
