"""What can be set: the sections of leadloom.toml as frozen models that forbid the unknown."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingestors.base import SourceSettings
from runtime.settings.parts import Model
from runtime.settings.workspace import WorkspaceSettings
from sinks.base import SinkSettings

PREFIX = "LEADLOOM_"
NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"


class LogSettings(Model):
    """Where the log is: on this machine, or on Kafka."""

    url: str = Field(
        default="embedded",
        description='"embedded": on this machine, under `data`. "kafka://host:9092" (several brokers with commas): on Kafka.',
    )
    prefix: str = Field(default="leadloom", pattern=r"^[A-Za-z0-9._-]{1,100}$", description="What topic names on Kafka start with.")
    partitions: int = Field(default=1, ge=1, le=1000, description="Partitions of every topic; fixed once the topics are there.")
    replication: int = Field(default=1, ge=1, le=10, description="Copies of each topic that Kafka keeps; 3 where there are three brokers.")
    produce_timeout_s: float = Field(
        default=5.0, gt=0, le=300, description="Seconds to wait for the log before giving up (503 for senders)."
    )

    session_timeout_s: float = Field(
        default=10.0, ge=0.5, le=300, description="On Kafka: after so many seconds of silence a worker's partitions go to the others."
    )

    @field_validator("url")
    @classmethod
    def _url(cls, value: str) -> str:
        if value != "embedded" and not (
            value.startswith("kafka://") and all(_is_address(a) for a in value.removeprefix("kafka://").split(","))
        ):
            raise ValueError(f'{value!r} is no log: write "embedded" or "kafka://host:port" (several: "kafka://host:port,host:port")')
        return value

    @property
    def embedded(self) -> bool:
        return self.url == "embedded"

    @property
    def bootstrap(self) -> str:
        """The brokers as `host:port,host:port`; empty when embedded."""
        return "" if self.embedded else self.url.removeprefix("kafka://")


def _is_address(address: str) -> bool:
    host, colon, port = address.rpartition(":")
    return bool(host and colon and port.isascii() and port.isdigit() and 0 < int(port) < 65536)


class EdgeSettings(Model):
    """The HTTP entrance: forms, exchanges, chats, messengers, metrics."""

    host: str = Field(default="127.0.0.1", description='The address to listen on; "0.0.0.0" for all. Put a TLS proxy in front.')
    port: int = Field(default=8080, ge=0, le=65535, description="The port to listen on; 0: any free one (it is printed).")
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/?#]+(/[^?#]*)?$",
        description="The address under which senders reach it; some signatures are over it.",
    )
    trusted_proxies: tuple[str, ...] = Field(default=(), description="Addresses or networks of proxies whose X-Forwarded-For is believed.")
    per_ip_per_minute: int = Field(default=600, ge=0, description="Requests a minute from one address before 429; 0: no limit.")
    per_source_per_minute: int = Field(default=6000, ge=0, description="Requests a minute to one source before 429; 0: no limit.")
    read_timeout_s: float = Field(default=10.0, gt=0, le=120, description="Seconds within which a request must have arrived.")


class DecideSettings(Model):
    """The decider."""

    batch: int = Field(default=400, ge=1, le=5000, description="At most so many captures are decided and kept in one piece.")
    step_timeout_s: float = Field(
        default=10.0, gt=0, le=300, description="Seconds after which a capture hangs; the third time it is a dead letter."
    )


class Sources(Model):
    """`[sources.CHANNEL.SOURCE]`: one table for each form, exchange, bot, mailbox; the channels are found in ingestors/."""

    def each(self) -> Iterator[tuple[str, str, SourceSettings]]:
        """Every configured source: (channel, source, its settings)."""
        for channel in type(self).model_fields:
            for source, settings in getattr(self, channel).items():
                yield channel, source, settings

    def of(self, channel: str) -> dict[str, Any]:
        """The sources of a channel by name; empty where none is configured."""
        return getattr(self, channel, {})


class Sinks(Model):
    """`[sinks.KIND.NAME]`: one table for each destination; the kinds are found in sinks/."""

    def each(self) -> Iterator[tuple[str, str, SinkSettings]]:
        """Every configured sink: (kind, name, its settings)."""
        for kind in type(self).model_fields:
            for name, settings in getattr(self, kind).items():
                yield kind, name, settings


class Settings(BaseSettings):
    """All of leadloom.toml. Only `load` makes one; only the composition root reads it whole."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter="__")

    data: Path = Field(default=Path("leadloom-data"), description="The folder of the embedded log and of all local state.")
    log: LogSettings = LogSettings()
    edge: EdgeSettings = EdgeSettings()
    decide: DecideSettings = DecideSettings()
    workspaces: dict[str, WorkspaceSettings] = Field(default={"main": WorkspaceSettings()}, min_length=1, description="By name.")
    sources: Sources = Sources()
    sinks: Sinks = Sinks()
