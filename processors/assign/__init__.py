"""Assign: who is responsible, by the chain of R29; every link that was asked is kept with its reason (R52)."""

from collections.abc import Mapping, Sequence

import msgspec

from processors.assign.rotation import next_in_turn
from processors.memory import Memory
from processors.policy import Policy
from processors.remembered import Turn
from schemas.config import Queue
from schemas.decision import OwnerStep


class Claim(msgspec.Struct, frozen=True, gc=False):
    """Somebody who should own it, by which rule and why; asked before any queue."""

    rule: str
    owner: str | None
    why: str


class Given(msgspec.Struct, frozen=True, gc=False):
    """Who got it. `owner` None only with `alarm` set, or `waits` (a ringing call, R25); `queue`: whose turn it was, where a queue decided."""

    owner: str | None
    chain: tuple[OwnerStep, ...]
    queue: str | None = None
    alarm: str | None = None
    waits: bool = False

    @property
    def reason(self) -> str:
        return self.chain[-1].why if self.chain else ""


def assign(policy: Policy, memory: Memory, properties: Mapping[str, str], claims: Sequence[Claim], waits: bool = False) -> Given:
    """The first claim of an active responsible (explicit owner, R8) -> first fitting rule's queue -> default queue -> fallback with alarm (R29).

    With `waits` no queue is asked: a call still rings, and who answers will own it (R25). Moves the turn of the queue that decides, and of no other.
    """
    chain: list[OwnerStep] = []
    for claim in claims:
        if claim.owner is None:
            continue
        if person := policy.active(claim.owner):
            chain.append(OwnerStep(claim.rule, person.id, claim.why))
            return Given(person.id, tuple(chain))
        chain.append(OwnerStep(claim.rule, None, "not an active responsible"))
    if waits:
        chain.append(OwnerStep("R25 ringing", None, "who answers the call will own it; a missed one goes to the queue"))
        return Given(None, tuple(chain), waits=True)
    return _by_queue(policy, memory, properties, chain)


def _by_queue(policy: Policy, memory: Memory, properties: Mapping[str, str], chain: list[OwnerStep]) -> Given:
    config = policy.config
    if found := policy.queue(properties):
        queue, n = found
        if owner := take_turn(policy, memory, queue):
            chain.append(OwnerStep("R29 routing rule", owner, f"rule {n} fits: next in queue {queue.id} (R30)"))
            return Given(owner, tuple(chain), queue.id)
        chain.append(OwnerStep("R29 routing rule", None, f"rule {n} fits, but nobody in queue {queue.id} is active"))
    if config.default_queue:
        queue = policy.queues[config.default_queue]
        if owner := take_turn(policy, memory, queue):
            chain.append(OwnerStep("R29 default queue", owner, f"next in queue {queue.id} (R30)"))
            return Given(owner, tuple(chain), queue.id)
        chain.append(OwnerStep("R29 default queue", None, f"nobody in queue {queue.id} is active"))
    if person := policy.active(config.fallback):
        chain.append(OwnerStep("R29 fallback", person.id, "nobody else takes it"))
        return Given(person.id, tuple(chain), alarm="No queue could take this enquiry: the fallback owner got it. Check queues and rules.")
    chain.append(OwnerStep("R29 fallback", None, "there is no active fallback owner"))
    return Given(None, tuple(chain), alarm="Nobody is responsible for this enquiry: set a queue with active members, or a fallback owner.")


def take_turn(policy: Policy, memory: Memory, queue: Queue) -> str | None:
    """The next of a queue, and the turn moves on; None, and nothing moves, when nobody is eligible (R30)."""
    chosen = next_in_turn(queue.members, memory.turn(queue.id), lambda member: policy.active(member) is not None)
    if chosen is not None:
        memory.keep_turn(queue.id, Turn(chosen, queue.members))
    return chosen
