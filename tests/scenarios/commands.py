"""What a person says, in friendly words, as the command that enters the log: `{ move = "lead 1", stage = "IN_PROGRESS" }`."""

from collections.abc import Mapping, Sequence

import msgspec
import orjson

from schemas.capture import LIVE, Capture
from schemas.codec import derive_id
from schemas.command import CHANNEL
from tests.scenarios.entrances import Entering, Place
from tests.scenarios.story import Said

_ABOUT = {
    "move": "item",
    "merge": "a",
    "unmerge": "merge",
    "accept": "review",
    "reject": "review",
    "mode": "mode",
    "stop": "job",
    "promote": "capture",
}
"""What the first key of a command is called in its body; a lead where it is not named here."""
_NAMES = {"with": "b"}


def say(said: Said, known: Mapping[str, str], captures: Sequence[Capture], place: Place) -> Entering:
    """The capture of a command; names of the scenario's own stand for the ids that they were found to have, a number for that step's capture."""
    command, about = next(iter(said.items()))
    if command == "promote":
        about = _original(captures[about - 1])
    words: Said = {_ABOUT.get(command, "lead"): about, **{_NAMES.get(name, name): value for name, value in list(said.items())[1:]}}
    if command == "move":
        words["kind"] = about.partition(" ")[0]
    body = {
        "by": "ann",
        "command": command,
        **{name: known.get(value, value) if isinstance(value, str) else value for name, value in words.items()},
    }
    capture = Capture(
        id=derive_id("command", place.workspace, str(place.number)),
        workspace=place.workspace,
        channel=CHANNEL,
        source="cli",
        body=orjson.dumps(body),
        content_type="application/json",
    )
    return Entering(LIVE, capture)


def _original(capture: Capture) -> Said:
    """A capture that was set aside, as the command that promotes it brings it along."""
    fields: Said = msgspec.to_builtins(capture)
    del fields["workspace"]
    return fields
