"""Configure: a `config` capture replaces a workspace's configuration, if it knows the one that it replaces and holds together."""

from collections.abc import Iterator
from itertools import islice

import msgspec

from processors.memory import Memory
from processors.policy import faults
from processors.standing import Place, Standing, place_of
from schemas.capture import Capture
from schemas.codec import pack
from schemas.config import ConfigChange, WorkspaceConfig
from schemas.decision import Entry
from schemas.errors import Reject

_change = msgspec.json.Decoder(ConfigChange, strict=True).decode
_stored = msgspec.msgpack.Decoder(WorkspaceConfig).decode


def configure(memory: Memory, capture: Capture) -> Entry:
    """Apply the change in the capture's body, or refuse it with the reason; raises Reject for a body that is none.

    The stored version is the base + 1, whatever the body says, so that versions rise by one.
    """
    try:
        change = _change(capture.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Reject(f"The configuration cannot be read: {error}. Run `leadloom config check`.") from None
    raw = memory.config()
    before = WorkspaceConfig() if raw is None else _stored(raw)
    stored, wanted = before.version, before.upheld(change.config)
    if change.base != stored:
        return _entry(
            capture,
            "refused",
            f"It is based on version {change.base}, but version {stored} is in force: read it again and apply anew.",
            stored,
        )
    wrong = [*faults(wanted), *_left_standing(memory, wanted)]
    if wrong:
        return _entry(capture, "refused", " ".join(wrong), stored)
    memory.enlist()
    memory.keep_config(pack(msgspec.structs.replace(wanted, version=stored + 1)))
    return _entry(capture, "applied", f"Version {stored + 1} of the configuration is in force.", stored + 1)


NAMED, LOOKED_AT = 10, 10_000
"""How many items at a stage that is gone are named, and how many of their kind are looked at for that."""


def _left_standing(memory: Memory, config: WorkspaceConfig) -> Iterator[str]:
    """The stages that open items stand in and that are no more, or mean something else than `process`, with those items (R49)."""
    known = {("lead", "", status.id) for status in config.lead_statuses if status.semantic == "process"}
    known |= {("deal", line.id, stage.id) for line in config.pipelines for stage in line.stages if stage.semantic == "process"}
    for standing in memory.places():
        if standing.place in known:
            continue
        what = (
            f"The lead status `{standing.stage}`"
            if standing.kind == "lead"
            else f"Stage `{standing.stage}` of pipeline `{standing.pipeline}`"
        )
        ids = list(_standing_in(memory, standing.place))
        to = "STATUS" if standing.kind == "lead" else "STAGE"
        more = ", and others" if len(ids) < standing.count else ""
        yield (
            f"{what} is gone or not of the meaning `process` any more, but {_many(standing)} there: "
            f"{', '.join(ids)}{more}. Move them first (`leadloom {standing.kind} move ID {to}`), or keep it."
        )


def _many(standing: Standing) -> str:
    return f"1 open {standing.kind} stands" if standing.count == 1 else f"{standing.count} open {standing.kind}s stand"


def _standing_in(memory: Memory, place: Place) -> Iterator[str]:
    found = (item.id for item in islice(memory.items(place[0]), LOOKED_AT) if place_of(item) == place)
    return islice(found, NAMED)


def _entry(capture: Capture, outcome: str, reason: str, rules: int) -> Entry:
    return Entry(touch=capture.id, outcome=outcome, channel=capture.channel, source=capture.source, reason=reason, rules=rules)  # type: ignore[arg-type]
