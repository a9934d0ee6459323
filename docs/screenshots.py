"""Take the pictures of README: the demonstration as it looks at a terminal, and the hosted form, in a real Chromium.

.venv/bin/python docs/screenshots.py
"""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
COLUMNS, WIDTH_PX = 150, 1220
END = "Stop with Ctrl-C."


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        demonstration(browser)
        browser.close()


def demonstration(browser: Browser) -> None:
    """Run `make demo` at a terminal of its own, photograph its form while it is up, then its summary."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp("make", ["make", "-s", "demo"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, COLUMNS, 0, 0))
    said, until = "", time.monotonic() + 300
    while END not in said and time.monotonic() < until:
        if select.select([terminal], [], [], 1)[0]:
            said += os.read(terminal, 65536).decode(errors="replace")
    found = re.search(r"http://127\.0\.0\.1:\d+/f/contact", said)
    assert found, said[-2000:]
    form(browser, found[0])
    os.write(terminal, b"\x03")
    os.waitpid(child, 0)
    summary(browser, said)


def form(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 600}, locale="en", device_scale_factor=1.5)
    page.goto(url)
    page.screenshot(path=HERE / "form.png", full_page=True)
    page.close()


def summary(browser: Browser, said: str) -> None:
    """From the first rule on: what was there before are bars that moved."""
    start = said.rindex("\n", 0, said.index("leadloom: what became of it"))
    shown = said[start + 1 : said.index(END) + len(END)].replace("\r", "")
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text.from_ansi(shown))
    html = console.export_html(inline_styles=True, code_format=PAGE)
    page = browser.new_page(viewport={"width": WIDTH_PX, "height": 400}, device_scale_factor=1.2)
    page.set_content(html)
    page.screenshot(path=HERE / "demo.png", full_page=True)
    page.close()


PAGE = """<body style="margin:0;background:#101418"><pre style="margin:0;padding:16px 20px;color:#e6e6e6;
font:13px/1.25 'DejaVu Sans Mono',monospace">{code}</pre></body>"""

if __name__ == "__main__":
    main()
