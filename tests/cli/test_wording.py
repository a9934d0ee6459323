"""Numbers agree with their nouns, and a sentence in the middle of another one begins small."""

from runtime.wording import clause, counted


def test_numbers_agree_with_their_nouns() -> None:
    assert [counted(n, "merge") for n in (0, 1, 2)] == ["0 merges", "1 merge", "2 merges"]
    assert [counted(n, "touch was", "touches were") for n in (1, 2)] == ["1 touch was", "2 touches were"]


def test_a_sentence_in_the_middle_of_another_one_begins_small_but_for_capitals() -> None:
    said = ("A person said so.", "The lead was converted to this contact (R42a).", "CRM says so", "a touch shows them to be one (R12)", "")
    assert [clause(each) for each in said] == [
        "a person said so", "the lead was converted to this contact (R42a)", "CRM says so", "a touch shows them to be one (R12)", "",
    ]  # fmt: skip
