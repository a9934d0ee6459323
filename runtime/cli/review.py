"""`leadloom review`: what a person has to decide, with the evidence side by side; the decision is a capture and holds for ever (R16)."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.behind import provenance
from runtime.cli.opening import carry_out, read
from runtime.cli.options import Asking, Saying, together
from runtime.cli.output import console, json, json_list, say, table
from runtime.cli.times import moment

if TYPE_CHECKING:
    from runtime.provenance import Value
    from runtime.reading import Reading
    from runtime.reviews import Shown
    from schemas.command import Accept, Command, Reject

app = typer.Typer(no_args_is_help=True, help="What a person has to decide: who may be one and is not merged by itself, and why.")

Item = Annotated[str, typer.Argument(metavar="ID", help="The id of the review item, or its beginning as `list` shows it.")]


class Kind(StrEnum):
    """What is asked."""

    PAIR = "pair"
    SPLIT = "split"
    AMBIGUOUS = "ambiguous"
    DEALS = "deals"


class State(StrEnum):
    """What became of it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SETTLED = "settled"
    BARRED = "barred"
    ALL = "all"


@app.command("list")
@together
def list_(
    *,
    kind: Annotated[
        Kind | None,
        typer.Option(
            help="Only these. pair: are two clients one; split: is one two; ambiguous: whose is a touch; deals: are two deals one."
        ),
    ] = None,
    status: Annotated[
        State, typer.Option(help="settled: it came about otherwise; barred: a rejected pair forbids it for now.")
    ] = State.OPEN,
    limit: Annotated[int, typer.Option(min=0, help="At most so many; 0: all.")] = 50,
    ask: Asking,
) -> None:
    """List what waits for a decision, the likeliest first."""
    wanted = None if status is State.ALL else status.value

    def show(here: "Reading") -> None:
        from runtime import reviews

        found, counted = reviews.matching(here, limit, ask.workspace, kind.value if kind else None, wanted)
        if ask.as_json:
            json_list(reviews.shown(named, review, sides=False) for named, review in found)
            return
        if not counted:
            print(_nothing(status, narrowed=bool(ask.workspace or kind)))
            return
        table(
            (
                "id",
                "asked",
                ">probability",
                "who",
                "and",
                "what weighs most for and against",
                "since",
                *(("status",) if wanted is None else ()),
            ),
            (_row(reviews.shown(named, review, sides=False), with_status=wanted is None) for named, review in found),
        )
        say(f"{len(found)} of {counted}, up to decision {sum(here.upto)}. Side by side: leadloom review show ID")

    read(ask.settings(), show)


def _nothing(status: State, *, narrowed: bool) -> str:
    if status not in (State.OPEN, State.ALL):
        return f"There is no review item that is {status.value}."
    here = " here" if narrowed else ""
    if status is State.ALL:
        return f"Nobody was ever asked anything{here}: so far everybody was clearly somebody known, or clearly somebody new."
    return f"Nothing waits for a decision{here}: everybody is clearly somebody known, or clearly somebody new."


def _row(item: "Shown", *, with_status: bool) -> list[object]:
    from runtime.evidence import percent, strongest

    most = strongest((p.says, p.bits) for p in item.evidence) or item.obstacle or item.why
    row: list[object] = [item.id[:8], item.kind, percent(item.probability), *item.names, most, moment(item.at)]
    return [*row, item.status] if with_status else row


@app.command("show")
@together
def show(item: Item, ask: Asking) -> None:
    """Show both sides field by field, where each value comes from, and every piece of evidence with its weight."""

    def show(here: "Reading") -> None:
        from runtime import reviews

        named, review = reviews.found(here.stores, item, ask.workspace)
        reviews.must_see(here, named, review)
        shown = reviews.shown(named, review)
        if ask.as_json:
            json(shown)
        else:
            _draw(shown)

    read(ask.settings(), show)


def _draw(item: "Shown") -> None:
    from runtime import reviews
    from runtime.evidence import lines, percent

    print(f"{item.question} (review item {item.id[:8]}, {item.kind}, {item.status}, workspace {item.workspace}, {moment(item.at)})\n")
    if item.sides:
        _beside(item)
        print()
    if item.probability is not None:
        print(f"probability  {percent(item.probability)}")
    for number, line in enumerate(lines((p.says, p.bits) for p in item.evidence)):
        print(f"{'' if number else 'evidence':<9}{line}")
    for label, words in (("because", item.why), ("in the way", item.obstacle), ("found by", f"capture {item.cause}")):
        if words:
            print(f"{label:<12} {words}")
    if item.decided:
        said = f" by {item.decided_by}" if item.decided_by else ""
        print(f"{item.status:<12} {moment(item.decided_at)}{said}{f': {item.note}' if item.note else ''} (capture {item.decided})")
    elif item.status == "open":
        say(f"leadloom review accept {item.id[:8]}   {reviews.ACCEPT[item.kind]}")
        say(f"leadloom review reject {item.id[:8]}   {reviews.REJECT[item.kind]}")


def _beside(item: "Shown") -> None:
    """The sides beside each other, a field a row; = where they have a value in common."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    drawn.add_column("")
    drawn.add_column("")
    for side in item.sides:
        about = (
            f"one of {side.members} that are one client" if side.members > 1 else f"{side.touches} touch{'' if side.touches == 1 else 'es'}"
        )
        drawn.add_column(Text(f"{side.what}\n{about}"), overflow="fold")
    for field in dict.fromkeys(value.field for side in item.sides for value in side.values):
        cells = [[value for value in side.values if value.field == field] for side in item.sides]
        common = set.intersection(*({value.value for value in cell} for cell in cells)) if len(cells) > 1 else ()
        drawn.add_row(field, "=" if common else "", *(Text("\n").join(_told(value) for value in cell) or Text("-") for cell in cells))
    console().print(drawn)


def _told(value: "Value") -> Any:
    from rich.text import Text

    return Text.assemble(value.value, ("\n  " + provenance(value), "dim"))


@app.command("accept")
@together
def accept(item: Item, word: Saying) -> None:
    """Say that it is so. Where the question is whether two clients are one, this merges them; `leadloom unmerge` takes that back."""
    from schemas.command import Accept

    _answer(item, word, Accept)


@app.command("reject")
@together
def reject(item: Item, word: Saying) -> None:
    """Say that it is not so; the same is never asked again."""
    from schemas.command import Reject

    _answer(item, word, Reject)


def _answer(item: str, word: Saying, answer: "type[Accept | Reject]") -> None:
    def said(stores: Any) -> "tuple[str, Command]":
        from runtime import reviews

        named, review = reviews.found(stores, item, word.workspace)
        return named.workspace, answer(review=review.id, by=word.speaker, note=word.note)

    carry_out(word, said)
