"""What the writer of a mail wrote: the quoted part cut off, and who wrote the letter that was forwarded."""

import re

from ingestors.imap.headers import addresses

SCAN = 100_000
"""Characters of a letter that are looked at."""

KEPT = 16_000
"""Characters of a letter that a touch carries."""

_FROM = r"(?:From|От|Отправитель|Von|Od|De|Da|Від|Van|Fra)"
_SENT = (
    r"(?:Sent|Date|To|Subject|Отправлено|Дата|Кому|Тема|Надіслано|Gesendet|Datum|An|Betreff|Wysłano|Wysłane|Data|Do|Temat"
    r"|Envoyé|À|Objet|Enviado|Para|Asunto)"
)
_WROTE = r"(?:wrote|writes|schrieb|пишет|написал[аи]?|написал\(а\)|пише|написав|написала|napisał\(a\)|napisała?|pisze|a écrit|escribió|ha scritto)"

_QUOTE = re.compile(
    rf"""^(?:
      [>|]\ ?
    | -{{2,}}\ *(?:Original\ Message|Original\ message|Исходное\ сообщение|Пересылаемое\ сообщение|Вихідне\ повідомлення|Ursprüngliche\ Nachricht
        |Originalnachricht|Oryginalna\ wiadomość|Wiadomość\ oryginalna|Message\ d'origine|Mensaje\ original)
    | _{{20,}}\ *$
    | \*?{_FROM}\ ?:\*?\ [^\n]{{1,300}}\n(?:\*?[^\n:]{{1,30}}:[^\n]{{0,300}}\n)?\*?{_SENT}\ ?:
    | [^\n]{{0,30}}\d{{4}}[^\n]{{0,160}}<[^<>\s]+@[^<>\s]+>\ *:\ *$
    )""",
    re.MULTILINE | re.VERBOSE,
)

_VERB = re.compile(rf"\b{_WROTE}(?=[ ,:<])[^\n:]{{0,120}}:[ \t]*$", re.MULTILINE)

_DATED = re.compile(r"\d|@")

_FORWARD = re.compile(
    r"^(?:-{2,} *(?:Forwarded [Mm]essage|Original Message|Пересылаемое сообщение|Пересланное сообщение|Исходное сообщение|Переслане повідомлення"
    r"|Weitergeleitete Nachricht|Ursprüngliche Nachricht|Wiadomość przekazana|Przekazana wiadomość|Treść przekazanej wiadomości"
    r"|Message transféré|Mensaje reenviado)"
    r"|Begin forwarded message:|Начало (?:переадресованного|пересылаемого) сообщения:|Anfang der weitergeleiteten Nachricht:)",
    re.MULTILINE,
)
_FORWARD_SUBJECT = re.compile(r"(?:Fwd?|FW|WG|PD|TR|RV|Пересл|Fwd)\s*:", re.IGNORECASE)
_FORWARD_FROM = re.compile(rf"^[>\s*]{{0,6}}{_FROM}\s?:\*?\s*([^\n]{{3,400}})$", re.MULTILINE)


def own_words(letter: str) -> str:
    """The letter without what it quotes: cut at the first mark of a quotation; where the answer stands below or between the quoted
    lines, only those lines are dropped. The whole letter when nothing else would be left."""
    letter = letter[:SCAN]
    if not (":" in letter or ">" in letter or "|" in letter or "--" in letter or "__" in letter):  # what quotes has one of these
        return letter.strip()[:KEPT]
    mark = _QUOTE.search(letter)
    start, end = mark.span() if mark else (len(letter), len(letter))
    if intro := _introduced(letter):
        start, end = min((start, end), intro)
    if above := letter[:start].strip():
        return above[:KEPT]
    rest = letter if letter[start : start + 1] in (">", "|") else letter[end:]
    below = "\n".join(line for line in rest.split("\n") if not line.startswith((">", "|"))).strip()
    return (below or letter.strip())[:KEPT]


def _introduced(letter: str) -> tuple[int, int] | None:
    """Where a line like `On Mon, 5 Jan 2026 Anna <a@b> wrote:` stands, which mail programs break in two; it has a date or an address."""
    for verb in _VERB.finditer(letter):
        start = letter.rfind("\n", 0, verb.start()) + 1
        if not _DATED.search(letter, start, verb.end()):
            start = letter.rfind("\n", 0, max(0, start - 1)) + 1
        if verb.end() - start < 400 and _DATED.search(letter, start, verb.end()):
            return start, verb.end()
    return None


def forwarded(subject: str, letter: str) -> tuple[str, str, str] | None:
    """(name, address, letter) of a mail that is handed on inside this one; None when none is, or its sender has no address."""
    letter = letter[:SCAN]
    mark = _FORWARD.search(letter)
    if mark is None and not _FORWARD_SUBJECT.match(subject):
        return None
    start = mark.end() if mark else 0
    sender = _FORWARD_FROM.search(letter, start, start + 4000)
    if sender is None or not (found := addresses(sender[1].replace("mailto:", "").replace("[", "<").replace("]", ">"))):
        return None
    name, address = found[0]
    _, _, inner = letter[sender.start() :].partition("\n\n")
    return name, address, inner.strip()[:KEPT]
