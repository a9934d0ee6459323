"""HTML to plain text: one regular expression over the tags, linear in time and without nesting, as mail is hostile."""

import html
import re

_SILENT = re.compile(r"<(script|style|head|title|svg)\b[^<>]*>", re.IGNORECASE)
_CLOSE = {tag: re.compile(rf"</{tag}\b[^<>]*>", re.IGNORECASE) for tag in ("script", "style", "head", "title", "svg")}
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
    """The document without elements whose text nobody sees. A script or style that is never closed hides the rest, as in a browser."""
    out: list[str] = []
    at, unclosed = 0, set[str]()
    for match in _SILENT.finditer(source):
        tag = match[1].lower()
        if match.start() < at or tag in unclosed:
            continue
        end = _CLOSE[tag].search(source, match.end())
        if end is None:
            unclosed.add(tag)
            if tag in ("script", "style"):
                return "".join((*out, source[at : match.start()]))
            continue
        out.append(source[at : match.start()])
        at = end.end()
    return "".join((*out, source[at:]))


def _tidy(raw: str) -> str:
    lines: list[str] = []
    for line in raw.replace("\xa0", " ").split("\n"):
        line = " ".join(line.split())
        bare = not line.strip("> ")
        if bare and (not lines or not lines[-1].strip("> ")):
            continue
        lines.append("" if bare else line)
    return "\n".join(lines).strip()
