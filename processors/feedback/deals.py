"""The CRM's own deals, as a first load and as they change, so that a touch of their client finds them (R4, R10)."""

from collections.abc import Mapping

import msgspec

from processors.assign import Given
from processors.case import Case
from processors.feedback import externals
from processors.feedback.clients import owner_of
from processors.feedback.entities import find_item, find_member, responsible_of, unknown
from processors.feedback.order import news
from processors.feedback.outcome import Told, old
from processors.fields import Own, of_item
from processors.life.keeping import OPEN, altered, made
from processors.life.move import move, pipeline_of, stage_of
from processors.life.owning import give, handed_over, tell_assignment
from processors.life.publishing import NEW, Parts, published
from processors.normalise.text import line, storable
from processors.record.items import MOST_FIELDS
from processors.refused import Refused
from processors.remembered import Item, Member
from schemas.codec import derive_id
from schemas.config import Stage
from schemas.crm import Feedback
from schemas.decision import OwnerStep
from schemas.errors import Reject

replace = msgspec.structs.replace

_READ = frozenset(("contact", "company", "client", "pipeline", "stage", "responsible", "title"))
"""What is read of a deal's data; all else are fields."""


def deal(case: Case, said: Feedback) -> Told:
    """A deal of the CRM as it is there now. Raises Reject for an unknown client, stage or pipeline."""
    item = find_item(case, "deal", said.entity)
    try:
        return _new(case, said) if item is None else _changed(case, said, item)
    except Refused as why:
        raise Reject(str(why)) from None


def _new(case: Case, said: Feedback) -> Told:
    member = _client(case, said)
    rules = case.policy
    pipeline = pipeline_of(rules, said.data.get("pipeline") or rules.config.default_pipeline)
    stages = rules.pipelines[pipeline].stages
    at: Stage = next(stage for stage in stages if stage.semantic == OPEN)
    if named := said.data.get("stage"):
        at = stage_of(stages, named, f"Pipeline `{pipeline}` has no stage")
    person = responsible_of(case, said.data.get("responsible"))
    by_rules = person is None and at.semantic == OPEN
    given = handed_over(case, rules, pipeline, owner_of(member), handover=False) if by_rules else _chosen(person)
    rest, own = _fields(case, said)
    name = said.external or said.entity
    item = Item(
        kind="deal",
        id=derive_id(case.capture.workspace, "crm", case.origin, "deal", name),
        client=member.id,
        title=_title(said, member),
        stage=at.id,
        semantic=at.semantic,
        created_at=case.now,
        modified_at=case.now,
        version=1,
        cause=case.capture.id,
        responsible=given.owner,
        assignments=1 if given.owner else 0,
        pipeline=pipeline,
        fields=dict(rest),
        own=dict(own),
        worked=True,
        by_hand=person is not None,
    )
    if member.client.contact is None and member.client.company is None:
        published(case, member, Parts(item.id, NEW, owner=given.owner))
    made(case, item)
    case.memory.note_deal(member.id, item.id)
    if given.owner:
        tell_assignment(case, item, None, given)
    externals.pair(case.memory, case.origin, "deal", name, item.id)
    for matter in ("stage", "owner", "deal"):
        news(case.memory, item.id, matter, said)
    return Told("A deal that the CRM has.", item)


def _chosen(person: str | None) -> Given:
    return Given(person, (OwnerStep("R29 chosen in the CRM", person, "a person chose them in the CRM"),) if person else ())


def _changed(case: Case, said: Feedback, item: Item) -> Told:
    """Each matter by itself: what was told of the stage alone may be newer than what is told of the whole deal now."""
    before = item
    if said.external is not None:
        externals.pair(case.memory, case.origin, "deal", said.external, item.id)
    named, person = said.data.get("stage"), responsible_of(case, said.data.get("responsible"))
    fresh = [
        matter
        for matter, there in (("stage", named), ("owner", person), ("deal", said.entity))
        if there and news(case.memory, item.id, matter, said)
    ]
    if "stage" in fresh and named is not None:
        item = move(case, item, named, said.data.get("pipeline"))
    if "owner" in fresh and person is not None:
        item = give(case, item, _chosen(person), by_hand=True)
    if "deal" in fresh:
        item = _with_fields(case, said, item)
    if not fresh:
        return old(item)
    return Told("The deal is so already.", item, applied=False) if item is before else Told("A deal as the CRM has it now.", item)


def _with_fields(case: Case, said: Feedback, item: Item) -> Item:
    rest, own = _fields(case, said)
    title = line(said.data["title"], 200) if said.data.get("title") else item.title
    fields = dict(list({**item.fields, **rest}.items())[:MOST_FIELDS])
    after = replace(item, title=title, fields=fields, own={**item.own, **own})
    changed = [name for name in ("title", "fields", "own") if getattr(after, name) != getattr(item, name)]
    return altered(case, item, after, *changed) if changed else item


def _fields(case: Case, said: Feedback) -> tuple[Mapping[str, str], Own]:
    """(what is kept as it is, typed fields of R58)."""
    sent = {line(name, 100): storable(value, 1000) for name, value in said.data.items() if name not in _READ}
    if case.policy.fields is None:
        return sent, {}
    filled = case.policy.fields.read(sent)
    return filled.rest, of_item(filled.own)


def _client(case: Case, said: Feedback) -> Member:
    """The client whose deal it is; raises Reject for an unknown one."""
    for kind in ("contact", "client", "company"):
        if name := said.data.get(kind):
            member = find_member(case, name, "company" if kind == "company" else "contact")
            if member is None:
                raise unknown(kind)
            return member
    raise Reject("It says not whose deal it is: `data` needs `contact` or `company`.")


def _title(said: Feedback, member: Member) -> str:
    shown = member.client.shown
    return line(said.data.get("title") or shown.name or shown.company_name or "Deal", 200)
