"""The feedback channel: a CRM posts what it knows, one record each, signed by Standard Webhooks; on Kafka it writes to `feedback.v1`."""

from pydantic import Field, SecretStr, field_validator

from ingestors.answers import accepted
from ingestors.base import Admitted, Answer, Push, Request, SourceSettings
from ingestors.crmfeedback.reader import parse
from ingestors.telephony import standardwebhooks
from schemas.codec import derive_id, digest


class FeedbackSettings(SourceSettings):
    """A CRM. The source's name is the system that its own ids are kept under, unless its records name another."""

    secrets: tuple[SecretStr, ...] = Field(
        default=(),
        max_length=2,
        description="Signing secrets (base64, whsec_...), one or, while it is changed, two. Without one nothing is accepted.",
    )

    @field_validator("secrets")
    @classmethod
    def _readable(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for secret in secrets:
            standardwebhooks.key_of(secret)
        return secrets


def verify(request: Request, settings: FeedbackSettings, now_s: float) -> None:
    standardwebhooks.verify(request, settings.secrets, now_s)


def admit(request: Request, settings: FeedbackSettings, source: str, now_s: float) -> Admitted:
    """Everything that is genuine is kept: what cannot be read becomes a dead letter."""
    return Admitted(id=derive_id("crmfeedback", source, digest(request.body).hex()), content_type="application/json")


def answer(request: Request, settings: FeedbackSettings, capture_id: str) -> Answer:
    return accepted(capture_id)


CHANNEL = Push(
    name="crmfeedback",
    path="/feedback/{source}",
    settings=FeedbackSettings,
    verify=verify,
    admit=admit,
    answer=answer,
    parse=parse,
    limit=64 << 10,
)
