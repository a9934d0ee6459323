"""Survivorship: the shown fields of a client, computed from the contributions of its touches (R17)."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from processors.normalise import Sender, sender
from processors.remembered import Contribution, Shown
from schemas.touch import Touch

MOST = 20
"""How many phones, e-mails and accounts are shown; the contributions keep them all."""

T = TypeVar("T")
replace = msgspec.structs.replace


class Provenance(msgspec.Struct, frozen=True, gc=False):
    """A value that is shown, and where it came from: the touch that said it, its capture and channel, and when (ms since 1970 UTC).

    Of one that was said often it is the newest touch, of one among several (phones, e-mails, accounts) the first. `by_hand`: entered by a person.
    """

    field: str
    value: str
    touch: str
    capture: str
    channel: str
    source: str
    at: int
    by_hand: bool = False


def with_touch(shown: Shown, said: Sender, by_hand: bool = False, replaces: bool = False) -> Shown:
    """The fields after one more touch: several values are united without repeats, blanks never overwrite, newer beats older.

    What a person entered beats what was captured, however new (R17). With `replaces` several values are not united (R6).
    """
    if replaces:
        shown = _giving_way(shown, said)
    if by_hand or shown.by_hand:
        said, names = _beside(shown, said, by_hand)
    else:
        names = ()
    given, family = (said.given, said.family) if said.name else (shown.given, shown.family)
    return Shown(
        said.name or shown.name,
        given,
        family,
        said.position or shown.position,
        said.language or shown.language,
        said.city or shown.city,
        said.organisation.name or shown.company_name,
        _united(shown.phones, [phone.shown for phone in said.phones]),
        _united(shown.emails, said.emails),
        _united(shown.messengers, said.messengers),
        names,
    )


def _giving_way(shown: Shown, said: Sender) -> Shown:
    """The fields without those of which there are several and of which the touch says others."""
    return replace(
        shown,
        phones=() if said.phones else shown.phones,
        emails=() if said.emails else shown.emails,
        messengers=() if said.messengers else shown.messengers,
    )


def _beside(shown: Shown, said: Sender, by_hand: bool) -> tuple[Sender, tuple[str, ...]]:
    """What is said, without what a person's word stands against; and the fields in which a person's word stands."""
    if by_hand:
        return said, tuple(dict.fromkeys((*shown.by_hand, *(name for name, value in _single(said).items() if value))))
    blank = {name: None for name in shown.by_hand if name != "company_name"}
    organisation = replace(said.organisation, name=None) if "company_name" in shown.by_hand else said.organisation
    return replace(said, organisation=organisation, **blank), shown.by_hand


def _single(said: Sender) -> dict[str, str | None]:
    """The fields of which there is one value; the parts of a name go with the name."""
    return {
        "name": said.name,
        "position": said.position,
        "language": said.language,
        "city": said.city,
        "company_name": said.organisation.name,
    }


def shown_of(contributions: Iterable[Contribution]) -> Shown:
    """The fields computed anew from all that was said, in the order in which it was; equal to what the touches built up one by one."""
    shown = Shown()
    for said in contributions:
        shown = with_touch(shown, sender(touch_of(said), said.regions), said.by_hand, said.replaces)
    return shown


def provenance(contributions: Iterable[Contribution]) -> tuple[Provenance, ...]:
    """Every value that is shown, with where it came from, in the order of the fields; the values are those of `shown_of`."""
    shown = Shown()
    found: dict[tuple[str, str], Provenance] = {}
    for said in contributions:
        who = sender(touch_of(said), said.regions)
        after = with_touch(shown, who, said.by_hand, said.replaces)
        offered = _single(_beside(shown, who, said.by_hand)[0] if shown.by_hand else who)
        for field in Shown.__struct_fields__[:-1]:
            value = getattr(after, field)
            if isinstance(value, tuple):
                known = getattr(shown, field)
                for gone in set(known).difference(value):
                    found.pop((field, str(gone)), None)
                for one in value:
                    if one not in known:
                        found[field, str(one)] = _from(said, field, ":".join(one) if isinstance(one, tuple) else one)
            elif offered.get("name" if field in ("given", "family") else field):
                found.pop((field, ""), None)
                if value is not None:
                    found[field, ""] = _from(said, field, value)
        shown = after
    order = {field: n for n, field in enumerate(Shown.__struct_fields__)}
    return tuple(sorted(found.values(), key=lambda value: order[value.field]))


def _from(said: Contribution, field: str, value: str) -> Provenance:
    return Provenance(field, value, said.touch, said.capture, said.channel, said.source, said.at, said.by_hand)


def touch_of(said: Contribution) -> Touch:
    """The touch as far as it says who it is from."""
    return Touch(key="", fingerprint=b"", activity="note", person=said.person, company=said.company)


def _united(old: tuple[T, ...], new: Sequence[T]) -> tuple[T, ...]:
    if not new or new == old:
        return old
    added = [value for value in new if value not in old]
    return (*old, *added)[:MOST] if added else old
