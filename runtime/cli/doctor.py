"""`leadloom doctor`: what is well, what is not, and the command that mends it."""

import typer

from runtime.cli.options import ConfigFile, Data, Json, LogUrl
from runtime.cli.output import json, say


def doctor(config: ConfigFile = None, data: Data = None, log: LogUrl = None, json_: Json = False) -> None:
    """Check this machine, the settings, the data folder or the broker; each line says what was checked and what mends it.

    Ends with 1 when something must be mended before leadloom can run as configured.
    """
    import asyncio

    from runtime.checks import all_checks

    results = asyncio.run(all_checks(config, data, log))
    if json_:
        json([{"check": f.check, "ok": f.ok, "found": f.found, "mend": f.mend} for f in results])
    else:
        for found in results:
            mark = "note" if found.note else "ok" if found.ok else "MEND"
            print(f"{mark:<5}{found.check:<12} {found.found}" + (f"\n{'':18}-> {found.mend}" if found.mend else ""))
    if wrong := [found for found in results if not found.ok]:
        say(f"{len(wrong)} to mend.")
        raise typer.Exit(1)
    say("All is well.")
