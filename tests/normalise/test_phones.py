"""R13 in depth: what is read is what the phone library would say, other readings are kept apart, evidence decides between regions."""

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from processors.normalise import sender
from processors.normalise.evidence import regions_of
from processors.normalise.phone import MOST_NUMBERS, phone, phones
from processors.normalise.plan import CALLING, international, national
from schemas.touch import Company, Person, Touch

DIGITS = st.text("0123456789", min_size=7, max_size=14)
REGIONS = st.sampled_from(sorted(CALLING))
HOSTILE = st.text("0123456789+-() ./extдоб;№#wDW٣３/|\n\u202e\u200b\ud800", max_size=60) | st.text(max_size=60)


def _library(text: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None


@pytest.mark.parametrize("region", sorted(CALLING))
def test_examples_of_every_country_are_judged_as_the_phone_library_does(region: str) -> None:
    for kind in range(11):
        if (example := phonenumbers.example_number_for_type(region, kind)) is None:
            continue
        digits = phonenumbers.national_significant_number(example)
        for dialled in (
            digits,
            digits[:-1] + "3",
            digits + "1",
            digits[1:],
            "0" + digits,
            "8" + digits,
            "1" + digits,
            CALLING[region] + digits,
        ):
            assert national(dialled, region) == _library(dialled, region), dialled
        assert international(CALLING[region] + digits) == _library("+" + CALLING[region] + digits, None)


@settings(max_examples=300, deadline=None)
@given(DIGITS, REGIONS)
@example("95000000", "BQ")  # of Curaçao, which shares its code and has longer numbers
def test_any_digits_are_judged_as_the_phone_library_does(digits: str, region: str) -> None:
    assert national(digits, region) == _library(digits, region)
    assert international(digits) == _library("+" + digits, None)


@pytest.mark.parametrize(
    ("raw", "regions", "e164", "region"),
    [
        ("8 (093) 296-73-86", ("UA",), "+380932967386", "UA"),
        ("0 22 307 55 55", ("PL",), "+48223075555", "PL"),
        ("044 55 1234 5678", ("MX",), "+525512345678", "MX"),
        ("521 55 1234 5678", (), "+525512345678", None),
        ("0xx11 8765-4321", ("BR",), "+5511987654321", "BR"),
        ("0 15 11 8765-4321", ("BR",), "+5511987654321", "BR"),
        ("5511 8765-4321", ("RU",), "+5511987654321", None),
        ("44 (0) 7951 934315", ("DE",), "+447951934315", None),
        ("+7 8916 123 45 67", (), "+79161234567", None),
        ("916 123-45-67", ("US", "RU"), "+79161234567", "RU"),
        ("916-234-4567", ("RU", "US"), "+19162344567", "US"),
        ("+79161234567", ("US",), "+79161234567", None),
        ("07951 934315", ("US", "GB"), "+447951934315", "GB"),
        ("491748919472", ("DE",), "+491748919472", None),
    ],
)
def test_r13_the_region_that_read_a_number_is_recorded(raw: str, regions: tuple[str, ...], e164: str, region: str | None) -> None:
    number = phone(raw, regions)
    assert number is not None
    assert (number.e164, number.region, number.raw) == (e164, region, raw)


def test_r13_a_number_that_no_region_reads_is_compared_as_given() -> None:
    number = phone("8 961 682-30-95", ("GB",))
    assert number is not None
    assert (number.e164, number.base, number.region) == (None, "89616823095", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8 916 123-45-67 / 8 495 123-45-67", ["+79161234567", "+74951234567"]),
        ("+79161234567+79261234568", ["+79161234567", "+79261234568"]),
        ("0049 152 / 04993682", ["+4915204993682"]),
        ("8 916 123-45-67 или 8 495 123-45-67", ["+79161234567", "+74951234567"]),
    ],
)
def test_several_numbers_in_one_field(text: str, expected: list[str]) -> None:
    assert [number.e164 for number in phones(text, ("RU",))] == expected


@settings(max_examples=200, deadline=None)
@given(HOSTILE, st.lists(REGIONS, max_size=3).map(tuple))
def test_no_text_raises_and_what_is_kept_is_bounded(text: str, regions: tuple[str, ...]) -> None:
    assert len(phones(text, regions)) <= MOST_NUMBERS


def _touch(**person: object) -> Touch:
    return Touch(key="k", fingerprint=b"", activity="form", person=Person(**person))  # type: ignore[arg-type]


def test_r13_a_senders_own_words_tell_the_country_where_the_hint_cannot_read_the_number() -> None:
    russian = sender(_touch(name="ульяна иннокентиева", phones=("8-926-439-08-25",)), ("US",))
    british = sender(_touch(name="Fiona Franklin", phones=("07851284730",), emails=("f@x.co.uk",)), ("RU",))
    assert [number.e164 for number in (*russian.phones, *british.phones)] == ["+79264390825", "+447851284730"]


def test_regions_are_read_from_domains_legal_forms_and_letters_in_this_order() -> None:
    touch = _touch(name="Їжак Ганна", emails=("a@x.pl", "b@x.com"))
    assert regions_of(touch) == ("PL", "UA")
    german = Touch(key="k", fingerprint=b"", activity="form", company=Company(name="Müller GmbH"))
    assert regions_of(german) == ("DE",)
    assert regions_of(_touch()) == ()


def test_two_hundred_phones_in_one_touch_are_bounded_work() -> None:
    many = tuple(f"916-{n:03}-{n:04}, 8 916 {n:03}-{n % 100:02}-{n % 100:02}; {n:010}" * 50 for n in range(200, 400))
    who = sender(_touch(name="X", phones=many, emails=many), ("US",))
    assert len(who.phones) <= 20
    assert len(who.keys) <= 20
