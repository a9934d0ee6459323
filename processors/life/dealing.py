"""The deal that a lead becomes: a new one, or an open one that takes it up; the lead's activities are its own then (R42a)."""

import msgspec

from processors.assign import Given
from processors.case import OURS, Act
from processors.life.keeping import OPEN, altered, made
from processors.life.owning import tell_assignment
from processors.life.publishing import NEW
from processors.policy import Policy
from processors.record import left
from processors.record.items import MOST_FIELDS, MOST_JOINED
from processors.record.versions import united
from processors.remembered import Client, Item
from processors.switch import job
from processors.switch.job import Job
from schemas.codec import derive_id
from schemas.crm import Source
from schemas.job import PIECE

replace = msgspec.structs.replace

AUTO = "open"


def open_deal(act: Act, client: Client, wanted: str | None, pipeline: str) -> Item | None:
    """The open deal that the lead becomes part of: the one named, or, AUTO, the client's latest in the pipeline (R4); None where a new one, or none,
    is wanted."""
    if wanted in (None, NEW):
        return None
    if wanted != AUTO:
        return act.memory.standing_item("deal", wanted or "")
    deals = [deal for o in client.open if o.kind == "deal" and (deal := act.memory.item("deal", o.id)) is not None]
    there = [deal for deal in deals if deal.pipeline == pipeline and deal.semantic == OPEN]
    return max(there, key=lambda deal: (deal.modified_at, deal.created_at, deal.id), default=None)


def new_deal(act: Act, rules: Policy, lead: Item, client: Client, pipeline: str, given: Given) -> Item:
    """A new deal with everything that the lead has, kept and told."""
    deal = Item(
        kind="deal",
        id=derive_id(act.capture.workspace, lead.id, "deal"),
        client=lead.client,
        title=lead.title,
        stage=next(stage.id for stage in rules.pipelines[pipeline].stages if stage.semantic == OPEN),
        semantic=OPEN,
        created_at=act.now,
        modified_at=act.now,
        version=1,
        cause=act.capture.id,
        responsible=given.owner,
        assignments=1,
        first=lead.first,
        last=lead.last,
        activities=lead.activities,
        pipeline=pipeline,
        repeat="repeat_deal" if client.won else "repeat_inquiry" if client.deals else None,
        joined=lead.joined,
        fields=lead.fields,
        worked=lead.worked,
        by_hand=lead.by_hand and given.owner == lead.responsible,
        own=lead.own,
        planned=lead.planned,
        converted_from=(lead.id,),
        market=lead.market,
        readiness=lead.readiness,
    )
    made(act, deal)
    tell_assignment(act, deal, lead.responsible if given.owner != lead.responsible else None, given)
    return deal


def taken_up(act: Act, lead: Item, deal: Item) -> Item:
    """The open deal with what the lead brings; of fields that both have, the newer word stands (R17), of sources the first and the last (R28)."""
    newer, older = (lead, deal) if lead.modified_at > deal.modified_at else (deal, lead)
    after = replace(
        deal,
        activities=deal.activities + lead.activities,
        fields=dict(list({**older.fields, **newer.fields}.items())[:MOST_FIELDS]),
        own={**older.own, **newer.own},
        joined=united(deal.joined, lead.joined, MOST_JOINED),
        planned=tuple(dict.fromkeys((*deal.planned, *lead.planned))),
        worked=deal.worked or lead.worked,
        converted_from=(*deal.converted_from, lead.id),
        market=newer.market or older.market,
        readiness=newer.readiness or older.readiness,
        first=min(_sources(deal.first, lead.first), key=_at, default=None),
        last=max(_sources(deal.last, lead.last), key=_at, default=None),
    )
    names = ("activities", "fields", "own", "market", "readiness", "converted_from")
    changed = [name for name in names if getattr(after, name) != getattr(deal, name)]
    if after.joined != deal.joined:
        changed.append("contacts")
    changed += [f"{name}_source" for name in ("first", "last") if getattr(after, name) != getattr(deal, name)]
    return altered(act, deal, after, *changed)


def _sources(*found: Source | None) -> list[Source]:
    return [source for source in found if source is not None]


def _at(source: Source) -> int:
    return source.at


def with_activities(act: Act, lead: Item, deal: Item, by: str | None) -> Job | None:
    """The lead's activities are the deal's; those above what one capture works on are moved by a job, which is returned (R61)."""
    moved, cursor = left.move_along(act, lead, deal, PIECE)
    if moved < PIECE or not (rest := left.count(act.memory, lead)):
        return None
    opened = Job(
        id=derive_id(act.capture.workspace, lead.id, "activities"),
        status="running",
        by=by or OURS,
        opened_at=act.now,
        pipeline=deal.pipeline,
        channel=None,
        total=PIECE + rest,
        cursor=cursor,
        done=PIECE,
        lead=lead.id,
        deal=deal.id,
    )
    job.keep(act.memory, opened)
    return opened
