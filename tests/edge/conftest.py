"""An embedded log for each test of the edge."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from runtime.embedded import EmbeddedLog
from tests.edge.doors import Unwell


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[EmbeddedLog]:
    made = EmbeddedLog(tmp_path / "log")
    yield made
    await made.close()


@pytest.fixture
async def unwell(tmp_path: Path) -> AsyncIterator[Unwell]:
    made = Unwell(tmp_path / "log")
    yield made
    await made.close()
