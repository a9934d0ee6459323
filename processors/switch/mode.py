"""The mode of a workspace or a channel is set by a command, which is one event in the log (R11)."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from processors.case import Act
from processors.policy import policy
from processors.refused import Refused
from processors.standing import Standing
from processors.switch.job import Job, job, keep, running
from schemas import command
from schemas.codec import pack
from schemas.config import WorkspaceConfig

replace = msgspec.structs.replace


def set_mode(act: Act, said: command.SetMode) -> tuple[str, None]:
    """Set it, and open the job where open leads are to be converted; a sentence. Raises Refused before anything is changed."""
    config = policy(act.memory.config()).config
    pipeline = checked(config, said)
    if (at_work := running(act.memory)) is not None:
        raise Refused(f"Job {at_work.id} still converts open leads: wait for it (`leadloom jobs list`), or stop it (`leadloom jobs stop`).")
    where = f"Channel {said.channel}" if said.channel else "The workspace"
    config = with_mode(config, said)
    if said.policy == "drain":
        _keep(act, config)
        leads = "" if said.mode == "classic" else " Who has an open lead is served there until it is finished."
        return f"{where} works in {said.mode} mode from now on.{leads}", None
    opened = Job(
        id=act.derive("job"),
        status="running",
        by=said.by,
        opened_at=act.now,
        pipeline=pipeline,
        channel=said.channel,
        total=open_leads(act.memory.places()),
    )
    keep(act.memory, opened)
    _keep(act, replace(config, converting=opened.id))
    return f"{where} works in {said.mode} mode from now on; job {opened.id} turns open leads into deals in pipeline {pipeline}.", None


def stop(act: Act, said: command.StopJob) -> tuple[str, None]:
    """Stop a job that is at work; who has an open lead left is served there until it is finished."""
    found = job(act.memory, said.job)
    if found is None:
        raise Refused(f"There is no job {said.job} in this workspace: `leadloom jobs list` shows those that there are.")
    if found.status != "running":
        raise Refused(f"Job {found.id} is not at work any more: it is {found.status}.")
    end(act, replace(found, status="stopped", why=said.note, ended_by=said.by))
    if not found.converts:
        whose = "the lead's" if found.lead is not None else "the other client's"
        return f"Job {found.id} is stopped after {found.done} of {found.total} activities; the others are told as {whose} still.", None
    return f"Job {found.id} is stopped after {found.done} of {found.total} leads; the others stay leads until they are finished.", None


def end(act: Act, found: Job) -> None:
    """The job is over: nobody goes on with it, and touches meet leads as leads again."""
    keep(act.memory, replace(found, ended_at=act.now))
    if not found.converts:
        return
    _keep(act, replace(policy(act.memory.config()).config, converting=None))


def checked(config: WorkspaceConfig, said: command.SetMode) -> str:
    """The pipeline of the deals that leads are to become; raises Refused for a switch that cannot be."""
    if said.policy == "convert" and said.mode == "classic":
        raise Refused("Only leads can be converted, when the mode becomes simple: deals stay deals. Use the policy drain.")
    pipeline = said.pipeline or config.default_pipeline
    kinds = {line.id: line.kind for line in config.pipelines}
    if pipeline not in kinds:
        raise Refused(f"There is no pipeline `{pipeline}`; there are {', '.join(kinds)}.")
    if kinds[pipeline] == "recurring":
        raise Refused(f"Pipeline `{pipeline}` is for recurring sales, which take no enquiries (R59): name another one.")
    if said.policy == "drain" and with_mode(config, said) == replace(config, switched=True, set_by=said.by):
        raise Refused(f"{f'Channel {said.channel}' if said.channel else 'The workspace'} works in {said.mode} mode already.")
    return pipeline


def with_mode(config: WorkspaceConfig, said: command.SetMode) -> WorkspaceConfig:
    """The configuration with the mode, and who set it; that of channels which have one of their own stays."""
    if said.channel:
        return replace(config, channel_modes={**config.channel_modes, said.channel: said.mode}, switched=True, set_by=said.by)
    return replace(config, mode=said.mode, switched=True, set_by=said.by)


def open_leads(places: Iterable[Standing]) -> int:
    """How many leads are open, as counted while they moved."""
    return sum(standing.count for standing in places if standing.kind == "lead")


def _keep(act: Act, config: WorkspaceConfig) -> None:
    act.memory.enlist()
    act.memory.keep_config(pack(replace(config, version=config.version + 1)))


HANDLERS: dict[type, Callable[[Act, Any], tuple[str, None]]] = {command.SetMode: set_mode, command.StopJob: stop}
"""Each gives what was done, in a sentence; no client in particular. Raises Refused before anything is changed."""
