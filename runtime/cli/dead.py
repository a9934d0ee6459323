"""`leadloom dead`: what could not be decided, or was put in quarantine, and the bytes as they came."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.opening import read_log
from runtime.cli.options import As, Asking, Json, Where, together
from runtime.cli.output import json, say, table
from runtime.cli.times import moment
from runtime.cli.times import since as since_ms

if TYPE_CHECKING:
    from runtime.putaside import PutAside
    from runtime.reading import Reading
    from schemas.record import Record

SHOWN_BYTES = 20_000
"""How much of the original is printed; all of it with --bytes."""

app = typer.Typer(no_args_is_help=True, help="Dead letters and quarantined captures: why, and the bytes as they came.")


@app.command("list")
@together
def list_(
    *,
    since: Annotated[
        str | None, typer.Option(help='Only those since then: a date or time (UTC), or how long ago: "90m", "24h", "7d".', metavar="WHEN")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0: all.")] = 50,
    ask: Asking,
) -> None:
    """List what was put aside, the newest first: when, whence, whose fault it is, and why."""
    from runtime.putaside import newest_first

    begin = since_ms(since) or 0

    async def found(here: "Reading") -> "list[PutAside]":
        here.viewer.must_see_reports()
        every = [one async for one in newest_first(here, begin) if ask.workspace in (None, one.decision.workspace)]
        return sorted(every, key=lambda one: one.decision.now, reverse=True)

    every = read_log(ask.settings(), found)
    shown = every[:limit] if limit else every
    if ask.as_json:
        json([_as_data(one) for one in shown])
    elif not every:
        say("Nothing was put aside" + (" since then." if since else ": there are no dead letters, and nothing is in quarantine."))
    else:
        columns = ("capture", "what", "when (UTC)", "workspace", "from", "fault", "reason")
        table(columns, (_row(one) for one in shown))
        say(f"{len(shown)} of {len(every)}. The bytes as they came: leadloom dead show {shown[0].decision.capture[:8]}")


@app.command()
@together
def show(
    capture: Annotated[str, typer.Argument(metavar="CAPTURE", help="The capture's id, or its beginning as `list` shows it.")],
    *,
    bytes_: Annotated[bool, typer.Option("--bytes", help="Write only the original bytes to stdout, exactly as they came.")] = False,
    where: Where,
    as_: As = None,
    json_: Json = False,
) -> None:
    """Show why a capture was put aside, its headers, and the original bytes, as long as the log keeps them."""
    from runtime.putaside import named, original
    from schemas.errors import Reject

    async def asked(here: "Reading") -> "tuple[PutAside, Record | None]":
        here.viewer.must_see_reports()
        found = await named(here, capture) if capture else []
        if (several := len({one.decision.capture for one in found})) != 1:
            raise Reject(f"{several or 'No'} captures that were put aside begin with {capture!r}: see `leadloom dead list`.")
        return found[0], await original(here.log, found[0])

    one, record = read_log(where.settings(), asked)
    if bytes_:
        if record is None:
            raise Reject(f"The original bytes of {one.decision.capture} have expired: the log no longer keeps them.")
        sys.stdout.flush()
        sys.stdout.buffer.write(record.value or b"")
        sys.stdout.buffer.flush()
    elif json_:
        kept = None if record is None else {"headers": _headers(record), "body": record.value or b""}
        json({**_as_data(one), "original": kept})
    else:
        _print(one, record)


def _row(one: "PutAside") -> tuple[object, ...]:
    decision = one.decision
    return decision.capture[:8], one.what, moment(decision.now), decision.workspace, "/".join(one.origin), one.fault or None, one.reason


def _as_data(one: "PutAside") -> dict[str, object]:
    decision, (channel, source) = one.decision, one.origin
    return {
        "capture": decision.capture,
        "what": one.what,
        "at": decision.now,
        "workspace": decision.workspace,
        "channel": channel,
        "source": source,
        "fault": one.fault or None,
        "reason": one.reason,
        "lane": decision.lane,
        "partition": one.partition,
        "offset": decision.offset,
    }


def _headers(record: "Record") -> dict[str, str]:
    return {name: value.decode("utf-8", "replace") for name, value in record.headers}


def _print(one: "PutAside", record: "Record | None") -> None:
    for name, value in {**_as_data(one), "at": moment(one.decision.now)}.items():
        print(f"{name}: {'-' if value is None else value}")
    if record is None:
        print("\nThe original bytes have expired: the log no longer keeps them.")
        return
    body = record.value or b""
    for name, text in _headers(record).items():
        print(f"{name}: {_plain(text)}")
    print(f"\n{_plain(body[:SHOWN_BYTES].decode('utf-8', 'replace'), keep=chr(10) + chr(9))}")
    more = f", of which {SHOWN_BYTES} are shown" if len(body) > SHOWN_BYTES else ""
    say(f"{len(body)} bytes{more}. Exactly as they came: leadloom dead show {one.decision.capture} --bytes > FILE")


def _plain(text: str, keep: str = "") -> str:
    """The text without what a terminal would obey: anybody may have sent it."""
    return "".join(c if c.isprintable() or c in keep else "" if c == "\r" else "\ufffd" for c in text)
