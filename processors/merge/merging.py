"""Merging: two clients become one, by the rules or because a person said so (R12, R16, R18, R48)."""

from collections.abc import Iterator, Sequence

import msgspec

from processors.case import Act
from processors.memory import raw_id
from processors.merge import gate, ledger
from processors.merge.folding import fold
from processors.merge.graph import Join
from processors.merge.grouping import ask_about, regroup
from processors.merge.party import by_rank, in_step, party
from processors.merge.questions import ask, close
from processors.merge.remembered import Merge, Question, Review, Why
from processors.remembered import Client, Member
from processors.resolve import Proposal

replace = msgspec.structs.replace


def merge(act: Act, a: Member, b: Member, why: Why) -> Merge:
    """Make the clients of two members one, whatever R12 says; they must be two. Review items about the two are settled by it, and what was
    rejected of them before gives way to it."""
    winner, loser = sorted((a.client, b.client), key=by_rank)
    lifted = [(min(pair), max(pair)) for pair in gate.rejected(act.memory, winner, loser)]
    for pair in lifted:
        ledger.allow(act.memory, *pair)
    for review in list(between(act, winner, loser)):
        close(act, review, "settled")
    one, other = ([*in_step(client, act.memory.members(client))] for client in (winner, loser))
    whole = party(act.memory, (*one, *other))
    made = replace(_edge(act, a, b, why), lifted=tuple(lifted), stood=tuple([item.id for item in whole.items]))
    ledger.keep_merge(act.memory, made)
    ask_about(act, fold(act, whole, Join(made, tuple([own.id for own in one]), tuple([own.id for own in other]))))
    regroup(act, (winner, loser), [whole])
    return made


def carry_out(act: Act, proposals: Sequence[Proposal], touch: str) -> None:
    """Merge whom the gate lets pass (R12), and ask a person about the others; nobody is asked twice, nor about a rejected pair (R16, R19).

    `touch`: the one that shows it.
    """
    for proposal in proposals:
        a = act.memory.member(raw_id(proposal.a))
        b = act.memory.member(raw_id(proposal.b)) if proposal.b is not None else None
        if a is None:
            continue
        why = Why(proposal.why, proposal.evidence, proposal.probability)
        if proposal.kind == "split":
            ask(act, Question("split", a.id, proposal.b, touch=touch), why)
        elif b is None:
            ask(act, Question("pair", a.id, proposal.b or act.derive("client")), why)
        else:
            propose(act, a, b, why, exact=proposal.kind == "merge")


def propose(act: Act, a: Member, b: Member, why: Why, exact: bool, again: bool = False) -> None:
    """Merge the two if their evidence is `exact` and R12 allows, else ask a person, once.

    A pair that only other members bar is remembered: it is proposed `again` when they have parted (R19).
    """
    memory = act.memory
    if memory.rejected(a.id, b.id) or ledger.joined(memory, a.id, b.id):
        return
    before = ledger.review_between(memory, a.id, b.id)
    if a.client.id == b.client.id:
        if exact and (before is None or before.status != "barred"):
            _join_twice(act, a, b, why)
        return
    barred = next(gate.rejected(memory, a.client, b.client), None) is not None
    if before is not None and ((_stands(before, exact) and not again) or (barred and before.status == "barred")):
        return
    stands = gate.REJECTED if barred else gate.obstacle(memory, a.client, b.client) if exact else None
    if exact and stands is None:
        merge(act, a, b, why)
    elif before is None or before.status != "open":
        ask(act, Question("pair", a.id, b.id, exact, stands, "barred" if barred else "open"), why)
    elif exact and before.obstacle != stands:
        ledger.keep_review(memory, replace(before, exact=True, obstacle=stands))


def _stands(before: Review, exact: bool) -> bool:
    """Whether what was asked before answers a proposal: an open question does not keep late proof waiting, but for two ids of one system."""
    if before.status == "open":
        return not exact or (before.exact and before.obstacle not in (None, gate.NAMES))
    return before.status in ("accepted", "rejected")


def _join_twice(act: Act, a: Member, b: Member, why: Why) -> None:
    """Members of one client have a key in common: should what joined them be taken back, this joins them still; or was barred, once."""
    stands = gate.obstacle(act.memory, a.own, b.own)
    if stands is None:
        _edge(act, a, b, why)
    else:
        ask(act, Question("pair", a.id, b.id, True, stands, "barred"), why)


def _edge(act: Act, a: Member, b: Member, why: Why) -> Merge:
    winner, loser = sorted((a.client, b.client), key=by_rank)
    n, stood = ledger.next_n(act.memory), tuple([o.id for o in winner.open])
    made = Merge(act.derive("merge", a.id, b.id), a.id, b.id, winner.id, loser.id, act.now, act.capture.id, why, n=n, stood=stood)
    ledger.keep_merge(act.memory, made)
    act.merges.append(made.id)
    return made


def between(act: Act, one: Client, other: Client) -> Iterator[Review]:
    """The undecided questions whether a member of the one client is one of the other's."""
    mine, others = sorted((one.members or (one.id,), other.members or (other.id,)), key=len)
    if len(mine) * len(others) <= gate.FEW:
        found = [ledger.review_between(act.memory, a, b) for a in mine for b in others]
    else:
        found = [review for member in mine for review in ledger.reviews_of(act.memory, member) if {review.a, review.b} & set(others)]
    for review in found:
        if review is not None and review.kind == "pair" and review.status in ("open", "barred"):
            yield review
