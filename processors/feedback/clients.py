"""The CRM's own clients, as a first load and as they change: published clients, so that a touch of theirs is recognised (R2, R17)."""

import msgspec

from processors.assign import Given
from processors.case import Case, Known
from processors.feedback import externals
from processors.feedback.entities import company_of, find_member, responsible_of, unknown
from processors.feedback.order import news
from processors.feedback.outcome import Told, old
from processors.record import record
from processors.remembered import Client, Member, Shown
from processors.resolve.identify import identify
from processors.route.plans import OnClient
from processors.survivorship import shown_of, with_touch
from schemas.codec import derive_id
from schemas.crm import Feedback
from schemas.errors import Reject

replace = msgspec.structs.replace


def client(case: Case, said: Feedback) -> Told:
    """A contact or a company of the CRM as it is there now: found among our clients like any sender, else a new one, published.

    The newest word takes the place of what the same CRM said of the same client before; what others said of it stays (R17).
    """
    kind: externals.Kind = "company" if said.entity_kind == "company" else "contact"
    member = find_member(case, said.entity, kind)
    name = said.external or said.entity
    sender = case.sender
    if not (sender.name or sender.reachable or sender.organisation.name or sender.organisation.tax_id):
        raise Reject("Nobody is in it: `data` needs a phone, an e-mail, a name, or a company's name or tax id.")
    if not news(case.memory, f"{case.origin}:{kind}:{name}", "client", said):
        return old(client=member.id if member else None)
    owner = responsible_of(case, said.data.get("responsible"))
    employer = _employer(case, said)
    case.touch_id = derive_id(case.capture.workspace, "crm", case.origin, kind, name)
    case.publishes, case.of = True, member.id if member is not None else None
    known = identify(case, None)
    if known is None:
        # a company that nothing but its name is known of
        fresh = Client(case.derive("client"), case.now, case.now)
        known = Known(client=fresh, home=fresh, new=True, shown=Shown(), differs=True, company=None)
    known = _anew(case, known)
    if employer is not None and known.client.company is None:
        known = replace(known, company=case.memory.company(employer))
    entry = record(case, known, OnClient("The CRM has it as a client."), Given(owner, ()), None)
    externals.pair(case.memory, case.origin, kind, name, known.home.id)
    after = case.memory.client(str(entry.client))
    return Told("A new client, by the CRM's word." if known.new else "A client as the CRM has it now.", client=after.id if after else None)


def _anew(case: Case, known: Known) -> Known:
    """The client with what the CRM says now in place of what it said of it before."""
    memory, home = case.memory, known.home
    said_before = [said for said in memory.contributions(home.id) if said.touch == case.touch_id]
    if not said_before:
        return known
    others = [said for said in memory.history(known.client) if said.touch != case.touch_id]
    mine = [said for said in memory.contributions(home.id) if said.touch != case.touch_id]
    shown = with_touch(shown_of(others), case.sender, case.touch.by_hand)
    once_less = known.client.touches - 1
    return replace(
        known,
        client=replace(known.client, touches=once_less),
        home=replace(home, shown=shown_of(mine), touches=home.touches - 1),
        shown=shown,
        differs=known.differs or shown != known.client.shown,
    )


def _employer(case: Case, said: Feedback) -> str | None:
    """Our id of the company that the contact belongs to in the CRM; raises Reject for an unknown one."""
    name = said.data.get("company")
    if not name or said.entity_kind == "company":
        return None
    found = company_of(case, name)
    if found is None:
        raise unknown("company")
    return found


def owner_of(member: Member) -> str | None:
    """Who is responsible for the client as a contact."""
    return member.client.contact.responsible if member.client.contact is not None else None
