"""`leadloom replay`: prove that the state is what the decision log says."""

import typer

from runtime.cli.options import ConfigFile, Data, Json, LogUrl, settings_without_secrets
from runtime.cli.output import json, say


def replay(config: ConfigFile = None, data: Data = None, log: LogUrl = None, json_: Json = False) -> None:
    """Fold the decision log again from nothing and compare with the state that is kept, key by key.

    Prints "equal", or the first key that differs, and then ends with 1.
    """
    import asyncio

    from runtime.cli.progress import progress
    from runtime.reading import reading
    from runtime.replay import Compared
    from runtime.replay import replay as compare

    async def all_partitions() -> list[Compared]:
        async with reading(settings_without_secrets(config, data, log)) as here:
            found = []
            for partition, store in enumerate(here.stores):
                with progress(f"folding partition {partition}", "decisions") as moved:
                    found.append(await compare(here.log, partition, store, moved))
            return found

    found = asyncio.run(all_partitions())
    different = [(partition, compared) for partition, compared in enumerate(found) if compared.key is not None]
    if json_:
        json(
            {
                "equal": not different,
                "partitions": [
                    {"partition": p, "decisions": c.decisions, "keys": c.keys, "key": None if c.key is None else c.key.hex()}
                    for p, c in enumerate(found)
                ],
            }
        )
    if different:
        partition, compared = different[0]
        if not json_:
            print(
                f"different in partition {partition} at key {compared.key!r}: kept {_short(compared.kept)}, folded {_short(compared.folded)}"
            )
        say("The state is not what the log says: stop leadloom, move the folder `state` of the data folder away, and start it again.")
        raise typer.Exit(1)
    if not json_:
        print("equal")
    say(f"{sum(c.decisions for c in found)} decisions folded, {sum(c.keys for c in found)} keys compared.")


def _short(value: bytes | None) -> str:
    return "nothing" if value is None else f"{len(value)} bytes {value[:24].hex()}{'...' if len(value) > 24 else ''}"
