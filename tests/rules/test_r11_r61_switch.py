"""R11: the mode is switched while enquiries come in, by draining or by converting; R61: converting is a job, in pieces of at most fifty."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.switch.job import Job, job, jobs, running
from processors.switch.preview import preview, silenced
from runtime.jobs import piece
from schemas import command
from schemas.codec import digest
from schemas.config import Pipeline, Rule
from schemas.decision import LIMIT, Entry, Verdict
from schemas.job import PIECE
from tests.rules.office import Office, call, form, mail, team, told, topics

LINES = (Pipeline(id="sales"), Pipeline(id="service", kind="recurring"), Pipeline(id="big"))


def switch(office: Office, mode: str = "simple", **how: Any) -> Entry:
    [entry] = office.say(command.SetMode(mode=mode, by="olga", **how)).entries  # type: ignore[arg-type]
    return entry


def at_work(office: Office) -> Job:
    found = running(office.memory)
    assert found is not None
    return found


def go_on(office: Office, found: Job) -> Verdict:
    return office.capture(piece(office.workspace, found.id, found.step))


def finish(office: Office) -> list[Verdict]:
    """Every piece of the job that is at work."""
    found = []
    while (now := running(office.memory)) is not None:
        found.append(go_on(office, now))
    return found


def open_items(office: Office, kind: str) -> list[str]:
    return [item.id for item in office.memory.items(kind) if item.semantic == "process"]


def office_with(leads: int) -> tuple[Office, list[Entry]]:
    office = Office(team("anna", "boris", pipelines=LINES))
    return office, [office.one(form(email=address(n))) for n in range(leads)]


def address(who: int) -> str:
    """An address that resembles nobody else's."""
    letters = digest(b"%d" % who).hex()
    return f"{letters[:12]}@{letters[12:24]}.example"


def test_r11_after_draining_new_people_get_deals_and_who_has_an_open_lead_is_served_there() -> None:
    office, [lead] = office_with(1)
    assert switch(office).outcome == "applied"
    assert office.one(mail(email=address(0))).item == lead.item
    new = office.one(form(name="Ada New", email="ada@example.org"))
    assert (new.outcome, new.mode) == ("deal", "simple")
    office.say(command.Move(kind="lead", item=str(lead.item), stage="JUNK", by="olga"))
    assert office.one(mail(email=address(0))).outcome == "deal"


def test_r11_a_channel_can_have_a_mode_of_its_own() -> None:
    office, _ = office_with(0)
    assert switch(office, channel="imap").reason == (
        "Channel imap works in simple mode from now on. Who has an open lead is served there until it is finished."
    )
    assert [office.one(mail(email="a@example.org")).outcome, office.one(form(email="b@example.org")).outcome] == ["deal", "lead"]
    assert switch(office, "classic", channel="imap").outcome == "applied"
    assert office.one(mail(email="c@example.org")).outcome == "lead"


def test_r61_converting_is_a_job_that_works_off_at_most_fifty_leads_a_piece_and_then_is_done() -> None:
    office, leads = office_with(2 * PIECE + 7)
    entry = switch(office, policy="convert", pipeline="big")
    assert (entry.outcome, at_work(office).total) == ("applied", len(leads))
    pieces = finish(office)
    assert [len(told(verdict, "deal")) for verdict in pieces] == [PIECE, PIECE, 7]
    assert {deal.pipeline for verdict in pieces for deal in told(verdict, "deal")} == {"big"}
    assert (open_items(office, "lead"), len(open_items(office, "deal"))) == ([], len(leads))
    assert pieces[-1].entries[0].reason.endswith(f"{len(leads)} of {len(leads)} open leads became deals; done.")
    found = job(office.memory, entry.reason.partition("; job ")[2].split()[0])
    assert found is not None
    assert (found.status, found.done, found.kept, found.step) == ("done", len(leads), 0, 3)


def test_r10_each_converted_lead_is_told_as_one_bundle_with_its_client_in_full() -> None:
    office, [lead] = office_with(1)
    switch(office, policy="convert")
    [verdict] = finish(office)
    assert topics(verdict) == ["contact", "deal", "bundle", "assignment", "lead", "activity"]
    [contact], [deal], [bundle] = told(verdict, "contact"), told(verdict, "deal"), told(verdict, "bundle")
    assert (bundle.id, bundle.contact, bundle.deal, deal.client.contact) == (lead.client, contact, deal, contact)
    assert office.find("lead", lead.item).converted_to == (contact.id, deal.id)


def test_r61_leads_that_much_was_said_of_are_converted_by_fewer_a_piece_so_that_each_decision_can_be_kept() -> None:
    office = Office(team("anna", "boris", pipelines=LINES))
    leads = [office.one(form(email=address(n), fields={f"asked {k}": "x" * 1000 for k in range(40)})) for n in range(12)]
    switch(office, policy="convert", pipeline="sales")
    pieces = finish(office)
    assert max(sum(len(emit.data or b"") for emit in verdict.emit) for verdict in pieces) < LIMIT // 2
    assert (len(open_items(office, "deal")), open_items(office, "lead")) == (len(leads), [])
    assert len(pieces) > 1


def test_r61_a_touch_that_meets_a_lead_not_yet_reached_makes_it_a_deal_first() -> None:
    office, leads = office_with(3)
    switch(office, policy="convert")
    verdict = office.take(mail(email=address(1)))
    [entry] = verdict.entries
    [record] = told(verdict, "lead")
    assert (record.id, record.status) == (leads[1].item, "CONVERTED")
    assert (entry.outcome, entry.item_kind, entry.item in record.converted_to) == ("activity", "deal", True)
    assert at_work(office).done == 1
    [rest] = finish(office)
    assert len(told(rest, "deal")) == 2
    assert len(open_items(office, "deal")) == 3


def test_r61_a_ringing_call_whose_lead_was_converted_meanwhile_goes_on_with_the_deal() -> None:
    office, _ = office_with(0)
    lead = office.one(call("ringing", phone="+79161234567"))
    switch(office, policy="convert")
    entry = office.one(call("finished", phone="+79161234567", duration_s=60, answered_by="101"))
    assert (lead.item_kind, entry.item_kind) == ("lead", "deal")
    assert len(open_items(office, "deal")) == 1


def test_r46_a_piece_that_comes_twice_or_late_changes_nothing() -> None:
    office, _ = office_with(PIECE + 1)
    switch(office, policy="convert")
    first = at_work(office)
    go_on(office, first)
    before = dict(office.state.changes)
    [entry] = go_on(office, first).entries
    assert (entry.outcome, office.state.changes) == ("ignored", before)
    finish(office)
    before = dict(office.state.changes)
    [entry] = go_on(office, first).entries
    assert (entry.outcome, office.state.changes) == ("ignored", before)


def test_r61_a_job_can_be_stopped_and_what_it_did_stays() -> None:
    office, _ = office_with(PIECE + 2)
    switch(office, policy="convert")
    go_on(office, at_work(office))
    found = at_work(office)
    [entry] = office.say(command.StopJob(job=found.id, by="olga", note="not before Monday")).entries
    assert (entry.outcome, running(office.memory), len(open_items(office, "lead"))) == ("applied", None, 2)
    [stopped] = jobs(office.memory)
    assert (stopped.status, stopped.ended_at, stopped.ended_by, stopped.why) == ("stopped", office.now, "olga", "not before Monday")
    [again] = office.say(command.StopJob(job=found.id, by="olga")).entries
    assert again.reason == f"Job {found.id} is not at work any more: it is stopped."
    [late] = go_on(office, found).entries
    assert (late.outcome, len(open_items(office, "lead"))) == ("ignored", 2)


def test_r61_r18_a_touch_before_its_turn_whose_lead_becomes_another_client_s_leaves_that_ones_fields_as_they_are() -> None:
    office = Office(team("anna", pipelines=LINES))
    known, lead = office.one(form(name="Zoe Goldblum", phone="+79161234503")), office.one(form(email=address(0)))
    office.say(command.Convert(lead=str(known.item), by="olga"))
    contact = office.find("client", known.client).contact.id
    office.say(command.Qualify(lead=str(lead.item), contact=contact, by="olga"))
    switch(office, policy="convert")
    touch = office.one(form(email=address(0), city="Riga"))
    found = office.find("client", touch.client)
    assert (found.id, found.name, found.phones, found.emails, found.contact.city) == (
        known.client,
        "Zoe Goldblum",
        ("+79161234503",),
        (address(0),),
        "Riga",
    )


def test_r61_only_the_leads_of_the_channel_are_converted() -> None:
    office, _ = office_with(2)
    mailed = office.one(mail(name="Max Mailer", email="max@example.org"))
    switch(office, policy="convert", channel="imap")
    finish(office)
    assert office.find("lead", mailed.item).status == "CONVERTED"
    assert len(open_items(office, "lead")) == 2


@pytest.mark.parametrize(
    ("mode", "how", "why"),
    [
        ("simple", {"pipeline": "nope", "policy": "convert"}, "There is no pipeline `nope`; there are sales, service, big."),
        ("simple", {"pipeline": "service", "policy": "convert"}, "Pipeline `service` is for recurring sales, which take no enquiries (R59): name "
         "another one."),
        ("classic", {"policy": "convert"}, "Only leads can be converted, when the mode becomes simple: deals stay deals. Use the policy drain."),
    ],
)  # fmt: skip
def test_r11_a_switch_that_cannot_be_is_refused_with_what_to_do(mode: str, how: dict[str, Any], why: str) -> None:
    office, _ = office_with(1)
    before = dict(office.state.changes)
    entry = switch(office, mode, **how)
    assert (entry.outcome, entry.reason) == ("refused", why)
    assert {k: v for k, v in office.state.changes.items() if k in before} == before


def test_r11_the_mode_that_there_is_and_a_second_job_are_refused() -> None:
    office, _ = office_with(1)
    assert switch(office, policy="convert").outcome == "applied"
    assert switch(office, "classic").reason.startswith(f"Job {at_work(office).id} still converts open leads: wait for it")
    finish(office)
    assert switch(office).reason == "The workspace works in simple mode already."


def test_r11_a_settings_file_does_not_take_back_what_a_command_has_set() -> None:
    office, _ = office_with(0)
    switch(office)
    office.version += 1
    assert office.configure(team("anna", "clara", pipelines=LINES, mode="classic")).outcome == "applied"
    new = office.one(form(email="a@example.org"))
    assert (new.outcome, new.owner) == ("deal", "anna")


def test_r11_the_preview_says_lead_by_lead_what_would_be_and_what_to_look_at_first() -> None:
    office = Office(team("anna", "boris", pipelines=LINES, repeat_sales=False, rules=(Rule(when={"channel": ("imap",)}, pipeline="big"),)))
    lone = office.one(form(name="Lone Person", email="lone@example.org"))
    said = command.SetMode(mode="simple", policy="convert", by="olga")
    [only] = preview(office.memory, said, "sales")
    assert (only.lead, only.client, only.status, only.responsible, only.deal, only.conflict) == (
        lone.item,
        lone.client,
        "NEW",
        "anna",
        None,
        None,
    )
    office.say(command.Convert(lead=str(lone.item), deal="new", by="olga"))
    deal = told(office.history[-1][1], "deal")[0]
    other = office.one(form(name="Other One", email="other@example.org"))
    office.merge(lone.client, other.client)
    [now] = preview(office.memory, said, "sales")
    assert (now.lead, now.deal, now.conflict) == (other.item, deal.id, "it would join an open deal of anna, and is boris's now")
    config = team("anna", repeat_sales=False)
    assert [line.partition(":")[0] for line in silenced(config, said)] == [
        "Lead statuses (NEW, IN_PROGRESS, QUALIFIED, CONVERTED, RECYCLED, JUNK)",
        "`repeat_sales = false`",
        "`spam_statuses` (JUNK)",
    ]


people = st.integers(0, 5)
events = st.lists(st.tuples(st.sampled_from(("form", "mail", "piece", "convert")), people), max_size=25)


def play(policy: str, before: list[int], after: list[tuple[str, int]]) -> Office:
    """People write in classic mode, the mode is switched, and they go on writing; in the end every lead that is left is converted."""
    office, _ = office_with(0)

    def write(kind: str, who: int) -> None:
        make = form if kind == "form" else mail
        office.one(make(email=address(who)))

    for who in before:
        write("form", who)
    switch(office, policy=policy)
    for kind, who in after:
        if kind in ("form", "mail"):
            write(kind, who)
        elif kind == "piece" and (found := running(office.memory)) is not None:
            go_on(office, found)
        elif kind == "convert" and policy == "drain" and (leads := open_items(office, "lead")):
            office.say(command.Convert(lead=leads[who % len(leads)], deal="open", by="olga"))
    finish(office)
    for lead in open_items(office, "lead"):
        office.say(command.Convert(lead=lead, deal="open", by="olga"))
    return office


@given(st.lists(people, max_size=12), events)
@settings(max_examples=60, deadline=None)
def test_r11_draining_and_converting_end_in_the_same_clients_once_every_lead_is_converted(
    before: list[int], after: list[tuple[str, int]]
) -> None:
    ends = [play(policy, before, after) for policy in ("drain", "convert")]
    one, other = ({(c.shown.emails, len(c.open), c.contact is not None) for c in office.memory.clients()} for office in ends)
    assert one == other
    for office in ends:
        assert open_items(office, "lead") == []
        held = [(deal.client, deal.pipeline) for deal in office.memory.items("deal") if deal.semantic == "process"]
        assert len(held) == len(set(held))


@given(st.lists(people, max_size=12), events)
@settings(max_examples=40, deadline=None)
def test_r10_no_subscriber_needs_a_client_that_it_has_not_seen_and_versions_rise_by_one(
    before: list[int], after: list[tuple[str, int]]
) -> None:
    office = play("convert", before, after)
    versions: dict[tuple[str, str], int] = {}
    for _, verdict in office.history:
        for topic in ("contact", "company", "lead", "deal", "bundle", "activity", "assignment"):
            for record in told(verdict, topic):
                assert record.version == versions.get((topic, record.id), 0) + 1
                versions[topic, record.id] = record.version
                if topic == "deal":
                    assert record.client.contact is not None or record.client.company is not None
        assert all(entry.outcome not in ("dead",) for entry in verdict.entries)
