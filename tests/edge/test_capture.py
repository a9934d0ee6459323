"""R44: what the edge answers, and that it appended the very bytes first."""

import asyncio
import json

import pytest

from runtime.embedded import EmbeddedLog
from tests.edge.doors import SECRET, TOKEN, captures, client, make, signed

ANN = {"name": "Ann", "phone": "+49 30 1234567", "_id": "key-1"}
PROGRAM = {"accept": "application/json"}


async def test_r44_a_form_is_appended_verbatim_before_its_202(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        answer = await http.post("/f/contact", data=ANN, headers=PROGRAM)
    (kept,) = await captures(log)
    assert (answer.status_code, answer.json()) == (202, {"ok": True, "id": kept.id})
    assert (kept.body, kept.content_type) == (b"name=Ann&phone=%2B49+30+1234567&_id=key-1", "application/x-www-form-urlencoded")
    assert (kept.workspace, kept.channel, kept.source, kept.meta["region"]) == ("main", "webform", "contact", "DE")


async def test_a_form_may_come_in_three_kinds_and_with_files(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        answers = [
            await http.post("/f/contact", data={**ANN, "_id": "1"}),
            await http.post("/f/contact", data={**ANN, "_id": "2"}, files={"plan": ("plan.pdf", b"%PDF\x00\xff", "application/pdf")}),
            await http.post("/f/contact", json={**ANN, "_id": "3"}),
        ]
    assert [answer.status_code for answer in answers] == [303, 303, 202]
    assert b"%PDF\x00\xff" in (await captures(log))[1].body


async def test_a_browser_is_sent_to_the_thank_you_page_in_its_language(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        sent = await http.post("/f/contact", data={**ANN, "_locale": "de"})
        page = await http.get(sent.headers["location"])
    assert (sent.status_code, sent.headers["location"]) == (303, "/f/contact?thanks=1&_locale=de")
    assert (page.status_code, "Vielen Dank!" in page.text) == (200, True)


@pytest.mark.parametrize(
    ("goal", "location"),
    [
        ("https://site.example/thanks?a=1", "https://site.example/thanks?a=1"),
        ("https://evil.example/", "/f/contact?thanks=1"),
        ("https://site.example@evil.example/", "/f/contact?thanks=1"),
        ("https://site.example.evil.example/", "/f/contact?thanks=1"),
        ("//evil.example", "/f/contact?thanks=1"),
        ("https:/\\evil.example", "/f/contact?thanks=1"),
        ("javascript:alert(1)", "/f/contact?thanks=1"),
        ("https://site.example/\r\nset-cookie: a=b", "/f/contact?thanks=1"),
        ("http://[", "/f/contact?thanks=1"),
    ],
)
async def test_next_leads_only_to_allowed_origins(log: EmbeddedLog, goal: str, location: str) -> None:
    async with client(make(log)) as http:
        answer = await http.post("/f/contact", data={**ANN, "_next": goal})
    assert (answer.status_code, answer.headers["location"]) == (303, location)


async def test_r44_a_form_that_lacks_what_it_declares_gets_422_and_appends_nothing(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        program = await http.post("/f/contact", json={"name": "Ann", "email": "ann at example"})
        browser = await http.post("/f/contact", data={"name": "<Ann>", "email": "ann at example", "_locale": "ru", "_id": "kept"})
    assert program.status_code == 422
    assert [(e["field"], e["code"]) for e in program.json()["errors"]] == [("email", "invalid_email")]
    assert (browser.status_code, browser.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "в нём должен быть знак @" in browser.text
    assert 'value="&lt;Ann&gt;"' in browser.text
    assert 'name="_id" value="kept"' in browser.text
    assert await captures(log) == []


async def test_an_unreadable_form_is_refused_where_something_is_required(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        answer = await http.post("/f/contact", content=b'{"name":', headers={"content-type": "application/json"})
    assert (answer.status_code, [e["code"] for e in answer.json()["errors"]]) == (422, ["unreadable", "contact"])
    assert await captures(log) == []


async def test_r53_a_robot_sees_the_ordinary_answer_and_is_kept(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        person = await http.post("/f/contact", data=ANN)
        robot = await http.post("/f/contact", data={**ANN, "_id": "key-2", "_gotcha": "x"})
        empty = await http.post("/f/contact", data={"_id": "key-3", "_gotcha": "x"})
    assert [a.status_code for a in (person, robot, empty)] == [303] * 3
    assert person.headers == robot.headers == empty.headers
    assert len(await captures(log)) == 3


async def test_r20_f7_one_form_twenty_times_in_parallel_to_two_edges_is_one_capture_id(log: EmbeddedLog) -> None:
    async with client(make(log)) as one, client(make(log)) as other:
        answers = await asyncio.gather(*(http.post("/f/contact", json=ANN) for http in (one, other) * 10))
    assert {(a.status_code, a.json()["id"]) for a in answers} == {(202, answers[0].json()["id"])}
    assert {capture.id for capture in await captures(log)} == {answers[0].json()["id"]}


async def test_r27_only_the_right_test_key_makes_a_test_submission(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        await http.post("/f/contact", json={**ANN, "_test": "guess"})
        await http.post("/f/contact", json={**ANN, "_test": "the-key"})
    assert [capture.meta.get("test") for capture in await captures(log)] == [None, "1"]


# --- calls ------------------------------------------------------------------------------------------------------------------------------

CALL = json.dumps({"call_id": "c-1", "event": "missed", "from": "+491522417946", "to": "+493023125555"}).encode()


async def test_a_signed_call_event_is_appended_and_answered(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        answer = await http.post("/call/office", content=CALL, headers=signed(CALL))
    (kept,) = await captures(log)
    assert (answer.status_code, answer.json()["id"], kept.body) == (202, kept.id, CALL)


async def test_a_signed_body_that_nobody_can_read_is_kept_for_the_dead_letters(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        answers = [await http.post("/call/office", content=body, headers=signed(body)) for body in (b"\xff\x00{", b"", b'{"event":"dtmf"}')]
    assert [answer.status_code for answer in answers] == [202] * 3
    assert len(await captures(log)) == 3


async def test_what_is_not_genuine_is_answered_401_and_appends_nothing(log: EmbeddedLog) -> None:
    good = signed(CALL)
    async with client(make(log)) as http:
        answers = [
            await http.post("/call/office", content=CALL, headers=headers)
            for headers in (
                {},
                {**good, "webhook-signature": "v1,AAAA"},
                {**good, "webhook-id": "other"},
                signed(CALL + b" "),
                signed(CALL, at=1),
                signed(CALL, at=9_999_999_999),
            )
        ]
        telegram = await http.post("/telegram/bot", json={"update_id": 1}, headers={"x-telegram-bot-api-secret-token": TOKEN + "x"})
    assert [answer.status_code for answer in (*answers, telegram)] == [401] * 7
    assert {answer.content for answer in answers} == {answers[0].content}
    assert SECRET not in answers[0].text
    assert await captures(log) == []


# --- chat and messengers ----------------------------------------------------------------------------------------------------------------


async def test_a_chat_message_is_taken_from_the_pages_of_the_site_alone(log: EmbeddedLog) -> None:
    post = {"visitor_id": "v", "message": {"id": "1", "text": "hi"}}
    async with client(make(log)) as http:
        ours = await http.post("/chat/shop", json=post, headers={"origin": "https://shop.example"})
        theirs = await http.post("/chat/shop", json=post, headers={"origin": "https://evil.example"})
    assert (ours.status_code, ours.headers["access-control-allow-origin"]) == (202, "https://shop.example")
    assert (theirs.status_code, "access-control-allow-origin" in theirs.headers) == (403, False)
    assert len(await captures(log)) == 1


async def test_a_telegram_update_is_answered_with_an_empty_200(log: EmbeddedLog) -> None:
    headers = {"x-telegram-bot-api-secret-token": TOKEN}
    updates: tuple[object, ...] = ({"update_id": 1}, [], "x")
    async with client(make(log)) as http:
        answers = [await http.post("/telegram/bot", json=update, headers=headers) for update in updates]
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"")] * 3
    assert len(await captures(log)) == 3
