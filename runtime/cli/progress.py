"""Progress on stderr: a bar at a terminal, nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def progress(what: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """A function to call with (done, all); all 0: not known."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from runtime.cli.output import console

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, all_: bar.update(task, completed=done, total=all_ or None)


@contextmanager
def channels(sizes: Mapping[str, int]) -> Iterator[Callable[[str, int], None]]:
    """A bar for each of several things at a terminal, a line now and then elsewhere; a function to call with (thing, how many more)."""
    if not sys.stderr.isatty():
        yield _lines(sum(sizes.values()))
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from runtime.cli.output import console

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=40), MofNCompleteColumn())
    with Progress(*columns, console=console(stderr=True)) as bars:
        tasks = {name: bars.add_task(name, total=size) for name, size in sizes.items()}
        yield lambda name, more: bars.update(tasks[name], advance=more)


def _lines(all_: int) -> Callable[[str, int], None]:
    done, said = 0, 0

    def moved(_name: str, more: int) -> None:
        nonlocal done, said
        done += more
        if done * 4 // max(1, all_) > said:
            said = done * 4 // all_
            print(f"{done} of {all_} enquiries are in", file=sys.stderr, flush=True)

    return moved
