"""Faults on a real Kafka: roles in processes of their own are killed, paused and added, the broker goes away, and nothing is lost or doubled."""

import json
import random
import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from runtime import crash
from runtime.testing.kafka import KafkaServer
from runtime.testing.servers import free_port, until
from tests.faults.product import Product
from tests.faults.reconcile import reconcile, settled
from tests.faults.subscriber import published, versions

pytestmark = [pytest.mark.slow, pytest.mark.kafka, pytest.mark.timeout(300)]

POINTS = tuple(point for point in crash.POINTS if point.partition(".")[0] in ("edge", "decide", "publish", "deliver"))


@pytest.fixture
def product(tmp_path: Path, kafka: KafkaServer, kafka_prefix: str) -> Iterator[Product]:
    """Settings on fresh topics with three partitions; nothing runs yet."""
    made = Product(tmp_path, f"kafka://{kafka.bootstrap}", kafka_prefix, partitions=3)
    made.cli("topics", "create")
    yield made
    made.stop()


def reconciled(product: Product) -> None:
    """Senders who got no 2xx try again, as they should; then the figures, the sink and the public topics agree."""
    product.post(sorted(product.sent - set(product.accepted)), tries=20)
    assert len(product.accepted) == len(product.sent)
    reconcile(product)
    delivered: dict[tuple[str, str], list[int]] = {}
    for row in product.delivered():
        delivered.setdefault((row["topic"], row["key"]), []).append(row["version"])
    bootstrap, prefix = product.bootstrap, product.prefix
    until(lambda: versions(published(bootstrap, prefix)) == delivered, f"the public topics, each version once ({product.said()[-2000:]})")


@pytest.mark.parametrize("seed", [1, 2])
def test_f04_killed_at_every_point_between_input_and_public_topic(product: Product, seed: int) -> None:
    chance = random.Random(seed)
    for n, name in enumerate(chance.sample(POINTS, len(POINTS))):
        armed = f"{name}:{chance.randint(1, 3)}"
        process = product.up(crash=armed)
        product.post(range(20 * n, 20 * n + 20), tries=2)
        product.wait(process, -signal.SIGKILL, armed)
    with product.running():
        product.cli("config", "apply")
        reconciled(product)


def test_f01_a_broker_that_is_down_means_503_and_all_arrive_afterwards(product: Product, kafka: KafkaServer) -> None:
    with product.running():
        product.cli("config", "apply")
        product.post(range(20))
        kafka.stop()
        try:
            assert product.post(range(20, 24)) == 0
        finally:
            kafka.restart()
        reconciled(product)


def test_f02_a_post_that_timed_out_may_still_arrive_and_has_one_effect(product: Product, kafka: KafkaServer) -> None:
    with product.running():
        product.cli("config", "apply")
        with kafka.paused():
            assert product.post(range(4)) == 0
        reconciled(product)


def test_f06_one_worker_then_three_then_one_with_a_zombie_among_them(product: Product) -> None:
    """Workers come and go mid-stream; one is paused past its session and wakes up when its partitions have long been decided by others."""
    product.up("ingest")
    first = product.up("decide", "publish")
    product.up("views", "deliver")
    product.cli("config", "apply")
    with ThreadPoolExecutor(4) as senders:
        load = [senders.submit(product.post, range(150 * n, 150 * n + 150)) for n in range(4)]
        second, third = product.up("decide", "publish"), product.up("decide", "publish")
        first.send_signal(signal.SIGSTOP)
        until(lambda: all(sending.done() for sending in load), "the senders", 120)
        settled(product, 600)
        first.send_signal(signal.SIGCONT)
        product.post(range(600, 640))
        product.kill(second)
        product.post(range(640, 680))
        third.terminate()
        assert third.wait(40) == 0, product.said()
        product.post(range(680, 700))
    reconciled(product)


def test_f07_one_form_twenty_times_at_once_to_two_processes_is_one_lead(product: Product) -> None:
    port = free_port()
    with product.running():
        product.up("ingest", port=port)
        product.cli("config", "apply")
        urls = [product.url, f"http://127.0.0.1:{port}"]
        with ThreadPoolExecutor(20) as senders:
            ids = set(senders.map(lambda n: (product.post([7], url=urls[n % 2]), product.accepted[7])[1], range(20)))
        assert len(ids) == 1
        reconciled(product)


def test_f17_poison_is_dead_lettered_with_its_bytes_and_its_neighbours_are_unharmed(product: Product) -> None:
    poison = [b"\xff\xfe not json", b"", b"{}" * 1000]
    with product.running():
        product.cli("config", "apply")
        product.post(range(30))
        for value in poison:
            product.append_raw(b"main", value)
        product.append_raw(None, b"no key")
        product.append_raw(b"main", b"of the future", headers=(("ll-format", b"99"),))
        product.post(range(30, 60))
        reconciled(product)
        until(lambda: len([r for r in published(product.bootstrap, product.prefix) if r.topic == "dead"]) == 5, "the dead letters")
        dead = [r for r in published(product.bootstrap, product.prefix) if r.topic == "dead"]
    assert {r.value for r in dead} == {*poison, b"no key", b"of the future"}
    assert {r.headers["dlq-fault"] for r in dead} == {"envelope"}
    assert all(r.headers["dlq-reason"] and r.headers["dlq-topic"] and r.headers["dlq-offset"].isdigit() for r in dead)
    assert json.loads(product.cli("status", "--json"))["lanes"]


def test_f17_when_most_captures_fail_the_worker_stops_and_says_why(product: Product) -> None:
    product.append_raw(b"main", *[b"of the future"] * 60)
    process = product.up()
    product.wait(process, 1, "the worker that stops")
    assert "captures failed" in product.said()
    assert "Traceback" not in product.said()
    assert [r for r in published(product.bootstrap, product.prefix) if r.topic == "dead"] == []


def test_f22_sigterm_under_load_ends_clean_within_thirty_seconds(product: Product) -> None:
    process = product.up()
    product.cli("config", "apply")
    with ThreadPoolExecutor(8) as senders:
        load = [senders.submit(product.post, range(100 * n, 100 * n + 100)) for n in range(8)]
        until(lambda: len(product.accepted) > 50 or all(sending.done() for sending in load), "some load")
        process.terminate()
        product.wait(process, 0, "SIGTERM")
    with product.running():
        reconciled(product)


def test_f23_local_state_deleted_is_rebuilt_before_anything_is_decided(product: Product) -> None:
    with product.running():
        product.cli("config", "apply")
        product.post(range(40))
    shutil.rmtree(product.folder / "data")
    with product.running():
        product.post(range(40, 80))
        reconciled(product)
