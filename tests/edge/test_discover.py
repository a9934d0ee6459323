"""Channels and sinks are found, and what was captured can be read where a poller's package is missing."""

import subprocess
import sys

from runtime import discover

WITHOUT_MAIL = """
import sys
from importlib.abc import MetaPathFinder

class Without(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] == "aioimaplib":
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Without())
from runtime import discover
assert "imap" in discover.readers()
print("imported" if "aioimaplib" in sys.modules else "not imported")
"""


def test_every_kind_of_channel_and_sink_of_the_first_release_is_found() -> None:
    assert {"webform", "telephony", "imap", "chat", "messengers", "csvfile"} <= set(discover.channels())
    assert set(discover.channels()) == set(discover.readers())
    assert {"files", "postgres"} <= set(discover.sinks())
    assert "imap" in discover.polls()


def test_mail_is_read_where_its_poller_cannot_run() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHOUT_MAIL], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stdout.strip()) == (0, "not imported"), ran.stderr
