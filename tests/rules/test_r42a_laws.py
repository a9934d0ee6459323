"""R42a, R18, R19: whatever people write, convert, merge and take back, versions rise by one, and who has a deal has no activity left on its lead."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.merge import ledger
from processors.switch.job import jobs
from runtime.jobs import piece
from schemas import command
from tests.rules.office import Office, call, form, mail, team, told

PEOPLE: Sequence[dict[str, Any]] = (
    {"name": "Ivan Petrov", "phone": "+79161234500"},
    {"name": "Olga Blok", "email": "olga@romashka.example", "phone": "+79161234501"},
    {"name": "Zoe Quist", "email": "zoe@romashka.example"},
    {"email": "olga@romashka.example", "phone": "+79161234500"},
)
VERBS = (
    "form",
    "mail",
    "ring",
    "answer",
    "hang up",
    "convert",
    "client",
    "junk",
    "restore",
    "merge",
    "unmerge",
    "piece",
    "promote to success",
)
OFTEN = (*VERBS, *("form", "mail", "ring", "answer", "hang up", "convert", "merge") * 2)
EVENTS = st.lists(st.tuples(st.sampled_from(OFTEN), st.integers(0, 3), st.integers(0, 3)), min_size=12, max_size=50)
TOPICS = ("contact", "company", "lead", "deal", "bundle", "activity", "assignment")


def played(events: list[tuple[str, int, int]], mode: str) -> Office:
    office = Office(team("anna", "boris", mode="classic"))
    for n, (verb, who, other) in enumerate(events):
        if n == len(events) // 2:
            office.configure(team("anna", "boris", mode=mode))
        _happens(office, verb, who, other)
    return office


def _happens(office: Office, verb: str, who: int, other: int) -> None:
    memory = office.memory
    leads, clients = [item.id for item in memory.items("lead")], [client.id for client in memory.clients()]
    merges = [merge for client in clients for merge in ledger.merges_of(memory, client)]
    match verb:
        case "form":
            office.one(form(company="Romashka" if other == 1 else None, **PEOPLE[who]))
        case "mail":
            office.one(mail(**PEOPLE[who]))
        case "ring" | "answer" | "hang up":
            event = {"ring": "ringing", "answer": "answered", "hang up": "finished"}[verb]
            office.one(call(event, call_id=f"c{who}", phone="+79161234500" if who % 2 else "+79161234501"))
        case "convert" | "client" if leads:
            deal = ("open", "new")[other % 2] if verb == "convert" else None
            office.say(command.Convert(lead=leads[who % len(leads)], deal=deal, by="olga"))
        case "promote to success" if leads:
            office.say(command.Move(kind="lead", item=leads[who % len(leads)], stage="CONVERTED", by="olga"))
        case "junk" | "restore" if leads:
            office.say(command.Judge(lead=leads[who % len(leads)], verdict=verb, by="olga"))
        case "merge" if len(clients) > 1:
            office.merge(clients[who % len(clients)], clients[other % len(clients)])
        case "unmerge" if merges:
            office.unmerge(merges[who % len(merges)].id)
        case "piece":
            for found in [found for found in jobs(memory) if found.status == "running"]:
                office.capture(piece(office.workspace, found.id, found.step))


@settings(max_examples=120, deadline=None)
@given(EVENTS, st.sampled_from(["classic", "simple"]))
def test_r42a_no_activity_is_left_on_a_lead_that_has_a_deal_and_versions_rise_by_one(events: list[tuple[str, int, int]], mode: str) -> None:
    office = played(events, mode)
    versions: dict[tuple[str, str], int] = {}
    bound: dict[str, str | None] = {}
    for _, verdict in office.history:
        assert [entry.reason for entry in verdict.entries if entry.outcome == "dead"] == []
        for topic in TOPICS:
            for record in told(verdict, topic):
                assert record.version == versions.get((topic, record.id), 0) + 1
                versions[topic, record.id] = record.version
                if topic == "activity":
                    bound[record.id] = record.item
    deals = {deal.id for deal in office.memory.items("deal")}
    with_a_deal = {lead.id for lead in office.memory.items("lead") if deals & set(lead.converted_to)}
    assert {activity: item for activity, item in bound.items() if item in with_a_deal} == {}
