"""The hosted form in a real browser, with JavaScript and without."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import pytest
from playwright.async_api import Page, expect

from ingestors.webform.settings import FieldSettings, WebformSettings
from runtime.edge import serve
from runtime.embedded import EmbeddedLog
from tests.edge.doors import captures, make
from tests.fix_browser import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIELDS = (FieldSettings(name="name", required=True), FieldSettings(name="email", kind="email"), FieldSettings(name="message", kind="long"))


@pytest.fixture
async def site(log: EmbeddedLog) -> AsyncIterator[str]:
    """A served edge; its address."""
    sources = {("webform", "contact"): WebformSettings(fields=FIELDS, consent="You may answer me.", consent_version="7")}
    stop, port = asyncio.Event(), asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(make(log, sources), "127.0.0.1", 0, stop, drain_s=2, ready=port.set_result))
    yield f"http://127.0.0.1:{await port}"
    stop.set()
    await task


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_visitor_mends_the_marked_fields_and_is_thanked(
    site: str, log: EmbeddedLog, browser_page: OpenPage, javascript: bool
) -> None:
    async with browser_page(javascript=javascript, locale="de-DE") as page:
        refusals = watched(page)
        await page.goto(f"{site}/f/contact?utm_source=ads")
        key = await page.locator("[name=_id]").get_attribute("value")
        await page.get_by_label("E-Mail").fill("ann at example")
        await page.get_by_label("Wie können wir helfen?").fill("Zeile 1\nZeile 2")
        await page.get_by_role("button", name="Senden").click()
        await expect(page.get_by_role("alert")).to_have_text("Bitte prüfen Sie die markierten Felder.")
        await expect(page.get_by_text("das @ fehlt")).to_be_visible()
        await expect(page.get_by_label("Ihr Name")).to_have_attribute("aria-invalid", "true")
        await expect(page.get_by_label("Wie können wir helfen?")).to_have_value("Zeile 1\nZeile 2")
        assert await captures(log) == []

        await page.get_by_label("Ihr Name").fill("Ann Lee")
        await page.get_by_label("E-Mail").fill("ann@example.de")
        await page.get_by_label("You may answer me.").check()
        await page.get_by_role("button", name="Senden").click()
        await expect(page.get_by_role("heading")).to_have_text("Vielen Dank!")
        assert refusals == []
    (kept,) = await captures(log)
    form = parse_qs(kept.body.decode())
    assert (form["_id"], form["utm_source"], form["message"]) == ([key], ["ads"], ["Zeile 1\r\nZeile 2"])
    assert (kept.meta["language"], kept.meta["consent_version"]) == ("de", "7")


def watched(page: Page) -> list[str]:
    """Console errors of the page as they come: a broken policy or script shows there. A 422 is told there too, and is no error of ours."""
    seen: list[str] = []
    page.on("console", lambda said: seen.append(said.text) if said.type == "error" and "422" not in said.text else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    return seen
