"""`leadloom why`: explain a decision."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.opening import read_log
from runtime.cli.options import As, Json, Where, together
from runtime.cli.output import json, named

if TYPE_CHECKING:
    from runtime.reading import Reading
    from runtime.why import Told, Words
    from schemas.decision import Entry


@together
def why(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="CAPTURE_OR_ENTITY...",
            help='Ids of captures, touches, leads, contacts, companies, deals or clients, as lists show them; "-": from stdin.',
        ),
    ],
    *,
    where: Where,
    as_: As = None,
    json_: Json = False,
) -> None:
    """Explain what became of a capture, or which captures made a lead, contact, company, deal, client, merge or review item what it is.

    Each decision is told in full: the outcome and its reason, who was looked at and why taken or not, and how the owner was found.
    """
    from runtime.why import sentences, told_of, words
    from schemas.errors import Reject

    wanted = sys.stdin.read().split() if what == ["-"] else what

    async def ask(here: "Reading") -> None:
        told = [told for one in wanted for told in await told_of(here.log, here.stores, one) or await _touched(here, one)]
        if not told:
            raise Reject(
                f"Nothing is known of {' '.join(wanted[:3])!r}: give an id that `leadloom leads list`, `touches` or `dead list` "
                "shows, or that the sender got."
            )
        known = words(here.stores)
        for one in told:
            _must_see(here, one)
        if json_:
            json([{"partition": t.partition, "offset": t.offset, **_public(t, known)} for t in told])
            return
        for number, one in enumerate(told):
            if number:
                print()
            for line in sentences(one, known):
                print(line)

    read_log(where.settings(), ask)


async def _touched(here: "Reading", text: str) -> "list[Told]":
    """The decisions of a capture or touch of which only the beginning is given, as lists show it; the log is looked through for it."""
    from runtime.touches import captures_named
    from runtime.why import told_of

    told = [told for capture in await captures_named(here, text) for told in await told_of(here.log, here.stores, capture)]
    return list({(one.partition, one.offset): one for one in told}.values())


def _must_see(here: "Reading", told: "Told") -> None:
    """Raises Reject where a decision is about something that whoever reads may not see (R43)."""
    from processors.queries import find

    store = here.stores[told.partition]
    for entry in told.decision.entries:
        item = find(store, told.decision.workspace, entry.item_kind, entry.item) if entry.item and entry.item_kind else None
        here.viewer.must_see(
            told.decision.workspace, entry.item_kind or "contact", getattr(item, "responsible", entry.owner), "this decision"
        )


def _public(told: "Told", known: "Words") -> dict[str, Any]:
    """The decision, and in full the merges and review items that its entries name."""
    d = told.decision
    merges, reviews = known.ledger(d)
    return {
        "capture": d.capture,
        "workspace": d.workspace,
        "lane": d.lane,
        "now": d.now,
        "entries": [_entry(entry) for entry in d.entries],
        "said": named(told.said),
        "merges": named(merges),
        "reviews": named(reviews),
    }


def _entry(entry: "Entry") -> dict[str, Any]:
    """The entry without its defaults, its candidates and owner chain with the names of their fields."""
    import msgspec

    lists = {"candidates": named(entry.candidates), "chain": named(entry.chain)}
    return {name: lists.get(name, value) for name, value in msgspec.to_builtins(entry).items()}
