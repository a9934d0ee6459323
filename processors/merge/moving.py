"""Moving: touches are another member's from now on, with the items that they made and the keys that only they taught (R19)."""

from collections.abc import Iterator, Sequence

import msgspec

from processors.case import Act
from processors.memory import SHARED_BY, raw_id
from processors.merge import ledger
from processors.merge.party import first_source, shown_by
from processors.normalise import Key, sender
from processors.record.left import call_of, pass_on
from processors.record.planned import names_of
from processors.remembered import Client, Contribution, Item
from processors.resolve.keys import blocks
from processors.resolve.knowledge import Knowledge, Lesson, Noted, learn
from processors.resolve.profile import Profile, joined, profile_of
from processors.survivorship import touch_of
from schemas.codec import derive_id

replace = msgspec.structs.replace


def move(act: Act, owns: dict[str, Client], moved: Sequence[Contribution], away: str, to: str, sure: bool = False) -> list[Item]:
    """Contributions are another member's, and so are the keys that no other contribution taught; the items that went along are to be told anew.

    `sure`: they can be nobody else's, and the keys that both sides gave are of both from now on.
    """
    memory = act.memory
    gone = {said.touch for said in moved}
    stay = [said for said in memory.contributions(away) if said.touch not in gone]
    items: list[Item] = []
    for said in moved:
        memory.withdraw(away, said.touch)
        said = pass_on(act, said, to)
        rivals = tuple([rival for rival in said.rivals if rival not in (away, to)])
        memory.contribute(to, replace(said, rivals=rivals, under=said.under or away))
        _move_planned(act, said, away, to)
        items += _move_item(act, owns, said, stay, away, to)
    others = {key for other in stay for key in keys_of(other)}
    for key in dict.fromkeys(key for said in moved for key in keys_of(said)):
        if key not in others:
            _hand_over(act, key, away, to)
        elif sure:
            _share(act, key, to)
    _relearn(act, away, ())
    found_by = dict.fromkeys(block for said in moved for block in blocks(profile_of(sender(touch_of(said), said.regions), (), said.at)))
    _relearn(act, to, tuple(found_by), like=away)
    for side in (away, to):
        said_of = memory.contributions(side)
        owns[side] = replace(owns[side], shown=shown_by(memory, side), touches=len(said_of), first=first_source(memory, said_of))
    return items


def _move_planned(act: Act, said: Contribution, away: str, to: str) -> None:
    """The call that the touch tells of goes along, and so does what the two planned."""
    call = call_of(act.memory, said)
    if call is not None and said.call is not None and call.client == away:
        act.memory.write(b"a", said.call, replace(call, client=to))
    for name in names_of(act.capture.workspace, said.touch, call.activity if call is not None else None):
        planned = act.memory.planned(name)
        if planned is not None and planned.client == away:
            act.memory.keep_planned(replace(planned, client=to, under=planned.under or away))


def keys_of(said: Contribution) -> tuple[Key, ...]:
    """The exact keys that a touch gave."""
    return tuple(sender(touch_of(said), said.regions).keys)


def _move_item(act: Act, owns: dict[str, Client], said: Contribution, stay: Sequence[Contribution], away: str, to: str) -> Iterator[Item]:
    """The item that the touch made stays with it; `stay`: what is still said of the other member."""
    for kind in ("lead", "deal"):
        if said.item != derive_id(act.capture.workspace, said.touch, kind) or (item := act.memory.item(kind, said.item)) is None:
            continue
        for other in [other for other in stay if other.item == item.id and other.kind]:
            act.memory.contribute(away, pass_on(act, other, away))
        after = replace(item, client=to)
        act.memory.keep_item(after)
        counts, won = kind == "deal", item.semantic == "won"
        listed = tuple([o for o in owns[away].open if o.id == item.id])
        rest = tuple([o for o in owns[away].open if o.id != item.id])
        owns[away] = replace(owns[away], open=rest, deals=owns[away].deals - counts, won=owns[away].won - won)
        owns[to] = replace(owns[to], open=(*owns[to].open, *listed), deals=owns[to].deals + counts, won=owns[to].won + won)
        if kind == "lead" and item.semantic != "process" and item.merged_into is None:
            owns[away], owns[to] = (_finished(act, owns[side]) for side in (away, to))
        for fold in ledger.folds(act.memory, away):
            if fold.item == item.id:
                ledger.drop_fold(act.memory, away, fold)
                ledger.keep_fold(act.memory, to, fold)
        yield after


def _finished(act: Act, own: Client) -> Client:
    """The member with who owned its lead that was finished last (R8)."""
    leads = [
        item
        for item in act.memory.items_of(own.id)
        if item.kind == "lead" and item.semantic != "process" and item.merged_into is None and item.responsible is not None
    ]
    last = max(leads, key=lambda lead: lead.modified_at, default=None)
    return replace(own, finished_owner=last.responsible if last else None, finished_at=last.modified_at if last else 0)


def _relearn(act: Act, member: str, found_by: Sequence[str], like: str | None = None) -> None:
    """What the member is compared by is what its contributions say; it is found by these blocking keys, too. Counts are not rewound.

    `like`: whose country a new one has, as touches do not keep it.
    """
    knowledge, raw = Knowledge(act.memory), raw_id(member)
    before = knowledge.profile(raw)
    known = before if before is not None or like is None else knowledge.profile(raw_id(like))
    after = Profile()
    for said in act.memory.contributions(member):
        after = joined(after, profile_of(sender(touch_of(said), said.regions), (), said.at))
    noted = [Noted(block, knowledge.noted(block)) for block in found_by]
    learn(act.memory, raw, Lesson(before, replace(after, regions=known.regions if known is not None else ()), noted))


def _hand_over(act: Act, key: Key, away: str, to: str) -> None:
    company, users = act.memory.users(key)
    if raw_id(away) in users:
        act.memory.keep_users(key, company, tuple(dict.fromkeys(raw_id(to) if user == raw_id(away) else user for user in users)))


def _share(act: Act, key: Key, to: str) -> None:
    company, users = act.memory.users(key)
    if len(users) < SHARED_BY and raw_id(to) not in users:
        act.memory.keep_users(key, company, (*users, raw_id(to)))
