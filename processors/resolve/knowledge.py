"""Knowledge: what resolving remembers beside exact keys: profiles, blocking keys, and how often words occur; all of it kept online.

WS 00 h MEMBER   profile of a member
WS 00 b DIGEST   blocking key -> the members noted under it, at most CROWD; empty once there were more: then it tells nobody apart (R14)
WS 00 z KIND DIGEST   how many members have a word in their name (w), a company (o), a city (y); WS 00 z n, WS 00 z w: members, named ones
WS 00 z d   the last day on which somebody new came, how many members there were before it, and the first day
WS 00 z g   how many came back after how long a silence, by class (silence.py)
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log2

import msgspec

from processors.memory import Memory
from processors.resolve.likeness import canonical
from processors.resolve.profile import DAY, Profile, profile_shown
from processors.resolve.silence import CLASSES, class_of, likelier, rare
from schemas.codec import digest, pack

CROWD = 6
"""How many members a blocking key tells apart at most."""

_ID = 16
_RETURNS = msgspec.msgpack.Decoder(list[int])
_PROFILE = msgspec.msgpack.Decoder(Profile)


@lru_cache(maxsize=1 << 15)
def _hashed(text: str) -> bytes:
    return digest(text.encode("utf-8", "surrogatepass"))[:10]


class _Day(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The last day on which somebody new came, days since 1970; the members before it; the first day, 0 where an older release kept none."""

    last: int = 0
    before: int = 0
    first: int = 0


_DAY = msgspec.msgpack.Decoder(_Day)


class Noted(msgspec.Struct, frozen=True, gc=False):
    """A blocking key and the members noted under it; None where it is crowded."""

    block: str
    members: tuple[bytes, ...] | None


class Lesson(msgspec.Struct, frozen=True, gc=False):
    """What a touch teaches of its home: its profile before (None for a new member) and after, and the blocking keys it is to be found by.

    `silent`: days after which somebody known by key and name came back, None where that is not to be counted.
    """

    before: Profile | None
    after: Profile
    noted: Sequence[Noted] = ()
    silent: int | None = None


def learn(memory: Memory, raw: bytes, lesson: Lesson) -> None:
    """Keep what a touch taught of the member whose touch it is."""
    knowledge = Knowledge(memory)
    if lesson.after is not lesson.before:
        knowledge.keep_profile(raw, lesson.after)
        knowledge.learn(lesson.before, lesson.after)
    if lesson.silent is not None:
        knowledge.returned(lesson.silent)
    for noted in lesson.noted:
        members = noted.members
        if members is not None and raw not in members:
            knowledge.note(noted.block, (*members, raw))


class Knowledge:
    """What is known of all clients, as one touch needs it; counts are read once a touch."""

    __slots__ = ("_bits", "_clients", "_day", "_memory", "_named", "_prior", "_silent")

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._bits: dict[str, float] = {}
        self._clients = self._named = self._prior = -1.0
        self._day: _Day | None = None
        self._silent: list[int] | None = None

    @property
    def clients(self) -> float:
        """How many members there are."""
        if self._clients < 0:
            self._clients = self._count(b"n")
        return self._clients

    @property
    def prior(self) -> float:
        """Bits against one certain client's being the sender, before any evidence; about a fifth of the members are somebody noted twice."""
        if self._prior < 0:
            self._prior = log2(0.8 * self.clients + 24)
        return self._prior

    def word(self, word: str) -> float:
        """What a word of a name tells in bits: log2(1 / how often it occurs)."""
        if self._named < 0:
            self._named = self._count(b"w")
        return self._rarity(b"w", canonical(word)[0], 0.5, self._named + 150)

    def company(self, company: str) -> float:
        return self._rarity(b"o", company, 1.0, self.clients + 60)

    def city(self, city: str) -> float:
        return self._rarity(b"y", city, 1.0, self.clients + 60)

    def _today(self) -> _Day:
        if self._day is None:
            body = self._memory.get(b"z", b"d")
            self._day = _DAY.decode(body) if body is not None else _Day()
        return self._day

    def _dawned(self, day: int) -> None:
        known = self._today()
        if known.last < day:
            self._memory.put(b"z", b"d", pack(_Day(day, self._count(b"n"), known.first or day)))

    def silence(self, days: int) -> float:
        """How rare it is to come back after so many days, in bits (0 or less)."""
        return rare(self._seen(), days)

    def since(self, last: int, days: int, sooner: float) -> float:
        """How much likelier somebody comes back after so many days than anybody else was last heard of then, in bits. Others come on any day
        from the first on, by `sooner` bits rather on one of the last; or on the day `last` most of all, if most came new on it."""
        today = self._today()
        others = 2.0**sooner / (1 + today.last - today.first)
        if days == 0 and last == today.last:
            others = max(others, (self.clients - today.before) / max(1.0, self.clients))
        return likelier(self._seen(), days, others)

    def _seen(self) -> list[int]:
        if self._silent is None:
            self._silent = self._returns()
        return self._silent

    def returned(self, days: int) -> None:
        """Count somebody who came back after so many days."""
        counts = self._returns() or [0] * CLASSES
        counts[class_of(days)] += 1
        self._memory.put(b"z", b"g", pack(counts))

    def _returns(self) -> list[int]:
        body = self._memory.get(b"z", b"g")
        returns = _RETURNS.decode(body) if body is not None else []
        return returns if len(returns) == CLASSES else []  # an older release did not count those who came back soon

    def profile(self, raw: bytes) -> Profile | None:
        """The profile of a member; of one noted by an older release, what is shown of it; None for nobody."""
        body = self._memory.get(b"h", raw)
        if body is not None:
            return _PROFILE.decode(body)
        member = self._memory.member(raw)
        return None if member is None else profile_shown(member.own.shown, member.own.modified_at // DAY)

    def keep_profile(self, raw: bytes, profile: Profile) -> None:
        self._memory.put(b"h", raw, pack(profile))

    def noted(self, block: str) -> tuple[bytes, ...] | None:
        """The members noted under a blocking key; None where it is crowded."""
        body = self._memory.get(b"b", _hashed(block))
        if body is None:
            return ()
        return tuple([body[i : i + _ID] for i in range(0, len(body), _ID)]) if body else None

    def note(self, block: str, members: tuple[bytes, ...]) -> None:
        self._memory.put(b"b", _hashed(block), b"".join(members) if len(members) <= CROWD else b"")

    def learn(self, before: Profile | None, after: Profile) -> None:
        """Count what is new of a member."""
        if before is None:
            self._dawned(after.last)
            self._add(b"n")
            before = Profile()
        if after.names and not before.names:
            self._add(b"w")
        if after.names is not before.names:
            had = set(_words(before))
            for word in dict.fromkeys(_words(after)):
                if word not in had:
                    self._add(b"w" + _hashed(word))
        for kind, old, new in ((b"o", before.companies, after.companies), (b"y", before.cities, after.cities)):
            for value in new:
                if value not in old:
                    self._add(kind + _hashed(value))

    def _rarity(self, kind: bytes, value: str, more: float, of: float) -> float:
        bits = self._bits.get(value)
        if bits is None:
            bits = self._bits[value] = -log2((self._count(kind + _hashed(value)) + more) / of)
        return bits

    def _count(self, key: bytes) -> int:
        body = self._memory.get(b"z", key)
        return int.from_bytes(body, "big") if body else 0

    def _add(self, key: bytes) -> None:
        count = self._count(key) + 1
        self._memory.put(b"z", key, count.to_bytes((count.bit_length() + 7) // 8, "big"))


def _words(profile: Profile) -> Iterable[str]:
    for name in profile.names:
        for word in name.words:
            yield canonical(word)[0]
