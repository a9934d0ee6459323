"""Owning: an item gets another responsible, by a person's word or by a queue's turn, and the world is told why (R8, R29)."""

import msgspec

from processors.assign import Claim, Given, assign, take_turn
from processors.case import Act
from processors.life.keeping import altered
from processors.policy import Policy
from processors.remembered import Item
from schemas import crm
from schemas.decision import OwnerStep

replace = msgspec.structs.replace


def give(act: Act, item: Item, given: Given, *, by_hand: bool = False) -> Item:
    """The item with its new owner; the same object where it is theirs already. By hand it counts as a person's work on it (R12, R18)."""
    if given.owner == item.responsible:
        return item
    after = replace(
        item,
        responsible=given.owner,
        assignments=item.assignments + 1,
        waits=False,
        by_hand=by_hand or item.by_hand,
        worked=by_hand or item.worked,
    )
    after = altered(act, item, after, "responsible")
    tell_assignment(act, after, item.responsible, given)
    return after


def handed_over(act: Act, rules: Policy, pipeline: str, owner: str | None, *, handover: bool) -> Given:
    """Whose a converted lead's deal is (R42a): the lead's owner who is active, else, and with `handover` at once, the next of the
    pipeline's queue, else as R29 goes on."""
    if not handover and rules.active(owner) is not None:
        return assign(rules, act.memory, {}, (Claim("R42a owner of the lead", owner, "owned the lead, and keeps the client"),))
    queue = rules.queues.get(rules.pipelines[pipeline].queue or "")
    if queue is not None and (chosen := take_turn(rules, act.memory, queue)):
        return Given(chosen, (OwnerStep("R42a handover", chosen, f"next in queue {queue.id} of pipeline {pipeline} (R30)"),), queue.id)
    return assign(rules, act.memory, {}, ())


def tell_assignment(act: Act, item: Item, previous: str | None, given: Given) -> None:
    """Tell who got it and why."""
    told = crm.Assignment(
        id=item.id,
        workspace=act.capture.workspace,
        version=item.assignments,
        cause=act.capture.id,
        item_kind=item.kind,  # type: ignore[arg-type]
        responsible=given.owner,
        previous=previous,
        queue=given.queue,
        reason=given.reason,
        alarm=given.alarm,
        at=act.now,
    )
    act.tell("assignment", told.id, told.version, told)
