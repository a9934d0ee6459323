"""What the CRM tells of leads and deals: where they stand, whose they are, what they became, and what people did (R42a, R49, R51)."""

from typing import Literal, cast, get_args

import msgspec

from processors import public
from processors.assign import Given
from processors.case import Case
from processors.feedback import externals
from processors.feedback.entities import company_of, find_item, find_member, item_of, responsible_of, unknown
from processors.feedback.order import news
from processors.feedback.outcome import Told, old
from processors.life.convert import Wish, convert, place
from processors.life.dealing import AUTO
from processors.life.keeping import altered, tell_others
from processors.life.owning import give
from processors.life.publishing import NEW
from processors.normalise.text import given as line_of
from processors.normalise.text import storable
from processors.record import left
from processors.record.planned import item_of as planned_for
from processors.record.planned import settle
from processors.record.versions import next_version
from processors.refused import Refused
from processors.remembered import Client, Member, Planned
from schemas.crm import Activity, Feedback
from schemas.decision import OwnerStep
from schemas.errors import Reject
from schemas.touch import ActivityKind

replace = msgspec.structs.replace


def stage(case: Case, said: Feedback) -> Told:
    """Where an item stands in the CRM. What a lead was converted to it stays, whatever is told of its status."""
    item = item_of(case, said)
    name = said.data.get("stage") or said.data.get("status")
    if not name:
        raise Reject("It says no stage: `data` needs `stage`.")
    if item.converted_to:
        return Told("The lead was converted, and stays so.", item, applied=False)
    if not news(case.memory, item.id, "stage", said):
        return old(item)
    try:
        moved = place(case, item, name, said.data.get("pipeline"), Wish(anyway=True))
    except Refused as why:
        raise Reject(str(why)) from None
    if moved is item:
        return Told("It stands there already.", item, applied=False)
    became = ", which means success: it is converted by its fields" if moved.converted_to else ""
    return Told(f"It is at {moved.stage} in the CRM{became}.", moved)


def owner(case: Case, said: Feedback) -> Told:
    """Who a person in the CRM gave an item or a contact to."""
    person = responsible_of(case, said.data.get("responsible"))
    if person is None:
        raise Reject("It names nobody: `data` needs `responsible`.")
    if said.entity_kind in ("contact", "company") or not _is_item(case, said):
        return _owner_of_client(case, said, person)
    item = item_of(case, said)
    if not news(case.memory, item.id, "owner", said):
        return old(item)
    chain = (OwnerStep("R29 chosen in the CRM", person, "a person chose them in the CRM"),)
    given = give(case, item, Given(person, chain), by_hand=True)
    if given is item:
        case.memory.keep_item(replace(item, by_hand=True, worked=True))
        return Told("It is theirs already.", item, applied=False)
    return Told(f"It is {person}'s, as a person chose in the CRM.", given)


def _is_item(case: Case, said: Feedback) -> bool:
    return any(find_item(case, kind, said.entity) is not None for kind in ("lead", "deal"))


def _owner_of_client(case: Case, said: Feedback, person: str) -> Told:
    member = find_member(case, said.entity, "contact", "company")
    if member is None:
        raise unknown(said.entity_kind or "lead, deal or contact")
    client = member.client
    if client.contact is None:
        raise Reject("This client is no contact yet: it has no responsible of its own.")
    if not news(case.memory, client.id, "owner", said):
        return old(client=client.id)
    if client.contact.responsible == person:
        return Told("It is theirs already.", client=client.id, applied=False)
    contact = replace(next_version(case, client.contact, ("responsible",), None), responsible=person, by_hand=True)
    _keep(case, member, replace(client, contact=contact))
    told = public.contact(case.capture.workspace, replace(client, contact=contact))
    assert told is not None
    case.tell("contact", told.id, told.version, told)
    tell_others(case, replace(client, contact=contact))
    return Told(f"The contact is {person}'s, as a person chose in the CRM.", client=client.id)


def _keep(case: Case, member: Member, client: Client) -> None:
    case.memory.keep_client(client)
    if client.members and member.own.contact is not None and client.contact is not None and member.own.contact.id == client.contact.id:
        case.memory.keep_own(replace(member.own, contact=client.contact))


def converted(case: Case, said: Feedback) -> Told:
    """The CRM converted a lead; what it made there is ours by its ids from now on."""
    lead = item_of(case, said, "lead")
    asked = {kind: said.data.get(kind) for kind in ("contact", "company", "deal")}
    contact = find_member(case, asked["contact"], "contact") if asked["contact"] else None
    deal = find_item(case, "deal", asked["deal"]) if asked["deal"] else None
    wish = Wish(
        contact=contact.client.contact.id
        if contact is not None and contact.client.contact is not None
        else NEW
        if asked["contact"]
        else None,
        company=company_of(case, asked["company"]) if asked["company"] else None,
        deal=deal.id if deal is not None else AUTO if asked["deal"] else None,
        pipeline=said.data.get("pipeline"),
        anyway=True,
    )
    try:
        found = convert(case, lead, wish)
    except Refused as why:
        raise Reject(str(why)) from None
    for kind, entity in (("contact", lead.client), ("company", lead.client), ("deal", found.deal.id if found.deal else None)):
        if (external := asked[kind]) and entity is not None and not _ours(case, kind, external):
            externals.pair(case.memory, case.origin, kind, external, entity)  # type: ignore[arg-type]
    if not found.changed:
        return Told("The lead was converted before.", found.lead, applied=False)
    return Told("The lead was converted in the CRM.", found.lead)


def _ours(case: Case, kind: str, entity: str) -> bool:
    """Whether it is an id of ours, or known already."""
    if kind == "deal":
        return find_item(case, "deal", entity) is not None
    return find_member(case, entity, cast(externals.Kind, kind)) is not None or company_of(case, entity) is not None


def _planned(case: Case, entity: str) -> Planned | None:
    try:
        return case.memory.planned(entity)
    except Reject:
        return None


def _done(case: Case, planned: Planned) -> Told:
    """What was planned here was done there."""
    item = planned_for(case.memory, planned)
    if planned.status != "planned":
        return Told(f"It is {planned.status} already.", item, planned.client, applied=False)
    settle(case, planned, "done")
    if item is not None and (item := case.memory.item(item.kind, item.id)) is not None:
        item = replace(item, worked=True)
        case.memory.keep_item(item)
    return Told("What was planned was done.", item, planned.client, activity=planned.id)


def activity(case: Case, said: Feedback) -> Told:
    """Something that our own people did in the CRM: it creates nothing, and counts as their work on the item (R51)."""
    if said.kind == "activity_done" and (planned := _planned(case, said.entity)) is not None:
        return _done(case, planned)
    item = item_of(case, said)
    default: ActivityKind = "email" if said.kind == "reply_sent" else "task"
    kind = said.data.get("activity") or default
    if kind not in get_args(ActivityKind):
        raise Reject(f"`{kind[:40]}` is no kind of activity: there are {', '.join(get_args(ActivityKind))}.")
    client = case.memory.client(item.client)
    told = Activity(
        id=case.derive("activity"),
        workspace=case.capture.workspace,
        version=1,
        cause=case.capture.id,
        kind=cast(ActivityKind, kind),
        client=client.id if client else None,
        item=item.id,
        item_kind=cast(Literal["lead", "deal"], item.kind),
        direction="out",
        channel=case.capture.channel,
        source=case.capture.source,
        subject=line_of(said.data.get("subject")),
        text=storable(said.data["text"]) if said.data.get("text") else None,
        at=said.at,
        responsible=responsible_of(case, said.data.get("responsible")) or item.responsible,
    )
    case.tell("activity", told.id, 1, told)
    if item.kind == "lead":
        left.keep(case.memory, item.id, told.id, left.Left(told.kind, told.channel, told.source))
    after = altered(case, item, replace(item, activities=item.activities + 1, worked=True), "activities")
    return Told("Somebody of ours was in contact." if said.kind == "reply_sent" else "Something was done.", after, activity=told.id)
