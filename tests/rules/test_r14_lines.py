"""R14: which numbers are one person's own and which are a house's, told by the number in the countries where numbers tell."""

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from processors.resolve.lines import landline, personal

EXAMPLES = [
    (region, kind, phonenumbers.format_number(number, PhoneNumberFormat.E164))
    for region in sorted(phonenumbers.SUPPORTED_REGIONS - {"BG"})  # a provider of Bulgaria has mobiles under an area code
    for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
    if (number := phonenumbers.example_number_for_type(region, kind)) is not None and phonenumbers.number_type(number) == kind
]


@pytest.mark.parametrize(("region", "kind", "number"), EXAMPLES)
def test_r14_a_number_is_told_as_the_country_tells_it_or_not_at_all(region: str, kind: int, number: str) -> None:
    assert landline(number) in (None, kind == PhoneNumberType.FIXED_LINE)


@pytest.mark.parametrize("region", ["RU", "UA", "PL", "DE", "GB", "AT", "CH", "KZ", "BY", "FR", "CZ", "AU", "NG", "TR", "JP"])
def test_r14_mobiles_and_landlines_are_told_apart_where_numbers_tell(region: str) -> None:
    assert [landline(number) for where, _, number in EXAMPLES if where == region] == [False, True]


def test_r14_behind_an_exchange_everybody_is_of_the_house_and_in_north_america_nobody_can_tell() -> None:
    assert (landline("+74952759839;12"), landline("+12125551234"), personal("+12125551234")) == (True, None, True)
