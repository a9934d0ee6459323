"""Links: the exact keys that two have in common, and what each proves (R2, R14)."""

from collections.abc import Sequence
from math import log2

from processors.normalise import COOKIE, EMAIL, EXTERNAL, MAILBOX, MESSENGER, PHONE
from processors.resolve.knowledge import Knowledge
from processors.resolve.lines import landline
from processors.resolve.profile import Profile
from processors.resolve.score import Link, Score, score
from processors.resolve.weights import Weights

BROWSER = "same browser"
DESK = "same mailbox of a company"
NEAR_PHONE = "same phone but for its country"


def link(kind: str, value: str, users: int, company: bool, weights: Weights) -> Link:
    """What an exact key proves that `users` members use already; `company`: it is known to be a company's."""
    if company or kind == MAILBOX:
        return Link(DESK if kind == MAILBOX else "same switchboard", 0.0, True)
    shared = weights.shared * log2(users) if users > 1 else 0.0
    if kind == PHONE:
        return _phone(value, shared, weights)
    if kind == EMAIL:
        return Link("same e-mail", weights.email - shared)
    if kind == MESSENGER:
        return Link("same messenger account", weights.messenger - shared)
    if kind == EXTERNAL:
        return Link("same external id", weights.external - shared)
    assert kind == COOKIE, kind
    return Link(BROWSER, weights.cookie - shared)


def _phone(value: str, shared: float, weights: Weights) -> Link:
    fixed = landline(value)
    if ";" in value:
        return Link("same phone with extension", weights.extension - shared)
    if fixed:
        return Link("same landline", 0.0, True)
    return Link("same mobile" if fixed is False else "same phone", (weights.phone if fixed is None else weights.mobile) - shared)


def between(one: Profile, other: Profile, knowledge: Knowledge, weights: Weights, more: Sequence[Link] = ()) -> Score:
    """How likely two members are one person, by what both are known by and `more`; who else shares their keys is not looked up."""
    links = [link(EMAIL, address, 1, False, weights) for address in one.emails if address in other.emails]
    links += [link(PHONE, phone, 1, False, weights) for phone in one.phones if phone in other.phones]
    if not links and any(_near(mine, yours) for mine in one.phones for yours in other.phones):
        links.append(Link(NEAR_PHONE, weights.near_phone))
    links += [link(MESSENGER, account, 1, False, weights) for account in one.accounts if account in other.accounts]
    links += [link(EXTERNAL, known, 1, False, weights) for known in one.external if known in other.external]
    links += more
    return score(one, other, links, knowledge, weights)


def _near(one: str, other: str) -> bool:
    """Whether two numbers end alike: one of them was read with the wrong country."""
    return one != other and one[-9:] == other[-9:] and ";" not in one and len(one) > 9 < len(other)
