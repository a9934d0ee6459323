"""The chat channel: the site's widget posts what visitors write; the key is public, the origins of the pages are not."""

from pydantic import Field

from ingestors import hints, text
from ingestors.answers import accepted, check_origin
from ingestors.base import Admitted, Answer, Push, Request, SourceSettings
from ingestors.chat.reader import parse, post_of
from schemas.codec import derive_id, digest
from schemas.errors import Ignore, Reject

BUCKET_S = 600


class ChatSettings(SourceSettings):
    """A site with a chat widget."""

    origins: tuple[str, ...] = Field(
        default=(), description="Exact origins of the pages that carry the widget (`https://example.com`); others are refused."
    )
    region: str | None = Field(
        default=None, pattern="^[A-Z]{2}$", description="Country whose national phone format visitors write (ISO 3166, `DE`)."
    )


def verify(request: Request, settings: ChatSettings, now_s: float) -> None:
    check_origin(request, settings.origins)


def admit(request: Request, settings: ChatSettings, source: str, now_s: float) -> Admitted:
    """A repeat has the same id: of the very same bytes, and where the widget numbers no messages, within ten minutes (R20)."""
    parts = ["chat", source, digest(request.body).hex()]
    meta: dict[str, str] = {}
    try:
        named = post_of(request.body).named
    except (Reject, Ignore):
        named = True  # what cannot be read is its own bytes
    if not named:
        meta["bucket"] = str(int(now_s // BUCKET_S))
        parts.append(meta["bucket"])
    if spoken := hints.language(request.headers.get("accept-language")):
        meta["language"] = spoken
    if referrer := text.clean(request.headers.get("referer"), 2048):
        meta["referrer"] = referrer
    if settings.region:
        meta["region"] = settings.region
    return Admitted(id=derive_id(*parts), meta=meta, content_type=request.headers.get("content-type", "application/json")[:256])


def answer(request: Request, settings: ChatSettings, capture_id: str) -> Answer:
    return accepted(capture_id)


def origins(settings: ChatSettings) -> tuple[str, ...]:
    return settings.origins


CHANNEL = Push(
    name="chat",
    path="/chat/{source}",
    settings=ChatSettings,
    verify=verify,
    admit=admit,
    answer=answer,
    parse=parse,
    limit=64 << 10,
    origins=origins,
)
