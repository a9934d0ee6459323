"""Profile: what a member is compared by, in the forms that are compared; what a touch says has the same form."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec

from processors.normalise import COMPANY_NAME, DOMAIN, EMAIL, EXTERNAL, MESSENGER, PHONE, Sender
from processors.normalise.company import label
from processors.normalise.email import canonical, is_role
from processors.normalise.person import PersonName, parse
from processors.remembered import Shown
from processors.resolve.likeness import INITIAL, SAME, begins, initial, likeness

MOST = 6
"""How many values of one kind a profile keeps, the newest."""
MOST_NAMES = 4
DAY = 86_400_000
DATED = 7
"""How many days may pass before it is noted that somebody was heard of again; a week less or more changes little."""

T = TypeVar("T")


class Name(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name to compare: its folded words, in no order that proves anything; the father's name; `jr`, `sr`; the word
    that may be a beginning only."""

    words: tuple[str, ...]
    father: str = ""
    generation: str = ""
    cut: str = ""


class Profile(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """What is known of a person. `emails`: personal addresses, canonical; `first`, `last`: days since 1970, `first` 0 where an older
    release kept none.

    `companies`: folded names, and after `@` what their domains are called.
    """

    names: tuple[Name, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    last: int = 0
    first: int = 0


def profile_of(sender: Sender, regions: Sequence[str], now: int) -> Profile:
    """What a touch says of its sender; `regions`: what the touch itself says of its country; `now` in ms since 1970."""
    name = name_of(sender.who) if sender.name else None
    said: dict[str, list[str]] = {EMAIL: [], PHONE: [], MESSENGER: [], EXTERNAL: []}
    for key in sender.keys:
        if key.kind in said:
            said[key.kind].append(key.value)
    organisation, day = sender.organisation.keys, now // DAY
    return Profile(
        (name,) if name is not None and name.words else (),
        tuple(said[EMAIL][:MOST]),
        tuple(said[PHONE][:MOST]),
        tuple(said[MESSENGER][:MOST]),
        tuple(dict.fromkeys([each for key in organisation for each in _company(key.kind, key.value)]))[:MOST] if organisation else (),
        (sender.place,) if sender.place else (),
        tuple(regions[:1]),
        tuple(said[EXTERNAL][:MOST]),
        day,
        day,
    )


def on_day(said: Profile, now: int) -> Profile:
    """What a touch says, said now."""
    day = now // DAY
    return said if said.last == day else msgspec.structs.replace(said, last=day, first=day)


def profile_shown(shown: Shown, day: int) -> Profile:
    """What can be compared of a member who was noted by a release that kept no profiles."""
    name = name_of(parse(shown.name)) if shown.name else None
    return Profile(
        (name,) if name is not None and name.words else (),
        tuple([canonical(address) for address in shown.emails if not is_role(address)][-MOST:]),
        shown.phones[-MOST:],
        tuple([f"{network}:{account}" for network, account in shown.messengers][-MOST:]),
        last=day,
        first=day,
    )


def name_of(who: PersonName) -> Name:
    """A name taken apart, as it is compared: the father's name apart, since only some people give it."""
    words = who.tokens
    if who.patronymic:
        words = (*filter(None, (who.first,)), *who.middle, *who.family) or words
    return Name(tuple(filter(None, words))[:4], who.patronymic, who.generation, who.cut)


@lru_cache(maxsize=1 << 15)
def _company(kind: str, value: str) -> tuple[str, ...]:
    """A company as it is compared: its folded name; after `@` what its domain is called, or would be, where the two meet."""
    if kind == DOMAIN:
        return ("@" + label(value),)
    if kind != COMPANY_NAME:
        return ()
    name = "".join(value.split())
    return name, "@" + name


def joined(old: Profile, new: Profile) -> Profile:
    """The profile with what a further touch said; the same object where that is nothing new but a date near the last one."""
    if new.last - old.last < DATED and not says_more(old, new):
        return old
    return Profile(
        _names(old.names, new.names) if new.names else old.names,
        _united(old.emails, new.emails),
        _united(old.phones, new.phones),
        _united(old.accounts, new.accounts),
        _united(old.companies, new.companies),
        _united(old.cities, new.cities),
        _united(old.regions, new.regions),
        _united(old.external, new.external),
        max(old.last, new.last),
        min(old.first or old.last or new.first, new.first),
    )


def apart(one: Profile, other: Profile) -> int:
    """The days between the times in which two were heard of; 0 where these overlap."""
    return max(0, (one.first or one.last) - other.last, (other.first or other.last) - one.last)


def says_more(old: Profile, new: Profile) -> bool:
    """Whether a touch says anything that is not known of a member, its date apart."""
    return (
        _more(old.phones, new.phones)
        or _more(old.emails, new.emails)
        or _more(old.accounts, new.accounts)
        or _more(old.companies, new.companies)
        or _more(old.cities, new.cities)
        or _more(old.regions, new.regions)
        or _more(old.external, new.external)
        or (bool(new.names) and new.names != old.names and _more_names(old.names, new.names))
    )


def _more(old: Sequence[str], new: Sequence[str]) -> bool:
    if not new or new == old:
        return False
    return not set(new).issubset(old)


def _more_names(old: Sequence[Name], new: Sequence[Name]) -> bool:
    return any(not any(says(known, name) for known in old) for name in new)


def _united(old: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
    added = [value for value in new if value not in old] if new else ()
    return (*old, *added)[-MOST:] if added else old


def _names(old: tuple[Name, ...], new: tuple[Name, ...]) -> tuple[Name, ...]:
    """Only names that no other says in full: `J. Dunby` and `Jodi` go where `Jodi Dunby` is; what friends call one stays beside it."""
    for name in new:
        if any(says(known, name) for known in old):
            continue
        old = (*[known for known in old if not says(name, known)], name)[-MOST_NAMES:]
    return old


@lru_cache(maxsize=1 << 15)
def says(fuller: Name, name: Name) -> bool:
    """Whether a name says all that another one does."""
    if (name.father and name.father != fuller.father) or (name.generation and name.generation != fuller.generation):
        return False
    rest = list(fuller.words)
    for word in name.words:
        hit = next((r for r in rest if _says(r, word, name.cut)), None)
        if hit is None:
            return False
        rest.remove(hit)
    return True


def _says(fuller: str, word: str, cut: str) -> bool:
    found = likeness(fuller, word)
    return found == SAME or (found == INITIAL and initial(word)) or (word == cut and begins(word, fuller) > 0)
