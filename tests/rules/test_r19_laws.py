"""R19: who were merged and are two again, whatever came before and was merged beside, are to the last field what they would have been."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processors.merge import ledger
from schemas import command
from schemas.config import Write
from schemas.touch import CallEvent, Company, Touch
from tests.rules.office import DAY, Office, team, touch
from tests.rules.twins import known

NAMES = ("Ivan Petrov", "Olga Blok", "Zoe Goldblum", "Yusuf Demir", "Jan Kowalski", "Petr Svoboda", "Ada Quist")
STRANGER = 9


def touches(who: int, how: int, n: int) -> Touch:
    """Something that one of seven people does; `how`: by which keys and what it says."""
    activity = ("form", "form", "email", "call", "chat")[how % 5]
    by = ("p", "e", "m", "pe", "em", "c", "cp")[how % 7]
    fields: dict[str, Any] = {
        "name": NAMES[who] if how % 2 and who < len(NAMES) else None,
        "phone": f"+7916123450{who}" if "p" in by or activity == "call" else None,
        "email": f"p{who}@example.org" if "e" in by else None,
        "messengers": (("telegram", f"{who}"),) if "m" in by else (),
        "cookie": f"v{who}" if "c" in by else None,
        "company": Company(name=("Romashka", "Vasilek", "Lutik")[how // 6 % 3], submitted=True)
        if how % 3 == 1 and who < len(NAMES)
        else None,
        "direction": "out" if how % 11 == 10 else "in",
        "fields": ({}, {"colour": "red"}, {"colour": "blue", "size": "5"})[how % 3],
        "utm_source": (None, "ads")[how % 2],
    }
    if activity == "call":
        event = ("missed", "finished")[how // 5 % 2]  # who owns what rang meanwhile stays its owner
        fields["call"] = CallEvent(call_id=f"{who}-{how % 2}", event=event)  # type: ignore[arg-type]
    return touch(activity, key=f"k{n}", **fields)


OFTEN = {"touch": 4, "another": 1, "junk": 1, "restore": 1, "stage": 1, "win": 1, "convert": 2, "later": 1, "merge": 4, "unmerge": 1}
VERBS = tuple([verb for verb, times in OFTEN.items() for _ in range(times)])
ALWAYS = {f"{channel}/always": Write(items="always_add") for channel in ("webform", "telephony", "imap", "chat")}
"""What comes through this source is always something new (R6), so that a client has several items open."""
NUMBER = st.integers(0, 419)
STORIES = st.lists(st.tuples(st.sampled_from(VERBS), NUMBER, NUMBER), min_size=12, max_size=80)
MERGES = st.lists(st.tuples(NUMBER, NUMBER, st.booleans(), st.booleans()), min_size=1, max_size=3)
"""Two clients, whether the merge is taken back, and whether a stranger writes after it."""


def happens(office: Office, verb: str, n: int, m: int) -> None:
    memory = office.memory
    leads, deals, clients = list(memory.items("lead")), list(memory.items("deal")), list(memory.clients())
    merges = sorted(merge.id for merge in ledger.merges(memory) if merge.undone is None)
    match verb:
        case "touch" | "another":
            office.take(touches(n % len(NAMES), m, office.offset), source="always" if verb == "another" else "s")
        case "junk" | "restore" if leads:
            office.say(command.Judge(lead=leads[n % len(leads)].id, verdict=verb, by="ann"))
        case "stage" | "win" if deals:
            stage = "PAID" if verb == "win" else ("PROPOSAL", "NEW")[m % 2]
            office.say(command.Move(kind="deal", item=deals[n % len(deals)].id, stage=stage, by="ann"))
        case "convert" if leads := [lead for lead in leads if lead.semantic == "process"]:
            companies = [None, None, *(company.meta.id for company in memory.companies())]
            chosen = companies[m % len(companies)]
            office.say(command.Convert(lead=leads[n % len(leads)].id, deal=(None, "open", "new")[m % 3], company=chosen, by="ann"))
        case "later":
            office.now += 20 * DAY
        case "merge" if len(clients) > 1:
            one = clients.pop(n % len(clients))
            office.merge(one.id, clients[m % len(clients)].id)
        case "unmerge" if merges:
            office.unmerge(merges[n % len(merges)])


def assert_nobody_could_tell(story: list[Any], wished: list[Any], backwards: bool, mode: str) -> None:
    office = Office(team("anna", "boris", mode=mode, write=ALWAYS))
    for verb, n, m in story:
        happens(office, verb, n, m)
    groups = [{client.id} for client in office.memory.clients()]
    real, twin = office.fork(), office.fork()
    undone: list[tuple[str, frozenset[str]]] = []
    for n, m, taken_back, followed in wished:
        if len(groups) < 2:
            break
        one = groups.pop(n % len(groups))
        other = groups[m % len(groups)]
        a, b = (sorted(side)[n % len(side)] for side in (one, other))
        other |= one
        [said] = real.merge(a, b).entries
        if taken_back:
            undone += [(merge, frozenset((a, b))) for merge in said.merges]
            twin.pass_over()
        else:
            twin.merge(a, b)
        for each in (real, twin) if followed else ():
            each.one(touches(STRANGER, 0, each.offset))
    for merge, _ in reversed(undone) if backwards else undone:
        assert real.unmerge(merge).entries[0].outcome == "applied"
    apart = [pair for _, pair in undone]
    mine, others = known(real, apart), known(twin, apart)
    differ = {key: (mine.get(key), others.get(key)) for key in mine.keys() | others.keys() if mine.get(key) != others.get(key)}
    assert differ == {}, differ


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STORIES, MERGES, st.booleans(), st.sampled_from(["classic", "simple"]))
def test_r19_after_an_unmerge_nobody_could_tell_that_there_was_a_merge(
    story: list[Any], wished: list[Any], backwards: bool, mode: str
) -> None:
    assert_nobody_could_tell(story, wished, backwards, mode)


@pytest.mark.slow
@settings(max_examples=1200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STORIES, MERGES, st.booleans(), st.sampled_from(["classic", "simple"]))
def test_r19_after_an_unmerge_nobody_could_tell_that_there_was_a_merge_in_many_histories(
    story: list[Any], wished: list[Any], backwards: bool, mode: str
) -> None:
    assert_nobody_could_tell(story, wished, backwards, mode)
