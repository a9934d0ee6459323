"""Commands: what people say by captures on the channel `command` is done or refused with a sentence, once each."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from processors.case import Act
from processors.life import commands as living
from processors.merge import commands as merging
from processors.record import settling
from processors.refused import Refused
from processors.remembered import Seen
from processors.switch import mode as switching
from schemas import command
from schemas.codec import digest
from schemas.decision import Entry, Outcome
from schemas.errors import Reject

Handler = Callable[[Act, Any], tuple[str, str | None]]
"""(what was done, in a sentence; the client that it is about); raises Refused before anything is changed."""

HANDLERS: Mapping[type, Handler] = {**merging.HANDLERS, **living.HANDLERS, **switching.HANDLERS, **settling.HANDLERS}


def say(act: Act) -> Entry:
    """Do what the command says, or refuse it with a sentence; raises Reject for a body that is none. A capture is carried out once."""
    capture, memory = act.capture, act.memory
    key = f"command:{capture.id}"
    if (seen := memory.seen(key)) is not None:
        entry = _entry(act, "duplicate", f"The same was decided already, of capture {seen.capture} (R20).", seen.client)
        return msgspec.structs.replace(entry, duplicate_of=seen.touch)
    try:
        said = command.decode(capture.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Reject(f"The command cannot be read: {error}.") from None
    handler = HANDLERS.get(type(said))
    if handler is None:
        raise Reject(f"The command `{type(said).__name__.lower()}` is not known to this release: update leadloom, then redrive.")
    try:
        reason, client = handler(act, said)
        outcome: Outcome = "applied"
    except Refused as why:
        outcome, reason, client = "refused", str(why), None
    memory.keep_seen(key, Seen(capture.id, capture.id, digest(capture.body), act.now, True, client))
    return _entry(act, outcome, reason, client)


def _entry(act: Act, outcome: Outcome, reason: str, client: str | None) -> Entry:
    capture = act.capture
    return Entry(
        touch=capture.id,
        outcome=outcome,
        channel=capture.channel,
        source=capture.source,
        reason=reason,
        client=client,
        item=act.item.id if act.item else None,
        item_kind=act.item.kind if act.item else None,  # type: ignore[arg-type]
        owner=act.item.responsible if act.item else None,
        merges=tuple(act.merges),
        reviews=tuple(act.reviews),
    )
