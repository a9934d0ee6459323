"""Publishing by a person's word or a conversion: a client becomes a contact, a company or both, linked to what is there already (R10, R42a)."""

from typing import NamedTuple

import msgspec

from processors import public
from processors.case import Act
from processors.life.keeping import tell_others
from processors.memory import raw_id
from processors.normalise import Sender, sender
from processors.record.publishing import told
from processors.record.versions import next_version
from processors.refused import Refused
from processors.remembered import Client, Company, Member, Published
from processors.survivorship import touch_of
from schemas.codec import derive_id
from schemas.touch import Company as Organisation
from schemas.touch import Touch

replace = msgspec.structs.replace

NEW = "new"


class Parts(NamedTuple):
    """What a client is to be published as: `contact` NEW or None (by its fields), `company` NEW, a company's id, or None (by its fields).

    `seed`: the id of the lead that they come from, so that the same lead never makes two. `company_name`: what a person calls the company.
    """

    seed: str
    contact: str | None = None
    company: str | None = None
    owner: str | None = None
    company_name: str | None = None


def published(act: Act, member: Member, parts: Parts, *retold: str) -> Client:
    """The client as published, kept, and told with its other open items, but for those to be told anew anyway (`retold`).

    Company fields *submitted* make a company, person fields or nothing but a phone or e-mail a contact (R10). The same object where it was
    published so before.
    """
    memory, before = act.memory, member.client
    senders = [sender(touch_of(said), said.regions) for said in memory.history(before)]
    if parts.company_name is not None:  # then only this names its company
        senders = [naming(parts.company_name)]
    company = _company(act, before, parts, senders)
    contact = _contact(act, before, parts, company)
    if contact is before.contact and (company.meta.id if company else None) == before.company:
        return before
    client = replace(before, contact=contact, company=company.meta.id if company else None, modified_at=act.now)
    chosen = before.company is not None and before.company != client.company
    if chosen:
        client = replace(client, chosen_at=act.now)
    memory.keep_client(client)
    if client.members:
        own = member.own
        own = replace(own, contact=contact if before.contact is None else own.contact)
        if chosen or before.company is None:
            own = replace(own, company=client.company, chosen_at=client.chosen_at)
        memory.keep_own(own)
    if company is not None and before.company != company.meta.id:
        memory.join_company(company.meta.id, member.id)
        _learn_keys(act, company, senders)
    if contact is not None and before.contact is None:
        memory.keep_contact(contact.id, member.id)
    _tell(act, before, client)
    tell_others(act, client, *retold)
    return memory.client(client.id) or client


def _contact(act: Act, client: Client, parts: Parts, company: Company | None) -> Published | None:
    if client.contact is not None:
        moved = company is not None and company.meta.id != client.company
        return next_version(act, client.contact, ("company",) if moved else (), parts.owner)
    person = client.shown.name or client.shown.position or company is None
    if parts.contact != NEW and not person:
        return None
    return _first(act, parts, "contact", client.id)


def _company(act: Act, client: Client, parts: Parts, senders: list[Sender]) -> Company | None:
    memory = act.memory
    if parts.company is not None and parts.company != NEW:
        return company_named(act, parts.company)
    if client.company is not None and parts.company_name is None:
        return memory.company(client.company)
    submitted = [who for who in senders if who.organisation.submitted]
    if parts.company != NEW and not submitted:
        return None
    if parts.company != NEW or parts.company_name is not None:
        for key in [key for who in reversed(submitted) for key in who.organisation.keys]:
            if (known := memory.company_of(key)) and (company := memory.company(known)) is not None:
                return company
    made = Company(_made(act, parts, client.id), own={k: v for k, v in client.own.items() if k.startswith("company.")})
    for who in submitted:
        made = told(made, who, {})
    if made.name is None:
        made = replace(made, name=client.shown.company_name)
    if parts.company == NEW and made.name is None and made.tax_id is None:
        raise Refused("Nothing is known of a company: no touch names one. Name it (`--company-name`), or one that is there by its id.")
    memory.keep_company(made)
    act.tell("company", made.meta.id, made.meta.version, public.company(act.capture.workspace, made))
    return made


def naming(company: str) -> Sender:
    """Who names a company, as if they had filled it in; raises Refused for what is no name."""
    found = sender(Touch(key="", fingerprint=b"", activity="note", company=Organisation(name=company, submitted=True)), ())
    if not found.organisation.submitted:
        raise Refused(f"`{company}` is no name of a company.")
    return found


def company_named(act: Act, company: str) -> Company:
    """The company of this id; raises Refused where there is none."""
    if (found := act.memory.company(company)) is None:
        raise Refused(f"There is no company {company} in workspace {act.capture.workspace}.")
    return found


def contact_named(act: Act, contact: str) -> Member:
    """The member behind a contact's id; raises Refused where there is no such contact."""
    client = act.memory.contact_client(contact)
    member = act.memory.member(raw_id(client)) if client is not None else None
    if member is None:
        raise Refused(f"There is no contact {contact} in workspace {act.capture.workspace}.")
    return member


def _learn_keys(act: Act, company: Company, senders: list[Sender]) -> None:
    """The company is found by the keys that were submitted, where they find no other one (R3)."""
    for who in senders:
        if who.organisation.submitted:
            for key in who.organisation.keys:
                if act.memory.company_of(key) is None:
                    act.memory.keep_company_key(key, company.meta.id)


def _first(act: Act, parts: Parts, kind: str, client: str) -> Published:
    """Of a lead that went to another client since it was converted, its first contact or company stayed behind, with the id (R19)."""
    entity = derive_id(act.capture.workspace, parts.seed, kind)
    if act.memory.contact_client(entity) is not None or act.memory.company(entity) is not None:
        entity = derive_id(act.capture.workspace, parts.seed, kind, client)
    return Published(entity, 1, act.capture.id, (), parts.owner, act.now, act.now)


def _made(act: Act, parts: Parts, client: str) -> Published:
    """A company that a person names is another one than that of the lead's fields."""
    return _first(
        act, parts if parts.company_name is None else parts._replace(seed=f"{parts.seed}/{parts.company_name}"), "company", client
    )


def _tell(act: Act, before: Client, client: Client) -> None:
    contact = public.contact(act.capture.workspace, client)
    if contact is not None and (before.contact is None or before.contact.version != contact.version):
        act.tell("contact", contact.id, contact.version, contact)
