"""Fields of a workspace's own, and the standard ones that nothing fills by itself (R58): read from what a channel sent, typed, or kept raw."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from processors.normalise.text import line, storable
from schemas.config import STANDARD, Field
from schemas.crm import Amount, FieldValue

Own = Mapping[str, FieldValue]
"""Values by `entity.field`."""

MOST_LISTED, TEXT_CHARS = 50, 1000

_CURRENCIES = {
    "€": "EUR", "$": "USD", "£": "GBP", "₽": "RUB", "руб": "RUB", "р": "RUB", "rub": "RUB", "zł": "PLN", "zl": "PLN", "₴": "UAH",
    "грн": "UAH", "kč": "CZK", "₸": "KZT", "br": "BYN", "euro": "EUR", "евро": "EUR",
}  # fmt: skip
_AMOUNT = re.compile(r"([^\d\s+-]{0,8}?)\s*([+-]?\d[\d\s\u00a0.,'’]{0,24})\s*([^\d\s]{0,8})\.?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_YES = frozenset(("yes", "y", "true", "1", "on", "да", "так", "tak", "ja", "oui", "si", "sí", "ok", "x", "✓"))
_NO = frozenset(("no", "n", "false", "0", "off", "нет", "ні", "nie", "nein", "non"))


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a workspace by the names that channels use for them, folded."""

    by_name: Mapping[str, tuple[Field, ...]]

    def read(self, sent: Mapping[str, str]) -> "Filled":
        """What the names that are known stand for; a value that its field cannot hold stays where it was, and is told."""
        own: dict[str, FieldValue] = {}
        rest, unread = {}, []
        for name, value in sent.items():
            fields = self.by_name.get(name.strip().casefold())
            if fields is None:
                rest[name] = value
                continue
            for field in fields:
                typed = _READ[field.kind](value, field)
                if typed is None:
                    rest[name] = value
                    unread.append(f"{field.entity}.{field.id}")
                else:
                    own[f"{field.entity}.{field.id}"] = typed
        return Filled(own, rest, tuple(unread))


@dataclass(frozen=True, slots=True)
class Filled:
    """Typed values, what is left as it was sent, and the fields whose value could not be read."""

    own: dict[str, FieldValue]
    rest: dict[str, str]
    unread: tuple[str, ...]


def fields(defined: Sequence[Field]) -> Fields | None:
    """The fields made ready; None where none is defined."""
    by_name: dict[str, tuple[Field, ...]] = {}
    for field in defined:
        for name in dict.fromkeys(given.strip().casefold() for given in (field.id, *field.names)):
            by_name[name] = (*by_name.get(name, ()), field)
    return Fields(by_name) if by_name else None


def _text(value: str, field: Field) -> str | None:
    return storable(value.strip(), TEXT_CHARS) or None


def _number(value: str, field: Field) -> int | float | None:
    found = decimal(value.replace("%", "", 1))
    if found is None:
        return None
    return int(found) if found == found.to_integral_value() else float(found)


def decimal(text: str) -> Decimal | None:
    """The number in a text, whichever of point and comma parts its thousands: the last one that has not three digits behind it parts the
    fraction (`1.200,50`, `1,200.50`, `1 200,5`; `1.200` is twelve hundred, `1.2` is not). None for what is no number."""
    plain = re.sub(r"[\s\u00a0'’]", "", text)
    if not re.fullmatch(r"[+-]?\d{1,15}(?:[.,]\d{1,15})*", plain):
        return None
    marks = [c for c in plain if c in ".,"]
    last = max(plain.rfind("."), plain.rfind(","))
    if marks and not (len(set(marks)) == 1 and (len(marks) > 1 or len(plain) - last == 4)):
        whole, fraction = plain[:last], plain[last + 1 :]
        plain = f"{re.sub('[.,]', '', whole)}.{fraction}"
    else:
        plain = re.sub("[.,]", "", plain)
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _amount(value: str, field: Field) -> Amount | None:
    match = _AMOUNT.fullmatch(value.strip())
    if match is None or (found := decimal(match[2])) is None:
        return None
    said = (match[1] or match[3]).strip().rstrip(".")
    currency = _CURRENCIES.get(said.casefold()) or (said.upper() if len(said) == 3 and said.isascii() and said.isalpha() else None)
    if (match[1] and match[3]) or (said and currency is None):
        return None
    return Amount(amount=format(found, "f"), currency=currency or field.currency)


def _date(value: str, field: Field) -> str | None:
    text = value.strip()
    try:
        if match := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            if "/" in text and day <= 12 and month <= 12 and day != month:
                return None  # 03/04/2026 is two days, by who writes it
            if month > 12 and "/" in text:
                day, month = month, day
            return date(year, month, day).isoformat()
        return date.fromisoformat(text[:10]).isoformat() if text[10:11] in ("", "T", " ") else None
    except ValueError:
        return None


def _choice(value: str, field: Field) -> str | None:
    said = line(value).casefold()
    return next((choice for choice in field.choices if choice.casefold() == said), None)


def _boolean(value: str, field: Field) -> bool | None:
    said = value.strip().casefold()
    return True if said in _YES else False if said in _NO else None


def _list(value: str, field: Field) -> tuple[str, ...] | None:
    parts = [line(part, 200) for part in re.split(r"[,;\n]", value[: TEXT_CHARS * 4])]
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_LISTED] or None


_READ: Mapping[str, Callable[[str, Field], FieldValue | None]] = {
    "text": _text,
    "number": _number,
    "amount": _amount,
    "date": _date,
    "choice": _choice,
    "boolean": _boolean,
    "list": _list,
}


def of_item(own: Own) -> dict[str, FieldValue]:
    """Those of leads and deals."""
    return {name: value for name, value in own.items() if name.startswith(("deal.", "lead."))}


def of_client(own: Own) -> dict[str, FieldValue]:
    """Those of contacts and companies."""
    return {name: value for name, value in own.items() if name.startswith(("contact.", "company."))}


def of_company(own: Own) -> dict[str, FieldValue]:
    return {name: value for name, value in own.items() if name.startswith("company.")}


def joined(contributions: Iterable[tuple[Own, bool]]) -> dict[str, FieldValue]:
    """The values of many touches, oldest first, each with whether a person entered it: theirs beat captured ones, then newer beat older (R17)."""
    found: dict[str, FieldValue] = {}
    by_hand: set[str] = set()
    for own, entered in contributions:
        for name, value in own.items():
            if entered or name not in by_hand:
                found[name] = value
        if entered:
            by_hand.update(own)
    return found


def differ(before: Own, after: Own, *entities: str) -> tuple[str, ...]:
    """The names, as public records have them, of the fields of these entities that differ."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name) and name.partition(".")[0] in entities]
    return tuple(dict.fromkeys(public for name in names for public in _public(name)))


def _public(name: str) -> tuple[str, ...]:
    entity, _, field = name.partition(".")
    if (entity, field) not in STANDARD:
        return ("own",)
    return ("amount", "currency") if field == "amount" else (field,)


def shown(own: Own, *entities: str) -> dict[str, Any]:
    """The values of these entities as the arguments of their public record: standard ones by name, the workspace's own under `own`."""
    found: dict[str, Any] = {}
    mine: dict[str, FieldValue] = {}
    for name, value in own.items():
        entity, _, field = name.partition(".")
        if entity not in entities:
            continue
        if (entity, field) not in STANDARD:
            mine[field] = value
        elif isinstance(value, Amount):
            found |= {"amount": value.amount, "currency": value.currency}
        else:
            found[field] = value
    if mine:
        found["own"] = mine
    return found
