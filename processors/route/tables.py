"""The decision tables: what a touch becomes in classic mode (R5) and in simple mode (R10), read from top to bottom."""

import msgspec

from processors.remembered import Item
from processors.route.plans import NewDeal, NewLead, OnClient, OnItem, Plan


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
            return NewLead(repeat=False, why="nobody known, or only finished leads: a new lead (R5)")
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
            return NewDeal(None, "nobody known: a new client with its deal (R10)")
