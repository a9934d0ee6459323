"""Script: letters that look alike, a keyboard in the wrong layout, bytes read in the wrong encoding; undone where only one reading makes sense."""

import re

_LATIN = "aceopxyABCEHIKMOPTXcijsSJ"
_CYRILLIC = "асеорхуАВСЕНІКМОРТХсіјѕЅЈ"
_TO_CYRILLIC = dict(zip(map(ord, _LATIN), _CYRILLIC, strict=True))
_TO_LATIN = {ord(c): latin for latin, c in zip(_LATIN, _CYRILLIC, strict=True)}
_IS_LATIN, _IS_CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
_RUN = re.compile(r"[^\W\d_]+")

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
_RU_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
_UK_KEYS = "йцукенгшщзхїфівапролджєячсмитьбюґЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮҐ"
_LAYOUTS = (str.maketrans(_KEYS, _RU_KEYS), str.maketrans(_KEYS, _UK_KEYS))
_BACK = (str.maketrans(_RU_KEYS, _KEYS), str.maketrans(_UK_KEYS, _KEYS))


def in_one_script(text: str) -> str:
    """The text with every word that mixes Latin and Cyrillic look-alikes in the one script that can spell it; other words as they are.

    in_one_script(in_one_script(x)) == in_one_script(x).
    """
    if text.isascii() or not _IS_CYRILLIC.search(text) or not _IS_LATIN.search(text):
        return text
    return _RUN.sub(_word, text)


def _word(found: re.Match[str]) -> str:
    word = found[0]
    latin, cyrillic = len(_IS_LATIN.findall(word)), len(_IS_CYRILLIC.findall(word))
    if not latin or not cyrillic:
        return word
    as_cyrillic, as_latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    candidates = [(cyrillic, as_cyrillic, _IS_LATIN), (latin, as_latin, _IS_CYRILLIC)]
    for _, spelled, other in sorted(candidates, key=lambda c: -c[0]):
        if not other.search(spelled):
            return spelled
    return word


def other_layouts(text: str) -> tuple[str, ...]:
    """What was typed, had the keyboard been in another layout: Fktrcfylh -> Александр; as it would read in ru and uk, or back."""
    return tuple([text.translate(table) for table in (_LAYOUTS if text.isascii() else _BACK)])


_DOUBLED = re.compile(
    "(?:[\u0402\u0403\u0413\u0420\u0421][\u0080-\u00bf\u0401-\u040f\u0451-\u045f\u0490\u0491\u2010-\u203a\u20ac\u2116\u2122]){2}"
    "|\u0413[\u00a0-\u00bf]"
    "|[\u00c2-\u00df][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2122]"
)
"""The first two bytes of a letter in UTF-8 as cp1251, cp1252 or latin-1 read them."""

_HIGH = re.compile("[\u00a8\u00b8\u00c0-\u00ff]{4,}")


def mended(text: str) -> str:
    """The text as it was before its bytes were read in a wrong encoding, where that can be told; else as it is. Idempotent.

    Undone: UTF-8 read as cp1251, cp1252 or latin-1 (once or twice), and cp1251 or koi8-r read as latin-1.
    """
    for _ in range(4):
        better = _mend(text)
        if better == text:
            return text
        text = better
    return text


def _mend(text: str) -> str:
    if text.isascii():
        return text
    if _DOUBLED.search(text):
        for encoding in ("cp1251", "cp1252", "latin-1"):
            try:
                better = _bytes(text, encoding).decode("utf-8")
            except UnicodeError:
                continue
            if len(better) < len(text) and better.isprintable():
                return better
    if _HIGH.search(text) and not _IS_CYRILLIC.search(text) and _mostly_high(text):
        readings = [_read(text, encoding) for encoding in ("cp1251", "koi8-r")]
        best = max(readings, key=_words_in_case)
        if _words_in_case(best):
            return best
    return text


def _read(text: str, encoding: str) -> str:
    try:
        return text.encode("latin-1").decode(encoding)
    except UnicodeError:
        return ""


def _bytes(text: str, encoding: str) -> bytes:
    """The bytes that were read as `text`; what cp1252 leaves undefined passed through as it does in browsers."""
    if encoding != "cp1252":
        return text.encode(encoding)
    return b"".join([c.encode("latin-1") if "\x80" <= c <= "\xff" or c in "\x81\x8d\x8f\x90\x9d" else c.encode(encoding) for c in text])


def _mostly_high(text: str) -> bool:
    """Whether there is no word with plain Latin letters in it: `Àëåêñàíäð`, not `Ünüvar`."""
    return not _IS_LATIN.search(text)


def _words_in_case(text: str) -> int:
    """How many words are Cyrillic and written as words are: capital first, or all small, or all capitals."""
    return sum(
        1 + (word[:1].isupper() and word[1:].islower())
        for word in _RUN.findall(text)
        if all("\u0400" <= c <= "\u04ff" for c in word) and (word[1:].islower() or word.isupper())
    )
