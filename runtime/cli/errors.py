"""How every error leaves the command line: one line that says what to do, and an exit code.

0 ok, 1 failure, 2 usage, 3 configuration, 4 dependency unreachable, 5 partial.
"""

import errno
import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FAILURE, USAGE, CONFIGURATION, UNREACHABLE, PARTIAL = 1, 2, 3, 4, 5
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Said:
    """What is said on stderr, and the exit code."""

    code: int
    lines: tuple[str, ...]


def explain(error: BaseException) -> Said:
    """The one place where errors become words; what is not known here is a mistake of ours, and says how to see it whole."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    known = _ours(error) or _usage(error) or _systems(error)
    if known is not None:
        return known
    where = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" ({Path(where[0].filename).name}:{where[0].lineno})" if where else ""
    what = " ".join(str(error).split())
    return Said(FAILURE, (f"{type(error).__name__}: {what}{place}: this is a mistake in leadloom; add --traceback to see it whole.",))


def _ours(error: BaseException) -> Said | None:
    from runtime.decider import MostFail
    from runtime.embedded import NoData, SecondDecider
    from runtime.kafka import WrongLayout
    from runtime.settings import SettingsError
    from schemas.errors import Hole, Reject, Retry

    match error:
        case SettingsError(problems=problems):
            return Said(CONFIGURATION, problems)
        case WrongLayout():
            return Said(CONFIGURATION, (str(error),))
        case Retry():
            return Said(UNREACHABLE, (str(error),))
        case Reject() | Hole() | NoData() | SecondDecider() | MostFail():
            return Said(FAILURE, (str(error),))
    return None


def _usage(error: BaseException) -> Said | None:
    from typer.exceptions import Abort, TyperException

    match error:
        case KeyboardInterrupt() | Abort():
            return Said(INTERRUPTED, ("stopped.",))
        case TyperException():
            context = getattr(error, "ctx", None)
            path = context.command_path if context else "leadloom"
            message = error.format_message().replace("Value error, ", "").rstrip(".")
            message += _beside(message, context)
            stop = "" if message.endswith("?") else "."
            return Said(error.exit_code, (f"{message}{stop} See `{path} --help`.",) if message else ())
    return None


def _beside(message: str, context: Any) -> str:
    """Of `lead list` and `leads move`: the command of nearly the same name that has it; nothing for other messages."""
    asked = re.fullmatch(r"No such command '([a-z-]+)'", message)
    if asked is None or context is None or context.parent is None:
        return ""
    twin = _TWINS.get(context.info_name, "")
    group = context.find_root().command.commands.get(twin)
    return f"; did you mean `leadloom {twin} {asked[1]}`?" if asked[1] in getattr(group, "commands", ()) else ""


_TWINS = {"lead": "leads", "leads": "lead", "deal": "deals", "deals": "deal"}
"""Command -> the one that it is taken for: one lists what there is, the other says what becomes of it."""


def _systems(error: BaseException) -> Said | None:
    import lmdb

    match error:
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return Said(FAILURE, (f"The disk is full{_file(error)}: free some space, then run this again; nothing kept was lost.",))
        case OSError(errno=errno.EADDRINUSE):
            return Said(FAILURE, (f"The port is taken by another process{_file(error)}: set [edge] port to a free one, or 0 for any.",))
        case OSError(errno=errno.EACCES | errno.EPERM | errno.EROFS):
            return Said(FAILURE, (f"Not allowed{_file(error)}: give this user the right, or name another folder with --data.",))
        case NotADirectoryError() | FileExistsError():
            return Said(FAILURE, (f"This is not a folder{_file(error)}: name another with --data.",))
        case BrokenPipeError():
            return Said(FAILURE, ())
        case OSError():
            return Said(FAILURE, (f"{error.strerror or error}{_file(error)}.",))
        case lmdb.DiskError() | lmdb.MapFullError():
            return Said(FAILURE, (f"The data folder cannot be written ({error}): is the disk full? Free some space, then run this again.",))
        case lmdb.Error():
            return Said(FAILURE, (f"The data folder cannot be used ({error}): see `leadloom doctor`.",))
    return None


def _file(error: OSError) -> str:
    return f" ({error.filename})" if error.filename else ""
