"""The contract of channels: every folder of ingestors/ keeps it, found and never listed."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from ingestors.base import Admitted, Push, Refused, Request, SourceSettings
from runtime import discover
from runtime.testing.fixtures import Fixture, fixtures, folder, reading
from schemas.capture import Capture, decode, encode
from schemas.errors import Ignore, Reject
from schemas.record import Record
from schemas.touch import Touch

CHANNELS = sorted(discover.channels())
READERS = sorted(discover.readers())
PUSHES: list[Push[Any]] = [channel for channel in discover.channels().values() if isinstance(channel, Push)]
PAYLOADS = [fixture for name in READERS for fixture in fixtures(name)]
NOW_S = 1_772_439_300.0
SLOWEST_S = 2.0
"""CPU that any one capture may take (FAULTS, hostile corpora)."""


def push_id(channel: Push[Any]) -> str:
    return channel.name


def payload_id(fixture: Fixture) -> str:
    return f"{fixture.channel}/{fixture.name}"


def read(capture: Capture) -> list[Touch]:
    """Read a capture as the step would: touches, or nothing for what it refuses; anything else raised is a failure."""
    begun = time.process_time()
    touches, reason = [], "read"
    try:
        touches = list(discover.readers()[capture.channel](capture))
    except (Reject, Ignore) as refused:
        reason = str(refused)
    assert time.process_time() - begun < SLOWEST_S
    assert 0 < len(reason) < 400
    return touches


def assert_bounded(touches: list[Touch]) -> None:
    """A touch fits into a decision, survives the wire and PostgreSQL, and names itself."""
    for touch in touches:
        wire = msgspec.json.encode(touch)
        assert len(wire) < 400_000
        assert b"\\u0000" not in wire.replace(b"\\\\", b"")  # an escaped backslash is no NUL
        assert 0 < len(touch.key) <= 1024
        assert len(touch.fingerprint) == 16
        assert len(touch.fields) <= 80
    assert len({touch.key for touch in touches}) == len(touches)


# --- what stands in the folder ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_is_named_as_its_folder_and_explained_in_its_readme(name: str) -> None:
    readme = (folder(name) / "README.md").read_text()
    assert len(readme) > 400
    missing = [field for field in discover.channels()[name].settings.model_fields if f"`{field}`" not in readme and field != "workspace"]
    assert missing == [], "settings that the README does not explain"


@pytest.mark.parametrize("name", CHANNELS)
def test_every_setting_says_what_it_is_for(name: str) -> None:
    fields = discover.channels()[name].settings.model_fields
    assert [field for field, info in fields.items() if not info.description] == []


@pytest.mark.parametrize("name", READERS)
def test_a_channel_has_captured_payloads(name: str) -> None:
    assert list(fixtures(name)) != []


@pytest.mark.parametrize("fixture", PAYLOADS, ids=payload_id)
def test_a_captured_payload_is_read_as_its_golden(fixture: Fixture) -> None:
    expected = orjson.loads(fixture.golden.read_bytes())
    actual = orjson.loads(msgspec.json.encode(reading(discover.readers()[fixture.channel], fixture.capture)))
    assert expected == actual


def test_no_golden_stands_without_its_payload() -> None:
    orphans = [
        path
        for name in READERS
        for path in Path(folder(name) / "fixtures").glob("*.json")
        if not path.with_name(path.name.removesuffix(".json").removesuffix(".meta") + ".in").exists()
    ]
    assert orphans == []


# --- reading is total and deterministic -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None)
@given(
    body=st.binary(max_size=400),
    content_type=st.sampled_from(
        ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "text/plain; charset=nonsense")
    ),
)
def test_r45_any_bytes_are_touches_or_refused_with_a_reason(name: str, body: bytes, content_type: str) -> None:
    assert_bounded(read(Capture(id="c", workspace="main", channel=name, source="s", body=body, content_type=content_type)))


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_r45_a_damaged_payload_is_touches_or_refused_with_a_reason(name: str, data: st.DataObject) -> None:
    fixture = data.draw(st.sampled_from(list(fixtures(name))))
    body = bytearray(fixture.capture.body)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body)))
        upto = min(len(body), at + data.draw(st.integers(0, 30)))
        body[at:upto] = data.draw(st.one_of(st.binary(max_size=8), st.just(bytes(body[at:upto]) * 3)))
    assert_bounded(read(msgspec.structs.replace(fixture.capture, body=bytes(body))))


scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=20)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8
)


def places(value: object) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) in a JSON value."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from places(inner)


def json_payloads(name: str) -> list[Fixture]:
    return [
        fixture
        for fixture in fixtures(name)
        if fixture.capture.body.lstrip()[:1] == b"{" and "touches" in orjson.loads(fixture.golden.read_bytes())
    ]


@pytest.mark.parametrize("name", [name for name in READERS if json_payloads(name)])
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_r45_a_payload_with_values_of_other_kinds_is_touches_or_refused(name: str, data: st.DataObject) -> None:
    fixture = data.draw(st.sampled_from(json_payloads(name)))
    sent = orjson.loads(fixture.capture.body)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(list(places(sent))))
        container[key] = data.draw(values)
        if not list(places(sent)):
            break
    assert_bounded(read(msgspec.structs.replace(fixture.capture, body=orjson.dumps(sent))))


HOSTILE = {
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "not a number": b'{"phone":NaN}',
    "lone surrogate": b'{"name":"\\ud800","visitor_id":"v","message":"\\ud800","call_id":"\\udfff","event":"ringing","update_id":1}',
    "nul": b'{"name":"a\\u0000b","phone":"1\\u00002345678","visitor_id":"\\u0000v","message":"\\u0000","call_id":"c\\u0000","event":"missed"}',
    "huge number": b'{"update_id":1e999,"call_id":' + b"9" * 4000 + b',"event":"missed","duration_s":1e400,"visitor_id":1e308,"message":1}',
    "one long word": b'{"visitor_id":"v","name":"x","message":"' + b"a" * 60_000 + b'"}',
    "many at signs": b'{"visitor_id":"v","name":"x","message":"' + b"a@" * 30_000 + b'"}',
    "many digits": b'{"visitor_id":"v","name":"x","message":"' + b"1 (2)" * 12_000 + b'"}',
    "many dots": b'{"visitor_id":"v","name":"x","message":"a@' + b"b." * 30_000 + b'"}',
    "many pairs": b"a=1&" * 16_000,
    "many percents": b"phone=" + b"%C3" * 20_000,
    "many parts": b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 1_000,
    "endless header": b"--x\r\n" + b"A" * 60_000,
    "quoted name": b'--x\r\nContent-Disposition: form-data; name="' + b"\\\"" * 20_000,
    "spaces": b'{"visitor_id":"v","name":"x","message":"my name is' + b" " * 60_000 + b'"}',
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", READERS)
def test_hostile_bodies_cost_little_and_break_nothing(name: str, hostile: str) -> None:
    for content_type in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert_bounded(read(Capture(id="c", workspace="main", channel=name, source="s", body=HOSTILE[hostile], content_type=content_type)))


@pytest.mark.parametrize("fixture", PAYLOADS, ids=payload_id)
def test_reading_twice_gives_the_same_keys_and_touches(fixture: Fixture) -> None:
    assert read(fixture.capture) == read(fixture.capture)


@pytest.mark.parametrize("fixture", PAYLOADS, ids=payload_id)
def test_a_capture_survives_the_log(fixture: Fixture) -> None:
    made = encode(fixture.capture)
    assert decode(Record(0, 0, made.key, made.value, made.headers)) == fixture.capture


# --- admitting --------------------------------------------------------------------------------------------------------------------------


def request(fixture: Fixture, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Request:
    """The post of a payload, as the edge would hand it over."""
    return Request(
        method="POST",
        url="https://in.example/x",
        query="",
        headers={"content-type": fixture.capture.content_type, "accept": "application/json", **(headers or {})},
        body=fixture.capture.body if body is None else body,
        peer="192.0.2.1",
        nonce="nonce",
    )


def admit(channel: Push[Any], asked: Request, now_s: float = NOW_S) -> Admitted | None:
    """What would be appended; None where the channel refuses, with an answer."""
    try:
        admitted: Admitted = channel.admit(asked, channel.settings(), "fixture", now_s)
    except Refused as refused:
        answer = refused.answer
    else:
        return admitted
    assert 400 <= answer.status < 500
    assert answer.body
    return None


def secret_fields(of: type[SourceSettings]) -> list[str]:
    return [name for name, info in of.model_fields.items() if SecretStr in get_args(info.annotation) and info.default == ()]


SIGNED = [channel for channel in PUSHES if secret_fields(channel.settings)]


@pytest.mark.parametrize("channel", SIGNED, ids=push_id)
def test_without_a_secret_nothing_is_genuine(channel: Push[Any]) -> None:
    for fixture in fixtures(channel.name):
        with pytest.raises(Refused) as refused:
            channel.verify(request(fixture), channel.settings(), NOW_S)
        assert refused.value.answer.status == 401


@pytest.mark.parametrize("channel", SIGNED, ids=push_id)
def test_whatever_is_wrong_with_a_signature_the_answer_is_the_same(channel: Push[Any]) -> None:
    fixture = next(fixtures(channel.name))
    given_settings = channel.settings(**{secret_fields(channel.settings)[0]: (SecretStr("whsec_c2VjcmV0c2VjcmV0c2VjcmV0"),)})
    names = ("webhook-id", "webhook-timestamp", "webhook-signature", "x-telegram-bot-api-secret-token", "authorization")
    tries: tuple[dict[str, str], ...] = (
        {},
        dict.fromkeys(names, ""),
        dict.fromkeys(names, "x"),
        dict.fromkeys(names, "ÿ\udc80"),
        dict.fromkeys(names, "1" * 5000),
        {**dict.fromkeys(names, str(int(NOW_S))), "webhook-signature": "v1,AAAA v1, v2,x v1,ÿ"},
    )
    answers = []
    for headers in tries:
        with pytest.raises(Refused) as refused:
            channel.verify(request(fixture, None, headers), given_settings, NOW_S)
        answers.append(refused.value.answer)
    assert answers == [answers[0]] * len(tries)


@pytest.mark.parametrize("channel", PUSHES, ids=push_id)
def test_r20_a_repeat_gets_the_same_capture_id_from_any_edge(channel: Push[Any]) -> None:
    for fixture in fixtures(channel.name):
        first, second = admit(channel, request(fixture)), admit(channel, request(fixture), NOW_S + 1)
        assert first == second


@pytest.mark.parametrize("channel", PUSHES, ids=push_id)
def test_r20_what_differs_has_a_capture_id_of_its_own(channel: Push[Any]) -> None:
    ids = [admitted.id for fixture in fixtures(channel.name) if (admitted := admit(channel, request(fixture)))]
    assert len(ids) >= 3
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("channel", PUSHES, ids=push_id)
@settings(max_examples=60, deadline=None)
@given(
    body=st.binary(max_size=300),
    content_type=st.sampled_from(
        ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x" * 5000, "")
    ),
)
def test_admitting_any_bytes_ends_in_a_capture_or_a_refusal(channel: Push[Any], body: bytes, content_type: str) -> None:
    fixture = next(fixtures(channel.name))
    if admitted := admit(
        channel, request(fixture, body, {"content-type": content_type, "referer": "\xff" * 9000, "accept-language": "\xff,"})
    ):
        capture = Capture(
            id=admitted.id,
            workspace="w",
            channel=channel.name,
            source="s",
            body=body,
            content_type=admitted.content_type,
            meta=admitted.meta,
        )
        made = encode(capture)
        assert sum(len(content) for _, content in made.headers) < 16_384
        assert_bounded(read(capture))


@pytest.mark.parametrize("channel", PUSHES, ids=push_id)
def test_the_answer_rests_on_the_request_alone_and_is_a_success(channel: Push[Any]) -> None:
    for fixture in fixtures(channel.name):
        for accept in ("application/json", "text/html,*/*;q=0.8"):
            asked = request(fixture, None, {"accept": accept})
            answers = [channel.answer(asked, channel.settings(), "0b6c") for _ in range(2)]
            assert answers[0] == answers[1]
            assert answers[0].status in ((200, 202) if accept == "application/json" else (200, 202, 303))


@pytest.mark.parametrize("channel", PUSHES, ids=push_id)
def test_a_path_holds_the_source(channel: Push[Any]) -> None:
    assert channel.path.endswith("/{source}")
    assert len({other.path for other in PUSHES}) == len(PUSHES)
