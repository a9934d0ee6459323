"""How matching went, over what the log holds: how the scores lie, what another threshold would move, what people decided (R16).

Read from the candidates in the decisions, without deciding again: each probability is a candidate's own, whoever else was looked at, and
what would follow from a touch that moved is not followed up. `leadloom whatif` decides again and does both.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from processors import queries
from processors.decisionlog import TOPIC, follow
from processors.memory import SHARED_BY, Memory
from processors.merge import ledger
from runtime.log import Log
from runtime.wording import counted
from schemas.decision import Decision, Entry, Place
from schemas.state import ReadState

EDGES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
"""Where the bars of the histogram part."""
TRIED = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
"""The thresholds that are tried beside the ones in force."""

Moved = Callable[[int, int], None]


class Bar(msgspec.Struct):
    """Touches whose best candidate's probability is from `low` to below `high`: how many became that client's, how many somebody else's or
    new; `by_key`: how many had an exact key in common."""

    low: float
    high: float
    attached: int = 0
    apart: int = 0
    by_key: int = 0


class Tried(msgspec.Struct, frozen=True):
    """What another threshold would move. As `attach`: touches that would `join` their best candidate, or `part` from it to become somebody
    new. As `review`: touches about which a person would be `asked`. As `merge`: pairs that a person was asked about that might be merged
    (`made`: if an exact key agrees and nothing stands in the way), and merges by the rules that a person would be asked about (`unmade`)."""

    threshold: float
    join: int
    part: int
    asked: int
    made: int
    unmade: int


class Report(msgspec.Struct):
    """Of one workspace; `touches` with somebody in them, `alone` of them with nobody to compare with."""

    workspace: str
    thresholds: dict[str, float]
    decisions: int = 0
    touches: int = 0
    alone: int = 0
    new_clients: int = 0
    bars: list[Bar] = []
    tried: list[Tried] = []
    reviews: dict[str, int] = {}
    merges_by_rule: int = 0
    merges_by_person: int = 0
    unmerges: int = 0
    touches_with_worthless_keys: int = 0
    worthless_keys: dict[str, int] = {}


class _Touch(msgspec.Struct, frozen=True, gc=False):
    probability: float
    attached: bool


class Tally:
    """What is counted of one workspace while its decisions go by."""

    def __init__(self, store: ReadState, workspace: str) -> None:
        self._memory, self._store = Memory(store, workspace), store
        self._touches: list[_Touch] = []
        low_high = zip((0.0, *EDGES), (*EDGES, 1.0), strict=True)
        self.report = Report(workspace, thresholds(store, workspace), bars=[Bar(low, high) for low, high in low_high])

    def take(self, decision: Decision) -> None:
        """Count a decision of the workspace."""
        self.report.decisions += 1
        for entry in decision.entries:
            if entry.client is not None and entry.outcome not in ("duplicate", "applied", "refused"):
                self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        report = self.report
        report.touches += 1
        report.new_clients += entry.new_client
        report.touches_with_worthless_keys += "worthless_key" in entry.flags
        known = [(c.probability, bool(c.by)) for c in entry.candidates if c.probability is not None]
        if not known:
            report.alone += not entry.candidates
            return
        probability, keyed = max(known)
        bar = report.bars[bisect_right(EDGES, probability)]
        attached = not entry.new_client
        bar.attached += attached
        bar.apart += not attached
        bar.by_key += keyed
        self._touches.append(_Touch(probability, attached))

    def done(self, since: int | None) -> Report:
        """The report; merges and review items are those of `since` on, worthless keys those that there are now."""
        report, memory = self.report, self._memory
        made, asked = [], []
        statuses: Counter[str] = Counter()
        for review in ledger.reviews(memory):
            if since is None or review.at >= since:
                statuses[review.status] += 1
                if review.kind == "pair" and review.why.probability is not None:
                    asked.append(review.why.probability)
        for merge in ledger.merges(memory):
            if since is None or merge.at >= since:
                report.merges_by_person += merge.why.by is not None
                report.merges_by_rule += merge.why.by is None
                report.unmerges += merge.undone is not None
                if merge.why.by is None and merge.why.probability is not None:
                    made.append(merge.why.probability)
        report.reviews = dict(statuses)
        report.worthless_keys = dict(Counter(_worthless(self._store, memory)))
        report.tried = [self._tried(t, made, asked) for t in sorted({*TRIED, *report.thresholds.values()})]
        return report

    def _tried(self, threshold: float, made: Sequence[float], asked: Sequence[float]) -> Tried:
        now = self.report.thresholds
        between = sum(1 for t in self._touches if not t.attached and threshold <= t.probability < now["attach"])
        return Tried(
            threshold,
            join=between,
            part=sum(1 for t in self._touches if t.attached and now["attach"] <= t.probability < threshold),
            asked=between,
            made=sum(1 for p in asked if threshold <= p < now["merge"]),
            unmade=sum(1 for p in made if now["merge"] <= p < threshold),
        )


_KINDS = {b"x": "external", b"e": "email", b"p": "phone", b"m": "messenger", b"k": "cookie", b"r": "mailbox"}


def _worthless(store: ReadState, memory: Memory) -> Iterator[str]:
    """The kinds of the keys that too many share to prove anything (R14); every key of the workspace is looked at."""
    under, long = memory.prefix + b"k", 2 + 16 * SHARED_BY
    for key, value in store.scan(under):
        if len(value) >= long:
            yield _KINDS.get(key[len(under) : len(under) + 1], "other")


def thresholds(store: ReadState, workspace: str) -> dict[str, float]:
    """The probabilities from which a touch is attached, a person asked and two clients merged, as they are in force."""
    found = queries.config(store, workspace).matching
    return {"attach": found.attach, "review": found.review, "merge": found.merge}


async def report(log: Log, partition: int, store: ReadState, workspace: str | None, since: int | None, moved: Moved) -> list[Report]:
    """A report for each workspace of a partition, of the decisions from `since` (ms since 1970) on. Raises Hole where the log was trimmed."""
    tallies = {name: Tally(store, name) for name in queries.workspaces(store) if workspace in (None, name)}
    place, end = Place(), (await log.span(TOPIC, partition))[1]
    while tallies and place.next < end and (records := await log.read(TOPIC, partition, place.next, limit=2000)):
        accepted, place = follow(place, records)
        for _, decision in accepted:
            if (tally := tallies.get(decision.workspace)) is not None and (since is None or decision.now >= since):
                tally.take(decision)
        moved(place.next, end)
    return [tally.done(since) for tally in tallies.values()]


def summary(found: Report) -> Iterator[str]:
    """What it comes to, in sentences."""
    t = found.thresholds
    yield f"workspace {found.workspace}: " + ", ".join(f"{name} {value:.0%}" for name, value in t.items())
    touches, new = counted(found.touches, "touch", "touches"), counted(found.new_clients, "new client")
    alone = counted(found.alone, "touch was", "touches were")
    yield f"{touches} with somebody in them, {new}; {alone} like nobody known."
    yield f"{counted(found.merges_by_rule, 'merge')} by the rules, {found.merges_by_person} by people; {found.unmerges} taken back."
    asked = sum(found.reviews.values())
    share = f", {100 * asked / found.touches:.1f} % of touches" if asked and found.touches else ""
    became = ", ".join(f"{count} {status}" for status, count in sorted(found.reviews.items()))
    yield f"{counted(asked, 'question')} to people{share}{': ' + became if became else ''}."
    shared, nothing = (
        ", ".join(f"{count} {kind}" for kind, count in sorted(found.worthless_keys.items())),
        sum(found.worthless_keys.values()),
    )
    prove = f"{counted(nothing, 'key proves', 'keys prove')} nothing, as {SHARED_BY} or more share {'it' if nothing == 1 else 'them'}"
    yield f"{prove}{': ' + shared if shared else ''}; {counted(found.touches_with_worthless_keys, 'touch', 'touches')} had one."
