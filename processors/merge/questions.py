"""Questions that a person is to answer: opened once, and closed by the answer or by what came about (R16)."""

import msgspec

from processors.case import Act
from processors.merge import ledger
from processors.merge.remembered import Question, Review, ReviewStatus, Why


def ask(act: Act, asked: Question, why: Why) -> None:
    """Ask a person, unless that is being asked already, or was: whether a client is two is asked once."""
    review = Review(
        act.derive("review", asked.kind, asked.a, asked.touch or asked.b or "", *asked.items),
        asked.kind,
        asked.status,
        asked.a,
        asked.b,
        why,
        act.now,
        act.capture.id,
        asked.exact,
        asked.obstacle,
        asked.touch,
        asked.items,
    )
    before = ledger.review_like(act.memory, review)
    if before is not None and before.kind == asked.kind and (before.status == "open" or asked.kind == "split"):
        return
    ledger.keep_review(act.memory, review)
    if review.status == "open":
        act.reviews.append(review.id)


def close(act: Act, review: Review, status: ReviewStatus, by: str | None = None, note: str | None = None) -> None:
    """The question is answered, by a person or by what came about."""
    closed = msgspec.structs.replace(review, status=status, decided=act.capture.id, decided_at=act.now, decided_by=by, note=note)
    ledger.keep_review(act.memory, closed)
