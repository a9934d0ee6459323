"""Companies and cities, as they are compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.normalise.company import company_key, label, site_domain
from processors.normalise.email import is_free
from processors.normalise.place import city

HOSTILE = st.text(max_size=50) | st.text("ооoзаiии z.&«»\"'sSpKGmbH1С,-ё", max_size=30)


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "ООО «Ромашка»",
            "Romashka LLC",
            "РОМАШКА ООО",
            'ООО "Ромашка"',
            "Общество с ограниченной ответственностью «Ромашка»",
            "ТОВ Ромашка",
        ),
        ("Metallmontage e.K.", "METALLMONTAGE GMBH & CO. KG", "Metallmontage UG (haftungsbeschränkt)", "Metallmontage"),
        ("Geomarket sp. z o. o.", "Geomarket Sp. z o.o.", "GEOMARKET SPÓŁKA Z O.O.", "Geomarket S.A.", "Geomarket Sp.j.", "Geomarket S.C."),
        ("Lynn & Sons Corp", "Lynn and Sons, Inc.", "LYNN & SONS LTD."),
        ("Русланов и Амосов", "Ruslanov i Amosov", "АО «Русланов & Амосов»"),
        ("ФОП «Орлський та Теличенко»", "Orlskyi ta Telychenko"),
        ("The Body Shop", "Body Shop plc"),
        ("ГК Ромашка", "Группа компаний «Ромашка»", "компания Ромашка"),
    ],
)
def test_r14_one_company_is_compared_alike_however_it_is_written(spellings: tuple[str, ...]) -> None:
    assert len({company_key(spelling) for spelling in spellings}) == 1
    assert company_key(spellings[0]) is not None


def test_r14_other_companies_stay_apart() -> None:
    assert (
        len({company_key(text) for text in ("1С", "1С Сервис", "Сервис 24", "Сервис 25", "Ромашка", "Роман", "AB Group", "Group 7")}) == 8
    )


@pytest.mark.parametrize(
    "text", ["ООО", "GmbH & Co. KG", "UG (haftungsbeschränkt)", "компания", "test", "-", "«»", "И", "частное лицо", "Sp. z o.o."]
)
def test_r14_what_names_no_company_is_none(text: str) -> None:
    assert company_key(text) is None


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_a_key_is_its_own_key(text: str) -> None:
    for normaliser in (company_key, site_domain, city):
        once = normaliser(text)
        assert once is None or normaliser(once) == once


def test_a_domain_names_its_company() -> None:
    keys = [company_key(text) for text in ("ООО «Медлогистик»", "Ditschlerin & Budig KG")]
    assert [label("medlogistik.ru"), label("ditschlerinbudig.de")] == [key and key.replace(" ", "") for key in keys]
    assert label("shop1.example") != label("shop2.example")


def test_a_website_is_compared_by_what_was_registered() -> None:
    assert [site_domain(s) for s in ("https://shop.romashka.co.uk/x", "romashka.wixsite.com", "www.romashka.example")] == [
        "romashka.co.uk",
        None,
        "romashka.example",
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("Москва", "Moscow", "г. Москва", "MOSKAU", "Moskwa"),
        ("Київ", "Киев", "Kyiv", "Kiev", "м. Київ"),
        ("München", "Muenchen", "Munich", "Мюнхен"),
        ("Нижний Новгород", "Nizhny Novgorod", "нижний-новгород"),
        ("Frankfurt am Main", "Франкфурт", "Frankfurt"),
        ("Łódź", "Lodz", "Лодзь"),
        ("New York", "Нью-Йорк", "new york, NY"),
        ("Дубровиця", "Dubrovytsia"),
    ],
)
def test_a_city_is_one_in_every_language(names: tuple[str, ...]) -> None:
    assert len({city(name) for name in names}) == 1


def test_other_cities_stay_apart() -> None:
    assert len({city(name) for name in ("Москва", "Мурманск", "Bath", "Berlin", "Kusel", "Омск", "Томск")}) == 7
    assert [city(text) for text in ("", "-", "123")] == [None] * 3


@pytest.mark.parametrize("domain", ["bluewin.ch", "aon.at", "bigpond.com", "sympatico.ca", "inbox.lv", "hotmail.it", "web.de", "wp.pl"])
def test_a_mailbox_at_a_provider_names_no_company_in_any_country(domain: str) -> None:
    assert (is_free(f"peter.brunner@{domain}"), site_domain(f"www.{domain}")) == (True, None)
