"""From where on it runs: the decision that `--since` means, the state as it stood there, and whether every capture from there on is kept."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from processors.decisionlog import TOPIC, Accepted, Store, follow
from processors.memory import JOBS, WORKSPACES, prefix_of
from runtime.log import Log
from runtime.whatif.captures import moment
from runtime.whatif.decider import Fold, Request
from runtime.whatif.own import passed_over
from schemas.capture import LANES
from schemas.decision import Decision, Place
from schemas.errors import Hole, Reject
from schemas.record import Record

Progress = Callable[[int, int], None]
"""Called with (done, all), in decisions."""

_READ = 80
"""How many decisions are read at once: of many, each is out of the processor's cache before it is looked at."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A partition as it is recorded: its log, the state that is kept, and the place at which this stood when it was asked."""

    log: Log
    partition: int
    state: Store
    goal: Place


@dataclass(frozen=True, slots=True)
class Since:
    """The beginning: a decision's offset, or the first decision at or after a time (ms since 1970). Neither: the first of all."""

    offset: int | None = None
    at: int | None = None

    def begun(self, offset: int, decision: Decision) -> bool:
        """Whether the decision is one to decide again."""
        return (self.offset is None or offset >= self.offset) and (self.at is None or decision.now >= self.at)


async def stand(
    recorded: Recorded, ask: Callable[[Request], Awaitable[None]], since: Since, workspaces: Collection[str], moved: Progress
) -> Place:
    """Have folded what the workspaces' state was before the first decision that `since` means, which is at the place; all, if none is.

    Raises Reject where the decision log no longer begins at its beginning.
    """
    place, goal = Place(), recorded.goal
    mine = tuple(prefix for name in workspaces for prefix in (prefix_of(name), WORKSPACES + name.encode(), JOBS + prefix_of(name)))
    while place.next < goal.next:
        records = await decisions(recorded, place.next)
        accepted, after = follow(place, records)
        begun = next((offset for offset, decision in accepted if since.begun(offset, decision)), None)
        if begun is not None:
            accepted, after = follow(place, records[: begun - place.next])
        await ask(Fold(_changes(accepted, mine), after))
        place = after
        moved(place.next, goal.next)
        if begun is not None:
            break
    return place


def _changes(accepted: Collection[Accepted], mine: tuple[bytes, ...]) -> dict[bytes, bytes | None]:
    """What the decisions change of these workspaces; the others are left out, as nothing of them is asked."""
    return {key: value for _, decision in accepted for key, value in decision.learn.items() if key.startswith(mine)}


async def complete(recorded: Recorded, begin: Place, workspaces: Collection[str]) -> None:
    """Raises Reject, with where it could run from, unless every capture that is to be decided again is still kept."""
    goal = recorded.goal
    kept = {lane: (await recorded.log.span(lane, recorded.partition))[0] for lane in {*LANES, *goal.lanes}}
    place, last = begin, None
    while place.next < goal.next and any(place.lanes.get(lane, 0) < start for lane, start in kept.items()):
        accepted, place = follow(place, await decisions(recorded, place.next))
        for one in accepted:
            if one.decision.workspace in workspaces and not passed_over(one.decision) and one.decision.offset < kept[one.decision.lane]:
                last = one
    if last is None:
        return
    if last.offset + 1 >= goal.next:
        raise Reject("The captures of all these decisions are no longer kept: there is nothing to decide again.")
    raise Reject(
        f"The captures up to decision {last.offset} ({moment(last.decision.now)}) are no longer kept, so it can run from the next one on: "
        f"--since {last.offset + 1}."
    )


async def decisions(recorded: Recorded, offset: int) -> list[Record]:
    """The next records of the decision log, up to the goal. Raises Reject when they are no longer there."""
    try:
        limit = min(_READ, recorded.goal.next - offset)
        records = await recorded.log.read(TOPIC, recorded.partition, offset, limit=limit, wait_s=5.0)
    except Hole as hole:
        raise Reject(
            f"Partition {recorded.partition} of the decision log begins at {hole.found}: what was before cannot be folded."
        ) from None
    if not records:
        raise Reject(
            f"Partition {recorded.partition} of the decision log ends at {offset}, before the state that is kept: run `leadloom doctor`."
        )
    return list(records)
