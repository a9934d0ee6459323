"""Jobs of the scratch state (R61): those that are recorded, too, go on when the recorded ones did, the others with every capture."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from runtime.whatif.decider import Begin, Decider, GoOn, Job, Take, entries_of
from schemas.capture import LIVE, Appended, Capture
from tests.whatif.past import ANN, BEGIN, BOB, CLASSIC, decide, form, said

CONVERT = said(1, "mode", mode="simple", policy="convert")


class Deciding:
    """A decider that has two leads to convert."""

    def __init__(self, folder: Path) -> None:
        self.decider, self.taken = Decider(folder, decide.ahead), 0
        self.decider.answer(Begin({"main": CLASSIC}))
        assert [self.take(form(1, **ANN)), self.take(form(2, **BOB))] == ["lead", "lead"]

    def take(self, capture: Capture) -> str:
        self.taken += 1
        [packed] = self.decider.answer(Take([Appended(capture, LIVE, 0, self.taken, BEGIN + self.taken)])).entries
        [entry] = entries_of(packed)
        return entry.outcome


@pytest.fixture
def deciding(tmp_path: Path) -> Iterator[Deciding]:
    made = Deciding(tmp_path)
    with closing(made.decider):
        yield made


def test_a_job_that_is_not_recorded_goes_on_with_the_next_capture(deciding: Deciding) -> None:
    assert deciding.take(CONVERT) == "applied"
    assert deciding.take(form(3, **ANN)) == "activity"
    assert deciding.decider.answer(GoOn()).pieces == []


def test_a_job_that_is_recorded_goes_on_when_that_did(deciding: Deciding, tmp_path: Path) -> None:
    deciding.take(CONVERT)
    [key] = deciding.decider.at_work
    deciding.decider.answer(Job(key, at_work=True))
    deciding.take(form(3, **ANN))
    assert deciding.decider.at_work == {key}
    assert len(deciding.decider.answer(GoOn()).pieces) == 1
    assert deciding.decider.at_work == frozenset()


def test_when_it_has_ended_as_recorded_it_goes_on_by_itself(deciding: Deciding) -> None:
    deciding.take(CONVERT)
    [key] = deciding.decider.at_work
    deciding.decider.answer(Job(key, at_work=True))
    deciding.take(form(3, **ANN))
    deciding.decider.answer(Job(key, at_work=False))
    deciding.take(form(4, **ANN))
    assert deciding.decider.at_work == frozenset()
