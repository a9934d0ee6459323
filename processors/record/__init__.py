"""Record: what a decided touch changes in memory and tells the world; versions rise by one with every change of an entity."""

from typing import Any, TypeVar, assert_never

import msgspec

from processors import public
from processors.assign import Given
from processors.case import Case, Known, Ringing
from processors.fields import of_client
from processors.memory import raw_id
from processors.normalise.text import storable
from processors.record.activities import note
from processors.record.items import client_differs, first_of, is_source, new_item, next_item, source_of, touched_item
from processors.record.left import Mark, leave, mark
from processors.record.planned import plan_and_settle
from processors.record.publishing import Publication, publish
from processors.remembered import Client, Company, Contribution, Item, OpenItem, Shown
from processors.resolve.knowledge import learn
from processors.route.plans import NewDeal, NewLead, NoItem, OnClient, OnItem, Plan
from processors.survivorship import with_touch
from schemas import crm
from schemas.decision import Entry, Outcome
from schemas.touch import Person

replace = msgspec.structs.replace
T = TypeVar("T")

MOST_OPEN = 20
"""How many open items a client or a company lists, the newest."""


def record(case: Case, known: Known | None, plan: Plan, given: Given, ringing: Ringing | None) -> Entry:
    """Keep and emit everything that follows; the entry of the touch (R52)."""
    if known is None:
        return _entry(case, None, plan, given, None, note(case, None, None, given, ringing))
    source = source_of(case)
    publication = publish(case, known, plan, given.owner)
    before, item = _item(case, known, plan, given, publication, source, ringing)
    made = item if before is None else None
    news = item if item is not None and (before is None or item.version != before.version) else None
    client = _client(case, known, publication, made, source, bundled=case.mode == "simple" and news is not None and news.kind == "deal")
    company = _company(publication.company, made)
    if company is not None and company is not known.company:
        case.memory.keep_company(company)
    _learn(case, known, publication, item, ringing)
    _tell(case, known, client, publication, news)
    activity = note(case, known, item, given, ringing) if not case.publishes else None
    if activity is not None and item is not None and item.kind == "lead":
        leave(case, known, item, activity, ringing)
    if ringing is not None or case.touch.asked is not None:
        plan_and_settle(case, known, plan, item, given.owner, ringing)
    if news is not None and news.assignments > (before.assignments if before else 0):
        _tell_assignment(case, before, news, given)
    return _entry(case, known, plan, given, item, activity)


def _item(
    case: Case, known: Known, plan: Plan, given: Given, publication: Publication, source: crm.Source, ringing: Ringing | None
) -> tuple[Item | None, Item | None]:
    """(the item before this touch, the item after it); the same object twice where nothing changed."""
    match plan:
        case NewLead() | NewDeal():
            item = new_item(case, known, plan, given, source)
            case.memory.keep_item(item, None)
            return None, item
        case OnItem(item=before):
            item = touched_item(case, known, before, given, publication, source, ringing)
            if item is not before:
                case.memory.keep_item(item, before)
            return before, item
        case _:
            return None, None


def _client(case: Case, known: Known, publication: Publication, made: Item | None, source: crm.Source, bundled: bool) -> Client:
    """The client after this touch, kept; in a merged one its member by itself, too, with what this touch made."""
    before = known.client
    client = Client(
        id=before.id,
        created_at=before.created_at,
        modified_at=case.now,
        shown=known.shown,
        contact=publication.contact or before.contact,
        company=publication.company.meta.id if publication.company else before.company,
        open=_with(before.open, made),
        deals=before.deals + (made is not None and made.kind == "deal"),
        won=before.won,
        finished_owner=before.finished_owner,
        bundle=before.bundle + bundled,
        touches=before.touches + (case.again is None),
        first=first_of(case, before, source),
        members=before.members,
        own=known.own,
        finished_at=before.finished_at,
        chosen_at=before.chosen_at,
    )
    case.memory.keep_client(client)
    if before.members:
        case.memory.keep_own(_own(case, known, client, made, source))
    return client


def _own(case: Case, known: Known, client: Client, made: Item | None, source: crm.Source) -> Client:
    """The member by itself after its touch: what the touch said and made is its own, what there was already is whose it was (R19)."""
    own, before = known.home, known.client
    return replace(
        own,
        modified_at=case.now,
        shown=_with_touch(case, own) if not known.mute and case.again is None else own.shown,
        contact=client.contact if before.contact is None else own.contact,
        company=client.company if before.company is None else own.company,
        open=_with(own.open, made),
        deals=own.deals + (made is not None and made.kind == "deal"),
        touches=own.touches + (case.again is None),
        first=first_of(case, own, source),
    )


def _with_touch(case: Case, own: Client) -> Shown:
    return with_touch(own.shown, case.sender, case.touch.by_hand, _replaces(case))


def _replaces(case: Case) -> bool:
    return case.write.client == "replace"


def _company(company: Company | None, made: Item | None) -> Company | None:
    """The company with a new deal or repeat lead of its people."""
    if company is None or made is None:
        return company
    return replace(company, open=_with(company.open, made), deals=company.deals + (made.kind == "deal"))


def _with(items: tuple[OpenItem, ...], made: Item | None) -> tuple[OpenItem, ...]:
    if made is None:
        return items
    return (*items, OpenItem(made.kind, made.id, made.pipeline, made.repeat is not None))[-MOST_OPEN:]


def _learn(case: Case, known: Known, publication: Publication, item: Item | None, ringing: Ringing | None) -> None:
    """Note what the touch said (R17), by which keys its client can be found (R14), and who is whose."""
    memory, home = case.memory, known.home.id
    before = memory.contribution(home, case.touch_id) if case.again is not None else None
    left = mark(case, known, item, ringing)
    if before is None:
        said = _said(case, known, item, left)
    else:
        kind, told, call, unmarked = left
        said = replace(before, capture=case.capture.id, item=item.id if item else None, kind=kind, told=told, call=call)
        said = replace(said, unmarked=unmarked, under=_under(known))
    try:
        memory.contribute(home, said)
    except UnicodeEncodeError:  # lone surrogates, which no encoding can hold
        memory.contribute(home, replace(said, person=_encodable(said.person), company=_encodable(said.company)))
    raw = raw_id(home)
    for use in known.learn:
        memory.keep_users(use.key, use.company, use.users if raw in use.users else (*use.users, raw))
    if known.lesson is not None:
        learn(memory, raw, known.lesson)
    if publication.contact is not None and known.client.contact is None:
        memory.keep_contact(publication.contact.id, home)
    if publication.company is not None:
        _learn_company(case, known, publication.company)


def _said(case: Case, known: Known, item: Item | None, left: Mark) -> Contribution:
    """What the touch said, raw, and where it came from; what a machine says of itself is nothing about the client."""
    touch, capture = case.touch, case.capture
    person, company = (Person(), None) if known.mute else (touch.person, touch.company)
    return Contribution(
        case.touch_id,
        capture.id,
        capture.channel,
        capture.source,
        case.now,
        case.memory.next_n(),
        person,
        company,
        case.regions,
        item.id if item else None,
        known.rivals,
        touch.by_hand,
        of_client(case.own) if case.own and not known.mute else {},
        _replaces(case),
        *left[:3],
        case.tags if is_source(case) else None,
        left[3],
        _under(known),
    )


def _under(known: Known) -> str:
    """The client that the touch's activity is told of, where that is not its member."""
    return known.client.id if known.client.id != known.home.id else ""


def _encodable(said: T) -> T:
    """The same with every text storable."""
    return msgspec.convert(_texts(msgspec.to_builtins(said)), type(said))


def _texts(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case dict():
            return {name: _texts(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_texts(inner) for inner in value]
        case _:
            return value


def _learn_company(case: Case, known: Known, company: Company) -> None:
    if known.client.company != company.meta.id:
        case.memory.join_company(company.meta.id, known.home.id)
    if case.sender.organisation.submitted:
        for key in case.sender.organisation.keys:
            if case.memory.company_of(key) is None:
                case.memory.keep_company_key(key, company.meta.id)


def _tell(case: Case, known: Known, client: Client, publication: Publication, news: Item | None) -> None:
    """Emit what is new of company, contact and items, in the order in which a subscriber needs them; last the bundle (R10)."""
    workspace, company = case.capture.workspace, publication.company
    in_full = public.client(workspace, client, company)
    if in_full.company is not None and publication.new_company:
        case.tell("company", in_full.company.id, in_full.company.version, in_full.company)
    if in_full.contact is not None and publication.new_contact:
        case.tell("contact", in_full.contact.id, in_full.contact.version, in_full.contact)
    if client_differs(known, publication):
        for open_item in client.open:
            other = None if news is not None and open_item.id == news.id else case.memory.item(open_item.kind, open_item.id)
            if other is not None:
                other = next_item(case, other, ("client",))
                case.memory.keep_item(other)
                case.tell(other.kind, other.id, other.version, public.item(workspace, other, in_full))
    if news is None:
        return
    told = public.item(workspace, news, in_full) if known.owns(news) else public.item_in_full(case.memory, workspace, news)
    case.tell(news.kind, news.id, news.version, told)
    if case.mode == "simple" and isinstance(told, crm.Deal):
        bundle = crm.Bundle(
            id=client.id,
            workspace=workspace,
            version=client.bundle,
            cause=case.capture.id,
            changed=told.changed,
            contact=in_full.contact,
            company=in_full.company,
            deal=told,
        )
        case.tell("bundle", bundle.id, bundle.version, bundle)


def _tell_assignment(case: Case, before: Item | None, item: Item, given: Given) -> None:
    assignment = crm.Assignment(
        id=item.id,
        workspace=case.capture.workspace,
        version=item.assignments,
        cause=case.capture.id,
        item_kind=item.kind,  # type: ignore[arg-type]
        responsible=given.owner,
        previous=before.responsible if before else None,
        queue=given.queue,
        reason=given.reason,
        alarm=given.alarm,
        at=case.now,
    )
    case.tell("assignment", assignment.id, assignment.version, assignment)


def _entry(case: Case, known: Known | None, plan: Plan, given: Given, item: Item | None, activity: str | None) -> Entry:
    return Entry(
        touch=case.touch_id,
        outcome=_outcome(plan),
        channel=case.capture.channel,
        source=case.capture.source,
        reason=plan.why,
        client=known.client.id if known else None,
        new_client=known is not None and known.new,
        item=item.id if item else None,
        item_kind=item.kind if item else None,  # type: ignore[arg-type]
        activity=activity,
        owner=given.owner,
        mode=case.mode,
        rules=case.policy.config.version,
        weights=case.policy.weighing.weights.version if known and known.candidates else 0,
        flags=case.flags,
        alarm=given.alarm,
        candidates=known.candidates if known else (),
        chain=given.chain,
        merges=tuple(case.merges),
        reviews=tuple(case.reviews),
    )


def _outcome(plan: Plan) -> Outcome:
    match plan:
        case NewLead():
            return "lead"
        case NewDeal():
            return "deal"
        case OnItem() | OnClient():
            return "activity"
        case NoItem(outcome=outcome):
            return outcome
        case _:
            assert_never(plan)
