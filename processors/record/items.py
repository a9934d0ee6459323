"""Items: a new lead or deal, or the next version of the one that a touch falls on."""

import msgspec

from processors.assign import Given
from processors.case import Case, Known, Ringing
from processors.memory import Item
from processors.normalise.text import line, storable
from processors.record.publishing import Publication
from processors.record.versions import changes
from processors.route.plans import NewDeal, NewLead
from schemas.crm import Source
from schemas.touch import Attribution

MOST_FIELDS, MOST_JOINED = 64, 50
FIRST_SOURCE_MS = 28 * 86_400_000
"""How long a client's first source is the first source of its new items, too (R28)."""

_TAGS = Attribution.__struct_fields__
_NO_TAGS = Attribution()
_ITEM = {"responsible": "responsible", "last": "last_source", "activities": "activities", "fields": "fields", "joined": "contacts"}
"""Fields of an item as remembered, and what they are called in public."""


def source_of(case: Case) -> Source:
    """Where the touch came from (R28)."""
    capture, tags = case.capture, case.touch.attribution
    if tags == _NO_TAGS:
        return Source(channel=capture.channel, source=capture.source, at=case.now)
    said = {name: line(value) for name in _TAGS if (value := getattr(tags, name))}
    return Source(channel=capture.channel, source=capture.source, at=case.now, **said)


def new_item(case: Case, known: Known, plan: NewLead | NewDeal, given: Given, source: Source) -> Item:
    client, config = known.client, case.policy.config
    first = client.first if client.first is not None and case.now - client.first.at <= FIRST_SOURCE_MS else source
    if isinstance(plan, NewLead):
        kind, pipeline, stages = "lead", "", config.lead_statuses
        repeat = "repeat_lead" if plan.repeat else None
    else:
        chosen = case.policy.pipeline(case.properties)
        kind, pipeline, stages, repeat = "deal", chosen.id, chosen.stages, plan.repeat
    return Item(
        kind=kind,
        id=case.derive(kind),
        client=client.id,
        title=_title(case, known),
        stage=next(stage.id for stage in stages if stage.semantic == "process"),
        semantic="process",
        created_at=case.now,
        modified_at=case.now,
        version=1,
        cause=case.capture.id,
        responsible=given.owner,
        assignments=0 if given.waits else 1,
        waits=given.waits,
        first=first,
        last=source,
        activities=1,
        pipeline=pipeline,
        repeat=repeat,
        fields=_fields(case, {}),
    )


def touched_item(
    case: Case, known: Known, item: Item, given: Given, publication: Publication, source: Source, ringing: Ringing | None
) -> Item:
    """The item's next version; the same object where one more event of a call changes nothing about it."""
    same_call = ringing is not None and ringing.before.item == item.id
    settled = given.owner != item.responsible or (given.alarm is not None and not item.assignments)
    after = msgspec.structs.replace(
        item,
        responsible=given.owner,
        assignments=item.assignments + settled,
        waits=item.waits and not settled,
        last=item.last if same_call else source,
        activities=item.activities + (not same_call),
        joined=_joined(item, known, publication),
        fields=_fields(case, item.fields),
    )
    changed = tuple(_ITEM[name] for name in changes(item, after, _ITEM))
    if item.client == known.client.id and client_differs(known, publication):
        changed = (*changed, "client")
    return next_item(case, after, changed) if changed or settled else item


def _joined(item: Item, known: Known, publication: Publication) -> tuple[tuple[str, str], ...]:
    """The others in the item, with this client where it is not the item's own (R3)."""
    if known.client.id == item.client:
        return item.joined
    mine = (known.client.id, publication.contact.id if publication.contact else "")
    others = tuple(pair for pair in item.joined if pair[0] != mine[0])
    return item.joined if mine in item.joined or len(others) >= MOST_JOINED else (*others, mine)


def next_item(case: Case, item: Item, changed: tuple[str, ...]) -> Item:
    """The item as its next version."""
    return msgspec.structs.replace(item, version=item.version + 1, cause=case.capture.id, changed=changed, modified_at=case.now)


def client_differs(known: Known, publication: Publication) -> bool:
    """Whether the client, as its items carry it, is another one after this touch."""
    return not known.new and (known.shown != known.client.shown or publication.new_contact or publication.new_company)


def _title(case: Case, known: Known) -> str:
    """Who, of which company; what they want, where the channel says it in a line."""
    shown = known.shown
    who = shown.name or next(iter((*shown.phones, *shown.emails, *(account for _, account in shown.messengers))), "Somebody")
    title = " · ".join(filter(None, (who, shown.company_name)))
    return line(f"{title}: {case.touch.subject}" if case.touch.subject else title, 200)


def _fields(case: Case, old: dict[str, str]) -> dict[str, str]:
    said = case.touch.fields
    if not said:
        return old
    new = {line(str(name), 100): storable(str(value), 1000) for name, value in list(said.items())[:MOST_FIELDS]}
    return dict(list({**old, **new}.items())[:MOST_FIELDS])
