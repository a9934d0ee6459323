"""A file is cut into rows whatever its encoding, delimiter and quotes; a row that is broken costs itself alone, and is named by its line."""

import csv
import io
import tracemalloc
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestors.csvfile.channel import CsvSettings, open_file
from ingestors.csvfile.columns import mapping
from ingestors.csvfile.reader import parse
from ingestors.csvfile.table import TOO_LONG, UNCLOSED, Row
from schemas.capture import Capture
from schemas.errors import Ignore, Reject

RU = "ФИО;Телефон;Email;Компания\nВерхов Фирс;+7 977 188-65-78;f@mail.example;ООО Ёлка\nЩукин Эрик;+7 977 000-00-01;;\n"
PL = "Imię i nazwisko;Telefon;Miasto\nMałgorzata Wójcik;501774052;Łódź\nŚwięta Żółć;501774053;Gdańsk\n"
DE = "Vorname;Nachname;Telefon;Ort\nJörg;Weiß;030 9018200;Köln\nÄnne;Müller;030 9018201;Görlitz\n"
UK = "ПІБ;Телефон;Місто\nЄвген Їжакевич;+380 63 585 30 19;Київ\nҐалина Кіт;+380 63 585 30 18;Львів\n"


def write(tmp_path: Path, content: bytes | str, name: str = "leads.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(path: Path, **settings: object) -> list[Row]:
    return list(open_file(path, CsvSettings.model_validate(settings), "expo").rows())


def read(path: Path, **settings: object) -> list[tuple[int, str | None, tuple[str, ...]]]:
    """(line, name, phones) of every row, or (line, reason, ()) of those refused."""
    found = open_file(path, CsvSettings.model_validate(settings), "expo")
    return [outcome(found.capture(row), row.line) for row in found.rows()]


def outcome(capture: Capture, line: int) -> tuple[int, str | None, tuple[str, ...]]:
    try:
        (touch,) = parse(capture)
    except (Reject, Ignore) as reason:
        return line, str(reason), ()
    return line, touch.person.name, touch.person.phones


# --- encodings and delimiters -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((RU, name) for name in ("utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16", "utf-16-le", "utf-16-be", "utf-32")),
        *((PL, name) for name in ("utf-8", "cp1250", "iso8859-2", "utf-16")),
        *((DE, name) for name in ("utf-8", "cp1252", "iso8859-1")),
        *((UK, name) for name in ("utf-8-sig", "cp1251", "koi8-u", "utf-16-le")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_file_of_any_encoding_is_read(tmp_path: Path, text: str, encoding: str, ends: str) -> None:
    expected = [line.split(";")[:2] for line in text.splitlines()[1:]]
    if text is DE:
        expected = [[" ".join(line.split(";")[:2]), line.split(";")[2]] for line in text.splitlines()[1:]]
    got = read(write(tmp_path, text.replace("\n", ends).encode(encoding)))
    assert got == [(n, name, (phone,)) for n, (name, phone) in enumerate(expected, 2)]


def test_letters_far_into_the_file_decide_its_encoding(tmp_path: Path) -> None:
    plain = "".join(f"Anna {n};+49 30 {n:07d}\n" for n in range(8000))
    got = read(write(tmp_path, ("Name;Phone\n" + plain + "Верхов Фирс;+79771886578\n").encode("cp1251")))
    assert got[-1] == (8002, "Верхов Фирс", ("+79771886578",))


def test_a_broken_character_in_a_utf8_file_spoils_its_own_row_only(tmp_path: Path) -> None:
    content = RU.encode() + b"\xd0;+7 977 000-00-02;;\n" + "Юрий;+7 977 000-00-03;;\n".encode()
    assert read(write(tmp_path, content))[-1] == (5, "Юрий", ("+7 977 000-00-03",))
    assert read(write(tmp_path, content))[0] == (2, "Верхов Фирс", ("+7 977 188-65-78",))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = "Name;Phone;Notes\nSmith:Anna;+49 30 901820;one two\nBob;+49 30 901821;\n".replace(";", delimiter)
    assert read(write(tmp_path, text)) == [(2, "Smith:Anna", ("+49 30 901820",)), (3, "Bob", ("+49 30 901821",))]


def test_commas_in_values_do_not_pass_for_the_delimiter(tmp_path: Path) -> None:
    text = "Name;Phone;Notes\nSmith, Anna;030;a, b, c\nLee, Bob;031;d, e, f\n"
    assert read(write(tmp_path, text)) == [(2, "Smith, Anna", ("030",)), (3, "Lee, Bob", ("031",))]


def test_a_first_line_may_name_the_delimiter(tmp_path: Path) -> None:
    assert read(write(tmp_path, "sep=|\nName|Phone\nAnna|030\n")) == [(3, "Anna", ("030",))]


def test_one_column_is_enough(tmp_path: Path) -> None:
    assert read(write(tmp_path, "Phone\n+49 30 901820\n\n+49 30 901821")) == [(2, None, ("+49 30 901820",)), (4, None, ("+49 30 901821",))]


# --- quotes -------------------------------------------------------------------------------------------------------------------------------


def test_a_row_may_span_lines_within_quotes(tmp_path: Path) -> None:
    path = write(tmp_path, 'Name,Phone,Notes\nAnna,030,"one\n\ntwo, ""three"""\nBob,031,x\n')
    assert [(row.line, row.raw) for row in rows(path)] == [(2, b'Anna,030,"one\n\ntwo, ""three"""\n'), (5, b"Bob,031,x\n")]
    assert read(path) == [(2, "Anna", ("030",)), (5, "Bob", ("031",))]


FORGOTTEN = {
    "neighbours without quotes": 'Anna,030111111,"one\nBob,030222222,two\nCarl,030333333,three\n',
    "a neighbour with quotes": 'Anna,030111111,"one\nBob,030222222,two\nCarl,030333333,"three"\n',
    "a neighbour that closes it": 'Anna,030111111,"one\nBob,030222222,two\nCarl,030333333,""\n',
    "two in a row": 'Anna,030111111,"one\nBob,030222222,"two\nCarl,030333333,three\n',
    "a quote at a line's end": 'Anna,030111111,"one\nBob,030222222,"\nCarl,030333333,three\n',
    "a quote in front": '"Anna,030111111,one\nBob,030222222,two\nCarl,030333333,three\n',
}


@pytest.mark.parametrize("name", FORGOTTEN)
def test_a_forgotten_quote_swallows_no_neighbour_and_is_named_by_its_line(tmp_path: Path, name: str) -> None:
    got = read(write(tmp_path, "Name,Phone,Notes\n" + FORGOTTEN[name]))
    broken = {2, 3} if 'Bob,030222222,"' in FORGOTTEN[name] else {2}
    expected = {2: "Anna", 3: "Bob", 4: "Carl"}
    assert [line for line, _, _ in got] == [2, 3, 4]
    assert [(line, said) for line, said, _ in got] == [(n, UNCLOSED if n in broken else expected[n]) for n in (2, 3, 4)]


def test_text_behind_a_closing_quote_is_refused_with_its_reason(tmp_path: Path) -> None:
    got = read(write(tmp_path, 'Name,Phone\n"Anna"x,030\nBob,031\n'))
    assert got == [
        (2, "The row cannot be read (text follows a closing quote). Mend its quotes and import it again.", ()),
        (3, "Bob", ("031",)),
    ]


def test_quotes_inside_plain_values_are_letters(tmp_path: Path) -> None:
    assert read(write(tmp_path, 'Name,Phone,Company\nAnna,030,ООО "Ромашка"\n')) == [(2, "Anna", ("030",))]


@settings(max_examples=150, deadline=None)
@given(
    table=st.lists(
        st.lists(st.text(st.sampled_from('ab ,;"\n\r\t|üж'), max_size=8), min_size=3, max_size=3).filter(any), min_size=1, max_size=6
    ),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(("utf-8", "utf-16-le")),
)
def test_what_is_written_as_csv_comes_back_row_by_row(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], delimiter: str, encoding: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("Name", "Notes", "Kundenkonto"))
    writer.writerows(table)
    path = write(tmp_path_factory.mktemp("table"), out.getvalue().encode(encoding))
    found = rows(path, encoding=encoding, delimiter=delimiter)
    got = [next(csv.reader(io.StringIO(row.raw.decode(encoding), newline=""), delimiter=delimiter)) for row in found if not row.problem]
    back = b"".join(row.raw for row in found).decode(encoding)
    sent = out.getvalue().split("\n", 1)[1]
    if any(row.problem for row in found):  # a value held a line that looks like a row: said, and no other line is missing
        assert [line for line in back.split("\n") if line.strip()] == [line for line in sent.split("\n") if line.strip()]
    else:
        assert (got, back) == (table, sent)


@settings(max_examples=200, deadline=None)
@given(body=st.binary(max_size=300), head=st.sampled_from((b"", b"Name,Phone\n", b"\xff\xfe", b"\xef\xbb\xbfName;Phone\r\n", b'"Phone\n')))
def test_any_bytes_are_rows_or_a_refusal(tmp_path_factory: pytest.TempPathFactory, body: bytes, head: bytes) -> None:
    path = write(tmp_path_factory.mktemp("any"), head + body)
    said, lines = "read", list[int]()
    try:
        lines = [line for line, _, _ in read(path)]
    except Reject as reason:
        said = str(reason)
    assert 0 < len(said) < 400
    assert lines == sorted(set(lines))


# --- limits and refusals ------------------------------------------------------------------------------------------------------------------


def test_a_line_too_long_costs_itself_alone(tmp_path: Path) -> None:
    path = write(tmp_path, b"Name,Phone\nAnna,030\n" + b"x" * 1_000_000 + b"\nBob,031\n")
    assert [(row.line, row.problem, len(row.raw) <= 256 << 10) for row in rows(path)] == [
        (2, None, True),
        (3, TOO_LONG, True),
        (4, None, True),
    ]


def test_values_and_columns_have_limits(tmp_path: Path) -> None:
    path = write(tmp_path, "Name,Phone\nAnna,030" + ",x" * 300 + "\n" + "y" * 70_000 + ",031\nBob,032\n")
    said = [reason for _, reason, _ in read(path)]
    assert said == [
        "The row has 302 columns; at most 256 are read.",
        "A value of the row is longer than 65536 characters.",
        "Bob",
    ]


REFUSED = {
    b"": "The file is empty: it has no header and no rows.",
    b" \n\n": "The file is empty: it has no header and no rows.",
    b"PK\x03\x04" + b"\x00" * 50: "Save as",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50: "Save as",
    b"\x89PNG\r\n\x1a\n" + bytes(range(256)): "names no column",
    bytes(1000): "no text file",
    bytes(range(256)) * 8 + bytes(200): "no text file",
    b"Anna,+49 30 901820,a@b.example\n": "names no column with a phone, an e-mail or a name (columns: Anna)",
    b"alpha;beta\n1;2\n": "columns: alpha, beta",
    b"Name," + b"x," * 300 + b"\n": "The header has 302 columns",
}


@pytest.mark.parametrize("content", REFUSED, ids=lambda content: str(content[:12]))
def test_what_cannot_be_an_import_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Reject) as refused:
        read(write(tmp_path, content))
    assert REFUSED[content] in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Reject, match="No such file"):
        read(tmp_path / "none.csv")


@pytest.mark.slow
def test_f18_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("Name,Phone,Notes\n")
        for n in range(60_000):
            file.write(f'Customer {n},+49 30 {n:07d},"{"word " * 20}"\n')
    tracemalloc.start()
    try:
        found = open_file(path, CsvSettings(), "expo")
        assert sum(1 for _ in found.rows()) == 60_000
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


# --- columns ------------------------------------------------------------------------------------------------------------------------------

HEADERS: Sequence[tuple[str, Iterable[str | None]]] = (
    ("Имя,Фамилия,Тел.,E-mail,Организация", ("given", "family", "phone", "email", "company")),
    ("Контакт,Мобильный,Почта,Фирма,Источник", ("name", "phone", "email", "company", "utm_source")),
    ("ФИО,Телефон,Email,Компания,Город,Комментарий", ("name", "phone", "email", "company", "city", "comment")),
    ("First Name,Last Name,Phone,Email Address,Company,City", ("given", "family", "phone", "email", "company", "city")),
    ("full_name,phone_number,email,company_name,platform", ("name", "phone", "email", "company", "utm_source")),
    ("Name,Mobile,E-Mail,Organisation,Notes", ("name", "phone", "email", "company", "comment")),
    ("Vorname,Nachname,Telefon,E-Mail,Firma,Ort", ("given", "family", "phone", "email", "company", "city")),
    ("Name,Tel.,Mail,Unternehmen", ("name", "phone", "email", "company")),
    ("ПІБ,Телефон,Email,Компанія,Місто", ("name", "phone", "email", "company", "city")),
    ("Ім'я,Прізвище,Тел,Пошта", ("given", "family", "phone", "email")),
    ("Ім’я,Прізвище,Номер телефону,Електронна пошта", ("given", "family", "phone", "email")),
    ("Imię i nazwisko,Telefon,E-mail,Firma,Miasto", ("name", "phone", "email", "company", "city")),
    ("imie,nazwisko,tel,mail,firma", ("given", "family", "phone", "email", "company")),
    ("Nom,Prénom,Téléphone,Courriel,Société,Ville", ("family", "given", "phone", "email", "company", "city")),
    ("Nombre,Apellidos,Teléfono,Correo electrónico,Empresa", ("given", "family", "phone", "email", "company")),
    ("Vorname,Name,Handy", ("given", "family", "phone")),
    ("Nom,Téléphone", ("name", "phone")),
    ("Телефон (раб.),Phone 2,Тел_моб,WhatsApp", ("phone", "phone", "phone", "phone")),
    ("Phone type,Email consent,Telefone,Telefn,Compny", (None, None, "phone", "phone", "company")),
    ("Ответственный,Дата создания,ИНН,Отчество", ("owner", "date", "tax_id", "patronymic")),
    ("Name,Name,Phone,Phone", ("name", None, "phone", "phone")),
    ("Nr,Kundenkonto,x,", (None, None, None, None)),
)


@pytest.mark.parametrize(("header", "expected"), HEADERS, ids=[header for header, _ in HEADERS])
def test_columns_are_known_by_their_names_in_seven_languages(header: str, expected: Iterable[str | None]) -> None:
    assert mapping(header.split(",")) == tuple(expected)


def test_what_the_user_says_of_a_column_counts(tmp_path: Path) -> None:
    path = write(tmp_path, "Phone,Name,Konto\nAnna,030,7\n")
    assert read(path, columns={"Phone": "name", "Name": "phone", "Konto": "ignore"}) == [(2, "Anna", ("030",))]
