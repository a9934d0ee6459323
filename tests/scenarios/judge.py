"""The judge: what a scenario expects beside what it became, step by step and in the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from processors import queries
from processors.memory import Memory
from schemas.crm import Activity
from schemas.decision import Decision, Entry
from tests.scenarios.stage import Played
from tests.scenarios.story import Expect, Record, Scenario


@dataclass(slots=True)
class Names:
    """What the scenario calls things: its name for an item or client, and the id that it stands for since it was first named."""

    ids: dict[str, str] = field(default_factory=dict)

    def name(self, wanted: str, actual: str | None) -> str:
        """The scenario's name for what is there: `wanted` where that is new or right."""
        if actual is None:
            return "none"
        known = next((name for name, entity in self.ids.items() if entity == actual), None)
        if known is not None:
            return known
        if wanted in self.ids or wanted == "none":
            return f"another {wanted.partition(' ')[0]} than any named before" if wanted != "none" else actual
        self.ids[wanted] = actual
        return wanted


@dataclass(frozen=True, slots=True)
class Line:
    """One thing asked: what was expected, and what was there."""

    what: str
    expected: str
    actual: str

    @property
    def right(self) -> bool:
        return self.expected == self.actual


def judge(played: Played) -> list[tuple[str, list[Line]]]:
    """Every step's heading with what was asked of it, and the end's."""
    names = Names()
    told = []
    for n, (step, decision) in enumerate(zip(played.scenario.step, played.decisions, strict=True), 1):
        way, said = step.how
        heading = f"step {n}: {way} {', '.join(f'{key} = {value!r}' for key, value in said.items())}"
        told.append((heading, list(_step(step.expect, decision, names))))
    told.append(("in the end", list(_end(played, names))))
    return told


def failures(played: Played) -> str:
    """Expected and actual side by side, of the whole scenario, where something differs; empty where nothing does."""
    told = judge(played)
    if all(line.right for _, lines in told for line in lines):
        return ""
    rows = [("", "", "expected", "actual")]
    for heading, lines in told:
        rows.append(("", heading[:150], "", ""))
        rows += [("" if line.right else "!!", f"    {line.what}", line.expected, line.actual) for line in lines]
    width = max(len(what) for _, what, expected, _ in rows if expected)
    middle = max(len(expected) for _, _, expected, _ in rows)
    scenario = played.scenario
    text = [f"{scenario.name}: {scenario.story} ({', '.join(scenario.rules)}, {scenario.mode} mode)"]
    text += [f"{mark:<3}{what:<{width}}  {expected:<{middle}}  {actual}".rstrip() for mark, what, expected, actual in rows]
    return "\n".join(text)


def _step(expect: Expect, decision: Decision, names: Names) -> Iterator[Line]:
    entry = decision.entries[0]
    asked = {name: value for name in Expect.__struct_fields__ if (value := getattr(expect, name)) is not None}
    if len(decision.entries) != 1:
        yield Line("touches in it", "1", str(len(decision.entries)))
    for what, value in asked.items():
        yield Line(what, _text(value), _actual(what, value, entry, decision, names))
    if asked and expect.becomes != "dead" and entry.fault is not None:
        yield Line("no fault", "none", f"{entry.fault}: {entry.reason}")


def _actual(what: str, value: Any, entry: Entry, decision: Decision, names: Names) -> str:
    match what:
        case "becomes":
            return entry.outcome
        case "item":
            kind = f"{entry.item_kind} " if entry.item_kind else ""
            name = names.name(value, entry.item)
            return name if name.startswith(kind) else f"{name}, a {entry.item_kind}"
        case "client":
            return names.name(value, entry.client)
        case "owner":
            return entry.owner or "none"
        case "because":
            return value if value in entry.reason else entry.reason
        case "tells":
            return _text(tuple(emit.topic for emit in decision.emit))
        case "plans":
            return _text(tuple(_planned(decision)))
        case "alarm":
            return _text(entry.alarm is not None)
        case "merges":
            return str(len(entry.merges))
        case "asks":
            return str(len(entry.reviews))
        case _:
            return _text(getattr(entry, what))


def _planned(decision: Decision) -> Iterator[str]:
    """What was planned or settled: `call planned`, `meeting done`."""
    for emit in decision.emit:
        if emit.topic == "activity" and emit.data is not None:
            activity = _activity(emit.data)
            if activity.plan is not None:
                yield f"{activity.kind} {activity.status}"


_activity = msgspec.json.Decoder(Activity).decode


def _end(played: Played, names: Names) -> Iterator[Line]:
    scenario, state = played.scenario, played.state
    for what, count in (
        ("leads", queries.leads),
        ("deals", queries.deals),
        ("contacts", queries.contacts),
        ("companies", queries.companies),
        ("clients", _clients),
    ):
        if (expected := getattr(scenario.end, what)) is not None:
            yield Line(what, str(expected), str(len(list(count(state, scenario.name)))))
    for record in scenario.end.record:
        found = _record(played, scenario, record, names)
        for path, value in record.expected.items():
            yield Line(f"{record.of}: {path}", _text(value), _text(_at(found, path)))


def _clients(state: Any, workspace: str) -> list[Any]:
    return list(Memory(state, workspace).clients())


def _record(played: Played, scenario: Scenario, record: Record, names: Names) -> Any:
    """The public record of what is named; None where there is none."""
    kind, _, name = record.of.partition(" ")
    if kind in ("lead", "deal"):
        found: Any = queries.find(played.state, scenario.name, kind, names.ids[record.of]) if record.of in names.ids else None
    else:
        found = queries.find(played.state, scenario.name, "client", names.ids[name]) if name in names.ids else None
        found = getattr(found, kind) if found is not None and kind != "client" else found
    return found


def _at(found: Any, path: str) -> Any:
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else getattr(found, part, None)
    return found


def _text(value: Any) -> str:
    match value:
        case None:
            return "none"
        case tuple() | list():
            return ", ".join(map(_text, value)) or "none"
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
