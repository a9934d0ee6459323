"""Reading a call event: who called which line, and what became of the call (R25)."""

from collections.abc import Mapping
from typing import Final, Literal

import orjson

from ingestors import hints, text
from ingestors.times import millis
from schemas.capture import Capture
from schemas.codec import digest
from schemas.errors import Ignore, Reject
from schemas.touch import Attribution, CallEvent, Person, Touch

Event = Literal["ringing", "answered", "missed", "finished", "recording"]

_WORDS: Final[Mapping[Event, str]] = {
    "ringing": "ringing ring incoming newchannel dialbegin start started callstart",
    "answered": "answered answer answeredcall bridgeenter connected pickup",
    "missed": "missed noanswer busy cancel cancelled canceled congestion chanunavail unanswered rejected failed donotdisturb voicemail",
    "finished": "finished finish hangup ended end completed complete callend disconnected",
    "recording": "recording recorded record recordingready recordingcompleted",
}
_EVENTS: Final[Mapping[str, Event]] = {word: event for event, words in _WORDS.items() for word in words.split()}
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "call_id": ("callid", "linkedid", "uniqueid", "calluuid", "callsid"),
    "leg": ("leg", "legid"),
    "uniqueid": ("uniqueid",),
    "sequence": ("sequence", "seq"),
    "event": ("event", "eventtype", "type"),
    "status": ("status", "dialstatus", "disposition", "callstatus", "state"),
    "direction": ("direction", "calldirection"),
    "from": ("from", "caller", "calleridnum", "src", "fromnumber", "callerid"),
    "to": ("to", "called", "exten", "dnid", "did", "dst", "tonumber", "line"),
    "caller_name": ("callername", "calleridname", "fromname"),
    "duration_s": ("durations", "billsec", "duration", "talktime"),
    "answered_by": ("answeredby", "agent", "operator", "extension", "dstchannel", "destchannel"),
    "missed_reason": ("missedreason", "reason", "causetxt"),
    "started_at": ("startedat", "start", "starttime", "timestamp", "calldate", "occurredat"),
    "recording_url": ("recordingurl", "recordurl", "recording"),
}
"""Our names and those of Asterisk, FreePBX and their like, lower-case and without separators."""
_OURS: Final = {name: tuple([(ours, theirs.index(name)) for ours, theirs in _NAMES.items() if name in theirs])
                for theirs in _NAMES.values() for name in theirs}  # fmt: skip
"""What a name stands for, and how many names for it go before."""
_WRITTEN: Final = {written: written.replace("_", "") for written in (*_NAMES, *_OURS)}
"""Names as they are mostly written."""

_WITHHELD: Final = frozenset(
    (
        "",
        "anonymous",
        "unknown",
        "null",
        "none",
        "withheld",
        "private",
        "restricted",
        "unavailable",
        "hidden",
        "asterisk",
        "s",
        "<unknown>",
        "n/a",
    )
)


def event_of(body: bytes) -> dict[str, str]:
    """The event's fields by our names; raises Reject when the body is no event of a call."""
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Reject(f"The call event is not valid JSON: line {error.lineno}, column {error.colno}.") from None
    if isinstance(sent, dict) and isinstance(inner := sent.get("data"), dict):  # Standard Webhooks: {"type", "timestamp", "data"}
        sent = {**sent, **inner}
    if not isinstance(sent, dict):
        raise Reject("The call event must be a JSON object.")
    flat = {_WRITTEN.get(name) or name.lower().replace("_", "").replace("-", "")[:64]: value for name, value in sent.items()}
    event: dict[str, str] = {}
    ranks: dict[str, int] = {}
    for name, value in flat.items():
        if value is not None and name in _OURS and (said := text.clean(value, 2048)) is not None:
            for ours, rank in _OURS[name]:
                if ours not in ranks or rank < ranks[ours]:
                    event[ours], ranks[ours] = said, rank
    return event


def kind_of(event: Mapping[str, str]) -> Event | None:
    """Which of the five it is: by its event, else by how the call ended; None for an event that we do not know."""
    said, status = _word(event.get("event", "")), _word(event.get("status", ""))
    if said in ("dialend", "call", "callevent", "cdr", ""):
        ended = _EVENTS.get(status)
        return "finished" if ended == "answered" and said != "dialend" and "duration_s" in event else ended
    return _EVENTS.get(said)


def _word(value: str) -> str:
    if not value or value in _EVENTS:
        return value
    word = value.lower().replace("_", "").replace("-", "").replace(" ", "")
    return word.removeprefix("call.").removeprefix("calls.").replace(".", "")


def key_of(source: str, event: Mapping[str, str], kind: str) -> str:
    """R20: call id + event, leg or sequence."""
    leg = event.get("leg") or (event.get("uniqueid", "") if event.get("uniqueid") != event.get("call_id") else "")
    return f"call:{source}:{event['call_id'][:128]}:{kind}:{leg[:128]}:{event.get('sequence', '')[:32]}"


def parse(capture: Capture) -> list[Touch]:
    """Read the event; raises Ignore for events that say nothing about an enquiry, Reject for a body that is no call."""
    event = event_of(capture.body)
    kind = kind_of(event)
    if kind is None:
        raise Ignore("An event of the exchange that we do not use; it is kept as it came.")
    if "call_id" not in event:
        raise Reject("The call event has no call_id (or Linkedid, Uniqueid): set it in the exchange's webhook.")
    heard = event.get("direction", "in").lower()
    if heard in ("internal", "local"):
        raise Ignore("A call between our own extensions (R25).")
    direction: Literal["in", "out"] = "out" if heard.startswith("out") else "in"
    customer, line = (event.get("to"), event.get("from")) if direction == "out" else (event.get("from"), event.get("to"))
    said = "\x1f".join(
        [event.get(name, "") for name in ("from", "to", "direction", "duration_s", "status", "answered_by", "recording_url")]
    )
    return [
        Touch(
            key=key_of(capture.source, event, kind),
            fingerprint=digest(said.encode("utf-8", "surrogatepass")),
            activity="call",
            direction=direction,
            person=Person(name=_caller_name(event, customer), phones=_phones(customer)),
            occurred_at=millis(event.get("started_at")),
            regions=hints.regions(hints.of_line(line) if line else (), hints.of_country(capture.meta.get("region"))),
            attribution=Attribution(line=line),
            call=_call(event, kind),
            test=capture.meta.get("test") == "1",
        )
    ]


def _call(event: Mapping[str, str], kind: Event) -> CallEvent:
    status = event.get("status")
    return CallEvent(
        call_id=event["call_id"][:128],
        event=kind,
        answered_by=_extension(event.get("answered_by")),
        duration_s=_seconds(event.get("duration_s")),
        missed_reason=(event.get("missed_reason") or status) if kind == "missed" else None,
        recording_url=_url(event.get("recording_url")),
    )


def _phones(number: str | None) -> tuple[str, ...]:
    """The customer's number as given; none where it is withheld, or an extension of our own exchange."""
    if number is None or number.lower() in _WITHHELD:
        return ()
    return (number,) if sum(map(str.isdigit, number)) >= 5 else ()


def _caller_name(event: Mapping[str, str], number: str | None) -> str | None:
    """What the exchange shows as the caller: upper case, Latin, cut at 15, and often just the number again."""
    name = event.get("caller_name")
    if name is None or name.lower() in _WITHHELD or name == number or not any(map(str.isalpha, name)):
        return None
    return name


def _extension(value: str | None) -> str | None:
    """`PJSIP/101-0000002a` -> 101; anything else as it is."""
    if value is None:
        return None
    technology, slash, rest = value.partition("/")
    if slash and technology.upper() in ("SIP", "PJSIP", "LOCAL", "IAX2", "AGENT"):
        value = rest.partition("-")[0].partition("@")[0]
    return value[:64] or None


def _seconds(value: str | None) -> int | None:
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return None
    return int(seconds) if 0 <= seconds <= 7 * 86_400 else None


def _url(value: str | None) -> str | None:
    return value if value is not None and value.startswith(("https://", "http://")) and " " not in value else None
