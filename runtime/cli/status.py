"""`leadloom status`: where everything stands."""

from typing import TYPE_CHECKING

from runtime.cli.options import As, ConfigFile, Data, Json, LogUrl, settings_of
from runtime.cli.output import json, say, table

if TYPE_CHECKING:
    from runtime.status import Status


def status(config: ConfigFile = None, data: Data = None, log: LogUrl = None, as_: As = None, json_: Json = False) -> None:
    """Say how far captures are decided, what there is, how far it is delivered, what came in lately, and which sources are on."""
    import asyncio

    import msgspec

    from runtime.rights import Viewer
    from runtime.status import status_of

    off: dict[str, str] = {}
    settings = settings_of(config, data, log, off=off)
    Viewer(settings).must_see_reports()
    found = asyncio.run(status_of(settings, off))
    if json_:
        json(msgspec.to_builtins(found))
    else:
        _print(found)


def _print(found: "Status") -> None:
    print(f"log: {found.log}, {found.running}\n")
    lanes = [(lane.partition, lane.lane, lane.decided, lane.end, lane.lag) for lane in found.lanes]
    table((">partition", "lane", ">decided up to", ">captures", ">lag"), lanes)
    print()
    table(
        ("workspace", "mode", ">clients", ">contacts", ">companies", ">leads", ">deals", ">to review"),
        [(w.workspace, w.mode, w.clients, w.contacts, w.companies, w.leads, w.deals, w.review) for w in found.workspaces],
    )
    if found.readers:
        print()
        table(
            ("reader", ">partition", ">place", ">behind", ""), [(r.reader, r.partition, r.place, r.behind, r.note) for r in found.readers]
        )
    print()
    table(
        ("day (UTC)", "workspace", "channel", "became", ">touches"),
        [(f.day, f.workspace, f.channel, f.outcome, f.touches) for f in found.recent],
    )
    print()
    table(("source", "", "workspace or reason"), [(s.source, "on" if s.on else "off", s.note) for s in found.sources])
    if lag := sum(lane.lag for lane in found.lanes):
        say(f"{lag} captures wait to be decided.")
    if asked := sum(w.review for w in found.workspaces):
        say(f"{asked} {'waits' if asked == 1 else 'wait'} for a person to decide: leadloom review list")
