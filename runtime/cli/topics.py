"""`leadloom topics`: the topics on Kafka, as the table of schemas/topics.py has them."""

from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.options import ConfigFile, DryRun, Json, LogUrl, settings_without_secrets
from runtime.cli.output import json, say

if TYPE_CHECKING:
    from runtime.kafka import Difference
    from runtime.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Create the topics on Kafka, or say how they differ from what leadloom needs.")


@app.command()
def create(
    config: ConfigFile = None,
    log: LogUrl = None,
    partitions: Annotated[
        int | None, typer.Option(min=1, help="Partitions of every topic, fixed for good. Default: \\[log] partitions.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Create the topics that are missing. Topics that are there stay as they are: see `leadloom topics diff`."""
    import asyncio

    from runtime.kafka import create_topics

    settings = _on_kafka(config, log)
    count = partitions or settings.log.partitions
    if dry_run:
        for difference in _diff(settings):
            if difference.have is None:
                print(difference.topic)
        return
    created = asyncio.run(create_topics(settings.log.bootstrap, settings.log.prefix, count, settings.log.replication))
    for name in created:
        print(name)
    say(f"{len(created)} topics created with {count} partitions." if created else "Every topic was there; nothing was created.")


@app.command()
def diff(config: ConfigFile = None, log: LogUrl = None, json_: Json = False) -> None:
    """Say how the topics differ from what leadloom needs; ends with 3 when they do."""
    settings = _on_kafka(config, log)
    differences = _diff(settings)
    if json_:
        json([{"topic": d.topic, "what": d.what, "want": d.want, "have": d.have} for d in differences])
    for difference in differences if not json_ else ():
        print(difference)
    if differences:
        raise typer.Exit(3)
    say("The topics are as they should be.")


def _on_kafka(config: ConfigFile, log: LogUrl) -> "Settings":
    settings = settings_without_secrets(config, log=log)
    if settings.log.embedded:
        from runtime.settings import SettingsError

        raise SettingsError(
            'The embedded log needs no topics: name a broker with --log kafka://host:9092, or [log] url = "kafka://host:9092".'
        )
    return settings


def _diff(settings: "Settings") -> "list[Difference]":
    import asyncio

    from runtime.kafka import diff_topics

    return asyncio.run(diff_topics(settings.log.bootstrap, settings.log.prefix))
