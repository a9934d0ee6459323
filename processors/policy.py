"""A workspace's configuration made ready for deciding: looked up by id, folded for comparing, checked for consistency."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from processors.criteria import RULE_PROPERTIES, Criterion, Exclusions, criteria, exclusions, fold, said
from processors.faults import of_criteria, of_exclusions, of_fields, of_rest
from processors.fields import Fields, fields
from processors.normalise import Sender
from processors.resolve import weights
from processors.resolve.weights import Weighing
from schemas.config import Mode, Pipeline, Queue, Responsible, Rule, WorkspaceConfig, Write
from schemas.touch import Touch

_decode = msgspec.msgpack.Decoder(WorkspaceConfig).decode


@dataclass(frozen=True, slots=True)
class Condition:
    """A routing rule with its values folded for comparing."""

    rule: Rule
    when: tuple[tuple[str, frozenset[str]], ...]

    def fits(self, properties: Mapping[str, str]) -> bool:
        return all(properties.get(name, "") in values for name, values in self.when)


@dataclass(frozen=True, slots=True)
class Policy:
    """What decides, by workspace. `fallback` and members of queues may name responsibles that are not active: the assigner looks."""

    config: WorkspaceConfig
    responsibles: Mapping[str, Responsible]
    desks: Mapping[str, Responsible]
    extensions: frozenset[str]
    queues: Mapping[str, Queue]
    pipelines: Mapping[str, Pipeline]
    conditions: tuple[Condition, ...]
    excluded: Exclusions
    criteria: tuple[Criterion, ...]
    fields: Fields | None
    weighing: Weighing

    def mode(self, channel: str) -> Mode:
        return self.config.channel_modes.get(channel, self.config.mode)

    def regions(self, touch: Touch, channel: str, source: str) -> tuple[str, ...]:
        """The regions to read a touch's phones with, best evidence first (R13, R27): the touch's own, its source's, the workspace's."""
        found = touch.regions
        config = self.config
        if config.source_regions and (region := config.source_regions.get(f"{channel}/{source}")):
            found = (*found, region)
        if config.region:
            found = (*found, config.region)
        return found

    def active(self, responsible: str | None) -> Responsible | None:
        """The responsible of this id, or e-mail, if there is one who is active."""
        person = self.responsibles.get(responsible) if responsible else None
        return person if person and person.active else None

    def excludes(self, sender: Sender) -> str | None:
        """Which exclusion a sender meets (R1), in words without personal data; None when it meets none."""
        return self.excluded.meets(sender) if self.excluded else None

    def write(self, channel: str, source: str) -> Write:
        """What touches of a source may write (R6)."""
        found = self.config.write
        return (found.get(f"{channel}/{source}") or found.get(channel) or _WRITE) if found else _WRITE

    def not_enquiry(self, touch: Touch, sender: Sender, properties: Mapping[str, str]) -> Iterator[Criterion]:
        """The criteria whose properties the touch has (R56), in their order; how long a call lasted is not asked here."""
        if self.criteria:
            asked = said(touch, sender, properties)
            yield from (criterion for criterion in self.criteria if criterion.fits(asked))

    def properties(self, touch: Touch, sender: Sender, channel: str, source: str, regions: tuple[str, ...]) -> Mapping[str, str]:
        """The properties of a touch that rules and criteria ask for (R29, R56), folded for comparing."""
        if not self.conditions and not self.criteria:
            return _NOTHING
        tags = touch.attribution
        found = {
            "channel": channel,
            "source": source,
            "form": source if channel == "webform" else "",
            "region": regions[0] if regions else "",
            "language": sender.language or "",
            "product": touch.product or "",
            "utm_source": tags.utm_source or "",
            "utm_medium": tags.utm_medium or "",
            "utm_campaign": tags.utm_campaign or "",
            "line": tags.line or "",
            "alias": tags.alias or "",
        }
        return {name: fold(name, value) for name, value in found.items()}

    def pipeline(self, properties: Mapping[str, str]) -> Pipeline:
        """The pipeline that the rules choose (R59): of the first fitting rule that names one, else the default."""
        for condition in self.conditions:
            if condition.rule.pipeline and condition.fits(properties):
                return self.pipelines[condition.rule.pipeline]
        return self.pipelines[self.config.default_pipeline]

    def queue(self, properties: Mapping[str, str]) -> tuple[Queue, int] | None:
        """The queue of the first fitting rule that names one, and the rule's number from 1 (R29)."""
        for n, condition in enumerate(self.conditions, 1):
            if condition.rule.queue and condition.fits(properties):
                return self.queues[condition.rule.queue], n
        return None


_NOTHING: Mapping[str, str] = {}
_WRITE = Write()


@lru_cache(maxsize=256)
def policy(stored: bytes | None) -> Policy:
    """The policy in a stored configuration (MessagePack); the default one where there is none. Decoded once per distinct bytes."""
    return of(WorkspaceConfig() if stored is None else _decode(stored))


def of(config: WorkspaceConfig) -> Policy:
    """The policy of a consistent configuration."""
    people = {person.id: person for person in config.responsibles}
    by_mail = {person.email: person for person in config.responsibles if person.email}
    desks = {person.extension: person for person in config.responsibles if person.extension}
    conditions = tuple(
        Condition(rule, tuple((name, frozenset(fold(name, value) for value in values)) for name, values in rule.when.items()))
        for rule in config.rules
    )
    return Policy(
        config=config,
        responsibles=by_mail | people,
        desks=desks | people,
        extensions=frozenset(desks),
        queues={queue.id: queue for queue in config.queues},
        pipelines={pipeline.id: pipeline for pipeline in config.pipelines},
        conditions=conditions,
        excluded=exclusions(config.exclude, config.region),
        criteria=criteria(config.not_enquiry),
        fields=fields(config.fields),
        weighing=weights.weighing(config.matching),
    )


def faults(config: WorkspaceConfig) -> Iterator[str]:
    """What makes a configuration inconsistent, a sentence each; nothing when it may be applied."""
    people, queues = {p.id for p in config.responsibles}, {q.id for q in config.queues}
    pipelines = {p.id for p in config.pipelines}
    for what, ids in (("responsible", config.responsibles), ("queue", config.queues), ("pipeline", config.pipelines)):
        names = [entry.id for entry in ids]
        yield from (f"There are two {what}s `{name}`." for name in sorted({name for name in names if names.count(name) > 1}))
        if "" in names:
            yield f"A {what} has an empty id."
    for queue in config.queues:
        if not queue.members:
            yield f"Queue `{queue.id}` has no members."
        yield from (
            f"Queue `{queue.id}` names `{member}`, who is not among the responsibles." for member in queue.members if member not in people
        )
    for n, rule in enumerate(config.rules, 1):
        if rule.queue is not None and rule.queue not in queues:
            yield f"Rule {n} names the queue `{rule.queue}`, which does not exist."
        if rule.pipeline is not None and rule.pipeline not in pipelines:
            yield f"Rule {n} names the pipeline `{rule.pipeline}`, which does not exist."
        yield from (f"Rule {n} asks for `{name}`, which no touch has." for name in rule.when if name not in RULE_PROPERTIES)
    if config.default_queue is not None and config.default_queue not in queues:
        yield f"The default queue `{config.default_queue}` does not exist."
    if config.fallback is not None and config.fallback not in people:
        yield f"The fallback `{config.fallback}` is not among the responsibles."
    if config.default_pipeline not in pipelines:
        yield f"The default pipeline `{config.default_pipeline}` does not exist."
    for pipeline in config.pipelines:
        if pipeline.queue is not None and pipeline.queue not in queues:
            yield f"Pipeline `{pipeline.id}` names the queue `{pipeline.queue}`, which does not exist."
        if not any(stage.semantic == "process" for stage in pipeline.stages):
            yield f"Pipeline `{pipeline.id}` has no stage with the meaning `process` for a deal to begin in."
    if not any(status.semantic == "process" for status in config.lead_statuses):
        yield "No lead status has the meaning `process`: a lead would have nowhere to begin."
    # The default name may well be none of a workspace's own statuses: only what somebody wrote down is wrong then.
    failures = {status.id for status in config.lead_statuses if status.semantic == "failure"}
    named = config.spam_statuses if config.spam_statuses != WorkspaceConfig().spam_statuses else ()
    yield from (
        f"`{status}` is to mean spam, but is no lead status with the meaning `failure`." for status in named if status not in failures
    )
    yield from _faults_of_targets(config)
    yield from weights.faults(config.matching)
    for part in (of_exclusions, of_criteria, of_fields, of_rest):
        yield from part(config)


def _faults_of_targets(config: WorkspaceConfig) -> Iterator[str]:
    known = {"manager": {person.id for person in config.responsibles}, "group": {queue.id for queue in config.queues}}
    what = {"manager": "among the responsibles", "group": "the id of a queue"}
    seen = set()
    for target in config.targets:
        name = f"The target of the {target.of} `{target.id}`"
        if target.of in known and target.id not in known[target.of]:
            yield f"{name} is of nobody: it is not {what[target.of]}."
        if (target.of, target.id) in seen:
            yield f"{name} is there twice."
        seen.add((target.of, target.id))
        if min(target.number or 0, target.reaction_s or 0) < 0 or not 0 <= (target.conversion_percent or 0) <= 100:
            yield f"{name} has a number below 0, or a conversion that is none of 0 to 100 per cent."
