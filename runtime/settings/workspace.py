"""A workspace as a person writes it in leadloom.toml; it becomes the WorkspaceConfig that enters through the log."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from processors.criteria import RULE_PROPERTIES
from processors.faults import of_criteria, of_exclusions, of_fields, of_rest
from processors.resolve.weights import faults as of_matching
from processors.rights import faults as rights_faults
from runtime.settings.parts import CriterionSettings, FieldSettings, Id, MatchingSettings, Model, RuleWhen, WriteSettings, known_channels
from runtime.settings.rights import DepartmentSettings, RoleSettings
from schemas import config


class ResponsibleSettings(Model):
    """Somebody who owns leads and deals."""

    id: Id = Field(description="Short and for ever: it stands in every record that this person owns.")
    name: str = Field(default="", description="As people know them.")
    email: str | None = Field(default=None, description="Where they are written to.")
    extension: str | None = Field(default=None, description="Their extension on the telephone exchange: who answers a call owns it.")
    active: bool = Field(default=True, description="false: gets nothing new.")


class QueueSettings(Model):
    """Who takes turns."""

    id: Id = Field(description="The queue's name; rules and default_queue refer to it.")
    members: tuple[str, ...] = Field(min_length=1, description="Ids of responsibles, in the order in which they take turns.")
    strategy: Literal["round_robin"] = Field(default="round_robin", description="round_robin: the next after the last one chosen.")


class RuleSettings(Model):
    """Which queue, and which pipeline, an enquiry goes to; the first rule that matches is taken."""

    when: RuleWhen = Field(
        min_length=1,
        description="Property -> value or list of values; all named must match. Properties: " + ", ".join(RULE_PROPERTIES) + ".",
    )
    queue: str | None = Field(default=None, description="Id of the queue.")
    pipeline: str | None = Field(default=None, description="Id of the pipeline for deals.")


class StageSettings(Model):
    """A stage of a pipeline, or a lead status: a free name with a fixed meaning."""

    id: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s/]+( [^\s/]+)*$")] = Field(
        description="The stage's name: words without slashes."
    )
    semantic: Literal["process", "won", "lost", "success", "failure"] = Field(
        default="process", description="process: still open; won and lost end a deal, success and failure a lead."
    )


class PipelineSettings(Model):
    """The stages that a deal goes through."""

    id: Id = Field(description="The pipeline's name.")
    stages: tuple[StageSettings, ...] = Field(
        default=tuple(StageSettings(id=s.id, semantic=s.semantic) for s in config.Pipeline(id="").stages),
        min_length=1,
        description="In their order.",
    )
    kind: Literal["sales", "recurring"] = Field(default="sales", description="recurring: regular sales; never takes up an enquiry.")
    queue: str | None = Field(default=None, description="Id of the queue that gets its deals when a lead is converted with a handover.")


class TargetSettings(Model):
    """What is aimed at; it stands beside the figures in `leadloom funnel`."""

    of: Literal["channel", "group", "manager"] = Field(
        description="Whose target: a channel's, that of a queue's members together, or a manager's."
    )
    id: Id = Field(description="The channel's name, the queue's id, or the manager's.")
    number: int | None = Field(default=None, ge=0, description="New leads and deals in 30 days.")
    conversion_percent: float | None = Field(default=None, ge=0, le=100, description="How many of 100 are to become a deal, or to be won.")
    reaction_s: int | None = Field(default=None, ge=0, description="Seconds until somebody of ours reacts, on average at most.")


class WorkspaceSettings(Model):
    """One company or brand with its own clients, people and rules."""

    mode: config.Mode = Field(default="classic", description="classic: enquiries become leads. simple: a client with a deal at once.")
    channel_modes: dict[str, config.Mode] = Field(default={}, description="Another mode for single channels, by channel name.")
    region: str | None = Field(
        default=None, description="Country (two letters, ISO 3166) whose national phone format is meant where nothing says otherwise."
    )
    source_regions: dict[str, str] = Field(default={}, description='The same for single sources, by "channel/source".')
    exclude: tuple[str, ...] = Field(
        default=(),
        description='Phones, e-mails and "@domains" of our own, and of whom to ignore: they make no leads. Patterns: "+49301234*", "*@acme.example".',
    )
    responsibles: tuple[ResponsibleSettings, ...] = Field(default=(), description="The people who own leads and deals.")
    queues: tuple[QueueSettings, ...] = Field(
        default=(), description="Who takes turns. None named: one queue `everyone` of all responsibles."
    )
    rules: tuple[RuleSettings, ...] = Field(default=(), description="Which enquiry goes to which queue and pipeline.")
    default_queue: str | None = Field(default=None, description="The queue when no rule matches. Not named: the first queue.")
    fallback: str | None = Field(default=None, description="The responsible who gets what nobody else takes, with an alarm.")
    pipelines: tuple[PipelineSettings, ...] = Field(
        default=(PipelineSettings(id="sales"),), min_length=1, description="Pipelines of deals."
    )
    default_pipeline: str | None = Field(default=None, description="The pipeline when no rule names one. Not named: the first pipeline.")
    lead_statuses: tuple[StageSettings, ...] = Field(
        default=tuple(StageSettings(id=s.id, semantic=s.semantic) for s in config.WorkspaceConfig().lead_statuses),
        min_length=1,
        description="The statuses of a lead, in their order.",
    )
    spam_statuses: tuple[str, ...] = Field(
        default=config.WorkspaceConfig().spam_statuses,
        description="Lead statuses that mean that it never was an enquiry: such leads do not count in the conversion.",
    )
    repeat_sales: bool = Field(
        default=True, description="false: a known client's new enquiry is an activity on the client, never a repeat lead."
    )
    min_call_s: int = Field(default=0, ge=0, description="Answered calls shorter than this many seconds are no enquiries.")
    first_source_days: int = Field(
        default=28, ge=0, description="So many days a client's first source is the first source of its new leads and deals, too."
    )
    outgoing_creates: tuple[str, ...] = Field(
        default=(), description="Channels on which our own calls and mails make leads and deals, too, such as telephony."
    )
    call_back_s: int = Field(
        default=3600, ge=0, description="Seconds after a missed call at which calling back is due; 0: no call-back is planned."
    )
    remind_s: int = Field(default=900, ge=0, description="Seconds before a planned activity is due at which somebody is reminded.")
    not_enquiry: tuple[CriterionSettings, ...] = Field(default=(), description="What is no enquiry, by criteria of your own.")
    write: dict[str, WriteSettings] = Field(default={}, description='What channels may write, by channel or "channel/source".')
    fields: tuple[FieldSettings, ...] = Field(default=(), max_length=200, description="Fields that channels fill beside the usual ones.")
    matching: MatchingSettings = Field(default=MatchingSettings(), description="Who is taken to be whom.")
    targets: tuple[TargetSettings, ...] = Field(default=(), description="What is aimed at, by channel, group or manager.")
    roles: tuple[RoleSettings, ...] = Field(default=(), description="Who sees what. None named: everybody sees all.")
    departments: tuple[DepartmentSettings, ...] = Field(default=(), description="Who belongs together, for roles that see a department's.")

    @field_validator("region")
    @classmethod
    def _region(cls, value: str | None) -> str | None:
        return None if value is None else known_region(value)

    @field_validator("source_regions")
    @classmethod
    def _source_regions(cls, value: dict[str, str]) -> dict[str, str]:
        return {source: known_region(region) for source, region in value.items()}

    @model_validator(mode="after")
    def _references(self) -> Self:
        people, queues, pipelines = _ids("responsibles", self.responsibles), _ids("queues", self.queues), _ids("pipelines", self.pipelines)
        queues = queues or ("everyone",) * bool(people)
        for queue in self.queues:
            for member in queue.members:
                _among(member, people, f"member of queue {queue.id!r}", "responsible")
        for place, queue_id in (
            ("default_queue", self.default_queue),
            *(("a rule's queue", rule.queue) for rule in self.rules),
            *(("a pipeline's queue", pipeline.queue) for pipeline in self.pipelines),
        ):
            _among(queue_id, queues, place, "queue")
        for place, pipeline in (
            ("default_pipeline", self.default_pipeline),
            *(("a rule's pipeline", rule.pipeline) for rule in self.rules),
        ):
            _among(pipeline, pipelines, place, "pipeline")
        _among(self.fallback, people, "fallback", "responsible")
        for place, channels in (("channel_modes", self.channel_modes), ("write", self.write), ("outgoing_creates", self.outgoing_creates)):
            known_channels(channels, place)
        for what, asked in (*(("a rule", rule.when) for rule in self.rules), *(("a criterion", one.when) for one in self.not_enquiry)):
            known_channels((value.strip().lower() for value in asked.get("channel", ()) if "*" not in value), what)
        for target in self.targets:
            if target.of != "channel":
                _among(
                    target.id,
                    people if target.of == "manager" else queues,
                    "a target",
                    "responsible" if target.of == "manager" else "queue",
                )
        return self

    @model_validator(mode="after")
    def _rights(self) -> Self:
        wrong = list(
            rights_faults([role.to_role() for role in self.roles], [department.to_department() for department in self.departments])
        )
        if wrong:
            raise ValueError(" ".join(wrong))
        return self

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        made = self.to_config()
        if wrong := [
            *(fault for part in (of_exclusions, of_criteria, of_fields, of_rest) for fault in part(made)),
            *of_matching(made.matching),
        ]:
            raise ValueError(" ".join(wrong))
        return self

    def to_config(self, version: int = 0) -> config.WorkspaceConfig:
        """The configuration as decisions know it; what was left to us (queue of everyone, first queue, first pipeline) is spelt out."""
        queues = tuple(config.Queue(id=q.id, members=q.members, strategy=q.strategy) for q in self.queues)
        if self.responsibles and not queues:
            queues = (config.Queue(id="everyone", members=tuple(person.id for person in self.responsibles)),)
        return config.WorkspaceConfig(
            version=version,
            mode=self.mode,
            channel_modes=self.channel_modes,
            region=self.region,
            source_regions=self.source_regions,
            exclude=self.exclude,
            responsibles=tuple(
                config.Responsible(id=p.id, name=p.name, email=p.email, extension=p.extension, active=p.active) for p in self.responsibles
            ),
            queues=queues,
            rules=tuple(_rule(rule) for rule in self.rules),
            default_queue=self.default_queue or (queues[0].id if queues else None),
            fallback=self.fallback,
            pipelines=tuple(config.Pipeline(id=p.id, stages=_stages(p.stages), kind=p.kind, queue=p.queue) for p in self.pipelines),
            default_pipeline=self.default_pipeline or self.pipelines[0].id,
            lead_statuses=_stages(self.lead_statuses),
            spam_statuses=self.spam_statuses,
            repeat_sales=self.repeat_sales,
            min_call_s=self.min_call_s,
            not_enquiry=tuple(criterion.to_config() for criterion in self.not_enquiry),
            write={name: config.Write(items=write.items, client=write.client) for name, write in self.write.items()},
            fields=tuple(field.to_config() for field in self.fields),
            first_source_days=self.first_source_days,
            outgoing_creates=self.outgoing_creates,
            call_back_s=self.call_back_s,
            remind_s=self.remind_s,
            matching=config.Matching(**self.matching.model_dump()),
            targets=tuple(config.Target(**target.model_dump()) for target in self.targets),
        )


def known_region(region: str) -> str:
    """The region in capitals; raises ValueError for one that no phone number belongs to."""
    from phonenumbers import SUPPORTED_REGIONS

    if region.upper() not in SUPPORTED_REGIONS:
        raise ValueError(f'{region!r} is no country: two letters of ISO 3166 are meant, such as "DE" or "PL"')
    return region.upper()


def _rule(rule: RuleSettings) -> config.Rule:
    return config.Rule(when={str(name): values for name, values in rule.when.items()}, queue=rule.queue, pipeline=rule.pipeline)


def _stages(stages: Sequence[StageSettings]) -> tuple[config.Stage, ...]:
    return tuple(config.Stage(stage.id, stage.semantic) for stage in stages)


def _ids(what: str, things: Iterable[ResponsibleSettings | QueueSettings | PipelineSettings]) -> tuple[str, ...]:
    ids = tuple(thing.id for thing in things)
    if twice := {i for i in ids if ids.count(i) > 1}:
        raise ValueError(f"{what}: {', '.join(sorted(map(repr, twice)))} is there twice; ids must differ")
    return ids


def _among(name: str | None, known: Sequence[str], place: str, kind: str) -> None:
    if name is not None and name not in known:
        raise ValueError(f"{place} names {name!r}, which is no {kind} of this workspace (there are: {', '.join(known) or 'none'})")
