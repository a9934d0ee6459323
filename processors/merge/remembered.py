"""What is remembered of merges: who was joined and why, what was folded, and what waits for a person to decide."""

from typing import Literal

import msgspec

from schemas.crm import FieldValue

Weighed = tuple[str, float]
"""A piece of evidence in words, and its weight in bits: above 0 it speaks for one person, below 0 against."""


class Why(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Why somebody is thought to be somebody else. `by`: the person who said so, None for the rules; `note`: their words."""

    why: str
    evidence: tuple[Weighed, ...] = ()
    probability: float | None = None
    by: str | None = None
    note: str | None = None


class Merge(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Members `a` and `b` are one (R18): an edge of the graph whose connected parts are the clients; `n` its place among all merges and folds.

    `winner` and `loser` were the clients then, the same one where both stood in it already; `bears`: whose id both bear by it, where that is not
    the winner's since another merge was taken back; `lifted`: pairs that count as rejected but for it; `stood`: the items that they had open.
    `cause`: the capture; `undone`: the capture that took it back, at `undone_at` by `undone_by`.
    """

    id: str
    a: str
    b: str
    winner: str
    loser: str
    at: int
    cause: str
    why: Why
    undone: str | None = None
    undone_at: int | None = None
    undone_by: str | None = None
    n: int = 0
    bears: str | None = None
    lifted: tuple[tuple[str, str], ...] = ()
    stood: tuple[str, ...] = ()


class Gift(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a folded item gave: activities, values of fields (`gave`) in place of those that there were (`had`), who joined it, what is
    planned for it, which leads became it, and which single fields it `filled`. `worked`: whether that made the other one, modified last `at`
    (ms), one that a person has worked on."""

    activities: int
    had: dict[str, str]
    gave: dict[str, str]
    own_had: dict[str, FieldValue]
    own_gave: dict[str, FieldValue]
    joined: tuple[tuple[str, str], ...]
    planned: tuple[str, ...]
    converted_from: tuple[str, ...]
    filled: tuple[str, ...]
    worked: bool = False
    at: int = 0


class Fold(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An item that a merge folded into another, and what it takes to reopen it: its stage before, what it gave, and the `company` among
    whose open items it was, with the other one `placed` there. `n`: that of the merge, or its own where a person said that the two are one;
    `newer`: of fields that both had, its values held."""

    kind: str
    item: str
    into: str
    stage: str
    gift: Gift
    company: str | None = None
    placed: bool = False
    n: int = 0
    newer: bool = False


ReviewKind = Literal["pair", "split", "ambiguous", "deals"]
ReviewStatus = Literal["open", "accepted", "rejected", "settled", "barred"]


class Review(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something for a person to decide (R16).

    `pair`: whether members `a` and `b` are one; `split`: whether `a` is two, as `touch` shows; `ambiguous`: whether `touch` belongs to `a`, where
    it is, or to `b` (R19); `deals`: whether the two `items` are one deal (R18). `exact`: a merge was proposed, and the `obstacle` is why it was not
    carried out (R12). `settled`: it came about otherwise; `barred`: it is not asked while a rejected pair forbids it.
    """

    id: str
    kind: ReviewKind
    status: ReviewStatus
    a: str
    b: str | None
    why: Why
    at: int
    cause: str
    exact: bool = False
    obstacle: str | None = None
    touch: str | None = None
    items: tuple[str, ...] = ()
    decided: str | None = None
    decided_at: int | None = None
    decided_by: str | None = None
    note: str | None = None

    def arose_from(self, touch: str, capture: str) -> bool:
        """Whether this touch, of this capture, gave rise to the question."""
        return self.touch == touch if self.touch is not None else self.cause == capture


class Question(msgspec.Struct, frozen=True, gc=False):
    """What a person is to be asked: see Review."""

    kind: ReviewKind
    a: str
    b: str | None = None
    exact: bool = False
    obstacle: str | None = None
    status: ReviewStatus = "open"
    touch: str | None = None
    items: tuple[str, ...] = ()
