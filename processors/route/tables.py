"""The decision tables: what a touch becomes in classic mode (R5) and in simple mode (R10), and what the channel's write policy makes of it
(R6); read from top to bottom, the first row that fits is taken."""

from typing import Literal

import msgspec

from processors.remembered import Item
from processors.route.plans import NewDeal, NewLead, NoItem, OnClient, OnItem, Plan
from schemas.config import Mode


class Found(msgspec.Struct, frozen=True, gc=False):
    """What R1-R4 found, in the pipeline that the rules choose (R59). `published`: a contact or company, not merely a lead.

    `deals`, `won`: how many deals the client, or its company, ever had (R9).
    """

    published: bool
    deal: Item | None = None
    repeat_lead: Item | None = None
    plain_lead: Item | None = None
    deals: int = 0
    won: int = 0


def classic(found: Found, repeat_sales: bool) -> Plan:
    """R5, row by row."""
    match found:
        case Found(published=False, plain_lead=None):
            return NewLead(repeat=False, why="nobody recognised, or only finished leads: a new lead (R5)")
        case Found(published=False, plain_lead=Item() as lead):
            return OnItem(lead, "an open lead of this client takes it (R5)")
        case Found(deal=Item() as deal):
            return OnItem(deal, "an open deal of this client takes it (R5)")
        case Found(repeat_lead=Item() as lead):
            return OnItem(lead, "an open repeat lead of this client takes it (R5)")
        case Found(plain_lead=Item() as lead):
            return OnItem(lead, "an open lead of this client takes it until it is finished (R5)")
        case _ if repeat_sales:
            return NewLead(repeat=True, why="a known client with nothing open: a new repeat lead (R5, R9)")
        case _:
            return OnClient("a known client with nothing open, and repeat sales are off: noted with the client (R5)")


def simple(found: Found) -> Plan:
    """R10; whether the client is new, and what of it is published, is the publisher's part: there is always exactly one item."""
    match found:
        case Found(deal=Item() as deal):
            return OnItem(deal, "an open deal of this client takes it (R10)")
        case Found(plain_lead=Item() as lead) | Found(repeat_lead=Item() as lead):
            return OnItem(lead, "an open lead of this client, left from classic mode, takes it until it is finished (R10, R11)")
        case Found(won=won) if won:
            return NewDeal("repeat_deal", "a client with a won deal and none open: a new deal (R9, R10)")
        case Found(deals=deals) if deals:
            return NewDeal("repeat_inquiry", "a client who had deals, none of them won, and none is open: a new deal (R9, R10)")
        case Found(published=True):
            return NewDeal(None, "a known client with no open deal: a new deal (R10)")
        case _:
            return NewDeal(None, "nobody recognised: a new client with its deal (R10)")


Writing = Literal["only_add", "only_update", "always_add"]


def written(write: Writing, plan: Plan, found: Found, *, known: bool, mode: Mode) -> Plan:
    """R6: what a write policy other than `default` makes of a plan; `known`: the client was there before this touch."""
    match write, plan:
        case "only_add", OnItem():
            return OnClient("this channel only adds: what is open is left alone, and it is noted with the client (R6)")
        case "only_update", NewLead() | NewDeal() if known:
            return OnClient("this channel only updates: nothing is open, and it is noted with the client (R6)")
        case "only_update", NewLead() | NewDeal():
            return NoItem("not_enquiry", "this channel only updates, and nobody is known: kept, creates nothing (R6)")
        case "always_add", OnItem() | OnClient():
            return _another(found, mode)
        case _:
            return plan


def _another(found: Found, mode: Mode) -> Plan:
    """A new item beside what is open, with its mark (R6, R9)."""
    why = "this channel always adds: a new one, whatever is open (R6)"
    if mode == "classic":
        return NewLead(repeat=found.published, why=why)
    mark: Literal["repeat_deal", "repeat_inquiry"] | None = "repeat_deal" if found.won else "repeat_inquiry" if found.deals else None
    return NewDeal(mark, why)
