"""A scenario as it is written: what is given, what happens step by step, and what is expected of each step and of the end."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec

FOLDER = Path(__file__).parent
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When a scenario begins that does not say: a Monday."""

Said = dict[str, Any]


class Expect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a step is to become; what is not named is not asked. Items and clients have names of the scenario's own: `lead 1`, `Anna`."""

    becomes: str | None = None
    item: str | None = None
    client: str | None = None
    owner: str | None = None
    because: str | None = None
    tells: tuple[str, ...] | None = None
    flags: tuple[str, ...] | None = None
    alarm: bool | None = None
    merges: int | None = None
    asks: int | None = None
    plans: tuple[str, ...] | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that happens: by which channel (one of them), when, and what is expected of it. `jobs`: whether what it sets to work is done
    before the next step."""

    expect: Expect = Expect()
    at: str | None = None
    after: str = "1 min"
    source: str | None = None
    form: Said | None = None
    call: Said | None = None
    chat: Said | None = None
    telegram: Said | None = None
    mail: Said | None = None
    row: Said | None = None
    by_hand: Said | None = None
    crm: Said | None = None
    settings: Said | None = None
    command: Said | None = None
    jobs: Literal["done", "waiting"] = "done"

    @property
    def how(self) -> tuple[str, Said]:
        """(channel, what is said) of the step."""
        ways = [(name, said) for name in WAYS if (said := getattr(self, name)) is not None]
        if len(ways) != 1:
            raise ValueError(f"a step has one of {', '.join(WAYS)}; this one has {len(ways)}")
        return ways[0]


WAYS = ("form", "call", "chat", "telegram", "mail", "row", "by_hand", "crm", "settings", "command")


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"expected": "is"}):
    """A record in the end: `of` an item (`deal 1`), a `client Anna`, or the `contact` or `company` of a client (`contact Anna`)."""

    of: str
    expected: dict[str, Any]


class End(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What there is in the end: how many of each, and what single records look like."""

    leads: int | None = None
    deals: int | None = None
    contacts: int | None = None
    companies: int | None = None
    clients: int | None = None
    record: tuple[Record, ...] = ()


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file. `given` are settings of the workspace as in leadloom.toml, over those of `story.GIVEN`."""

    story: str
    rules: tuple[str, ...]
    mode: Literal["classic", "simple"]
    given: Said = {}
    step: tuple[Step, ...]
    end: End = End()
    name: str = ""

    def moments(self) -> list[datetime]:
        """When each step happens."""
        now, found = BEGIN, []
        for step in self.step:
            now = datetime.fromisoformat(step.at).replace(tzinfo=UTC) if step.at else now + _span(step.after)
            found.append(now)
        return found


GIVEN: Said = {
    "region": "DE",
    "responsibles": [{"id": "ann", "extension": "101"}, {"id": "bob", "extension": "102"}],
    "queues": [{"id": "sales", "members": ["ann", "bob"]}],
}
"""The office of every scenario: Ann and Bob take turns."""

_UNITS = {"s": 1, "min": 60, "h": 3600, "day": 86_400}


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"(\d+) (s|min|h|day)s?", text)
    if found is None:
        raise ValueError(f"{text!r} is no span: write `5 min`, `2 h` or `31 days`")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


def read(path: Path) -> Scenario:
    """The scenario in a file; raises ValueError with the file's name for what cannot be one."""
    try:
        found = msgspec.convert({**tomllib.loads(path.read_text()), "name": path.stem}, Scenario)
        for step in found.step:
            assert step.how
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from None
    return found


def scenarios() -> list[Scenario]:
    """Every scenario that there is, by name."""
    return [read(path) for path in sorted(FOLDER.glob("*.toml"))]
