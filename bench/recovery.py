"""Starting with a million clients after kill -9: with the local state, and from the decision log alone; until an enquiry is decided."""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import orjson

from bench.leadbench import configuration
from bench.report import at_most, figure, finish, middle
from processors.decisionlog import TOPIC, Decide, DecisionLog
from processors.step import Step
from runtime.discover import readers
from runtime.embedded import EmbeddedLog
from runtime.store import LmdbStore
from runtime.testing.servers import free_port
from schemas.capture import LIVE, Capture, encode
from schemas.capture import read as read_capture

CLIENTS, BATCH, RUNS = 1_000_000, 2000, 3
SETTINGS = """
data = "{folder}/data"
[edge]
port = {port}
[workspaces.main]
responsibles = [{{id = "anna"}}, {{id = "boris"}}, {{id = "clara"}}]
queues = [{{id = "sales", members = ["anna", "boris", "clara"]}}]
[sources.webform.contact]
"""


def enquiries(clients: int) -> Iterator[Capture]:
    """The configuration, then a form from each of so many people."""
    yield configuration("classic")
    for n in range(clients):
        form = {"name": f"Person {n}", "email": f"p{n}@mail{n % 997}.example", "phone": f"+4930{n:08d}", "message": "An offer, please."}
        body = orjson.dumps(form)
        yield Capture(id=f"{n:032x}", workspace="main", channel="webform", source="contact", body=body, content_type="application/json")


async def build(data: Path, clients: int) -> None:
    """Decide every enquiry by the real step, into the log and the state as the decider of `up` keeps them."""
    log = EmbeddedLog(data / "log")
    with closing(LmdbStore(data / "state" / "decide-0.0")) as store:
        decisions, decide, waiting = DecisionLog(store), Step(readers()), enquiries(clients)
        with decisions.filling():
            await fill(log, decisions, decide, waiting)
    await log.close()


async def fill(log: EmbeddedLog, decisions: DecisionLog, decide: Decide, waiting: Iterator[Capture]) -> None:
    while records := [encode(capture) for _, capture in zip(range(BATCH), waiting, strict=False)]:
        first = await log.append(LIVE, 0, records)
        captures = await log.read(LIVE, 0, first, limit=BATCH)
        appended = [read_capture(LIVE, 0, record) for record in captures]
        while appended:
            draft = decisions.draft(appended, decide)
            assert decisions.landed(draft, await log.append(TOPIC, 0, draft.records))
            appended = appended[len(draft.records) :]
        if first % 100_000 < BATCH:
            print(f"{first} clients built", file=sys.stderr, flush=True)


class Installation:
    """The product in a process of its own on a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, port = folder, free_port()
        self.settings, self.url = folder / "leadloom.toml", f"http://127.0.0.1:{port}"
        self.settings.write_text(SETTINGS.format(folder=folder, port=port))
        self.sent = 0

    def start(self) -> tuple[subprocess.Popen[bytes], float]:
        """Start, send an enquiry as soon as it is taken, and wait until it is decided: (the process, seconds from the start)."""
        began = time.perf_counter()
        command = [sys.executable, "-m", "runtime.cli", "up", "--config", str(self.settings)]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])})
        self.sent += 1
        form = {"name": "Late Comer", "email": f"late{self.sent}@comer.example", "_id": f"late-{self.sent}"}
        while True:
            try:
                answer = httpx.post(f"{self.url}/f/contact", json=form, timeout=5)
            except httpx.TransportError:
                if process.poll() is not None:
                    raise RuntimeError(f"leadloom ended with {process.returncode}") from None
                time.sleep(0.02)
                continue
            break
        assert answer.status_code == 202, answer.text
        asyncio.run(self._decided())
        return process, time.perf_counter() - began

    async def _decided(self) -> None:
        """Wait until every capture is decided."""
        log = EmbeddedLog(self.folder / "data" / "log", readonly=True)
        _, captures = await log.span(LIVE, 0)
        seen = (await log.span(TOPIC, 0))[1]
        while seen < captures:
            seen += len(await log.read(TOPIC, 0, seen, wait_s=1))
        await log.close()

    def views_caught_up(self) -> None:
        """Wait until the views have counted everything, as they have on a machine that was running before it was killed."""
        command = [sys.executable, "-m", "runtime.cli", "status", "--json", "--config", str(self.settings)]
        while True:
            status = orjson.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            if all(reader["behind"] == 0 for reader in status["readers"]):
                return
            time.sleep(1)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    parser.add_argument("--clients", type=int, default=CLIENTS, help="how many clients there are")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-recovery-") as name:
        folder = Path(name)
        began = time.perf_counter()
        asyncio.run(build(folder / "data", asked.clients))
        built = time.perf_counter() - began
        here = Installation(folder)
        process, _ = here.start()
        here.views_caught_up()
        kill(process)
        with_state, from_log = [], []
        for _ in range(RUNS):
            process, seconds = here.start()
            with_state.append(seconds)
            kill(process)
        for _ in range(RUNS):
            shutil.rmtree(folder / "data" / "state" / "decide-0.0")
            process, seconds = here.start()
            from_log.append(seconds)
            kill(process)
    results = [
        at_most("start to first decision, local state", middle(with_state), "s", 10),
        at_most("start to first decision, log alone", middle(from_log), "s", 90),
        figure("clients", asked.clients, "clients"),
        figure("building them, by the real step", built, "s"),
    ]
    return finish("recovery", results, asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
