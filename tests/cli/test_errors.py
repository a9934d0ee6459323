"""Whatever is wrong with what was asked for, the answer is one line that says what to do, and the exit code of its kind."""

import errno
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.cli.errors import explain
from runtime.embedded import DeciderLock
from tests.cli.conftest import Leadloom


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("--nope", 2, "No such option: --nope. See `leadloom --help`."),
        ("leads lst", 2, "Did you mean 'list'? See `leadloom leads --help`."),
        ("lead list", 2, "did you mean `leadloom leads list`? See `leadloom lead --help`."),
        ("deals move", 2, "did you mean `leadloom deal move`? See `leadloom deals --help`."),
        ("up --role nope", 2, "'nope' is not one of 'ingest', 'decide'"),
        ("up --role decide", 2, "need Kafka"),
        ("demo --mode odd", 2, "'odd' is not one of 'classic', 'simple'"),
        ("leads list --data nowhere", 1, "There is no data in nowhere/log: start `leadloom up`"),
        ("replay --data nowhere", 1, "There is no data in nowhere/log"),
        ("import nowhere.csv", 1, "nowhere.csv cannot be read"),
        ("import nowhere.eml", 1, "there is no mail here"),
        ("up --config nowhere.toml", 3, "nowhere.toml: cannot be read"),
        ("up --log kafka:9092", 3, "'kafka:9092' is no log"),
        ("topics create", 3, "The embedded log needs no topics: name a broker"),
        ("import x.csv --preset odd", 3, "There is no preset 'odd'"),
        ("import x.csv --workspace odd", 3, "There is no workspace 'odd'. There are: main."),
        ("import x.csv --workspace mian", 3, "There is no workspace 'mian'; did you mean 'main'? There are: main."),
        ("import x.eml --workspace mian", 3, "There is no workspace 'mian'; did you mean 'main'? There are: main."),
        ("topics diff --log kafka://127.0.0.1:1", 4, "Kafka at 127.0.0.1:1 does not answer"),
        ("up --log kafka://127.0.0.1:1", 4, "Kafka at 127.0.0.1:1 does not answer"),
        ("status --log kafka://127.0.0.1:1", 4, "Kafka at 127.0.0.1:1 does not answer"),
    ],
)
def test_bad_input_is_one_line_and_its_exit_code(leadloom: Leadloom, arguments: str, code: int, said: str) -> None:
    ran = leadloom(*arguments.split())
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert ran.err.startswith("leadloom: ")
    assert said in ran.err


def test_each_mistake_in_the_settings_is_a_line(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "leadloom.toml").write_text('[edge]\nprot = 1\n[log]\nprefx = "x"\n')
    ran = leadloom("up")
    assert (ran.code, ran.err.splitlines()) == (
        3,
        [
            "leadloom: leadloom.toml:2: edge.prot is no setting; did you mean port?",
            "leadloom: leadloom.toml:4: log.prefx is no setting; did you mean prefix?",
        ],
    )


def test_a_second_decider_is_told_who_is_there(leadloom: Leadloom, tmp_path: Path) -> None:
    lock = DeciderLock(tmp_path / "data")
    try:
        ran = leadloom("up", "--data", tmp_path / "data")
    finally:
        lock.release()
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "already works on" in ran.err


def test_a_taken_port_is_said(leadloom: Leadloom, tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        (tmp_path / "leadloom.toml").write_text(f"[edge]\nport = {taken.getsockname()[1]}\n")
        ran = leadloom("up")
        said = f"The port is taken by another process (127.0.0.1:{taken.getsockname()[1]}): set [edge] port to a free one, or 0 for any."
    assert (ran.code, ran.err) == (1, f"leadloom: {said}\n")


def test_a_data_folder_that_is_a_file_is_said(leadloom: Leadloom, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = leadloom("up", "--data", tmp_path / "file")
    assert (ran.code, ran.err.count("\n"), "This is not a folder" in ran.err) == (1, 1, True)


def test_a_full_disk_is_said() -> None:
    """/dev/full is a real one."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "runtime.cli", "config", "show"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.decode()) == (
        1,
        "leadloom: The disk is full: free some space, then run this again; nothing kept was lost.\n",
    )


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "The disk is full (x)"), (errno.EACCES, "Not allowed (x)"), (errno.EIO, "(x)")]
)
def test_what_the_system_refuses_names_the_file(number: int, said: str) -> None:
    (line,) = explain(OSError(number, "why", "x")).lines
    assert said in line


def test_the_first_of_several_errors_is_told() -> None:
    assert explain(BaseExceptionGroup("several", [KeyboardInterrupt()])).code == 130


def test_a_mistake_of_ours_is_one_line_too_and_says_how_to_see_it_whole() -> None:
    (line,) = explain(ZeroDivisionError("by\nzero")).lines
    assert line == "ZeroDivisionError: by zero: this is a mistake in leadloom; add --traceback to see it whole."


def test_a_command_that_is_ended_by_sigterm_clears_up_as_with_ctrl_c(leadloom: Leadloom) -> None:
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert leadloom("--version").code == 0
        assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGTERM, before)
