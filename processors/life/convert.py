"""Conversion (R42a): a lead becomes a contact, a company or both, and with that a deal, new or one that is open; doing it twice is doing it once."""

from typing import NamedTuple

import msgspec

from processors.case import Act
from processors.life.dealing import AUTO, new_deal, open_deal, taken_up, with_activities
from processors.life.keeping import OPEN
from processors.life.move import FAILED, NO_STATUS, move, pipeline_of, put, stage_of
from processors.life.owning import handed_over
from processors.life.publishing import NEW, Parts, company_named, contact_named, naming, published
from processors.memory import raw_id
from processors.merge import gate
from processors.merge.merging import merge
from processors.merge.remembered import Why
from processors.policy import Policy, policy
from processors.record.planned import moved, reopened
from processors.refused import Refused
from processors.remembered import Client, Item, Member
from processors.switch.job import Job
from schemas.config import Stage

replace = msgspec.structs.replace


class Wish(NamedTuple):
    """What a lead is to become. `contact`: NEW, or the id of one that is there; `company` likewise; None: by the lead's link or fields (R10).

    `deal`: None for none, AUTO for the client's open one in the pipeline, else a new one, NEW, or the id of an open one. `pipeline`: the
    default one where None. `handover`: the pipeline's queue says whose a new deal is (R29). `by`, `note`: who says so, None for the rules.
    `anyway`: it was done elsewhere already, so that neither a closed lead nor a closed deal stands in its way. `status`: the one that the lead
    gets, the first of the meaning `success` where None. `company_name`: of a company that is made on the spot.
    """

    contact: str | None = None
    company: str | None = None
    deal: str | None = None
    pipeline: str | None = None
    handover: bool = False
    by: str | None = None
    note: str | None = None
    anyway: bool = False
    status: Stage | None = None
    company_name: str | None = None


class Converted(NamedTuple):
    """The lead after its conversion, its client, and its deal, if it has one; `changed` False: it was converted so before. `job`: what goes on
    moving its activities."""

    lead: Item
    client: Client
    deal: Item | None
    changed: bool
    job: Job | None = None


def convert(act: Act, lead: Item, wish: Wish) -> Converted:
    """Convert a lead, one that was folded into another not; raises Refused before anything is changed.

    What it was converted to stays: only a deal can be added to it. The lead is finished with a status of the meaning `success`.
    """
    rules = policy(act.memory.config())
    deal = next((found for entity in lead.converted_to if (found := act.memory.standing_item("deal", entity)) is not None), None)
    if lead.converted_to and (wish.deal is None or deal is not None):
        return Converted(lead, _member(act, lead).client, deal, changed=False)
    pipeline = _checked(act, rules, lead, wish)
    lead = _joined(act, lead, wish)
    member = _member(act, lead)
    joins = open_deal(act, member.client, wish.deal, pipeline)
    given = handed_over(act, rules, pipeline, lead.responsible, handover=wish.handover) if wish.deal and joins is None else None
    owner = given.owner if given is not None else joins.responsible if joins is not None else lead.responsible
    company = NEW if wish.company_name is not None else _linked(wish.company, lead, "company")
    parts = Parts(lead.id, _linked(wish.contact, lead, "contact"), company, owner, wish.company_name)
    client = published(act, member, parts, lead.id, joins.id if joins else "")
    if wish.deal is not None and lead.semantic in FAILED:
        reopened(act, lead)
    if joins is not None:
        deal = taken_up(act, lead, joins)
    elif given is not None:
        deal = new_deal(act, rules, lead, client, pipeline, given)
    to = wish.status or _finished(rules, lead)
    became = [client.contact.id if client.contact else None, client.company, deal.id if deal else None]
    lead = act.memory.item("lead", lead.id) or lead
    converted_to = tuple(dict.fromkeys((*lead.converted_to, *filter(None, became))))
    planned, lead = lead.planned, replace(lead, planned=() if deal is not None else lead.planned)
    lead = put(act, lead, to, news=("client",) if client != member.client else (), converted_to=converted_to)
    for name in planned if deal is not None else ():
        if (waiting := act.memory.planned(name)) is not None and waiting.status == "planned":
            moved(act, waiting)
    job = with_activities(act, lead, deal, wish.by) if deal is not None else None
    return Converted(lead, act.memory.client(client.id) or client, deal, changed=True, job=job)


def _finished(rules: Policy, lead: Item) -> Stage:
    """The status that the lead was finished with as a success, else the first that means it."""
    successes = [status for status in rules.config.lead_statuses if status.semantic == "success"]
    return next((status for status in successes if status.id == lead.stage), successes[0])


def place(act: Act, item: Item, stage: str, pipeline: str | None, wish: Wish) -> Item:
    """The item at a stage, as `move` has it; a lead gets a status of the meaning `success` by being converted (R49, R42a): as `wish` says."""
    if item.kind == "lead" and not item.converted_to:
        to = stage_of(policy(act.memory.config()).config.lead_statuses, stage, NO_STATUS)
        if to.semantic == "success" and to.id != item.stage:
            return convert(act, item, wish._replace(status=to)).lead
    return move(act, item, stage, pipeline)


def _linked(chosen: str | None, lead: Item, kind: str) -> str | None:
    """What was chosen, else what the lead was linked to when it was qualified; of contacts only whether one is to be made."""
    link = getattr(lead.qualification, kind) if lead.qualification is not None else None
    found: str | None = chosen or link
    return found if kind == "company" or found is None else NEW


def _checked(act: Act, rules: Policy, lead: Item, wish: Wish) -> str:
    """The pipeline; raises Refused for what cannot be."""
    pipeline = pipeline_of(rules, wish.pipeline or rules.config.default_pipeline)
    if all(status.semantic != "success" for status in rules.config.lead_statuses):
        raise Refused("No lead status has the meaning `success`: add one to the workspace's `lead_statuses`.")
    if lead.merged_into is not None:
        raise Refused(f"This lead was folded into {lead.merged_into}: convert that.")
    if lead.semantic == "failure" and not wish.anyway:
        raise Refused(f"This lead is closed as `{lead.stage}`: `leadloom lead restore {lead.id}` opens it again.")
    if wish.company_name is not None and wish.company not in (None, NEW):
        raise Refused("A company is either there, by its id, or made, by its name: say one of both.")
    if wish.company not in (None, NEW):
        company_named(act, str(wish.company))
    member = _member(act, lead)
    mine = {member.client.id}
    if (contact := _contact(lead, wish)) is not None:
        chosen = contact_named(act, contact)
        mine.add(chosen.client.id)
        if chosen.client.id != member.client.id and (why := gate.too_many(chosen.client, member.client)):
            raise Refused(f"The lead's client and the contact cannot be one: {why}.")
    if wish.company_name is not None:
        naming(wish.company_name)
    elif wish.company == NEW and member.client.company is None and not _says_company(act, member):
        raise Refused("Nothing is known of a company: no touch names one. Name it (`--company-name`), or one that is there by its id.")
    if wish.deal not in (None, AUTO, NEW):
        _checked_deal(act, wish, mine)
    return pipeline


def _says_company(act: Act, member: Member) -> bool:
    return bool(member.client.shown.company_name) or any(
        said.company is not None and said.company.tax_id for said in act.memory.history(member.client)
    )


def _checked_deal(act: Act, wish: Wish, mine: set[str]) -> None:
    entity = wish.deal
    deal = act.memory.standing_item("deal", entity or "")
    if deal is None:
        raise Refused(f"There is no deal {entity} in workspace {act.capture.workspace}.")
    if deal.semantic != OPEN and not wish.anyway:
        raise Refused(f"Deal {entity} is closed as `{deal.stage}`: name an open one, or a new one.")
    owner = act.memory.client(deal.client)
    if owner is None or owner.id not in mine:
        raise Refused(f"Deal {entity} is another client's: name its contact, too, if the lead is theirs.")


def _contact(lead: Item, wish: Wish) -> str | None:
    """The contact that was chosen, now or when the lead was qualified."""
    if wish.contact is not None:
        return wish.contact if wish.contact != NEW else None
    return lead.qualification.contact if lead.qualification is not None else None


def _joined(act: Act, lead: Item, wish: Wish) -> Item:
    """The lead of the client whose contact was chosen: whoever says that the lead is theirs says that the two clients are one (R18)."""
    contact = _contact(lead, wish)
    member = _member(act, lead)
    if contact is None or (chosen := contact_named(act, contact)).client.id == member.client.id:
        return lead
    merge(act, member, chosen, Why("The lead was converted to this contact (R42a).", by=wish.by, note=wish.note))
    return act.memory.standing_item("lead", lead.id) or lead


def _member(act: Act, lead: Item) -> Member:
    member = act.memory.member(raw_id(lead.client))
    assert member is not None, "an item has a client"
    return member
