"""Judging: a lead never was an enquiry, comes to nothing, or is open again after all."""

from typing import Literal

from processors.case import Act
from processors.life.keeping import OPEN
from processors.life.move import put
from processors.policy import Policy, policy
from processors.refused import Refused
from processors.remembered import Item
from schemas.config import Stage

Verdict = Literal["spam", "junk", "restore"]


def judge(act: Act, lead: Item, verdict: Verdict) -> Item:
    """The lead with the status of the verdict, the same object where it has that; raises Refused for one that was converted."""
    rules = policy(act.memory.config())
    if lead.converted_to:
        raise Refused(f"This lead was converted, into {', '.join(lead.converted_to)}, and stays so{_instead(act, lead, verdict)}.")
    if verdict == "restore":
        return lead if lead.semantic == OPEN else put(act, lead, _reopened(rules, lead))
    to = _spam(rules) if verdict == "spam" else _junk(rules)
    return lead if lead.stage == to.id else put(act, lead, to)


def _instead(act: Act, lead: Item, verdict: Verdict) -> str:
    deal = next((entity for entity in lead.converted_to if act.memory.item("deal", entity) is not None), None)
    return f": close its deal instead, `leadloom deal move {deal[:8]} STAGE`" if deal is not None and verdict != "restore" else ""


def _failures(rules: Policy) -> list[Stage]:
    found = [status for status in rules.config.lead_statuses if status.semantic == "failure"]
    if not found:
        raise Refused("No lead status has the meaning `failure`: add one to the workspace's `lead_statuses`.")
    return found


def _spam(rules: Policy) -> Stage:
    """The status that means spam (R42); one of that name goes first."""
    failures = [status for status in _failures(rules) if status.id in rules.config.spam_statuses]
    if not failures:
        raise Refused("No lead status means spam: name one in the workspace's `spam_statuses`, or use `leadloom lead junk`.")
    return next((status for status in failures if status.id.casefold() == "spam"), failures[0])


def _junk(rules: Policy) -> Stage:
    """The status of that name, else the first failure that is no spam, else any."""
    failures = _failures(rules)
    named = [status for status in failures if status.id.casefold() == "junk"]
    return next(iter(named + [status for status in failures if status.id not in rules.config.spam_statuses] + failures))


def _reopened(rules: Policy, lead: Item) -> Stage:
    """The status that it was finished from, if there still is one of that name, else the first."""
    begin = [status for status in rules.config.lead_statuses if status.semantic == OPEN]
    return next((status for status in begin if status.id == lead.open_stage), begin[0])
