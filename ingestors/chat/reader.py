"""Reading a chat post: the visitor's new messages together are one touch, with whatever they say about themselves (R26)."""

from collections.abc import Iterable
from typing import NamedTuple

import orjson

from ingestors import campaign, hints, text
from ingestors.times import millis
from schemas.capture import Capture
from schemas.codec import digest
from schemas.errors import Ignore, Reject
from schemas.touch import Attribution, Person, Touch

MESSAGES, LENGTH = 50, 4096
"""Messages of one post, and characters of each, that are read; the capture keeps everything."""
_OURS = frozenset(("operator", "agent", "manager", "bot", "system", "staff"))


class Post(NamedTuple):
    """A widget's post: who writes, in which conversation, and the messages as (id, text)."""

    fields: dict[str, object]
    visitor: str | None
    conversation: str
    messages: tuple[tuple[str, str], ...]
    said: bytes
    named: bool
    """Whether every message has an id of its own."""


def post_of(body: bytes) -> Post:
    """The post in a body; raises Reject when it is none, Ignore when the visitor has not written anything."""
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Reject(f"The chat post is not valid JSON: line {error.lineno}, column {error.colno}.") from None
    if not isinstance(sent, dict):
        raise Reject("The chat post must be a JSON object.")
    visitor = text.clean(sent.get("visitor_id"), 128)
    conversation = text.clean(sent.get("conversation"), 128) or visitor
    if conversation is None:
        raise Reject("The chat post names neither visitor_id nor conversation.")
    single, several = sent.get("message"), sent.get("messages")
    raw = several if isinstance(several, list) else [single]
    messages = tuple([found for item in raw[:MESSAGES] if (found := _message(item))])
    if not messages:
        raise Ignore("The visitor has not written anything yet.")
    said = digest(_join([part for message in messages for part in message]))
    return Post(sent, visitor, conversation, messages, said, all(name for name, _ in messages))


def _join(parts: Iterable[str]) -> bytes:
    return "\x1f".join(parts).encode("utf-8", "surrogatepass")


def _message(item: object) -> tuple[str, str] | None:
    """(id or '', text) of a visitor's message; None for the site's own people, and for what has no text."""
    if not isinstance(item, dict):
        words = text.clean(item, LENGTH) if isinstance(item, str) else None
        return ("", words) if words else None
    author = item.get("from")
    if isinstance(author, str) and author.lower() in _OURS:
        return None
    said = item.get("text")
    words = text.clean(said, LENGTH) if isinstance(said, str) else None
    return (text.clean(item.get("id"), 128) or "", words) if words else None


def keys(source: str, post: Post, bucket: str | None) -> tuple[str, tuple[str, ...]]:
    """R20: conversation + message ids; for a widget without ids the words and ten minutes, as for a form without a key."""
    base = f"chat:{source}:{post.conversation}"
    if post.named:
        ids = [name for name, _ in post.messages]
        return f"{base}:{ids[0] if len(ids) == 1 else digest(_join(ids)).hex()}", ()
    if bucket is None or not bucket.isdecimal():
        return f"{base}:{post.said.hex()}", ()
    number = int(bucket[:18])
    return f"{base}:{post.said.hex()}:{number}", (f"{base}:{post.said.hex()}:{number - 1}", f"{base}:{post.said.hex()}:{number + 1}")


def parse(capture: Capture) -> list[Touch]:
    """Read the post; phones, e-mails and a name said in the texts are the visitor's (the cost is bounded by the caps above)."""
    post = post_of(capture.body)
    sent, meta = post.fields, capture.meta
    key, also = keys(capture.source, post, meta.get("bucket"))
    words = [message for _, message in post.messages]
    together = "\n".join(words)
    locale = text.clean(sent.get("locale") or sent.get("lang"), 64) or meta.get("language")
    spoken = hints.language(locale)
    page = text.clean(sent.get("page"), 2048) or meta.get("referrer")
    utm = sent.get("utm")
    tags = {name: sent.get(name) or utm.get(name[4:]) for name in campaign.TAGS} if isinstance(utm, dict) else sent
    said_of_it: dict[str, str] = {}
    if not campaign.TAGS.isdisjoint(tags):
        said_of_it = {name: value for name in campaign.TAGS if tags.get(name) and (value := text.clean(tags[name], 512))}
    given = text.clean(sent.get("name") or sent.get("nickname"), 200)
    said_name = next(filter(None, map(text.said_name, words)), None)
    nickname = text.nickname(given)
    phone, email = text.clean(sent.get("phone"), 64), text.clean(sent.get("email"), 320)
    return [
        Touch(
            key=key,
            also=also,
            fingerprint=post.said,
            activity="chat",
            person=Person(
                name=said_name or nickname,
                phones=tuple(dict.fromkeys((*((phone,) if phone else ()), *text.phones(together)))),
                emails=tuple(dict.fromkeys((*((email,) if email else ()), *text.emails(together)))),
                cookie=post.visitor,
                language=spoken,
            ),
            text=together,
            occurred_at=millis(sent.get("sent_at")),
            regions=hints.of_visit(None, locale, page, spoken, meta.get("region")),
            attribution=Attribution(page=page, referrer=text.clean(sent.get("referrer"), 2048), **(said_of_it or campaign.of_page(page))),
            conversation=f"{capture.source}:{post.conversation}",
            fields={"nickname": given} if given and given != nickname else {},
        )
    ]
