"""The command line of leadloom: `main` is its entry point, and errors leave it as one line and an exit code."""

import logging
import signal
import sys


def main() -> None:
    """Run the command that the process was started with, and end the process with its exit code (errors.py)."""
    from runtime.cli.app import COMMAND
    from runtime.cli.errors import explain
    from runtime.cli.logs import events_on_stderr

    logging.getLogger().addHandler(logging.NullHandler())  # what libraries say is not for the reader of a command
    events_on_stderr(logging.WARNING)
    traceback = "--traceback" in sys.argv[1:]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends a command leaves no scratch state behind, as with Ctrl-C
    try:
        code = COMMAND([argument for argument in sys.argv[1:] if argument != "--traceback"], prog_name="leadloom", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:
        if traceback:
            raise
        said = explain(error)
        for line in said.lines:
            shown = "".join(c if c.isprintable() else "\ufffd" for c in line)  # what is told may quote a file
            print(f"leadloom: {shown}", file=sys.stderr)
        code = said.code
    raise SystemExit(code or 0)
