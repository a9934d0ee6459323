"""Merging: two clients become one, by the rules or because a person said so (R12, R16, R18, R48)."""

from collections.abc import Iterator, Sequence

import msgspec

from processors.case import Act
from processors.memory import raw_id
from processors.merge import gate, ledger
from processors.merge.grouping import regroup
from processors.merge.party import by_rank, in_step, party
from processors.merge.remembered import Merge, Review, ReviewKind, ReviewStatus, Why
from processors.remembered import Client, Member
from processors.resolve import Proposal

replace = msgspec.structs.replace


def merge(act: Act, a: Member, b: Member, why: Why) -> Merge:
    """Make the clients of two members one, whatever R12 says; they must be two. Review items about the two are settled by it."""
    winner, loser = sorted((a.client, b.client), key=by_rank)
    made = _edge(act, a, b, winner, loser, why)
    for review in list(between(act, winner, loser)):
        close(act, review, "settled")
    owns = [*in_step(winner, act.memory.members(winner)), *in_step(loser, act.memory.members(loser))]
    regroup(act, (winner, loser), [party(act.memory, owns, winner.id, winner)])
    return made


def carry_out(act: Act, proposals: Sequence[Proposal]) -> None:
    """Merge whom the gate lets pass (R12), and ask a person about the others; nobody is asked twice, nor about a rejected pair (R16, R19)."""
    for proposal in proposals:
        a = act.memory.member(raw_id(proposal.a))
        b = act.memory.member(raw_id(proposal.b)) if proposal.b is not None else None
        if a is None:
            continue
        why = Why(proposal.why, proposal.evidence, proposal.probability)
        if proposal.kind == "split":
            _ask(act, Question("split", a.id, proposal.b), why)
        elif b is None:
            _ask(act, Question("pair", a.id, proposal.b or act.derive("client")), why)
        else:
            propose(act, a, b, why, exact=proposal.kind == "merge")


def propose(act: Act, a: Member, b: Member, why: Why, exact: bool) -> None:
    """Merge the two if their evidence is `exact` and R12 allows, else ask a person, once.

    A pair that only other members bar is remembered: it is proposed again when they have parted (R19).
    """
    memory = act.memory
    if memory.rejected(a.id, b.id) or ledger.joined(memory, a.id, b.id):
        return
    if a.client.id == b.client.id:
        if exact and gate.obstacle(memory, a.own, b.own) is None:
            _edge(act, a, b, a.client, a.client, why)
        return
    before = ledger.review_between(memory, a.id, b.id)
    barred = next(gate.rejected(memory, a.client, b.client), None) is not None
    if before is not None and (before.status in ("accepted", "rejected", "open") or (barred and before.status == "barred")):
        return
    stands = gate.REJECTED if barred else gate.obstacle(memory, a.client, b.client) if exact else None
    if exact and stands is None:
        merge(act, a, b, why)
    else:
        _ask(act, Question("pair", a.id, b.id, exact, stands, "barred" if barred else "open"), why)


def _edge(act: Act, a: Member, b: Member, winner: Client, loser: Client, why: Why) -> Merge:
    made = Merge(act.derive("merge", a.id, b.id), a.id, b.id, winner.id, loser.id, act.now, act.capture.id, why)
    ledger.keep_merge(act.memory, made)
    act.merges.append(made.id)
    return made


class Question(msgspec.Struct, frozen=True, gc=False):
    """What a person is to be asked: see Review."""

    kind: ReviewKind
    a: str
    b: str | None
    exact: bool = False
    obstacle: str | None = None
    status: ReviewStatus = "open"


def _ask(act: Act, asked: Question, why: Why) -> None:
    before = ledger.review_between(act.memory, asked.a, asked.b or asked.a)
    if before is not None and before.kind == asked.kind and before.status == "open":
        return
    review = Review(
        act.derive("review", asked.a, asked.b or ""),
        asked.kind,
        asked.status,
        asked.a,
        asked.b,
        why,
        act.now,
        act.capture.id,
        asked.exact,
        asked.obstacle,
    )
    ledger.keep_review(act.memory, review)
    if review.status == "open":
        act.reviews.append(review.id)


def between(act: Act, one: Client, other: Client) -> Iterator[Review]:
    """The undecided questions whether a member of the one client is one of the other's."""
    mine, others = sorted((one.members or (one.id,), other.members or (other.id,)), key=len)
    for member in mine:
        for review in ledger.reviews_of(act.memory, member):
            if review.kind == "pair" and review.status in ("open", "barred") and {review.a, review.b} & set(others):
                yield review


def close(act: Act, review: Review, status: ReviewStatus, by: str | None = None, note: str | None = None) -> None:
    """The question is answered, by a person or by what came about."""
    closed = replace(review, status=status, decided=act.capture.id, decided_at=act.now, decided_by=by, note=note)
    ledger.keep_review(act.memory, closed)
