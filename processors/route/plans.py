"""Plans: what a touch can become, as values to be taken apart by `match`; `why` is a sentence for people."""

from dataclasses import dataclass
from typing import Literal

from processors.memory import Item


@dataclass(frozen=True, slots=True)
class NewLead:
    """A new lead; `repeat`: of a known client (R9)."""

    repeat: bool
    why: str


@dataclass(frozen=True, slots=True)
class NewDeal:
    """A new deal, with its repeat mark (R9)."""

    repeat: Literal["repeat_inquiry", "repeat_deal"] | None
    why: str


@dataclass(frozen=True, slots=True)
class OnItem:
    """An activity on an item that is open."""

    item: Item
    why: str


@dataclass(frozen=True, slots=True)
class OnClient:
    """An activity on the client alone."""

    why: str


@dataclass(frozen=True, slots=True)
class NoItem:
    """It is kept and listed, and makes nothing to work on."""

    outcome: Literal["no_contact", "not_enquiry"]
    why: str


Plan = NewLead | NewDeal | OnItem | OnClient | NoItem
