"""`leadloom lead ...` and `leadloom deal ...`: a person says what becomes of a lead or a deal."""

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from runtime.cli.opening import carry_out
from runtime.cli.options import Saying, together

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
CompanyName = Annotated[
    str | None,
    typer.Option("--company-name", help="The company that it is of: made on the spot, unless there is one of this name.", metavar="NAME"),
]


class Criterion(StrEnum):
    """What readiness to buy is judged by (R50)."""

    budget = "budget"
    authority = "authority"
    need = "need"
    timeframe = "timeframe"
    money = "money"


@lead.command("move")
@together
def move_lead(
    id_: Lead,
    stage: Annotated[str, typer.Argument(help="The status that it has now.", metavar="STATUS", show_default=False)],
    word: Saying,
) -> None:
    """Give a lead another status. One of the meaning `failure` ends it, and cancels what is planned for it; `leadloom lead restore` opens it
    again. One of the meaning `success` converts it by its fields, without a deal, as `leadloom lead convert` does."""
    _say(
        "lead",
        id_,
        word,
        lambda found: _commands().Move(kind="lead", item=found["lead"], stage=stage, by=word.speaker, note=word.note),
    )


@deal.command("move")
@together
def move_deal(
    id_: Deal,
    stage: Annotated[
        str, typer.Argument(help="The stage that it is at now; PIPELINE/STAGE, too, as lists show it.", metavar="STAGE", show_default=False)
    ],
    *,
    pipeline: Annotated[str | None, typer.Option("--pipeline", "-p", help="Into this pipeline.", metavar="NAME")] = None,
    word: Saying,
) -> None:
    """Put a deal at another stage. One of the meaning `won` or `lost` ends it, and `lost` cancels what is planned for it; any other opens it
    again."""
    line, _, at = stage.rpartition("/")
    _say(
        "deal",
        id_,
        word,
        lambda found: _commands().Move(
            kind="deal", item=found["deal"], stage=at, pipeline=pipeline or line or None, by=word.speaker, note=word.note
        ),
    )


@lead.command("convert")
@together
def convert(
    id_: Lead,
    *,
    contact: Contact = None,
    company: Company = None,
    company_name: CompanyName = None,
    with_deal: Annotated[bool, typer.Option("--deal", help="With a deal: the client's open one in the pipeline, else a new one.")] = False,
    into: Annotated[str | None, typer.Option("--into", help="With this open deal of the client.", metavar="DEAL")] = None,
    pipeline: Annotated[
        str | None, typer.Option("--pipeline", "-p", help="The deal's pipeline. Default: the default one.", metavar="NAME")
    ] = None,
    handover: Annotated[
        bool, typer.Option("--handover", help="The pipeline's queue says whose the deal is, not the lead's owner.")
    ] = False,
    word: Saying,
) -> None:
    """Make a client of a lead, and with --deal a deal: its fields, activities and owner move along. Repeating it changes nothing.

    Person fields make a contact, company fields that were filled in make a company, both make both, linked. Another one's contact that is
    chosen makes the two one client; `leadloom unmerge` takes that back.
    """
    _say(
        "lead",
        id_,
        word,
        lambda found: _commands().Convert(
            lead=found["lead"],
            contact=found.get("contact"),
            company=found.get("company"),
            company_name=company_name,
            deal=found.get("deal") or ("open" if with_deal else None),
            pipeline=pipeline,
            handover=handover,
            by=word.speaker,
            note=word.note,
        ),
        contact=contact,
        company=company,
        deal=into,
    )


@lead.command("qualify")
@together
def qualify(
    id_: Lead,
    *,
    contact: Contact = None,
    company: Company = None,
    company_name: CompanyName = None,
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
    word: Saying,
) -> None:
    """Note what is known of a lead: which organisation and person, and by which criteria it is ready. What is not named stays as it is."""
    if budget is not None and not re.fullmatch(r"\d{1,15}(\.\d{1,4})?", budget):
        raise typer.BadParameter(f"{budget!r} is no amount: write digits, as 12000 or 12000.50.", param_hint="--budget")
    if currency is not None and not re.fullmatch("[A-Z]{3}", currency):
        raise typer.BadParameter(f"{currency!r} is no currency: three capital letters, as EUR (ISO 4217).", param_hint="--currency")
    said = (contact, company, company_name, scheme, met, unmet, unknown, budget, currency, timeframe, probability, market, readiness)
    if all(one in (None, []) for one in said):
        raise typer.BadParameter("nothing is said of it: give --met CRITERION, --readiness, --budget or another of the options.")
    criteria: Any = {name.value: state for state, names in (("met", met), ("unmet", unmet), ("unknown", unknown)) for name in names or ()}
    _say(
        "lead",
        id_,
        word,
        lambda found: _commands().Qualify(
            lead=found["lead"],
            scheme=scheme,
            criteria=criteria,
            budget=budget,
            currency=currency,
            timeframe=timeframe,
            probability=probability,
            contact=found.get("contact"),
            company=found.get("company"),
            company_name=company_name,
            market=market,
            readiness=readiness,
            by=word.speaker,
            note=word.note,
        ),
        contact=contact,
        company=company,
    )


def _judging(verdict: Literal["spam", "junk", "restore"], says: str) -> "Callable[..., None]":
    def judge(id_: Lead, word: Saying) -> None:
        _say("lead", id_, word, lambda found: _commands().Judge(lead=found["lead"], verdict=verdict, by=word.speaker, note=word.note))

    judge.__doc__ = says
    return together(judge)


lead.command("spam")(_judging("spam", "Say that a lead never was an enquiry: it leaves the conversion figures."))
lead.command("junk")(_judging("junk", "Say that nothing comes of a lead."))
lead.command("restore")(_judging("restore", "Open a lead again that was finished, at the status that it had."))


def _commands() -> Any:
    from schemas import command

    return command


def _say(kind: Literal["lead", "deal"], text: str, word: Saying, made: "Callable[[dict[str, str]], Command]", **others: str | None) -> None:
    """Find what the ids begin, append the command that is `made` of them, and print what was decided of it."""
    from runtime.entities import one
    from schemas.errors import Reject

    def said(stores: Any) -> "tuple[str, Command]":
        from msgspec import ValidationError
        from msgspec.json import encode

        found = one(stores, text, kind, word.workspace)
        ids: dict[str, str] = {kind: found.id}
        for other, begin in others.items():
            if begin is not None:
                ids[other] = begin if begin == "new" else one(stores, begin, other, found.workspace).id
        command = made(ids)
        try:
            return found.workspace, _commands().decode(encode(command))
        except ValidationError as error:
            raise Reject(f"That cannot be said: {error}.") from None

    carry_out(word, said)
