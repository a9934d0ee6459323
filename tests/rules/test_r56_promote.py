"""R56: a person promotes what was set aside; it is decided anew, exempt from what set it aside, and once only."""

from typing import Any

import pytest

from schemas.capture import Capture
from schemas.command import Original, Promote, encode
from schemas.config import Criterion, Write
from schemas.decision import Entry, Verdict
from schemas.touch import Touch
from tests.rules.office import Office, call, chat, form, mail, team, told, topics

NO_FORMS = (Criterion(when={"channel": ("webform",)}, name="the newsletter"),)


def promote(office: Office, entry_capture: str, channel: str = "webform", **how: Any) -> Verdict:
    """A person promotes the capture of this name."""
    said = Promote(by="boris", capture=Original(id=entry_capture, channel=channel, source="s", body=b""), **how)
    name = f"command-{office.offset}"
    office.alias(name, entry_capture)
    return office.capture(Capture(id=name, workspace=office.workspace, channel="command", source="cli", body=encode(said)))


def one(verdict: Verdict) -> Entry:
    [entry] = verdict.entries
    return entry


def test_r56_a_promoted_touch_is_a_lead_of_the_client_that_it_was_of_all_along() -> None:
    office = Office(team("anna", not_enquiry=NO_FORMS))
    before = office.take(form(name="Ivan", phone="+79161234567", subject="Pumps"), capture="a")
    verdict = promote(office, "a")
    entry, [lead], [activity] = one(verdict), told(verdict, "lead"), told(verdict, "activity")
    assert (entry.outcome, entry.owner, entry.client, entry.new_client) == ("lead", "anna", before.entries[0].client, False)
    assert (entry.touch, entry.channel, entry.flags, entry.was) == (before.entries[0].touch, "webform", ("promoted",), "not_enquiry")
    assert entry.reason.startswith("boris says that it is an enquiry: ")
    assert (lead.client.name, lead.title, lead.cause, lead.activities) == ("Ivan", "Ivan: Pumps", office.history[-1][0].capture.id, 1)
    first = told(before, "activity")[0]
    assert (activity.id, activity.version, activity.item, activity.client) == (first.id, 2, lead.id, first.client)


def test_r56_promoting_again_changes_nothing() -> None:
    office = Office(team("anna", not_enquiry=NO_FORMS))
    office.take(form(phone="+79161234567"), capture="a")
    promote(office, "a")
    state = dict(office.state.changes)
    verdict = promote(office, "a")
    assert (one(verdict).outcome, one(verdict).reason, verdict.emit) == ("applied", "It is no longer set aside: nothing changes.", ())
    assert office.state.changes == state


def test_r56_the_client_has_the_touch_once() -> None:
    office = Office(team("anna", not_enquiry=NO_FORMS))
    before = office.one(form(name="Ivan", phone="+79161234567"), capture="a")
    office.one(mail(name="Ivan Petrov", phone="+79161234567"))
    entry = one(promote(office, "a"))
    client = office.memory.client(str(before.client))
    assert client is not None
    assert (client.touches, client.shown.name) == (2, "Ivan Petrov")
    said = office.memory.history(client)[0]
    assert (said.touch, said.item) == (before.touch, entry.item)


def test_r56_an_open_lead_takes_the_promoted_touch() -> None:
    office = Office(team("anna", not_enquiry=NO_FORMS))
    office.take(form(phone="+79161234567"), capture="a")
    lead = office.one(mail(phone="+79161234567"))
    entry = one(promote(office, "a"))
    assert (entry.outcome, entry.item) == ("activity", lead.item)


@pytest.mark.parametrize(
    ("touch", "channel", "was"),
    [
        (call("missed"), "telephony", "no_contact"),
        (chat(name="Somebody", cookie="v1"), "chat", "no_contact"),
        (mail(email="ivan@example.org", machine=True), "imap", "not_enquiry"),
        (call("finished", phone="+79161234567", duration_s=2, answered_by="101"), "telephony", "not_enquiry"),
    ],
)
@pytest.mark.parametrize("mode", ["classic", "simple"])
def test_r56_whatever_set_it_aside_a_person_may_promote_it(touch: Touch, channel: str, was: str, mode: str) -> None:
    office = Office(team("anna", mode=mode, min_call_s=10))
    assert office.one(touch, capture="a").outcome == was
    verdict = promote(office, "a", channel)
    entry = one(verdict)
    assert (entry.outcome, entry.was, entry.owner) == ("lead" if mode == "classic" else "deal", was, "anna")
    [activity] = told(verdict, "activity")
    assert (activity.version, activity.item) == (2, entry.item)
    assert one(promote(office, "a", channel)).outcome == "applied"


def test_r56_later_events_of_a_promoted_call_stay_with_its_lead() -> None:
    office = Office(team("anna", min_call_s=10))
    office.take(call("finished", phone="+79161234567", duration_s=2), capture="a")
    entry = one(promote(office, "a", "telephony"))
    assert office.one(call("recording", phone="+79161234567", recording_url="https://x/1")).item == entry.item


def test_r06_r56_what_a_channel_that_only_updates_set_aside_is_promoted_to_an_item() -> None:
    office = Office(team("anna", write={"webform": Write(items="only_update")}))
    office.take(form(phone="+79161234567"), capture="a")
    assert one(promote(office, "a")).outcome == "lead"


def test_r56_of_several_touches_the_one_named_is_promoted() -> None:
    office = Office(team("anna", not_enquiry=NO_FORMS))
    entries = office.take(form(phone="+79161234567"), form(phone="+79031112233"), capture="a").entries
    verdict = promote(office, "a", touch=entries[1].touch)
    assert [entry.touch for entry in verdict.entries] == [entries[1].touch]
    assert [entry.touch for entry in promote(office, "a").entries] == [entries[0].touch]


def test_r56_what_is_an_enquiry_already_and_what_is_not_known_change_nothing() -> None:
    office = Office(team("anna"))
    office.take(form(phone="+79161234567"), capture="a")
    assert one(promote(office, "a")).outcome == "applied"
    other = Office(team("anna"))
    other.keep("a", form(phone="+79161234567"))
    entry = one(promote(other, "a"))
    assert (entry.outcome, topics(other.history[-1][1])) == ("refused", [])


@pytest.mark.parametrize(
    "body", [b'{"command":"promote","by":"\x80"}', b'{"command":"promote"}', b'"promote"', b'{"command":"merge","promote":"']
)
def test_r56_a_command_that_cannot_be_read_is_a_dead_letter_and_no_bug(body: bytes) -> None:
    entry = one(Office().capture(Capture(id="c", workspace="main", channel="command", source="cli", body=body)))
    assert (entry.outcome, entry.fault) == ("dead", "input")
