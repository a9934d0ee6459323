"""Plan: whether digits are a number of a country's plan; the phone library's answer from its own tables, without its detours."""

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

CALLING = {region: str(code) for code, regions in COUNTRY_CODE_TO_REGION_CODE.items() for region in regions if region != "001"}
"""Country calling code by region."""
_CALLED = {str(code): regions for code, regions in COUNTRY_CODE_TO_REGION_CODE.items() if regions[0] != "001"}

_TYPES = ("mobile", "fixed_line", "toll_free", "shared_cost", "premium_rate", "voip", "personal_number", "pager", "uan", "voicemail")


class _Plan(NamedTuple):
    """What numbers a region has. `general` and `types` match whole national numbers; `trunk` is the prefix before them; `plain`: nothing odd."""

    calling: str
    leading: re.Pattern[str] | None
    general: re.Pattern[str]
    types: tuple[tuple[frozenset[int], re.Pattern[str]], ...]
    trunk: re.Pattern[str] | None
    abroad: re.Pattern[str] | None
    plain: bool

    def has(self, national: str) -> bool:
        """Whether it is a number in use: of the general pattern and of one of the types."""
        size = len(national)
        if self.general.fullmatch(national):
            for sizes, pattern in self.types:
                if (not sizes or size in sizes) and pattern.fullmatch(national):
                    return True
        return False


@lru_cache(maxsize=512)
def _plan(region: str) -> _Plan | None:
    found = PhoneMetadata.metadata_for_region(region)
    if found is None or found.general_desc is None or found.general_desc.national_number_pattern is None:
        return None
    descriptions = [desc for name in _TYPES if (desc := getattr(found, name)) is not None and desc.national_number_pattern]
    trunk = found.national_prefix_for_parsing
    return _Plan(
        str(found.country_code),
        re.compile(found.leading_digits) if found.leading_digits else None,
        re.compile(found.general_desc.national_number_pattern),
        tuple([(frozenset(desc.possible_length), re.compile(desc.national_number_pattern)) for desc in descriptions]),
        re.compile(trunk) if trunk else None,
        re.compile(found.international_prefix) if found.international_prefix else None,
        found.national_prefix_transform_rule is None,
    )


def international(digits: str) -> str | None:
    """E.164 of digits that begin with a country calling code; None where they are no valid number."""
    for size in (1, 2, 3):
        regions = _CALLED.get(digits[:size])
        if regions is None:
            continue
        main, national = _plan(regions[0]), digits[size:]
        if main is None or not main.plain or (main.trunk and (found := main.trunk.match(national)) and found.end()):
            return _library("+" + digits, None)
        return "+" + digits if _in_use(regions, national) else None
    return _library("+" + digits, None)


def national(digits: str, region: str) -> str | None:
    """E.164 of digits as they are dialled in a region (ISO 3166 alpha-2); None where they are no valid number there, or the region is unknown."""
    plan = _plan(region)
    if plan is None:
        return None
    if not plan.plain or (plan.abroad and plan.abroad.match(digits)) or digits.startswith(plan.calling):
        return _library(digits, region)
    number = digits
    if plan.trunk is not None and (found := plan.trunk.match(digits)) and found.end():
        if found.lastindex or plan.general.fullmatch(digits):
            return _library(digits, region)
        number = digits[found.end() :]
    return f"+{plan.calling}{number}" if _in_use(_CALLED[plan.calling], number) else None


def possible(digits: str) -> bool:
    """Whether digits that begin with a country calling code have a length that occurs there."""
    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse("+" + digits, None)))
    except phonenumbers.NumberParseException:
        return False


def _in_use(regions: tuple[str, ...], national: str) -> bool:
    """Whether one of the regions that share a calling code has the number; leading digits settle which one's it is."""
    for region in regions:
        plan = _plan(region)
        if plan is None:
            continue
        if plan.leading is not None:
            if plan.leading.match(national):
                return plan.has(national)
        elif plan.has(national):
            return True
    return False


def _library(text: str, region: str | None) -> str | None:
    """The phone library's own answer."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None
