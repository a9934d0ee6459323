"""The step, as a table of contents: parse, normalise, resolve, route, assign, record.

It is pure and total: it reads and writes the state that it is given, its now is an argument, and whatever the capture's bytes are, each
touch in it comes out in exactly one entry. Own channels: `config`, `command` and `continue` (the pieces of jobs); all others are read by
their readers. A channel without one (what a later release may bring, as timers or redrives) is a dead letter.
"""

import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from processors.assign.owner import owner_of
from processors.case import Act, Case, Ringing
from processors.commands import say
from processors.configure import configure
from processors.decisionlog import Decide, Stopped
from processors.feedback import admit, hear
from processors.gates import gate, machine
from processors.idempotency import Standing, standing, unread_before
from processors.memory import Memory
from processors.policy import Policy, policy
from processors.promote import Aside, original_of, promoted, promotion, set_aside
from processors.reading import Envelope, Read, Reader, Reading, Said, read, said_in, touches_in
from processors.record import record
from processors.remembered import Call
from processors.resolve.identify import identify
from processors.resolve.profile import on_day
from processors.route import route
from processors.route.calls import heard
from processors.switch.pieces import go_on, met
from schemas.capture import Appended, Capture
from schemas.codec import derive_id
from schemas.command import CHANNEL as COMMAND
from schemas.decision import Entry, Outcome, Verdict
from schemas.errors import Ignore, Reject
from schemas.job import CHANNEL as CONTINUE
from schemas.state import Overlay, ReadState, State
from schemas.touch import Touch

replace = msgspec.structs.replace

CONFIG = "config"
_OWN = frozenset((CONFIG, COMMAND, CONTINUE))


class Step:
    """The step with the channels' readers, by channel name."""

    def __init__(self, readers: Mapping[str, Reader]) -> None:
        self._readers = readers

    def __call__(self, appended: Appended, state: State, now_ms: int) -> Verdict:
        """What the capture became; its changes are in `state`. Raises nothing of its own: what fails is a dead letter (F17)."""
        return self._decide(appended.capture, state, now_ms, _UNREAD)

    def ahead(self, captures: Sequence[Appended], state: ReadState, reading: Read = read) -> Decide:
        """The step for captures that are to be decided in this order, read at once: the same verdicts in less time. `state`: before the first.

        Channel by channel, which makes it faster still. What a configuration among them changes is read again. `reading`: as the host bounds
        it; where that stops one, the rest is read where it is decided.
        """
        by_place: dict[tuple[str, int], Reading] = {}
        rules: dict[str, Policy] = {}
        for appended in sorted([each for each in captures if each.capture.channel not in _OWN], key=_channel):
            capture = appended.capture
            try:
                if (known := rules.get(capture.workspace)) is None:
                    known = rules[capture.workspace] = policy(Memory(state, capture.workspace).config())
                by_place[appended.lane, appended.offset] = reading(self._readers, capture, known, appended.at)
            except Stopped:
                break
            except Exception:  # noqa: BLE001 - it is raised again where the capture is decided
                continue

        def decide(appended: Appended, state: State, now_ms: int) -> Verdict:
            return self._decide(appended.capture, state, now_ms, by_place.get((appended.lane, appended.offset), _UNREAD))

        return decide

    def _decide(self, capture: Capture, state: State, now: int, reading: Reading) -> Verdict:
        try:
            if capture.channel == CONFIG:
                return Verdict((configure(Memory(state, capture.workspace), capture),))
            if capture.channel == COMMAND:
                return _isolated(capture, None, state, lambda draft: _command(self._readers, capture, draft, now))
            if capture.channel == CONTINUE:
                return _isolated(capture, None, state, lambda draft: _continue(capture, draft, now))
            if reading.failed is not None:
                raise reading.failed
            touches = reading.touches if reading.touches is not None else touches_in(self._readers, capture)
        except Ignore as reason:
            return Verdict((_unread(capture, "ignored", str(reason)),))
        except Reject as refused:
            return _refused(capture, refused, state, now)
        except Exception as error:  # noqa: BLE001 - whatever a reader does, the capture is kept and its neighbours go on
            return Verdict((_dead(capture, capture.id, error),))
        if not touches:
            return Verdict((_unread(capture, "ignored", "The reader found nothing in it."),))
        parts = [Part(touch, n, reading.said[n] if reading.said else None) for n, touch in enumerate(touches)]
        if len(parts) == 1:
            return _decide_touch(capture, parts[0], state, now)
        verdicts = [_decide_touch(capture, part, state, now) for part in parts]
        return Verdict(tuple(e for v in verdicts for e in v.entries), tuple(e for v in verdicts for e in v.emit))


_UNREAD = Reading()


def _channel(appended: Appended) -> str:
    return appended.capture.channel


class Part(NamedTuple):
    """A touch of a capture, the `n`th, and what it says, if it was read before."""

    touch: Touch
    n: int
    said: Said | None


def _isolated(capture: Capture, n: int | None, state: State, decided: Callable[[State], Verdict]) -> Verdict:
    """What is decided of the `n`th touch, or of the whole capture, on an overlay of its own: where it fails, its changes are dropped and its
    neighbours are unharmed."""
    draft = state if isinstance(state, Overlay) and not state.changes else Overlay(state)
    try:
        verdict = decided(draft)
    except Exception as error:  # noqa: BLE001 - a bug of ours is a dead letter, the worker goes on (F17)
        draft.drop()
        name = capture.id if n is None else derive_id(capture.workspace, capture.id, "touch", str(n))
        return Verdict((_dead(capture, name, error),))
    if draft is not state:
        _keep(state, draft)
    return verdict


def _command(readers: Mapping[str, Reader], capture: Capture, state: State, now: int) -> Verdict:
    act = Act(capture=capture, memory=Memory(state, capture.workspace), now=now)
    if (said := promotion(capture)) is None:
        return Verdict((say(act),), tuple(act.emit))
    original = original_of(capture, said)
    found = set_aside(act, said, touches_in(readers, original))
    if isinstance(found, Entry):
        return Verdict((found,))
    verdicts = [_promote(original, one, state, now) for one in found]
    return Verdict(tuple(e for v in verdicts for e in v.entries), tuple(e for v in verdicts for e in v.emit))


def _continue(capture: Capture, state: State, now: int) -> Verdict:
    act = Act(capture=capture, memory=Memory(state, capture.workspace), now=now)
    return Verdict((go_on(act),), tuple(act.emit))


def _promote(original: Capture, aside: Aside, state: State, now: int) -> Verdict:
    """The touch decided anew, exempt from what set it aside (R56)."""
    before = Standing(aside.seen.touch, aside.key)
    case = _case(original, Part(aside.touch, 0, None), before, Memory(state, original.workspace), now)
    case.promoted, case.again = True, aside.seen.client
    entry, home = _routed(case)
    case.memory.keep_seen(aside.key, case.seen(home, entry.outcome))
    return Verdict((promoted(entry, aside),), tuple(case.emit))


def _decide_touch(capture: Capture, part: Part, state: State, now: int) -> Verdict:
    return _isolated(capture, part.n, state, lambda draft: _touch(capture, part, draft, now))


def _touch(capture: Capture, part: Part, state: State, now: int) -> Verdict:
    memory, touch = Memory(state, capture.workspace), part.touch
    if touch.feedback is not None:
        admit(memory, touch.feedback, now)
    before = standing(memory, capture, touch, part.n, now)
    if before.repeats is not None:
        return Verdict((_duplicate(memory, capture, before),))
    case = _case(capture, part, before, memory, now)
    entry, home = gate(case), None
    if entry is None:
        entry, home = (hear(case, touch.feedback), None) if touch.feedback is not None else _routed(case)
    memory.keep_seen(before.key, case.seen(home, entry.outcome))
    return Verdict((entry,), tuple(case.emit))


def _routed(case: Case) -> tuple[Entry, str | None]:
    """The entry of a touch that passed the gates, and the member whose it is."""
    ringing = _ringing(case)
    if case.touch.machine:
        known, plan = machine(case)
    else:
        known = identify(case, ringing)
        if case.policy.config.converting and known is not None and case.mode == "simple":
            known, ringing = met(case, known), _ringing(case)
        plan = route(case, known, ringing)
    given = owner_of(case, known, plan, ringing)
    return record(case, known, plan, given, ringing), known.home.id if known is not None else None


def _case(capture: Capture, part: Part, before: Standing, memory: Memory, now: int) -> Case:
    stored = memory.config()
    if stored is None:
        memory.enlist()
    rules, said = policy(stored), part.said
    if said is None or said.policy is not rules:
        said = said_in(capture, part.touch, rules, now)
    touch = said.touch
    return Case(
        capture=capture,
        touch=touch,
        touch_id=before.touch,
        now=now,
        policy=rules,
        memory=memory,
        mode=rules.mode(capture.channel),
        regions=said.regions,
        sender=said.sender,
        profile=on_day(said.profile, now),
        tags=said.tags,
        properties=rules.properties(touch, said.sender, capture.channel, capture.source, said.regions),
        write=rules.write(capture.channel, capture.source),
        flags=_flags(before, touch) + said.unread,
        own=said.own,
    )


def _flags(before: Standing, touch: Touch) -> tuple[str, ...]:
    return (("id_reused",) if before.reused else ()) + (("test",) if touch.test else ())


def _ringing(case: Case) -> Ringing | None:
    """The call of a call event, as it was and as it is now (R25)."""
    event, capture = case.touch.call, case.capture
    if event is None:
        return None
    key = f"{capture.channel}/{capture.source}/{event.call_id}"
    before = case.memory.call(key) or Call(derive_id(capture.workspace, "call", key))
    made, kind = before.item, before.item_kind
    item = case.memory.standing_item(kind, made) if made and kind else None
    if item is not None and item.converted_to:
        deals = (case.memory.standing_item("deal", entity) for entity in item.converted_to)
        item = next((deal for deal in deals if deal is not None), item)
    if item is not None and item.id != made:
        before = replace(before, item=item.id, item_kind=item.kind)
    return Ringing(key, before, heard(before, event), item, made, kind)


def _keep(state: State, draft: Overlay) -> None:
    """What was decided on an overlay becomes state."""
    if isinstance(state, Overlay):
        state.changes.update(draft.changes)
        return
    for key, value in draft.changes.items():
        if value is None:
            state.delete(key)
        else:
            state.put(key, value)


def _duplicate(memory: Memory, capture: Capture, before: Standing) -> Entry:
    assert before.repeats is not None
    client = memory.client(before.repeats.client) if before.repeats.client else None
    return Entry(
        touch=before.touch,
        outcome="duplicate",
        channel=capture.channel,
        source=capture.source,
        reason=f"The same was decided already, of capture {before.repeats.capture} (R20, R21).",
        duplicate_of=before.repeats.touch,
        client=client.id if client else None,
    )


def _unread(capture: Capture, outcome: Outcome, reason: str) -> Entry:
    return Entry(touch=capture.id, outcome=outcome, channel=capture.channel, source=capture.source, reason=reason)


def _refused(capture: Capture, refused: Reject, state: State, now: int) -> Verdict:
    """A dead letter, or a duplicate of the one that it was before (R20)."""
    dead, key = _dead(capture, capture.id, refused), refused.key
    if key is None:
        return Verdict((dead,))

    def decided(draft: State) -> Verdict:
        before = unread_before(Memory(draft, capture.workspace), capture, key, now)
        if before is None:
            return Verdict((dead,))
        reason = f"It could not be read before, as capture {before.capture}, and cannot be now (R20): {dead.reason}"
        return Verdict((replace(dead, outcome="duplicate", reason=reason, duplicate_of=before.touch),))

    return _isolated(capture, None, state, decided)


def _dead(capture: Capture, touch: str, error: Exception) -> Entry:
    """A dead letter: whose fault it is, and what a person can do; without personal data."""
    fault: Literal["input", "envelope", "bug"]
    match error:
        case Envelope():
            fault, reason = "envelope", str(error)
        case Reject():
            fault, reason = "input", str(error)
        case _:
            at = traceback.extract_tb(error.__traceback__)[-1]
            fault = "bug"
            reason = f"A bug of leadloom: {type(error).__name__} at {at.filename.rpartition('/')[2]}:{at.lineno}. Report it, update, then redrive."
    return Entry(touch=touch, outcome="dead", channel=capture.channel, source=capture.source, reason=reason, fault=fault)
