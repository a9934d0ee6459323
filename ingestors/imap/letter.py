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
    | (?:On|Le|El|Am|Il|W\ dniu|Dnia|[А-ЯA-ZІЇЄ\d][^\n]{{3,60}})\b[^\n]{{0,250}}?(?:\n[^\n]{{0,120}}?)?\b{_WROTE}[^\n]{{0,120}}:\ *$
    | [^\n]{{0,30}}\d{{4}}[^\n]{{0,160}}<[^<>\s]+@[^<>\s]+>\ *:\ *$
    )""",
    re.MULTILINE | re.VERBOSE,
)

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
    mark = _QUOTE.search(letter)
    if mark is None:
        return letter.strip()[:KEPT]
    above = letter[: mark.start()].strip()
    if above:
        return above[:KEPT]
    lines = letter[mark.end() :].split("\n") if letter[mark.start()] not in ">|" else letter.split("\n")
    below = "\n".join(line for line in lines if not line.startswith((">", "|"))).strip()
    return (below or letter.strip())[:KEPT]


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
