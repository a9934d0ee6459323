"""Publishing: when a client becomes a contact, a company or both, and what of them a touch changes (R3, R10)."""

import msgspec

from processors.case import Case, Known
from processors.fields import Own, differ, of_company
from processors.normalise import Sender
from processors.normalise.email import is_role
from processors.record.versions import changes, first, next_version, united
from processors.remembered import Company, Published
from processors.route.plans import NewDeal, NoItem, Plan

CONTACT = ("name", "given", "family", "position", "language", "city", "phones", "emails", "messengers")
COMPANY = ("name", "kind", "tax_id", "website", "phones", "emails")


class Publication(msgspec.Struct, frozen=True, gc=False):
    """The client's contact and company after this touch; `new_contact`, `new_company`: a new version of them is to be told."""

    contact: Published | None = None
    company: Company | None = None
    new_contact: bool = False
    new_company: bool = False


def publish(case: Case, known: Known, plan: Plan, owner: str | None) -> Publication:
    """A client is published with its first deal, or when a new person is found to be of a known company; later touches change it.

    Company fields submitted make a company, person fields or nothing but a phone or e-mail a contact, both make both, linked (R10). Only
    simple mode makes companies; a company read from a signature or a domain makes none. What our own people do publishes nobody (R51).
    """
    client, touch = known.client, case.touch
    is_published = client.contact is not None or client.company is not None
    found = known.company is not None and touch.direction == "in" and not isinstance(plan, NoItem)
    if not (is_published or isinstance(plan, NewDeal) or found or case.publishes):
        return Publication()
    if touch.machine:
        return Publication(client.contact, known.company)
    company = _company(case, known, owner)
    contact = _contact(case, known, company, owner)
    return Publication(contact, company, contact is not client.contact, company is not known.company)


def _company(case: Case, known: Known, owner: str | None) -> Company | None:
    said, company = case.sender.organisation, known.company
    if company is None:
        if not said.submitted or not (case.mode == "simple" or case.publishes) or known.mute:
            return None
        return told(Company(first(case, "company", owner), own=of_company(known.own)), case.sender, case.own)
    if known.mute:
        return company
    after = told(company, case.sender, case.own)
    changed = changes(company, after, COMPANY)
    if after.own != company.own:
        changed += differ(company.own, after.own, "company")
    meta = next_version(case, company.meta, changed, owner)
    return company if meta is company.meta else msgspec.structs.replace(after, meta=meta)


def told(company: Company, sender: Sender, own: Own) -> Company:
    """The company with what a touch says of it: its desks' mailboxes and numbers, not those of a person who has a name."""
    said = sender.organisation
    desks = [address for address in sender.emails if is_role(address) or (said.submitted and not sender.name)]
    numbers = [number.shown for number in sender.phones if number.ext or (said.submitted and not sender.name)]
    return msgspec.structs.replace(
        company,
        name=company.name or (said.name if said.submitted else None),
        kind=said.kind or company.kind,
        tax_id=company.tax_id or said.tax_id,
        website=said.website or company.website,
        phones=united(company.phones, numbers),
        emails=united(company.emails, desks),
        own={**company.own, **of_company(own)} if own else company.own,
    )


def _contact(case: Case, known: Known, company: Company | None, owner: str | None) -> Published | None:
    client, sender = known.client, case.sender
    if client.contact is None:
        of_company = client.company is not None or (company is not None and sender.organisation.submitted)
        return None if of_company and not sender.name and not sender.position else first(case, "contact", owner)
    changed = changes(client.shown, known.shown, CONTACT) if known.differs else ()
    if known.own is not client.own:
        changed += differ(client.own, known.own, "contact")
    if company is not None and client.company != company.meta.id:
        changed = (*changed, "company")
    return next_version(case, client.contact, changed, owner)
