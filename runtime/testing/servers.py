"""What every real server has in common: where it comes from, a free port, a bounded wait until it answers, and its end."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path


class Missing(Exception):
    """The server cannot be had here; the message says what was looked for and how to get it."""


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


def until(ready: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
    """Poll until `ready` says so; raises TimeoutError naming `what` after the bound."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} was not ready within {seconds:.0f} s")
        time.sleep(0.02)


def answers(port: int) -> bool:
    """Whether something accepts connections on a loopback port."""
    with socket.socket() as s:
        s.settimeout(0.5)
        return s.connect_ex(("127.0.0.1", port)) == 0


def end(process: subprocess.Popen[bytes], seconds: float = 10.0) -> None:
    """Ask the process to end, wait, then kill it; returns when it is gone."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    if process.poll() is None:
        process.kill()
        process.wait()


def debian(package: str, program: str, *places: str) -> str:
    """The path of a program: already here, else installed from Debian's package when root on Debian; raises Missing."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", *places))
    if found := shutil.which(program, path=path):
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]):
            done = subprocess.run(command, env=quiet, capture_output=True, check=False)
            if done.returncode:
                raise Missing(f"{' '.join(command)} failed: {done.stderr.decode(errors='replace').strip()[-300:]}")
        if found := shutil.which(program, path=path):
            return found
    raise Missing(f"{program} is not here: install the package {package}.")


def cache() -> Path:
    """Where downloads are kept between runs, outside the tree."""
    path = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "leadloom"
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextlib.contextmanager
def running(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The process, ended however the block ends."""
    try:
        yield process
    finally:
        end(process)
