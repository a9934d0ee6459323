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

Mark = tuple[str, int, bytes | None, bool]
"""(kind of the activity, its version, of a call the digest that it is remembered under, whether it is no activity of the client's own lead)."""

_KIND = b"A"
_END = b"\xff" * 16


class Left(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An activity of a lead: `version` is its newest one, but of a call, which has a record of its own, under the digest `call`; `client` and
    `touch` are the raw ids of the touch that left it and of the member whose that is, None for the CRM's and the lead's own. What is said of
    that touch tells its newest version."""

    kind: str
    channel: str
    source: str
    version: int = 1
    client: bytes | None = None
    call: bytes | None = None
    touch: bytes | None = None


_left, _call = msgspec.msgpack.Decoder(Left).decode, msgspec.msgpack.Decoder(Call)


def mark(case: Case, known: Known, item: Item | None, ringing: Ringing | None) -> Mark:
    """What the touch's contribution says of the activity that it leaves, on a lead of its own client's or elsewhere; a call is on a lead once,
    whatever its events."""
    if case.publishes:
        return "", 1, None, True
    elsewhere = item is None or item.kind != "lead" or item.client != known.home.id
    if ringing is None:
        return case.touch.activity, _version(case, known), None, elsewhere
    again = elsewhere or item is None or _folded(item, ringing) or ringing.before.item == item.id
    return case.touch.activity, 1, _digest(ringing), again


def _version(case: Case, known: Known) -> int:
    """The version of the touch's activity: the first, but of one that is promoted."""
    if not case.promoted:
        return 1
    before = case.memory.contribution(known.home.id, case.touch_id)
    return 2 if before is None else before.told + 1


def _digest(ringing: Ringing) -> bytes:
    return digest(ringing.key.encode("utf-8", "surrogatepass"))


def _folded(lead: Item, ringing: Ringing) -> bool:
    """Whether the call was given a lead that has been folded into this one since: it is told as this one's, and was marked as that one's."""
    return ringing.made is not None and ringing.made != lead.id


def leave(case: Case, known: Known, item: Item, activity: str, ringing: Ringing | None) -> None:
    """List an activity on a lead that another client's touch left (R3), or a call of what was folded into it."""
    folded = ringing is not None and _folded(item, ringing)
    if not folded and (item.client == known.home.id or (ringing is not None and ringing.before.item == item.id)):
        return
    kind, capture, call = case.touch.activity, case.capture, _digest(ringing) if ringing is not None else None
    left = Left(kind, capture.channel, capture.source, 1, raw_id(known.home.id), call, raw_id(case.touch_id))
    keep(case.memory, item.id, activity, left)


def keep(memory: Memory, lead: str, activity: str, left: Left) -> None:
    """List an activity under the lead."""
    memory.put(_KIND, raw_id(lead) + raw_id(activity), pack(left))


def pass_on(act: Act, said: Contribution, member: str) -> Contribution:
    """A contribution parts from the lead that its activity is of, or goes to `member` (R19): that is listed under the lead instead."""
    if said.item is None:
        return said
    activity = activity_of(act, said)
    if said.kind and not said.unmarked:
        left = Left(said.kind, said.channel, said.source, said.told, raw_id(member), said.call, raw_id(said.touch))
        keep(act.memory, said.item, activity, left)
    elif (body := act.memory.get(_KIND, raw_id(said.item) + raw_id(activity))) is not None:
        keep(act.memory, said.item, activity, replace(_left(body), client=raw_id(member)))
    return replace(said, unmarked=True)


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
    call = call_of(memory, left)
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
        forget = partial(_moved, memory, lead.client, replace(said, unmarked=True))
        yield _Found(activity_of(act, said), left, forget, raw_id(said.touch))
    for key, body in memory.each(_KIND, under):
        left = _left(body)
        whose = text_id(left.client) if left.client else lead.client
        listed = memory.contribution(whose, text_id(left.touch)) if left.touch else None
        if listed is not None:
            left = replace(left, version=listed.told)
        yield _Found(text_id(key), left, partial(_forget, memory, under + key, whose, listed))


def _forget(memory: Memory, key: bytes, member: str, said: Contribution | None) -> None:
    memory.delete(_KIND, key)
    if said is not None:
        _moved(memory, member, said)


def _moved(memory: Memory, member: str, said: Contribution) -> None:
    """The touch's activity is told once more, as the activity of the client that the member is in now."""
    client = memory.client(member)
    under = client.id if client is not None and client.id != member else ""
    memory.contribute(member, replace(said, told=said.told + 1, under=under))


def _marked(memory: Memory, lead: Item, after: bytes = b"") -> Iterator[Contribution]:
    found = memory.contributions_after(lead.client, after)
    return (said for said in found if said.kind and not said.unmarked and said.item == lead.id)


def activity_of(act: Act, said: Contribution) -> str:
    """The id of the activity that a touch left."""
    if said.call is not None and (call := call_of(act.memory, said)) is not None:
        return call.activity
    return derive_id(act.capture.workspace, said.touch, "activity")


def call_of(memory: Memory, said: Contribution | Left) -> Call | None:
    """The call that a touch tells of."""
    return memory.read(b"a", said.call, _call) if said.call is not None else None


def told_again(act: Act, said: Contribution | Left) -> int:
    """The next version of an activity; that of a call, of which several touches tell, is kept with the call."""
    if said.call is None or (call := call_of(act.memory, said)) is None:
        return (said.version if isinstance(said, Left) else said.told) + 1
    act.memory.write(b"a", said.call, replace(call, version=call.version + 1))
    return call.version + 1


def _tell(act: Act, lead: Item, to: Item, activity: str, left: Left) -> None:
    member = text_id(left.client) if left.client else lead.client
    client = act.memory.client(member)
    told = Activity(
        id=activity,
        workspace=act.capture.workspace,
        version=told_again(act, left),
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
