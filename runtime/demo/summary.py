"""The summary of a demonstration, for people who look after customers and not after computers."""

from collections import Counter
from collections.abc import Mapping

from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from runtime.demo.figures import Figures
from runtime.demo.play import ENTRANCES
from runtime.why import Words, sentences

SIDE_BY_SIDE = 140
"""From how many columns on the tables stand beside each other."""

COLOURS = ("green", "cyan", "yellow", "magenta")


def draw(console: Console, found: Figures, seconds: float | None, words: Words) -> None:
    """Print it: what came in, in how many seconds where that is known, what it became, who got it, and why."""
    took = "" if seconds is None else f", in {seconds:.0f} s"
    one = found.items.removesuffix("s")
    colleagues = f" {found.colleagues:,} more were new people at a known company, and joined its {one}." if found.colleagues else ""
    console.print(Rule("[bold]leadloom: what became of it", style="cyan"))
    console.print(
        f"\n[bold]{found.enquiries:,}[/] enquiries came in by six channels{took}. "
        f"They are from [bold]{found.clients:,}[/] clients, {found.several_channels:,} of whom used more than one channel.\n"
        f"[bold]{found.repeats:,}[/] came from somebody already known; {found.joined:,} of them joined the {one} that was there, "
        f"instead of making a second one.{colleagues}\n"
    )
    if found.mode == "simple":
        console.print(
            f"Mode simple: each new client came to the CRM as one bundle, client and deal together; {found.bundles:,} bundle records "
            "carry the creations and all later changes.\n"
        )
    tables = [_channels(found, one), _owners(found)]
    console.print(Columns(tables, padding=(0, 4)) if console.width >= SIDE_BY_SIDE else Group(tables[0], Text(), tables[1]))
    console.print()
    console.print(Rule("[bold]why? three decisions explained", style="cyan"))
    for number, (sentence, told) in enumerate(found.explained):
        body = Text("\n".join(sentences(told, words)), style="dim")
        panel = Panel(Group(Text(sentence, style="bold"), body), border_style=COLOURS[number % len(COLOURS)], padding=(0, 1))
        console.print(panel)


def _channels(found: Figures, one: str) -> RenderableType:
    table = Table(title="Enquiries by channel, and what they became", title_justify="left", box=None, header_style="bold", pad_edge=False)
    table.add_column("")
    for header in ("enquiries", f"new {found.items}", "joined what\nwas there", "the same\nagain", "nobody to\nanswer", "other"):
        table.add_column(header, justify="right")
    total: Counter[str] = Counter()
    for channel, label in ENTRANCES.items():
        outcomes = found.by_channel.get(channel, Counter())
        total.update(outcomes)
        table.add_row(label, *_row(outcomes, one))
    table.add_section()
    table.add_row("[bold]all", *(f"[bold]{cell}" for cell in _row(total, one)))
    return table


def _row(outcomes: Mapping[str, int], one: str) -> list[str]:
    counted = [outcomes.get(outcome, 0) for outcome in (one, "activity", "duplicate", "no_contact")]
    every = sum(outcomes.values())
    return [f"{n:,}" if n else "." for n in (every, *counted, every - sum(counted))]


def _owners(found: Figures) -> RenderableType:
    table = Table(title=f"Who got how many {found.items}", title_justify="left", box=None, header_style="bold", pad_edge=False)
    table.add_column("")
    table.add_column(found.items, justify="right")
    table.add_column("")
    most = max(found.owners.values(), default=1)
    for owner, count in sorted(found.owners.items(), key=lambda pair: (-pair[1], pair[0])):
        table.add_row(owner, f"{count:,}", Text("█" * max(1, round(16 * count / most)), style="cyan"))
    return table
