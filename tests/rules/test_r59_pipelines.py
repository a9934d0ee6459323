"""R59: the pipeline that the rules choose, by everything that they may ask for; R9's marks with it."""

import pytest

from schemas.config import Pipeline, Rule, WorkspaceConfig
from schemas.touch import Touch
from tests.rules.office import Office, call, form, mail, team, told

PIPELINES = (Pipeline(id="sales"), Pipeline(id="service"), Pipeline(id="renewals", kind="recurring"))


def workspace(when: dict[str, tuple[str, ...]], **changes: object) -> WorkspaceConfig:
    return team("anna", mode="simple", pipelines=PIPELINES, rules=(Rule(when=when, pipeline="service"),), **changes)


@pytest.mark.parametrize(
    ("when", "touch", "source"),
    [
        ({"channel": ("imap",)}, mail(email="ivan@example.org"), "s"),
        ({"form": ("repair",)}, form(phone="+79161234567"), "Repair"),
        ({"line": ("+7 (495) 111-22-33",)}, call("missed", phone="+79161234567", line="0074951112233"), "pbx"),
        ({"product": ("pump", "pipe")}, form(phone="+79161234567", product=" PIPE "), "s"),
        ({"region": ("de",)}, form(phone="030 1234567", regions=("DE",)), "s"),
        ({"utm_campaign": ("autumn",), "language": ("de",)}, form(phone="+79161234567", utm_campaign="Autumn", language="de"), "s"),
    ],
)
def test_r59_rules_choose_by_channel_form_line_product_and_region(when: dict[str, tuple[str, ...]], touch: Touch, source: str) -> None:
    [deal] = told(Office(workspace(when)).take(touch, source=source), "deal")
    assert deal.pipeline == "service"
    [other] = told(Office(workspace(when)).take(form(email="olga@example.org"), source="x"), "deal")
    assert other.pipeline == "sales"


def test_r59_a_form_is_not_a_source_of_another_channel() -> None:
    [deal] = told(Office(workspace({"form": ("repair",)})).take(mail(email="ivan@example.org"), source="repair"), "deal")
    assert deal.pipeline == "sales"


def test_r09_r59_a_deal_in_another_pipeline_is_no_deal_here_but_makes_the_client_a_known_one() -> None:
    office = Office(workspace({"form": ("repair",)}))
    first = office.one(form(phone="+79161234567"), source="contact")
    [deal] = told(office.take(form(phone="+79161234567"), source="repair"), "deal")
    assert (deal.pipeline, deal.id == first.item, deal.repeat) == ("service", False, "repeat_inquiry")
    assert office.one(form(phone="+79161234567"), source="repair").item == deal.id
    assert office.one(form(phone="+79161234567"), source="contact").item == first.item


def test_r09_a_client_with_a_won_deal_and_one_that_was_lost_since_has_a_repeat_deal() -> None:
    office = Office(workspace({"form": ("repair",)}))
    for stage, semantic in (("PAID", "won"), ("LOST", "lost")):
        office.finish(office.one(form(phone="+79161234567")), stage, semantic)
    [deal] = told(office.take(form(phone="+79161234567")), "deal")
    assert deal.repeat == "repeat_deal"


def test_r09_a_new_person_at_a_company_that_bought_before_is_a_repeat_deal() -> None:
    office = Office(workspace({"form": ("repair",)}))
    office.finish(office.one(form(name="Ivan Petrov", phone="+79161234567", company="Romashka")), "PAID", "won")
    [deal] = told(office.take(form(name="Olga Blok", phone="+79039998877", company="Romashka")), "deal")
    assert deal.repeat == "repeat_deal"


def test_r59_the_default_pipeline_takes_up_enquiries() -> None:
    entry = Office().configure(team("anna", pipelines=PIPELINES, default_pipeline="renewals"))
    assert (entry.outcome, "`renewals` is recurring and takes up no enquiries (R59)" in entry.reason) == ("refused", True)
