"""R20, R21: a touch is decided once, by its keys; a reused id is told from a repeat."""

from tests.rules.office import DAY, Office, form, mail, team, topics


def test_r20_a_repeat_is_a_duplicate_and_changes_nothing() -> None:
    office = Office(team("anna"))
    first = office.one(form(key="k", phone="+79161234567"))
    before = dict(office.state.changes)
    verdict = office.take(form(key="k", phone="+79161234567"))
    [entry] = verdict.entries
    assert (entry.outcome, entry.duplicate_of, entry.client, topics(verdict)) == ("duplicate", first.touch, first.client, [])
    assert office.state.changes == before


def test_r20_the_same_capture_twice_is_one_effect() -> None:
    office = Office(team("anna"))
    first, second = (office.one(form(key="k", phone="+79161234567"), capture="same") for _ in range(2))
    assert (first.outcome, second.outcome, second.duplicate_of) == ("lead", "duplicate", first.touch)


def test_r20_another_key_of_the_same_touch_is_known_too() -> None:
    office = Office(team("anna"))
    first = office.one(form(key="body:1", phone="+79161234567", said="x"))
    entry = office.one(form(key="body:2", also=("body:1", "body:3"), phone="+79161234567", said="x"))
    assert (entry.outcome, entry.duplicate_of) == ("duplicate", first.touch)


def test_r21_the_same_key_with_other_words_is_kept_and_flagged() -> None:
    office = Office(team("anna"))
    first = office.one(form(key="k", phone="+79161234567", said="one"))
    second = office.one(form(key="k", phone="+79039998877", said="two"))
    assert (second.outcome, second.flags, second.touch == first.touch) == ("lead", ("id_reused",), False)
    repeats = [office.one(form(key="k", phone="+79039998877", said=said)) for said in ("two", "one", "two")]
    assert [entry.outcome for entry in repeats] == ["duplicate"] * 3
    assert [entry.duplicate_of for entry in repeats] == [second.touch, first.touch, second.touch]


def test_r21_one_capture_id_with_other_words_has_another_touch_id() -> None:
    office = Office(team("anna"))
    one, other = (office.one(form(key="k", phone="+79161234567", said=said), capture="same") for said in ("one", "two"))
    assert one.touch != other.touch
    assert other.flags == ("id_reused",)


def test_r20_keys_are_known_for_thirty_days_those_of_mail_for_ever() -> None:
    office = Office(team("anna"))
    first = office.one(form(key="k", phone="+79161234567", said="x"), capture="same")
    office.one(mail(key="m", email="ivan@example.org", said="x"))
    office.now += 30 * DAY - 5000
    assert office.one(form(key="k", phone="+79161234567", said="x"), capture="same").outcome == "duplicate"
    office.now += DAY
    again = office.one(form(key="k", phone="+79161234567", said="x"), capture="same")
    assert (again.outcome, again.touch == first.touch) == ("activity", False)
    assert office.one(mail(key="m", email="ivan@example.org", said="x")).outcome == "duplicate"


def test_r20_two_touches_of_one_capture_with_one_key_are_one() -> None:
    office = Office(team("anna"))
    verdict = office.take(*(form(key="k", phone="+79161234567") for _ in range(2)))
    assert [entry.outcome for entry in verdict.entries] == ["lead", "duplicate"]


def test_r20_keys_belong_to_their_workspace() -> None:
    office = Office(team("anna"))
    other = Office(team("anna"), workspace="other")
    other.state = office.state
    other.version = 0
    other.configure(team("anna"))
    assert [o.one(form(key="k", phone="+79161234567")).outcome for o in (office, other)] == ["lead", "lead"]
