"""Qualification (R50): which organisation and person a lead is for, and by which criteria it is ready; each with who judged it and when."""

import msgspec

from processors.case import Act
from processors.life.keeping import altered
from processors.life.publishing import NEW, Parts, company_named, contact_named, published
from processors.memory import raw_id
from processors.refused import Refused
from processors.remembered import Item
from schemas import command
from schemas.crm import SCHEMES, Amount, Qualification, Qualified

replace = msgspec.structs.replace


def qualify(act: Act, lead: Item, said: command.Qualify) -> Item:
    """The lead with what was said of it, the same object where that is no news; raises Refused before anything is changed.

    `ready` is only what has all criteria of its scheme met: a lead that loses one is ready no more.
    """
    before = lead.qualification or Qualification()
    after = replace(
        before,
        scheme=said.scheme or before.scheme,
        criteria=_judged(before, said, act.now),
        budget=_budget(before, said),
        timeframe=said.timeframe or before.timeframe,
        probability=before.probability if said.probability is None else said.probability,
    )
    missing = [name for name in SCHEMES[after.scheme] if _state(after, name) != "met"]
    after = replace(after, ready=not missing)
    readiness = said.readiness or lead.readiness
    if missing and readiness == "ready":
        if said.readiness == "ready":
            raise Refused(f"It is not ready: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not met (R50).")
        readiness = "not_ready"
    after, differs = _linked(act, lead, said, after)
    qualified = replace(lead, qualification=after, market=said.market or lead.market, readiness=readiness)
    if after == Qualification():
        qualified = replace(qualified, qualification=lead.qualification)
    changed = [name for name in ("qualification", "market", "readiness") if getattr(qualified, name) != getattr(lead, name)]
    if not changed:
        return lead
    return altered(act, lead, qualified, *changed, *(("client",) if differs else ()))


def _judged(before: Qualification, said: command.Qualify, now: int) -> tuple[Qualified, ...]:
    """Each criterion as it was judged last; who says again what is known changes nothing."""
    known = {one.name: one for one in before.criteria}
    for name, state in said.criteria.items():
        if name not in known or known[name].state != state:
            known[name] = Qualified(name=name, state=state, by=said.by, at=now)
    return tuple([known[name] for name in sorted(known)])


def _state(qualification: Qualification, name: str) -> str:
    return next((one.state for one in qualification.criteria if one.name == name), "unknown")


def _budget(before: Qualification, said: command.Qualify) -> Amount | None:
    if said.budget is not None:
        return Amount(amount=said.budget, currency=said.currency or (before.budget.currency if before.budget else None))
    if said.currency is not None:
        if before.budget is None:
            raise Refused("A currency needs a budget: give the amount, too.")
        return replace(before.budget, currency=said.currency)
    return before.budget


def _linked(act: Act, lead: Item, said: command.Qualify, after: Qualification) -> tuple[Qualification, bool]:
    """(it with its organisation and person: picked by id, or made of what is known of the lead's client, whether that made the client
    another one). Conversion takes them up (R42a)."""
    contact, company, differs = said.contact, said.company, False
    if said.company_name is not None:
        if company not in (None, NEW):
            raise Refused("A company is either there, by its id, or made, by its name: say one of both.")
        company = NEW
    if contact not in (None, NEW):
        contact_named(act, str(contact))
    if company not in (None, NEW):
        company_named(act, str(company))
    if NEW in (contact, company):
        member = act.memory.member(raw_id(lead.client))
        assert member is not None, "an item has a client"
        known = said.company_name or member.client.company or member.client.shown.company_name
        if company == NEW and not known:
            raise Refused("Nothing is known of a company: no touch names one. Name it (`--company-name`), or one that is there by its id.")
        parts = Parts(lead.id, contact, company if company == NEW else None, lead.responsible, said.company_name)
        client = published(act, member, parts, lead.id)
        differs = client is not member.client
        contact = (client.contact.id if client.contact else None) if contact == NEW else contact
        company = client.company if company == NEW else company
    return replace(after, contact=contact or after.contact, company=company or after.company), differs
