"""Items: a new lead or deal, or the next version of the one that a touch falls on."""

import msgspec

from processors.assign import Given
from processors.case import Act, Case, Known, Ringing
from processors.fields import differ, of_item
from processors.normalise.text import line, storable
from processors.record.publishing import Publication
from processors.remembered import Client, Item
from processors.route.plans import NewDeal, NewLead
from schemas.crm import FieldValue, Source

MOST_FIELDS, MOST_JOINED, DAY_MS = 64, 50, 86_400_000


def source_of(case: Case) -> Source:
    """Where the touch came from (R28)."""
    return Source(channel=case.capture.channel, source=case.capture.source, at=case.now, **case.tags)


def first_of(case: Case, client: Client, source: Source) -> Source | None:
    """The client's first source with this touch: kept for as long as the workspace says, then this one (R28)."""
    first = client.first
    if not is_source(case):
        return first
    return first if first is not None and case.now - first.at <= case.policy.config.first_source_days * DAY_MS else source


def is_source(case: Case) -> bool:
    """Whether the touch tells where a client came from: not what our own people do, machines, nor the CRM's word of whom it has."""
    return not (case.touch.direction == "out" or case.touch.machine or case.publishes)


def new_item(case: Case, known: Known, plan: NewLead | NewDeal, given: Given, source: Source) -> Item:
    config = case.policy.config
    first = first_of(case, known.client, source) or source
    if isinstance(plan, NewLead):
        kind, pipeline, stages = "lead", "", config.lead_statuses
        repeat = "repeat_lead" if plan.repeat else None
    else:
        chosen = case.policy.pipeline(case.properties)
        kind, pipeline, stages, repeat = "deal", chosen.id, chosen.stages, plan.repeat
    return Item(
        kind=kind,
        id=case.derive(kind),
        client=known.home.id,
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
        worked=_worked(case),
        own=of_item(case.own) if case.own else {},
    )


def touched_item(
    case: Case, known: Known, item: Item, given: Given, publication: Publication, source: Source, ringing: Ringing | None
) -> Item:
    """The item's next version, of the same version where nobody is told, the same object where one more event of a call changes nothing."""
    same_call = ringing is not None and ringing.before.item == item.id
    settled = given.owner != item.responsible or (given.alarm is not None and not item.assignments)
    no_source = same_call or case.touch.direction == "out" or case.touch.machine
    own = _own(case, item.own)
    joined, fields, worked = _joined(item, known, publication), _fields(case, item.fields), item.worked or _worked(case)
    changed = [
        name
        for name, differs in (
            ("responsible", given.owner != item.responsible),
            ("last_source", not no_source and source != item.last),
            ("activities", not same_call),
            ("fields", fields is not item.fields and fields != item.fields),
            ("contacts", joined is not item.joined),
            ("client", known.owns(item) and client_differs(known, publication)),
        )
        if differs
    ]
    if own is not item.own:
        changed += differ(item.own, own, "deal", "lead")
    if not changed and not settled:
        return item if worked == item.worked else msgspec.structs.replace(item, worked=worked)
    return msgspec.structs.replace(
        item,
        version=item.version + 1,
        cause=case.capture.id,
        changed=tuple(changed),
        modified_at=case.now,
        responsible=given.owner,
        assignments=item.assignments + settled,
        waits=item.waits and not settled,
        last=item.last if no_source else source,
        activities=item.activities + (not same_call),
        joined=joined,
        fields=fields,
        worked=worked,
        own=own,
    )


def _own(case: Case, old: dict[str, FieldValue]) -> dict[str, FieldValue]:
    """The item's own fields with those that the touch says; the same object where that is no news."""
    said = of_item(case.own) if case.own else {}
    return {**old, **said} if any(old.get(name) != value for name, value in said.items()) else old


def _worked(case: Case) -> bool:
    """Whether the touch is a person's work on the item (R18): something that our own people did, or a call that one of them took."""
    call = case.touch.call
    return case.touch.direction == "out" or (call is not None and bool(call.event == "answered" or call.answered_by or call.duration_s))


def _joined(item: Item, known: Known, publication: Publication) -> tuple[tuple[str, str], ...]:
    """The others in the item, with this client where it is not the item's own (R3)."""
    if known.owns(item):
        return item.joined
    mine = (known.client.id, publication.contact.id if publication.contact else "")
    others = tuple(pair for pair in item.joined if pair[0] != mine[0])
    return item.joined if mine in item.joined or len(others) >= MOST_JOINED else (*others, mine)


def next_item(act: Act, item: Item, changed: tuple[str, ...]) -> Item:
    """The item as its next version."""
    return msgspec.structs.replace(item, version=item.version + 1, cause=act.capture.id, changed=changed, modified_at=act.now)


def client_differs(known: Known, publication: Publication) -> bool:
    """Whether the client, as its items carry it, is another one after this touch."""
    return not known.new and (known.differs or publication.new_contact or publication.new_company)


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
