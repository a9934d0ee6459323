"""Letters that look alike, keyboards in another layout, bytes read in a wrong encoding: undone only where one reading makes sense."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.normalise.names import name
from processors.normalise.script import in_one_script, mended, other_layouts

CYRILLIC = st.from_regex(r"[А-Я][а-я]{3,9}( [А-Я][а-я]{3,9})?", fullmatch=True)
LATIN = st.from_regex(r"[A-Z][a-zäöüßéèłńąę]{2,9} [A-Z][a-zäöüß]{2,9}", fullmatch=True)
MISREADINGS = [("utf-8", "cp1251"), ("utf-8", "latin-1"), ("utf-8", "cp1252"), ("cp1251", "latin-1"), ("koi8-r", "latin-1")]
HOSTILE = st.text(max_size=50) | st.text("РђСѓÐÂÃ¼ÀëêÉÏабцabc \u0081\u0098\ud800А", max_size=30)


@pytest.mark.parametrize(("written", "read"), MISREADINGS)
@pytest.mark.parametrize("text", ["Александр Щукин", "Юлия", "Пётр Ёлкин"])
def test_a_misread_encoding_is_undone(text: str, written: str, read: str) -> None:
    try:
        misread = text.encode(written).decode(read)
    except UnicodeDecodeError:
        misread = text.encode(written).decode("latin-1")
    assert (mended(misread), name(misread)) == (text, text)


@pytest.mark.parametrize(
    "text", ["Müller", "Łukasz Żółć", "Сіренко Рівна", "Ünüvar Özgür", "Ååsa Ærø", "René", "Ñandú", "ÀÉÎ", "Гі́нчук", "Рё"]
)
def test_what_reads_well_is_left_alone(text: str) -> None:
    assert mended(text) == text


@settings(max_examples=100, deadline=None)
@given(CYRILLIC | LATIN)
def test_proper_names_are_never_mended(text: str) -> None:
    assert mended(text) == text


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_mending_twice_is_mending_once(text: str) -> None:
    assert mended(mended(text)) == mended(text)
    assert in_one_script(in_one_script(text)) == in_one_script(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ивaн", "Иван"),
        ("Aлeксaндр", "Александр"),
        ("Pеtr", "Petr"),
        ("Ивaн Smith", "Иван Smith"),
        ("Иvan", "Иvan"),
        ("Ivan Иванов", "Ivan Иванов"),
    ],
)
def test_a_word_of_look_alikes_is_put_in_one_script(text: str, expected: str) -> None:
    assert in_one_script(text) == expected


def test_other_layouts_read_what_was_typed() -> None:
    assert "Александр" in other_layouts("Fktrcfylh")
    assert "Ігор" in other_layouts("Sujh")
    assert "Alex" in other_layouts("Фдуч")
