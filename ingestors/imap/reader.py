"""A mail read: a whole message becomes one touch of the person who wrote it."""

from hashlib import sha256

from ingestors.imap import headers as h
from ingestors.imap.letter import forwarded, own_words
from ingestors.imap.machine import is_machine, references
from ingestors.imap.mime import MAIL_BYTES, Part, enclosed, readable, split, walk
from ingestors.imap.people import Address, People, read, regions
from ingestors.text import Signature, emails, phones, signature
from schemas.capture import Capture
from schemas.codec import digest
from schemas.errors import Reject
from schemas.touch import Attribution, Company, Person, Touch

_MAIL = frozenset(("from", "message-id", "date", "subject", "to", "reply-to", "sender"))
_CANONICAL = ("from", "sender", "reply-to", "to", "cc", "date", "subject", "in-reply-to", "references")
"""Headers that the sender wrote and that no server on the way changes: with the body they name a mail without Message-ID (R20)."""


def parse(capture: Capture) -> list[Touch]:
    """Read the mail; raises Reject when it passes a limit of the parser, or is no mail at all.

    `meta` may say `own` (our addresses, parted by blanks), `region`, `received_ms`, `size` of a mail too large to be captured whole, and
    `problem` where the server did not hand it over.
    """
    if problem := capture.meta.get("problem"):
        raise Reject(problem)
    if (size := int(capture.meta.get("size", "0"))) > MAIL_BYTES:
        raise Reject(
            f"The mail has {size} bytes; at most {MAIL_BYTES} are read, so only its beginning was kept. The whole mail is in the mailbox."
        )
    message = split(capture.body)
    if _MAIL.isdisjoint(message.headers):
        raise Reject("This is no mail: it has neither From, To, Date, Subject nor Message-ID.")
    return [_touch(message, capture)]


def _touch(message: Part, capture: Capture) -> Touch:
    headers, meta, charset = message.headers, capture.meta, message.params.get("charset", "")
    subject = h.text(h.first(headers, "subject"), charset)[:500]
    people = read(headers, charset, meta.get("own", "").lower().split())
    letter = readable(message)
    sender, direction = people.sender()
    if people.is_ours(people.author[1]) and (inner := _forwarded(message, subject, letter)) and not people.is_ours(inner[1]):
        sender, direction, letter = inner[:2], "in", inner[2]
    elif not letter.strip() and (attached := enclosed(message)):
        letter = readable(attached)
    words = own_words(letter)
    signed = signature(words)
    return Touch(
        key=_key(message),
        fingerprint=digest("\x1f".join((people.author[1].lower(), subject, " ".join(letter.split()))).encode()),
        activity="email",
        keep_for_ever=True,
        person=_person(sender, words, signed, people) if direction == "in" else Person(name=sender[0] or None, emails=(sender[1],)),
        company=Company(name=signed.company, submitted=False) if signed.company and direction == "in" else None,
        occurred_at=h.date_ms(h.first(headers, "date")) or int(meta.get("received_ms", "0")) or None,
        direction=direction,
        subject=subject or None,
        text=words or None,
        regions=regions(people.alias, meta.get("region", ""), sender[1].rpartition("@")[2]),
        attribution=Attribution(alias=people.alias or None),
        references=references(message),
        machine=is_machine(message),
        fields=_fields(message, people),
    )


def _forwarded(message: Part, subject: str, letter: str) -> tuple[str, str, str] | None:
    """(name, address, letter) of the mail that a colleague hands on, in the text or attached."""
    if inner := forwarded(subject, letter):
        return inner
    attached = enclosed(message)
    if attached is None or message.kind == "multipart/report":
        return None
    name, address = read(attached.headers, attached.params.get("charset", ""), ()).author
    return (name, address, readable(attached)) if address else None


def _person(sender: Address, words: str, signed: Signature, people: People) -> Person:
    mails = [sender[1]] if sender[1] else list(emails(words[: signed.at]))
    mails += [found for found in signed.emails if not people.is_ours(found) and found.lower() != sender[1].lower()]
    return Person(
        name=_fuller(sender[0], signed.name),
        emails=tuple(mails[:5]),
        phones=tuple(dict.fromkeys((*signed.phones, *phones(words[: signed.at])))),
        position=signed.position,
    )


def _fuller(shown: str, signed: str | None) -> str | None:
    """The name that says more: the display name, unless the signature has more words written out (`D. Luna` against `Dominic Luna`)."""
    return signed if signed and _written_out(signed) > _written_out(shown) else shown or signed


def _written_out(name: str) -> int:
    return sum([len(word.rstrip(".")) > 1 for word in name.split()])


def _key(message: Part) -> str:
    """R20: the Message-ID, else a digest of what the sender wrote."""
    raw = h.readable(h.first(message.headers, "message-id"))
    if found := h.message_ids(raw):
        return f"mail:{found[0]}"
    if raw and len(raw) <= 500 and not any(c.isspace() for c in raw):
        return f"mail:{raw.strip('<>')}"
    said = "\n".join(f"{name}:{' '.join(value.split())}" for name in _CANONICAL for value in message.headers.get(name, ()))
    body = b"\n".join(line.rstrip() for line in message.body.strip().split(b"\n"))
    return "mail:sha256:" + sha256(said.encode("utf-8", "surrogateescape") + b"\n" + body).hexdigest()


def _fields(message: Part, people: People) -> dict[str, str]:
    """What else a person may want to see: who it was sent by and to, and the names of the attached files."""
    bag = {
        "from": people.author[1],
        "reply_to": people.reply_to[1],
        "to": ", ".join(address for _, address in people.recipients[:20]),
        "attachments": ", ".join(name for part in walk(message) if (name := part.filename)) if message.parts else "",
    }
    return {name: value[:1000] for name, value in bag.items() if value}
