"""The stage of a demonstration: a folder with settings, made-up people and made-up secrets, and leadloom running on it."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runtime.demo.enquiries import EXCHANGE, FORM, SITE, Post, region_of_bot
from schemas.errors import Reject, Retry

START_S = 30.0

OURS = "# The settings of a demonstration"
SETTINGS = """\
# The settings of a demonstration: an international company with six people, one form, one exchange, one site chat and six bots.

data = "{folder}"

[edge]
port = {port}
per_ip_per_minute = 0       # everything comes from one machine here

[workspaces.main]
mode = "{mode}"
exclude = ["@acme.example"]
fallback = "emma"

[[workspaces.main.responsibles]]
id = "emma"
name = "Emma Clark"

[[workspaces.main.responsibles]]
id = "jack"
name = "Jack Hill"

[[workspaces.main.responsibles]]
id = "olga"
name = "Olga Petrova"

[[workspaces.main.responsibles]]
id = "ivan"
name = "Ivan Bondar"

[[workspaces.main.responsibles]]
id = "petra"
name = "Petra Vogel"

[[workspaces.main.responsibles]]
id = "marek"
name = "Marek Nowak"

[[workspaces.main.queues]]
id = "english"
members = ["emma", "jack"]

[[workspaces.main.queues]]
id = "east"
members = ["olga", "ivan"]

[[workspaces.main.queues]]
id = "central"
members = ["petra", "marek"]

[[workspaces.main.rules]]
when = {{ region = ["RU", "UA"] }}
queue = "east"

[[workspaces.main.rules]]
when = {{ region = ["DE", "PL"] }}
queue = "central"

[sources.webform.{form}]
title = "Talk to us"
require_contact = false

[sources.telephony.{exchange}]
secrets = ["file:secrets/{exchange}"]

[sources.chat.{site}]
{bots}
# What a CRM would get, as JSON lines.
[sinks.files.out]
folder = "{folder}/out"
"""

BOT = """
[sources.messengers.{bot}]
secret_tokens = ["file:secrets/{bot}"]
region = "{region}"
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder that is ready; `secrets` by source; `again`: it was played into before."""

    folder: Path
    url: str
    secrets: dict[str, str]
    again: bool = False

    @property
    def config(self) -> Path:
        return self.folder / "leadloom.toml"


def build(folder: Path, mode: str, posts: Iterable[Post]) -> Stage:
    """Write the settings and secrets into the folder, made where it is missing; raises Reject for one that holds anything else."""
    again = _played(folder, mode)
    bots = sorted({post.source for post in posts if post.channel == "messengers"})
    made = {EXCHANGE: "whsec_" + b64encode(secrets.token_bytes(32)).decode()} | {bot: secrets.token_urlsafe(24) for bot in bots}
    (folder / "secrets").mkdir(parents=True, exist_ok=True)
    for source, secret in made.items():
        (folder / "secrets" / source).write_text(secret + "\n")
    port = _port()
    described = "".join(BOT.format(bot=bot, region=region_of_bot(bot) or "GB") for bot in bots)
    text = SETTINGS.format(port=port, mode=mode, form=FORM, exchange=EXCHANGE, site=SITE, bots=described, folder=folder)
    stage = Stage(folder, f"http://127.0.0.1:{port}", made, again)
    stage.config.write_text(text)
    return stage


def _played(folder: Path, mode: str) -> bool:
    """Whether a demonstration in this mode was played into the folder; raises Reject for one in another mode, and for real data."""
    try:
        found = (folder / "leadloom.toml").read_text(errors="replace")
    except FileNotFoundError:
        found = ""
    if not found.startswith(OURS) and (found or (folder / "log").exists()):
        raise Reject(f"{folder} holds a leadloom that is no demonstration, which would be overwritten: name a folder of its own.")
    if found and f'mode = "{mode}"' not in found:
        raise Reject(f"{folder} was played into in the other mode: name another folder.")
    return (folder / "log").exists()


def _port() -> int:
    """The usual port if it is free, else any."""
    for wanted in (8080, 0):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return int(s.getsockname()[1])
    raise Retry("No port is free on 127.0.0.1.")


@contextmanager
def running(stage: Stage) -> Iterator["subprocess.Popen[bytes]"]:
    """`leadloom up` on the stage in a process of its own, ready to take in, and ended with the block; raises Retry when it does not start."""
    command = [sys.executable, "-m", "runtime.cli", "up", "--config", str(stage.config), "--data", str(stage.folder), "--log", "embedded"]
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("LEADLOOM_")}
    written = stage.folder / "leadloom.log"
    with written.open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=quiet, start_new_session=True)
    try:
        _wait(stage, process, written)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(stage: Stage, process: "subprocess.Popen[bytes]", written: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            last = written.read_text(errors="replace").strip().rsplit("\n", 1)[-1]
            raise Retry(f"leadloom did not start: {last.removeprefix('leadloom: ')}")
        try:
            with urllib.request.urlopen(f"{stage.url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise Retry(f"leadloom did not answer within {START_S:.0f} s: see {written}.")
