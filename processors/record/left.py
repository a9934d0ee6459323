"""Left: which activities a lead has, so that they are the deal's when it becomes one (R42a); of each a few bytes, not what was said.

An activity of the lead's own client is marked on the touch's contribution; those of others and of the CRM are listed under the lead.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import NamedTuple

import msgspec

from processors.case import Act, Case, Known, Ringing
from processors.memory import Memory, raw_id, text_id
from processors.remembered import Call, Contribution, Item
from schemas.codec import derive_id, digest, pack
from schemas.crm import Activity

replace = msgspec.structs.replace

Mark = tuple[str, int, bytes | None]
"""(kind of the activity, its version, of a call the digest that it is remembered under), as a contribution ends with them."""

UNMARKED: Mark = ("", 1, None)

_KIND = b"A"
_END = b"\xff" * 16


class Left(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An activity of a lead: `version` is its newest one, but of a call, which has a record of its own, under the digest `call`; `client` is
    the raw id of the member whose touch left it, None for the lead's own."""

    kind: str
    channel: str
    source: str
    version: int = 1
    client: bytes | None = None
    call: bytes | None = None


_left, _call = msgspec.msgpack.Decoder(Left).decode, msgspec.msgpack.Decoder(Call)


def mark(case: Case, known: Known, item: Item | None, ringing: Ringing | None) -> Mark:
    """What the touch's contribution says of the activity that it leaves on a lead of its own client's; of a call once, whatever its events."""
    if item is None or item.kind != "lead" or item.client != known.home.id or (ringing is not None and _folded(item, ringing)):
        return UNMARKED
    return _mark(case, item, ringing)


def _mark(case: Case, lead: Item, ringing: Ringing | None) -> Mark:
    if ringing is None:
        return case.touch.activity, 2 if case.promoted else 1, None
    if ringing.before.item == lead.id and not _folded(lead, ringing):
        return UNMARKED
    return case.touch.activity, 1, digest(ringing.key.encode("utf-8", "surrogatepass"))


def _folded(lead: Item, ringing: Ringing) -> bool:
    """Whether the call was given a lead that has been folded into this one since: it is told as this one's, and was marked as that one's."""
    return ringing.made is not None and ringing.made != lead.id


def leave(case: Case, known: Known, item: Item, activity: str, ringing: Ringing | None) -> None:
    """List an activity on a lead that another client's touch left (R3), or a call of what was folded into it."""
    if item.client == known.home.id and not (ringing is not None and _folded(item, ringing)):
        return
    kind, version, call = _mark(case, item, ringing)
    if kind:
        keep(case.memory, item.id, activity, Left(kind, case.capture.channel, case.capture.source, version, raw_id(known.home.id), call))


def keep(memory: Memory, lead: str, activity: str, left: Left) -> None:
    """List an activity under the lead."""
    memory.put(_KIND, raw_id(lead) + raw_id(activity), pack(left))


def pass_on(act: Act, said: Contribution, member: str) -> Contribution:
    """A contribution parts from the lead that its activity is of, or goes to `member` (R19): that is listed under the lead instead."""
    if said.item is None:
        return said
    activity = _activity(act, said)
    if said.kind:
        keep(act.memory, said.item, activity, Left(said.kind, said.channel, said.source, said.told, raw_id(member), said.call))
    elif (body := act.memory.get(_KIND, raw_id(said.item) + raw_id(activity))) is not None:
        keep(act.memory, said.item, activity, replace(_left(body), client=raw_id(member)))
    return replace(said, kind="")


def count(memory: Memory, lead: Item) -> int:
    """How many activities are told as the lead's own."""
    return len(memory.scan(_KIND, raw_id(lead.id))) + sum(1 for _ in _marked(memory, lead))


def move_along(act: Act, lead: Item, deal: Item, most: int, after: bytes = b"") -> tuple[int, bytes]:
    """Tell at most so many of the lead's activities as the deal's: the next version of each, with the new binding alone; how many, and the
    raw id of the touch `after` which to go on.

    What they say is not kept in state, so it is not told again: `moved_from` says so. Each is moved once. What was folded into the lead
    keeps its own, and leads on (R18). Work: that of reading what was said of the lead's client until so many are found.
    """
    found = list(islice(_of(act, lead, after), most))
    for each in found:
        each.forget()
        _tell(act, lead, _goes_to(act.memory, lead, deal, each.left), each.activity, each.left)
    return len(found), found[-1].touch if found else _END


def _goes_to(memory: Memory, lead: Item, deal: Item, left: Left) -> Item:
    """The deal; but for a call that parted from the lead with the one that it was given (R19): that, or what it became."""
    call = memory.read(b"a", left.call, _call) if left.call is not None else None
    if call is None or call.item is None or call.item_kind is None:
        return deal
    given = memory.standing_item(call.item_kind, call.item)
    if given is None or given.id == lead.id:
        return deal
    became = (found for entity in given.converted_to if (found := memory.standing_item("deal", entity)) is not None)
    return next(became, given)


class _Found(NamedTuple):
    """An activity, what is known of it, what takes it off the lead, and the raw id of the touch whose contribution is marked with it."""

    activity: str
    left: Left
    forget: Callable[[], None]
    touch: bytes = _END


def _of(act: Act, lead: Item, after: bytes) -> Iterator[_Found]:
    memory, under = act.memory, raw_id(lead.id)
    for said in _marked(memory, lead, after):
        left = Left(said.kind, said.channel, said.source, said.told, None, said.call)
        yield _Found(_activity(act, said), left, partial(memory.contribute, lead.client, replace(said, kind="")), raw_id(said.touch))
    for key, body in memory.each(_KIND, under):
        yield _Found(text_id(key), _left(body), partial(memory.delete, _KIND, under + key))


def _marked(memory: Memory, lead: Item, after: bytes = b"") -> Iterator[Contribution]:
    return (said for said in memory.contributions_after(lead.client, after) if said.kind and said.item == lead.id)


def _activity(act: Act, said: Contribution) -> str:
    """The id of the activity that a contribution is marked with."""
    if said.call is not None and (call := act.memory.read(b"a", said.call, _call)) is not None:
        return call.activity
    return derive_id(act.capture.workspace, said.touch, "activity")


def _tell(act: Act, lead: Item, to: Item, activity: str, left: Left) -> None:
    version = left.version
    if left.call is not None and (call := act.memory.read(b"a", left.call, _call)) is not None:
        version = call.version
        act.memory.write(b"a", left.call, replace(call, version=version + 1))
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
        item=to.id,
        item_kind=to.kind,  # type: ignore[arg-type]
        channel=left.channel,
        source=left.source,
        moved_from=lead.id,
    )
    act.tell("activity", activity, told.version, told)
