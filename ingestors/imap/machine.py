"""Whether a program wrote the mail (R23), and which earlier mails it answers."""

from ingestors.imap.headers import Headers, first, message_ids, scan
from ingestors.imap.mime import HEADER_BYTES, Part, walk


def is_machine(message: Part) -> bool:
    """R23: an auto-reply, a bounce, bulk or list mail."""
    headers = message.headers
    auto = first(headers, "auto-submitted").partition(";")[0].strip().lower() if "auto-submitted" in headers else ""
    return (
        (bool(auto) and auto != "no")
        or "x-autoreply" in headers
        or "x-autorespond" in headers
        or "list-unsubscribe" in headers
        or first(headers, "precedence").lower() in ("bulk", "junk")
        or message.kind == "multipart/report"
        or first(headers, "return-path").replace(" ", "") == "<>"
    )


def references(message: Part) -> tuple[str, ...]:
    """Keys of the mails that this one answers, nearest first, at most 20; for a bounce, of the mail that came back."""
    headers = message.headers
    if "in-reply-to" not in headers and "references" not in headers and message.kind != "multipart/report":
        return ()
    ids = message_ids(first(headers, "in-reply-to")) + message_ids(first(headers, "references"))[::-1]
    if message.kind == "multipart/report":
        ids += [found for part in walk(message) if part.kind in ("message/rfc822", "text/rfc822-headers") for found in _own_id(part)]
    return tuple(dict.fromkeys(f"mail:{found}" for found in ids))[:20]


def _own_id(part: Part) -> list[str]:
    returned: Headers = scan(part.body[:HEADER_BYTES].replace(b"\r\n", b"\n").partition(b"\n\n")[0])
    return message_ids(first(returned, "message-id"))
