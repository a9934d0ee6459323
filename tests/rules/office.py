"""An office to test rules in: it builds touches as channels do, decides them on a state in memory, and reads what came out."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import msgspec

from processors import queries
from processors.decisionlog import MemoryStore
from processors.memory import Memory
from processors.remembered import Item, Published
from processors.step import Step
from schemas import command, crm
from schemas.capture import LIVE, Appended, Capture
from schemas.codec import digest, to_json
from schemas.config import ConfigChange, Queue, Responsible, WorkspaceConfig
from schemas.decision import Emit, Entry, Verdict
from schemas.state import Overlay
from schemas.touch import Attribution, CallEvent, Company, Person, Touch

HOUR = 3_600_000
DAY = 24 * HOUR
BEGIN = 1_760_000_000_000

_CHANNELS = {"form": "webform", "call": "telephony", "email": "imap", "chat": "chat", "import": "csvfile"}
_keys = count()


def touch(activity: str = "form", *, key: str | None = None, said: str = "", **fields: Any) -> Touch:
    """A touch; person's and company's fields may be given flat. Each has a key of its own unless one is given."""
    person = {name: fields.pop(name) for name in tuple(fields) if name in Person.__struct_fields__}
    for several in ("phone", "email"):
        if value := fields.pop(several, None):
            person[several + "s"] = (value,)
    company = fields.pop("company", None)
    tags = {name: fields.pop(name) for name in tuple(fields) if name in Attribution.__struct_fields__}
    return Touch(
        key=key or f"key-{next(_keys)}",
        fingerprint=digest((said or repr((person, company))).encode()),
        activity=activity,  # type: ignore[arg-type]
        person=Person(**person),
        company=Company(name=company) if isinstance(company, str) else company,
        attribution=Attribution(**tags),
        **fields,
    )


def form(**fields: Any) -> Touch:
    return touch("form", **fields)


def mail(**fields: Any) -> Touch:
    return touch("email", keep_for_ever=True, **fields)


def chat(**fields: Any) -> Touch:
    return touch("chat", **{"conversation": "talk"} | fields)


def call(event: str, *, call_id: str = "c1", key: str | None = None, **fields: Any) -> Touch:
    known = {name: fields.pop(name) for name in ("answered_by", "duration_s", "recording_url") if name in fields}
    heard = CallEvent(call_id=call_id, event=event, **known)  # type: ignore[arg-type]
    return touch("call", key=key or f"call:{call_id}:{event}:{next(_keys)}", call=heard, **fields)


def team(*ids: str, **changes: Any) -> WorkspaceConfig:
    """A configuration in which these people take turns; extension of the first is 101, of the second 102 ..."""
    people = tuple(Responsible(id=name, extension=str(101 + n)) for n, name in enumerate(ids))
    queues = (Queue(id="sales", members=ids),) if ids else ()
    defaults = {"region": "RU", "responsibles": people, "queues": queues, "default_queue": "sales" if ids else None}
    return WorkspaceConfig(**defaults | changes)


class Office:
    """A workspace with its state; time goes on by a second a capture."""

    def __init__(self, config: WorkspaceConfig | None = None, *, workspace: str = "main") -> None:
        self.workspace, self.state, self.now, self.offset = workspace, Overlay(MemoryStore()), BEGIN, 0
        self.history: list[tuple[Appended, Verdict]] = []
        self._touches: dict[str, Sequence[Touch] | Exception] = {}
        self.decide = Step(dict.fromkeys((*_CHANNELS.values(), "messengers"), self._read))
        self.version = 0
        if config is not None:
            assert self.configure(config).outcome == "applied"

    def fork(self) -> "Office":
        """An office with the same past, which goes on by itself."""
        other = Office(workspace=self.workspace)
        other.state.changes.update(self.state.changes)
        other.now, other.offset, other.version = self.now, self.offset, self.version
        other.history, other._touches = list(self.history), dict(self._touches)
        return other

    def pass_over(self) -> None:
        """A capture's time goes by, and nothing comes."""
        self.now, self.offset = self.now + 1000, self.offset + 1

    def _read(self, capture: Capture) -> Sequence[Touch]:
        found = self._touches[capture.id]
        if isinstance(found, Exception):
            raise found
        return found

    def configure(self, config: WorkspaceConfig, base: int | None = None) -> Entry:
        body = to_json(ConfigChange(base=self.version if base is None else base, config=config))
        [entry] = self.capture(
            Capture(id=f"config-{self.offset}", workspace=self.workspace, channel="config", source="t", body=body)
        ).entries
        self.version += entry.outcome == "applied"
        return entry

    def capture(self, capture: Capture) -> Verdict:
        self.now += 1000
        appended = Appended(capture, LIVE, 0, self.offset, self.now)
        verdict = self.decide(appended, self.state, self.now)
        self.offset += 1
        self.history.append((appended, verdict))
        return verdict

    def take(self, *found: Touch | Exception, channel: str | None = None, source: str = "s", capture: str | None = None) -> Verdict:
        """What one capture that holds these touches becomes; its channel is by the first one's activity."""
        name = capture or f"capture-{self.offset}"
        first = found[0] if found else None
        self._touches[name] = first if isinstance(first, Exception) else tuple(t for t in found if isinstance(t, Touch))
        channel = channel or (_CHANNELS[first.activity] if isinstance(first, Touch) else "webform")
        return self.capture(Capture(id=name, workspace=self.workspace, channel=channel, source=source, body=b""))

    def keep(self, capture: str, *found: Touch) -> None:
        """The capture of this name is read as these touches; it is not taken."""
        self._touches[capture] = found

    def alias(self, name: str, capture: str) -> None:
        """The capture `name` holds what the one called `capture` does: its bytes are the same."""
        self._touches[name] = self._touches[capture]

    def one(self, touch: Touch, **how: Any) -> Entry:
        """The entry of one touch."""
        [entry] = self.take(touch, **how).entries
        return entry

    def say(self, said: command.Command, capture: str | None = None) -> Verdict:
        """What becomes of a person's command."""
        name = capture or f"command-{self.offset}"
        return self.capture(Capture(id=name, workspace=self.workspace, channel=command.CHANNEL, source="cli", body=command.encode(said)))

    def merge(self, a: str | None, b: str | None) -> Verdict:
        return self.say(command.Merge(a=str(a), b=str(b), by="ann"))

    def unmerge(self, merge: str) -> Verdict:
        return self.say(command.Unmerge(merge=merge, by="ann"))

    def accept(self, review: str) -> Verdict:
        return self.say(command.Accept(review=review, by="ann"))

    def reject(self, review: str) -> Verdict:
        return self.say(command.Reject(review=review, by="ann"))

    def now_of(self, entry: Entry) -> str:
        """The client that an entry's is by now."""
        client = self.memory.client(str(entry.client))
        assert client is not None
        return client.id

    @property
    def memory(self) -> Memory:
        return Memory(self.state, self.workspace)

    def find(self, kind: str, entity: str | None) -> Any:
        assert entity is not None
        return queries.find(self.state, self.workspace, kind, entity)

    def finish(self, entry: Entry, stage: str, semantic: str) -> None:
        """The item of an entry is finished, as a CRM's feedback will do it: closed, off the lists of what is open, and counted."""
        memory = self.memory
        assert entry.item is not None
        assert entry.item_kind is not None
        item = memory.item(entry.item_kind, entry.item)
        assert item is not None
        memory.keep_item(msgspec.structs.replace(item, stage=stage, semantic=semantic))
        client = memory.client(item.client)
        assert client is not None
        won = semantic == "won"
        memory.keep_client(
            msgspec.structs.replace(
                client, open=_without(client.open, item), won=client.won + won, finished_owner=item.responsible or client.finished_owner
            )
        )
        if client.company and (company := memory.company(client.company)) is not None:
            memory.keep_company(msgspec.structs.replace(company, open=_without(company.open, item), won=company.won + won))

    def choose(self, entry: Entry) -> None:
        """The responsible of an entry's item is one that a person chose."""
        memory = self.memory
        assert entry.item is not None
        assert entry.item_kind is not None
        item = memory.item(entry.item_kind, entry.item)
        assert item is not None
        memory.keep_item(msgspec.structs.replace(item, by_hand=True))

    def publish(self, entry: Entry) -> None:
        """The client of an entry becomes a contact, as conversion will do it."""
        memory = self.memory
        assert entry.client is not None
        client = memory.client(entry.client)
        assert client is not None
        contact = Published(entry.client[:-4] + "ffff", 1, "conversion", (), None, self.now, self.now)
        memory.keep_client(msgspec.structs.replace(client, contact=contact))


def _without(items: tuple[Any, ...], item: Item) -> tuple[Any, ...]:
    return tuple(o for o in items if o.id != item.id)


_PUBLIC = {name: msgspec.json.Decoder(kind) for name, kind in crm.PUBLIC.items()}


def record(emit: Emit) -> Any:
    """The public record in an emission."""
    assert emit.data is not None
    return _PUBLIC[emit.topic].decode(emit.data)


def told(verdict: Verdict, topic: str) -> list[Any]:
    """The public records of one topic."""
    return [record(emit) for emit in verdict.emit if emit.topic == topic]


def topics(verdict: Verdict) -> list[str]:
    return [emit.topic for emit in verdict.emit]
