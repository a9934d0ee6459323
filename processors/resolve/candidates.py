"""Candidates: whom a touch might be from: everybody with one of its exact keys, and whom blocking keys find; each weighed once."""

from collections.abc import Iterable, Sequence

import msgspec

from processors.memory import SHARED_BY, Memory
from processors.normalise import COOKIE, MAILBOX, PHONE, Key, Sender
from processors.resolve.keys import blocks
from processors.resolve.knowledge import Knowledge, Noted
from processors.resolve.links import BROWSER, NEAR_PHONE, between, link
from processors.resolve.profile import Profile, says_more
from processors.resolve.score import Link, Score, score
from processors.resolve.weights import Weights

MOST = 63
"""How many members are looked at for one touch; three keys at R14's limit."""

CERTAIN = 3.0
"""Bits from which a member who says all that the touch says makes further search needless: who might be this one was asked before."""


class Use(msgspec.Struct, frozen=True, gc=False):
    """A key and who uses it. `company`: it is a company's desk or switchboard, and names a person only together with the name (R14).
    `worthless`: so many use it that it proves nothing."""

    key: Key
    company: bool
    users: tuple[bytes, ...]
    worthless: bool = False


class Found(msgspec.Struct, gc=False):
    """A member who was looked at. `by`: kinds of the keys that found it; `own`: one of them is its alone; `weak`: only a browser speaks for it."""

    raw: bytes
    profile: Profile
    links: list[Link] = []
    by: list[str] = []
    own: bool = False
    weak: bool = True
    score: Score = Score(0.0, (), False, False)

    @property
    def bits(self) -> float:
        return self.score.bits

    @property
    def browser(self) -> list[Link]:
        """The browser by which alone somebody is known, where the touch is from that one: profiles do not tell."""
        known = self.profile.emails or self.profile.phones or self.profile.accounts or self.profile.external
        return [] if known else [each for each in self.links if each.says == BROWSER]


class Search:
    """What one touch is looked up with, and what was found. `noted`: its blocking keys with who was noted under them."""

    __slots__ = ("_memory", "found", "knowledge", "noted", "said", "uses", "weights")

    def __init__(self, memory: Memory, said: Profile, weights: Weights) -> None:
        self._memory, self.said, self.weights = memory, said, weights
        self.knowledge = Knowledge(memory)
        self.found: dict[bytes, Found] = {}
        self.uses: list[Use] = []
        self.noted: list[Noted] = []

    def by_keys(self, sender: Sender) -> None:
        """Everybody who uses one of the exact keys; a key that too many use proves nothing (R14)."""
        for key in sender.keys:
            company, users = self._memory.users(key)
            use = Use(key, company or key.kind == MAILBOX, users, len(users) >= SHARED_BY)
            self.uses.append(use)
            if users and not use.worthless:
                found = link(key.kind, key.value, len(users), use.company, self.weights)
                for raw in users:
                    self._link(raw, found, use)
        self._weigh(self.found.values())

    def _link(self, raw: bytes, by: Link, use: Use) -> None:
        found = self._member(raw)
        if found is not None:
            if by.desk and self._whole(found.profile, use):
                by = Link(by.says, self.weights.desk_itself)
            elif by.desk and not self.said.names and _line_of_one(found.profile, use):
                by = Link(by.says, self.weights.line_of_one)
            found.links.append(by)
            found.by.append(use.key.kind)
            found.own = found.own or (len(use.users) == 1 and not by.desk)
            found.weak = found.weak and (use.key.kind == COOKIE or by.desk)

    def _whole(self, profile: Profile, use: Use) -> bool:
        """Whether a desk stands for itself: nobody there is known by name or key, or one line has one user who is a company's, or
        nobody's as the sender is."""
        if use.key.kind == MAILBOX:
            return _nobody(self.said) and _nobody(profile)
        alone = not use.company and len(use.users) == 1 and not profile.names and not profile.emails
        return alone and (not self.said.names or bool(profile.companies))

    def by_blocks(self) -> None:
        """Whom nothing but blocking keys finds, unless a member is found already of whom the touch says nothing new."""
        best = max(self.found.values(), key=_bits, default=None)
        if best is not None and best.bits >= CERTAIN and not says_more(best.profile, self.said):
            return
        more = []
        for block in blocks(self.said):
            members = self.knowledge.noted(block)
            self.noted.append(Noted(block, members))
            for raw in members or ():
                before = len(self.found)
                found = self._member(raw)
                if found is None:
                    continue
                if block[0] == "P" and self._near_phone(found, block[1:]):
                    found.links.append(Link(NEAR_PHONE, self.weights.near_phone))
                    more.append(found)
                elif len(self.found) > before:
                    more.append(found)
        self._weigh(more)

    def _near_phone(self, found: Found, digits: str) -> bool:
        """Whether they have numbers that end alike, and none in common: one of them was read with the wrong country."""
        if any(by == PHONE for by in found.by) or any(each.says == NEAR_PHONE for each in found.links):
            return False
        return any(phone.endswith(digits) and phone not in self.said.phones for phone in found.profile.phones)

    def _member(self, raw: bytes) -> Found | None:
        found = self.found.get(raw)
        if found is None and len(self.found) < MOST and (profile := self.knowledge.profile(raw)) is not None:
            found = self.found[raw] = Found(raw, profile)
        return found

    def _weigh(self, those: Iterable[Found]) -> None:
        for found in those:
            found.score = score(self.said, found.profile, found.links, self.knowledge, self.weights)

    def silence(self, home: Found | None) -> int | None:
        """After how many days the home came back, if it is certain by key and name that it did; else None.

        Every other member stands for all: who comes back is counted often, and how often for how long is all that is asked.
        """
        if home is None or home.raw[0] & 1 or home.score.differs or not home.score.keyed:
            return None
        return max(0, self.said.last - home.profile.last) if self.said.names and home.profile.names else None

    def ranked(self) -> list[Found]:
        """All who were found, the likeliest first."""
        found = list(self.found.values())
        if len(found) > 1:
            if self.said.names:
                self._explain(found)
            found.sort(key=_order)
        return found

    def _explain(self, found: Sequence[Found]) -> None:
        """A nameless member on a key whose other user is named otherwise is most likely that other one, and no likelier than it."""
        others = [each for each in found if each.score.keyed and each.score.differs]
        for nameless in [each for each in found if others and each.score.keyed and not each.profile.names]:
            for other in others:
                if between(nameless.profile, other.profile, self.knowledge, self.weights).bits > 0:
                    pieces = (*nameless.score.pieces, (OTHERS, min(0.0, other.bits + 1.0 - nameless.bits)))
                    nameless.score = msgspec.structs.replace(nameless.score, bits=min(nameless.bits, other.bits + 1.0), pieces=pieces)
                    break


OTHERS = "probably somebody of another name"


def _line_of_one(profile: Profile, use: Use) -> bool:
    """Whether a line has one user so far, a person and no company: whoever calls from it without a name may be this one, or of the house."""
    return use.key.kind == PHONE and len(use.users) == 1 and not use.company and not profile.companies


def _nobody(profile: Profile) -> bool:
    """Whether a profile is a desk's own: of whoever sits there, no person is known by name or key."""
    return not (profile.names or profile.emails or profile.phones or profile.accounts or profile.external)


def _bits(found: Found) -> float:
    return found.score.bits


def _order(found: Found) -> tuple[float, bytes]:
    return -found.score.bits, found.raw
