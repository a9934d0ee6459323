"""Left: which activities a lead has, so that they are the deal's when it becomes one (R42a); of each a few bytes, not what was said."""

from collections.abc import Iterator
from itertools import islice

import msgspec

from processors.case import Act, Case, Known, Ringing
from processors.memory import Memory, raw_id, text_id
from processors.remembered import Call, Item
from schemas.codec import digest, pack
from schemas.crm import Activity

_KIND = b"A"


class Left(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An activity of a lead. `version`: its newest one, but of a call, which has a record of its own, under the digest `call`; `client`: the
    raw id of the member whose touch left it, None for the lead's own."""

    kind: str
    channel: str
    source: str
    version: int = 1
    client: bytes | None = None
    call: bytes | None = None


_left, _call = msgspec.msgpack.Decoder(Left).decode, msgspec.msgpack.Decoder(Call)


def leave(case: Case, known: Known, lead: Item, activity: str, ringing: Ringing | None) -> None:
    """Note the activity that a touch left on a lead; of a call once, whatever its events."""
    if ringing is not None and ringing.before.item == lead.id:
        return
    home = known.home.id
    left = Left(
        case.touch.activity,
        case.capture.channel,
        case.capture.source,
        2 if case.promoted else 1,
        None if home == lead.client else raw_id(home),
        None if ringing is None else digest(ringing.key.encode("utf-8", "surrogatepass")),
    )
    keep(case.memory, lead, activity, left)


def keep(memory: Memory, lead: Item, activity: str, left: Left) -> None:
    memory.put(_KIND, raw_id(lead.id) + raw_id(activity), pack(left))


def count(memory: Memory, lead: str) -> int:
    """How many activities a lead has that are still told as its own."""
    return len(memory.scan(_KIND, raw_id(lead)))


def move_along(act: Act, lead: Item, deal: Item, most: int) -> int:
    """Tell at most so many of the lead's activities as the deal's: the next version of each, with the new binding alone; how many.

    What they say is not kept in state, so it is not told again: `moved_from` says so. Each is moved once. What was folded into the lead
    keeps its own, and leads on (R18).
    """
    moved = 0
    for key, left in islice(_of(act.memory, lead.id), most):
        act.memory.delete(_KIND, raw_id(lead.id) + key)
        _tell(act, lead, deal, text_id(key), left)
        moved += 1
    return moved


def _of(memory: Memory, lead: str) -> Iterator[tuple[bytes, Left]]:
    for key, body in memory.scan(_KIND, raw_id(lead)):
        yield key, _left(body)


def _tell(act: Act, lead: Item, deal: Item, activity: str, left: Left) -> None:
    version = left.version
    if left.call is not None and (call := act.memory.read(b"a", left.call, _call)) is not None:
        version = call.version
        act.memory.write(b"a", left.call, msgspec.structs.replace(call, version=version + 1))
    member = text_id(left.client) if left.client else lead.client
    client = act.memory.client(member)
    told = Activity(
        id=activity,
        workspace=act.capture.workspace,
        version=version + 1,
        cause=act.capture.id,
        changed=("item", "item_kind"),
        kind=left.kind,  # type: ignore[arg-type]
        client=client.id if client is not None else member,
        item=deal.id,
        item_kind="deal",
        channel=left.channel,
        source=left.source,
        moved_from=lead.id,
    )
    act.tell("activity", activity, told.version, told)
