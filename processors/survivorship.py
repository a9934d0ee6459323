"""Survivorship: the shown fields of a client, computed from the contributions of its touches (R17)."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from processors.normalise import Sender, sender
from processors.remembered import Contribution, Shown
from schemas.touch import Touch

MOST = 20
"""How many phones, e-mails and accounts are shown; the contributions keep them all."""

T = TypeVar("T")


def with_touch(shown: Shown, said: Sender) -> Shown:
    """The fields after one more touch: several values are united without repeats, blanks never overwrite, newer beats older."""
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
    )


def shown_of(contributions: Iterable[Contribution]) -> Shown:
    """The fields computed anew from all that was said; equal to what the touches built up one by one."""
    shown = Shown()
    for said in contributions:
        shown = with_touch(shown, sender(touch_of(said), said.regions))
    return shown


def touch_of(said: Contribution) -> Touch:
    """The touch as far as it says who it is from."""
    return Touch(key="", fingerprint=b"", activity="note", person=said.person, company=said.company)


def _united(old: tuple[T, ...], new: Sequence[T]) -> tuple[T, ...]:
    added = [value for value in new if value not in old]
    return (*old, *added)[:MOST] if added else old
