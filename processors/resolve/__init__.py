"""Resolve: which client a touch is from, by exact keys (R1-R4, R14, R15, R48); everybody who was looked at is kept with a reason (R52)."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from processors.memory import SHARED_BY, Memory, raw_id
from processors.normalise import COOKIE, MAILBOX, PHONE, Key, Sender
from processors.normalise.names import agree, disagree
from processors.remembered import Client, Item, Member
from schemas.decision import Candidate

MOST = 63
"""How many clients are looked at for one touch; three keys at R14's limit."""


class Proposal(msgspec.Struct, frozen=True, gc=False):
    """That members `a` and `b` are one (`merge`, by an exact key; `review`, for a person to say), or that `a` is two (`split`).

    `b` None: the member that this touch makes. `evidence`: what speaks for it and against it, in words, each with its weight in bits.
    `merge` is carried out if R12 allows it, else it opens a review item.
    """

    kind: Literal["merge", "review", "split"]
    a: str
    b: str | None
    probability: float
    evidence: tuple[tuple[str, float], ...]
    why: str


class Resolution(msgspec.Struct, frozen=True, gc=False):
    """The member whom the touch is from, None for somebody new. `learn`: the keys to note for it, with the members who use them so far.

    `rivals`: other members whose keys the touch carries, too, at home with this one or not (R19).
    """

    home: Member | None
    candidates: tuple[Candidate, ...] = ()
    learn: tuple["Use", ...] = ()
    flags: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    rivals: tuple[str, ...] = ()


class Use(msgspec.Struct, frozen=True, gc=False):
    """A key and who uses it. `company`: it is a company's desk or switchboard, and names a person only together with the name (R14)."""

    key: Key
    company: bool
    users: tuple[bytes, ...]

    @property
    def worthless(self) -> bool:
        return len(self.users) >= SHARED_BY

    def objection(self, client: Client, sender: Sender) -> str | None:
        """Why this key does not prove that the sender is the client; None when it does."""
        if self.company:
            if not agree(client.shown.name, sender.name):
                return f"{self.key.kind} is a company's, and the names differ (R14)"
        elif self.key.kind in _WEAK and disagree(client.shown.name, sender.name):
            return f"{self.key.kind} agrees, but the full names clearly differ (R15)"
        return None


_WEAK = (PHONE, COOKIE)


class _Evidence(msgspec.Struct, gc=False):
    """What the keys say of one member: by which kinds, whether more than a cookie, whether a key that is its alone, and what speaks against it."""

    member: Member
    order: int
    by: list[str] = []
    strong: bool = False
    own: bool = False
    objections: list[str] = []

    @property
    def id(self) -> str:
        return self.member.own.id


def resolve(memory: Memory, sender: Sender) -> Resolution:
    """The member whom the sender's keys prove it to be, the best by R4 where they prove several.

    Several with a key of their own are proposed to be merged; a key held by another proven one stays where it was (R48, flag `bridging`);
    a key whose holders are all other people is shared.
    """
    uses = [_use(memory, key) for key in sender.keys]
    switchboards = _switchboards(memory, sender)
    found = _evidence(memory, sender, uses)
    worthless = ("worthless_key",) if any(use.worthless for use in uses) else ()
    if not found:
        return Resolution(None, (), (*(use for use in uses if not use.worthless), *switchboards), worthless)
    kept, why = _convincing([e for e in found.values() if e.by])
    ranked = sorted(kept, key=lambda e: (_rank(memory, e.member.client), e.order, e.member.own.created_at, e.id)) if len(kept) > 1 else kept
    winner = ranked[0] if ranked else None
    rivals = ranked[1:]
    foreign = {raw_id(e.id) for e in rivals}
    learn = [use for use in uses if _is_to_be_noted(use, winner, foreign)]
    taken = {e.id for e in ranked}
    looked_at = [*ranked, *(e for e in found.values() if e.id not in taken)]
    bridging = winner is not None and any(e.own and e.member.client.id != winner.member.client.id for e in rivals)
    return Resolution(
        winner.member if winner else None,
        tuple([Candidate(e.member.client.id, tuple(e.by), rank, _why(e, winner, taken, why)) for rank, e in enumerate(looked_at)]),
        (*learn, *switchboards),
        ("bridging", *worthless) if bridging else worthless,
        tuple([_merge(winner, e) for e in rivals if e.own and e.strong]) if winner is not None and winner.own else (),
        tuple([e.id for e in rivals]),
    )


def _merge(winner: _Evidence, other: _Evidence) -> Proposal:
    evidence = tuple([(f"own {kind}", 0.0) for kind in (*winner.by, *other.by)])
    return Proposal("merge", winner.id, other.id, 1.0, evidence, "a touch with keys of both (R48)")


def _use(memory: Memory, key: Key) -> Use:
    company, users = memory.users(key)
    return Use(key, company or key.kind == MAILBOX, users)


def _switchboards(memory: Memory, sender: Sender) -> list[Use]:
    """Numbers seen with an extension: the number itself is a switchboard, its company's (R14)."""
    found = []
    for number in sender.phones:
        if number.ext:
            company, users = memory.users(key := Key(PHONE, number.base))
            if not company:
                found.append(Use(key, True, users))
    return found


def _evidence(memory: Memory, sender: Sender, uses: Sequence[Use]) -> dict[str, _Evidence]:
    """Every member who uses one of the keys, by id, with what speaks for it and against it."""
    found: dict[str, _Evidence] = {}
    loaded: dict[bytes, _Evidence] = {}
    for place, use in enumerate(uses):
        for raw in () if use.worthless else use.users:
            evidence = loaded.get(raw)
            if evidence is None:
                if len(loaded) >= MOST or (member := memory.member(raw)) is None:
                    continue
                evidence = loaded[raw] = found.setdefault(member.id, _Evidence(member, place))
            if (objection := use.objection(evidence.member.own, sender)) is not None:
                evidence.objections.append(objection)
                continue
            evidence.by.append(use.key.kind)
            if len(use.users) == 1:
                evidence.own = True
            if use.key.kind != COOKIE:
                evidence.strong = True
    return found


def _convincing(proven: list[_Evidence]) -> tuple[list[_Evidence], str]:
    """Those whose evidence is of the best kind there is: more than a browser's cookie, then a key of one's own and not a shared one."""
    why = ""
    if len(proven) < 2:
        return proven, why
    strong = [e for e in proven if e.strong]
    if strong and len(strong) < len(proven):
        proven, why = strong, "only a cookie speaks for it"
    own = [e for e in proven if e.own]
    if own and len(own) < len(proven):
        proven, why = own, "only a key that several share speaks for it"
    return proven, why


def _is_to_be_noted(use: Use, winner: _Evidence | None, foreign: set[bytes]) -> bool:
    if use.worthless:
        return False
    if winner is not None and raw_id(winner.id) in use.users:
        return False
    return not any(user in foreign for user in use.users)


def _rank(memory: Memory, client: Client) -> tuple[int, int, int, str]:
    """R4: an open deal (latest modified, then created, then id), an open repeat lead, then contacts and companies, then plain leads in process."""
    items = [found for open_item in client.open if (found := memory.item(open_item.kind, open_item.id)) is not None]
    for rank, those in enumerate(
        (
            [i for i in items if i.kind == "deal"],
            [i for i in items if i.repeat],
        )
    ):
        if those:
            return rank, *_newest(those)
    if client.company or client.contact:
        return 2 if client.company else 3, -client.modified_at, -client.created_at, client.id
    return (4, *_newest(items)) if items else (5, -client.modified_at, -client.created_at, client.id)


def _newest(items: Sequence[Item]) -> tuple[int, int, str]:
    return min((-item.modified_at, -item.created_at, item.id) for item in items)


def _why(evidence: _Evidence, winner: _Evidence | None, ranked: set[str], lesser: str) -> str:
    if evidence is winner:
        return "taken" if len(ranked) == 1 else "taken: ranks highest (R4)"
    if evidence.id in ranked:
        return "another one ranks higher (R4)"
    return "; ".join(evidence.objections) or lesser
