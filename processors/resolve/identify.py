"""Identify: the client of a touch with everything that later stages ask of it: its company, and its fields with this touch in them."""

from processors.case import Case, Known, Ringing
from processors.fields import joined, of_client
from processors.memory import raw_id
from processors.merge.merging import carry_out
from processors.normalise import TAX_ID, Key
from processors.normalise.company import tax_key
from processors.remembered import Client, Company, Shown
from processors.resolve import Resolution, call_of, resolve
from processors.survivorship import with_touch
from schemas.crm import FieldValue
from schemas.decision import Candidate


def identify(case: Case, ringing: Ringing | None) -> Known | None:
    """The client, known or new; None when there is nobody in the touch. Bridging is noted in the case's flags (R48)."""
    found = _promoted(case) if case.promoted else _of(case, case.of) if case.of is not None else _of_call(case, ringing)
    if found is None:
        if not case.sender.somebody:
            return None
        found = resolve(case.memory, case.sender, case.profile, case.policy.weighing)
    case.flags += found.flags
    home = found.home
    if found.proposals:
        carry_out(case, found.proposals, case.touch_id)
        if case.merges and home is not None:
            case.flags += ("merged",)
            home = case.memory.member(raw_id(home.id))
    if home is None:
        own = client = Client(case.derive("client"), case.now, case.now)
    else:
        own, client = home.own, home.client
    mute = case.write.client == "none" and home is not None
    shown, fields = stated(case, client, mute=mute)
    return Known(
        client=client,
        home=own,
        new=home is None,
        shown=shown,
        differs=shown != client.shown or fields is not client.own,
        company=_company(case, client),
        candidates=found.candidates,
        learn=found.learn if not mute else (),
        lesson=found.lesson if not mute else None,
        rivals=_rivals(found.rivals, client) if client.members else (),
        mute=mute,
        own=fields,
    )


def stated(case: Case, client: Client, *, mute: bool) -> tuple[Shown, dict[str, FieldValue]]:
    """The client's fields with what the touch says, standard ones and those of R58; its own where the touch is `mute` or counts already."""
    as_is = mute or case.again is not None
    shown = client.shown if as_is else with_touch(client.shown, case.sender, case.touch.by_hand, case.write.client == "replace")
    return shown, client.own if mute or not case.own else _own(case, client)


def _own(case: Case, client: Client) -> dict[str, FieldValue]:
    """The client's fields of R58 with those that the touch says; the same object where that is no news."""
    said = of_client(case.own)
    if not said:
        return client.own
    if case.touch.by_hand or all(client.own.get(name, value) == value for name, value in said.items()):
        after = {**client.own, **said}  # nothing that a person said can stand against it: no need to read the history
        return client.own if after == client.own else after
    before = [(contribution.own, contribution.by_hand) for contribution in case.memory.history(client) if contribution.own]
    after = joined([*before, (said, case.touch.by_hand)])
    return client.own if after == client.own else after


def _promoted(case: Case) -> Resolution | None:
    """A promoted touch stays with its member; who could not be told becomes a client of its own."""
    member = case.memory.member(raw_id(case.again)) if case.again is not None else None
    if member is not None:
        return Resolution(member, (Candidate(member.client.id, ("touch",), 0, "it is this client's touch already (R56)"),))
    return None if case.sender.somebody else Resolution(None)


def _rivals(rivals: tuple[str, ...], client: Client) -> tuple[str, ...]:
    """Those who stand in the same client: should they part one day, a person has to say whose the touch is (R19)."""
    return tuple([rival for rival in rivals if rival in client.members])


def _of_call(case: Case, ringing: Ringing | None) -> Resolution | None:
    """All events of a call are of one client (R25)."""
    return None if ringing is None or ringing.before.client is None else _of(case, ringing.before.client)


def _of(case: Case, client: str) -> Resolution | None:
    member = case.memory.member(raw_id(client))
    if member is None:
        return None
    return call_of(case.memory, member, case.sender, case.profile)


def _company(case: Case, client: Client) -> Company | None:
    """The published company that the client belongs to, else the one that the touch's tax id, exact name or domain finds (R3).

    A lead that is still open is not taken from its client by what a company has open.
    """
    if client.company:
        return case.memory.company(client.company)
    if client.contact is None and any(item.kind == "lead" for item in client.open):
        return None
    for key in case.sender.organisation.keys:
        if (known := case.memory.company_of(key)) and (company := case.memory.company(known)) and not _other_tax_id(case, key, company):
            return company
    return None


def _other_tax_id(case: Case, key: Key, company: Company) -> bool:
    """Two companies with a tax id each, and not the same, are two, whatever their names (R15)."""
    said = case.sender.organisation.tax_id
    return bool(key.kind != TAX_ID and said and company.tax_id and tax_key(said) != tax_key(company.tax_id))
