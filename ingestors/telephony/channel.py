"""The telephony channel: an exchange posts the events of its calls, signed by Standard Webhooks."""

from pydantic import Field, SecretStr, field_validator

from ingestors.answers import accepted
from ingestors.base import Admitted, Answer, Push, Request, SourceSettings
from ingestors.telephony import standardwebhooks
from ingestors.telephony.reader import parse
from schemas.codec import derive_id, digest


class TelephonySettings(SourceSettings):
    """A phone exchange."""

    secrets: tuple[SecretStr, ...] = Field(
        default=(),
        max_length=2,
        description="Signing secrets (base64, whsec_...), one or, while it is changed, two. Without one nothing is accepted.",
    )
    region: str | None = Field(
        default=None,
        pattern="^[A-Z]{2}$",
        description="Country of the exchange (ISO 3166, `DE`), where its lines are not written internationally.",
    )

    @field_validator("secrets")
    @classmethod
    def _readable(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for secret in secrets:
            standardwebhooks.key_of(secret)
        return secrets


def verify(request: Request, settings: TelephonySettings, now_s: float) -> None:
    standardwebhooks.verify(request, settings.secrets, now_s)


def admit(request: Request, settings: TelephonySettings, source: str, now_s: float) -> Admitted:
    """Everything that is genuine is kept: what cannot be read becomes a dead letter, an error would make the vendor disable the hook."""
    return Admitted(
        id=derive_id("telephony", source, digest(request.body).hex()),
        meta={"region": settings.region} if settings.region else {},
        content_type=request.headers.get("content-type", "application/json")[:256],
    )


def answer(request: Request, settings: TelephonySettings, capture_id: str) -> Answer:
    return accepted(capture_id)


CHANNEL = Push(name="telephony", path="/call/{source}", settings=TelephonySettings, verify=verify, admit=admit, answer=answer, parse=parse)
