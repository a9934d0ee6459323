"""What can be set for a form: what it asks, where visitors go afterwards, who may post to it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from ingestors.base import SourceSettings

Kind = Literal["text", "long", "email", "phone", "checkbox"]


class FieldSettings(BaseModel):
    """A field that the form declares; only what is declared is checked before the answer (R44)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="The field's name in the post.", min_length=1, max_length=64)
    label: str | None = Field(default=None, description="What the page shows; the built-in fields have labels in five languages.")
    kind: Kind = Field(default="text", description="How it is shown and checked: an email needs an @, a phone some digits.")
    required: bool = Field(default=False, description="Refuse the form while this is blank.")
    max_length: int = Field(default=200, ge=1, le=16_384, description="Characters.")


_FIELDS = (
    FieldSettings(name="name"),
    FieldSettings(name="phone", kind="phone", max_length=64),
    FieldSettings(name="email", kind="email", max_length=254),
    FieldSettings(name="company"),
    FieldSettings(name="message", kind="long", max_length=4000),
)


class WebformSettings(SourceSettings):
    """A website form."""

    title: str | None = Field(default=None, description="Heading of the hosted page; without it, a greeting in the visitor's language.")
    fields: tuple[FieldSettings, ...] = Field(default=_FIELDS, max_length=64, description="What the form asks, in this order.")
    require_contact: bool = Field(
        default=True, description="Refuse a form that leaves no way to answer: no phone, e-mail or messenger in it."
    )
    next_origins: tuple[str, ...] = Field(
        default=(), description="Exact origins that `_next` may lead to after the post (`https://example.com`)."
    )
    origins: tuple[str, ...] = Field(default=(), description="Exact origins whose scripts may post (CORS), and whose pages may frame ours.")
    region: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="Country of phones without country code (ISO 3166, `DE`).")
    language: str = Field(
        default="en", pattern="^[a-z]{2}$", description="Language of the page where the visitor's is not among en, ru, uk, pl, de."
    )
    time_zone: str = Field(
        default="UTC", description="Zone of the times at which visitors ask to be called or met (`_intent_at`): `Europe/Berlin`."
    )
    thanks: str | None = Field(default=None, description="Text of the thank-you page; without it, thanks in the visitor's language.")
    consent: str | None = Field(
        default=None, description="Text of the consent box; it is stored with each touch. Without it there is no box."
    )
    consent_version: str | None = Field(default=None, description="Version of that text, stored beside it.")
    test_key: SecretStr | None = Field(
        default=None, description="A post whose `_test` is this key goes all the way and counts nowhere (R27)."
    )

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value == "UTC":
            return value
        from difflib import get_close_matches
        from zoneinfo import available_timezones

        known = available_timezones()
        if value not in known:
            close = get_close_matches(value, known, 1)
            raise ValueError(f"{value!r} is no time zone" + (f"; did you mean {close[0]!r}?" if close else ': "Europe/Berlin" is one'))
        return value
