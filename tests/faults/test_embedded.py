"""Faults on one machine: the process is killed at every point between input and commit, and nothing is lost or done twice."""

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.product import Product
from tests.faults.reconcile import reconcile

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

POINTS = [
    "edge.before_append:3",
    "edge.appended:7",
    "decide.read:4",
    "decide.drafted:3",
    "decide.appended:5",
    "decide.kept:6",
    "deliver.before_write:2",
    "deliver.written:3",
]


@pytest.fixture
def product(tmp_path: Path) -> Product:
    return Product(tmp_path)


def test_f04_killed_at_every_point_between_input_and_commit(product: Product) -> None:
    """One installation, killed at each point in turn while forms come in, and started again over what is left."""
    try:
        for n, crash in enumerate(POINTS):
            process = product.up(crash=crash)
            product.post(range(40 * n, 40 * n + 40))
            assert process.wait(20) == -signal.SIGKILL, f"{crash} was not passed\n{product.said()}"
        with product.running():
            product.post(sorted(product.sent - set(product.accepted)), tries=5)
            assert len(product.accepted) == len(product.sent)
            reconcile(product)
    finally:
        product.stop()
