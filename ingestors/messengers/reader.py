"""Reading a Telegram update: a private message of a person, with whatever they say about themselves."""

import orjson

from ingestors import hints, text
from ingestors.times import millis
from schemas.capture import Capture
from schemas.codec import digest
from schemas.errors import Ignore, Reject
from schemas.touch import Person, Touch

NETWORK = "telegram"


def parse(capture: Capture) -> list[Touch]:
    """Read the update; raises Ignore for everything but a person's new message, Reject for what is no update."""
    update = update_of(capture.body)
    number = update.get("update_id")
    if isinstance(number, bool) or not isinstance(number, int):
        raise Reject("The update has no update_id: only Telegram's Bot API should post here.")
    message = update.get("message")
    if not isinstance(message, dict):
        raise Ignore("An update that is no new message; it is kept as it came.")
    sender = message.get("from")
    if not isinstance(sender, dict) or not (user := text.clean(sender.get("id"), 32)):
        raise Ignore("A message without a sender: a channel's post, or a service message.")
    if sender.get("is_bot") is True:
        raise Ignore("A message of another bot.")
    words = _words(message)
    contact = message.get("contact")
    shared, of_others = _contact(contact, user) if isinstance(contact, dict) else ((), {})
    if not words and not shared and not of_others and not _has_content(message):
        raise Ignore("A service message: nothing was said.")
    return [_touch(capture, number, message, sender, words, shared, of_others)]


def _touch(
    capture: Capture,
    number: int,
    message: dict[str, object],
    sender: dict[str, object],
    words: str,
    shared: tuple[str, ...],
    fields: dict[str, str],
) -> Touch:
    user = str(sender["id"])[:32]
    given, family = text.clean(sender.get("first_name"), 200), text.clean(sender.get("last_name"), 200)
    locale = text.clean(sender.get("language_code"), 16)
    spoken = hints.language(locale)
    if username := text.clean(sender.get("username"), 64):
        fields["username"] = username
    chat = message.get("chat")
    chat_id = text.clean(chat.get("id"), 32) if isinstance(chat, dict) else None
    return Touch(
        key=f"{NETWORK}:{capture.source}:{number}",
        fingerprint=digest(f"{user}\x1f{words}\x1f{shared}".encode("utf-8", "surrogatepass")),
        activity="chat",
        person=Person(
            name=" ".join([part for part in (given, family) if part]) or text.said_name(words),
            given=given if family else None,
            family=family,
            phones=tuple(dict.fromkeys((*shared, *text.phones(words)))),
            emails=text.emails(words),
            messengers=((NETWORK, user),),
            language=spoken,
        ),
        text=words or None,
        occurred_at=millis(message.get("date")),
        regions=hints.regions(
            hints.of_locale(locale) if locale else (), hints.of_country(capture.meta.get("region")), hints.of_language(spoken)
        ),
        conversation=f"{capture.source}:{chat_id or user}",
        fields=fields,
    )


def update_of(body: bytes) -> dict[str, object]:
    """The update as an object; raises Reject."""
    try:
        update = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Reject(f"The update is not valid JSON: line {error.lineno}, column {error.colno}.") from None
    if not isinstance(update, dict):
        raise Reject("The update must be a JSON object.")
    return update


def _words(message: dict[str, object]) -> str:
    """What was written: the text, or the caption of a photo, a document, an album's item."""
    said = message.get("text") or message.get("caption")
    return (text.clean(said, 4096) or "") if isinstance(said, str) else ""


def _has_content(message: dict[str, object]) -> bool:
    return any(kind in message for kind in ("photo", "document", "voice", "audio", "video", "video_note", "location", "venue", "sticker"))


def _contact(contact: dict[str, object], user: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The sender's own shared phone, which Telegram writes internationally and often without its plus; another person's card goes to the bag."""
    phone = text.clean(contact.get("phone_number"), 64)
    if phone is None:
        return (), {}
    owner = text.clean(contact.get("user_id"), 32)
    if owner is not None and owner != user:
        return (), {"shared_contact": phone}
    bare = phone.isdecimal() and 10 <= len(phone) <= 15 and not phone.startswith("0")
    return (("+" + phone) if bare else phone,), {}
