"""Pieces of a job: open leads become deals, at most fifty with each `continue` capture, or when a touch meets one (R11, R61)."""

import msgspec

from processors.case import Act, Case, Known
from processors.life.convert import Wish, convert
from processors.life.dealing import AUTO
from processors.memory import raw_id
from processors.merge.rebinding import rebind_more
from processors.policy import policy
from processors.record import left
from processors.refused import Refused
from processors.remembered import Item
from processors.resolve.identify import stated
from processors.switch.job import Job, job, keep
from processors.switch.mode import end
from schemas.decision import LIMIT, Entry, Outcome
from schemas.errors import Reject
from schemas.job import PIECE, decode

replace = msgspec.structs.replace

LOOKED_AT = 1000
"""How many leads, open or not, one piece looks at."""
_BYTES = LIMIT // 3
"""After how many bytes told of converted leads no other one is begun: as much again is kept of them, and a decision holds no more."""


def go_on(act: Act) -> Entry:
    """Work off the next piece; raises Reject for a body that is none. A late or repeated capture changes nothing."""
    try:
        asked = decode(act.capture.body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Reject(f"The continuation of a job cannot be read: {error}.") from None
    found = job(act.memory, asked.job)
    if found is None:
        return _entry(act, "refused", f"There is no job {asked.job} in this workspace.")
    if found.status != "running" or asked.step != found.step:
        return _entry(
            act, "ignored", f"Job {found.id} is {found.status} and {found.step} pieces far; this was to be the one after {asked.step}."
        )
    if found.lead is not None:
        return _moved(act, replace(found, step=found.step + 1))
    if found.client is not None:
        return _rebound(act, replace(found, step=found.step + 1))
    after = _piece(act, replace(found, step=found.step + 1))
    said = f"Job {after.id}: {after.done} of {after.total} open leads became deals"
    return _entry(act, "applied", f"{said}{f', {after.kept} could not' if after.kept else ''}{'; done' if after.status == 'done' else ''}.")


def _moved(act: Act, found: Job) -> Entry:
    """Some more of a converted lead's activities are its deal's (R42a): those behind the last one and, where they are few, from the first on."""
    lead, deal = act.memory.item("lead", found.lead or ""), act.memory.item("deal", found.deal or "")
    moved, cursor = 0, b""
    for after in dict.fromkeys((found.cursor, b"")):
        if lead is not None and deal is not None and moved < PIECE:
            more, cursor = left.move_along(act, lead, deal, PIECE - moved, after)
            moved += more
    found = replace(found, done=found.done + moved, cursor=cursor)
    if moved < PIECE:
        found = replace(found, status="done")
        end(act, found)
    else:
        keep(act.memory, found)
    said = f"Job {found.id}: {found.done} of {found.total} activities of lead {found.lead} are those of deal {found.deal}"
    return _entry(act, "applied", f"{said}{'; done' if found.status == 'done' else ''}.")


def _rebound(act: Act, found: Job) -> Entry:
    """Some more of the activities of a client who was another one are told as theirs (R19)."""
    found = rebind_more(act, found)
    if found.status == "done":
        end(act, found)
    else:
        keep(act.memory, found)
    said = f"Job {found.id}: {found.done} of {found.total} activities of client {found.client} are told as theirs"
    return _entry(act, "applied", f"{said}{'; done' if found.status == 'done' else ''}.")


def _piece(act: Act, found: Job) -> Job:
    worked = 0
    for looked, lead in enumerate(act.memory.items_after("lead", found.cursor)):
        if looked == LOOKED_AT or worked == PIECE or _full(act):
            keep(act.memory, found)
            return found
        found = replace(found, cursor=raw_id(lead.id))
        if concerns(found, lead):
            worked += 1
            found = _one(act, found, lead)
    found = replace(found, status="done")
    end(act, found)
    return found


def _full(act: Act) -> bool:
    return sum([len(emit.data or b"") for emit in act.emit]) > _BYTES


def concerns(found: Job, lead: Item) -> bool:
    """Whether the lead is one that the job is to convert; what came after the switch is not."""
    if lead.semantic != "process" or lead.created_at > found.opened_at:
        return False
    return found.channel is None or (lead.first is not None and found.concerns(lead.first.channel))


def _one(act: Act, found: Job, lead: Item) -> Job:
    try:
        convert(act, lead, Wish(deal=AUTO, pipeline=found.pipeline))
    except Refused:
        return replace(found, kept=found.kept + 1)
    return replace(found, done=found.done + 1)


def met(case: Case, known: Known) -> Known:
    """Who a touch is from, once the open leads of it that a job has not reached yet are deals (R61)."""
    config, memory = case.policy.config, case.memory
    found = job(memory, config.converting) if config.converting else None
    if found is None or known.new:
        return known
    before = found
    for listed in known.client.open:
        lead = memory.item(listed.kind, listed.id) if listed.kind == "lead" else None
        if lead is not None and concerns(found, lead) and not _full(case):
            found = _one(case, found, lead)
    if found is before:
        return known
    keep(memory, found)
    member = memory.member(raw_id(known.home.id))
    assert member is not None, "converting a lead takes nobody away"
    client = member.client
    shown, own = stated(case, client, mute=known.mute)  # it may have been merged with the contact whom its lead was qualified for
    return replace(
        known,
        client=client,
        home=member.own,
        shown=shown,
        own=own,
        differs=shown != client.shown or own is not client.own,
        company=memory.company(client.company) if client.company else known.company,
    )


def _entry(act: Act, outcome: Outcome, reason: str) -> Entry:
    rules = policy(act.memory.config()).config.version
    return Entry(touch=act.capture.id, outcome=outcome, channel=act.capture.channel, source=act.capture.source, reason=reason, rules=rules)
