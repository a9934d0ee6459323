"""Texts from outside, made harmless: no NUL, no lone surrogates, no invisible characters in names, bounded lengths."""

import re
import unicodedata

NAME_CHARS, LINE_CHARS, TEXT_CHARS = 200, 500, 20_000
"""The longest name, single line and text that is kept outside the capture, in characters."""

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def storable(text: str, limit: int = TEXT_CHARS) -> str:
    """The text as PostgreSQL and JSON take it: NUL dropped, lone surrogates replaced, cut at `limit` characters; lines are kept."""
    if len(text) > limit:
        text = text[:limit]
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-8", "replace").decode()
    return text


def line(text: str, limit: int = LINE_CHARS) -> str:
    """One line without control or invisible characters, NFC, spaces single; empty when nothing is left. line(line(x)) == line(x)."""
    if text.isprintable():
        if not text.isascii():
            text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text[:limit]))
        return " ".join(text[:limit].split())
    text = storable(text, limit)
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)[:limit]).strip()


def given(text: str | None, limit: int = LINE_CHARS) -> str | None:
    """The line of an optional text; None when nothing is left of it."""
    return (line(text, limit) or None) if text else None
