"""Moving: a lead gets another status, a deal another stage; what they mean is fixed, whatever their names (R49)."""

from collections.abc import Sequence

import msgspec

from processors.case import Act
from processors.faults import did_you_mean
from processors.life.keeping import OPEN, altered
from processors.policy import Policy, policy
from processors.record.planned import closed, reopened
from processors.refused import Refused
from processors.remembered import Item
from schemas.config import Stage

replace = msgspec.structs.replace


NO_STATUS = "There is no lead status"
FAILED = ("failure", "lost")
"""What the stages mean at which nothing comes of an item."""


def move(act: Act, item: Item, stage: str, pipeline: str | None = None) -> Item:
    """The item where a person put it, the same object where it stands there already; raises Refused for a stage that there is not.

    It counts as a person's work on it (R18). A lead that was converted stays what it became; `convert.place` converts one whose status comes
    to mean success.
    """
    rules = policy(act.memory.config())
    line = pipeline_of(rules, pipeline or item.pipeline) if item.kind == "deal" else ""
    to = stage_of(stages_of(rules, item.kind, line), stage, _where(item.kind, line))
    if (to.id, line) == (item.stage, item.pipeline):
        return item
    if item.converted_to:
        raise Refused(f"This lead was converted, into {', '.join(item.converted_to)}: it has no status any more but `{item.stage}`.")
    return put(act, item, to, line)


def put(act: Act, item: Item, to: Stage, pipeline: str = "", news: Sequence[str] = (), **fields: object) -> Item:
    """The item at a stage, with other fields that change with it; `news`: what else of its public record differs. What was planned for one
    that comes to nothing is cancelled, and planned again if it is opened again (R51)."""
    after = replace(
        item,
        stage=to.id,
        semantic=to.semantic,
        pipeline=pipeline,
        worked=True,
        open_stage=item.stage if item.semantic == OPEN else item.open_stage,
        **fields,
    )
    changed = [
        public
        for name, public in (("stage", "status" if item.kind == "lead" else "stage"), ("semantic", "semantic"), ("pipeline", "pipeline"))
        if getattr(after, name) != getattr(item, name)
    ]
    after = altered(act, item, after, *changed, *fields, *news)
    if item.semantic == OPEN and to.semantic in FAILED:
        closed(act, after)
    elif item.semantic in FAILED and to.semantic == OPEN:
        reopened(act, after)
    return after


def stages_of(rules: Policy, kind: str, pipeline: str) -> Sequence[Stage]:
    """The statuses of leads, or the stages of a pipeline."""
    return rules.config.lead_statuses if kind == "lead" else rules.pipelines[pipeline].stages


def pipeline_of(rules: Policy, pipeline: str) -> str:
    """The pipeline of this name; raises Refused where there is none."""
    if pipeline not in rules.pipelines:
        raise Refused(f"There is no pipeline `{pipeline}`{did_you_mean(pipeline, rules.pipelines)}")
    return pipeline


def stage_of(stages: Sequence[Stage], name: str, where: str) -> Stage:
    """The stage of this name, in capitals or not; raises Refused with those that there are."""
    for stage in stages:
        if name == stage.id:
            return stage
    for stage in stages:
        if name.casefold() == stage.id.casefold():
            return stage
    raise Refused(f"{where} `{name}`{did_you_mean(name, [stage.id for stage in stages])}")


def _where(kind: str, pipeline: str) -> str:
    return NO_STATUS if kind == "lead" else f"Pipeline `{pipeline}` has no stage"
