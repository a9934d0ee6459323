"""How far a lead is qualified in the CRM: its criteria, and the organisation and person that it is for (R50)."""

import msgspec

from processors.case import Case
from processors.feedback.entities import company_of, find_member, item_of, responsible_of, unknown
from processors.feedback.order import news
from processors.feedback.outcome import Told, old
from processors.life.publishing import NEW
from processors.life.qualify import qualify
from processors.refused import Refused
from schemas import command
from schemas.crm import CRITERIA, Feedback
from schemas.errors import Reject

_TEXTS = {"scheme": "scheme", "amount": "budget", "currency": "currency", "when": "timeframe", "market": "market", "readiness": "readiness",
          "company_name": "company_name"}  # fmt: skip
"""Entries of `data`, and what a qualification calls them."""


def qualified(case: Case, said: Feedback) -> Told:
    """What of it is told is so from now on, the rest stays; `by` is who is named, else the CRM. Raises Reject where something cannot be."""
    lead = item_of(case, said, "lead")
    wanted = _wanted(case, said, lead.id)
    if not news(case.memory, lead.id, "qualification", said):
        return old(lead)
    try:
        after = qualify(case, lead, wanted)
    except Refused as why:
        raise Reject(str(why)) from None
    if after is lead:
        return Told("It is known to be so already.", lead, applied=False)
    ready = after.qualification is not None and after.qualification.ready
    return Told(f"The lead is qualified in the CRM{': all criteria are met' if ready else ''}.", after)


def _wanted(case: Case, said: Feedback, lead: str) -> command.Qualify:
    data = said.data
    fields: dict[str, object] = {ours: data[name] for name, ours in _TEXTS.items() if name in data}
    if probability := data.get("probability"):
        fields["probability"] = int(probability) if probability.isdecimal() and len(probability) <= 3 else probability
    fields["criteria"] = {name: data[name] for name in CRITERIA if name in data}
    fields |= {kind: found for kind in ("contact", "company") if (found := _known(case, kind, data.get(kind))) is not None}
    if not fields["criteria"]:
        del fields["criteria"]
    if not fields:
        raise Reject(f"It says nothing: `data` needs one of {', '.join((*CRITERIA, *_TEXTS, 'probability', 'contact', 'company'))}.")
    by = responsible_of(case, data.get("responsible")) or case.origin
    try:
        return msgspec.convert({"command": "qualify", "lead": lead, "by": by, **fields}, command.Qualify)
    except msgspec.ValidationError as error:
        raise Reject(f"This qualification cannot be: {error}.") from None


def _known(case: Case, kind: str, entity: str | None) -> str | None:
    """Our id of a contact or company, by ours or the CRM's; `new`: one is made by the lead's fields. Raises Reject for an unknown one."""
    if entity is None or entity == NEW:
        return entity
    if kind == "contact":
        member = find_member(case, entity, "contact")
        found = member.client.contact.id if member is not None and member.client.contact is not None else None
    else:
        found = company_of(case, entity)
    if found is None:
        raise unknown(kind)
    return found
