"""The public records as they follow from what is remembered: what is emitted, and what reading commands show, in one place."""

from collections.abc import Mapping
from typing import Any

from processors.fields import shown as own_fields
from processors.memory import Memory
from processors.remembered import Client, Company, Item
from schemas import crm

_NONE: Mapping[str, Any] = {}


def contact(workspace: str, client: Client) -> crm.Contact | None:
    """The client as a published contact; None when it is not one."""
    if (meta := client.contact) is None:
        return None
    shown = client.shown
    return crm.Contact(
        id=meta.id,
        workspace=workspace,
        version=meta.version,
        cause=meta.cause,
        changed=meta.changed,
        client=client.id,
        name=shown.name,
        given=shown.given,
        family=shown.family,
        position=shown.position,
        language=shown.language,
        city=shown.city,
        phones=shown.phones,
        emails=shown.emails,
        messengers=shown.accounts(),
        company=client.company,
        responsible=meta.responsible,
        created_at=meta.created_at,
        modified_at=meta.modified_at,
        **(own_fields(client.own, "contact") if client.own else _NONE),
    )


def company(workspace: str, company: Company) -> crm.Company:
    meta = company.meta
    return crm.Company(
        id=meta.id,
        workspace=workspace,
        version=meta.version,
        cause=meta.cause,
        changed=meta.changed,
        name=company.name,
        kind=company.kind,
        tax_id=company.tax_id,
        website=company.website,
        phones=company.phones,
        emails=company.emails,
        responsible=meta.responsible,
        created_at=meta.created_at,
        modified_at=meta.modified_at,
        **(own_fields(company.own, "company") if company.own else _NONE),
    )


def client(workspace: str, client: Client, employer: Company | None) -> crm.Client:
    """The client in full, as items carry it; `employer` is the company of `client.company`."""
    shown = client.shown
    return crm.Client(
        id=client.id,
        name=shown.name,
        company_name=shown.company_name,
        phones=shown.phones,
        emails=shown.emails,
        messengers=shown.accounts(),
        contact=contact(workspace, client),
        company=None if employer is None else company(workspace, employer),
    )


def item(workspace: str, item: Item, owner: crm.Client) -> crm.Lead | crm.Deal:
    """A lead or a deal with its client in full."""
    own = own_fields(item.own, "lead", "deal") if item.own else _NONE
    if item.kind == "lead":
        return crm.Lead(
            id=item.id,
            workspace=workspace,
            version=item.version,
            cause=item.cause,
            changed=item.changed,
            title=item.title,
            client=owner,
            responsible=item.responsible,
            first_source=item.first,
            last_source=item.last,
            activities=item.activities,
            created_at=item.created_at,
            modified_at=item.modified_at,
            fields=item.fields,
            merged_into=item.merged_into,
            status=item.stage,
            semantic=item.semantic,  # type: ignore[arg-type]
            repeat=item.repeat is not None,
            converted_to=item.converted_to,
            qualification=item.qualification,
            market=item.market,
            readiness=item.readiness,  # type: ignore[arg-type]
            **own,
        )
    return crm.Deal(
        id=item.id,
        workspace=workspace,
        version=item.version,
        cause=item.cause,
        changed=item.changed,
        title=item.title,
        client=owner,
        responsible=item.responsible,
        first_source=item.first,
        last_source=item.last,
        activities=item.activities,
        created_at=item.created_at,
        modified_at=item.modified_at,
        fields=item.fields,
        merged_into=item.merged_into,
        pipeline=item.pipeline,
        stage=item.stage,
        semantic=item.semantic,  # type: ignore[arg-type]
        repeat=item.repeat,  # type: ignore[arg-type]
        contacts=tuple(contact_id for _, contact_id in item.joined if contact_id),
        converted_from=item.converted_from,
        market=item.market,
        readiness=item.readiness,  # type: ignore[arg-type]
        **own,
    )


def item_in_full(memory: Memory, workspace: str, found: Item) -> crm.Lead | crm.Deal:
    """A remembered item with its client looked up; a client merged away is the winner."""
    owner = memory.client(found.client)
    if owner is None:
        return item(workspace, found, crm.Client(id=found.client))
    employer = memory.company(owner.company) if owner.company else None
    return item(workspace, found, client(workspace, owner, employer))
