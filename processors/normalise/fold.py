"""Fold: a word of a name in a form that its usual spellings share, whatever the script and the romanisation."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_SLAVIC = {
    **dict(zip("абвгґдзийіклмнопрстуфхцыэѐў", "abvggdziiiklmnoprstufhçieeu", strict=True)),
    **{"е": "e", "ё": "e", "є": "e", "ї": "i", "ж": "ž", "ч": "č", "ш": "š", "щ": "š", "ъ": "", "ь": "", "ю": "iu", "я": "ia"},
    **{"ђ": "ž", "ј": "i", "љ": "l", "њ": "n", "ћ": "č", "џ": "ž", "ѓ": "g", "ќ": "k", "ѕ": "z"},
    **{"қ": "k", "ғ": "g", "ң": "n", "ұ": "u", "ү": "u", "ө": "o", "ә": "a", "һ": "h"},
}
_KEPT = {"š": "š", "č": "č", "ž": "ž", "ç": "ç", "ş": "š", "ć": "č"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _plain(letter: str) -> str:
    """A letter of any script in lower-case ASCII letters, without its marks."""
    base = "".join([c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c)])
    return "".join([c for c in (base if base.isascii() else anyascii(base)).lower() if c in _LETTERS])


_TABLE = str.maketrans({**{chr(code): _plain(chr(code)) for code in range(0x80, 0x250)}, **dict.fromkeys("'’ʼ`´-", ""), **_SLAVIC, **_KEPT})

_SOUNDS = {
    "shtsh": "š", "schtsch": "š", "shch": "š", "szcz": "š", "sch": "š", "sh": "š", "sz": "š", "tsch": "č", "tch": "č", "cz": "č", "ch": "č",
    "dzh": "dž", "zh": "ž", "kh": "h", "gh": "g", "ph": "f", "th": "t", "ts": "ç", "tz": "ç", "ck": "k", "qu": "kv", "q": "k", "x": "ks",
    "ce": "çe", "ci": "çi", "cy": "çi", "cv": "çv", "cov": "çov", "cow": "çov", "c": "k", "ae": "a", "oe": "o", "ue": "u", "ie": "e", "ye": "e",
    "je": "e", "yie": "e", "iye": "e", "yo": "e", "yi": "i", "iy": "i", "yy": "i", "ii": "i", "ij": "i", "yj": "i", "w": "v", "y": "i", "j": "i",
    **{letter * 2: letter for letter in "abdefghklmnoprstuvwzšžčç"},
}  # fmt: skip
_LONGEST = {
    first: sorted([sound[1:] for sound in _SOUNDS if sound[0] == first], key=len, reverse=True) for first in {s[0] for s in _SOUNDS}
}
_SOUND = re.compile("|".join([f"{first}(?:{'|'.join(rests)})" for first, rests in sorted(_LONGEST.items())]))
_STRANGE = re.compile("[^a-zšžčç]")

_DEEP = str.maketrans({"h": "g", "š": "s", "ž": "z", "č": "s", "ç": "s"})
_WEAK = re.compile("i(?=[uoa])|(?<=[ae])i|(?<=o)u|g(?=[bvdklmnprstf]|$)|(?<=..)[ei]$")


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """The word in Latin letters, equal for its usual spellings: Щукин, Shchukin, Schukin, Szczukin -> `šukin`. May be empty.

    The letters ž, č, š (also shch) and ç (ts) stand for one sound each. Marks, apostrophes and hyphens fall away. fold(fold(x)) == fold(x).
    """
    word = word.casefold()
    if not word.isascii():
        word = word.translate(_TABLE)
    if _STRANGE.search(word):
        word = "".join([c if c in "šžčç" else _plain(c) for c in word])
    while (sounded := _SOUND.sub(_sound, word)) != word:
        word = sounded
    return word


def _sound(found: re.Match[str]) -> str:
    return _SOUNDS[found[0]]


@lru_cache(maxsize=1 << 16)
def deep(folded: str) -> str:
    """What is left of a folded word where languages and habits differ: h and g, sibilants, iotation (Honcharenko, Гончаренко)."""
    return _WEAK.sub("", folded.translate(_DEEP)) or folded
