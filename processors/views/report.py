"""The funnel as people ask for it (R42): rows of the views added up over days, with rates, and targets beside what was reached."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, get_args

import msgspec

from processors.views import aims, conversion, funnel
from processors.views.tracked import COHORT, STAGE
from schemas.command import CHANNEL as COMMAND
from schemas.decision import Outcome
from schemas.job import CHANNEL as CONTINUE

Tables = Callable[[str], Sequence[Any]]
"""Gives the rows of a table; asked only for those that are needed."""

_OURS = frozenset(("config", COMMAND, CONTINUE, "timer", "crmfeedback"))
"""Channels of which nothing is a touch: commands, configurations, jobs, and what the CRM says."""
_ORDER = {outcome: n for n, outcome in enumerate(get_args(Outcome))}
_N = len(COHORT)
_ITEMS, _SPAM, _CONVERTED, _REACTED, _MS = map(COHORT.index, ("items", "spam", "converted", "reacted", "reaction_ms"))
MONTH_DAYS = 30
"""What a target's number is for."""


class Asked(msgspec.Struct, frozen=True):
    """What is asked for; days as 2026-01-31, `since` None: from the first on. `today` ends the time that targets are for."""

    today: str
    by: str | None = None
    since: str | None = None
    workspace: str | None = None

    def fits(self, row: Any) -> bool:
        return (self.since is None or row.day >= self.since) and self.workspace in (None, row.workspace)


class Touches(msgspec.Struct, frozen=True):
    """Touches of one outcome (by channel, where that is asked for); the percents of a workspace add up to 100."""

    workspace: str
    channel: str | None
    outcome: str
    touches: int
    percent: float


class Cohort(msgspec.Struct, frozen=True):
    """Items created in the time asked for. `of`: lead, deal (made by a touch), made (a deal made otherwise). `conversion`: percent of all but
    spam; None where there are none. `reaction_s`: mean. `value` None: all, or those without a name in the division asked for."""

    workspace: str
    of: str
    value: str | None
    clients: str
    items: int
    spam: int
    converted: int
    without_deal: int
    lost: int
    open: int
    folded: int
    closed: int
    conversion: float | None
    reacted: int
    reaction_s: int | None


class Stage(msgspec.Struct, frozen=True):
    """How items of the time asked for went through one stage. `pass_rate`: percent of those that reached it, None at an end; `mean_s`: of the
    times that it was left after."""

    workspace: str
    of: str
    stage: str
    semantic: str
    clients: str
    reached: int
    passed: int
    standing: int
    pass_rate: float | None
    left: int
    mean_s: int | None


class Aim(msgspec.Struct, frozen=True):
    """A target beside what was reached; `number_aim` is for the time asked for. None: no such aim, or nothing to compare."""

    workspace: str
    of: str
    target: str
    number_aim: int | None
    number: int
    conversion_aim: float | None
    conversion: float | None
    reaction_aim_s: int | None
    reaction_s: int | None


class Report(msgspec.Struct, frozen=True):
    """All of it. `totals` are cohorts undivided, `cohorts` as divided, empty where no division, or that by stage, is asked for."""

    since: str | None
    by: str | None
    touches: list[Touches]
    commands: int
    totals: list[Cohort]
    cohorts: list[Cohort]
    stages: list[Stage]
    targets: list[Aim]


def report(tables: Tables, asked: Asked) -> Report:
    """The report on what the tables hold."""
    by = asked.by
    touched = [row for row in tables(funnel.NAME) if asked.fits(row)]
    cohorts = tables(conversion.table("all"))
    whole = _added(cohorts, asked)
    divided = {} if by in (None, "stage") else _with_rest(_added(tables(conversion.table(by)), asked), whole)
    return Report(
        since=asked.since,
        by=by,
        touches=_touches([row for row in touched if row.channel not in _OURS and row.count], by == "channel"),
        commands=sum(row.count for row in touched if row.channel in _OURS),
        totals=[_cohort(of, counts) for of, counts in sorted(whole.items())],
        cohorts=[_cohort(of, counts) for of, counts in sorted(divided.items())],
        stages=_stages(tables(conversion.table("stage")), asked) if by in (None, "stage") else [],
        targets=_aims(tables, _first_days(cohorts, asked), asked),
    )


Of = tuple[str, str, str, bool]
"""Workspace, kind, value and whether of repeat clients."""


def _added(rows: Iterable[conversion.Row], asked: Asked) -> dict[Of, list[int]]:
    """The rows' counts, added up over their days."""
    since, workspace = asked.since or "", asked.workspace
    sums: dict[Of, list[int]] = {}
    for row in rows:
        if row.day >= since and (workspace is None or row.workspace == workspace):
            of = (row.workspace, row.of, row.value, row.again)
            known = sums.get(of)
            sums[of] = row.counts if known is None else [a + b for a, b in zip(known, row.counts, strict=True)]
    return {of: counts for of, counts in sums.items() if any(counts)}


def _with_rest(divided: dict[Of, list[int]], whole: dict[Of, list[int]]) -> dict[Of, list[int]]:
    """The division with what has no name in it, so that it adds up to the whole."""
    rest = dict(whole)
    for (workspace, kind, _, again), counts in divided.items():
        of = (workspace, kind, "", again)
        rest[of] = [max(a - b, 0) for a, b in zip(rest.get(of, counts), counts, strict=True)]
    return divided | {of: counts for of, counts in rest.items() if any(counts)}


def _cohort(of: Of, counts: Sequence[int]) -> Cohort:
    workspace, kind, value, again = of
    said = dict(zip(COHORT, counts, strict=True))
    del said["reaction_ms"]
    return Cohort(
        workspace=workspace,
        of=kind,
        value=value or None,
        clients="repeat" if again else "new",
        conversion=_conversion(counts),
        reaction_s=_reaction_s(counts),
        **said,
    )


def _conversion(counts: Sequence[int]) -> float | None:
    return _percent(counts[_CONVERTED], counts[_ITEMS] - counts[_SPAM])


def _reaction_s(counts: Sequence[int]) -> int | None:
    return round(counts[_MS] / counts[_REACTED] / 1000) if counts[_REACTED] else None


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _touches(rows: Iterable[funnel.Row], by_channel: bool) -> list[Touches]:
    sums: dict[str, dict[tuple[str, int, str], int]] = {}
    for row in rows:
        of = (row.channel if by_channel else "", _ORDER.get(row.outcome, len(_ORDER)), row.outcome)
        counted = sums.setdefault(row.workspace, {})
        counted[of] = counted.get(of, 0) + row.count
    return [
        Touches(workspace, of[0] or None, of[2], counted[of], percent)
        for workspace, counted in sorted(sums.items())
        for of, percent in zip(sorted(counted), _shares([counted[of] for of in sorted(counted)]), strict=True)
    ]


def _shares(counts: Sequence[int]) -> list[float]:
    """Percents with one decimal that add up to exactly 100: what rounding down loses goes to those who lost most."""
    whole = sum(counts)
    tenths = [1000 * count // whole for count in counts]
    by_loss = sorted(range(len(counts)), key=lambda n: (-(1000 * counts[n] % whole), n))
    for n in by_loss[: 1000 - sum(tenths)]:
        tenths[n] += 1
    return [tenth / 10 for tenth in tenths]


def _stages(rows: Sequence[conversion.Row], asked: Asked) -> list[Stage]:
    sums = _added(rows, asked)
    semantics = {(row.workspace, row.of, row.value): row.semantic for row in rows}
    found = []
    for (workspace, kind, stage, again), counts in sums.items():
        said = dict(zip(STAGE, counts, strict=True))
        ms, semantic = said.pop("ms"), semantics[workspace, kind, stage]
        rate = _percent(said["passed"], said["reached"]) if semantic == "process" else None
        mean = round(ms / said["left"] / 1000) if said["left"] else None
        found.append(Stage(workspace, kind, stage, semantic, "repeat" if again else "new", pass_rate=rate, mean_s=mean, **said))
    most: dict[tuple[str, str, str], int] = {}
    for line in found:
        of = (line.workspace, line.of, line.stage)
        most[of] = most.get(of, 0) + line.reached
    return sorted(found, key=lambda s: (s.workspace, s.of, s.semantic != "process", -most[s.workspace, s.of, s.stage], s.stage, s.clients))


def _aims(tables: Tables, first: Mapping[str, str], asked: Asked) -> list[Aim]:
    """Each target beside the leads, and the deals made by touches, of its channel, manager, or managers together."""
    rows = [row for row in tables(aims.NAME) if asked.workspace in (None, row.workspace) and _aims_at_something(row)]
    if not rows:
        return []
    of = {"channel": "channel", "manager": "manager", "group": "manager"}
    sums = {by: _touched_only(_added(tables(conversion.table(by)), asked)) for by in set(of.values())}
    found = []
    for row in sorted(rows, key=lambda row: (row.workspace, row.of, row.target)):
        if row.of not in of:
            continue
        counts = [0] * _N
        for name in row.members if row.of == "group" else (row.target,):
            counts = [a + b for a, b in zip(counts, sums[of[row.of]].get((row.workspace, name), [0] * _N), strict=True)]
        days = (date.fromisoformat(asked.today) - date.fromisoformat(first.get(row.workspace, asked.today))).days + 1
        found.append(
            Aim(
                workspace=row.workspace,
                of=row.of,
                target=row.target,
                number_aim=None if row.number is None else round(row.number * max(days, 1) / MONTH_DAYS),
                number=counts[_ITEMS] - counts[_SPAM],
                conversion_aim=None if row.conversion_permille is None else row.conversion_permille / 10,
                conversion=_conversion(counts),
                reaction_aim_s=row.reaction_s,
                reaction_s=_reaction_s(counts),
            )
        )
    return found


def _aims_at_something(row: aims.Row) -> bool:
    return not (row.number is None and row.conversion_permille is None and row.reaction_s is None)


def _touched_only(sums: dict[Of, list[int]]) -> dict[tuple[str, str], list[int]]:
    """Added up over what touches made, new and repeat."""
    found: dict[tuple[str, str], list[int]] = {}
    for (workspace, kind, value, _), counts in sums.items():
        if kind != "made":
            known = found.get((workspace, value), [0] * _N)
            found[workspace, value] = [a + b for a, b in zip(known, counts, strict=True)]
    return found


def _first_days(rows: Iterable[conversion.Row], asked: Asked) -> dict[str, str]:
    """When the time that targets are for begins, by workspace: with the time asked for, or with the first item of all."""
    found: dict[str, str] = {}
    for row in rows:
        found[row.workspace] = asked.since or min(found.get(row.workspace, row.day), row.day)
    return found
