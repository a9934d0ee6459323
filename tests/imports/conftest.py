"""The log that tests import into."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from runtime.embedded import EmbeddedLog


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[EmbeddedLog]:
    embedded = EmbeddedLog(tmp_path / "log")
    yield embedded
    await embedded.close()
