"""R56: a workspace's own criteria of what is no enquiry, and R51's what our own people do."""

from typing import Any

import pytest

from processors.patterns import pattern
from schemas.config import Criterion, WorkspaceConfig
from schemas.touch import Touch
from tests.rules.office import Office, call, form, mail, team, told, topics


def criteria(*rules: Criterion) -> WorkspaceConfig:
    return team("anna", not_enquiry=rules)


@pytest.mark.parametrize(
    ("when", "touch", "source", "outcome"),
    [
        ({"form": ("newsletter",)}, form(email="ivan@example.org"), "newsletter", "not_enquiry"),
        ({"form": ("newsletter",)}, form(email="ivan@example.org"), "contact", "lead"),
        ({"sender": ("*@jobs.example",)}, mail(email="Ivan@Jobs.example"), "s", "not_enquiry"),
        ({"sender": ("@jobs.example",)}, mail(email="ivan@jobs.example"), "s", "not_enquiry"),
        ({"sender": ("@jobs.example",)}, mail(email="ivan@not-jobs.example"), "s", "lead"),
        ({"sender": ("+7916*",)}, call("missed", phone="8 916 123-45-67"), "s", "not_enquiry"),
        (
            {"subject": ("*job application*", "*резюме*")},
            mail(email="ivan@example.org", subject="Моё  РЕЗЮМЕ, вакансия"),
            "s",
            "not_enquiry",
        ),
        ({"subject": ("*job application*",)}, mail(email="ivan@example.org", subject="A job"), "s", "lead"),
        (
            {"channel": ("imap",), "alias": ("hr@acme.example",)},
            mail(email="ivan@example.org", alias="HR@acme.example"),
            "s",
            "not_enquiry",
        ),
        ({"channel": ("imap",), "alias": ("hr@acme.example",)}, mail(email="ivan@example.org", alias="sales@acme.example"), "s", "lead"),
        ({"line": ("+7 495 111-22-33",)}, call("missed", phone="+79161234567", line="74951112233"), "s", "not_enquiry"),
        ({"page": ("*/careers/*",)}, form(email="ivan@example.org", page="https://acme.example/Careers/1"), "s", "not_enquiry"),
    ],
)
def test_r56_a_touch_that_meets_a_criterion_is_kept_and_makes_nothing_to_work_on(
    when: dict[str, tuple[str, ...]], touch: Touch, source: str, outcome: str
) -> None:
    office = Office(criteria(Criterion(when=when, name="not ours")))
    verdict = office.take(touch, source=source)
    [entry] = verdict.entries
    assert entry.outcome == outcome
    if outcome == "not_enquiry":
        assert entry.reason == "it meets criterion 1, not ours (R56)"
        assert (entry.item, topics(verdict)) == (None, ["activity"])
        assert told(verdict, "activity")[0].client == entry.client


def test_r56_on_one_line_a_call_shorter_than_asked_is_none_and_on_another_it_is() -> None:
    config = criteria(Criterion(when={"line": ("74951112233",)}, shorter_than_s=30))
    office = Office(config)
    short = office.one(call("finished", call_id="a", phone="+79161234567", line="+74951112233", duration_s=10, answered_by="101"))
    long = office.one(call("finished", call_id="b", phone="+79031112233", line="+74951112233", duration_s=60, answered_by="101"))
    other = office.one(call("finished", call_id="c", phone="+79035554433", line="+74994445566", duration_s=10, answered_by="101"))
    missed = office.one(call("missed", call_id="d", phone="+79035554400", line="+74951112233"))
    assert [entry.outcome for entry in (short, long, other, missed)] == ["not_enquiry", "lead", "lead", "lead"]
    assert short.reason == "the call lasted less than 30 s (R56)"


def test_r56_of_several_criteria_the_first_that_fits_is_named() -> None:
    office = Office(criteria(Criterion(when={"source": ("x",)}), Criterion(when={"channel": ("web*",)})))
    assert office.one(form(phone="+79161234567")).reason == "it meets criterion 2 (R56)"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Criterion(), "asks for nothing"),
        (Criterion(when={"sendr": ("a",)}), "did you mean `sender`?"),
        (Criterion(when={"sender": ()}), "an empty `sender`"),
        (Criterion(when={"channel": ("telephony",)}, shorter_than_s=0), "shorter than 0 s"),
    ],
)
def test_r56_a_criterion_that_cannot_be_meant_is_refused_with_what_was(rule: Criterion, said: str) -> None:
    entry = Office().configure(criteria(rule))
    assert entry.outcome == "refused"
    assert said in entry.reason


@pytest.mark.parametrize(
    ("text", "value", "fits"),
    [
        ("a", "a", True), ("a", "ab", False), ("a*", "ab", True), ("*b", "ab", True), ("*a*", "xax", True), ("a*b*c", "a1b2c", True),
        ("a*b*c", "ac", False), ("ab*ba", "aba", False), ("*", "", True), ("a**b", "ab", True), ("*aa*aa*", "aaa", False),
    ],
)  # fmt: skip
def test_a_star_stands_for_anything_and_parts_do_not_overlap(text: str, value: str, fits: bool) -> None:
    assert pattern(text).fits(value) == fits


def test_r51_what_our_own_people_do_creates_nothing_unless_the_workspace_says_so() -> None:
    outgoing: dict[str, Any] = {"direction": "out", "answered_by": "101", "duration_s": 60}
    assert Office(team("anna")).one(call("finished", phone="+79161234567", **outgoing)).item is None
    office = Office(team("anna", outgoing_creates=("telephony",)))
    entry = office.one(call("finished", phone="+79161234567", **outgoing))
    assert (entry.outcome, entry.owner) == ("lead", "anna")
    assert office.one(mail(email="ivan@example.org", direction="out")).item is None
