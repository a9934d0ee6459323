"""`leadloom merge` and `leadloom unmerge`: a person says that two clients are one, or that they are two."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from runtime.cli.opening import carry_out
from runtime.cli.options import Saying, together
from runtime.cli.output import say

if TYPE_CHECKING:
    from schemas.command import Command

Client = Annotated[str, typer.Argument(help="Id of a client, or of its contact, lead or deal; the beginning is enough.")]


@together
def merge(a: Client, b: Client, word: Saying) -> None:
    """Say that two clients are one: from now on they have one history and one set of fields, and their open items are folded.

    Nothing is overwritten: `leadloom unmerge` gives back exactly what was. The id that is given up leads to the other one for ever.
    """
    from runtime import entities
    from schemas import command

    def said(stores: Any) -> "tuple[str, Command]":
        one, mine = entities.client(stores, a, word.workspace)
        other, yours = entities.client(stores, b, word.workspace)
        if one.workspace != other.workspace:
            from schemas.errors import Reject

            raise Reject(f"{a!r} is a client of workspace {one.workspace}, {b!r} of {other.workspace}: no client can be of both.")
        return one.workspace, command.Merge(a=mine, b=yours, by=word.speaker, note=word.note)

    found = carry_out(word, said)
    for entry in found.entries if not word.dry_run and not word.as_json else ():
        for made in entry.merges:
            say(f"To take it back: leadloom unmerge {made[:8]}")


@together
def unmerge(
    id_: Annotated[
        str,
        typer.Argument(metavar="ID", help="Id of the merge, as `why` shows it, or of a client that was merged once.", show_default=False),
    ],
    word: Saying,
) -> None:
    """Take a merge back: both have the fields, the history and the items that they would have if they had never been merged.

    The two count as different people from then on, and are not proposed again.
    """
    from runtime import merges
    from schemas import command

    def said(stores: Any) -> "tuple[str, Command]":
        named, found = merges.find(stores, id_, word.workspace)
        return named.workspace, command.Unmerge(merge=found.id, by=word.speaker, note=word.note)

    carry_out(word, said)
