"""Looking at a file before it is imported: what would become of each of its rows, and nothing is written (R40)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ingestors.csvfile.channel import open_file
from runtime.importcount import NOT_READ, SHOWN, RejectedRow
from runtime.importfile import ImportOptions, ImportReport, Progress, content_digest, groups, report_of, run_id
from runtime.preview import Row as Foreseen
from schemas.capture import Capture

Look = Callable[[Capture, int], Sequence[Foreseen]]
"""What would become of a capture, touch by touch, if it were appended so many milliseconds from now."""
Tell = Callable[[int, Foreseen], None]
"""Called with a row's line and what would become of it."""


def foresee(path: Path, options: ImportOptions, look: Look, tell: Tell, progress: Progress = lambda *_: None) -> ImportReport:
    """Say of every row what would become of it, and write nothing (R40): `look` finds it out, row by row, `tell` is told, as it goes on.

    The rows have the ids that the file's first import gives them, and come in its groups, one after the other: of two clients who are alike in
    all else, time and ids say which one is the first (R4). Never more than a group is in memory. Raises what `import_file` raises for a file
    that cannot be an import.
    """
    name = options.settings.workspace, options.preset, content_digest(path).hex()
    found = open_file(path, options.settings, options.preset, run_id(name, 1))
    outcomes, actions = Counter[str](), Counter[str]()
    rejected: list[RejectedRow] = []
    rows = new = 0
    begin = found.table.start
    grouped = enumerate(groups(found, begin, begin.line - 1, options.group))
    for later, row in ((later, row) for later, group in grouped for row in group):
        if options.stop.is_set():
            break
        rows += 1
        for seen in look(found.capture(row), later):
            tell(row.line, seen)
            outcomes[seen.outcome] += 1
            actions[seen.action] += 1
            new += seen.new_client
            if seen.outcome in NOT_READ and len(rejected) < SHOWN:
                rejected.append(RejectedRow(row.line, seen.reason))
        if rows % 100 == 0:
            progress(rows, row.after.offset, found.table.size)
    progress(rows, found.table.size, found.table.size)
    return replace(
        report_of(found, options),
        rows=rows,
        outcomes=dict(outcomes),
        actions=dict(actions),
        new_clients=new,
        rejected=tuple(rejected),
        complete=not options.stop.is_set(),
        dry_run=True,
    )
