"""Criteria of a workspace's own: what makes a touch no enquiry (R56), and which senders are excluded (R1), as patterns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from processors.normalise import Sender
from processors.normalise.email import canonical, email
from processors.normalise.phone import phones
from processors.patterns import Pattern, any_fits, pattern
from schemas import config
from schemas.touch import Touch

TEXT_CHARS = 4000
"""How much of a text is looked at."""

RULE_PROPERTIES = (
    "channel",
    "source",
    "form",
    "region",
    "language",
    "product",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "line",
    "alias",
)
"""What rules choose by (R29, R59)."""
PROPERTIES = (*RULE_PROPERTIES, "activity", "sender", "subject", "text", "page")
"""What criteria ask for (R56)."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its patterns folded; `number` counts from 1."""

    number: int
    rule: config.Criterion
    when: tuple[tuple[str, tuple[Pattern, ...]], ...]

    def fits(self, said: Mapping[str, Sequence[str]]) -> bool:
        """Whether every named property has one of its values."""
        return all(any_fits(patterns, said[name]) for name, patterns in self.when)

    @property
    def why(self) -> str:
        return f"it meets criterion {self.number}{f', {self.rule.name}' if self.rule.name else ''} (R56)"


def criteria(rules: Sequence[config.Criterion]) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(n, rule, tuple((name, tuple(_pattern(name, value) for value in values)) for name, values in rule.when.items()))
        for n, rule in enumerate(rules, 1)
    )


def _pattern(name: str, value: str) -> Pattern:
    return pattern(of_sender(value) if name == "sender" else fold(name, value))


def fold(name: str, value: str) -> str:
    """A property's value as it is compared; of a line called the digits, and the stars of a pattern."""
    if name == "line":
        digits = "".join([c for c in value if c.isdecimal() or c == "*"])
        return (digits[2:] if digits.startswith("00") else digits) or value.casefold()
    return value.strip().casefold()


def of_sender(value: str) -> str:
    """A phone, e-mail or `@domain` as senders are compared by: of a phone its plus, its digits and the stars of a pattern."""
    value = value.strip()
    if "@" in value or any(c.isalpha() for c in value):
        return value.lower()
    return "".join([c for c in value if c.isdecimal() or c in "+*"])


def said(touch: Touch, sender: Sender, properties: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """Every property that criteria ask for, folded; `properties` are those of rules."""
    return {
        **{name: (value,) for name, value in properties.items()},
        "activity": (touch.activity,),
        "sender": tuple(names_of(sender)),
        "subject": (_text(touch.subject),),
        "text": (_text(touch.text),),
        "page": (_text(touch.attribution.page),),
    }


def _text(value: str | None) -> str:
    return " ".join(value[:TEXT_CHARS].split()).casefold() if value else ""


def names_of(sender: Sender) -> Iterator[str]:
    """The phones, e-mails and `@domains` of a sender, each in every form in which somebody may name it."""
    for number in sender.phones:
        yield number.base
        if number.e164 and number.e164 != number.base:
            yield number.e164
    for address in sender.emails:
        yield address
        if (other := canonical(address)) != address:
            yield other
        yield "@" + address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Whom nothing is searched, created or updated for (R1): exact values by which senders are compared, and patterns."""

    exact: frozenset[str]
    patterns: tuple[Pattern, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.exact or self.patterns)

    def meets(self, sender: Sender) -> str | None:
        """Which of a sender's values is on the list, in words without personal data; None when none is."""
        for value in names_of(sender):
            if value in self.exact or any(one.fits(value) for one in self.patterns):
                what = "e-mail domain" if value[0] == "@" else "e-mail" if "@" in value else "phone"
                return f"its {what} is on the exclusion list"
        return None


def exclusions(texts: Sequence[str], region: str | None) -> Exclusions:
    """The list as written: phones in any spelling (national ones of the workspace's region), e-mails, `@domains`, and patterns of them."""
    exact: set[str] = set()
    patterns = []
    for text in texts:
        if "*" in text:
            patterns.append(pattern(of_sender(text)))
        else:
            exact.update(_exact(text, region))
    return Exclusions(frozenset(exact), tuple(patterns))


def _exact(text: str, region: str | None) -> list[str]:
    text = text.strip()
    if text.startswith("@"):
        return [text.lower()] if "." in text else []
    if address := email(text):
        return [canonical(address)]
    return [number.base for number in phones(text, (region,) if region else ())]


def excluded_by(text: str, region: str | None) -> bool:
    """Whether an entry of the exclusion list can exclude anybody."""
    if "*" not in text:
        return bool(_exact(text, region))
    folded = of_sender(text)
    if "@" in folded:
        return folded.strip("*@.") != ""
    return folded.startswith(("+", "*")) and any(c.isdecimal() for c in folded)
