"""R58: typed fields: what channels send for them is read or kept raw and said; they survive in the public records and in merging by R17."""

import pytest

from processors.fields import fields, joined
from schemas.command import Merge, Unmerge
from schemas.config import Field, FieldKind
from schemas.crm import Amount, FieldValue
from tests.rules.office import Office, form, team, told


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


FIELDS = (
    Field(id="amount", entity="deal", kind="amount", names=("Бюджет",), currency="RUB"),
    Field(id="products", entity="deal", kind="list", names=("Goods",)),
    Field(id="floor", entity="lead", kind="number"),
    Field(id="decision_maker", entity="contact", kind="boolean"),
    Field(id="shoe", entity="contact", kind="number", names=("Shoe",)),
    Field(id="industry", entity="company", names=("Branche",)),
)
"""In the words of a workspace."""


def test_r58_a_form_fills_fields_of_the_deal_its_contact_and_its_company() -> None:
    office = Office(team("anna", mode="simple", fields=FIELDS))
    sent = {"Бюджет": "100 000", "Goods": "pump, pipe", "Decision_Maker": "да", "Shoe": "43", "Branche": "Water", "else": "x"}
    verdict = office.take(form(name="Ivan Petrov", phone="+79161234567", company="Romashka", fields=sent))
    [deal], [contact], [company] = told(verdict, "deal"), told(verdict, "contact"), told(verdict, "company")
    assert (deal.amount, deal.currency, deal.products, deal.fields, deal.own) == ("100000", "RUB", ("pump", "pipe"), {"else": "x"}, {})
    assert (contact.decision_maker, contact.own, company.industry) == (True, {"shoe": 43}, "Water")
    assert deal.client.contact == contact


def test_r58_a_bad_value_is_kept_raw_and_said() -> None:
    office = Office(team("anna", fields=FIELDS))
    verdict = office.take(form(phone="+79161234567", fields={"Бюджет": "a lot", "floor": "3"}))
    [lead] = told(verdict, "lead")
    assert (lead.amount, lead.fields, lead.own) == (None, {"Бюджет": "a lot"}, {"floor": 3})
    assert verdict.entries[0].flags == ("unread_field:deal.amount",)


def test_r58_newer_values_beat_older_ones_and_what_changed_is_named() -> None:
    office = Office(team("anna", mode="simple", fields=FIELDS))
    office.one(form(name="Ivan", phone="+79161234567", fields={"amount": "100", "shoe": "43"}))
    verdict = office.take(form(phone="+79161234567", fields={"amount": "200 EUR", "shoe": "44"}))
    [deal], [contact] = told(verdict, "deal"), told(verdict, "contact")
    assert (deal.amount, deal.currency, contact.own, contact.changed) == ("200", "EUR", {"shoe": 44}, ("own",))
    assert {"amount", "currency", "client"} <= set(deal.changed)
    again = office.take(form(phone="+79161234567", fields={"amount": "200 EUR", "shoe": "44"}))
    assert (told(again, "contact"), set(told(again, "deal")[0].changed) & {"amount", "currency", "client"}) == ([], set())


def test_r17_r58_a_lead_keeps_its_contacts_fields_until_it_is_published() -> None:
    office = Office(team("anna", fields=FIELDS))
    first = office.one(form(name="Ivan", phone="+79161234567", fields={"shoe": "43"}))
    office.publish(first)
    assert office.find("client", first.client).contact.own == {"shoe": 43}


def test_r58_nothing_is_typed_where_no_field_is_defined() -> None:
    [lead] = told(Office(team("anna")).take(form(phone="+79161234567", fields={"amount": "100"})), "lead")
    assert (lead.amount, lead.fields) == (None, {"amount": "100"})


def test_r18_r19_r58_own_fields_are_united_by_a_merge_and_parted_with_it() -> None:
    office = Office(team("anna", mode="simple", fields=FIELDS))
    ivan = office.one(form(name="Ivan", phone="+79161234567", fields={"shoe": "43", "amount": "100"}))
    olga = office.one(form(name="Olga", phone="+79031112233", fields={"shoe": "37", "decision_maker": "yes"}))
    merged = office.say(Merge(by="boris", a=str(ivan.client), b=str(olga.client)))
    [contact] = [contact for contact in told(merged, "contact") if contact.client == ivan.client]
    assert (contact.own, contact.decision_maker, {"own", "decision_maker"} <= set(contact.changed)) == ({"shoe": 37}, True, True)
    office.say(Unmerge(by="boris", merge=merged.entries[0].merges[0]))
    assert [office.find("client", one.client).contact.own for one in (ivan, olga)] == [{"shoe": 43}, {"shoe": 37}]
    assert [office.find("client", one.client).contact.decision_maker for one in (ivan, olga)] == [None, True]


def test_r17_own_fields_are_those_of_the_whole_history_whoever_says_what_in_whichever_order() -> None:
    office = Office(team("anna", fields=(Field(id="size", entity="contact"), Field(id="shoe", entity="contact"))))
    for size, shoe, by_hand in (
        ("5", None, False),
        ("5", "41", False),
        ("6", None, True),
        ("7", "42", False),
        ("6", "42", False),
        ("8", "43", True),
    ):
        said = {name: value for name, value in (("size", size), ("shoe", shoe)) if value}
        entry = office.one(form(phone="+79161234567", fields=said, by_hand=by_hand))
        client = office.memory.client(str(entry.client))
        assert client is not None
        assert client.own == joined((one.own, one.by_hand) for one in office.memory.history(client))
