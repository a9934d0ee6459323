"""The log that tests import into, and a foresight of who has nothing yet."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from processors.decisionlog import MemoryStore
from runtime.embedded import EmbeddedLog
from runtime.preview import Foresight


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[EmbeddedLog]:
    embedded = EmbeddedLog(tmp_path / "log")
    yield embedded
    await embedded.close()


@pytest.fixture
def foresight(tmp_path: Path) -> Iterator[Foresight]:
    (tmp_path / "draft").mkdir()
    found = Foresight(MemoryStore(), tmp_path / "draft", 1_760_000_000_000)
    yield found
    found.close()
