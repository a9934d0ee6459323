"""What the edge refuses: too large, too slow, too many, from elsewhere, or while the log is unwell."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from starlette.types import Message

from ingestors.webform.body import FORM_LIMIT
from runtime.edge.limits import Buckets, Refusals, sender
from runtime.edge.requests import Wire
from runtime.embedded import EmbeddedLog
from runtime.settings.models import EdgeSettings
from schemas.errors import Reject, Retry
from tests.edge.doors import Unwell, captures, client, make, signed

ANN = {"name": "Ann", "phone": "+49 30 1234567", "_id": "key-1"}
PROBLEM = "application/problem+json"


async def endless(part: bytes) -> AsyncIterator[bytes]:
    while True:
        yield part


async def test_what_is_nowhere_is_a_problem_of_its_own(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        answers = [
            await http.get("/"),
            await http.post("/f/nobody", data=ANN),
            await http.post("/call/nobody"),
            await http.get("/f/contact/"),
        ]
        wrong = await http.delete("/f/contact")
        call = await http.get("/call/office")
    assert [(a.status_code, a.headers["content-type"]) for a in answers] == [(404, PROBLEM)] * 4
    assert [(a.status_code, a.headers["allow"]) for a in (wrong, call)] == [(405, "GET, HEAD, POST, OPTIONS"), (405, "POST")]


async def test_f18_a_body_over_the_limit_gets_413_announced_or_not(log: EmbeddedLog) -> None:
    large = b"a=" + b"x" * FORM_LIMIT
    form = {"content-type": "application/x-www-form-urlencoded"}
    async with client(make(log)) as http:
        answers = [
            await http.post("/f/contact", content=large, headers=form),
            await http.post("/f/contact", data={"message": "y" * FORM_LIMIT, "phone": "123"}, files={"f": b"x"}),
            await http.post("/call/office", content=b"x" * ((1 << 20) + 1)),
            await http.post("/call/office", content=endless(b"x" * 65_536)),
            await http.post("/chat/shop", headers={"content-length": "99999999999999999999999"}, content=b"{}"),
        ]
    assert [(a.status_code, a.headers["content-type"]) for a in answers] == [(413, PROBLEM)] * 5
    assert await captures(log) == []


async def test_ten_mebibytes_of_files_are_taken(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        answer = await http.post("/f/contact", data=ANN, files={"plan": b"x" * (10 << 20)})
    assert answer.status_code == 303


async def test_an_unknown_kind_of_body_gets_415(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        answer = await http.post("/f/contact", content=b"<x/>", headers={"content-type": "application/xml"})
    assert (answer.status_code, answer.headers["content-type"], answer.json()["status"]) == (415, PROBLEM, 415)


async def test_more_than_a_hundred_headers_get_431(log: EmbeddedLog) -> None:
    async with client(make(log), **{f"x-{n}": "1" for n in range(101)}) as http:
        assert (await http.post("/f/contact", data=ANN)).status_code == 431


async def test_a_body_that_does_not_come_gets_408(log: EmbeddedLog) -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield b"name="
        await asyncio.Event().wait()

    async with client(make(log, options=EdgeSettings(read_timeout_s=0.05))) as http:
        answer = await http.post("/f/contact", content=slow(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 408
    assert await captures(log) == []


async def test_too_many_posts_of_one_address_get_429_and_when_to_come_back(log: EmbeddedLog) -> None:
    async with client(make(log, options=EdgeSettings(per_ip_per_minute=3))) as http:
        answers = [await http.post("/f/contact", json={**ANN, "_id": str(n)}) for n in range(5)]
    assert [a.status_code for a in answers] == [202] * 3 + [429] * 2
    assert (answers[-1].headers["content-type"], int(answers[-1].headers["retry-after"]) in range(1, 21)) == (PROBLEM, True)
    assert len(await captures(log)) == 3


async def test_too_many_posts_to_one_form_get_429_and_others_pass(log: EmbeddedLog) -> None:
    options = EdgeSettings(per_ip_per_minute=0, per_source_per_minute=2)
    async with client(make(log, options=options)) as http:
        form = [(await http.post("/f/contact", json=ANN)).status_code for _ in range(3)]
        chat = await http.post("/chat/shop", json={"visitor_id": "v", "message": "x"})
    assert (form, chat.status_code) == ([202, 202, 429], 202)


def test_a_bucket_fills_evenly_and_forgets_who_came_long_ago() -> None:
    buckets = Buckets(per_minute=60, most=2)
    assert [buckets.take("a", 0.0) for _ in range(61)] == [0.0] * 60 + [1.0]
    assert buckets.take("a", 1.0) == 0.0
    assert (buckets.take("b", 1.0), buckets.take("c", 1.0)) == (0.0, 0.0)
    assert buckets.take("a", 1.0) == 0.0, "forgotten: it starts full again"


def test_whoever_has_a_whole_network_of_ipv6_is_still_one_sender() -> None:
    assert sender("2001:db8:0:1::7") == sender("2001:db8:0:1:ffff::1") != sender("2001:db8:0:2::7")
    assert [sender(address) for address in ("192.0.2.1", "", "a:b")] == ["192.0.2.1", "", "a:b"]


def test_a_proxy_that_is_no_address_is_refused_in_one_sentence() -> None:
    with pytest.raises(Reject, match=r"'proxy\.example' is neither an address nor a network"):
        Wire(None, ("10.0.0.0/8", "proxy.example"), 10)


async def test_f1_a_log_that_cannot_take_it_gives_503_and_nothing_counts_as_accepted(unwell: Unwell) -> None:
    app = make(unwell)
    unwell.fault = Retry("the broker is away", after_s=2.5)
    async with client(app) as http:
        answers = [
            await http.post("/f/contact", json=ANN),
            await http.post("/f/contact", data=ANN),
            await http.post("/call/office", content=b"{}", headers=signed(b"{}")),
        ]
        unwell.fault = None
        again = await http.post("/f/contact", json=ANN)
        metrics = (await http.get("/metrics")).text
    assert [(a.status_code, a.headers["content-type"], a.headers["retry-after"]) for a in answers] == [(503, PROBLEM, "3")] * 3
    assert again.status_code == 202
    assert [capture.id for capture in await captures(unwell)] == [again.json()["id"]]
    assert 'leadloom_captures_appended_total{channel="webform"} 1.0' in metrics
    assert 'leadloom_requests_total{channel="webform",status="5xx"} 2.0' in metrics
    assert "telephony" not in [line.split('"')[1] for line in metrics.splitlines() if line.startswith("leadloom_captures_appended_total{")]


async def test_f1_a_log_that_does_not_answer_gives_503_after_a_bounded_wait(unwell: Unwell) -> None:
    unwell.stuck = asyncio.Event()
    async with client(make(unwell, append_wait_s=0.05)) as http:
        answer = await http.post("/f/contact", json=ANN)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert await captures(unwell) == []


async def test_what_the_log_never_takes_gets_413(unwell: Unwell) -> None:
    unwell.fault = Reject("too large")
    async with client(make(unwell)) as http:
        assert (await http.post("/f/contact", json=ANN)).status_code == 413


async def test_too_much_under_way_gives_503_at_once(unwell: Unwell) -> None:
    app = make(unwell)
    app.state.shared.most = 1
    unwell.stuck = asyncio.Event()
    async with client(app) as http:
        first = asyncio.create_task(http.post("/f/contact", json=ANN))
        await unwell.asked.wait()
        second = await http.post("/f/contact", json=ANN)
        unwell.stuck.set()
        assert ((await first).status_code, second.status_code) == (202, 503)


async def test_a_sender_who_hangs_up_leaves_nothing_behind(log: EmbeddedLog) -> None:
    app = make(log)
    parts: Iterator[Message] = iter(({"type": "http.request", "body": b"name=", "more_body": True}, {"type": "http.disconnect"}))
    sent: list[Message] = []
    scope = {
        "type": "http", "method": "POST", "path": "/f/contact", "raw_path": b"/f/contact", "query_string": b"", "scheme": "http",
        "headers": [(b"content-type", b"application/x-www-form-urlencoded"), (b"transfer-encoding", b"chunked")], "client": ("192.0.2.1", 1),
    }  # fmt: skip

    async def receive() -> Message:
        return next(parts)

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    assert (sent, await captures(log), app.state.shared.bytes_under_way) == ([], [], 0)


# --- who may ----------------------------------------------------------------------------------------------------------------------------


async def test_cors_names_exact_origins_and_no_credentials(log: EmbeddedLog) -> None:
    async with client(make(log)) as http:
        ours = await http.options("/f/contact", headers={"origin": "https://site.example", "access-control-request-method": "POST"})
        theirs = await http.options("/f/contact", headers={"origin": "https://site.example.evil"})
        refused = await http.post("/f/contact", json={}, headers={"origin": "https://site.example"})
        none = await http.options("/call/office", headers={"origin": "https://site.example"})
    assert (ours.status_code, ours.headers["access-control-allow-origin"], ours.headers["vary"]) == (204, "https://site.example", "origin")
    assert (theirs.status_code, "access-control-allow-origin" in theirs.headers) == (403, False)
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (422, "https://site.example")
    assert none.status_code == 405
    assert "access-control-allow-credentials" not in ours.headers


@pytest.mark.parametrize(("trusted", "addresses"), [((), 1), (("127.0.0.0/8",), 3), (("10.0.0.1",), 1)])
async def test_forwarded_addresses_are_believed_of_trusted_proxies_alone(
    log: EmbeddedLog, trusted: tuple[str, ...], addresses: int
) -> None:
    options = EdgeSettings(per_ip_per_minute=1, trusted_proxies=trusted)
    async with client(make(log, options=options)) as http:
        answers = [await http.post("/f/contact", json=ANN, headers={"x-forwarded-for": f"198.51.100.9, 203.0.113.{n}"}) for n in range(3)]
    assert sum(answer.status_code == 202 for answer in answers) == addresses


@pytest.mark.parametrize(
    ("options", "page"),
    [
        (EdgeSettings(), "http://in.example/f/contact?utm_source=x"),
        (EdgeSettings(trusted_proxies=("127.0.0.1",)), "https://public.example/f/contact?utm_source=x"),
        (EdgeSettings(public_url="https://set.example/in/"), "https://set.example/in/f/contact?utm_source=x"),
    ],
)
async def test_the_public_address_is_the_set_one_or_a_trusted_proxys(log: EmbeddedLog, options: EdgeSettings, page: str) -> None:
    forwarded = {"x-forwarded-proto": "https", "x-forwarded-host": "public.example"}
    async with client(make(log, options=options)) as http:
        shown = await http.get("/f/contact?utm_source=x", headers=forwarded)
    assert f'name="_page" value="{page}"' in shown.text


# --- what operators ask -----------------------------------------------------------------------------------------------------------------


async def test_alive_ready_and_counted(unwell: Unwell) -> None:
    app = make(unwell)
    async with client(app) as http:
        assert [(await http.get(path)).status_code for path in ("/livez", "/readyz", "/metrics")] == [200] * 3
        unwell.fault = Retry("away")
        assert [(await http.get(path)).status_code for path in ("/livez", "/readyz")] == [200, 503]
        unwell.fault = None
        app.state.shared.draining.set()
        assert [(await http.get(path)).status_code for path in ("/livez", "/readyz")] == [200, 503]


@pytest.mark.parametrize("full", [True, False], ids=["the disk is full", "the disk hangs"])
async def test_not_ready_from_a_refused_append_until_one_is_taken(log: EmbeddedLog, tmp_path: Path, full: bool) -> None:
    class Disk(Unwell):
        """One that can be read all the time."""

        async def span(self, topic: str, partition: int) -> tuple[int, int]:
            return await self.inner.span(topic, partition)

    disk = Disk(tmp_path / "disk")
    disk.fault, disk.stuck = (Retry("/secret/place is full"), None) if full else (None, asyncio.Event())
    async with client(make(disk, append_wait_s=0.01 if not full else 5)) as http:
        before = await http.get("/readyz")
        refused = await http.post("/f/contact", json=ANN)
        during = await http.get("/readyz")
        disk.fault = disk.stuck = None
        still = await http.get("/readyz")
        taken = await http.post("/f/contact", json=ANN)
        after = await http.get("/readyz")
    await disk.close()
    assert [a.status_code for a in (before, refused, during, still, taken, after)] == [200, 503, 503, 503, 202, 200]
    assert ("The last capture was refused" in during.text, "/secret" in during.text) == (True, False)


def test_a_refusal_without_news_is_not_believed_for_ever() -> None:
    refusals = Refusals(believed_s=60)
    assert [refusals.refused("full", 100), refusals.refused("full", 130)] == [True, False]
    assert [refusals.why(189), refusals.why(190)] == ["full", ""]
    assert [refusals.taken(), refusals.taken(), refusals.why(131)] == [True, False, ""]
