"""The part of `show` that tells where values come from, and whom a client consists of."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from runtime.cli.times import moment
from runtime.wording import clause

if TYPE_CHECKING:
    from runtime.people import Behind, Joined
    from runtime.provenance import Value


def redirect(found: "Behind", what: str) -> str | None:
    """The line that says that the id asked for leads to another one now."""
    if found.asked is None:
        return None
    return f"{what} {found.asked[:8]} was merged away; its id leads here for ever (R18)."


def lines(found: "Behind") -> Iterator[str]:
    """Where each value comes from, and every merge."""
    if found.provenance:
        yield "where each value comes from:"
        fields, values = (max(len(text) for text in texts) for texts in zip(*((v.field, v.value) for v in found.provenance), strict=True))
        for value in found.provenance:
            yield f"  {value.field:<{fields}}  {value.value:<{min(values, 40)}}  {provenance(value)}"
    if found.members:
        yield f"one client of {len(found.members) + 1}, which were one each; unmerge takes a merge back exactly:"
    elif found.merges:
        yield "merged once, and taken apart again:"
    for merge in found.merges:
        yield f"  {merged(merge)}"


def provenance(value: "Value") -> str:
    """Where a value comes from, in words."""
    by = " by hand" if value.by_hand else ""
    touch = f", touch {value.touch[:8]}" if value.touch else ""
    return f"{value.channel}/{value.source}{by}, {moment(value.at)}{touch}"


def merged(merge: "Joined") -> str:
    """A merge in one line."""
    from runtime.evidence import percent, pieces

    a, b = merge.names
    weighed = pieces(merge.evidence)
    likely = f", {percent(merge.probability)}" if merge.probability is not None else ""
    by = f" by {merge.by}" if merge.by else ""
    note = f" ({merge.note})" if merge.note else ""
    undone = f"; taken back {moment(merge.undone_at)}{f' by {merge.undone_by}' if merge.undone_by else ''}" if merge.undone else ""
    reason = f"{clause(merge.why)}{f': {weighed}' if weighed else ''}{likely}"
    return f"{moment(merge.at)}{by}{note}: {a} and {b}: {reason} (merge {merge.id[:8]}{undone})"
