"""Bytes to text: the declared charset, then strict UTF-8, then a guess by alphabet; never raises, and never runs a codec that is no charset."""

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

from charset_normalizer import from_bytes

GUESS_BYTES = 8 << 10
"""How much a guess looks at: enough to tell an alphabet, little enough to take no time."""

_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "utf-8-sig": "utf-8",
}
"""Charsets that programs name while meaning the larger one (WHATWG Encoding)."""

_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "cp-1251": "cp1251",
    "win-1251": "cp1251",
    "cp-1252": "cp1252",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}

_NO_CHARSETS = frozenset(
    {
        "idna",
        "punycode",
        "unicode_escape",
        "raw_unicode_escape",
        "unicode-escape",
        "raw-unicode-escape",
        "undefined",
        "utf-7",
        "mbcs",
        "oem",
    }
)
"""Text codecs of Python that are no charsets; some take quadratic time on hostile bytes."""


@lru_cache(maxsize=256)
def codec(declared: str) -> str | None:
    """The name under which Python knows a declared charset; None when it is none."""
    name = declared.strip(" \"'").lower()
    if not name or len(name) > 40 or not name.isascii() or not name.isprintable():
        return None
    try:
        info = codecs.lookup(_ALIASES.get(name, name))
    except LookupError:
        return None
    if info.name in _NO_CHARSETS or not info._is_text_encoding:
        return None
    return _MEANT.get(info.name, info.name)


def decode(data: bytes, *declared: str) -> str:
    """The text in `data` by the first declared charset that fits, else UTF-8, else a guess; U+FFFD stands only for what fits nothing.

    Text declared as Latin-1 that is UTF-8 was mislabelled. Lone surrogates never come out.
    """
    if data.isascii() and not any(name[:5].lower() in _SEVEN_BIT for name in declared):
        return data.decode("ascii")
    for name in declared:
        known = codec(name) if name else None
        if known is not None and (known != "cp1252" or not is_utf8(data)):
            try:
                return data.decode(known)
            except UnicodeError:
                continue
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return data.decode(guess(data[:GUESS_BYTES]), "replace")


_SEVEN_BIT = ("utf-1", "utf16", "utf-3", "utf32", "iso-2", "iso20", "hz", "hz-gb")
"""How charsets begin whose bytes may all be below 128 and yet not be ASCII."""


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 throughout."""
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    return True


class _Alphabet(NamedTuple):
    charsets: tuple[str, ...]
    letters: frozenset[str]


def _alphabet(charsets: str, lower: str) -> _Alphabet:
    return _Alphabet(tuple(charsets.split()), frozenset(lower + lower.upper()))


_ALPHABETS = (
    _alphabet("cp1251 koi8_r cp866 iso8859_5 mac_cyrillic", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    _alphabet("cp1251 koi8_u cp1125 iso8859_5 mac_cyrillic", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    _alphabet("cp1252 cp850", "äöüß"),
    _alphabet("cp1252 cp850", "àâæçéèêëîïôœùûüÿñáíóúãõ"),
    _alphabet("cp1250 iso8859_2 cp852", "ąćęłńóśźż"),
    _alphabet("cp1250 iso8859_2 cp852", "áčďéěíňóřšťúůýž"),
    _alphabet("cp1254", "çğıöşü"),
)
_PLAIN = frozenset("«»„“”‘’–—№§°€£…\xa0·")
_STRANGE = re.compile(r"(?<=[а-яёіїєґ])[А-ЯЁІЇЄҐ]|(?<=[A-Za-z])[а-яёіїєґА-ЯЁІЇЄҐ]|[а-яёіїєґА-ЯЁІЇЄҐ](?=[A-Za-z])")
"""A Cyrillic capital inside a word, and a Cyrillic letter beside a Latin one."""


def guess(data: bytes) -> str:
    """The charset of 8-bit text that declares none: the one in which every letter belongs to one alphabet of the languages we meet
    and capitals stand where words begin; else what charset-normalizer thinks, else cp1252."""
    best, best_score = "", 0.0
    for alphabet in _ALPHABETS:
        for charset in alphabet.charsets:
            score = _fit(data, charset, alphabet.letters)
            if score > best_score:
                best, best_score = charset, score
    if best_score >= 0.8:
        return best
    other = from_bytes(data).best()
    return (other and codec(other.encoding)) or best or "cp1252"


def _fit(data: bytes, charset: str, letters: frozenset[str]) -> float:
    """How much of the text above ASCII reads as one language, at most 1."""
    text = data.decode(charset, "replace")
    high = [c for c in text if c > "\x7f" and c not in _PLAIN]
    if not high:
        return 0.0
    strange = sum(c not in letters for c in high) + len(_STRANGE.findall(text))
    return 1 - 2 * strange / len(high)
