"""How a feedback ends: applied, or ignored with the reason; about which item and client."""

import msgspec

from processors.case import Case
from processors.remembered import Item
from schemas.decision import Entry


class Told(msgspec.Struct, frozen=True, gc=False):
    """What became of a feedback, in a sentence. `client`: the member whom it is about, or that of `item`."""

    reason: str
    item: Item | None = None
    client: str | None = None
    applied: bool = True
    activity: str | None = None


OLD = "The CRM has told something newer of this already."


def old(item: Item | None = None, client: str | None = None) -> Told:
    """Of what was said before something that is known."""
    return Told(OLD, item, client, applied=False)


def entry(case: Case, told: Told) -> Entry:
    """The entry of the feedback (R52)."""
    about = told.client or (told.item.client if told.item else None)
    client = case.memory.client(about) if about else None
    return Entry(
        touch=case.touch_id,
        outcome="applied" if told.applied else "ignored",
        channel=case.capture.channel,
        source=case.capture.source,
        reason=told.reason,
        client=client.id if client else None,
        item=told.item.id if told.item else None,
        item_kind=told.item.kind if told.item else None,  # type: ignore[arg-type]
        activity=told.activity,
        owner=told.item.responsible if told.item else None,
        rules=case.policy.config.version,
        flags=case.flags,
        merges=tuple(case.merges),
        reviews=tuple(case.reviews),
    )
