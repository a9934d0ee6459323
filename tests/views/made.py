"""Decision logs made up for tests: chained, with records that do not count among them; and the figures that views publish of them."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from runtime.log import Log
from runtime.views import METRIC, figures
from schemas.codec import digest
from schemas.decision import FORMAT, GENESIS, Decision, Emit, Entry, encode
from schemas.record import NewRecord

CHANNELS = ("webform", "telephony", "chat", "imap", "csvfile")
OUTCOMES = ("lead", "deal", "activity", "duplicate", "dead", "no_contact")


def decisions(seed: int, n: int, *, workspaces: Sequence[str] = ("main", "a/b", "c%2F"), start: int = 1_760_000_000_000) -> list[Decision]:
    """`n` decisions with up to three entries each, over some days; the seed makes them."""
    dice, now, prev, made = random.Random(seed), start, GENESIS, []
    for k in range(n):
        now += dice.randrange(0, 7_200_000)
        workspace = dice.choice(workspaces)
        entries = tuple(
            Entry(touch=f"{k}-{j}", outcome=dice.choice(OUTCOMES), channel=dice.choice(CHANNELS), source="s", reason="r", flags=flags)  # type: ignore[arg-type]
            for j in range(dice.choice((0, 1, 1, 1, 2, 3)))
            for flags in ((("test",) if dice.random() < 0.05 else ()),)
        )
        emit = tuple(Emit("lead", f"l{dice.randrange(20)}", k + 1, b'{"n":%d}' % k) for _ in range(dice.choice((0, 1))))
        made.append(Decision(FORMAT, prev, "capture", k, f"c{k}", workspace, now, entries, {}, emit))
        prev = digest(encode(made[-1]))
    return made


def records(made: Iterable[Decision], seed: int = 0) -> list[NewRecord]:
    """Their records in order, with repeats and late ones of other writers among them, which do not count."""
    dice, found = random.Random(seed), list[NewRecord]()
    for decision in made:
        raw = encode(decision)
        found.append(NewRecord(decision.capture.encode(), raw))
        if dice.random() < 0.1:
            found.append(dice.choice(found))
        if dice.random() < 0.05:
            found.append(NewRecord(b"other", dice.choice((b"no record of ours", b"", None))))
    return found


Shape = dict[tuple[str, str, str, str], int]
"""(workspace, channel, outcome, day) -> touches."""


def recounted(made: Iterable[Decision]) -> Shape:
    """The funnel counted the naive way."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for decision in made:
        day = datetime.fromtimestamp(decision.now / 1000, UTC).strftime("%Y-%m-%d")
        for entry in decision.entries:
            if "test" in entry.flags:
                continue
            if entry.was is None:
                counts[decision.workspace, entry.channel, entry.outcome, day] += 1
            else:
                then = datetime.fromtimestamp(entry.was_at / 1000, UTC).strftime("%Y-%m-%d")
                counts[decision.workspace, entry.channel, entry.outcome, then] += 1
                counts[decision.workspace, entry.channel, entry.was, then] -= 1
    return dict(counts)


async def published(log: Log) -> Shape:
    """The funnel as the metric topic has it now."""
    found = await figures(log)
    return {(m.workspace, m.dimensions["channel"], m.dimensions["outcome"], m.dimensions["day"]): m.value for m in found}


async def until_published(log: Log, enough: Callable[[Shape], bool], seconds: float = 60) -> None:
    """Returns when the published funnel is `enough`; raises TimeoutError with what it was at last."""
    last: Shape = {}
    try:
        async with asyncio.timeout(seconds):
            for partition in itertools.cycle(range(log.partitions)):
                if enough(last := await published(log)):
                    return
                _, end = await log.span(METRIC, partition)
                await log.read(METRIC, partition, end, wait_s=0.2)
    except TimeoutError:
        raise TimeoutError(f"the published funnel has {len(last)} counters, {sum(last.values())} touches") from None
