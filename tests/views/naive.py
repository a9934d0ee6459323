"""The figures of the conversion once more, from the log alone: plain loops over decisions, item by item, with nothing of the views' own code."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from schemas.decision import Decision

Figures = dict[tuple[str, ...], dict[str, int]]
"""(workspace, of, by, value, new or repeat, day) -> what is counted, without zeros."""

COUNTED = ("lead", "deal")


def recount(decisions: Iterable[Decision]) -> Figures:
    """Every figure of cohorts and stages."""
    figures: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for life in lives(decisions):
        for where, what in _cohort(life) + _stages(life):
            figures[(life["workspace"], life["of"], *where[:2], "repeat" if _repeat(life) else "new", life["day"])].update(what)
    return {where: {name: n for name, n in what.items() if n} for where, what in figures.items() if any(what.values())}


def lives(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """The items that count and were not removed, each with its records in order and when they were decided."""
    alive: dict[tuple[str, str, str], dict[str, Any]] = {}
    deals: set[tuple[str, str]] = set()
    spam: dict[str, tuple[str, ...]] = defaultdict(lambda: ("JUNK",))
    for decision in decisions:
        workspace = decision.workspace
        for entry in decision.entries:
            if entry.channel == "config" and entry.outcome == "applied":
                [raw] = [value for key, value in decision.learn.items() if value and key.endswith(b"\x00g")]
                spam[workspace] = tuple(msgspec.msgpack.decode(raw[1:])["spam_statuses"] if b"spam_statuses" in raw else ("JUNK",))
        records = [(emit.topic, emit.key, emit.data) for emit in decision.emit if emit.topic in COUNTED]
        for kind, name, data in [r for r in records if r[0] == "deal"] + [r for r in records if r[0] == "lead"]:
            if data is None:
                alive.pop((workspace, kind, name), None)
                continue
            record = json.loads(data)
            if "status" not in record and "stage" not in record:
                continue
            if (workspace, kind, name) not in alive:
                life = _born(decision, kind, record)
                if life is None:
                    continue
                alive[workspace, kind, name] = life
                if kind == "deal":
                    deals.add((workspace, name))
            got = any((workspace, deal) in deals for deal in record.get("converted_to", ()))
            alive[workspace, kind, name]["records"].append((decision.now, record, spam[workspace], got))
        for emit in decision.emit:
            if emit.topic == "activity" and emit.data:
                said = json.loads(emit.data)
                contact = said.get("direction") == "out" or said.get("call_status") == "answered"
                contact = contact or bool(said.get("answered_by")) or bool(said.get("duration_s"))
                if "status" in said:
                    contact = said["status"] == "done"
                found = alive.get((workspace, said.get("item_kind") or "", said.get("item") or ""))
                if found is not None and contact:
                    found["contacts"].append(decision.now)
    return list(alive.values())


def _born(decision: Decision, kind: str, record: dict[str, Any]) -> dict[str, Any] | None:
    touched = [entry for entry in decision.entries if entry.item == record["id"] and entry.outcome == kind]
    if touched and "test" in touched[0].flags:
        return None
    if not touched and record["version"] != 1:
        return None
    day = datetime.fromtimestamp((record.get("created_at") or decision.now) / 1000, UTC).strftime("%Y-%m-%d")
    of = kind if touched or kind == "lead" else "made"
    return {"workspace": decision.workspace, "of": of, "day": day, "records": [], "contacts": [], "began": decision.now}


def _repeat(life: dict[str, Any]) -> bool:
    return bool(life["records"][-1][1].get("repeat"))


def _place(record: dict[str, Any]) -> str:
    return record["status"] if "status" in record else f"{record['pipeline']}/{record['stage']}"


def _fates(life: dict[str, Any]) -> list[str]:
    """What it counted as after each record."""
    found, junk, got, before = [], False, False, ""
    for _, record, spam, has_deal in life["records"]:
        place, semantic = _place(record), record.get("semantic", "process")
        folded = bool(record.get("merged_into"))
        if folded:
            place = before
        if place != before:
            junk = semantic == "failure" and record.get("status") in spam
        before, got = place, bool(record.get("converted_to")) and (got or has_deal)
        if folded:
            found.append("folded")
        elif junk:
            found.append("spam")
        elif got or semantic == "won":
            found.append("converted")
        elif semantic in ("failure", "lost"):
            found.append("lost")
        else:
            found.append("without_deal" if semantic == "success" else "open")
    return found


def _cohort(life: dict[str, Any]) -> list[tuple[tuple[str, str], dict[str, int]]]:
    fates, last = _fates(life), life["records"][-1][1]
    fate = fates[-1]
    what = {"folded": 1} if fate == "folded" else {"items": 1, fate: 1}
    if life["contacts"] and life["of"] != "made" and fate != "folded":
        what |= {"reacted": 1, "reaction_ms": life["contacts"][0] - life["began"]}
    source = life["records"][0][1].get("first_source")
    had = [record.get("responsible") for _, record, _, _ in life["records"]]
    values = {
        "channel": source and source["channel"],
        "source": source and f"{source['channel']}/{source['source']}",
        "manager": next(filter(None, had), None),
        "market": last.get("market"),
        "readiness": last.get("readiness"),
    }
    found = [(("all", ""), what), *(((by, value), what) for by, value in values.items() if value)]
    if fate == "converted":
        won = len(fates) - 1
        while won and fates[won - 1] == "converted":
            won -= 1
        if had[won]:
            found.append((("manager", had[won]), {"closed": 1}))
    return found


def _stages(life: dict[str, Any]) -> list[tuple[tuple[str, str], dict[str, int]]]:
    path: list[tuple[str, int, str]] = []
    if life["records"][-1][1].get("merged_into"):
        return []
    for now, record, _, _ in life["records"]:
        if record.get("merged_into"):
            continue
        if not path or path[-1][0] != _place(record):
            path.append((_place(record), now, record.get("semantic", "process")))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for n, (place, since, _) in enumerate(path):
        found[place]["reached"] = 1
        if n + 1 == len(path):
            found[place]["standing"] = 1
            continue
        after, until, semantic = path[n + 1]
        found[place].update({"left": 1, "ms": until - since})
        if semantic not in ("failure", "lost") and after not in {earlier for earlier, _, _ in path[: n + 1]}:
            found[place]["passed"] = 1
    return [(("stage", place), dict(what)) for place, what in found.items()]
