"""What a person says of a lead or a deal by a command: moved, converted, qualified, judged; in a sentence what was done."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from processors.case import Act
from processors.life.convert import Converted, Wish, convert, place
from processors.life.judge import judge
from processors.life.qualify import qualify
from processors.refused import Refused
from processors.remembered import Item
from schemas import command
from schemas.errors import Reject

Said = tuple[str, str | None]
"""(what was done, the client that it is about)."""


def item_named(act: Act, kind: Literal["lead", "deal"], entity: str) -> Item:
    """The lead or deal of this id, or what it was folded into (R18); raises Refused where there is none."""
    try:
        item = act.memory.standing_item(kind, entity)
    except Reject as error:
        raise Refused(str(error)) from None
    if item is None:
        raise Refused(f"There is no {kind} {entity} in workspace {act.capture.workspace}.")
    act.item = item
    return item


def _about(act: Act, item: Item) -> str | None:
    act.item = item
    client = act.memory.client(item.client)
    return client.id if client is not None else None


def _move(act: Act, said: command.Move) -> Said:
    before = item_named(act, said.kind, said.item)
    try:
        item = place(act, before, said.stage, said.pipeline, Wish(by=said.by, note=said.note))
    except Reject as error:
        raise Refused(str(error)) from None
    what = f"{said.kind.capitalize()} {item.id}"
    if item is before:
        return f"{what} is at {_place(item)} already: nothing changed.", _about(act, item)
    if item.converted_to and not before.converted_to:
        became = ", ".join(_named(act, item))
        return (
            f"{what} is converted into {became}: {item.stage} means success. `leadloom lead convert {item.id[:8]} --deal` adds a deal.",
            _about(act, item),
        )
    return f"{what} went from {_place(before)} to {_place(item)}.", _about(act, item)


def _place(item: Item) -> str:
    return item.stage if item.kind == "lead" else f"{item.pipeline}/{item.stage}"


def _convert(act: Act, said: command.Convert) -> Said:
    lead = item_named(act, "lead", said.lead)
    wish = Wish(said.contact, said.company, said.deal, said.pipeline, said.handover, said.by, said.note, company_name=said.company_name)
    found = _in_words(lambda: convert(act, lead, wish))
    became = ", ".join(_named(act, found.lead))
    if not found.changed:
        return f"Lead {lead.id} was converted before, into {became}: nothing changed.", _about(act, found.lead)
    more = f" Job {found.job.id} goes on moving its {found.job.total} activities." if found.job is not None else ""
    return f"Lead {found.lead.id} is converted into {became}.{more}", _about(act, found.lead)


def _named(act: Act, lead: Item) -> list[str]:
    """What a lead was converted to, by kind and id."""
    client = act.memory.client(lead.client)
    assert client is not None, "an item has a client"
    named = {client.contact.id: "contact"} if client.contact else {}
    if client.company:
        named[client.company] = "company"
    return [f"{named.get(entity, 'deal')} {entity}" for entity in lead.converted_to]


def _in_words(done: Callable[[], Converted]) -> Converted:
    """What is no id at all is refused like an id that nobody has."""
    try:
        return done()
    except Reject as error:
        raise Refused(str(error)) from None


def _qualify(act: Act, said: command.Qualify) -> Said:
    before = item_named(act, "lead", said.lead)
    try:
        lead = qualify(act, before, said)
    except Reject as error:
        raise Refused(str(error)) from None
    if lead is before:
        return f"Lead {lead.id} is known to be so already: nothing changed.", _about(act, lead)
    ready = lead.qualification is not None and lead.qualification.ready
    return f"Lead {lead.id} is qualified{': all criteria are met' if ready else ''}.", _about(act, lead)


def _judge(act: Act, said: command.Judge) -> Said:
    before = item_named(act, "lead", said.lead)
    lead = judge(act, before, said.verdict)
    if lead is before:
        return f"Lead {lead.id} has the status {lead.stage} already: nothing changed.", _about(act, lead)
    return f"Lead {lead.id} has the status {lead.stage} now; before, it had {before.stage}.", _about(act, lead)


HANDLERS: Mapping[type, Callable[[Act, Any], Said]] = {
    command.Move: _move,
    command.Convert: _convert,
    command.Qualify: _qualify,
    command.Judge: _judge,
}
