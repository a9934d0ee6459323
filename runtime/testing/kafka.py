"""A real Apache Kafka of one node for tests, benches and demos: found or fetched, started, paused, killed and started again."""

import contextlib
import ctypes
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from runtime.testing.servers import Missing, answers, cache, debian, end, free_port, until

POM = Path(__file__).parents[2] / "deploy" / "kafka" / "pom.xml"
CLUSTER_ID = "bGVhZGxvb210ZXN0czAwMA"

PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
log.dirs={folder}/data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
broker.session.timeout.ms=1000
broker.heartbeat.interval.ms=200
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=500
log.cleaner.dedupe.buffer.size=8388608
"""
"""What matters on one node: no replicas, few internal partitions, and sessions short enough for a test to wait out (a killed broker comes
back only when its own old session has ended)."""


def _die_with_parent() -> None:
    """Run in the new process: a test run that is killed takes its broker with it (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _java() -> str:
    """A Java of version 17 or newer; raises Missing."""
    java = debian("openjdk-17-jre-headless", "java")
    said = subprocess.run([java, "-version"], capture_output=True, check=False).stderr.decode(errors="replace")
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < 17:
        raise Missing(f"Kafka needs Java 17 or newer, {java} says {said.strip()[:60]!r}: install openjdk-17-jre-headless.")
    return java


def _jars() -> Path:
    """The folder with Kafka's jars as the pinned pom names them, fetched once per pom; raises Missing."""
    libs = cache() / f"kafka-{hashlib.sha256(POM.read_bytes()).hexdigest()[:16]}"
    if libs.is_dir():
        return libs
    mvn = debian("maven", "mvn")
    part = Path(tempfile.mkdtemp(prefix="kafka-", dir=libs.parent))
    command = [mvn, "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={part}"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        shutil.rmtree(part)
        raise Missing(f"Kafka's jars could not be fetched with mvn: {done.stdout.decode(errors='replace').strip()[-300:]}")
    with contextlib.suppress(OSError):  # another run may have been first: the same pom gives the same jars
        part.rename(libs)
    shutil.rmtree(part, ignore_errors=True)
    return libs


class KafkaServer:
    """One broker on a loopback port with its data folder; also a context manager.

    Order: the address in LEADLOOM_TEST_KAFKA (a broker that somebody else runs: it cannot be stopped from here) -> jars by the pinned pom.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._foreign = os.environ.get("LEADLOOM_TEST_KAFKA")
        self.port = 0

    @property
    def bootstrap(self) -> str:
        """The address that clients are given, `host:port`."""
        return self._foreign or f"127.0.0.1:{self.port}"

    def start(self) -> "KafkaServer":
        """Start a fresh broker and wait until it answers; raises Missing where there is none to be had."""
        if self._foreign:
            return self
        java, libs = _java(), _jars()
        self._folder = Path(tempfile.mkdtemp(prefix="leadloom-kafka-"))
        self.port, controller = free_port(), free_port()
        (self._folder / "server.properties").write_text(PROPERTIES.format(port=self.port, controller=controller, folder=self._folder))
        self._command = [java, "-Xms256m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", f"{libs}/*"]
        form = [*self._command, "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(self._folder / "server.properties")]
        subprocess.run(form, check=True, capture_output=True)
        self._run()
        return self

    def _run(self) -> None:
        assert self._folder is not None
        with (self._folder / "kafka.out").open("ab") as out:
            command = [*self._command, "kafka.Kafka", str(self._folder / "server.properties")]
            self._process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, preexec_fn=_die_with_parent)
        until(self._ready, f"Kafka on port {self.port} ({self._folder}/kafka.out)", 60)

    def _ready(self) -> bool:
        if self._process is not None and self._process.poll() is not None and self._folder is not None:
            raise RuntimeError(f"Kafka ended: {(self._folder / 'kafka.out').read_text(errors='replace')[-500:]}")
        return answers(self.port)

    def _own(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise Missing("this needs a Kafka that can be stopped: unset LEADLOOM_TEST_KAFKA so that the test starts its own.")
        return self._process

    def stop(self) -> None:
        """End the broker with SIGTERM; its data stays for `restart`."""
        end(self._own(), 20)

    def kill(self) -> None:
        """End the broker with SIGKILL; its data stays for `restart`."""
        process = self._own()
        process.kill()
        process.wait()

    def restart(self) -> None:
        """Start the ended broker again: same port, same data."""
        assert self._own().poll() is not None, "stop or kill it first"
        self._run()

    def pause(self) -> None:
        """Freeze the broker (SIGSTOP): connections stay open and nothing answers."""
        self._own().send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a frozen broker go on (SIGCONT)."""
        self._own().send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Frozen for the length of the block."""
        self.pause()
        try:
            yield
        finally:
            self.resume()

    def close(self) -> None:
        """End the broker and delete its data; does nothing to one that somebody else runs."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.send_signal(signal.SIGCONT)
            self.kill()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = self._folder = None

    def __enter__(self) -> "KafkaServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()
