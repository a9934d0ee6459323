"""Faults on one machine: the process is killed at every point between input and commit, and nothing is lost or done twice."""

import random
import resource
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from runtime import crash
from tests.faults.product import Product
from tests.faults.reconcile import reconcile

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

POINTS = tuple(point for point in crash.POINTS if point.partition(".")[0] in ("edge", "decide", "deliver"))


@pytest.fixture
def product(tmp_path: Path) -> Product:
    return Product(tmp_path)


@pytest.mark.parametrize(("seed", "mode"), [(1, "classic"), (2, "simple")])
def test_f04_killed_at_every_point_between_input_and_commit(tmp_path: Path, seed: int, mode: str) -> None:
    """One installation, killed at each point in turn while forms come in, and started again over what is left."""
    product, chance = Product(tmp_path, mode=mode), random.Random(seed)
    try:
        for n, name in enumerate(chance.sample(POINTS, len(POINTS))):
            armed = f"{name}:{chance.randint(1, 5)}"
            process = product.up(crash=armed)
            product.post(range(40 * n, 40 * n + 40))
            assert process.wait(20) == -signal.SIGKILL, f"{armed} was not passed\n{product.said()}"
        with product.running():
            product.post(sorted(product.sent - set(product.accepted)), tries=5)
            assert len(product.accepted) == len(product.sent)
            reconcile(product)
    finally:
        product.stop()


def test_f07_one_form_sent_twenty_times_at_once_is_one_lead(product: Product) -> None:
    with product.running(), ThreadPoolExecutor(20) as senders:
        ids = set(senders.map(lambda _: (product.post([7]), product.accepted[7])[1], range(20)))
        assert len(ids) == 1
        reconcile(product)
        assert [row["version"] for row in product.delivered() if row["topic"] == "activity"] == [1]


def test_f22_sigterm_under_load_ends_clean_within_thirty_seconds(product: Product) -> None:
    process = product.up()
    with ThreadPoolExecutor(8) as senders:
        load = [senders.submit(product.post, range(100 * n, 100 * n + 100)) for n in range(8)]
        while len(product.accepted) < 50:
            assert not all(sending.done() for sending in load)
        process.terminate()
        assert process.wait(30) == 0, product.said()
    with product.running():
        product.post(sorted(product.sent - set(product.accepted)), tries=5)
        reconcile(product)


def test_f23_local_state_deleted_is_rebuilt_before_anything_is_decided(product: Product) -> None:
    with product.running():
        product.post(range(60))
    shutil.rmtree(product.folder / "data" / "state")
    with product.running():
        product.post(range(60, 120))
        reconcile(product)


def test_a_second_process_on_one_data_folder_is_refused_in_one_line(product: Product) -> None:
    with product.running():
        second = product.up()
        assert second.wait(20) == 1
        assert "already works on" in product.said()
        assert "Traceback" not in product.said()
        product.post(range(5))
        reconcile(product)


def test_f14_a_full_disk_means_503_and_everything_goes_on_when_there_is_space(product: Product) -> None:
    """Full as far as the process can tell: no file of it may grow any more."""
    process = product.up()
    product.post(range(30))
    room = (product.folder / "data" / "log" / "p0" / "data.mdb").stat().st_size
    _, most = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (room, most))
    product.post(range(30, 80))
    assert len(product.accepted) < len(product.sent)
    assert process.poll() is None, product.said()
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
    product.post(sorted(product.sent - set(product.accepted)), tries=5)
    assert len(product.accepted) == len(product.sent)
    reconcile(product)
    process.terminate()
    product.wait(process, 0, "SIGTERM")
    assert "is the disk full?" in product.said()
