"""Finding phones, e-mails, names and a signature in what people write: pure, linear, and cheap when there is nothing to find.

Everything comes back as it was written; the step normalises. Nothing here is sure: a number in a text may be an order number, so the rules
below leave out what stands beside a word like `order`, a currency or a unit, and what looks like a date.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

SCAN = 20_000
"""Characters of a text that are looked at; who says a phone number after ten pages has said it before."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]+")


def _folded(text: str) -> str:
    """The text as it is held against lists of words: several times as fast as to disregard case in the pattern."""
    return text.lower() if text.isascii() else text.casefold().replace("i\u0307", "i").replace("ı", "i")


def _one_of(words: str) -> str:
    """A pattern of any of the words, by their first letters: where none of them begins, the engine looks once."""
    rests: dict[str, list[str]] = {}
    for word in words.split():
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join([f"{first}(?:{'|'.join(found)})" for first, found in rests.items()])


def clean(value: object, limit: int = 4096) -> str | None:
    """A text of anything that was sent: trimmed, capped, without NUL and other control characters; None for blank and for what is no text."""
    if value is None:
        return None
    if not isinstance(value, str):
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        value = str(value)
    text = value if len(value) <= limit else value[:limit]
    return (text if text.isprintable() else _CONTROL.sub("", text)).strip() or None


# --- phones -----------------------------------------------------------------------------------------------------------------------------

_RUN = re.compile(r"(?<![\w@.])(?:\+ ?|00 ?)?\(?\d(?:[ \u00a0]?[-–./()]{0,2}[ \u00a0]?\d){5,19}(?![\w@])")
_EXTENSION = re.compile(
    r"[ \u00a0,;]{0,3}\(?(?:(?:ext|extension|x|доб|добавочный|вн|внутр|дод|DW|Durchwahl|wew)\b\.?[ :]{0,2}|#)(\d{1,6})\)?", re.IGNORECASE
)
_NO_NUMBERS = (
    "order invoice ticket ref nr no vat inn ogrn kpp bik nip regon iban pesel iln ean krs ust-id ustid ust-idnr ustidnr hrb fax telefax faks факс "
    "счету инн огрн кпп бик р/с рахунок єдрпоу kundennummer account konto"
)
_INFLECTED = "заказ счет счёт договор рахунк", "артикул замовленн zamówieni zamowieni faktur auftrag rechnung bestellung"
"""Words before what is no phone; those of many endings, with up to three and up to two letters of them."""

_NO_PHONE_BEFORE = re.compile(
    r"\n?[\s.:№#-]{0,4}(?:[№#$€£₽₴]|"
    rf"(?:{_one_of(_NO_NUMBERS[::-1])}|\w{{0,3}}(?:{_one_of(_INFLECTED[0][::-1])})|\w{{0,2}}(?:{_one_of(_INFLECTED[1][::-1])}))\b)",
    re.IGNORECASE,
)
"""The same, for the text before a number read backwards: one attempt instead of one at every letter."""

_NO_PHONE_AFTER = re.compile(
    r"\s{0,2}(?:%|°|[€$£₽₴]|(?:руб|грн|zł|pln|eur|usd|gbp|шт|кг|км|м2|pcs|kg|km|stück|szt|units)\b)", re.IGNORECASE
)
_PHONE_CUE = re.compile(
    r"(?:\b(?:tel|telefon|phone|mobile?|mob|cell|call|number|handy|nummer|kom|dzwonić|numer|тел|телефон|моб|номер|звоните|позвоните|"
    r"зателефонуйте|перезвоните|передзвоніть|дзвоніть|whatsapp|viber)\w{0,3}[\s.:]{0,3}(?:is|ist|me on|me at|на|to)?[\s:]{0,2})$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./][0-3]?\d|[0-3]?\d[-./](?:0?[1-9]|1[0-2])[-./](?:19|20)\d\d)(?!\d)")


def phones(text: str, limit: int = 5) -> tuple[str, ...]:
    """What reads as phone numbers, extension included, in order and without repeats. Fax numbers are left out: nobody answers them."""
    if (digit := _DIGIT.search(text, 0, SCAN)) is None:
        return ()
    found: dict[str, None] = {}
    text = text[:SCAN]
    for run in _RUN.finditer(text, max(0, digit.start() - 3)):  # before its first digit a number may have `+ (`
        number = _phone(text, run.start(), run.end())
        if number:
            found.setdefault(number)
            if len(found) >= limit:
                break
    return tuple(found)


def _phone(text: str, start: int, end: int) -> str | None:
    """The number at this place as written, or None where the neighbourhood says that it is something else."""
    raw = text[start:end]
    digits = sum(map(str.isdigit, raw))
    if not 6 <= digits <= 15 or (raw[0] != "+" and _DATE.match(raw)):
        return None
    before = text[max(0, start - 32) : start]
    no = _NO_PHONE_BEFORE.match(before[::-1])
    if (no and not ((raw[0] == "+" or (raw[0] == "0" and not raw.isdigit())) and _ends_a_line(before, no.group()))) or (
        end < len(text) and _NO_PHONE_AFTER.match(text, end)
    ):
        return None
    if not raw.startswith(("+", "00")) and _doubtful(raw, digits) and not _PHONE_CUE.search(before):
        return None
    extension = _EXTENSION.match(text, end) if end < len(text) else None
    return raw + (extension.group().rstrip() if extension else "")


def _ends_a_line(before: str, backwards: str) -> bool:
    """Whether a word that would make a number none ends a line of other words: `We need an invoice`, and the phone in the next line or message."""
    return "\n" in backwards and bool(before[: -len(backwards)].rpartition("\n")[2].strip())


def _doubtful(raw: str, digits: int) -> bool:
    """Whether it takes a word before the number to believe it: few digits, or an IP address."""
    if digits < (9 if raw.isdigit() else 7):
        return True
    return raw.count(".") == 3 and digits <= 12 and raw.replace(".", "").isdigit()


# --- e-mails ----------------------------------------------------------------------------------------------------------------------------

_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}$")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W_][\w-]{0,22}[^\W\d_]")


def emails(text: str, limit: int = 5) -> tuple[str, ...]:
    """What reads as e-mail addresses, in order and without repeats; looks only around each @, so that it stays linear."""
    found: dict[str, None] = {}
    at = text.find("@", 1, SCAN)
    looked = 0
    while at >= 0 and len(found) < limit and looked < 50:
        looked += 1
        local = _LOCAL.search(text[max(0, at - 64) : at])
        domain = _DOMAIN.match(text, at + 1, at + 256)
        if local and domain and (name := local.group().lstrip(".'/=|{}`*?!#$%^&")):
            found.setdefault(f"{name}@{domain.group()}")
        at = text.find("@", at + 1, SCAN)
    return tuple(found)


# --- names ------------------------------------------------------------------------------------------------------------------------------

_STRONG = re.compile(
    r"\b(?:my name is|i am called|меня зовут|мене звати|моє ім'я|мо[её] имя|nazywam się|mam na imię|mein name ist|ich hei(?:ß|ss)e)[ :,]{1,3}",
    re.IGNORECASE,
)
_NAMING = re.compile(_one_of("name called зовут звати ім'я имя nazywam imię heiss"))
"""A word of each, so that a text without any is looked through once."""

_WEAK = re.compile(
    r"^\W{0,3}(?:this is|it's|i'm|i am|это|це|tu|tutaj|z tej strony|hier ist|hier spricht)[ :,]{1,3}(?=\S)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ-](?=[^\W\d_])){0,39}\.?")
_STOP = frozenset(
    (
        "and",
        "my",
        "from",
        "i",
        "i'm",
        "the",
        "of",
        "at",
        "in",
        "with",
        "here",
        "calling",
        "please",
        "not",
        "urgent",
        "и",
        "а",
        "я",
        "из",
        "мой",
        "по",
        "это",
        "срочно",
        "та",
        "і",
        "з",
        "мій",
        "моя",
        "це",
        "und",
        "ich",
        "aus",
        "von",
        "meine",
        "mein",
        "bin",
        "oraz",
        "a",
        "z",
        "jestem",
        "mój",
        "proszę",
    )
)


def said_name(text: str) -> str | None:
    """The name by which somebody introduces themselves, as said: "my name is ...", "меня зовут ...", "mein Name ist ..."; else None.

    A weak introduction ("this is ...", "это ...") counts only when nothing but one to three words follows, one of them capitalised.
    """
    text = text[:2000]
    if _NAMING.search(_folded(text)) and (strong := _STRONG.search(text)):
        return _name_at(text, strong.end())
    if weak := _WEAK.match(text):
        rest = text[weak.end() :].strip(" !,\n")
        rest = rest if rest[-3:-2] == " " else rest.rstrip(".")  # keep the point of an initial
        words = rest.replace(",", " ").split()
        if 1 <= len(words) <= 3 and all(_WORD.fullmatch(w) for w in words) and any(w[0].isupper() for w in words):
            return None if any(_is_stop(w) for w in words) else rest
    return None


def _is_stop(word: str) -> bool:
    return word in _STOP or (len(word) > 2 and word.rstrip(".").lower() in _STOP)


def _name_at(text: str, at: int) -> str | None:
    words: list[str] = []
    lower = text[at : at + 1].islower()
    while len(words) < (2 if lower else 4) and (word := _WORD.match(text, at)):
        said = word.group()
        if _is_stop(said) or (words and not lower and not said[0].isupper()):
            break
        initial = len(said) == 2 and said[1] == "."
        words.append(said if initial else said.rstrip("."))
        at = word.end()
        if said.endswith(".") and not initial:
            break
        if text[at : at + 1] not in (" ", ",") or (text[at] == "," and (len(words) > 1 or not _last_word(text, at + 1))):
            break
        if text[at] == ",":
            words[-1] += ","
            at += 1
        at += text[at : at + 1] == " "
    return " ".join(words).rstrip(",") or None


def _last_word(text: str, at: int) -> bool:
    """Whether nothing but one more word follows: `Keudel, Anni`."""
    rest = text[at:].strip(" .!\n")
    return _WORD.fullmatch(rest) is not None


_HANDLE = re.compile(r"^(?:visitor|guest|user|anonymous|гость|посетитель|відвідувач|гість|gość|besucher|gast)\b|[\d_@]", re.IGNORECASE)


def nickname(value: str | None) -> str | None:
    """A nickname that reads as a person's name; None for handles (`tanya742`) and placeholders (`Visitor 17`)."""
    return None if value is None or _HANDLE.search(value) else value


# --- signatures -------------------------------------------------------------------------------------------------------------------------

_CLOSING = re.compile(
    r"^\s{0,8}(?:-- ?$|[-–—_*\s]{0,4}(?:с уважением|с наилучшими|з повагою|із повагою|(?:best|kind|warm) regards|regards|sincerely|yours|best wishes|"
    r"many thanks|thanks|cheers|best,|pozdrawiam|z poważaniem|serdecznie|mit freundlichen|mit besten|(?:viele|beste|freundliche|liebe) gr|mfg|vg\b|"
    r"cordialement|bien à vous|saludos|un saludo|atentamente|cordiali saluti))",
    re.IGNORECASE,
)
_FORMS = """
ооо оао зао пао ао ип тов пп фоп прат llc l.l.c. ltd limited inc corp plc llp gmbh kg ug ag ohg gbr e.k. sarl sas s.l. s.a. group holding company co
"""
_LEGAL = re.compile(rf"[«»„“&]|\b(?:{_one_of(_FORMS)})\b|\bsp\. ?[zk]|\bs\.?a\.?$")
_DUTIES = """
директор менеджер бухгалтер инженер інженер начальник руководител керівник секретар специалист фахівець закуп владелец власник снабж продаж юрист
kierownik prezes dyrektor specjalista księgow właściciel asystent handlow zakup geschäftsführer leiter sachbearbeiter einkauf einkäufer vertrieb
inhaber buchhalt assistent prokurist ingenieur gérant directeur directrice responsable acheteu comptable gerente directora encargad comprador
propietari
"""
"""Anywhere in a word: `гендиректор`, `Projektleiter`."""
_POSTS = """
ceo cto cfo coo owner founder head chief director manager engineer assistant officer buyer sales purchasing accountant president partner procurement
administrator consultant secretary
"""
_DUTY, _POST = re.compile(_one_of(_DUTIES)), re.compile(rf"\b(?:{_one_of(_POSTS)})\b")


class Signature(NamedTuple):
    """What stands under a letter; `at` is where it begins (the length of the text where there is none)."""

    at: int
    name: str | None = None
    position: str | None = None
    company: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


def signature(text: str) -> Signature:
    """The signature of a letter whose quoted part is already cut off: after the last closing ("Best regards,", "С уважением,", "-- ")."""
    text = text[-SCAN:] if len(text) > SCAN else text
    lines = text.splitlines(keepends=True)
    first = max(0, len(lines) - 25)
    at = sum(map(len, lines[:first]))
    begin, start = -1, len(text)
    for number, line in enumerate(lines[first:], first):
        if _CLOSING.match(line):
            begin, start = number, at
        at += len(line)
    if begin < 0:
        return Signature(len(text))
    body = [line.strip(" \t\r\n*_|") for line in lines[begin + 1 : begin + 13]]
    return _read_signature(start, [line for line in body if line])


def _read_signature(at: int, lines: Sequence[str]) -> Signature:
    name = position = company = None
    numbers: dict[str, None] = {}
    addresses: dict[str, None] = {}
    for line in lines:
        if any(map(str.isdigit, line)) or "@" in line:
            numbers.update(dict.fromkeys(phones(line)))
            addresses.update(dict.fromkeys(found := emails(line)))
            if found or any(map(str.isdigit, line)):
                continue
        if len(line) > 120:
            continue
        folded = _folded(line)
        post = _DUTY.search(folded) or _POST.search(folded)
        if name is None and company is None and not post and not _LEGAL.search(folded) and _is_name(line):
            name = line
        elif position is None and post and not _LEGAL.search(folded):
            position = line
        elif company is None and (name or position or _LEGAL.search(folded)) and "://" not in line and not folded.startswith("www."):
            company = line
    return Signature(at, name, position, company, tuple(numbers), tuple(addresses))


def _is_name(line: str) -> bool:
    words = line.replace(",", " ").split()
    return 1 <= len(words) <= 4 and all((word.isalpha() and len(word) <= 40) or _WORD.fullmatch(word) for word in words)
