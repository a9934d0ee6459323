"""Options that commands share: groups of them, which typer sees one by one."""

from pathlib import Path
from typing import Annotated

import typer
from typer.testing import CliRunner

from runtime.cli.options import Saying, together

said: list[tuple[str, int, Saying]] = []
app = typer.Typer()


@app.command()
@together
def speak(what: str, *, times: Annotated[int, typer.Option(help="How often.")] = 1, word: Saying) -> None:
    """Say it."""
    said.append((what, times, word))


def test_a_group_of_options_is_given_one_by_one_and_comes_whole() -> None:
    ran = CliRunner().invoke(app, ["hello", "--by", "olga", "--data", "there", "--times", "2", "--dry-run"])
    assert (ran.exit_code, said.pop()) == (0, ("hello", 2, Saying(by="olga", data=Path("there"), dry_run=True)))


def test_a_group_stands_in_the_help_where_the_command_has_it_with_the_words_of_the_shared_options() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    options = ("--times", "--by", "--note", "--config", "--data", "--log", "--workspace", "--json", "--dry-run")
    assert sorted(options, key=shown.index) == list(options)
    assert "Why, in words; kept with the decision." in shown
