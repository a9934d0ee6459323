"""Questions about state, for reading commands and pages: pure, over any ReadState, answered in public records."""

from collections.abc import Iterator
from typing import Any

import msgspec

from processors import public
from processors.memory import WORKSPACES, Memory
from processors.record.planned import public as public_planned
from processors.remembered import Client, Item
from schemas import crm
from schemas.config import WorkspaceConfig
from schemas.errors import Reject
from schemas.state import ReadState

_config = msgspec.msgpack.Decoder(WorkspaceConfig).decode


def workspaces(state: ReadState) -> list[str]:
    """The names of all workspaces that anything was decided for."""
    return [key[len(WORKSPACES) :].decode() for key, _ in state.scan(WORKSPACES)]


def config(state: ReadState, workspace: str) -> WorkspaceConfig:
    """The configuration in force; the default one, version 0, where none was applied."""
    raw = Memory(state, workspace).config()
    return WorkspaceConfig() if raw is None else _config(raw)


def leads(state: ReadState, workspace: str) -> Iterator[crm.Lead]:
    for item in _items(state, workspace, "lead"):
        assert isinstance(item, crm.Lead)
        yield item


def deals(state: ReadState, workspace: str) -> Iterator[crm.Deal]:
    for item in _items(state, workspace, "deal"):
        assert isinstance(item, crm.Deal)
        yield item


def contacts(state: ReadState, workspace: str) -> Iterator[crm.Contact]:
    for client in Memory(state, workspace).clients():
        if (contact := public.contact(workspace, client)) is not None:
            yield contact


def planned(state: ReadState, workspace: str) -> Iterator[crm.Activity]:
    """Planned activities, settled ones too; who is to do one is who has its item now (R51)."""
    memory = Memory(state, workspace)
    for one in memory.all_planned():
        yield public_planned(workspace, memory, one)


def companies(state: ReadState, workspace: str) -> Iterator[crm.Company]:
    for company in Memory(state, workspace).companies():
        yield public.company(workspace, company)


def find(state: ReadState, workspace: str, kind: str, entity: str) -> crm.Lead | crm.Deal | crm.Contact | crm.Company | crm.Client | None:
    """The lead, deal, contact, company or client of this id; None where there is none. Raises Reject for what is no id."""
    memory = Memory(state, workspace)
    match kind:
        case "lead" | "deal":
            item = memory.item(kind, entity)
            return public.item_in_full(memory, workspace, item) if item else None
        case "contact":
            client_id = memory.contact_client(entity)
            client = memory.client(client_id) if client_id else None
            return public.contact(workspace, client) if client else None
        case "company":
            company = memory.company(entity)
            return public.company(workspace, company) if company else None
        case "client":
            client = memory.client(entity)
            return _in_full(memory, workspace, client) if client else None
        case _:
            raise Reject(f"There is no kind `{kind}`: lead, deal, contact, company and client can be asked for.")


def beginning(state: ReadState, workspace: str, begin: str, *kinds: str) -> list[str]:
    """The ids that begin so: of leads, deals, contacts, companies and clients, or of those `kinds` only."""
    memory = Memory(state, workspace)
    return [found for kind in kinds or ("lead", "deal", "contact", "company", "client") for found in memory.ids(kind, begin)]


def client_after(state: ReadState, workspace: str, client: str) -> str | None:
    """The client that this one is now: itself, or the one that it was merged into (R18)."""
    found = Memory(state, workspace).client(client)
    return found.id if found else None


def captures_of(state: ReadState, workspace: str, entity: str) -> list[str]:
    """The captures that made a client, contact, company, lead or deal what it is, oldest first; none for an unknown id.

    What was said of a lead made a client and its contact and company, too, once it was converted into them.
    """
    memory = Memory(state, workspace)
    only: set[str] = set()
    clients: list[str] = []
    for kind in ("lead", "deal"):
        if (item := memory.item(kind, entity)) is not None:
            only, clients = {item.id, *item.converted_from}, _clients_of(item)
    if not clients:
        if client := memory.contact_client(entity):
            clients = [client]
        elif memory.company(entity) is not None:
            clients = list(memory.people_of(entity))
        else:
            clients = [entity]
    found = {there.id: there for member in clients if (there := memory.client(member)) is not None}
    history = [c for there in found.values() for c in memory.history(there)]
    said = [(c.at, c.n, c.capture) for c in history if not only or c.item in only]
    told = only or {c.item for c in history if c.item and (lead := memory.item("lead", c.item)) is not None and lead.converted_to}
    words = [(at, 0, capture) for item in told for at, capture in memory.words_of(item)]
    return list(dict.fromkeys(capture for _, _, capture in sorted([*said, *words])))


def _clients_of(item: Item) -> list[str]:
    return [item.client, *(client for client, _ in item.joined)]


def _items(state: ReadState, workspace: str, kind: str) -> Iterator[Any]:
    memory = Memory(state, workspace)
    for item in memory.items(kind):
        yield public.item_in_full(memory, workspace, item)


def _in_full(memory: Memory, workspace: str, client: Client) -> crm.Client:
    return public.client(workspace, client, memory.company(client.company) if client.company else None)
