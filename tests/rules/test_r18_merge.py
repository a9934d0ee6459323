"""R18: what becomes of two clients that are one: whose id holds, what is folded, what is told."""

from typing import Any

from tests.rules.office import Office, call, form, mail, team, told

ONE, OTHER = {"phone": "+79161234567", "name": "Ivan Petrov"}, {"email": "ivan@example.org", "name": "Ivan Petrov"}


def test_r18_the_older_client_wins_and_the_id_of_the_other_leads_to_it_for_ever() -> None:
    office = Office(team("anna"))
    old, new = office.one(form(**ONE)), office.one(form(**OTHER))
    verdict = office.merge(new.client, old.client)
    [redirect] = told(verdict, "merge")
    assert (redirect.id, redirect.winner, redirect.version, redirect.kind, redirect.undone) == (new.client, old.client, 1, "client", False)
    assert office.find("client", new.client) == office.find("client", old.client)
    assert office.one(mail(email="ivan@example.org")).client == old.client


def test_r18_who_can_be_reached_beats_who_is_only_a_browser_or_a_name() -> None:
    office = Office(team("anna"))
    visitor, known = office.one(form(cookie="v1")), office.one(form(**ONE))
    assert told(office.merge(visitor.client, known.client), "merge")[0].winner == known.client


def test_r18_a_published_client_beats_an_older_one() -> None:
    office = Office(team("anna", channel_modes={"imap": "simple"}))
    lead, deal = office.one(form(**ONE)), office.one(mail(**OTHER))
    assert told(office.merge(lead.client, deal.client), "merge")[0].winner == deal.client


def test_r18_redirects_of_redirects_lead_to_the_last_winner() -> None:
    office = Office(team("anna"))
    clients = [office.one(form(email=f"p{n}@example.org")).client for n in range(4)]
    for n in (3, 2, 1):
        office.merge(clients[n - 1], clients[n])
    redirects = {r.id: r.winner for _, verdict in office.history for r in told(verdict, "merge")}
    for client in clients[1:]:
        end = str(client)
        while end in redirects:
            end = redirects[end]
        assert (end, office.find("client", client).id) == (clients[0], clients[0])


def test_r18_open_leads_fold_into_the_oldest_and_items_keep_their_owners() -> None:
    office = Office(team("anna", "boris"))
    old, new = office.one(form(**ONE, fields={"budget": "5", "colour": "red"})), office.one(form(**OTHER, fields={"colour": "blue"}))
    leads = {lead.id: lead for lead in told(office.merge(old.client, new.client), "lead")}
    closed, kept = leads[new.item], leads[old.item]
    assert (closed.status, closed.semantic, closed.merged_into, closed.responsible) == ("MERGED", "failure", old.item, "boris")
    assert (kept.semantic, kept.activities, kept.fields, kept.responsible) == ("process", 2, {"budget": "5", "colour": "blue"}, "anna")
    assert (closed.version, kept.version, kept.client.emails) == (2, 2, ("ivan@example.org",))
    assert office.one(mail(email="ivan@example.org")).item == old.item


def test_r18_a_newer_deal_that_nobody_has_worked_on_folds_into_the_older_of_its_pipeline() -> None:
    office = Office(team("anna", mode="simple"))
    old, new = office.one(form(**ONE)), office.one(form(**OTHER))
    verdict = office.merge(old.client, new.client)
    deals = {deal.id: deal for deal in told(verdict, "deal")}
    assert (deals[new.item].stage, deals[new.item].semantic, deals[new.item].merged_into) == ("MERGED", "lost", old.item)
    assert [bundle.deal.id for bundle in told(verdict, "bundle")] == [old.item, new.item]
    assert {bundle.id for bundle in told(verdict, "bundle")} == {old.client}


def test_r18_two_deals_that_people_have_worked_on_stay_open_and_a_person_is_asked() -> None:
    office = Office(team("anna", mode="simple"))
    old, new = office.one(form(**ONE)), office.one(form(**OTHER))
    for email in ({"phone": ONE["phone"]}, {"email": OTHER["email"]}):
        office.one(mail(direction="out", **email))
    verdict = office.merge(old.client, new.client)
    [review] = verdict.entries[0].reviews
    assert [office.find("deal", item).semantic for item in (old.item, new.item)] == ["process", "process"]
    office.accept(review)
    assert [office.find("deal", item).merged_into for item in (old.item, new.item)] == [None, old.item]


def test_r18_the_contact_of_the_loser_leads_to_the_winners() -> None:
    office = Office(team("anna", mode="simple"))
    old, new = (told(office.take(form(**who)), "contact")[0] for who in (ONE, OTHER))
    verdict = office.merge(old.client, new.client)
    [contact] = told(verdict, "contact")
    assert (contact.id, contact.version, contact.emails, contact.phones) == (old.id, 2, ("ivan@example.org",), ("+79161234567",))
    assert {(r.kind, r.id, r.winner) for r in told(verdict, "merge")} == {("client", new.client, old.client), ("contact", new.id, old.id)}
    assert office.find("contact", new.id) == contact


def test_r18_a_merged_client_belongs_to_the_companies_of_both() -> None:
    office = Office(team("anna", mode="simple"))
    old, new = office.one(form(**ONE, company="Romashka")), office.one(form(**OTHER, company="Vasilek"))
    companies = [office.find("client", entry.client).company for entry in (old, new)]
    office.merge(old.client, new.client)
    merged = office.find("client", old.client)
    assert merged.company == companies[0]
    for company in companies:
        assert {office.memory.client(member).id for member in office.memory.people_of(company.id)} == {old.client}  # type: ignore[union-attr]


def test_r25_a_call_that_rings_on_goes_on_with_what_its_item_was_folded_into() -> None:
    office = Office(team("anna", "boris"))
    old = office.one(form(**OTHER))
    ringing = office.one(call("ringing", phone="+79161234567"))
    office.merge(old.client, ringing.client)
    answered = office.one(call("answered", phone="+79161234567", answered_by="102"))
    assert (answered.item, answered.client, answered.owner) == (old.item, old.client, "anna")
    merge = office.history[-2][1].entries[0].merges[0]
    office.unmerge(merge)
    finished = office.one(call("finished", phone="+79161234567", duration_s=40))
    assert (finished.item, finished.client) == (ringing.item, ringing.client)
    assert office.find("lead", ringing.item).responsible is not None


def test_r18_the_merge_is_in_the_decision_of_the_touch_that_caused_it() -> None:
    office = Office(team("anna"))
    office.one(form(phone="+79161234567"))
    office.one(form(email="ivan@example.org"))
    verdict = office.take(form(phone="+79161234567", email="ivan@example.org"))
    [entry] = verdict.entries
    [redirect] = told(verdict, "merge")
    assert ("merged" in entry.flags, len(entry.merges), redirect.cause) == (True, 1, "capture-3")


def versions(office: Office) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for _, verdict in office.history:
        for emit in verdict.emit:
            found.setdefault((emit.topic, emit.key), []).append(emit.version)
    return found


def by_one(found: dict[tuple[str, str], list[int]]) -> dict[Any, list[int]]:
    """The entities whose versions do not rise by one."""
    return {entity: these for entity, these in found.items() if these != list(range(1, len(these) + 1))}


def test_r18_versions_rise_by_one_through_merges_and_unmerges() -> None:
    for mode in ("classic", "simple"):
        office = Office(team("anna", "boris", mode=mode))
        entries = [office.one(form(email=f"p{n}@example.org")) for n in range(4)]
        merges = [office.merge(entries[n].client, entries[n + 1].client).entries[0].merges[0] for n in range(3)]
        office.one(mail(email="p3@example.org", city="Kazan"))
        for merge in (merges[1], merges[0], merges[2]):
            assert office.unmerge(merge).entries[0].outcome == "applied"
        office.merge(entries[0].client, entries[3].client)
        assert by_one(versions(office)) == {}
