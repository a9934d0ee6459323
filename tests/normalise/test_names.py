"""Names: folded across scripts, taken apart, compared; whatever is put in, nothing raises, and twice is once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.normalise.compare import same_name
from processors.normalise.fold import deep, fold
from processors.normalise.given_names import NAMES as NAMED
from processors.normalise.names import name
from processors.normalise.nicknames import NICKNAMES, meanings, spellings
from processors.normalise.person import MOST_WORDS, NOBODY, parse

HOSTILE = st.text(max_size=60) | st.text("aбВцчшщščžçhkKHjyiІїє .,@-_'’()«»\u200b\u202e\u0301\x00\ud800ОoтДж", max_size=40)
_PEOPLE = """
Иван Петров; Petrov Ivan; Саша Щукин; SHCHUKIN ALEKSA; Dr. Ursula von der Leyen; O'Brien, John Jr.; Щукин А. В.; Kasia Nowak; Smith; 王小明
Müller-Schmidt Anna; zhenya181; tonya_loban; Ivan P.; Святослава Романівна Журба; John Smith Sr; Анна
"""
NAMES = st.sampled_from([person for row in _PEOPLE.splitlines() for person in row.split("; ") if person])


@pytest.mark.parametrize(
    "spellings_of_one",
    [
        "Щукин Shchukin Schukin Szczukin",
        "Юлия Юлія Yulia Julia Iuliia Yuliya",
        "Дмитрий Dmitriy Dmitry Dmitrii Dmitrij",
        "Соловьёв Соловьев Solovyov Solovev Soloviev",
        "Андриенко Андрієнко Andrienko Andriyenko",
        "Зеленський Zelenskyy Zelensky Zelenskiy",
        "Цветков Tsvetkov Tzvetkov Cvetkov",
        "Михайлов Mikhailov Mikhaylov Mihailov",
        "Schäfer Schaefer Schafer SCHÄFER",
        "Zieliński Zielinski Зелинский",
        "Łukasz Lukasz ŁUKASZ",
        "Щириця Shchyrytsia Shchyrytsya",
    ],
)
def test_r16_spellings_of_one_name_in_two_scripts_are_folded_alike(spellings_of_one: str) -> None:
    assert len({fold(word) for word in spellings_of_one.split()}) == 1


@pytest.mark.parametrize("pair", ["Гончаренко Honcharenko", "Людмила Ludmila", "Żukowski Zhukovski"])
def test_r16_languages_that_spell_one_sound_differently_meet_one_level_deeper(pair: str) -> None:
    one, other = map(fold, pair.split())
    assert (one == other, deep(one) == deep(other)) == (False, True)


def test_different_names_stay_apart() -> None:
    assert (
        len(
            {deep(fold(word)) for word in ["Иванов", "Петров", "Smith", "Müller", "Hill", "Bond", "Band", "Nowak", "Kovalenko", "Шевченко"]}
        )
        == 10
    )


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyzšžčç")


@pytest.mark.parametrize(
    ("text", "given_names", "family", "patronymic", "initials"),
    [
        ("Aleksandr Shchukin", {"aleksandr"}, ("šukin",), "", ()),
        ("Щукин А. В.", set(), ("šukin",), "", ("a", "v")),
        ("А.В.Щукин", set(), ("šukin",), "", ("a", "v")),
        ("Щукин Александр Васильевич", {"aleksandr"}, ("šukin",), "vasili", ()),
        ("Святослава Романівна Журба", {"sviatoslava"}, ("žurba",), "roman", ()),
        ("Кузнецова Мария Ильинична", {"maria"}, ("kuzneçova",), "ilia", ()),
        ("Langwood, Martin", {"martin"}, ("langvod",), "", ()),
        ("Shchukin, Aleksandr Vasilyevich", {"aleksandr"}, ("šukin",), "vasili", ()),
        ("Dr. Ursula von der Leyen", {"ursula"}, ("len",), "", ()),
        ("Prof. Dr. Hans Müller", {"hans"}, ("muler",), "", ()),
        ("Müller-Schmidt Anna", {"ana"}, ("muler", "šmidt"), "", ()),
        ("Miller Grace", {"graçe"}, ("miler",), "", ()),
        ("Ivan Petrov, Romashka LLC", {"ivan"}, ("petrov",), "", ()),
        ("Ivan Petrov (Romashka)", {"ivan"}, ("petrov",), "", ()),
        ("Ольга, отдел закупок", {"olga"}, (), "", ()),
        ("менеджер Ольга", {"olga"}, (), "", ()),
        ("<b>Ivan</b> Petrov", {"ivan"}, ("petrov",), "", ()),
        ("Mc Donald Ronald", {"ronald"}, ("mkdonald",), "", ()),
        ("Ирина Горович", {"irina"}, ("gorovič",), "", ()),
        ("Anna Maria Teodorowicz", {"ana"}, ("teodorovič",), "", ()),
        ("Роман Аркадьевич Абрамович", {"roman"}, ("abramovič",), "arkadi", ()),
        ("Nikolaevich Ivan", {"ivan"}, ("nikolavič",), "", ()),
        ("TVERDOHLIB OLEN", {"olen"}, ("tverdohlib",), "", ()),
        ("Иванова-Петрова Анна Сергеевна", {"ana"}, ("ivanova", "petrova"), "sergei", ()),
        ("Иван Петров | Ромашка", {"ivan"}, ("petrov",), "", ()),
        ("Sasha", {"aleksandr", "aleksandra"}, (), "", ()),
        ("Петров", set(), ("petrov",), "", ()),
        ("valera_bobr", {"valeri", "valeria"}, ("bobr",), "", ()),
        ("\u202eИван\u200b Пе\u0301тров", {"ivan"}, ("petrov",), "", ()),
    ],
)
def test_a_name_is_taken_apart(
    text: str, given_names: set[str], family: tuple[str, ...], patronymic: str, initials: tuple[str, ...]
) -> None:
    found = parse(text)
    assert (set(found.given), found.family, found.patronymic, found.initials) == (given_names, family, patronymic, initials)


@pytest.mark.parametrize(
    ("text", "generation"), [("John Smith Jr.", "jr"), ("John Smith, Sr", "sr"), ("John Smith III", "iii"), ("Петров Иван мл.", "jr")]
)
def test_father_and_son_are_told_by_the_generation(text: str, generation: str) -> None:
    found = parse(text)
    assert (found.generation, len(found.tokens)) == (generation, 2)


@pytest.mark.parametrize("text", ["Отдел продаж", "Sales Team", "Dr.", "Директор", "von", ","])
def test_r14_a_desk_or_a_title_alone_names_no_person(text: str) -> None:
    assert parse(text).tokens == ()


@pytest.mark.parametrize("text", [None, "", "null", "Visitor 12", "UNKNOWN CALLER", "-", "\u200b", "12345"])
def test_what_stands_for_no_name_is_nobody(text: str | None) -> None:
    assert parse(text) is NOBODY


@pytest.mark.parametrize(
    "short",
    [
        "Саша",
        "Bob",
        "Kasia",
        "Рая",
        "Тоня",
        "Misiek",
        "Zhenya",
        "Basti",
        "Rudi",
        "Rysiek",
        "Kate",
        "Gosia",
        "Сашко",
        "Маруся",
        "Jurek",
        "Steff",
        "Валера",
    ],
)
def test_r16_nicknames_are_known_in_six_languages(short: str) -> None:
    names = meanings(fold(short))
    assert names
    assert all(fold(short) in spellings(known) for known in names)


@pytest.mark.parametrize("full", ["Maria", "Anna", "Александр", "Katarzyna", "Robert", "Hans", "Pierre", "Олександр", "Sophie", "Иван"])
def test_full_names_are_no_nicknames(full: str) -> None:
    assert fold(full) not in NICKNAMES


@pytest.mark.parametrize(
    ("one", "other", "given_names", "family"),
    [
        ("Aleksandr Shchukin", "Щукин А. В.", "initial", "same"),
        ("Саша Щукин", "SHCHUKIN ALEKSA", "nickname", "same"),
        ("Александр Щукин", "SHCHUKIN ALEKSA", "prefix", "same"),
        ("Олександр Гончаренко", "Aleksandr Goncharenko", "variant", "same"),
        ("Bob Smith", "Smith, Robert", "nickname", "same"),
        ("Kasia Nowak", "Katarzyna Nowak", "nickname", "same"),
        ("freya rsosfeld", "Freya Rossfeld", "same", "typo"),
        ("Иван Иванов", "Мария Иванова", "differs", "gender"),
        ("Зайский Пётр", "Петр Зайская", "same", "gender"),
        ("Anna Müller", "Anna Müller-Schmidt", "same", "part"),
        ("Anna Ivanova", "Анастасия Иванова", "differs", "same"),
        ("Ivan", "Иван Петров", "same", "missing"),
        ("Anna Maria Schmidt", "Annamaria Schmidt", "same", "same"),
        ("Allan Anthony", "Anthony Allan", "same", "same"),
        ("Fktrcfylh Oerby", "Александр Щукин", "same", "same"),
        ("Aлeксандр Щyкин", "Александр Щукин", "same", "same"),
        ("РђР»РµРєСЃР°РЅРґСЂ Р©СѓРєРёРЅ", "Александр Щукин", "same", "same"),
        ("John Smith", "Peter Jones", "differs", "differs"),
        ("", "Иван", "missing", "missing"),
    ],
)
def test_r16_names_agree_part_by_part(one: str, other: str, given_names: str, family: str) -> None:
    found = same_name(parse(one), parse(other))
    assert (found.given, found.family) == (given_names, family)


_ROWS = [row.replace("|", " ").split() for row in NAMED.replace("\n  ", " ").strip().splitlines()]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(_ROWS).flatmap(lambda row: st.tuples(st.sampled_from(row), st.sampled_from(row))), st.booleans(), st.booleans())
def test_r16_whatever_somebody_is_called_agrees_with_the_name_in_either_order(names: tuple[str, str], one: bool, other: bool) -> None:
    a = parse(f"{names[0]} Щербинкина" if one else f"Щербинкина {names[0]}")
    b = parse(f"{names[1]} Shcherbinkina" if other else f"Sherbinkina {names[1]}")
    found = same_name(a, b)
    assert found.given in ("same", "variant", "nickname", "part")
    assert found.family == "same"


@pytest.mark.parametrize("said", ["Pat Sherbinkina", "Sherbinkina Pat", "Zoo Sherbinkina"])
def test_r16_a_short_name_that_is_a_legal_form_somewhere_is_a_name(said: str) -> None:
    assert len(parse(said).tokens) == 2


def test_r15_generations_and_fathers_tell_people_of_one_name_apart() -> None:
    senior, junior = parse("John Smith Sr."), parse("John Smith Jr.")
    father, son = parse("Иванов Иван Петрович"), parse("Иванов Иван Иванович")
    assert same_name(senior, junior).generation == "differs"
    assert same_name(father, son).patronymic == "differs"
    assert same_name(father, parse("Иванов И. П.")).patronymic == "initial"


@settings(max_examples=150, deadline=None)
@given(HOSTILE | NAMES, HOSTILE | NAMES)
def test_comparing_is_symmetric_and_everybody_is_themselves(one: str, other: str) -> None:
    a, b = parse(one), parse(other)
    assert same_name(a, b)[:4] == same_name(b, a)[:4]
    own = same_name(a, a)
    assert own.given in ("same", "initial", "missing")
    assert own.family in ("same", "missing", "initial")


@settings(max_examples=200, deadline=None)
@given(HOSTILE | NAMES)
def test_taking_apart_never_raises_and_the_shown_name_is_read_alike(text: str) -> None:
    found, shown = parse(text), name(text)
    assert len(found.tokens) <= 2 * MOST_WORDS
    assert parse(shown) == found


@pytest.mark.parametrize(
    "text", ["ж" * 10_000, "Иван " * 2_000, "a.b_c-" * 1_700, "(" * 10_000, "Ð" * 10_000, ",\u202e" * 5_000, "'" * 10_000]
)
def test_a_name_of_ten_thousand_characters_is_bounded_work(text: str) -> None:
    found = parse(text)
    assert len(found.tokens) <= 2 * MOST_WORDS
    assert all(len(word) <= 200 for word in found.tokens)
    assert same_name(found, found).family in ("same", "missing")
