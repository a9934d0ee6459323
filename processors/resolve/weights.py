"""Weights: how much each piece of evidence proves, in bits (log2 of how much likelier one person makes it than two); data with a version."""

from collections.abc import Iterator

import msgspec

from schemas.config import Matching

VERSION = 8
"""Of the table below; it rises with every change and stands in each decision."""


class Weights(msgspec.Struct, frozen=True, gc=False):
    """Bits, but for `keyed_negative`, `email_says` (parts of other weights) and `stale_days`.

    A key's weight is what it proves beyond its prior: log2(clients) is added to it, as one of all would fit by chance. `shared` is taken off
    for each doubling of the members who use a key; `several` is for keys of two kinds; `namesakes` is what a full name proves at most,
    whatever its rarity; `colleagues` is how many may share a desk, in bits;
    `stale` is for each doubling of the time since a rival used a shared key last, from `stale_days` on. A nameless touch after a silence as
    long as few come back after is less likely theirs: by that rarity, less `silence_of_others` (who come at any time), `silence_most` at most.
    A name without a key is likelier theirs the more people come back after so long, `lately` at most, and less likely, `long_ago` at most,
    where hardly anybody does; others were heard of as much `sooner` as whoever is heard of at all mostly is several times.
    """

    version: int = VERSION

    external: float = 20.0
    messenger: float = 7.0
    email: float = 4.5
    mobile: float = 4.0
    phone: float = 3.5
    extension: float = 3.0
    desk_itself: float = 2.5
    line_of_one: float = -0.3
    cookie: float = 2.6
    near_phone: float = 3.0
    near_email: float = 2.5
    several: float = 4.0
    shared: float = 1.0

    both_names: float = 5.0
    one_name: float = 3.0
    name_in_email: float = 1.5
    address_differs: float = -4.5
    other_given: float = -6.0
    slips: float = -2.0
    other_family: float = -3.0
    other_person: float = -8.0

    word_differs: float = -7.0
    father_same: float = 2.0
    father_differs: float = -11.0
    generation_differs: float = -11.0
    bare_name: float = -8.0
    namesakes: float = 4.3
    initial: float = 3.5
    email_says: float = 0.95

    company_near: float = 5.0
    colleagues: float = 3.0
    company_most: float = 6.0
    company_differs: float = -3.0
    city_most: float = 3.0
    city_relatives: float = 0.0
    city_differs: float = -2.0
    other_email: float = -6.5
    other_work_email: float = -6.0
    other_firm_email: float = -3.0
    same_local: float = 0.0
    other_mobile: float = -4.6
    other_account: float = -6.0
    other_region: float = -0.5

    keyed_negative: float = 0.4
    keyed_most_negative: float = -3.0
    keyed_company: float = 1.5
    keyed_other_company: float = -1.0

    stale: float = 2.0
    stale_days: float = 10.0
    silence_of_others: float = 0.3
    silence_most: float = -4.4
    lately: float = 2.0
    long_ago: float = -6.0
    others_sooner: float = 1.5


SHIPPED = Weights()


class Weighing(msgspec.Struct, frozen=True, gc=False):
    """By what a workspace decides: the probabilities from which a touch is attached, a person asked and two members merged; the weights."""

    attach: float
    review: float
    merge: float
    weights: Weights


def weighing(matching: Matching) -> Weighing:
    """What a configuration says, whose names of weights are known ones."""
    weights = msgspec.structs.replace(SHIPPED, **matching.weights) if matching.weights else SHIPPED
    return Weighing(matching.attach, matching.review, matching.merge, weights)


def faults(matching: Matching) -> Iterator[str]:
    """What is wrong in a configuration's matching, a sentence each."""
    if not 0 < matching.review <= matching.attach < 1:
        yield "Of the thresholds of matching, 0 < review <= attach < 1 must hold."
    if not matching.attach <= matching.merge < 1:
        yield "The threshold `merge` of matching must be at least `attach`, and below 1."
    for name, bits in matching.weights.items():
        if name not in NAMES:
            yield f"There is no weight `{name}`: {', '.join(sorted(NAMES))} are known."
        elif not -60 <= bits <= 60:
            yield f"The weight `{name}` must lie between -60 and 60 bits."


NAMES = frozenset(Weights.__struct_fields__) - {"version"}
