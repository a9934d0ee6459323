"""R18, R19: what holds in state and for subscribers after whatever touches, merges, unmerges and answers, in any order."""

from typing import Any, NamedTuple

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.memory import Memory
from processors.merge import ledger
from processors.remembered import Client
from processors.survivorship import shown_of
from schemas.touch import CallEvent, Touch
from tests.rules.office import Office, record, team, touch


class Say(NamedTuple):
    """A person merges the clients of two touches, takes a merge back, or answers a question; `n`, `m` choose among what there is."""

    what: str
    n: int
    m: int


NAMES = ("Ivan Petrov", "Olga Blok", "Zoe Goldblum", "Yusuf Demir", "Jan Kowalski")


@st.composite
def touches(draw: st.DrawFn) -> Touch:
    """Something that one of five people does by one or two of their keys, now and then by a key of somebody else, too."""
    who = draw(st.integers(0, 4))
    other = draw(st.sampled_from([who] * 6 + [0, 1]))
    activity = draw(st.sampled_from(["form", "email", "call", "chat"]))
    by = draw(st.sampled_from(["p", "e", "m", "pe", "em", "c", "cp"]))
    fields: dict[str, Any] = {
        "name": draw(st.sampled_from([None, None, NAMES[who]])),
        "phone": f"+7916123450{who}" if "p" in by or activity == "call" else None,
        "email": f"p{other}@example.org" if "e" in by else None,
        "messengers": (("telegram", f"{other}"),) if "m" in by else (),
        "cookie": f"v{who}" if "c" in by else None,
        "company": draw(st.sampled_from([None, None, "Romashka", "Vasilek"])),
        "direction": draw(st.sampled_from(["in", "in", "in", "out"])),
        "fields": draw(st.sampled_from([{}, {"colour": "red"}, {"colour": "blue", "size": "5"}])),
    }
    if activity == "call":
        event = draw(st.sampled_from(["ringing", "answered", "missed", "finished"]))
        fields["call"] = CallEvent(call_id=f"{who}", event=event, answered_by=draw(st.sampled_from([None, "101"])))  # type: ignore[arg-type]
    return touch(activity, **fields)


SAYINGS = st.builds(Say, st.sampled_from(["merge", "merge", "unmerge", "accept", "reject"]), st.integers(0, 30), st.integers(0, 30))
STORIES = st.lists(st.one_of(touches(), touches(), SAYINGS), min_size=8, max_size=36)


def played(story: list[Touch | Say], mode: str) -> Office:
    office = Office(team("anna", "boris", mode=mode))
    for what in story:
        if isinstance(what, Touch):
            office.take(what)
        else:
            say(office, what)
    return office


def say(office: Office, what: Say) -> None:
    clients = [client.id for client in office.memory.clients()]
    merges = sorted(merge.id for merge in ledger.merges(office.memory) if merge.undone is None)
    reviews = sorted(review.id for review in ledger.reviews(office.memory) if review.status == "open")
    match what.what:
        case "merge" if len(clients) > 1:
            one = clients.pop(what.n % len(clients))
            office.merge(one, clients[what.m % len(clients)])
        case "unmerge" if merges:
            office.unmerge(merges[what.n % len(merges)])
        case "accept" if reviews:
            office.accept(reviews[what.n % len(reviews)])
        case "reject" if reviews:
            office.reject(reviews[what.n % len(reviews)])


@settings(max_examples=80, deadline=None)
@given(STORIES, st.sampled_from(["classic", "simple"]))
def test_r18_state_and_what_is_told_hold_together_whatever_is_merged_and_taken_apart(story: list[Any], mode: str) -> None:
    office = played(story, mode)
    assert [entry.reason for _, verdict in office.history for entry in verdict.entries if entry.outcome == "dead"] == []
    memory = office.memory
    members: list[str] = []
    for client in memory.clients():
        members += client.members or (client.id,)
        holds_together(memory, client)
    assert len(members) == len(set(members))
    for item in (*memory.items("lead"), *memory.items("deal")):
        standing = memory.standing_item(item.kind, item.id)
        assert standing is not None
        assert (item.merged_into is None) == (item.semantic == "process")
        assert client_of(memory, item.client) == client_of(memory, standing.client)
    assert_versions(office)


def holds_together(memory: Memory, client: Client) -> None:
    """A client is what its members, their contributions and their items say."""
    owns = memory.members(client)
    history = memory.history(client)
    assert client.shown == shown_of(history)
    assert (client.touches, client.deals) == (len(history), sum(own.deals for own in owns))
    for own in owns:
        assert (own.members, own.shown) == (client.members if own is client else (), shown_of(memory.contributions(own.id)))
    assert {o.id for o in client.open} == {o.id for own in owns for o in own.open}
    assert client.members == () or client.members[0] == client.id
    for o in client.open:
        item = memory.item(o.kind, o.id)
        assert item is not None
        assert (item.semantic, client_of(memory, item.client)) == ("process", client.id)
    if client.contact is not None:
        assert client_of(memory, str(memory.contact_client(client.contact.id))) == client.id
        assert client.contact.id in {own.contact.id for own in owns if own.contact is not None}


def client_of(memory: Memory, member: str) -> str:
    client = memory.client(member)
    assert client is not None
    return client.id


def assert_versions(office: Office) -> None:
    versions: dict[tuple[str, str], list[int]] = {}
    last: dict[tuple[str, str], Any] = {}
    for _, verdict in office.history:
        for emit in verdict.emit:
            versions.setdefault((emit.topic, emit.key), []).append(emit.version)
            last[emit.topic, emit.key] = record(emit)
    assert {entity: these for entity, these in versions.items() if these != list(range(1, len(these) + 1))} == {}
    for (topic, key), said in last.items():
        assert topic != "deal" or said.client.contact is not None or said.client.company is not None
        if topic in ("lead", "deal") and said.semantic == "process":
            assert without_company(said) == without_company(office.find(topic, key))
        if topic == "contact" and office.find("contact", key).id == key:
            assert said == office.find("contact", key)


def without_company(item: Any) -> Any:
    """What others say of a company is told with the company, not with each of its people's items."""
    return msgspec.structs.replace(item, client=msgspec.structs.replace(item.client, company=None))
