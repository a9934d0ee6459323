"""What a feedback is about: found by our id or the CRM's own, through whatever it was merged into meanwhile (R18)."""

from typing import Literal

from processors.case import Case
from processors.feedback import externals
from processors.feedback.externals import Kind
from processors.memory import raw_id
from processors.remembered import Item, Member
from schemas.crm import Feedback
from schemas.errors import Reject

ITEMS: tuple[Literal["lead", "deal"], ...] = ("lead", "deal")


def item_of(case: Case, said: Feedback, *kinds: Literal["lead", "deal"]) -> Item:
    """The lead or deal; raises Reject for an unknown one, and where the CRM's id is one of each and the record does not say which."""
    wanted = [kind for kind in (kinds or ITEMS) if said.entity_kind in (None, kind)]
    found = [item for kind in wanted if (item := find_item(case, kind, said.entity)) is not None]
    if len(found) > 1:
        raise Reject("This id is a lead's and a deal's: say which by `entity_kind`.")
    if not found:
        raise unknown(said.entity_kind or " or ".join(wanted) or "lead or deal")
    if said.external is not None:
        externals.pair(case.memory, case.origin, found[0].kind, said.external, found[0].id)  # type: ignore[arg-type]
    return found[0]


def find_item(case: Case, kind: Literal["lead", "deal"], entity: str) -> Item | None:
    """The item of our id, or of the CRM's; None where there is none."""
    for known in (entity, externals.ours(case.memory, case.origin, kind, entity)):
        if known is not None and (item := _item(case, kind, known)) is not None:
            return item
    return None


def _item(case: Case, kind: Literal["lead", "deal"], entity: str) -> Item | None:
    try:
        return case.memory.standing_item(kind, entity)
    except Reject:
        return None


def find_member(case: Case, entity: str, *kinds: Kind) -> Member | None:
    """The member behind our id of a contact or client, or the CRM's id of a contact or company; None where there is none."""
    memory = case.memory
    for kind in kinds:
        if (known := externals.ours(memory, case.origin, kind, entity)) is not None and (
            member := memory.member(raw_id(known))
        ) is not None:
            return member
    try:
        return memory.member(raw_id(memory.contact_client(entity) or entity))
    except Reject:
        return None


def company_of(case: Case, entity: str) -> str | None:
    """Our id of a company, by ours or the CRM's id; None where there is none."""
    member = find_member(case, entity, "company")
    if member is not None and member.client.company is not None:
        return member.client.company
    try:
        return entity if case.memory.company(entity) is not None else None
    except Reject:
        return None


def unknown(kind: str) -> Reject:
    """The error of an id that nobody has."""
    return Reject(f"There is no {kind} of this id in the workspace, ours or the CRM's: tell of it first, or send `external` with our id.")


def responsible_of(case: Case, name: str | None) -> str | None:
    """Our id of a responsible named by our id, by e-mail or by the CRM's id; None where nobody is named. Raises Reject for an unknown one."""
    if not name:
        return None
    person = case.policy.responsibles.get(name)
    if person is None and (known := externals.ours(case.memory, case.origin, "responsible", name)) is not None:
        person = case.policy.responsibles.get(known)
    if person is None:
        raise Reject(
            "This responsible is not known: add the person to the workspace's responsibles, or tell of them by e-mail (`responsible`)."
        )
    return person.id
