"""Gates: what is decided before anybody asks who it is: quarantine (R53), exclusions (R1) and machine mail (R23)."""

from processors.case import Case, Known
from processors.memory import raw_id
from processors.remembered import Item
from processors.route.plans import NoItem, OnItem, Plan
from schemas.decision import Entry, Outcome


def gate(case: Case) -> Entry | None:
    """The entry of a touch that goes no further; None for one that does."""
    if case.touch.spam is not None:
        return _entry(case, "quarantine", f"It looks like spam ({case.touch.spam}); kept, and released if it is not (R53).")
    if why := case.policy.excludes(case.sender):
        return _entry(case, "excluded", f"Not searched, not created, not updated: {why} (R1).")
    if (number := case.touch.call and next(iter(case.touch.person.phones), None)) and number.strip() in case.policy.extensions:
        return _entry(case, "excluded", "Not searched, not created, not updated: the caller is an extension of our own (R1, R25).")
    return None


def machine(case: Case) -> tuple[Known | None, Plan]:
    """Machine mail goes to the open item of the touch that it answers, and never creates anything (R23)."""
    memory = case.memory
    for reference in case.touch.references:
        seen = memory.seen(reference)
        member = memory.member(raw_id(seen.client)) if seen is not None and seen.client else None
        if member is None:
            continue
        client = member.client
        company = memory.company(client.company) if client.company else None
        open_items = [item for o in client.open if (item := memory.item(o.kind, o.id)) is not None]
        if item := _answered(open_items):
            known = Known(client, member.own, False, client.shown, False, company, mute=True, own=client.own)
            return known, OnItem(item, "machine mail, on the open item that it answers (R23)")
    return None, NoItem("not_enquiry", "machine mail that answers no open item: kept, creates nothing (R23)")


def _answered(items: list[Item]) -> Item | None:
    return max(items, key=lambda item: (item.modified_at, item.created_at, item.id), default=None)


def _entry(case: Case, outcome: Outcome, reason: str) -> Entry:
    capture = case.capture
    return Entry(
        touch=case.touch_id,
        outcome=outcome,
        channel=capture.channel,
        source=capture.source,
        reason=reason,
        mode=case.mode,
        rules=case.policy.config.version,
        flags=case.flags,
    )
