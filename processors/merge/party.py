"""A client in the making: the members that are to be one, what they have open, and the joint record that follows (R17, R18)."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from processors.fields import joined
from processors.memory import Memory
from processors.record import MOST_OPEN
from processors.remembered import Client, Item, OpenItem, Published, Shown
from processors.survivorship import shown_of

replace = msgspec.structs.replace


class Party(msgspec.Struct, gc=False):
    """Members that are one client, first the one whose id it bears. `told`: the joint record that was known under this id.

    `items`: what they have open, oldest first; `altered`: items that are no longer what was told of them, open or not, with the names of
    the fields that differ.
    """

    owns: list[Client]
    items: list[Item]
    told: Client | None
    altered: dict[str, tuple[Item, tuple[str, ...]]] = {}

    @property
    def id(self) -> str:
        return self.owns[0].id

    @property
    def members(self) -> tuple[str, ...]:
        return tuple([own.id for own in self.owns])

    def own(self, member: str) -> Client | None:
        return next((own for own in self.owns if own.id == member), None)

    def put(self, own: Client) -> None:
        """The member's record as it is now."""
        self.owns = [own if own.id == old.id else old for old in self.owns]

    def alter(self, item: Item, *names: str) -> None:
        """The item as it is now, and which of its fields are news."""
        _, before = self.altered.get(item.id, (item, ()))
        self.altered[item.id] = (item, tuple(dict.fromkeys((*before, *names))))
        others = [old for old in self.items if old.id != item.id]
        self.items = sorted([*others, item], key=_age) if item.semantic == "process" else others

    def shows(self, entity: str) -> Item | None:
        """The item as it is now, if it is one of the party's that are open or altered."""
        if entity in self.altered:
            return self.altered[entity][0]
        return next((item for item in self.items if item.id == entity), None)


def party(memory: Memory, owns: Sequence[Client], first: str, told: Client | None) -> Party:
    """The members as one client under the id of the one named `first`."""
    ordered = sorted(owns, key=lambda own: (own.id != first, own.created_at, own.id))
    found = [item for own in owns for o in own.open if (item := memory.item(o.kind, o.id)) is not None and item.semantic == "process"]
    return Party(ordered, sorted(found, key=_age), told)


def by_rank(client: Client) -> tuple[bool, bool, int, str]:
    """The least is the winner: known beats anonymous, published before merely reachable; older id beats newer (R18)."""
    return client.contact is None and client.company is None, not client.shown.reachable, client.created_at, client.id


def in_step(joint: Client, owns: Iterable[Client]) -> Iterator[Client]:
    """The members with what is kept up to date in the joint record only: the versions told."""
    live = joint.contact
    for own in owns:
        if live is not None and own.contact is not None and own.contact.id == live.id:
            own = replace(own, contact=live)
        yield replace(own, bundle=joint.bundle) if own.id == joint.id else own


def united(memory: Memory, party: Party, now: int) -> Client:
    """The joint record. The fields are those of all contributions, in the order in which they were made; of several contacts or companies
    the client keeps the one that it has, else the one of its first member, else of the oldest. Work: linear in the contributions."""
    owns, first = party.owns, party.owns[0]
    members = party.members if len(owns) > 1 else ()
    sources = [own.first for own in owns if own.first is not None]
    return Client(
        id=first.id,
        created_at=min(own.created_at for own in owns),
        modified_at=now,
        shown=shown_of(memory.history(replace(first, members=members))) if members else first.shown,
        contact=_contact(party),
        company=_company(party),
        open=tuple([OpenItem(i.kind, i.id, i.pipeline, i.repeat is not None) for i in party.items])[-MOST_OPEN:],
        deals=sum(own.deals for own in owns),
        won=sum(own.won for own in owns),
        finished_owner=next((own.finished_owner for own in owns if own.finished_owner), None),
        bundle=first.bundle,
        touches=sum(own.touches for own in owns),
        first=min(sources, key=lambda source: source.at, default=None),
        members=members,
        own=joined((said.own, said.by_hand) for said in memory.history(replace(first, members=members))),
    )


def _contact(party: Party) -> Published | None:
    contacts = [own.contact for own in party.owns if own.contact is not None]
    live = party.told.contact if party.told is not None else None
    return next((contact for contact in contacts if live is not None and contact.id == live.id), contacts[0] if contacts else None)


def _company(party: Party) -> str | None:
    companies = [own.company for own in party.owns if own.company is not None]
    live = party.told.company if party.told is not None else None
    return live if live in companies else next(iter(companies), None)


def _age(item: Item) -> tuple[int, str]:
    return item.created_at, item.id


def shown_by(memory: Memory, member: str) -> Shown:
    """The fields of one member, computed anew."""
    return shown_of(memory.contributions(member))
