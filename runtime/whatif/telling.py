"""What differs, in words: the sums beside each other, and of each kind of difference how many there are, with three examples; and as JSON."""

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from runtime.whatif.captures import moment
from runtime.whatif.clients import Regrouped
from runtime.whatif.differences import Differs, Found, Kind, Side
from runtime.wording import counted

EXAMPLES = 3

_TOUCHES: tuple[tuple[Kind, str, str], ...] = (
    ("made", "that made nothing new makes a new item there", "that made nothing new make a new item there"),
    ("not_made", "that made a new item makes none there", "that made a new item make none there"),
    ("other_kind", "makes an item of the other kind", "make an item of the other kind"),
    ("other_item", "falls on another item", "fall on another item"),
    ("outcome", "ends otherwise", "end otherwise"),
    ("not_applicable", "command or word of a CRM is not applicable there", "commands or words of a CRM are not applicable there"),
    ("other_owner", "goes to another owner", "go to another owner"),
)
"""Kind of difference -> what is said of it, in this order."""

_GROUPS = (
    ("joined", "client there is several as recorded", "clients there are several as recorded"),
    ("apart", "client as recorded is several there", "clients as recorded are several there"),
)


_PASSED_OVER = {"configuration": ("configuration",), "timers": ("timer",), "jobs": ("piece of a job", "pieces of jobs")}
"""Captures that are not decided again, one and several."""


def heading(found: Found) -> Iterator[str]:
    """What was decided again, and what was not."""
    yield (
        f"workspace {found.workspace}: decisions {found.begin} to {found.end - 1}, {counted(found.captures, 'capture')} "
        f"with {counted(found.touches, 'touch', 'touches')} decided again"
    )
    for what, count in sorted(found.passed_over.items()):
        yield f"  not decided again: {counted(count, *_PASSED_OVER[what])}"


def sums(found: Found) -> Iterator[tuple[str, int, int]]:
    """What is counted, as recorded and as it would have been; only what there is any of."""
    one, other = found.recorded, found.there
    for outcome in sorted({*one.outcomes, *other.outcomes}):
        yield f"touches: {outcome}", one.outcomes.get(outcome, 0), other.outcomes.get(outcome, 0)
    for name, was, is_ in (
        ("new clients", one.new_clients, other.new_clients),
        ("clients in the end", one.clients, other.clients),
        ("merges", one.merges, other.merges),
        ("review items", one.reviews, other.reviews),
    ):
        if was or is_:
            yield name, was, is_
    for owner in sorted({*one.made_by_owner, *other.made_by_owner}):
        yield f"new items of {owner or 'nobody'}", one.made_by_owner.get(owner, 0), other.made_by_owner.get(owner, 0)


def differences(found: Found) -> Iterator[str]:
    """Each kind of difference that there is, with examples."""
    if not found.touched and not found.clients:
        same = found.recorded == found.there
        yield "no differences" if same else "no item, owner or client differs, only what is counted above"
    counts, examples = _by_kind(found)
    for kind, *words in _TOUCHES:
        if counts[kind]:
            yield counted(counts[kind], *words)
            for differs in examples[kind]:
                yield from _touch(differs)
    for regrouped, *words in _GROUPS:
        if groups := [group for group in found.clients if group.kind == regrouped]:
            yield counted(len(groups), *words)
            for group in groups[:EXAMPLES]:
                yield f"    {_group(group)}"


def _by_kind(found: Found) -> tuple[Counter[Kind], dict[Kind, list[Differs]]]:
    """How many there are of each kind, and examples: the plainest first, else in their order."""
    counts: Counter[Kind] = Counter()
    examples: dict[Kind, list[Differs]] = defaultdict(list)
    for differs in found.touched:
        for kind in differs.kinds:
            counts[kind] += 1
            best = examples[kind]
            if len(best) < EXAMPLES or len(differs.kinds) < len(best[-1].kinds):
                insort(best, differs, key=_plain)
                del best[EXAMPLES:]
    return counts, examples


def _plain(differs: Differs) -> int:
    return len(differs.kinds)


def document(found: Sequence[Found]) -> Iterator[bytes]:
    """All of it as one JSON document, piece by piece: of a month it may have hundreds of MB."""
    before = b"["
    for one in found:
        whole = msgspec.json.format(msgspec.json.encode([msgspec.structs.replace(one, touched=())]))
        head, touched, tail = whole.removeprefix(b"[").removesuffix(b"\n]").partition(b'"touched": []')
        yield before + head + touched[:-1]
        first = True
        for differs in one.touched:
            yield (b"" if first else b",") + _indented(msgspec.json.encode(differs))
            first = False
        yield (b"]" if first else b"\n    ]") + tail
        before = b","
    yield b"]\n" if before == b"[" else b"\n]\n"


def _indented(one: bytes) -> bytes:
    """An object in a list in an object in a list."""
    return b"\n      " + msgspec.json.format(one).replace(b"\n", b"\n      ")


def _touch(differs: Differs) -> Iterator[str]:
    yield f"    capture {differs.capture} ({differs.channel}, source {differs.source}, {moment(differs.at)})"
    yield f"      as recorded: {_became(differs.recorded)}"
    yield f"      there:       {_became(differs.there)}"


def _became(side: Side) -> str:
    on = f" {side.item}" if side.outcome == side.item_kind else f" on {side.item_kind} {side.item}" if side.item else ""
    owner = f", of {side.owner}" if side.owner else ""
    return f"{side.outcome}{on}{owner}" + (f": {side.reason}" if side.reason else "")


def _group(group: Regrouped) -> str:
    return f"{_few(group.recorded)} -> {_few(group.there)} ({counted(group.touches, 'touch', 'touches')})"


def _few(clients: Sequence[str]) -> str:
    more = len(clients) - EXAMPLES
    return " + ".join(clients[:EXAMPLES]) + (f" and {more} more" if more > 0 else "")
