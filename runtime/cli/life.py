"""`leadloom lead ...` and `leadloom deal ...`: a person says what becomes of a lead or a deal."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from runtime.cli.merge import carry_out
from runtime.cli.options import By, ConfigFile, Data, DryRun, Json, LogUrl, Note, Workspace, settings_without_secrets, speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas.command import Command

lead = typer.Typer(no_args_is_help=True, help="Say what becomes of a lead: its status, a client with a deal, how far it is qualified.")
deal = typer.Typer(no_args_is_help=True, help="Say what becomes of a deal.")

Lead = Annotated[str, typer.Argument(metavar="ID", help="Id of the lead; the beginning is enough.", show_default=False)]
Deal = Annotated[str, typer.Argument(metavar="ID", help="Id of the deal; the beginning is enough.", show_default=False)]
Contact = Annotated[
    str | None, typer.Option("--contact", help='"new", or the id of the contact that it is. Default: by its fields.', metavar="new|ID")
]
Company = Annotated[
    str | None, typer.Option("--company", help='"new", or the id of the company that it is of. Default: by its fields.', metavar="new|ID")
]


class Criterion(StrEnum):
    """What readiness to buy is judged by (R50)."""

    budget = "budget"
    authority = "authority"
    need = "need"
    timeframe = "timeframe"
    money = "money"


@lead.command("move")
def move_lead(
    id_: Lead,
    stage: Annotated[str, typer.Argument(help="The status that it has now.", metavar="STATUS", show_default=False)],
    by: By = None,
    note: Note = None,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Give a lead another status. One of the meaning `failure` ends it; `leadloom lead restore` opens it again."""
    _say(
        "lead",
        id_,
        lambda found, by, note: _commands().Move(kind="lead", item=found["lead"], stage=stage, by=by, note=note),
        by, note, config, data, log, workspace, dry_run=dry_run, json_=json_,
    )  # fmt: skip


@deal.command("move")
def move_deal(
    id_: Deal,
    stage: Annotated[
        str, typer.Argument(help="The stage that it is at now; PIPELINE/STAGE, too, as lists show it.", metavar="STAGE", show_default=False)
    ],
    pipeline: Annotated[str | None, typer.Option("--pipeline", "-p", help="Into this pipeline.", metavar="NAME")] = None,
    by: By = None,
    note: Note = None,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Put a deal at another stage. One of the meaning `won` or `lost` ends it; any other opens it again."""
    line, _, at = stage.rpartition("/")
    _say(
        "deal",
        id_,
        lambda found, by, note: _commands().Move(kind="deal", item=found["deal"], stage=at, pipeline=pipeline or line or None, by=by, note=note),
        by, note, config, data, log, workspace, dry_run=dry_run, json_=json_,
    )  # fmt: skip


@lead.command("convert")
def convert(
    id_: Lead,
    contact: Contact = None,
    company: Company = None,
    with_deal: Annotated[bool, typer.Option("--deal", help="With a deal: the client's open one in the pipeline, else a new one.")] = False,
    into: Annotated[str | None, typer.Option("--into", help="With this open deal of the client.", metavar="DEAL")] = None,
    pipeline: Annotated[
        str | None, typer.Option("--pipeline", "-p", help="The deal's pipeline. Default: the default one.", metavar="NAME")
    ] = None,
    handover: Annotated[
        bool, typer.Option("--handover", help="The pipeline's queue says whose the deal is, not the lead's owner.")
    ] = False,
    by: By = None,
    note: Note = None,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Make a client of a lead, and with --deal a deal: its fields, activities and owner move along. Repeating it changes nothing.

    Person fields make a contact, company fields that were filled in make a company, both make both, linked. Another one's contact that is
    chosen makes the two one client; `leadloom unmerge` takes that back.
    """
    _say(
        "lead",
        id_,
        lambda found, by, note: _commands().Convert(
            lead=found["lead"],
            contact=found.get("contact"),
            company=found.get("company"),
            deal=found.get("deal") or ("open" if with_deal else None),
            pipeline=pipeline,
            handover=handover,
            by=by,
            note=note,
        ),
        by, note, config, data, log, workspace, dry_run=dry_run, json_=json_, contact=contact, company=company, deal=into,
    )  # fmt: skip


@lead.command("qualify")
def qualify(
    id_: Lead,
    contact: Contact = None,
    company: Company = None,
    scheme: Annotated[
        Literal["bant", "short"] | None, typer.Option("--scheme", help="budget, authority, need, timeframe; or need, timeframe, money.")
    ] = None,
    met: Annotated[
        list[Criterion] | None,
        typer.Option(
            "--met", metavar="CRITERION", help="A criterion that is met: budget, authority, need, timeframe or money; may be given often."
        ),
    ] = None,
    unmet: Annotated[list[Criterion] | None, typer.Option("--unmet", metavar="CRITERION", help="A criterion that is not met.")] = None,
    unknown: Annotated[
        list[Criterion] | None, typer.Option("--unknown", metavar="CRITERION", help="A criterion that nobody knows of any more.")
    ] = None,
    budget: Annotated[str | None, typer.Option("--budget", help="How much they can spend, as 12000 or 12000.50.", metavar="AMOUNT")] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="Its currency, as EUR (ISO 4217).", metavar="CODE")] = None,
    timeframe: Annotated[str | None, typer.Option("--timeframe", help="When they want it, in words.", metavar="TEXT")] = None,
    probability: Annotated[int | None, typer.Option("--probability", min=0, max=100, help="That they buy by then, in per cent.")] = None,
    market: Annotated[str | None, typer.Option("--market", help="Language, region or line of business.", metavar="NAME")] = None,
    readiness: Annotated[
        Literal["ready", "wants_information", "not_ready"] | None,
        typer.Option("--readiness", help="How ready they are to buy; ready only with all criteria of the scheme met."),
    ] = None,
    by: By = None,
    note: Note = None,
    config: ConfigFile = None,
    data: Data = None,
    log: LogUrl = None,
    workspace: Workspace = None,
    dry_run: DryRun = False,
    json_: Json = False,
) -> None:
    """Note what is known of a lead: which organisation and person, and by which criteria it is ready. What is not named stays as it is."""
    if budget is not None and not re.fullmatch(r"\d{1,15}(\.\d{1,4})?", budget):
        raise typer.BadParameter(f"{budget!r} is no amount: write digits, as 12000 or 12000.50.", param_hint="--budget")
    if currency is not None and not re.fullmatch("[A-Z]{3}", currency):
        raise typer.BadParameter(f"{currency!r} is no currency: three capital letters, as EUR (ISO 4217).", param_hint="--currency")
    said = (contact, company, scheme, met, unmet, unknown, budget, currency, timeframe, probability, market, readiness)
    if all(one in (None, []) for one in said):
        raise typer.BadParameter("nothing is said of it: give --met CRITERION, --readiness, --budget or another of the options.")
    criteria: Any = {name.value: state for state, names in (("met", met), ("unmet", unmet), ("unknown", unknown)) for name in names or ()}
    _say(
        "lead",
        id_,
        lambda found, by, note: _commands().Qualify(
            lead=found["lead"],
            scheme=scheme,
            criteria=criteria,
            budget=budget,
            currency=currency,
            timeframe=timeframe,
            probability=probability,
            contact=found.get("contact"),
            company=found.get("company"),
            market=market,
            readiness=readiness,
            by=by,
            note=note,
        ),
        by, note, config, data, log, workspace, dry_run=dry_run, json_=json_, contact=contact, company=company,
    )  # fmt: skip


def _judging(verdict: Literal["spam", "junk", "restore"], says: str) -> "Callable[..., None]":
    def judge(
        id_: Lead,
        by: By = None,
        note: Note = None,
        config: ConfigFile = None,
        data: Data = None,
        log: LogUrl = None,
        workspace: Workspace = None,
        dry_run: DryRun = False,
        json_: Json = False,
    ) -> None:
        _say(
            "lead",
            id_,
            lambda found, by, note: _commands().Judge(lead=found["lead"], verdict=verdict, by=by, note=note),
            by, note, config, data, log, workspace, dry_run=dry_run, json_=json_,
        )  # fmt: skip

    judge.__doc__ = says
    return judge


lead.command("spam")(_judging("spam", "Say that a lead never was an enquiry: it leaves the conversion figures."))
lead.command("junk")(_judging("junk", "Say that nothing comes of a lead."))
lead.command("restore")(_judging("restore", "Open a lead again that was finished, at the status that it had."))


def _commands() -> Any:
    from schemas import command

    return command


def _say(
    kind: Literal["lead", "deal"],
    text: str,
    made: "Callable[[dict[str, str], str, str | None], Command]",
    by: str | None,
    note: str | None,
    config: Any,
    data: Any,
    log: str | None,
    workspace: str | None,
    *,
    dry_run: bool,
    json_: bool,
    **others: str | None,
) -> None:
    """Find what the ids begin, append the command that is `made` of them, and print what was decided of it."""
    from schemas.errors import Reject

    def said(stores: Any) -> "tuple[str, Command]":
        from msgspec import ValidationError
        from msgspec.json import encode

        there, found = _found(stores, kind, text, workspace)
        ids: dict[str, str] = {kind: found}
        for other, begin in others.items():
            if begin is not None:
                ids[other] = begin if begin == "new" else _found(stores, other, begin, there)[1]
        command = made(ids, speaker(by), note)
        try:
            return there, _commands().decode(encode(command))
        except ValidationError as error:
            raise Reject(f"That cannot be said: {error}.") from None

    carry_out(settings_without_secrets(config, data, log), said, dry_run=dry_run, as_json=json_)


def _found(stores: Any, kind: str, text: str, workspace: str | None) -> tuple[str, str]:
    """(workspace, id) of the one that begins so; raises Reject where there is none, or several."""
    from runtime.entities import beginning
    from schemas.errors import Reject

    found = beginning(stores, text, kind, workspace=workspace)
    if len(found) != 1:
        plural = "companies" if kind == "company" else f"{kind}s"
        raise Reject(f"{len(found) or 'No'} {plural} begin with {text!r}: see `leadloom {plural} list`.")
    return found[0].workspace, found[0].id
