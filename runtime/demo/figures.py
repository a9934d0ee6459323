"""What a demonstration came to: counted from the decision log and the state it gives, through the same reading that commands use."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from processors import queries
from processors.decisionlog import TOPIC, follow
from processors.memory import Memory
from runtime.reading import Reading
from runtime.why import Told
from schemas.decision import Entry, Place

WORKSPACE = "main"
BY = {
    "webform": "through the form",
    "telephony": "by phone",
    "chat": "in the site chat",
    "messengers": "in Telegram",
    "imap": "by e-mail",
    "csvfile": "from a list",
}
NOTHING = {
    "duplicate": "it was the same enquiry again, and counts once",
    "no_contact": "nobody could be reached back, so it is kept and makes nothing",
    "excluded": "it was from ourselves",
    "ignored": "there was nothing to do",
    "quarantine": "it looked like spam, and waits for somebody to look at it",
}
"""Outcomes that make nothing, in words."""


@dataclass(slots=True)
class Figures:
    """The figures of a run; `items` is what the mode makes: leads or deals.

    `repeats`: from somebody already known; `joined`: those onto their open item. `colleagues`: new people onto their company's open item.
    """

    mode: str
    items: str
    by_channel: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    clients: int = 0
    repeats: int = 0
    joined: int = 0
    colleagues: int = 0
    several_channels: int = 0
    owners: Counter[str] = field(default_factory=Counter)
    open_items: int = 0
    bundles: int = 0
    explained: list[tuple[str, Told]] = field(default_factory=list)

    @property
    def enquiries(self) -> int:
        return sum(sum(counter.values()) for counter in self.by_channel.values())


async def figures(here: Reading) -> Figures:
    """Read every decision of the demonstration's one partition, and the state after it."""
    store = here.stores[0]
    config = queries.config(store, WORKSPACE)
    found = Figures(config.mode, "leads" if config.mode == "classic" else "deals")
    told = [told async for told in _decisions(here)]
    touches = [(one, entry) for one in told for entry in one.decision.entries if entry.channel not in ("config", "command")]
    channels: dict[str, set[str]] = defaultdict(set)
    for _, entry in touches:
        found.by_channel[entry.channel][entry.outcome] += 1
        if entry.client:
            client = queries.client_after(store, WORKSPACE, entry.client) or entry.client
            channels[client].add(entry.channel)
            found.repeats += not entry.new_client
            on_item = entry.outcome == "activity" and entry.item is not None
            found.joined += on_item and not entry.new_client
            found.colleagues += on_item and entry.new_client
    found.clients = len(channels)
    found.several_channels = sum(len(by) > 1 for by in channels.values())
    names = {person.id: person.name or person.id for person in config.responsibles}
    for item in Memory(store, WORKSPACE).items(found.items.removesuffix("s")):
        found.owners[names.get(item.responsible or "", "nobody")] += 1
    found.bundles = sum(emit.topic == "bundle" for one in told for emit in one.decision.emit)
    found.explained = list(_explained(touches, Memory(store, WORKSPACE), found.items.removesuffix("s"), names))
    return found


async def _decisions(here: Reading) -> AsyncIterator[Told]:
    place = Place()
    while records := await here.log.read(TOPIC, 0, place.next, limit=2000):
        accepted, place = follow(place, records)
        for offset, decision in accepted:
            yield Told(0, offset, decision)


def _explained(touches: Sequence[tuple[Told, Entry]], memory: Memory, item: str, names: Mapping[str, str]) -> Iterator[tuple[str, Told]]:
    """Three decisions worth telling, each with a sentence: a new client with a named owner, one who came back by another channel and was
    recognised by as many things as possible, best without an exact key, and one that made nothing."""
    first_by: dict[str, str] = {}
    back: tuple[str, Told] | None = None
    most = (False, -1)
    new: tuple[str, Told] | None = None
    nothing: tuple[str, Told] | None = None
    for told, entry in touches:
        if len(told.decision.entries) > 1:
            continue
        who, owner = _name(memory, entry), names.get(entry.owner or "", "nobody")
        came = BY.get(entry.channel, f"by {entry.channel}")
        if entry.client and entry.new_client:
            first_by[entry.client] = entry.channel
            if new is None and who and entry.outcome == item:
                new = f"{who} wrote for the first time, {came}: a new {item}, and {owner} got it.", told
        elif who and entry.outcome == "activity" and first_by.get(entry.client or "", entry.channel) != entry.channel:
            by_key, speaks = _speaks(entry)
            if (not by_key, len(speaks)) > most:
                most = not by_key, len(speaks)
                known = f" ({', '.join(speaks)})" if speaks else ""
                new_ways = "" if by_key else " with no address or number that was known,"
                back = (
                    f"{who} came back, {came} this time,{new_ways} and was recognised{known}: no second {item}, {owner} goes on with it.",
                    told,
                )
        elif entry.outcome in NOTHING and (nothing is None or entry.outcome == "duplicate" != _outcome(nothing[1])):
            nothing = f"Something came in {came}: {NOTHING[entry.outcome]}.", told
    yield from (one for one in (new, back, nothing) if one is not None)


def _speaks(entry: Entry) -> tuple[bool, list[str]]:
    """(whether an exact key found the client who was taken, what speaks for it in words)."""
    taken = next((c for c in entry.candidates if c.client == entry.client), None)
    if taken is None:
        return True, []
    return bool(taken.by), [says for says, bits in taken.evidence if bits > 0]


def _outcome(told: Told) -> str:
    return told.decision.entries[0].outcome


def _name(memory: Memory, entry: Entry) -> str | None:
    client = memory.client(entry.client) if entry.client else None
    return client.shown.name if client else None
