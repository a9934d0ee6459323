"""HTML to plain text: one regular expression over the tags, linear in time and without nesting, as mail is hostile."""

import html
import re

_SILENT = re.compile(r"<(script|style|head|title|svg)\b[^<>]*>", re.IGNORECASE)
_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>?|<(/?[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|<(/?[a-zA-Z][a-zA-Z0-9]*)[^<>]*\Z", re.DOTALL)
_BLOCKS = "br p /p div /div tr /tr li /li ul ol /ul /ol table /table h1 h2 h3 h4 h5 h6 /h1 /h2 /h3 /h4 /h5 /h6 hr pre blockquote"
_BREAKS = frozenset(_BLOCKS.split())
_PARAGRAPHS = frozenset(["p", "/p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "/blockquote", "hr"])


def html_text(source: str) -> str:
    """The text of an HTML document with line breaks where blocks end; a quoted `<blockquote>` is led in by `> `, as in plain mail."""
    out: list[str] = []
    at = quoted = 0
    source = " ".join(re.split(r"[ \t\r\n\f]+", _without_silent(source)))
    for match in _TOKEN.finditer(source):
        out.append(source[at : match.start()])
        at = match.end()
        tag = (match[1] or match[2] or "").lower()
        if tag == "blockquote":
            quoted += 1
        elif tag == "/blockquote":
            quoted = max(0, quoted - 1)
        if tag in _BREAKS or tag == "/blockquote":
            out.append(("\n\n" if tag in _PARAGRAPHS else "\n") + "> " * min(quoted, 3))
        elif tag in ("td", "th"):
            out.append(" ")
    out.append(source[at:])
    return _tidy(html.unescape("".join(out)))


def _without_silent(source: str) -> str:
    """The document without elements whose text nobody sees."""
    out: list[str] = []
    at = 0
    lower = ""
    while match := _SILENT.search(source, at):
        lower = lower or source.lower()
        out.append(source[at : match.start()])
        end = lower.find(f"</{match[1].lower()}", match.end())
        if end < 0:
            if match[1].lower() in ("head", "title", "svg"):  # never closed: better to show it than to lose the letter
                at = match.end()
                continue
            return "".join(out)
        close = source.find(">", end)
        at = close + 1 if close >= 0 else len(source)
    out.append(source[at:])
    return "".join(out)


def _tidy(raw: str) -> str:
    lines: list[str] = []
    for line in raw.replace("\xa0", " ").split("\n"):
        line = " ".join(line.split())
        bare = not line.strip("> ")
        if bare and (not lines or not lines[-1].strip("> ")):
            continue
        lines.append("" if bare else line)
    return "\n".join(lines).strip()
