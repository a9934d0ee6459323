"""R13: numbers are kept as given, read with the regions at hand, and compared by variants."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from processors.normalise.phone import phone, phones

REGIONS = st.lists(st.sampled_from(["RU", "UA", "PL", "DE", "GB", "US", "BR", "AR", "MX", "XX", ""]), max_size=3).map(tuple)


@pytest.mark.parametrize(
    ("raw", "regions", "e164"),
    [
        ("8 (916) 123-45-67", ("RU",), "+79161234567"),
        ("+7 916 123 45 67", (), "+79161234567"),
        ("79161234567", (), "+79161234567"),
        ("9161234567", ("RU",), "+79161234567"),
        ("+8 916 123-45-67", (), "+79161234567"),
        ("8 10 49 174 8919472", ("RU",), "+491748919472"),
        ("0044 7951 934315", ("US",), "+447951934315"),
        ("+44 (0) 7904 400277", (), "+447904400277"),
        ("+49 (0)162 / 1932071", ("DE",), "+491621932071"),
        ("0176 / 6924065", ("DE",), "+491766924065"),
        ("491748919472", ("DE",), "+491748919472"),
        ("447970201334", ("US",), "+447970201334"),
        ("380930336173", ("PL",), "+380930336173"),
        ("63 585 30 19", ("UA",), "+380635853019"),
        ("+1.615.669.9284", (), "+16156699284"),
        ("(404) 275-0488", ("US",), "+14042750488"),
        ("53 413 21 12", ("PL",), "+48534132112"),
        ("79161234567.0", ("RU",), "+79161234567"),
        ("79161234567.00", ("RU",), "+79161234567"),
        ("7.9161234567E+10", (), "+79161234567"),
        ("＋７ ９１６ １２３４５６７", (), "+79161234567"),
        ("tel:+49-30-12345678", (), "+493012345678"),
        ("(+49) 170 0279073", (), "+491700279073"),
        ("07951 934315", ("US", "GB"), "+447951934315"),
    ],
)
def test_r13_a_number_is_read_however_it_is_written(raw: str, regions: tuple[str, ...], e164: str) -> None:
    number = phone(raw, regions)
    assert number is not None
    assert (number.e164, number.raw) == (e164, raw)


@pytest.mark.parametrize(
    ("raw", "regions", "e164", "ext"),
    [
        ("8 351 788 33 92 вн. 797", ("RU",), "+73517883392", "797"),
        ("8 (495) 111-22-33 доб. 12", ("RU",), "+74951112233", "12"),
        ("8 (495) 111-22-33, добавочный 12", ("RU",), "+74951112233", "12"),
        ("044 333 44 55 дод. 12", ("UA",), "+380443334455", "12"),
        ("48586469101 ext 636", ("PL",), "+48586469101", "636"),
        ("22 307 55 55 wew. 7", ("PL",), "+48223075555", "7"),
        ("030 12345678 DW 123", ("DE",), "+493012345678", "123"),
        ("030 23125555 Durchwahl 12", ("DE",), "+493023125555", "12"),
        ("(619) 514-5549 x42", ("US",), "+16195145549", "42"),
        ("619-514-5549 #42", ("US",), "+16195145549", "42"),
        ("tel:+4930123456;ext=12", (), "+4930123456", "12"),
    ],
)
def test_r13_an_extension_is_kept_apart(raw: str, regions: tuple[str, ...], e164: str, ext: str) -> None:
    number = phone(raw, regions)
    assert number is not None
    assert (number.e164, number.ext, number.key) == (e164, ext, f"{e164};{ext}")


@pytest.mark.parametrize(
    ("one", "other", "regions"),
    [
        ("89161234567", "+79161234567", ("RU",)),
        ("+55 11 8765-4321", "+55 11 98765-4321", ()),
        ("11 8765-4321", "+55 11 98765-4321", ("BR",)),
        ("+54 9 11 2345-6789", "+54 11 2345-6789", ()),
        ("011 15 2345-6789", "+54 9 11 2345-6789", ("AR",)),
        ("+52 1 55 1234 5678", "+52 55 1234 5678", ()),
    ],
)
def test_r13_variants_of_a_number_are_one(one: str, other: str, regions: tuple[str, ...]) -> None:
    a, b = phone(one, regions), phone(other, regions)
    assert a is not None
    assert b is not None
    assert a.base == b.base


def test_r13_landlines_get_no_ninth_digit() -> None:
    landline = phone("+55 11 3265-4321", ())
    assert landline is not None
    assert (landline.e164, landline.base) == ("+551132654321", "+551132654321")


@pytest.mark.parametrize("raw", ["", "-", "null", "12345", "0000000", "+7 999 999-99-99", "1234567890", "call me", "1" * 40, "+", "00"])
def test_r14_what_is_no_number_or_a_placeholder_is_none(raw: str) -> None:
    assert phones(raw, ("RU",)) == ()


def test_two_numbers_in_one_field_are_two() -> None:
    found = phones("+44 7912 345678; 0207 946 0958", ("GB",))
    assert [number.e164 for number in found] == ["+447912345678", "+442079460958"]


def test_a_number_that_nobody_can_read_is_kept_and_compared_as_given() -> None:
    number = phone("12-34-567-80", ())
    assert number is not None
    assert (number.e164, number.shown, number.key) == (None, "12-34-567-80", "123456780")


@settings(max_examples=100, deadline=None)
@given(st.text("0123456789+-() ./extдоб;№#wDW", max_size=30), REGIONS)
@example("+490162 1932071", ())
@example("8916123456789", ("RU",))
def test_reading_what_was_read_changes_nothing(raw: str, regions: tuple[str, ...]) -> None:
    first = phone(raw, regions)
    if first is not None:
        again = phone(first.shown, regions)
        assert again is not None
        assert (again.e164, again.base) == (first.e164, first.base)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), REGIONS)
def test_any_text_is_read_or_not_but_never_raises(raw: str, regions: tuple[str, ...]) -> None:
    assert len(phones(raw, regions)) <= 5
