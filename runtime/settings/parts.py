"""Parts of a workspace's settings: what all models share, and those that say what an enquiry is and what channels may write."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from processors.criteria import PROPERTIES, RULE_PROPERTIES
from processors.faults import did_you_mean
from schemas import config

Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s/]+$")]


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Values = Annotated[tuple[str, ...], BeforeValidator(_several)]
"""One text or a list of texts."""


def _known(properties: Sequence[str]) -> Callable[[dict[str, tuple[str, ...]]], dict[str, tuple[str, ...]]]:
    def known(when: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for name in when:
            if name not in properties:
                raise ValueError(f"no touch has `{name}`{did_you_mean(name, properties)}")
        return when

    return known


RuleWhen = Annotated[dict[str, Values], AfterValidator(_known(RULE_PROPERTIES))]
CriterionWhen = Annotated[dict[str, Values], AfterValidator(_known(PROPERTIES))]


def known_channels(names: Iterable[str], place: str) -> None:
    """Raises ValueError for a name (`channel` or `channel/source`) whose channel there is not."""
    from runtime import discover

    for name in names:
        channel = name.partition("/")[0]
        if channel not in discover.channels():
            raise ValueError(f"{place} names {channel!r}, which is no channel{did_you_mean(channel, discover.channels())}")


class Model(BaseModel):
    """What all settings share: frozen, and nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CriterionSettings(Model):
    """What is no enquiry: kept and listed, and promoted by hand where it is one after all (leadloom promote)."""

    name: str = Field(default="", max_length=100, description="What people read as the reason.")
    when: CriterionWhen = Field(
        min_length=1,
        description="Property -> pattern or list of patterns, in which * stands for anything; all named must match. Properties: "
        + ", ".join(PROPERTIES)
        + ". A sender is a phone (+49301234*), an e-mail (*@acme.example) or a domain (@acme.example).",
    )
    shorter_than_s: int = Field(default=0, ge=0, description="Answered calls shorter than this many seconds only; 0: whatever its length.")

    def to_config(self) -> config.Criterion:
        return config.Criterion(name=self.name, when=dict(self.when), shorter_than_s=self.shorter_than_s or None)


class WriteSettings(Model):
    """What enquiries of a channel, or of a "channel/source", may write."""

    items: config.WriteItems = Field(
        default="default",
        description="default: a new lead or deal, or an activity on the open one. only_add: open ones are left alone. only_update: no new"
        " ones. always_add: a new one each time.",
    )
    client: config.WriteClient = Field(
        default="merge",
        description="What becomes of the fields of a known client. merge: what is new is added. none: they are left alone. replace: phones,"
        " e-mails and accounts that an enquiry names take the place of those known.",
    )


class FieldSettings(Model):
    """A field that channels fill: one of your own, or a standard one by its id."""

    id: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s/.]+$")] = Field(
        description="Short and for ever: it stands in every record. Standard ones: "
        + ", ".join(f"{entity}.{name}" for entity, name in config.STANDARD)
        + "."
    )
    entity: config.Entity = Field(default="deal", description="Whose field it is; leads carry those of deals until they are converted.")
    kind: config.FieldKind | None = Field(
        default=None, description="text, number, amount, date, choice, boolean or list. Not named: text, or what the standard field is."
    )
    label: str = Field(default="", max_length=100, description="What people read.")
    names: Values = Field(default=(), description="What forms and files call it, beside its id.")
    choices: tuple[str, ...] = Field(default=(), max_length=200, description="The values of kind choice.")
    currency: str = Field(default="", pattern="^([A-Z]{3})?$", description="Currency of amounts that come without one (ISO 4217, EUR).")

    def to_config(self) -> config.Field:
        return config.Field(
            id=self.id,
            entity=self.entity,
            kind=self.kind or config.STANDARD.get((self.entity, self.id), "text"),
            label=self.label,
            names=self.names,
            choices=self.choices,
            currency=self.currency or None,
        )


class MatchingSettings(Model):
    """From how likely on an enquiry is taken to be from a known client; `leadloom match-report` says what other values would move."""

    attach: float = Field(
        default=config.Matching().attach,
        gt=0,
        lt=1,
        description="From this probability on an enquiry is a known client's; below, it is somebody new.",
    )
    review: float = Field(
        default=config.Matching().review, gt=0, lt=1, description="From this one on a person is asked: see leadloom review list."
    )
    merge: float = Field(
        default=config.Matching().merge,
        gt=0,
        lt=1,
        description="From this one on two clients are merged without a person, if an exact key agrees and nothing contradicts it.",
    )
    weights: dict[str, float] = Field(
        default={}, description="Weights of evidence, in bits, that differ from the shipped ones, by their name, such as city_differs = -1."
    )
