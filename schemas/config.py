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

    Properties: channel, source, form, region, language, product, utm_source, utm_medium, utm_campaign, line, alias; `form` is the source
    of a web form.
    """

    when: dict[str, tuple[str, ...]]
    queue: str | None = None
    pipeline: str | None = None


class Stage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stage of a pipeline or a lead status: a free name with a fixed meaning (R49)."""

    id: str
    semantic: Literal["process", "won", "lost", "success", "failure"] = "process"


class Pipeline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A deal pipeline (R49). Kind `recurring` never absorbs touches (R59). `queue`: who gets deals that are handed over to it (R42a)."""

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
    queue: str | None = None


class Criterion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What makes a touch no enquiry (R56): every named property has one of its values, and an answered call lasted less than `shorter_than_s`.

    Properties: those of rules, and activity, sender, subject, text, page. Values are patterns in which `*` stands for anything; those of
    `sender` are held against its phones, e-mails and `@domains`. `name` is what people read as the reason.
    """

    name: str = ""
    when: dict[str, tuple[str, ...]] = {}
    shorter_than_s: int | None = None


WriteItems = Literal["default", "only_add", "only_update", "always_add"]
WriteClient = Literal["none", "merge", "replace"]


class Write(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What touches of a channel may write (R6): `items` new ones or open ones, `client` what becomes of the fields of a known one.

    `default`: add or update; `only_add`: open items are left alone; `only_update`: no new ones; `always_add`: a new one each time.
    `none`: a known client's fields are left alone; `merge`: R17; `replace`: what a touch says of phones, e-mails and accounts takes the
    place of what was known.
    """

    items: WriteItems = "default"
    client: WriteClient = "merge"


Entity = Literal["lead", "contact", "company", "deal"]
FieldKind = Literal["text", "number", "amount", "date", "choice", "boolean", "list"]


class Field(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field of an entity that channels map onto (R58): a standard one by its name, or one of the workspace's own.

    `names`: what channels call it (a form's field, a file's column), beside `id` itself. `choices`: of kind `choice`. `currency` (ISO 4217):
    of amounts that come without one.
    """

    id: str
    entity: Entity
    kind: FieldKind = "text"
    label: str = ""
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    currency: str | None = None


STANDARD: dict[tuple[Entity, str], FieldKind] = {
    ("contact", "decision_maker"): "boolean",
    ("contact", "address"): "text",
    ("contact", "website"): "text",
    ("company", "industry"): "text",
    ("company", "size"): "text",
    ("company", "address"): "text",
    ("deal", "amount"): "amount",
    ("deal", "products"): "list",
    ("deal", "probability"): "number",
    ("deal", "close_date"): "date",
}
"""The standard fields that nothing fills unless a channel maps onto them (R58), and their kinds; an amount brings its currency."""


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is aimed at (R42) for one channel, group (a queue's members together) or manager; None: nothing.

    `number`: new leads and deals in 30 days. `conversion_percent`: of 100. `reaction_s`: seconds until somebody of ours reacts, on average, at most.
    """

    of: Literal["channel", "group", "manager"]
    id: str
    number: int | None = None
    conversion_percent: float | None = None
    reaction_s: int | None = None


class Matching(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From which probabilities on a touch is attached to a client that only evidence names (`attach`), a person is asked (`review`), and two
    clients are merged without one (`merge`), R12, R16. `weights`: bits that differ from the shipped table, by their name there.
    """

    attach: float = 0.5
    review: float = 0.4
    merge: float = 0.85
    weights: dict[str, float] = {}


class WorkspaceConfig(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that decisions of one workspace depend on. `version` rises by one with every change applied.

    `region`: default ISO 3166 alpha-2 region for phones; `source_regions`: by `channel/source`. `exclude`: phones, e-mails and
    `@domains` of R1. `fallback`: who gets what nobody else takes (R29), with an alarm. `channel_modes`: mode by channel (R11).
    `spam_statuses`: ids of lead statuses of failure that mean that it never was an enquiry; such leads leave the conversion's denominator (R42).
    `not_enquiry`: criteria, first one first (R56). `write`: by channel, or by `channel/source` (R6). `fields`: R58. `first_source_days`: how
    long a client's first source is kept (R28). `outgoing_creates`: channels on which what our own people do makes items as well (R51).
    `call_back_s`: how long after a missed call its call-back is due, 0: none is planned (R25); `remind_s`: how long before it is due
    somebody is reminded of an activity. `matching`: R12, R16.

    Not of the settings file: `switched`, that the modes were set by a command (R11), by whom the last time (`set_by`), and no file
    changes them any more; `converting`, the job that turns open leads into deals.
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
    not_enquiry: tuple[Criterion, ...] = ()
    write: dict[str, Write] = {}
    fields: tuple[Field, ...] = ()
    first_source_days: int = 28
    outgoing_creates: tuple[str, ...] = ()
    call_back_s: int = 3600
    remind_s: int = 900
    matching: Matching = Matching()
    switched: bool = False
    converting: str | None = None
    set_by: str | None = None

    def upheld(self, new: "WorkspaceConfig") -> "WorkspaceConfig":
        """`new` with what commands have set, which a file does not take back (R11)."""
        if not self.switched:
            return new
        return msgspec.structs.replace(
            new, mode=self.mode, channel_modes=self.channel_modes, switched=True, converting=self.converting, set_by=self.set_by
        )


class ConfigChange(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a `config` capture (JSON): the whole new configuration and the version that it is based on; a stale base is refused."""

    base: int
    config: WorkspaceConfig
