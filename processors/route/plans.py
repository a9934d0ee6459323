"""Plans: what a touch can become, as values to be taken apart by `match`; `why` is a sentence for people."""

from typing import Literal

import msgspec

from processors.remembered import Item


class NewLead(msgspec.Struct, frozen=True, gc=False):
    """A new lead; `repeat`: of a known client (R9)."""

    repeat: bool
    why: str


class NewDeal(msgspec.Struct, frozen=True, gc=False):
    """A new deal, with its repeat mark (R9)."""

    repeat: Literal["repeat_inquiry", "repeat_deal"] | None
    why: str


class OnItem(msgspec.Struct, frozen=True, gc=False):
    """An activity on an item that is open."""

    item: Item
    why: str


class OnClient(msgspec.Struct, frozen=True, gc=False):
    """An activity on the client alone."""

    why: str


class NoItem(msgspec.Struct, frozen=True, gc=False):
    """It is kept and listed, and makes nothing to work on."""

    outcome: Literal["no_contact", "not_enquiry"]
    why: str


Plan = NewLead | NewDeal | OnItem | OnClient | NoItem
