"""R23, R27, R53: machine mail, tests and spam."""

from schemas.touch import Company
from tests.rules.office import Office, form, mail, team, told, topics


def test_r53_spam_is_quarantined_and_changes_nothing_else() -> None:
    office = Office(team("anna"))
    verdict = office.take(form(phone="+79161234567", spam="honeypot"))
    [entry] = verdict.entries
    assert (entry.outcome, entry.client, topics(verdict)) == ("quarantine", None, [])
    assert list(office.memory.clients()) == []


def test_r23_machine_mail_goes_to_the_open_item_that_it_answers() -> None:
    office = Office(team("anna"))
    first = office.one(mail(key="mail:<1@x>", email="ivan@example.org"))
    verdict = office.take(mail(email="mailer-daemon@example.org", machine=True, references=("mail:<0@x>", "mail:<1@x>")))
    [entry] = verdict.entries
    assert (entry.outcome, entry.item, entry.client) == ("activity", first.item, first.client)
    assert told(verdict, "activity")[0].item == first.item
    assert office.find("client", first.client).emails == ("ivan@example.org",)


def test_r23_machine_mail_never_creates_anything() -> None:
    office = Office(team("anna"))
    verdict = office.take(mail(email="robot@example.org", machine=True, references=("mail:<0@x>",)))
    assert (verdict.entries[0].outcome, verdict.entries[0].client, topics(verdict)) == ("not_enquiry", None, ["activity"])
    assert list(office.memory.clients()) == []


def test_r23_machine_mail_does_not_open_a_finished_item() -> None:
    office = Office(team("anna"))
    first = office.one(mail(key="mail:<1@x>", email="ivan@example.org"))
    office.finish(first, "JUNK", "failure")
    assert office.one(mail(machine=True, references=("mail:<1@x>",))).outcome == "not_enquiry"


def test_r27_a_test_submission_goes_all_the_way_and_says_so() -> None:
    entry = Office(team("anna")).one(form(phone="+79161234567", test=True))
    assert (entry.outcome, entry.flags) == ("lead", ("test",))


def test_r23_machine_mail_publishes_nobody() -> None:
    office = Office(team("anna", mode="simple"))
    first = office.one(mail(key="mail:<1@x>", email="info@romashka.example", company=Company(name="Romashka")))
    verdict = office.take(mail(name="Mail Delivery", machine=True, references=("mail:<1@x>",)))
    assert (verdict.entries[0].item, topics(verdict)) == (first.item, ["deal", "bundle", "activity"])
