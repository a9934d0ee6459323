"""Finding phones, e-mails, names and signatures in what people write, and leaving alone what is none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestors.text import SCAN, clean, emails, nickname, phones, said_name, signature


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call me on 404.275.0488", ("404.275.0488",)),
        ("тел +7 916 505 91 43, жду", ("+7 916 505 91 43",)),
        ("мой номер 8 (985) 520-90-74", ("8 (985) 520-90-74",)),
        ("(863) 330-30-63", ("(863) 330-30-63",)),
        ("meine Nummer ist 0151 / 61201811", ("0151 / 61201811",)),
        ("proszę dzwonić 53 476 33 25", ("53 476 33 25",)),
        ("+44 (0)7985 837 140 or 0044 7951 934315", ("+44 (0)7985 837 140", "0044 7951 934315")),
        ("позвоните мне на +7(343)5082335 ext 785", ("+7(343)5082335 ext 785",)),
        ("8 (495) 123-45-67 доб. 12", ("8 (495) 123-45-67 доб. 12",)),
        ("моб. +7 (351) 235-85-40 #441", ("+7 (351) 235-85-40 #441",)),
        ("9676043823", ("9676043823",)),
        ("tel. 555-12-34", ("555-12-34",)),
        ("Потрібен рахунок\n+380977295642", ("+380977295642",)),
        ("We need an invoice\n\n+44 7951 934315", ("+44 7951 934315",)),
        ("Потрібен рахунок\n0952 615 968", ("0952 615 968",)),
    ],
)
def test_phones_come_as_written_with_their_extension(text: str, expected: tuple[str, ...]) -> None:
    assert phones(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Following up on invoice 411223456",
        "Following up on invoice\n0411223456",
        "по поводу заказа №576428123",
        "По счёту 6654580001 вопрос",
        "Auftrag 219915123 bitte",
        "w sprawie zamówienia 723743000",
        "ИНН 7707083893",
        "NIP: 525-234-40-78",
        "Fax: +49 30 1234567",
        "Tel\nFax:\n+49 30 1234567",
        "unser Telefax +49 30 1234567",
        "budget 10 000 000 руб",
        "$1 000 000 000",
        "on 2026-03-01 or 01.03.2026",
        "my server is 192.168.100.200",
        "room 12345",
        "a1234567890b",
        "id_4155551234",
        "x@4155551234.example",
        "4111 1111 1111 1111 1111",
        "200 шт. до конца месяца",
    ],
)
def test_other_numbers_are_no_phones(text: str) -> None:
    assert phones(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("пишите на o.grigorev+work@inbox.ru.", ("o.grigorev+work@inbox.ru",)),
        ("Ann <ann@example.co.uk>, bob@example.com; ann@example.co.uk", ("ann@example.co.uk", "bob@example.com")),
        ("mailto:OSTRYUK64@GMAIL.COM", ("OSTRYUK64@GMAIL.COM",)),
        ("почта@пример.рф", ("почта@пример.рф",)),
        ("meet @noon, user@localhost, a@b, @@ @.com", ()),
    ],
)
def test_emails_come_as_written(text: str, expected: tuple[str, ...]) -> None:
    assert emails(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my name is Victoria Russo", "Victoria Russo"),
        ("Hi, my name is john and I need a quote", "john"),
        ("меня зовут Рая Константинова, перезвоните", "Рая Константинова"),
        ("мене звати Лукʼян Дахго", "Лукʼян Дахго"),
        ("nazywam się Zofia Nowak-Lis", "Zofia Nowak-Lis"),
        ("mein Name ist Keudel, Anni", "Keudel, Anni"),
        ("Ich heiße Jürgen.", "Jürgen"),
        ("это Лисская А.", "Лисская А."),
        ("tu Duży Bianka", "Duży Bianka"),
        ("this is H. Fairson", "H. Fairson"),
        ("this is urgent", None),
        ("это срочно", None),
        ("это очень важный вопрос", None),
        ("my name is", None),
        ("what is your name?", None),
    ],
)
def test_a_name_is_what_somebody_says_it_is(text: str, expected: str | None) -> None:
    assert said_name(text) == expected


@pytest.mark.parametrize(
    ("given_name", "expected"), [("Рая", "Рая"), ("Visitor 17", None), ("tanya742", None), ("Гость", None), (None, None)]
)
def test_handles_and_placeholders_are_no_names(given_name: str | None, expected: str | None) -> None:
    assert nickname(given_name) == expected


def test_a_signature_is_read_after_the_last_closing() -> None:
    letter = (
        "Best regards to your team!\n\nПрошу счёт.\n\nС уважением,\nДобромысл Тихин\nКоммерческий директор\nПАО «Жукухин и Евдокимов»\n"
        "тел. 8 925 327-86-91\nфакс 8 925 327-86-92\ntikhin@example.ru\n"
    )
    found = signature(letter)
    assert letter[found.at :].startswith("С уважением")
    assert (found.name, found.position, found.company) == ("Добромысл Тихин", "Коммерческий директор", "ПАО «Жукухин и Евдокимов»")
    assert (found.phones, found.emails) == (("8 925 327-86-91",), ("tikhin@example.ru",))


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("Anna Ivanova", "name"),
        ("Гендиректор", "position"),
        ("DİREKTOR, CEO", "position"),
        ("Projektleiterin", "position"),
        ("GESCHÄFTSFÜHRER", "position"),
        ("Romashka S.A.", "company"),
        ("Nowak sp. z o.o.", "company"),
        ("ООО Ромашка", "company"),
        ("Müller & Sohn", "company"),
    ],
)
def test_a_line_of_a_signature_is_told_by_its_words(line: str, meaning: str) -> None:
    found = signature(f"Hello\n\nBest regards,\n{line}\n")
    assert {"name": found.name, "position": found.position, "company": found.company} == {
        "name": None, "position": None, "company": None, meaning: line
    }  # fmt: skip


@pytest.mark.parametrize("letter", ["", "Was kostet die Montage?", "call 404.275.0488"])
def test_a_letter_without_a_closing_has_no_signature(letter: str) -> None:
    found = signature(letter)
    assert (found.at, found.name, found.phones) == (len(letter), None, ())


@given(st.text(max_size=300))
def test_anything_may_be_written(text: str) -> None:
    assert all(found in text for found in (*phones(text), *emails(text)))
    said_name(text)
    signature(text)
    kept = clean(text)
    assert kept is None or (kept == kept.strip() and "\x00" not in kept)


@pytest.mark.parametrize(
    "piece", ["1 ", "1-(", "+", "(1", "a@", "@a.", "a.", "my name is ", "это ", "-- \n", "1" * 7 + ".", "ext ", "С уважением\n", "A-"]
)
def test_the_cost_of_a_long_text_is_bounded(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begun = time.process_time()
    for find in (phones, emails, said_name, signature):
        find(text)
    assert time.process_time() - begun < 1.0
    assert len(text) > SCAN
