"""Companies: the name without its legal form, the tax id and the domain, as keys to find them by (R14)."""

import re
from functools import lru_cache

from processors.normalise.email import FREE_MAIL, registrable
from processors.normalise.fold import fold
from processors.normalise.text import line
from processors.normalise.words import AND, DESCRIPTIONS, HOSTS, LEGAL_FORMS

_LEGAL = frozenset(LEGAL_FORMS.split())
_LEGAL_FOLDED = frozenset(folded for form in _LEGAL if len(folded := fold(form)) > 1)
_DESCRIPTIONS = frozenset(DESCRIPTIONS.split()) | {folded for word in DESCRIPTIONS.split() if (folded := fold(word))}
_AND = frozenset(AND.split())
_PHRASES = re.compile(
    r"общество с ограниченной ответственностью|(?:публичное |непубличное |открытое |закрытое )?акционерное общество"
    r"|индивидуальный предприниматель|группа компаний|торговый дом"
    r"|товариство з обмеженою відповідальністю|(?:приватне |публічне )?акціонерне товариство|фізична особа[- ]підприємець|приватне підприємство"
    r"|sp(?:ółka|\.)?\s+z\s+(?:o\.?\s*o\.?|ograniczoną odpowiedzialnością)(?=\s|$)|spółka (?:jawna|akcyjna|cywilna|komandytowa)"
    r"|gesellschaft mit beschränkter haftung|\(?haftungsbeschränkt\)?|limited liability company|joint stock company"
)
_WORD = re.compile(r"[^\W_]+")
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_DOTS = re.compile(r"(?<=\b\w)\.\s?(?=\w\b)|\.")
_PLACEHOLDER = frozenset(
    (
        "none",
        "null",
        "test",
        "тест",
        "нет",
        "no",
        "na",
        "n a",
        "company",
        "компания",
        "firma",
        "private",
        "частное лицо",
        "физлицо",
        "фирма",
    )
)
_NOT_NAMES = _PLACEHOLDER | {" ".join(map(fold, text.split())) for text in _PLACEHOLDER}
_HOSTS = frozenset(HOSTS.split())
_SITE = re.compile(r"(?:[a-z]+://)?(?:www\.)?((?:[\w-]{1,63}\.)+[\w-]{2,63})(?:[:/?#].*)?")


@lru_cache(maxsize=1 << 15)
def company_key(name: str) -> str | None:
    """The name as it is matched: its words folded, so that scripts meet, without quotes, dots, legal forms, `&` or a bare description.

    ООО «Ромашка», Romashka LLC -> `romaška`. None when nothing is left that names one. Idempotent.
    """
    text = _DOTS.sub("", _PHRASES.sub(" ", line(name).casefold())).replace("'", "").replace("’", "")
    found = [(word, folded) for word in _WORD.findall(text) if word not in _AND and (folded := _folded(word)) and folded not in _AND]
    first, last = 0, len(found)
    while last - first > 1 and _is_form(found[last - 1]):
        last -= 1
    while last - first > 1 and (_is_form(found[first]) or _is_description(found[first])):
        first += 1
    key = " ".join([folded for _, folded in found[first:last]])
    if len(key) < 2 or key in _NOT_NAMES or (last - first == 1 and (_is_form(found[first]) or text.strip() in _NOT_NAMES)):
        return None
    return key


def _folded(word: str) -> str:
    """A word of a company's name folded; digits stay where they are: 1С, Сервис24."""
    return fold(word) if word.isalpha() else "".join([run if run.isdigit() else fold(run) for run in _RUNS.findall(word)])


def _is_form(word: tuple[str, str]) -> bool:
    return word[0] in _LEGAL or word[1] in _LEGAL or word[1] in _LEGAL_FOLDED


def _is_description(word: tuple[str, str]) -> bool:
    return word[0] in _DESCRIPTIONS or word[1] in _DESCRIPTIONS


def tax_key(tax_id: str) -> str | None:
    """Letters and digits of a tax id in upper case; None when fewer than five or all the same."""
    key = "".join(filter(str.isalnum, line(tax_id))).upper()
    return key if len(key) >= 5 and len(set(key)) > 1 else None


@lru_cache(maxsize=1 << 14)
def site_domain(website: str) -> str | None:
    """The registrable domain of a website where it can name a company; None for hosting platforms, social networks and free mail."""
    match = _SITE.fullmatch(line(website).lower())
    if match is None:
        return None
    domain = registrable(match[1])
    return None if domain in FREE_MAIL or domain in _HOSTS or match[1] in _HOSTS else domain


@lru_cache(maxsize=1 << 14)
def label(domain: str) -> str:
    """What a registrable domain says of its company's name, folded: `romaška` of romashka.co.uk, to hold against a `company_key`."""
    name = domain.partition(".")[0]
    letters = "".join([run if run.isdigit() else fold(run) for run in _RUNS.findall(name)])
    return letters if len(letters) > 2 else name
