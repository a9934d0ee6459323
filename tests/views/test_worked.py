"""Conversion of leads and deals that touches made and people worked on by commands: the real step, its records folded, and recounted (R42)."""

from processors.decisionlog import Accepted
from processors.views import hosted
from processors.views.keys import Key
from processors.views.report import Asked, Cohort, Report, report
from schemas import command
from schemas.config import Stage, Target, WorkspaceConfig
from schemas.decision import FORMAT, GENESIS, Decision, Entry
from schemas.state import Overlay
from tests.rules.desk import Desk
from tests.rules.office import call, form, team
from tests.views.naive import recount
from tests.views.rows import figures

STATUSES = (*WorkspaceConfig().lead_statuses, Stage("SPAM", "failure"))


class Worked(Desk):
    """An office whose decisions are kept as the log would have them."""

    def decisions(self) -> list[Decision]:
        return [
            Decision(FORMAT, GENESIS, a.lane, n, a.capture.id, a.capture.workspace, a.at, v.entries, self.learnt[n], v.emit)
            for n, (a, v) in enumerate(self.history)
        ]

    def __init__(self, config: WorkspaceConfig) -> None:
        self.learnt: list[dict[bytes, bytes | None]] = []
        super().__init__(config)

    def capture(self, capture):  # type: ignore[no-untyped-def]
        before = self.state
        self.state = Overlay(before)
        verdict = super().capture(capture)
        self.learnt.append(dict(self.state.changes))
        before.changes.update(self.state.changes)
        self.state = before
        return verdict

    def move(self, entry: Entry, stage: str) -> None:
        assert entry.item_kind is not None
        [said] = self.say(command.Move(kind=entry.item_kind, item=str(entry.item), stage=stage, by="ann")).entries
        assert said.outcome == "applied"

    def report(self, by: str | None = None) -> Report:
        """The report, from rows that are those of a recount."""
        made = self.decisions()
        rows: dict[Key, bytes] = {}
        for n, decision in enumerate(made):
            rows |= hosted.fold(rows.get, [Accepted(n, decision)])
        assert figures(rows) == recount(made)
        return report(lambda name: hosted.decoded(name, [raw for key, raw in rows.items() if key.table == name]), Asked("2025-10-09", by))


def one(cohorts: list[Cohort], of: str) -> Cohort:
    [found] = [cohort for cohort in cohorts if cohort.of == of]
    return found


def test_r42_classic_of_five_leads_one_is_spam_one_lost_and_one_got_a_deal() -> None:
    office = Worked(team("ann", lead_statuses=STATUSES, spam_statuses=("SPAM",), targets=(Target(of="channel", id="webform", number=30),)))
    leads = [office.one(form(name=f"N {n}", phone=f"+7916123450{n}")) for n in range(5)]
    for lead, verdict in ((leads[0], "spam"), (leads[1], "junk")):
        office.say(command.Judge(lead=str(lead.item), verdict=verdict, by="ann"))  # type: ignore[arg-type]
    office.say(command.Convert(lead=str(leads[2].item), deal="new", by="ann"))
    office.say(command.Convert(lead=str(leads[3].item), by="ann"))
    found = office.report()
    whole = one(found.totals, "lead")
    assert (whole.items, whole.spam, whole.converted, whole.without_deal, whole.lost, whole.open) == (5, 1, 1, 1, 1, 1)
    assert whole.conversion == 25.0
    assert (one(found.totals, "made").items, found.commands) == (1, 5)
    assert [(aim.number_aim, aim.number, aim.conversion) for aim in found.targets] == [(1, 4, 25.0)]


def test_r42_simple_won_of_all_deals_that_touches_made() -> None:
    office = Worked(team("ann", "bob", mode="simple"))
    deals = [office.one(form(name=f"N {n}", phone=f"+7916123450{n}")) for n in range(3)]
    office.move(deals[0], "PROPOSAL")
    office.move(deals[0], "PAID")
    office.move(deals[1], "LOST")
    found = office.report()
    whole = one(found.totals, "deal")
    assert (whole.items, whole.converted, whole.lost, whole.open, whole.conversion) == (3, 1, 1, 1, 33.3)
    new = next(stage for stage in found.stages if stage.stage == "sales/NEW")
    assert (new.reached, new.passed, new.standing, new.pass_rate) == (3, 1, 1, 33.3)
    assert {cohort.value: cohort.closed for cohort in office.report("manager").cohorts} == {"ann": 1, "bob": 0}


def test_r42_a_repeat_lead_stands_apart_and_what_qualification_says_divides() -> None:
    office = Worked(team("ann"))
    lead = office.one(form(name="Ivan", phone="+79161234500"))
    office.say(command.Qualify(lead=str(lead.item), market="de", readiness="wants_information", by="ann"))
    office.say(command.Convert(lead=str(lead.item), by="ann"))
    again = office.one(form(name="Ivan", phone="+79161234500"))
    assert again.outcome == "lead"
    assert [(c.clients, c.items) for c in office.report().totals] == [("new", 1), ("repeat", 1)]
    assert [(c.value, c.clients) for c in office.report("readiness").cohorts] == [(None, "repeat"), ("wants_information", "new")]
    assert [(c.value, c.clients) for c in office.report("market").cohorts] == [(None, "repeat"), ("de", "new")]


def test_r42_what_was_merged_counts_once_and_apart_again_when_that_is_undone() -> None:
    office = Worked(team("ann"))
    a, b = office.one(form(name="Ivan", phone="+79161234500")), office.one(form(name="Ivan", email="ivan@post.example"))
    [merged] = office.merge(a.client, b.client).entries
    assert [(c.items, c.folded, c.open) for c in office.report().totals] == [(1, 1, 1)]
    [name] = merged.merges
    office.unmerge(name if isinstance(name, str) else name.merge)
    assert [(c.items, c.folded, c.open) for c in office.report().totals] == [(2, 0, 2)]


def test_r42_who_answers_the_call_has_reacted_and_a_missed_one_waits() -> None:
    office = Worked(team("ann", "bob"))
    office.one(call("ringing", call_id="1", phone="+79161234500"))
    office.now += 9000
    office.one(call("answered", call_id="1", phone="+79161234500", answered_by="101"))
    office.one(call("missed", call_id="2", phone="+79161234511"))
    [whole] = office.report().totals
    assert (whole.items, whole.reacted, whole.reaction_s) == (2, 1, 10)


def test_r42_r11_leads_that_a_switch_converts_got_a_deal_but_no_touch_made_it() -> None:
    office = Worked(team("ann"))
    office.one(form(name="Ivan", phone="+79161234500"))
    office.say(command.SetMode(mode="simple", policy="convert", by="ann"))
    again = office.one(form(name="Ivan", phone="+79161234500"))
    found = office.report()
    assert (again.outcome, again.item_kind) == ("activity", "deal")
    assert (one(found.totals, "lead").conversion, one(found.totals, "made").items) == (100.0, 1)


def test_r42_what_a_crm_tells_moves_items_and_counts_as_reaction_but_is_no_touch() -> None:
    office = Worked(team("ann", mode="simple"))
    deal = office.one(form(name="Ivan", phone="+79161234500"))
    office.hear("client", "c1", name="Olga", phone="+79161234599")
    office.hear("deal", "d1", contact="c1", stage="PAID")
    office.hear("reply_sent", deal.item)
    office.hear("stage", deal.item, entity_kind="deal", stage="PAID")
    found = office.report()
    assert [(t.outcome, t.touches) for t in found.touches] == [("deal", 1)]
    ours, theirs = one(found.totals, "deal"), one(found.totals, "made")
    assert (ours.items, ours.converted, ours.reacted, ours.reaction_s) == (1, 1, 1, 3)
    assert (theirs.items, theirs.converted, theirs.reacted) == (1, 1, 0)
