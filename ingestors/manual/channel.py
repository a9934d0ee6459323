"""The manual channel: somebody of ours enters an enquiry with `leadloom add`; nobody outside can reach it."""

from pydantic import Field

from ingestors.base import Entry, SourceSettings
from ingestors.manual.reader import parse


class ManualSettings(SourceSettings):
    """An occasion at which enquiries are entered by hand: `leadloom add --channel meeting`. It needs no table unless it has settings."""

    region: str | None = Field(
        default=None, pattern="^[A-Z]{2}$", description="Country of phones without country code (ISO 3166, `DE`); else the workspace's."
    )


CHANNEL = Entry(name="manual", settings=ManualSettings, parse=parse)
