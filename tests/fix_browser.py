"""A real Chromium, one per session, with an own context per test."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from playwright.async_api import Page, async_playwright

from runtime.testing.servers import Missing, debian
from tests.tiers import missing

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

OpenPage = Callable[..., AbstractAsyncContextManager[Page]]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    try:
        return os.environ.get("LEADLOOM_TEST_BROWSER") or debian("chromium", "chromium")
    except Missing as why:
        missing("browser", why)
        raise


@pytest.fixture
def browser_page(chromium: str) -> OpenPage:
    """`async with browser_page(javascript=False, locale="de-DE") as page`: a page in a fresh browser; nothing outlives the block."""

    @asynccontextmanager
    async def opened(*, javascript: bool = True, locale: str = "en-US") -> AsyncIterator[Page]:
        async with async_playwright() as driver, asyncio.timeout(60):
            browser = await driver.chromium.launch(executable_path=chromium, args=list(FLAGS), headless=True)
            try:
                context = await browser.new_context(java_script_enabled=javascript, locale=locale)
                context.set_default_timeout(15_000)
                yield await context.new_page()
            finally:
                await browser.close()

    return opened
