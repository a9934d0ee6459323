"""Configure: a `config` capture replaces a workspace's configuration, if it knows the one that it replaces and holds together."""

import msgspec

from processors.memory import Memory
from processors.policy import faults
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
    except (msgspec.DecodeError, RecursionError) as error:
        raise Reject(f"The configuration cannot be read: {error}. Run `leadloom config check`.") from None
    raw = memory.config()
    stored = 0 if raw is None else _stored(raw).version
    if change.base != stored:
        return _entry(
            capture,
            "refused",
            f"It is based on version {change.base}, but version {stored} is in force: read it again and apply anew.",
            stored,
        )
    wrong = list(faults(change.config))
    if wrong:
        return _entry(capture, "refused", " ".join(wrong), stored)
    memory.enlist()
    memory.keep_config(pack(msgspec.structs.replace(change.config, version=stored + 1)))
    return _entry(capture, "applied", f"Version {stored + 1} of the configuration is in force.", stored + 1)


def _entry(capture: Capture, outcome: str, reason: str, rules: int) -> Entry:
    return Entry(touch=capture.id, outcome=outcome, channel=capture.channel, source=capture.source, reason=reason, rules=rules)  # type: ignore[arg-type]
