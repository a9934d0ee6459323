"""Phone numbers: read with the regions at hand, kept as given, matched by variants (R13)."""

import re
import unicodedata
from functools import lru_cache

import msgspec

from processors.normalise.plan import CALLING, international, national, possible
from processors.normalise.text import line

_EXTENSION = re.compile(
    r"[\s,;./(-]*(?:;\s*ext\s*=|(?:вн(?:утр(?:енний)?)?|доб(?:авочный)?|дод(?:атковий)?|ext(?:ension|n)?|extn|x|dw|durchwahl|nst|nebenstelle|klappe"
    r"|w(?:ew)?(?:n(?:ętrzny)?)?|poste|int(?:erno)?|anexo|ramal|тон)(?![a-zа-яё])[\s.:]*|#)\s*\(?(\d{1,7})\)?\s*",
    re.IGNORECASE,
)
_SIMPLE = re.compile(r"[(+]*\d[\d ()/-]*(?:\.(?!0+$)\d{2,})*", re.ASCII)
_SIGNS = bytes([code for code in range(128) if not chr(code).isdigit()])
_PLUS = re.compile(r"[^\d+]{0,12}\+")
_WITH_TRUNK = re.compile(r"\D{0,9}[1-9]\d{0,2}\s*\(\s*0\s*\)")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_EXPONENT = re.compile(r"(\d)(?:[.,](\d+))?e\+?(\d{1,2})", re.IGNORECASE)
_FLOAT = re.compile(r"(\+?\d{7,})[.,]0+")
_SEVERAL = (
    (re.compile(r"[;,\n]|\s(?:or|oder|или|або|lub|ou|und|and|и)\s|(?<=\d)\s*(?=\+\d)", re.IGNORECASE), 7),
    (re.compile(r"\s/\s|\\|\|"), 9),
)
"""What stands between two numbers, and how many digits each must have: Germans write a slash inside of one, too."""

MOST_NUMBERS = 5
"""How many numbers of one field are kept."""

_ONCE = {
    "UA": re.compile(r"80(\d{9})"),
    "PL": re.compile(r"0(\d{9})"),
    "MX": re.compile(r"(?:04[45]|01|1)(\d{10})"),
    "BR": re.compile(r"(?:0(?:\d{2})?)?(\d{10})"),
}
_RUNS = "01234567890123456789", "98765432109876543210"

_GROUPS = re.compile(r"(?P<pairs>\d{3}[- .]\d{2}[- .]\d{2}$)|(?P<four>^\(?\d{3}\)?[-. ]+\d{3}[-.]\d{4}$)")
_NOT_SO = {"pairs": frozenset(("US", "CA", "GB", "DE")), "four": frozenset(("RU", "UA", "PL", "DE", "KZ", "BY")), "": frozenset[str]()}


class Phone(msgspec.Struct, frozen=True, gc=False):
    """A number as understood. `raw` is the text as given; `e164` None where no region could read it; `ext` its extension, apart.

    `base` is what numbers are compared by, the same for all variants of one number; `key` is `base` with the extension.
    `region` is the one whose national format read it, None for an international number.
    """

    raw: str
    e164: str | None
    ext: str | None
    base: str
    region: str | None = None

    @property
    def shown(self) -> str:
        return self.e164 or self.raw

    @property
    def key(self) -> str:
        return f"{self.base};{self.ext}" if self.ext else self.base


@lru_cache(maxsize=1 << 15)
def phones(text: str, regions: tuple[str, ...]) -> tuple[Phone, ...]:
    """The numbers in one field (people write two in one); nothing where it holds none, or a placeholder (R14)."""
    parts = [text]
    if len(text) > 16 and (" / " in text or not _SIMPLE.fullmatch(text)):
        for separator, fewest in _SEVERAL:
            several = [part for part in separator.split(text) if sum(map(str.isdigit, part)) >= fewest]
            if len(several) > 1:
                parts = several
                break
    return tuple([number for part in parts[:MOST_NUMBERS] if (number := phone(part, regions))])


def phone(text: str, regions: tuple[str, ...]) -> Phone | None:
    """The number in a text, read with the first region in which it is valid, else as international, else as given.

    Takes apart what the phone library stumbles over: extensions in six languages, `.0` and exponents of spreadsheets, `+44 (0)7...`,
    `00` prefixes, a plus or a country code left out or doubled with a trunk prefix. None for placeholders and texts without 7 to 17 digits.
    """
    raw = line(text, 100)
    ext, body = (None, raw) if (simple := _SIMPLE.fullmatch(raw) is not None) else _apart(raw)
    plus = body.startswith("+") or ("+" in body and _PLUS.match(body) is not None) or ("(" in body and _WITH_TRUNK.match(body) is not None)
    if "(" in body and (plus or body.startswith("00")):
        body = _TRUNK_ZERO.sub("", body)
    digits = _digits(body)
    if digits.startswith("00"):
        digits, plus = digits[2:], True
    if not 7 <= len(digits) <= 17 or _stands_for_none(digits) or (not simple and sum(map(str.isalpha, body)) > 12):
        return None
    e164, region = _read(digits, plus, regions if plus else _in_order(body, regions))
    return Phone(raw, e164, ext, _variant(e164) if e164 else digits, region)


def _digits(body: str) -> str:
    if body.isascii():
        return body.encode().translate(None, _SIGNS).decode()
    return "".join(map(str, map(unicodedata.decimal, filter(str.isdecimal, body))))


def _apart(raw: str) -> tuple[str | None, str]:
    """(extension, the number before it) of a text that is more than digits with the usual signs between them; spreadsheet forms written out."""
    body = raw if raw.isascii() else unicodedata.normalize("NFKC", raw)
    ext = None
    if (found := _EXTENSION.search(body)) and found.end() == len(body) and sum(map(str.isdigit, body[: found.start()])) >= 5:
        ext, body = found[1], body[: found.start()]
    body = body.strip()
    if match := _FLOAT.fullmatch(body):
        body = match[1]
    elif match := _EXPONENT.fullmatch(body):
        body = (match[1] + (match[2] or "")).ljust(int(match[3]) + 1, "0")
    return ext, body


def _in_order(body: str, regions: tuple[str, ...]) -> tuple[str, ...]:
    """The regions, those last in whose country people hardly group digits like that: 3-2-2 at the end is not American, 3-3-4 not Russian."""
    if len(regions) > 1 and (grouped := _GROUPS.search(body)):
        strange = _NOT_SO[grouped.lastgroup or ""]
        if regions[0] in strange:
            return (*[r for r in regions if r not in strange], *[r for r in regions if r in strange])
    return regions


def _stands_for_none(digits: str) -> bool:
    """Whether digits are a placeholder (R14): the last seven all the same, or nothing but counting up or down."""
    return digits.endswith(digits[-1] * 7) or digits in _RUNS[0] or digits in _RUNS[1]


@lru_cache(maxsize=1 << 16)
def _read(digits: str, plus: bool, regions: tuple[str, ...]) -> tuple[str | None, str | None]:
    """(E.164, region that read it); the cache is by digits, so that every spelling of a number is parsed once."""
    if plus:
        digits = _renumbered(digits)
        if number := international(digits):
            return number, None
        return _with_trunk(digits, regions) or (f"+{digits}" if possible(digits) else None, None)
    for region in regions:
        calling = CALLING.get(region)
        if calling is None:
            continue
        if digits.startswith(calling) and len(digits) > len(calling) + 6 and (number := international(_renumbered(digits))):
            return number, None
        if number := national(digits, region) or _as_once_dialled(digits, region):
            return number, region
    return (international(_renumbered(digits)) if len(digits) >= 11 else None), None


def _as_once_dialled(digits: str, region: str) -> str | None:
    """Numbers in the way that they were dialled before a reform, and are still written: 8 0xx (UA), 0 22 (PL), 044 55 (MX), 8 digits (BR)."""
    found = _ONCE[region].fullmatch(digits) if region in _ONCE else None
    if found is None:
        return None
    return international(_renumbered(f"{CALLING[region]}{found[1]}"))


def _with_trunk(digits: str, regions: tuple[str, ...]) -> tuple[str, str] | None:
    """`+8 916 ...` and `+0176 ...`: a plus before a national number."""
    if digits[0] == "8" and len(digits) == 11 and (number := national(digits, "RU")):
        return number, "RU"
    for region in regions:
        if digits[0] == "0" and (number := national(digits, region)):
            return number, region
    return None


def _renumbered(digits: str) -> str:
    """The number as it is today, of one written before its country's reform (R13): BR mobiles got a ninth digit, MX lost its mobile 1.

    Landlines are untouched. The old forms can no longer be dialled, so the new one is shown, too.
    """
    if digits.startswith("55") and len(digits) == 12 and digits[4] in "6789":
        return f"{digits[:4]}9{digits[4:]}"
    if digits.startswith("521") and len(digits) == 13:
        return "52" + digits[3:]
    return digits


def _variant(e164: str) -> str:
    """What a number is compared by: without the 9 that marks Argentina's mobiles from abroad only (R13)."""
    return "+54" + e164[4:] if e164.startswith("+549") and len(e164) == 14 else e164
