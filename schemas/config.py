"""The configuration that changes decisions: it enters through the log, so that a replay reproduces it."""

from typing import Literal

import msgspec

Mode = Literal["classic", "simple"]


class Responsible(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A manager who owns items. `extension`: the phone extension that the exchange names when this person answers (R25)."""

    id: str
    name: str = ""
    email: str | None = None
    extension: str | None = None
    active: bool = True


class Queue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who takes turns, in roster order, by which strategy (R30)."""

    id: str
    members: tuple[str, ...]
    strategy: Literal["round_robin"] = "round_robin"


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A routing rule (R29): when every named property of the touch is among the values, its queue (and pipeline, R59) is taken.

    Properties: channel, source, region, language, product, utm_source, utm_medium, utm_campaign, line, alias.
    """

    when: dict[str, tuple[str, ...]]
    queue: str | None = None
    pipeline: str | None = None


class Stage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stage of a pipeline or a lead status: a free name with a fixed meaning (R49)."""

    id: str
    semantic: Literal["process", "won", "lost", "success", "failure"] = "process"


class Pipeline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A deal pipeline (R49). Kind `recurring` never absorbs touches (R59)."""

    id: str
    stages: tuple[Stage, ...] = (
        Stage("NEW"),
        Stage("PROPOSAL"),
        Stage("NEGOTIATION"),
        Stage("INVOICED"),
        Stage("PAID", "won"),
        Stage("LOST", "lost"),
    )
    kind: Literal["sales", "recurring"] = "sales"


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is aimed at (R42) for one channel, group (a queue's members together) or manager; None: nothing.

    `number`: new leads and deals in 30 days. `conversion_percent`: of 100. `reaction_s`: seconds until somebody of ours reacts, on average, at most.
    """

    of: Literal["channel", "group", "manager"]
    id: str
    number: int | None = None
    conversion_percent: float | None = None
    reaction_s: int | None = None


class WorkspaceConfig(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that decisions of one workspace depend on. `version` rises by one with every change applied.

    `region`: default ISO 3166 alpha-2 region for phones; `source_regions`: by `channel/source`. `exclude`: phones, e-mails and
    `@domains` of R1. `fallback`: who gets what nobody else takes (R29), with an alarm. `channel_modes`: mode by channel (R11).
    `spam_statuses`: ids of lead statuses of failure that mean that it never was an enquiry; such leads leave the conversion's denominator (R42).
    """

    version: int = 0
    mode: Mode = "classic"
    channel_modes: dict[str, Mode] = {}
    region: str | None = None
    source_regions: dict[str, str] = {}
    exclude: tuple[str, ...] = ()
    responsibles: tuple[Responsible, ...] = ()
    queues: tuple[Queue, ...] = ()
    rules: tuple[Rule, ...] = ()
    default_queue: str | None = None
    fallback: str | None = None
    pipelines: tuple[Pipeline, ...] = (Pipeline(id="sales"),)
    default_pipeline: str = "sales"
    lead_statuses: tuple[Stage, ...] = (
        Stage("NEW"),
        Stage("IN_PROGRESS"),
        Stage("QUALIFIED"),
        Stage("CONVERTED", "success"),
        Stage("RECYCLED", "failure"),
        Stage("JUNK", "failure"),
    )
    spam_statuses: tuple[str, ...] = ("JUNK",)
    repeat_sales: bool = True
    min_call_s: int = 0
    targets: tuple[Target, ...] = ()


class ConfigChange(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a `config` capture (JSON): the whole new configuration and the version that it is based on; a stale base is refused."""

    base: int
    config: WorkspaceConfig
