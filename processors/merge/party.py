"""A client in the making: the members that are to be one, what they have open, and the joint record that follows (R17, R18)."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from processors.fields import joined
from processors.memory import Memory
from processors.policy import policy
from processors.record import MOST_OPEN
from processors.record.items import DAY_MS
from processors.remembered import Client, Contribution, Item, OpenItem, Shown
from processors.survivorship import shown_of
from schemas.crm import Source

replace = msgspec.structs.replace


class Party(msgspec.Struct, gc=False):
    """Members that are one client, first the one whose id it bears.

    `items`: what they have open, oldest first; `altered`: items that are no longer what is kept of them, open or not; `retold`: those that are to be
    told anew, as they are another client's.
    """

    owns: list[Client]
    items: list[Item]
    altered: dict[str, Item] = {}
    retold: list[Item] = []

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

    def alter(self, item: Item) -> None:
        """The item as it is now."""
        self.altered[item.id] = item
        others = [old for old in self.items if old.id != item.id]
        self.items = sorted([*others, item], key=age) if item.semantic == "process" else others

    def item(self, memory: Memory, kind: str, entity: str) -> Item | None:
        """The item as it is now."""
        found = self.altered.get(entity)
        return found if found is not None and found.kind == kind else memory.item(kind, entity)


def party(memory: Memory, owns: Sequence[Client]) -> Party:
    """The members as one client under the id of the first one."""
    found = [item for own in owns for o in own.open if (item := memory.item(o.kind, o.id)) is not None and item.semantic == "process"]
    return Party(list(owns), sorted(found, key=age))


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


def united(memory: Memory, party: Party) -> Client:
    """The joint record: nothing but what the members say of themselves, so that it is the same whatever was merged and taken apart before.

    The fields are those of all contributions, in the order in which they were made; the contact is that of the first member that has one, the
    company likewise, unless a person chose one. Work: linear in the contributions.
    """
    owns, first = party.owns, party.owns[0]
    history = memory.history(replace(first, members=party.members))
    fields = joined((said.own, said.by_hand) for said in history)
    if len(owns) == 1:
        return replace(first, members=(), own=fields)
    chosen = max((own for own in owns if own.company is not None), key=lambda own: own.chosen_at, default=first)
    finished = max((own for own in owns if own.finished_owner is not None), key=lambda own: own.finished_at, default=first)
    return Client(
        id=first.id,
        created_at=min(own.created_at for own in owns),
        modified_at=max(own.modified_at for own in owns),
        shown=shown_of(history),
        contact=next((own.contact for own in owns if own.contact is not None), None),
        company=chosen.company,
        open=tuple([OpenItem(i.kind, i.id, i.pipeline, i.repeat is not None) for i in party.items])[-MOST_OPEN:],
        deals=sum(own.deals for own in owns),
        won=sum(own.won for own in owns),
        finished_owner=finished.finished_owner,
        bundle=first.bundle,
        touches=sum(own.touches for own in owns),
        first=first_source(memory, history, [own.first for own in owns if own.first is not None]),
        members=party.members,
        own=fields,
        finished_at=finished.finished_at,
        chosen_at=chosen.chosen_at,
    )


def first_source(memory: Memory, history: Iterable[Contribution], known: Iterable[Source] = ()) -> Source | None:
    """The first source of whom was said this: kept for as long as the workspace says, then that of the next touch (R28)."""
    days, first = policy(memory.config()).config.first_source_days, None
    said = [Source(channel=each.channel, source=each.source, at=each.at, **each.tags) for each in history if each.tags is not None]
    for source in sorted((*said, *known), key=lambda source: source.at):
        if first is None or source.at - first.at > days * DAY_MS:
            first = source
    return first


def age(item: Item) -> tuple[int, str]:
    """By which items are ordered, oldest first."""
    return item.created_at, item.id


def shown_by(memory: Memory, member: str) -> Shown:
    """The fields of one member, computed anew."""
    return shown_of(memory.contributions(member))
