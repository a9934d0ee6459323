"""Rebinding: activities that were told as those of a client who is another one now are told as those of whose touches they were (R19)."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

import msgspec

from processors.case import OURS, Act
from processors.memory import raw_id, text_id
from processors.record.left import activity_of, told_again
from processors.record.planned import is_anothers, names_of, rebound
from processors.remembered import Client, Contribution, Planned
from processors.switch import job
from processors.switch.job import Job
from schemas.crm import Activity
from schemas.job import PIECE

replace = msgspec.structs.replace


class _Stale(msgspec.Struct, frozen=True, gc=False):
    """A touch of a member, whether its activity is told as another client's, and what it planned that is."""

    member: str
    said: Contribution
    told: bool
    planned: Sequence[Planned]

    @property
    def cursor(self) -> bytes:
        return raw_id(self.member) + raw_id(self.said.touch)


def rebind(act: Act, clients: Sequence[Client]) -> None:
    """Tell the activities of the clients that lead to another one; those above what one capture works on are left to a job (R61).

    Work: linear in the touches of the clients.
    """
    for client in clients:
        stale = list(_stale(act, client))
        _tell(act, client, stale[:PIECE])
        if len(stale) > PIECE:
            opened = Job(
                id=act.derive("activities", client.id),
                status="running",
                by=OURS,
                opened_at=act.now,
                pipeline="",
                channel=None,
                total=len(stale),
                cursor=stale[PIECE - 1].cursor,
                done=PIECE,
                client=client.id,
            )
            job.keep(act.memory, opened)


def rebind_more(act: Act, found: Job) -> Job:
    """The job after its next piece, which is less than one only where nothing is left."""
    client = act.memory.client(found.client or "")
    stale = list(islice(_stale(act, client, found.cursor), PIECE)) if client is not None else []
    if client is not None:
        _tell(act, client, stale)
    done = replace(found, done=found.done + len(stale), cursor=stale[-1].cursor if stale else found.cursor)
    return done if len(stale) == PIECE else replace(done, status="done")


def _stale(act: Act, client: Client, after: bytes = b"") -> Iterator[_Stale]:
    """What the touches behind the cursor `after` left and planned, as far as it is told as another client's."""

    @cache
    def leads(entity: str) -> bool:
        found = act.memory.client(entity)
        return found is not None and found.id == client.id

    for raw in sorted([raw_id(member) for member in client.members or (client.id,)]):
        if raw < after[:16]:
            continue
        member = text_id(raw)
        for said in act.memory.contributions_after(member, after[16:] if raw == after[:16] else b""):
            call = activity_of(act, said) if said.call is not None else None
            names = names_of(act.capture.workspace, said.touch, call)
            found = [each for name in names if (each := act.memory.planned(name)) is not None and each.client == member]
            planned = [each for each in found if not leads(each.under or each.client) or is_anothers(act.memory, each)]
            told = bool(said.kind) and not leads(said.under or member)
            if told or planned:
                yield _Stale(member, said, told, planned)


def _tell(act: Act, client: Client, stale: Sequence[_Stale]) -> None:
    """Each as the client's, with that alone: state does not keep what was said. Of a call several touches tell; it is told once."""
    calls: dict[str, int] = {}
    for each in stale:
        said = each.said
        if each.told:
            activity = activity_of(act, said)
            version = calls.get(activity) or _told(act, said, activity, client, said.under or each.member)
            if said.call is not None:
                calls[activity] = version
            under = client.id if client.id != each.member else ""
            act.memory.contribute(each.member, replace(said, told=version, under=under))
        for planned in each.planned:
            if (now := act.memory.planned(planned.id)) is not None and now.version == planned.version:  # several events of a call name it
                rebound(act, now)


def _told(act: Act, said: Contribution, activity: str, client: Client, before: str) -> int:
    version = told_again(act, said)
    told = Activity(
        id=activity,
        workspace=act.capture.workspace,
        version=version,
        cause=act.capture.id,
        changed=("client",),
        kind=said.kind,  # type: ignore[arg-type]
        client=client.id,
        channel=said.channel,
        source=said.source,
        moved_from=before,
    )
    act.tell("activity", activity, version, told)
    return version
