"""Companies: the name without its legal form, the tax id and the domain, as keys to find them by (R14)."""

import re
from functools import lru_cache

from processors.normalise.email import FREE_MAIL
from processors.normalise.text import line
from processors.normalise.words import HOSTS, LEGAL_FORMS

_LEGAL = frozenset(LEGAL_FORMS.split())
_PHRASES = re.compile(
    r"общество с ограниченной ответственностью|публичное акционерное общество|акционерное общество|индивидуальный предприниматель"
    r"|товариство з обмеженою відповідальністю|spółka z ograniczoną odpowiedzialnością|gesellschaft mit beschränkter haftung"
)
_WORD = re.compile(r"\w+")
_PLACEHOLDER = frozenset(
    ("none", "null", "test", "тест", "нет", "no", "na", "n a", "company", "компания", "firma", "private", "частное лицо", "физлицо")
)
_HOSTS = frozenset(HOSTS.split())
_SITE = re.compile(r"(?:[a-z]+://)?(?:www\.)?((?:[\w-]{1,63}\.)+[\w-]{2,63})(?:[:/?#].*)?")


@lru_cache(maxsize=1 << 15)
def company_key(name: str) -> str | None:
    """The name as it is matched: lower case, no quotes, dots or legal forms; None when nothing is left that names one. Idempotent."""
    text = _PHRASES.sub(" ", line(name).casefold()).replace(".", "").replace("'", "").replace("ё", "е")
    found = _WORD.findall(text)
    while len(found) > 1 and found[-1] in _LEGAL:
        found.pop()
    while len(found) > 1 and found[0] in _LEGAL:
        found.pop(0)
    key = " ".join(found)
    return None if len(key) < 2 or key in _PLACEHOLDER or key in _LEGAL else key


def tax_key(tax_id: str) -> str | None:
    """Letters and digits of a tax id in upper case; None when fewer than five or all the same."""
    key = "".join(filter(str.isalnum, line(tax_id))).upper()
    return key if len(key) >= 5 and len(set(key)) > 1 else None


@lru_cache(maxsize=1 << 14)
def site_domain(website: str) -> str | None:
    """The domain of a website where it can name a company; None for hosting platforms, social networks and free mail."""
    match = _SITE.fullmatch(line(website).lower())
    if match is None or match[1] in FREE_MAIL or match[1] in _HOSTS:
        return None
    return match[1]
