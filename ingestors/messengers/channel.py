"""The messenger channel: Telegram posts the updates of a bot, with the secret token that was set by setWebhook."""

import hmac

from pydantic import Field, SecretStr

from ingestors.answers import refuse
from ingestors.base import Admitted, Answer, Push, Request, SourceSettings
from ingestors.messengers.reader import parse
from schemas.codec import derive_id, digest


class TelegramSettings(SourceSettings):
    """A Telegram bot."""

    secret_tokens: tuple[SecretStr, ...] = Field(
        default=(),
        max_length=2,
        description="The secret_token given to setWebhook; two while it is changed. Without one nothing is accepted.",
    )
    region: str | None = Field(
        default=None, pattern="^[A-Z]{2}$", description="Country whose national phone format the bot's users write (ISO 3166, `DE`)."
    )


def verify(request: Request, settings: TelegramSettings, now_s: float) -> None:
    """Raises Refused (401) unless the token is one of ours; the same answer and the same time whatever is wrong."""
    given = request.headers.get("x-telegram-bot-api-secret-token", "").encode("utf-8", "surrogatepass")
    matched = False
    for token in settings.secret_tokens:
        expected = token.get_secret_value().encode()
        matched |= bool(expected) and hmac.compare_digest(expected, given)
    if not matched:
        raise refuse(401, "The secret token is missing or wrong: set the same one with setWebhook and in the source's `secret_tokens`.")


def admit(request: Request, settings: TelegramSettings, source: str, now_s: float) -> Admitted:
    return Admitted(
        id=derive_id("messengers", source, digest(request.body).hex()),
        meta={"region": settings.region} if settings.region else {},
        content_type=request.headers.get("content-type", "application/json")[:256],
    )


def answer(request: Request, settings: TelegramSettings, capture_id: str) -> Answer:
    """Telegram wants 200, and takes a body as a call of its API: so there is none."""
    return Answer(200)


CHANNEL = Push(
    name="messengers", path="/telegram/{source}", settings=TelegramSettings, verify=verify, admit=admit, answer=answer, parse=parse
)
