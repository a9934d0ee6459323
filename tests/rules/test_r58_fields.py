"""R58: typed fields: what channels send for them is read or kept raw and said; they survive in the public records and in merging by R17."""

import pytest

from processors.fields import fields, joined
from schemas.config import Field, FieldKind
from schemas.crm import Amount, FieldValue


@pytest.mark.parametrize(
    ("kind", "sent", "typed"),
    [
        ("text", "  Berlin ", "Berlin"),
        ("number", "1 200,50", 1200.5),
        ("number", "1.200,50", 1200.5),
        ("number", "1,200.50", 1200.5),
        ("number", "1.200", 1200),
        ("number", "1.2", 1.2),
        ("number", "1,234,567", 1234567),
        ("number", "-3", -3),
        ("number", "60 %", 60),
        ("number", "many", None),
        ("number", "1e999", None),
        ("amount", "100 000 руб.", Amount(amount="100000", currency="RUB")),
        ("amount", "€ 1.200,50", Amount(amount="1200.50", currency="EUR")),
        ("amount", "$1,200", Amount(amount="1200", currency="USD")),
        ("amount", "500 PLN", Amount(amount="500", currency="PLN")),
        ("amount", "500", Amount(amount="500", currency="CZK")),
        ("amount", "500 apples", None),
        ("amount", "about 500", None),
        ("date", "2026-11-22", "2026-11-22"),
        ("date", "2026-11-22T10:00", "2026-11-22"),
        ("date", "22.11.2026", "2026-11-22"),
        ("date", "3.4.2026", "2026-04-03"),
        ("date", "03/04/2026", None),
        ("date", "11/22/2026", "2026-11-22"),
        ("date", "31.02.2026", None),
        ("date", "soon", None),
        ("choice", " RED ", "Red"),
        ("choice", "blue", None),
        ("boolean", "Да", True),
        ("boolean", "nein", False),
        ("boolean", "perhaps", None),
        ("list", "a; b, a\nc", ("a", "b", "c")),
    ],
)
def test_r58_a_value_is_read_as_its_kind_or_left_as_it_was_sent(kind: FieldKind, sent: str, typed: FieldValue | None) -> None:
    known = fields((Field(id="x", entity="deal", kind=kind, choices=("Red",) if kind == "choice" else (), currency="CZK"),))
    assert known is not None
    filled = known.read({"X ": sent, "other": "y"})
    if typed is None:
        assert (filled.own, filled.rest, filled.unread) == ({}, {"X ": sent, "other": "y"}, ("deal.x",))
    else:
        assert (filled.own, filled.rest, filled.unread) == ({"deal.x": typed}, {"other": "y"}, ())
        assert type(filled.own["deal.x"]) is type(typed)


def test_r58_one_name_may_fill_fields_of_two_entities() -> None:
    known = fields((Field(id="size", entity="company", names=("Size",)), Field(id="size", entity="deal", kind="number")))
    assert known is not None
    assert known.read({"SIZE": "12"}).own == {"company.size": "12", "deal.size": 12}


def test_r17_r58_what_a_person_entered_beats_what_was_captured_then_newer_beats_older() -> None:
    touches: list[tuple[dict[str, FieldValue], bool]] = [
        ({"contact.a": 1, "contact.b": 1}, False),
        ({"contact.a": 2}, True),
        ({"contact.a": 3, "contact.b": 3}, False),
    ]
    assert joined(touches) == {"contact.a": 2, "contact.b": 3}
