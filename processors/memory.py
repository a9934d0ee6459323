"""What the step remembers: the layout of state, one small value per key, each with a format byte in front.

    WS 00 g              configuration            WS 00 t CLIENT TOUCH   what one touch said of a client (R17)
    WS 00 c CLIENT       client                   WS 00 k KIND DIGEST    key -> the members who use it (R14)
    WS 00 l LEAD         lead                     WS 00 n KIND DIGEST    company key -> company
    WS 00 d DEAL         deal                     WS 00 w COMPANY CLIENT the people of a company
    WS 00 p CONTACT      contact -> client        WS 00 i DIGEST         idempotency key -> touch (R20)
    WS 00 o COMPANY      company                  WS 00 a DIGEST         call (R25)
    WS 00 r CLIENT       redirect to the winner   WS 00 v DIGEST         conversation -> owner (R26)
    WS 00 q DIGEST       whose turn it was (R30)  WS 00 s                how many touches were noted
    WS 00 m MEMBER       a merged client's member WS 00 e MERGE          merge (R18)
    WS 00 j A B          the merge of two members WS 00 x A B            pair that is not to be merged (R19)
    WS 00 y REVIEW       review item (R16)        WS 00 u A B            the review item of two members
    WS 00 f MEMBER ITEM  item folded into another WS 00 M               how many merges were made
    WS 00 I MEMBER DEAL  deal of a member's that the CRM made
    WS 00 S DIGEST       how many open items stand at a stage (R49)
    WS 00 W ITEM AT      what was said of an item that is no touch
    WS 00 X DIGEST       another system's id -> ours
    WS 00 E KIND ID      an entity's id in other systems
    WS 00 T DIGEST       when something was last told by another system
    WS 00 J JOB          job (R61)
    WS 00 P ACTIVITY     planned activity (R51)
    WS 00 A LEAD ACTIVITY activity of a lead that another client's touch left (R42a)
    WS 00 Q DIGEST       capture -> the one that promoted its touches, newest (R56)
    WS 00 h, b, z        profiles, blocking keys and counts: what resolving knows (resolve/knowledge.py)

Keys, contributions and items name *members*: what was one client when its first touch came. A client is a member, or several that were
merged: then `c` has the joint record under the first member's id, `m` each member's own, and `r` leads from the others to the first.

Ids are 16 raw bytes in keys; whatever can be long is a digest. Values are absolute, so that they can be learned from a decision alone.
"""

from collections.abc import Iterator
from functools import lru_cache
from heapq import merge
from typing import Any, TypeVar

import msgspec

from processors.normalise import Key
from processors.remembered import Call, Client, Company, Contribution, Item, Member, Planned, Seen, Turn
from processors.standing import Place, Standing, place_of
from schemas.codec import digest, pack
from schemas.errors import Reject
from schemas.state import ReadState, State

FORMAT = b"\x01"
_FORMAT = 1
WORKSPACES = b"\x01\x00"
"""Prefix of the list of workspaces: it sorts before any of them, as their names hold no control characters."""

JOBS = b"\x02\x00"
"""Prefix of the list of jobs at work, of all workspaces: whoever decides the partition goes on with them (R61)."""

_MOST_READ = 256
"""Of so many members what was said is at hand."""

SHARED_BY = 21
"""From how many clients on a key proves nothing (R14)."""

T = TypeVar("T")


@lru_cache(maxsize=1 << 13)
def raw_id(entity: str) -> bytes:
    """The 16 bytes of an id; raises Reject for what is no id."""
    try:
        raw = bytes.fromhex(entity.replace("-", ""))
    except ValueError:
        raw = b""
    if len(raw) != 16:
        raise Reject("This is not an id of leadloom: 32 hexadecimal digits are expected.")
    return raw


def text_id(raw: bytes) -> str:
    h = raw.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


@lru_cache(maxsize=1 << 10)
def prefix_of(workspace: str) -> bytes:
    """The bytes that the workspace's keys start with; raises Reject for a name that cannot be one."""
    raw = workspace.encode("utf-8", "surrogatepass")
    if not 1 <= len(raw) <= 128 or not workspace.isprintable():
        raise Reject("The workspace's name must have 1 to 128 bytes and no control characters.")
    return raw + b"\x00"


def _decoder(kind: type[T]) -> "msgspec.msgpack.Decoder[T]":
    return msgspec.msgpack.Decoder(kind)


_CLIENT, _ITEM, _COMPANY, _CONTRIBUTION = _decoder(Client), _decoder(Item), _decoder(Company), _decoder(Contribution)
_SEEN, _CALL, _TURN, _STANDING = _decoder(Seen), _decoder(Call), _decoder(Turn), _decoder(Standing)
_PLANNED = _decoder(Planned)
_ID = 16


class Memory:
    """The state of one workspace, read and written as what it means. Writes need a State; reading alone does with a ReadState."""

    __slots__ = ("_get", "_put", "_said", "_state", "prefix")

    def __init__(self, state: ReadState | State, workspace: str) -> None:
        self._state: Any = state
        self._get = state.get
        self._put = getattr(state, "put", None)
        self.prefix = prefix_of(workspace)
        self._said: dict[str, list[Contribution]] | None = None

    def read(self, kind: bytes, key: bytes, decoder: "msgspec.msgpack.Decoder[T]") -> T | None:
        value = self._get(self.prefix + kind + key)
        if value is None:
            return None
        return decoder.decode(value[1:] if value[0] == _FORMAT else _body(value))

    def write(self, kind: bytes, key: bytes, value: Any) -> None:
        self._state.put(self.prefix + kind + key, FORMAT + pack(value))

    def get(self, kind: bytes, key: bytes) -> bytes | None:
        value = self._get(self.prefix + kind + key)
        return None if value is None else _body(value)

    def put(self, kind: bytes, key: bytes, body: bytes) -> None:
        self._state.put(self.prefix + kind + key, FORMAT + body)

    def delete(self, kind: bytes, key: bytes) -> None:
        self._state.delete(self.prefix + kind + key)

    def scan(self, kind: bytes, under: bytes) -> list[tuple[bytes, bytes]]:
        """What the keys under `under` go on with, and their values; read at once, so that the state may be changed."""
        return list(self.each(kind, under))

    def each(self, kind: bytes, under: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The same, read as they are asked for."""
        prefix = self.prefix + kind + under
        for key, value in self._state.scan(prefix):
            yield key[len(prefix) :], _body(value)

    # clients and what they consist of

    def client(self, client: str) -> Client | None:
        """The client, or the one that it was merged into: redirects are followed (R18)."""
        return self.client_of(raw_id(client))

    def client_of(self, raw: bytes) -> Client | None:
        """The same by the 16 bytes of its id."""
        found = self.read(b"c", raw, _CLIENT)
        if found is None and (redirect := self._get(self.prefix + b"r" + raw)) is not None:
            return self.read(b"c", _body(redirect)[:_ID], _CLIENT)
        return found

    def rejected(self, a: str, b: str) -> bool:
        """Whether a person said that these two members are not one (R19)."""
        return self._get(self.prefix + b"x" + raw_id(a) + raw_id(b)) is not None

    def member(self, raw: bytes) -> Member | None:
        """The member by the 16 bytes of its id, with the client that it stands in; one get for a lone one."""
        client = self.client_of(raw)
        if client is None or not client.members:
            return None if client is None else Member(client, client)
        own = self.read(b"m", raw, _CLIENT)
        return None if own is None else Member(own, client)

    def keep_client(self, client: Client) -> None:
        self.write(b"c", raw_id(client.id), client)

    def drop_client(self, client: str) -> None:
        """There is no client of this id any more: a redirect leads on."""
        self._state.delete(self.prefix + b"c" + raw_id(client))

    def drop_own(self, member: str) -> None:
        """The member is a lone client again."""
        self._state.delete(self.prefix + b"m" + raw_id(member))

    def keep_own(self, member: Client) -> None:
        """Keep what a member of a merged client is by itself."""
        self.write(b"m", raw_id(member.id), member)

    def own(self, member: str) -> Client | None:
        """What a member of a merged client is by itself."""
        return self.read(b"m", raw_id(member), _CLIENT)

    def members(self, client: Client) -> list[Client]:
        """What the members of the client are by themselves, the first one first; a lone client itself."""
        if not client.members:
            return [client]
        return [own for member in client.members if (own := self.read(b"m", raw_id(member), _CLIENT)) is not None]

    def clients(self) -> Iterator[Client]:
        return self.all(b"c", _CLIENT)

    def next_n(self) -> int:
        """The number of the next touch that is noted, counted from 0."""
        key = self.prefix + b"s"
        value = self._get(key)
        n = 0 if value is None else int.from_bytes(_body(value), "big")
        self._state.put(key, FORMAT + (n + 1).to_bytes(8, "big"))
        return n

    def contribute(self, member: str, contribution: Contribution) -> None:
        self._said = None
        self.write(b"t", raw_id(member) + raw_id(contribution.touch), contribution)

    def withdraw(self, member: str, touch: str) -> None:
        """The touch says nothing of this member any more."""
        self._said = None
        self._state.delete(self.prefix + b"t" + raw_id(member) + raw_id(touch))

    def contribution(self, member: str, touch: str) -> Contribution | None:
        """What one touch said of a member."""
        return self.read(b"t", raw_id(member) + raw_id(touch), _CONTRIBUTION)

    def contributions(self, member: str) -> list[Contribution]:
        """What was said of one member, in the order in which it was made; read once, as a merge looks at it more than once. Not to be changed."""
        if self._said is None or len(self._said) > _MOST_READ or self._put is None:
            self._said = {}
        if (said := self._said.get(member)) is None:
            said = self._said[member] = sorted(self.all(b"t" + raw_id(member), _CONTRIBUTION), key=_by_n)
        return said

    def contributions_after(self, member: str, after: bytes) -> Iterator[Contribution]:
        """What was said of one member behind the raw id `after` of a touch, in the order of the touches' ids; read as it is asked for."""
        under = self.prefix + b"t" + raw_id(member)
        for begin in [bytes((first,)) for first in range(after[0], 256)] if after else (b"",):
            for key, value in self._state.scan(under + begin):
                if key[-_ID:] > after:
                    yield _CONTRIBUTION.decode(_body(value))

    def history(self, client: Client) -> list[Contribution]:
        """What was said of a client, all its members, in the order in which it was made."""
        if not client.members:
            return self.contributions(client.id)
        return sorted([said for member in client.members for said in self.contributions(member)], key=_by_n)

    def users(self, key: Key) -> tuple[bool, tuple[bytes, ...]]:
        """(whether the key is known to be a company's, the raw ids of the members who use it, oldest first, at most 21)."""
        value = self._get(self.prefix + b"k" + _short(key))
        if value is None:
            return False, ()
        if len(value) == 2 + _ID and value[0] == _FORMAT:
            return value[1] == 1, (value[2:],)
        body = _body(value)
        return body[0] == 1, tuple([body[i : i + _ID] for i in range(1, len(body), _ID)])

    def keep_users(self, key: Key, company: bool, users: tuple[bytes, ...]) -> None:
        self._state.put(self.prefix + b"k" + _short(key), FORMAT + (b"\x01" if company else b"\x00") + b"".join(users))

    # items

    def item(self, kind: str, item: str) -> Item | None:
        return self.read(_ITEM_KIND[kind], raw_id(item), _ITEM)

    def standing_item(self, kind: str, item: str) -> Item | None:
        """The item, or the one that it was folded into (R18)."""
        found = self.item(kind, item)
        while found is not None and found.merged_into is not None:
            found = self.item(kind, found.merged_into)
        return found

    def keep_item(self, item: Item, *was: Item | None) -> None:
        """Keep it, and count where it stands (R49). `was`: the item as it is kept until now, None for a new one; looked up if it is not given."""
        [before] = was or (self.item(item.kind, item.id),)
        self.write(_ITEM_KIND[item.kind], raw_id(item.id), item)
        stood, stands = place_of(before), place_of(item)
        if stood != stands:
            self._stands(stood, -1)
            self._stands(stands, 1)

    def note_word(self, item: str, at: int, capture: str) -> None:
        """A capture that is no touch of the client's (a command, a CRM's word, a job) made the item what it is."""
        self.put(b"W", raw_id(item) + at.to_bytes(8, "big") + _hashed(capture), capture.encode("utf-8", "surrogatepass"))

    def words_of(self, item: str) -> list[tuple[int, str]]:
        """(when, capture) of those, oldest first."""
        return [(int.from_bytes(key[:8], "big"), body.decode("utf-8", "surrogatepass")) for key, body in self.scan(b"W", raw_id(item))]

    def places(self) -> Iterator[Standing]:
        """Where open items stand, and how many; as many as there are stages in use."""
        return self.all(b"S", _STANDING)

    def _stands(self, place: Place | None, more: int) -> None:
        if place is None:
            return
        key = _hashed("\x1f".join(place))
        before = self.read(b"S", key, _STANDING)
        count = (before.count if before else 0) + more
        if count > 0:
            self.write(b"S", key, Standing(*place, count))
        else:
            self.delete(b"S", key)

    def items(self, kind: str) -> Iterator[Item]:
        return self.all(_ITEM_KIND[kind], _ITEM)

    def note_deal(self, member: str, deal: str) -> None:
        """The CRM made this deal of a member's: no touch says so."""
        self.put(b"I", raw_id(member) + raw_id(deal), b"")

    def items_of(self, member: str) -> list[Item]:
        """The leads and deals of a member, open or not: of its touches, what its leads became, and what the CRM made. Work: linear in what was
        said of it."""
        names = dict.fromkeys(said.item for said in self.contributions(member) if said.item is not None)
        found = [item for name in names for kind in _ITEM_KIND if (item := self.item(kind, name)) is not None]
        became = [self.item("deal", name) for lead in found if lead.client == member for name in lead.converted_to]
        made = [self.item("deal", text_id(key)) for key, _ in self.scan(b"I", raw_id(member))]
        each = {item.id: item for item in (*found, *became, *made) if item is not None and item.client == member}
        return list(each.values())

    # published clients

    def contact_client(self, contact: str) -> str | None:
        value = self._get(self.prefix + b"p" + raw_id(contact))
        return None if value is None else text_id(_body(value))

    def keep_contact(self, contact: str, client: str) -> None:
        self._state.put(self.prefix + b"p" + raw_id(contact), FORMAT + raw_id(client))

    def company(self, company: str) -> Company | None:
        return self.read(b"o", raw_id(company), _COMPANY)

    def keep_company(self, company: Company) -> None:
        self.write(b"o", raw_id(company.meta.id), company)

    def companies(self) -> Iterator[Company]:
        return self.all(b"o", _COMPANY)

    def company_of(self, key: Key) -> str | None:
        value = self._get(self.prefix + b"n" + _short(key))
        return None if value is None else text_id(_body(value))

    def keep_company_key(self, key: Key, company: str) -> None:
        self._state.put(self.prefix + b"n" + _short(key), FORMAT + raw_id(company))

    def join_company(self, company: str, client: str) -> None:
        self._state.put(self.prefix + b"w" + raw_id(company) + raw_id(client), FORMAT)

    def people_of(self, company: str) -> Iterator[str]:
        for key, _ in self._state.scan(self.prefix + b"w" + raw_id(company)):
            yield text_id(key[-_ID:])

    # touches, calls, conversations, turns

    def seen(self, key: str) -> Seen | None:
        return self.read(b"i", _hashed(key), _SEEN)

    def keep_seen(self, key: str, seen: Seen) -> None:
        self.write(b"i", _hashed(key), seen)

    def call(self, key: str) -> Call | None:
        return self.read(b"a", _hashed(key), _CALL)

    def keep_call(self, key: str, call: Call) -> None:
        self.write(b"a", _hashed(key), call)

    def conversation_owner(self, key: str) -> str | None:
        value = self._get(self.prefix + b"v" + _hashed(key))
        return None if value is None else _body(value).decode()

    def keep_conversation_owner(self, key: str, owner: str) -> None:
        self._state.put(self.prefix + b"v" + _hashed(key), FORMAT + owner.encode())

    def promoted_by(self, capture: str) -> str | None:
        """The command by which a person promoted what this capture was set aside for (R56)."""
        value = self._get(self.prefix + b"Q" + _hashed(capture))
        return None if value is None else _body(value).decode()

    def keep_promoted_by(self, capture: str, command: str) -> None:
        self._state.put(self.prefix + b"Q" + _hashed(capture), FORMAT + command.encode())

    def planned(self, activity: str) -> Planned | None:
        return self.read(b"P", raw_id(activity), _PLANNED)

    def keep_planned(self, planned: Planned) -> None:
        self.write(b"P", raw_id(planned.id), planned)

    def all_planned(self) -> Iterator[Planned]:
        return self.all(b"P", _PLANNED)

    def turn(self, queue: str) -> Turn | None:
        return self.read(b"q", _hashed(queue), _TURN)

    def keep_turn(self, queue: str, turn: Turn) -> None:
        self.write(b"q", _hashed(queue), turn)

    # configuration

    def config(self) -> bytes | None:
        """The stored configuration as MessagePack, None before the first."""
        value = self._get(self.prefix + b"g")
        return None if value is None else _body(value)

    def keep_config(self, config: bytes) -> None:
        self._state.put(self.prefix + b"g", FORMAT + config)

    def enlisted(self) -> bool:
        """Whether the workspace is one that anything was decided for."""
        return self._get(WORKSPACES + self.prefix[:-1]) is not None

    def enlist(self) -> None:
        """Put the workspace on the list of workspaces, once."""
        key = WORKSPACES + self.prefix[:-1]
        if self._get(key) is None:
            self._state.put(key, FORMAT)

    def enlist_job(self, job: bytes, step: bytes | None) -> None:
        """Put a job's next step on the list of jobs at work; None: take the job off it."""
        key = JOBS + self.prefix + job
        if step is None:
            self._state.delete(key)
        else:
            self._state.put(key, FORMAT + step)

    def items_after(self, kind: str, after: bytes) -> Iterator[Item]:
        """The items of a kind behind the raw id `after`, in the order of their ids; read as they are asked for."""
        under = self.prefix + _ITEM_KIND[kind]
        for first in range(after[0] if after else 0, 256):
            for key, value in self._state.scan(under + bytes((first,))):
                if key[-_ID:] > after:
                    yield _ITEM.decode(_body(value))

    def ids(self, kind: str, begin: str) -> Iterator[str]:
        """The ids of a kind (lead, deal, contact, company, client) that begin so, in their order; only those are read.

        Those of clients that were merged into others are among them.
        """
        digits = begin.replace("-", "").lower()
        if any(digit not in "0123456789abcdef" for digit in digits):
            return
        last = None
        for raw in merge(*(self._raw_ids(under, digits) for under in _KIND[kind])):
            if raw != last:
                yield text_id(raw)
            last = raw

    def _raw_ids(self, kind: bytes, digits: str) -> Iterator[bytes]:
        under = self.prefix + kind
        for key, _ in self._state.scan(under + bytes.fromhex(digits[: len(digits) // 2 * 2])):
            if (raw := key[len(under) :]).hex().startswith(digits):
                yield raw

    def all(self, kind: bytes, decoder: "msgspec.msgpack.Decoder[T]") -> Iterator[T]:
        for _, value in self._state.scan(self.prefix + kind):
            yield decoder.decode(_body(value))


def _by_n(said: Contribution) -> tuple[int, int]:
    return said.at, said.n


_ITEM_KIND = {"lead": b"l", "deal": b"d"}
_KIND = {"lead": (b"l",), "deal": (b"d",), "contact": (b"p",), "company": (b"o",), "client": (b"c", b"m"), "activity": (b"P",)}
_KEY_KIND = {
    "external": b"x", "email": b"e", "phone": b"p", "messenger": b"m", "cookie": b"k", "mailbox": b"r",
    "tax id": b"t", "company name": b"n", "domain": b"d",
}  # fmt: skip


@lru_cache(maxsize=1 << 14)
def _short(key: Key) -> bytes:
    return _KEY_KIND[key.kind] + digest(key.value.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1 << 12)
def _hashed(key: str) -> bytes:
    return digest(key.encode("utf-8", "surrogatepass"))


def _body(value: bytes) -> bytes:
    if value[:1] != FORMAT:
        raise RuntimeError(f"State has a value of format {value[:1]!r}, which this release cannot read: update leadloom.")
    return value[1:]
