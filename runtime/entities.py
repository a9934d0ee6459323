"""Entities by the beginning of their id, also of clients that were merged away since: their ids lead on for ever (R18)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processors import queries
from processors.memory import Memory, raw_id, text_id
from schemas.errors import Reject
from schemas.state import ReadState


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of a workspace; `kind`: lead, deal, contact, company, client, merge or review. `id` is whole,
    whatever it leads to."""

    store: ReadState
    workspace: str
    kind: str
    id: str

    @property
    def memory(self) -> Memory:
        return Memory(self.store, self.workspace)

    def member(self) -> str | None:
        """The member whom it names: its own for a client, who made a lead or deal, who stands behind a contact; None for a company."""
        match self.kind:
            case "lead" | "deal":
                item = self.memory.item(self.kind, self.id)
                return item.client if item else None
            case "contact":
                return self.memory.contact_client(self.id)
            case "client":
                return self.id
        return None


def workspaces(stores: Sequence[ReadState], only: str | None = None) -> Iterator[tuple[ReadState, str]]:
    """Every workspace with the state that it is in, or the one that is called `only`."""
    for store in stores:
        for name in queries.workspaces(store):
            if only in (None, name):
                yield store, name


def beginning(stores: Sequence[ReadState], begin: str, *kinds: str, workspace: str | None = None) -> list[Named]:
    """What begins so, of those `kinds`; none named: leads, deals, contacts, companies and clients."""
    if not begin:
        return []
    return [
        Named(store, name, kind, entity)
        for store, name in workspaces(stores, workspace)
        for kind in kinds or ("lead", "deal", "contact", "company", "client")
        for entity in _ids(store, name, kind, begin)
    ]


_LISTED = {"company": ("companies", "companies list"), "activity": ("planned activities", "activities")}
"""Kind -> how several are called, and the command that lists them; others end in s."""


def one(stores: Sequence[ReadState], text: str, kind: str, workspace: str | None = None) -> Named:
    """The one of a kind that begins so. Raises Reject where there is none, or several."""
    found = beginning(stores, text, kind, workspace=workspace)
    if len(found) != 1:
        plural, listed = _LISTED.get(kind, (f"{kind}s", f"{kind}s list"))
        raise Reject(f"{len(found) or 'No'} {plural} begin with {text!r}: see `leadloom {listed}`.")
    return found[0]


def client(stores: Sequence[ReadState], text: str, workspace: str | None = None) -> tuple[Named, str]:
    """The entity that begins so, and the member whom it names. Raises Reject where there is none, or several."""
    found = [(named, member) for named in beginning(stores, text, workspace=workspace) if (member := named.member()) is not None]
    if len({member for _, member in found}) != 1:
        many = f"{len(found)} clients, contacts, leads or deals begin" if found else "No client, contact, lead or deal begins"
        raise Reject(f"{many} with {text!r}: give more of the id, as `leadloom contacts list` or `leads list` shows it.")
    return found[0]


_LEDGER = {"merge": b"e", "review": b"y"}


def _ids(store: ReadState, workspace: str, kind: str, begin: str) -> Sequence[str]:
    memory = Memory(store, workspace)
    if kind in _LEDGER:
        return list(under(memory, _LEDGER[kind], begin))
    known = queries.beginning(store, workspace, begin, kind)
    if kind != "client":
        return known
    gone = [old for old in under(memory, b"r", begin) if memory.member(raw_id(old)) is not None]
    return list(dict.fromkeys((*known, *gone)))


def under(memory: Memory, kind: bytes, begin: str) -> Iterator[str]:
    """The ids of one kind of key that begin so; none for what no id begins with."""
    digits = begin.replace("-", "").lower()
    if any(digit not in "0123456789abcdef" for digit in digits):
        return
    whole = bytes.fromhex(digits[: len(digits) // 2 * 2])
    for rest, _ in memory.scan(kind, whole):
        if len(whole + rest) == 16 and (whole + rest).hex().startswith(digits):
            yield text_id(whole + rest)
