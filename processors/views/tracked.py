"""One lead or deal as the conversion view follows it: where it stands, where it has been, and what became of it (R42).

Every figure of the view is a sum over the items of what `shares` says of each. So a change of an item takes back what it was counted as and counts
it anew, nothing has to be done twice or undone, and a recount from the log comes to the same.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from processors.views.keys import day_of

COHORT = ("items", "spam", "converted", "without_deal", "lost", "open", "folded", "reacted", "reaction_ms", "closed")
"""What is counted of a cohort. `items` are all but those folded into others, and so each of them is one of the five behind it; `converted`: a lead
that got a deal, a deal that was won; `without_deal`: a lead that succeeded otherwise. `closed`: converted while this manager had them, whoever
had them first. `reaction_ms`: of those that somebody of ours reacted to."""
STAGE = ("reached", "passed", "left", "ms", "standing")
"""What is counted of a stage. Items that were ever in it, and that went on from it to one where they had not been, other than failure; how often
it was left, and the time until then in ms; items in it now."""

BY = ("channel", "source", "manager", "market", "readiness")
"""By what a cohort is divided, besides its stages. Nothing is kept of an item in a division where it has no name."""
MOST_STAGES, MOST_NAME = 32, 100
_LOSING = ("failure", "lost")
_FATES = {"success": "without_deal", "won": "converted", "failure": "lost", "lost": "lost"}


class Source(msgspec.Struct, frozen=True):
    """What is read of a public record's source."""

    channel: str = ""
    source: str = ""


class Record(msgspec.Struct, frozen=True):
    """What is read of the public record of a lead or a deal."""

    id: str
    version: int
    semantic: str = "process"
    status: str = ""
    pipeline: str = ""
    stage: str = ""
    responsible: str | None = None
    first_source: Source | None = None
    created_at: int = 0
    repeat: bool | str | None = None
    converted_to: tuple[str, ...] = ()
    merged_into: str | None = None
    market: str | None = None
    readiness: str | None = None

    def place(self) -> str:
        """The lead's status, or the deal's pipeline and stage."""
        return (self.status or f"{self.pipeline}/{self.stage}")[: 2 * MOST_NAME]


class Stay(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A stage that the item was in, whether it passed it, how often it left it and how long it was in it until then."""

    stage: str
    semantic: str
    passed: bool = False
    left: int = 0
    ms: int = 0


class Tracked(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An item as of the decision at `offset`. Times are decisions' now, in ms.

    `of`: `lead`, `deal` (made by a touch), or `made` (a deal made otherwise: by a conversion, by hand, by the CRM). `owner`: its first manager,
    the one of its cohort; `manager`: who has it; `closer`: who had it when it became converted. `reaction`: ms until the first one, -1 before.
    `folded`: into another item, which counts for both; being folded is no move from its stage.
    """

    offset: int
    of: str
    day: str
    began: int
    channel: str = ""
    source: str = ""
    repeat: bool = False
    owner: str = ""
    manager: str = ""
    closer: str = ""
    market: str = ""
    readiness: str = ""
    stage: str = ""
    semantic: str = "process"
    since: int = 0
    spam: bool = False
    dealt: bool = False
    folded: bool = False
    gone: bool = False
    reaction: int = -1
    stays: tuple[Stay, ...] = ()

    @property
    def fate(self) -> str:
        """Which of COHORT it counts as; spam goes before all else, so that what leaves the denominator is never in the numerator."""
        if self.folded:
            return "folded"
        if self.spam:
            return "spam"
        return "converted" if self.dealt else _FATES.get(self.semantic, "open")


class Share(NamedTuple):
    """What one item adds to one row; `stage` rows have STAGE for counts, all others COHORT."""

    by: str
    value: str
    semantic: str
    counts: tuple[int, ...]


def begun(record: Record, of: str, now: int, offset: int) -> Tracked:
    """An item that is new, before `after` has looked at its record."""
    said = record.first_source or Source()
    source = f"{said.channel}/{said.source}" if record.first_source else ""
    return Tracked(offset, of, day_of(record.created_at or now), now, said.channel[:MOST_NAME], source[: 2 * MOST_NAME])


def after(item: Tracked, record: Record, now: int, offset: int, *, spam: bool, dealt: bool) -> Tracked:
    """The item after its next record, the same object where the record says nothing that counts. `spam`: its status means spam."""
    manager, market = (record.responsible or "")[:MOST_NAME], (record.market or "")[:MOST_NAME]
    readiness, repeat, folded = (record.readiness or "")[:MOST_NAME], bool(record.repeat), record.merged_into is not None
    place = item.stage if folded else record.place()
    # Whether a status means spam is a matter of the moment at which the lead was put into it.
    spam = item.spam if place == item.stage else spam
    said = (manager, market, readiness, place, record.semantic, repeat, spam, dealt, folded)
    if said == (item.manager, item.market, item.readiness, item.stage, item.semantic, item.repeat, item.spam, item.dealt, item.folded):
        return item
    moved = place != item.stage
    then = msgspec.structs.replace(
        item,
        offset=offset,
        repeat=repeat,
        owner=item.owner or manager,
        manager=manager,
        market=market,
        readiness=readiness,
        stage=place,
        semantic=record.semantic,
        since=now if moved else item.since,
        spam=spam,
        dealt=dealt,
        folded=folded,
        stays=_moved(item, place, record.semantic, now) if moved else item.stays,
    )
    if then.fate == "converted" and item.fate != "converted":
        return msgspec.structs.replace(then, closer=manager)
    return then


def _moved(item: Tracked, place: str, semantic: str, now: int) -> tuple[Stay, ...]:
    """The stays once the item goes from its stage to another. Stages beyond the most that are kept are not followed."""
    new = all(stay.stage != place for stay in item.stays)
    onwards = new and semantic not in _LOSING
    stays = tuple(_closed(stay, now - item.since, onwards) if stay.stage == item.stage else stay for stay in item.stays)
    return (*stays, Stay(place, semantic)) if new and len(stays) < MOST_STAGES else stays


def _closed(stay: Stay, ms: int, onwards: bool) -> Stay:
    return Stay(stay.stage, stay.semantic, stay.passed or onwards, stay.left + 1, stay.ms + max(ms, 0))


def shares(item: Tracked) -> Iterator[Share]:
    """All that an item is counted as."""
    if item.gone:
        return
    fate = item.fate
    counted = tuple(map(_measures(item, fate).get, COHORT, (0,) * len(COHORT)))
    yield Share("all", "", "", counted)
    for by, value in zip(BY, (item.channel, item.source, item.owner, item.market, item.readiness), strict=True):
        if value:
            yield Share(by, value, "", counted)
    if fate == "converted" and item.closer:
        yield Share("manager", item.closer, "", tuple(int(name == "closed") for name in COHORT))
    for stay in () if item.folded else item.stays:
        yield Share("stage", stay.stage, stay.semantic, (1, stay.passed, stay.left, stay.ms, stay.stage == item.stage))


def _measures(item: Tracked, fate: str) -> dict[str, int]:
    if fate == "folded":
        return {"folded": 1}
    reacted = {"reacted": 1, "reaction_ms": item.reaction} if item.reaction >= 0 else {}
    return {"items": 1, fate: 1, **reacted}
