"""Twins: what two offices with a common past know and told, as far as one of them may not differ from the other (R19)."""

from collections.abc import Collection
from typing import Any

import msgspec

from processors.memory import Memory, text_id
from processors.merge import ledger
from processors.remembered import Client
from processors.survivorship import provenance
from tests.rules.office import Office

Known = dict[tuple[Any, ...], Any]

_FORWARD = {"version", "cause", "changed", "modified_at", "retold_at"}
"""What only goes forward."""
_RAW = {b"k": "key", b"h": "profile", b"b": "blocking key", b"z": "count", b"n": "company key", b"S": "standing", b"p": "contact"}


def known(office: Office, apart: Collection[frozenset[str]]) -> Known:
    """All that state has of clients, items, questions and keys, and the newest record told of each; but for whether the pairs of members
    `apart` are one: that was rejected (R19)."""
    memory = office.memory
    found: Known = {}
    for client in memory.clients():
        owner = client.contact and (client.contact.responsible, client.contact.by_hand)
        found["client", client.id] = (*_facts(client), owner, provenance(memory.history(client)), set(client.members))
        found |= {("member", own.id): _facts(own) for own in memory.members(client)}
    for item in (*memory.items("lead"), *memory.items("deal")):
        found[item.kind, item.id] = {name: value for name, value in msgspec.structs.asdict(item).items() if name not in _FORWARD}
        found |= {("fold", fold.item): fold.into for fold in ledger.folds(memory, item.client)}
        found["whose", item.id] = _client(memory, item.client)
    for company in memory.companies():
        found["company", company.meta.id] = {o.id for o in company.open}, company.deals, company.won, set(memory.people_of(company.meta.id))
    for review in ledger.reviews(memory):
        if review.kind == "deals" and review.status == "settled":
            continue  # of deals that were one client's for a time
        if (pair := frozenset((review.a, str(review.b)))) not in apart:
            status = "open" if review.status == "barred" else review.status
            found.setdefault(("review", review.kind, pair, review.items, review.touch), set()).add(status)
    for kind, name in _RAW.items():
        found |= {(name, key): body for key, body in memory.scan(kind, b"")}
    for key, _ in memory.scan(b"x", b""):
        if frozenset((text_id(key[:16]), text_id(key[16:]))) not in apart:
            found["rejected", key] = True
    return found | _told(office)


def _facts(client: Client) -> tuple[Any, ...]:
    contact = client.contact and client.contact.id
    lists = {o.id for o in client.open}
    counts = client.deals, client.won, client.touches, client.finished_owner, client.first
    return client.shown, contact, client.company, lists, counts, client.created_at


def _client(memory: Memory, client: str | None) -> str | None:
    found = memory.client(client) if client is not None else None
    return found.id if found is not None else None


def _told(office: Office) -> Known:
    """The newest record of everything, an activity that was bound anew with what had been said of it; what came to an end is told with the
    client that it had then."""
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for emit in [emit for _, verdict in office.history for emit in verdict.emit if emit.topic not in ("merge", "assignment", "bundle")]:
        said = msgspec.json.decode(emit.data or b"{}")
        before = newest.get((emit.topic, emit.key), {}) if "moved_from" in said else {}
        newest[emit.topic, emit.key] = {**before, **said}
    found: Known = {}
    memory = office.memory
    for (topic, key), said in newest.items():
        if topic == "contact" and office.find("contact", key).id != key:
            continue  # it leads to another one
        said = _without(said)
        if topic == "activity":
            said["client"] = _client(memory, said["client"])
        if topic in ("lead", "deal"):
            said["semantic"] = said.get("semantic", "process")
            ended = said["semantic"] != "process"
            said["client"] = _client(memory, said["client"]["id"]) if ended else {**said["client"], "company": None}
        found["told", topic, key] = said
    return found


def _without(said: Any) -> Any:
    if not isinstance(said, dict):
        return said
    return {name: _without(value) for name, value in said.items() if name not in {*_FORWARD, "moved_from", "origin"}}
