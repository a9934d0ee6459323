"""`leadloom leads|contacts|companies|deals`: what the enquiries have become."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.opening import read
from runtime.cli.options import Asking, together
from runtime.cli.output import json, json_list, say, table
from runtime.cli.times import moment

if TYPE_CHECKING:
    from processors.rights import Seen
    from runtime.reading import Reading
    from schemas.crm import Company, Contact, Deal, Lead, Versioned

KINDS = ("leads", "contacts", "companies", "deals")
SINGULAR: "dict[str, Seen]" = {"leads": "lead", "contacts": "contact", "companies": "company", "deals": "deal"}
ABOUT = {
    "leads": "Enquiries in classic mode that somebody works on.",
    "contacts": "People who are clients; in classic mode, once a lead is converted.",
    "companies": "Organisations that are clients; in classic mode, once a lead is converted.",
    "deals": "Possible sales to clients; in simple mode every enquiry is one.",
}


def commands(kind: str) -> typer.Typer:
    """`list` and `show` of one kind."""
    app = typer.Typer(no_args_is_help=True, help=ABOUT[kind])

    @app.command("list", help=f"List {kind}, the latest changed first.")
    @together
    def list_(
        *,
        responsible: Annotated[str | None, typer.Option(help="Only those of this responsible.", metavar="ID")] = None,
        limit: Annotated[int, typer.Option(min=0, help="At most so many; 0: all.")] = 50,
        ask: Asking,
    ) -> None:
        read(ask.settings(), lambda here: _list(here, kind, ask.workspace, responsible, limit, ask.as_json))

    @app.command(help=f"Show one of the {kind} in full, and the captures that made it.")
    @together
    def show(
        entity: Annotated[str, typer.Argument(metavar="ID", help="The id, or its beginning as `list` shows it.")],
        ask: Asking,
    ) -> None:
        read(ask.settings(), lambda here: _show(here, kind, ask.workspace, entity, ask.as_json))

    return app


def _all(here: "Reading", kind: str, workspace: str | None) -> "Iterator[Versioned]":
    from processors import queries
    from runtime.entities import workspaces

    every: dict[str, Callable[[Any, str], Iterable[Versioned]]] = {
        "leads": queries.leads,
        "contacts": queries.contacts,
        "companies": queries.companies,
        "deals": queries.deals,
    }
    for store, name in workspaces(here.stores, workspace):
        yield from here.viewer.only(SINGULAR[kind], every[kind](store, name))


def _list(here: "Reading", kind: str, workspace: str | None, responsible: str | None, limit: int, as_json: bool) -> None:
    import heapq

    counted = 0

    def wanted() -> "Iterator[Any]":
        nonlocal counted
        for entity in _all(here, kind, workspace):
            if responsible in (None, getattr(entity, "responsible", None)):
                counted += 1
                yield entity

    if limit == 0 and as_json:
        json_list(wanted())
        return
    newest = heapq.nlargest(limit, wanted(), key=_modified) if limit else sorted(wanted(), key=_modified, reverse=True)
    if as_json:
        json_list(newest)
    else:
        table(COLUMNS[kind], (ROW[kind](entity) for entity in newest))
        say(f"{len(newest)} of {counted} {kind}, up to decision {sum(here.upto)}.")


def _modified(entity: Any) -> tuple[int, str]:
    return entity.modified_at, entity.id


def _show(here: "Reading", kind: str, workspace: str | None, text: str, as_json: bool) -> None:
    import msgspec

    from processors import queries
    from runtime.cli import behind
    from runtime.entities import one
    from runtime.people import behind as behind_of

    named = one(here.stores, text, SINGULAR[kind], workspace)
    entity = queries.find(named.store, named.workspace, named.kind, named.id)
    here.viewer.must_see(named.workspace, SINGULAR[kind], getattr(entity, "responsible", None), f"this {SINGULAR[kind]}")
    captures = queries.captures_of(named.store, named.workspace, named.id)
    who = behind_of(named)
    if as_json:
        told = {"asked": who.asked, "members": who.members, "merges": who.merges, "provenance": who.provenance}
        json({**msgspec.to_builtins(entity), "captures": captures, **told})
        return
    if (moved := behind.redirect(who, SINGULAR[kind].capitalize())) is not None:
        print(moved)
    if into := getattr(entity, "merged_into", None):
        stands = named.memory.standing_item(named.kind, into)
        print(f"This {SINGULAR[kind]} was folded into {stands.id[:8] if stands else into[:8]}, which goes on (R18).")
    for line in (*_lines(msgspec.to_builtins(entity)), *behind.lines(who)):
        print(line)
    print(f"captures: {', '.join(captures) or '-'}")
    say(f"Why it is so: leadloom why {named.id[:8]}")


def _lines(value: dict[str, Any], indent: str = "") -> Iterator[str]:
    for name, inner in value.items():
        if isinstance(inner, dict) and inner:
            yield f"{indent}{name}:"
            yield from _lines(inner, indent + "  ")
        elif isinstance(inner, list | tuple) and inner and isinstance(inner[0], dict):
            yield f"{indent}{name}: " + "; ".join(" ".join(_plain(*pair) for pair in item.items()) for item in inner)
        elif isinstance(inner, list | tuple):
            yield f"{indent}{name}: {', '.join(map(str, inner)) or '-'}"
        else:
            yield f"{indent}{name}: {_plain(name, inner)}"


def _plain(name: str, value: Any) -> str:
    if name == "at" or name.endswith("_at"):
        return str(moment(value))
    return str(value) if value not in (None, "") else "-"


def _first(values: tuple[str, ...]) -> str | None:
    return values[0] + (f" +{len(values) - 1}" if len(values) > 1 else "") if values else None


def _lead(lead: "Lead") -> tuple[object, ...]:
    c = lead.client
    who = c.name or c.company_name
    return lead.id[:8], lead.status + (" repeat" if lead.repeat else ""), who, _first(c.phones), _first(c.emails), *_end(lead)


def _deal(deal: "Deal") -> tuple[object, ...]:
    c = deal.client
    who = c.name or c.company_name
    return deal.id[:8], f"{deal.pipeline}/{deal.stage}", who, _first(c.phones), _first(c.emails), *_end(deal)


def _end(item: "Lead | Deal") -> tuple[object, ...]:
    source = f"{item.first_source.channel}/{item.first_source.source}" if item.first_source else None
    return item.responsible, source, item.activities, moment(item.modified_at)


def _contact(contact: "Contact") -> tuple[object, ...]:
    return contact.id[:8], contact.name, _first(contact.phones), _first(contact.emails), contact.responsible, moment(contact.modified_at)


def _company(company: "Company") -> tuple[object, ...]:
    return company.id[:8], company.name, _first(company.phones), _first(company.emails), company.responsible, moment(company.modified_at)


_ITEM = ("client", "phone", "e-mail", "responsible", "first from", ">touches", "changed")
_CLIENT = ("id", "name", "phone", "e-mail", "responsible", "changed")
COLUMNS = {"leads": ("id", "status", *_ITEM), "deals": ("id", "stage", *_ITEM), "contacts": _CLIENT, "companies": _CLIENT}
ROW: dict[str, Callable[[Any], tuple[object, ...]]] = {"leads": _lead, "deals": _deal, "contacts": _contact, "companies": _company}
