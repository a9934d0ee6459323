"""Names of people, cleaned for showing; what stands in for a name is none."""

import re
from functools import lru_cache

from processors.normalise.script import in_one_script, mended
from processors.normalise.text import NAME_CHARS, line

_PLACEHOLDER = re.compile(
    r"(?:-+|\.+|_+|n/?a|null|none|nil|undefined|unknown|anonymous|withheld|private|no ?name|test|тест|имя|аноним(?:ный)?"
    r"|(?:номер )?неизвест(?:но|ный|ен)|невідом(?:о|ий)"
    r"|без имени|не указано?|абонент|unbekannt|nieznany|inconnu|(?:unknown|wireless|private|anonymous|cellular) (?:caller|name|number)|unavailable"
    r"|out of area|toll[ -]free call|cell phone"
    r"|(?:visitor|guest|user|client|customer|посетитель|гость|клиент|пользователь|відвідувач|гість|клієнт|gast|besucher|kunde"
    r"|gość|klient|visiteur|invité|visitante|invitado)[\s#№_-]*\d*)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 15)
def name(text: str) -> str | None:
    """The name for showing, or None when there is none: `null`, `Visitor 12`, signs only. name(name(x)) == name(x)."""
    cleaned = line(text, NAME_CHARS) if text.isascii() else _legible(text)
    if not any(map(str.isalpha, cleaned)) or _PLACEHOLDER.fullmatch(cleaned):
        return None
    return cleaned


def _legible(text: str) -> str:
    """The line in the encoding and the script that it was meant in; again and again, as one may uncover the other."""
    for _ in range(4):
        better = in_one_script(line(mended(text), NAME_CHARS))
        if better == text:
            break
        text = better
    return text
