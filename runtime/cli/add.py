"""`leadloom add`: somebody of ours enters an enquiry by hand; it is matched like any other."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.options import DryRun, Json, Where, speaker, together
from runtime.cli.output import NOTHING_WRITTEN, json, say
from runtime.cli.times import written

if TYPE_CHECKING:
    from runtime.settings import Settings
    from schemas.capture import Capture


@together
def add(
    *,
    name: Annotated[str | None, typer.Option(help="Who it is.")] = None,
    phone: Annotated[list[str] | None, typer.Option(help="A phone number; may be given several times.", show_default=False)] = None,
    email: Annotated[list[str] | None, typer.Option(help="An e-mail address; may be given several times.", show_default=False)] = None,
    company: Annotated[str | None, typer.Option(help="The company that they speak for.")] = None,
    tax_id: Annotated[str | None, typer.Option(help="Tax id of the company.")] = None,
    position: Annotated[str | None, typer.Option(help="What they are there.")] = None,
    city: Annotated[str | None, typer.Option(help="Where they are.")] = None,
    channel: Annotated[
        str,
        typer.Option(help="The occasion: meeting, event, call, email, chat, task, note, or a word of your own; rules know it as source."),
    ] = "note",
    subject: Annotated[str | None, typer.Option(help="What they want, in a line.")] = None,
    product: Annotated[str | None, typer.Option(help="The product that it is about.")] = None,
    note: Annotated[str | None, typer.Option(help="What was said.")] = None,
    at: Annotated[str | None, typer.Option(help="When it was, as 2026-03-01T10:00+01:00.", metavar="WHEN")] = None,
    field: Annotated[
        list[str] | None, typer.Option(help="A field of your own, as NAME=VALUE; may be given several times.", show_default=False)
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Id of the responsible. Default: as rules say.", metavar="ID")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who enters it. Default: the user of this machine.", metavar="NAME")] = None,
    workspace: Annotated[str | None, typer.Option("--workspace", "-w", help="Default: the first one.", metavar="NAME")] = None,
    where: Where,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Enter an enquiry by hand: matched with the clients that are known, owned by the same rules, and every value marked as a person's.

    With --dry-run nothing is written, and you see whom it would find, what would change, and the lead or deal that it would be.
    """
    import asyncio

    from runtime.preview import Row, preview, sentences
    from runtime.submit import submit
    from schemas.errors import Reject

    settings = where.settings()
    said: dict[str, Any] = {
        "name": name, "phones": phone, "emails": email, "company": company, "tax_id": tax_id, "position": position, "city": city,
        "subject": subject, "product": product, "note": note, "at": at, "owner": owner, "fields": _fields(field or ()),
    }  # fmt: skip
    if not any(said[one] for one in ("name", "phones", "emails", "company")):
        raise typer.BadParameter("nobody is named: give a --name, a --phone, an --email or a --company")
    if at is not None and written(at) is None:
        raise typer.BadParameter(f"{at!r} is no date or time: 2026-03-01, or 2026-03-01T10:00+01:00", param_hint="--at")
    made = _capture(settings, said | {"by": speaker(by)}, channel, workspace)

    async def once() -> list[Row]:
        rows = await preview(settings, made)
        if not dry_run and all(row.outcome != "dead" for row in rows):
            decided = await submit(settings, made)
            rows = [_as_decided(row, entry) for row, entry in zip(rows, decided.entries, strict=True)]
        return rows

    rows = asyncio.run(once())
    if json_:
        json({"dry_run": dry_run, "capture": made.id, "rows": rows})
    if dead := next((row for row in rows if row.outcome == "dead"), None):
        raise Reject(dead.reason)
    if not json_:
        for row in rows:
            for line in sentences(row, would=dry_run):
                print(line)
        say(NOTHING_WRITTEN if dry_run else f"Why it is so: leadloom why {made.id}")


def _as_decided(row: Any, entry: Any) -> Any:
    """What was foreseen, with what was decided in fact: others may have been decided in between."""
    import msgspec

    names = ("outcome", "reason", "item", "item_kind", "owner", "alarm", "flags")
    return msgspec.structs.replace(row, **{name: getattr(entry, name) for name in names}, reviews=len(entry.reviews))


def _fields(pairs: Any) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"{pair!r} is no field: write NAME=VALUE", param_hint="--field")
        found[name.strip()] = value
    return found


def _capture(settings: "Settings", said: dict[str, Any], occasion: str, workspace: str | None) -> "Capture":
    """The entry as a capture of the channel `manual`; raises SettingsError for a workspace or responsible that there is not."""
    from uuid import uuid4

    import orjson

    from processors.faults import did_you_mean
    from runtime.settings import SettingsError
    from schemas.capture import Capture

    source = settings.sources.of("manual").get(occasion)
    chosen = workspace or (source.workspace if source is not None else next(iter(settings.workspaces)))
    if chosen not in settings.workspaces:
        raise SettingsError(f"There is no workspace {chosen!r}{did_you_mean(chosen, settings.workspaces)}")
    people = [person.id for person in settings.workspaces[chosen].responsibles]
    if said["owner"] is not None and said["owner"] not in people:
        raise SettingsError(f"There is no responsible {said['owner']!r} in workspace {chosen}{did_you_mean(said['owner'], people)}")
    if not 1 <= len(occasion) <= 64 or not occasion.isprintable():
        raise typer.BadParameter("a word of 1 to 64 characters is expected", param_hint="--channel")
    id_ = str(uuid4())
    body = {"id": id_, **{key: value for key, value in said.items() if value}}
    return Capture(
        id=id_,
        workspace=chosen,
        channel="manual",
        source=occasion,
        body=orjson.dumps(body),
        content_type="application/json",
        meta={"region": source.region} if source is not None and source.region else {},
    )
